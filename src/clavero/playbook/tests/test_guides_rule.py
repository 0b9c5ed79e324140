"""The playbook of the requirement, and what contradicts itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.core.faults import Faulty
from clavero.matrix.rules.position import Stage
from clavero.matrix.rules.quadrants import Strategy
from clavero.playbook.rules.defaults import DEFAULT
from clavero.playbook.rules.guides import (
    Aspect,
    Direction,
    Doer,
    Guide,
    Kpi,
    Objective,
    Playbook,
    PlaybookFault,
    Share,
    Task,
    Unit,
    parse_playbook,
)

INVEST = DEFAULT.guides[Strategy.INVEST]
EDGES = [Decimal(-1), Decimal(0), Decimal(1), Decimal(49), Decimal("50.5"), Decimal(100)]


def faults(make: Callable[[], object]) -> set[PlaybookFault]:
    with pytest.raises(Faulty) as found:
        make()
    return {PlaybookFault(fault.code) for fault in found.value.faults}


def with_shares(**ends: tuple[int, int]) -> Playbook:
    shares = {Strategy(each): Share(Decimal(a), Decimal(b)) for each, (a, b) in ends.items()}
    return replace(DEFAULT, shares={**DEFAULT.shares, **shares})


def test_the_defaults_are_those_of_the_methods() -> None:
    """Methods §2.4: relationship, share of time and rhythm of each strategy."""
    found = {
        each: (
            [stage.value for stage in DEFAULT.guides[each].stages],
            (int(DEFAULT.shares[each].low), int(DEFAULT.shares[each].high)),
            DEFAULT.guides[each].review_months,
        )
        for each in Strategy
    }
    assert found == {
        Strategy.INVEST: (["interdependent", "integrated"], (40, 50), 1),
        Strategy.SELECTIVE: (["cooperative", "interdependent"], (25, 35), 1),
        Strategy.MAINTAIN: (["interdependent"], (15, 25), 3),
        Strategy.HARVEST: (["basic"], (0, 10), 6),
    }


def test_what_is_kept_is_read_back() -> None:
    assert parse_playbook(DEFAULT.to_plain()) == DEFAULT
    ours = replace(
        INVEST,
        texts={Aspect.AIM: "Ours"},
        objectives=(Objective("own", "Our own"),),
        kpis=(
            Kpi("own", Direction.AT_MOST, Decimal("2.5"), Unit.DAYS, "Our figure"),
            Kpi("said", Direction.AT_LEAST, None, Unit.NUMBER, "Faster than its market"),
        ),
        tasks=(Task("own", 4, Doer.DIRECTOR, "Our task"),),
    )
    playbook = replace(
        DEFAULT, guides={**DEFAULT.guides, Strategy.INVEST: ours}, everywhere="For all"
    )
    assert parse_playbook(playbook.to_plain()) == playbook


@pytest.mark.parametrize(
    ("shares", "fault"),
    [
        ({"invest": (60, 70), "selective": (40, 50)}, PlaybookFault.MINIMUMS_OVER),
        ({"invest": (0, 20), "selective": (0, 20)}, PlaybookFault.MAXIMUMS_UNDER),
        ({"invest": (50, 40)}, PlaybookFault.SHARE_REVERSED),
        ({"harvest": (0, 101)}, PlaybookFault.SHARE_OUTSIDE),
        ({"harvest": (-1, 10)}, PlaybookFault.SHARE_OUTSIDE),
    ],
)
def test_shares_that_contradict_each_other(
    shares: dict[str, tuple[int, int]], fault: PlaybookFault
) -> None:
    assert fault in faults(lambda: with_shares(**shares))


def test_minimums_of_exactly_a_hundred_are_possible() -> None:
    assert with_shares(invest=(60, 60), selective=(25, 35), harvest=(0, 0))


@given(st.lists(st.tuples(st.sampled_from(EDGES), st.sampled_from(EDGES)), min_size=4, max_size=4))
def test_a_playbook_that_holds_leaves_room_for_all_the_time(
    ends: list[tuple[Decimal, Decimal]],
) -> None:
    """Whatever is accepted can be kept: some split of the whole time meets every share."""
    shares = {each: Share(*pair) for each, pair in zip(Strategy, ends, strict=True)}
    lows, highs = [low for low, _ in ends], [high for _, high in ends]
    possible = all(0 <= low <= high <= 100 for low, high in ends) and sum(lows) <= 100 <= sum(highs)
    if possible:
        assert replace(DEFAULT, shares=shares).shares == shares
    else:
        assert faults(lambda: replace(DEFAULT, shares=shares))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"stages": ()}, PlaybookFault.NO_STAGE),
        ({"review_months": 0}, PlaybookFault.MONTHS_OUTSIDE),
        ({"review_months": 37}, PlaybookFault.MONTHS_OUTSIDE),
        ({"tasks": (Task("t", 0, Doer.LEAD),)}, PlaybookFault.MONTHS_OUTSIDE),
        ({"objectives": (Objective("a"), Objective("a"))}, PlaybookFault.TWICE),
        ({"objectives": (Objective("a", "Same"), Objective("b", "same"))}, PlaybookFault.TWICE),
        ({"objectives": (Objective("", "x"),)}, PlaybookFault.NAMELESS),
    ],
)
def test_a_guide_that_cannot_be(changes: dict[str, object], fault: PlaybookFault) -> None:
    assert faults(lambda: replace(INVEST, **changes)) == {fault}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {**DEFAULT.to_plain(), "shares": {"invest": ["40", "50"]}},
        {**DEFAULT.to_plain(), "shares": {"nowhere": ["1", "2"]}},
        {**DEFAULT.to_plain(), "guides": None},
    ],
)
def test_what_is_no_playbook_is_not_read(broken: dict[str, object]) -> None:
    assert faults(lambda: parse_playbook(broken)) == {PlaybookFault.UNREADABLE}


def test_a_guide_needs_a_stage_alone() -> None:
    assert Guide(stages=(Stage.BASIC,), review_months=6).objectives == ()
