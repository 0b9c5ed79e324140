"""What is shown as a sum adds up as shown, whatever is rounded."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from clavero.core.money import round_for_display
from clavero.core.rounding import exact, places_for, rounded_parts

figures = st.decimals(0, 10, places=6)


@given(st.lists(figures, min_size=1, max_size=7), st.integers(0, 4))
def test_rounded_parts_sum_to_their_rounded_whole(parts: list[Decimal], places: int) -> None:
    whole = sum(parts, Decimal(0))
    shown = rounded_parts(parts, whole, places)
    unit = Decimal(1).scaleb(-places)
    assert sum(shown) == round_for_display(whole, places)
    assert all(abs(one - other) < unit for one, other in zip(shown, parts, strict=True))


@given(st.lists(figures, max_size=7))
def test_what_needs_no_rounding_stays(parts: list[Decimal]) -> None:
    assert rounded_parts(parts, sum(parts, Decimal(0)), 6) == parts


def test_the_points_that_were_shown_a_hundredth_too_large_add_up() -> None:
    # 25 points of 3.5, 25 of 3.2, 15 of 5, 15 of 4.17 and 20 of 3.
    parts = [Decimal(each) for each in ("0.875", "0.8", "0.75", "0.625", "0.6")]
    assert places_for([*parts, Decimal("3.65")], least=2, most=3) == 3
    assert sum(rounded_parts(parts, Decimal("3.65"), 3)) == Decimal("3.65")
    assert sum(rounded_parts(parts, Decimal("3.65"), 2)) == Decimal("3.65")


def test_a_float_stands_for_the_decimal_that_was_meant() -> None:
    assert exact(0.875 + 0.8 + 0.75 + 0.625 + 0.6 - 1e-15) == Decimal("3.65")
    assert round_for_display(exact(4.635)) == Decimal("4.64")
    assert places_for([], least=1, most=3) == 1
