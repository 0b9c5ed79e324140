"""The rate at which accounts stay, from what the company has lost (methods §5.6)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clavero.plans.rules.calibrating import LEAST_LOSSES, AccountYear, Band, Curve, bands, fit
from clavero.plans.rules.retention import Item, Scorecard
from clavero.plans.rules.value import retention_of


def years(score: str, kept: int, lost: int) -> list[AccountYear]:
    given = Decimal(score)
    return [*[AccountYear(given, False)] * kept, *[AccountYear(given, True)] * lost]


def test_two_groups_stay_as_they_were_seen_to() -> None:
    """A logistic curve goes through two points: 970 of 1,000 stayed with 9, 700 of 1,000 with 3."""
    found = fit([*years("9", 970, 30), *years("3", 700, 300)])
    assert found is not None
    # The slope between the logits: (ln(970/30) - ln(700/300)) / 6 = 0.438130…
    assert found.slope == pytest.approx(0.438130, rel=0.01), "the prior hardly moves 2,000 years"
    assert found.retention(Decimal(9)) == pytest.approx(Decimal("0.97"), abs=Decimal("0.002"))
    assert found.retention(Decimal(3)) == pytest.approx(Decimal("0.70"), abs=Decimal("0.002"))


def test_fewer_than_thirty_losses_make_no_curve() -> None:
    assert fit([*years("9", 400, 2), *years("3", 100, LEAST_LOSSES - 3)]) is None
    assert fit([*years("9", 400, 2), *years("3", 100, LEAST_LOSSES - 2)]) is not None


def test_what_foretells_nothing_makes_no_curve() -> None:
    for score in ("7", "3.3", "4.7"):  # of which arithmetic says that they differ by a hair
        assert fit(years(score, 293, 40)) is None, "all had one score"
    assert fit([*years("9", 100, 40), *years("3", 100, 10)]) is None, "the better were lost"
    assert fit(years("3", 0, 40)) is None, "nobody stayed"


def test_losses_below_one_score_alone_make_no_wall() -> None:
    """Without a prior the slope of what is apart entirely has no end."""
    found = fit([*years("8", 300, 0), *years("4", 0, 40)])
    assert found is not None
    assert found.slope < 5
    assert Decimal("0.01") < found.retention(Decimal(6)) < 1


COUNTS = st.tuples(st.integers(0, 10).map(str), st.integers(0, 30), st.integers(0, 30))


@settings(max_examples=60)
@given(st.lists(COUNTS, min_size=2, max_size=6))
def test_more_points_never_stay_less(counts: list[tuple[str, int, int]]) -> None:
    seen = [each for score, kept, lost in counts for each in years(score, kept, lost)]
    assert sum(each.years for each in bands(seen)) == len(seen)
    found = fit(seen)
    if found is None:
        return
    rates = [found.retention(Decimal(score)) for score in range(11)]
    assert rates == sorted(rates)
    assert all(0 <= rate <= 1 for rate in rates)
    # The likelihood's slope in the intercept is nought: as many stay as were seen to.
    kept = sum(not each.was_lost for each in seen)
    expected = sum(found.retention(each.score) for each in seen)
    assert expected == pytest.approx(Decimal(kept), abs=Decimal("0.01") * len(seen))


def test_any_score_of_any_curve_has_a_rate() -> None:
    for slope in (1e-9, 1.0, 1e7):
        for intercept in (-1e8, 0.0, 1e8):
            rates = [Curve(intercept, slope).retention(Decimal(each)) for each in (0, 5, 10)]
            assert all(0 <= each <= 1 for each in rates)


def test_bands_count_what_was_seen() -> None:
    seen = [*years("3.99", 2, 1), *years("4", 1, 1), *years("8", 5, 0), *years("10", 1, 0)]
    assert list(bands(seen)) == [
        Band(Decimal(0), 3, 1), Band(Decimal(4), 2, 1), Band(Decimal(6), 0, 0),
        Band(Decimal(8), 6, 0),
    ]  # fmt: skip


def test_a_scorecard_goes_by_the_curve_where_there_is_one() -> None:
    said = {Item.RHYTHM: Decimal(8)}
    assert Scorecard({}, said).retention == retention_of(Decimal(8)) == Decimal("0.97")
    assert Scorecard({}, said, Curve(-1.0, 0.5)).retention == Decimal("0.9526")
    assert Scorecard({}, {}, Curve(-1.0, 0.5)).retention is None
