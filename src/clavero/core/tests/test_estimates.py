from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.core.estimates import Estimate, Missing, growth, ratio, wilson


def test_growth_is_a_fraction_of_what_was_before() -> None:
    grown = growth(Decimal(90), Decimal(120))
    assert grown.value == Decimal("-0.25")
    assert grown.change == Decimal(-30)


@pytest.mark.parametrize(
    ("now", "before", "reason", "change"),
    [
        (Decimal(5), Decimal(0), Missing.NOTHING_BEFORE, Decimal(5)),
        (Decimal(5), Decimal(-5), Missing.BASE_NOT_POSITIVE, Decimal(10)),
        (Decimal(5), None, Missing.NOT_REACHED, None),
        (None, Decimal(5), Missing.NO_DATA, None),
    ],
)
def test_growth_without_a_base_tells_why_and_still_tells_the_change(
    now: Decimal | None, before: Decimal | None, reason: Missing, change: Decimal | None
) -> None:
    grown = growth(now, before)
    assert grown.value is None
    assert grown.reason is reason
    assert grown.change == change


def test_a_ratio_needs_both_parts_and_a_positive_denominator() -> None:
    assert ratio(Decimal(1), Decimal(4)).value == Decimal("0.25")
    assert ratio(None, Decimal(4)).reason is Missing.NO_DATA
    assert ratio(Decimal(1), Decimal(0)).reason is Missing.BASE_NOT_POSITIVE


def test_an_estimate_has_a_value_or_a_reason_never_both_never_neither() -> None:
    with pytest.raises(ValueError, match="either"):
        Estimate(None)
    with pytest.raises(ValueError, match="either"):
        Estimate(Decimal(1), reason=Missing.NO_DATA)


def test_wilson_interval_of_three_out_of_three() -> None:
    """Methods O-3.8."""
    low, high = wilson(3, 3)
    assert (round(low, 4), high) == (0.4385, 1.0)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_rate(case: tuple[int, int]) -> None:
    successes, n = case
    low, high = wilson(successes, n)
    assert 0 <= low <= successes / n <= high <= 1


@pytest.mark.parametrize(("successes", "n"), [(0, 0), (3, 2), (-1, 2)])
def test_no_interval_without_a_proportion(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="proportion"):
        wilson(successes, n)
