"""Coverage, bow-tie, resilience: the worked numbers of the methods (O-9.1), and what must hold."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.core.estimates import Missing
from clavero.matrix.rules.position import STAGES, Stage
from clavero.relationships.rules.matrix import (
    REQUIRED,
    Cell,
    Ours,
    active,
    bow_tie,
    coverage,
    gaps,
    quality,
    resilience,
    shape,
    warmth,
)
from clavero.relationships.rules.people import Function
from clavero.relationships.tests.worked import BOW_TIE, DIAMOND, MIXED

ASKED = REQUIRED[Stage.INTERDEPENDENT]
CELLS = st.dictionaries(
    st.tuples(st.sampled_from(list(Ours)[:5]), st.sampled_from(list(Function)[:5])),
    st.integers(0, 3),
    max_size=12,
)


def test_what_the_stage_asks_for_is_that_of_the_worked_numbers() -> None:
    assert sum(ASKED.values()) == 20


@pytest.mark.parametrize(
    ("there", "covered", "tied", "holds"),
    [
        (MIXED, Decimal("0.35"), Decimal("0.875"), 3),
        (DIAMOND, Decimal("0.75"), Decimal("0.5556"), 5),
        (BOW_TIE, None, Decimal(1), 1),
    ],
)
def test_the_worked_numbers(
    there: dict[Cell, int], covered: Decimal | None, tied: Decimal, holds: int
) -> None:
    if covered is not None:
        assert coverage(there, ASKED).value == covered
    share = bow_tie(there).value
    assert share is not None
    assert round(share, 4) == tied
    assert resilience(there) == holds


@given(CELLS)
def test_resilience_is_the_least_that_cuts_every_link(there: dict[Cell, int]) -> None:
    links = active(there)
    sides = [("ours", each) for each, _theirs in links] + [("theirs", each) for _o, each in links]
    people = sorted(set(sides))

    def cuts(gone: tuple[tuple[str, object], ...]) -> bool:
        return all(("ours", ours) in gone or ("theirs", theirs) in gone for ours, theirs in links)

    least = next(
        count
        for count in range(len(people) + 1)
        if any(cuts(gone) for gone in combinations(people, count))
    )
    assert resilience(there) == least


@given(CELLS, st.sampled_from(STAGES))
def test_coverage_is_a_part_and_gaps_are_what_is_left_of_it(
    there: dict[Cell, int], stage: Stage
) -> None:
    asked = REQUIRED[stage]
    covered = coverage(there, asked)
    assert covered.value is not None
    assert 0 <= covered.value <= 1
    missing = sum(gap.asked - gap.is_ for gap in gaps(there, asked))
    assert covered.numerator is not None
    assert covered.numerator + missing == sum(asked.values())


@given(CELLS, st.sampled_from(STAGES))
def test_one_more_link_never_makes_it_weaker(there: dict[Cell, int], stage: Stage) -> None:
    more = {**there, (Ours.KAM, Function.PURCHASING): 3}
    before, after = shape(there, stage), shape(more, stage)
    assert (after.coverage.value or 0) >= (before.coverage.value or 0)
    assert after.resilience >= before.resilience


def test_each_stage_asks_for_no_less_than_the_one_before() -> None:
    for earlier, later in pairwise(STAGES):
        for cell, level in REQUIRED[earlier].items():
            assert REQUIRED[later].get(cell, 0) >= level


def test_nobody_known_is_missing_and_not_zero() -> None:
    assert bow_tie({}).reason is Missing.NOT_RECORDED
    assert warmth([]).reason is Missing.NOT_RECORDED
    assert warmth([(0, 2)]).reason is Missing.BASE_NOT_POSITIVE
    assert quality(warmth([])).value is None


def test_a_gap_says_whether_anybody_knows_them() -> None:
    found = {gap.cell: gap.anybody for gap in gaps(MIXED, ASKED)}
    assert found[Ours.KAM, Function.MANAGEMENT] is False
    assert found[Ours.FINANCE, Function.FINANCE] is True
