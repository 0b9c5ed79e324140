"""The rules of plans, by examples and for everything that hypothesis finds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.kpis.rules.kpi import Light
from clavero.matrix.rules.quadrants import Strategy
from clavero.plans.rules.catalogue import (
    BY_KEY,
    KINDS,
    BadField,
    Section,
    Shape,
    read_fields,
)
from clavero.plans.rules.comparing import compare
from clavero.plans.rules.completeness import (
    Counted,
    Gate,
    RowFact,
    completeness,
    filled_sections,
    quality,
)
from clavero.plans.rules.objectives import Aim
from clavero.plans.rules.reviewing import Point, differences
from clavero.plans.rules.templates import FEW, default_template
from clavero.plans.rules.timeline import bar, closes_a_circle, detail_of
from clavero.plans.rules.value import (
    Drivers,
    Growing,
    expected_loss,
    forecast,
    present_value,
    win_win,
)

DAY = date(2026, 11, 26)


class Need(NamedTuple):
    certainty: str
    said_on: date


amounts = st.decimals(0, 10**6, places=2)
rates = st.decimals(0, 1, places=3)


def test_the_worked_number() -> None:
    years = forecast(
        Drivers(Decimal(1000), Decimal("0.03"), Decimal("0.3"), Decimal("0.12"), Decimal(60),
                Decimal("0.1"), 3),
        [
            Growing(Decimal(150), Decimal("0.6"), (Decimal("0.3"), Decimal("0.7"), Decimal(1))),
            Growing(Decimal(80), Decimal("0.8"), (Decimal("0.5"), Decimal(1), Decimal(1))),
        ],
    )  # fmt: skip
    flows = [each.contribution for each in years]
    assert round(present_value(flows, Decimal("0.1")), 4) == Decimal("374.3045")
    assert round(present_value(flows, Decimal("0.1"), Decimal("0.95")), 4) == Decimal("338.1093")


@given(st.lists(amounts, max_size=5), rates, rates)
def test_retention_never_adds_value(
    flows: list[Decimal], discount: Decimal, retention: Decimal
) -> None:
    assert present_value(flows, discount, retention) <= present_value(flows, discount)


@given(amounts, amounts, amounts, amounts, rates, rates)
def test_the_shares_of_a_win_win_are_parts_of_one(
    ours: Decimal,
    theirs: Decimal,
    put_in: Decimal,
    they_put_in: Decimal,
    one: Decimal,
    two: Decimal,
) -> None:
    test = win_win(
        our_flow=ours, their_flow=theirs, our_investment=put_in, their_investment=they_put_in,
        ramp=[Decimal("0.5"), Decimal(1)], our_rate=one, their_rate=two, years=3,
    )  # fmt: skip
    assert (test.share is not None) == test.both_win
    if test.share is not None:
        assert 0 < test.share < 1


@given(rates, amounts, st.integers(0, 24))
def test_no_more_is_lost_than_stood_at_risk(chance: Decimal, at_risk: Decimal, months: int) -> None:
    assert 0 <= expected_loss(chance, at_risk, Decimal(months)) <= at_risk * 2


def test_every_kind_stands_in_a_section_and_reads_its_own() -> None:
    for kind in KINDS:
        full = {
            field.key: field.options[0] if field.shape is Shape.CHOICE else str(field.high or "x")
            for field in kind.fields
        }
        assert read_fields(kind, full).keys() == full.keys()
        for field in kind.fields:
            if field.is_required:
                with pytest.raises(BadField):
                    read_fields(kind, {**full, field.key: " "})


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1e99", "--3"])
def test_no_number_is_no_number(text: str) -> None:
    with pytest.raises(BadField):
        read_fields(BY_KEY["force"], {"force": "buyers", "strength": text})


rows = st.lists(
    st.builds(
        RowFact,
        kind=st.sampled_from([kind.key for kind in KINDS]),
        data=st.just({"part": "ask"}),
        dated=st.none() | st.dates(date(2020, 1, 1), DAY),
    ),
    max_size=12,
)


@given(rows, rows, st.sampled_from([None, *Strategy]))
def test_more_rows_never_empty_a_plan(
    some: list[RowFact], more: list[RowFact], strategy: Strategy | None
) -> None:
    before = completeness(filled_sections(some, Counted(), default_template(strategy)))
    after = completeness(filled_sections([*some, *more], Counted(), default_template(strategy)))
    assert 0 <= before <= after <= 1


def test_each_strategy_asks_for_its_sections() -> None:
    def asked(strategy: Strategy | None) -> set[Section]:
        found = filled_sections([], Counted(), default_template(strategy))
        return {each.section for each in found if each.weight}

    assert asked(Strategy.INVEST) == asked(Strategy.SELECTIVE) == set(Section)
    assert {int(each) for each in asked(Strategy.MAINTAIN)} == {0, 1, 4, 8, 9, 12, 13, 14}
    assert asked(None) == FEW


def test_the_gate_of_quality() -> None:
    def need(certainty: str, said_on: date = DAY) -> Need:
        return Need(certainty=certainty, said_on=said_on)

    def gates(*needs: Need, rows: Sequence[RowFact] = (), both: int = 1) -> set[Gate]:
        return {each.gate for each in quality(rows, needs, both, DAY)}

    assert gates(need("confirmed"), need("stated")) == set()
    assert gates(need("confirmed"), need("stated"), need("inferred")) == {Gate.NEEDS_UNCONFIRMED}
    assert gates(both=0) == {Gate.NO_NEEDS, Gate.NO_WIN_WIN}
    old = need("confirmed", DAY - timedelta(days=366))
    assert gates(old) == {Gate.SOURCES_OLD}
    known = need("confirmed")
    assert gates(known, rows=[RowFact("fear", {}, DAY - timedelta(days=366))]) == {Gate.SOURCES_OLD}
    assert gates(known, rows=[RowFact("fear", {})]) == {Gate.SOURCES_UNDATED}


def test_an_objective_is_held_against_its_calendar() -> None:
    aim = Aim(Decimal(10), Decimal(20), date(2026, 1, 1), date(2027, 1, 1))
    half = date(2026, 7, 2)
    assert aim.light(Decimal(15), half) is Light.GREEN
    assert aim.light(Decimal(14), half) is Light.AMBER
    assert aim.light(Decimal(11), half) is Light.RED
    assert aim.light(None, half) is Light.GREY
    assert aim.light(Decimal(19), date(2027, 1, 1)) is Light.RED
    assert aim.light(Decimal(20), date(2027, 1, 1)) is Light.GREEN
    kept = Aim(Decimal("0.5380"), Decimal("0.5500"), aim.since, aim.until)
    assert kept.light(Decimal("0.53797"), aim.since) is Light.GREEN, "a baseline is kept rounded"
    assert kept.light(Decimal("0.5379"), aim.since) is Light.AMBER
    down = Aim(Decimal(20), Decimal(10), aim.since, aim.until)
    assert down.light(Decimal(9), half) is Light.GREEN
    assert down.light(Decimal(25), half) is Light.RED
    held = Aim(Decimal(5), Decimal(5), aim.since, aim.until)
    assert (held.light(Decimal(5), half), held.light(Decimal(4), half)) == (Light.GREEN, Light.RED)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 900), st.integers(0, 400))
def test_a_bar_stays_on_its_calendar(today: date, offset: int, days: int) -> None:
    shown = detail_of(today)
    start = shown.start + timedelta(days=offset - 200)
    found = bar(start, start + timedelta(days=days), shown)
    if found is not None:
        assert found.left >= 0
        assert found.width > 0
        assert found.left + found.width <= 100.0001
    assert today in shown
    assert shown.month_count == 18


@given(st.dictionaries(st.integers(0, 8), st.lists(st.integers(0, 8), max_size=4), max_size=9))
def test_whoever_waits_for_itself_is_found(waits: dict[int, list[int]]) -> None:
    for each, after in waits.items():
        if each in after:
            assert closes_a_circle(each, after, waits)
    assert not closes_a_circle(99, [0, 1], waits)


texts = st.dictionaries(st.sampled_from("abc"), st.sampled_from("xyz"))
contents = st.dictionaries(
    st.sampled_from(["0", "4", "12"]), st.dictionaries(st.sampled_from(["r:1", "r:2"]), texts)
)


@given(contents, contents)
def test_a_comparison_reads_both_ways(one: dict, two: dict) -> None:  # type: ignore[type-arg]
    assert list(compare(one, one)) == []
    there = [(each.section, name, a, b) for each in compare(one, two) for name, a, b in each.fields]
    back = [(each.section, name, b, a) for each in compare(two, one) for name, a, b in each.fields]
    assert sorted(map(str, there)) == sorted(map(str, back))


def test_what_was_not_known_is_no_change() -> None:
    known = {"sales": "1000", "strategy": "invest", "lights": {"margin": "green"}, "team": ["Ana"]}
    assert list(differences(known, known)) == []
    assert {each.point for each in differences({}, known)} == {Point.FIRST}
    now = {
        **known, "sales": "930", "strategy": "maintain", "lights": {"margin": "red", "new": "red"},
        "team": ["Iker"], "overdue": 2,
    }  # fmt: skip
    assert [each.point for each in differences(known, now)] == [
        Point.SALES, Point.LIGHT, Point.STRATEGY, Point.TEAM, Point.OVERDUE,
    ]  # fmt: skip
    assert list(differences(known, {**known, "sales": "1040"})) == []
