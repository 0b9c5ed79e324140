"""How interactions are counted: methods §3.5."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from clavero.interactions.rules.counting import APART, Told, count, counting, days_since
from clavero.interactions.rules.kinds import Kind, State
from clavero.interactions.rules.time import Time, together
from clavero.interactions.rules.together import Stands, told_before
from clavero.profitability.rules.work import WorkKind
from clavero.relationships.rules.people import Function, Level

NINE, TODAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC), date(2026, 3, 2)
rows = st.lists(
    st.tuples(
        st.sampled_from(["a", "b"]),
        st.integers(0, 300).map(lambda minutes: NINE + timedelta(minutes=minutes)),
    ),
    max_size=30,
).map(lambda found: [(key, start, number) for number, (key, start) in enumerate(found)])


@given(rows)
def test_what_counts_is_far_apart_and_everything_else_is_near_to_it(
    found: list[tuple[str, datetime, int]],
) -> None:
    which = counting(found)
    for key in ("a", "b"):
        starts = sorted(start for k, start, number in found if k == key and number in which)
        assert all(later - earlier > APART for earlier, later in pairwise(starts))
        for k, start, number in found:
            if k == key and number not in which:
                assert any(timedelta() <= start - each <= APART for each in starts)


@given(rows, st.randoms())
def test_the_order_does_not_matter_and_again_changes_nothing(found: list, random: object) -> None:
    mixed = list(found)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    which = counting(found)
    assert counting(mixed) == which
    assert counting([row for row in found if row[2] in which]) == which


def test_the_quarter_of_an_hour_is_inside() -> None:
    later = [("a", NINE, 1), ("a", NINE + APART, 2), ("a", NINE + APART * 2, 3)]
    assert counting(later) == {1, 3}, "the third is near to one that does not count"


def told(kind: Kind = Kind.MEETING, state: State = State.DONE, **given: object) -> Told:
    values = {"day": TODAY, "was_planned": False, "counts": True, "theirs": (), **given}
    return Told(kind, state, **values)  # type: ignore[arg-type]


def test_the_counts_of_an_account() -> None:
    buyer = (Function.PURCHASING, Level.MANAGER)
    head = (Function.MANAGEMENT, Level.BOARD)
    found = count(
        [
            told(theirs=[buyer]),
            told(Kind.CALL, theirs=[buyer, head]),
            told(Kind.VISIT, was_planned=True, theirs=[head]),
            told(counts=False),
            told(Kind.EMAIL),
            told(Kind.CALL),
            told(state=State.CANCELLED, was_planned=True),
            told(state=State.PLANNED, was_planned=True, day=TODAY - timedelta(1)),
            told(state=State.PLANNED, was_planned=True),
        ],
        TODAY,
    )
    assert found.held == 4
    assert (found.kept.value, found.kept.n) == (Decimal(1) / 3, 3), "today's may still be held"
    assert (found.beyond_purchasing.value, found.beyond_purchasing.n) == (Decimal(2) / 3, 3)
    assert found.senior.value == Decimal(2) / 3
    nothing = count([], TODAY)
    assert (nothing.held, nothing.kept.value, nothing.senior.value) == (0, None, None)


def test_days_since_a_contact_that_matters() -> None:
    assert days_since([TODAY, None], TODAY) is None
    assert days_since([], TODAY) is None
    assert days_since([TODAY], TODAY) == 0


def test_selling_is_held_against_a_tenth() -> None:
    much = Time({WorkKind.SELLING: 150, WorkKind.RELATIONSHIP: 450}, unsaid=99)
    assert (much.said, much.total, much.sells_more) == (600, 699, True)
    little = Time({WorkKind.SELLING: 60, WorkKind.KNOWLEDGE: 540})
    assert (little.share(WorkKind.SELLING).value, little.sells_more) == (Decimal("0.1"), False)
    assert Time({WorkKind.SELLING: 30}).sells_more is None, "too little to say"
    both = together([much, little])
    assert (both.by_kind[WorkKind.SELLING], both.unsaid) == (210, 99)
    assert Time({}).share(WorkKind.SELLING).value is None


def stands(number: int, unit: str, minutes: int = 0, **given: object) -> Stands:
    told = {"top": "G", "kind": Kind.MEETING, "state": State.DONE, **given}
    return Stands(number, unit, starts_at=NINE + timedelta(minutes=minutes), **told)  # type: ignore[arg-type]


def test_what_stands_at_two_units_is_one_where_nothing_speaks_against_it() -> None:
    ana, bo = frozenset({1}), frozenset({2})
    for other, is_one in (
        ({}, True), ({"minutes": 15}, True), ({"minutes": 16}, False), ({"unit": "A"}, False),
        ({"top": "H"}, False), ({"kind": Kind.CALL}, False), ({"state": State.PLANNED}, False),
        ({"people": ana}, True), ({"people": bo}, False), ({"people": ana | bo}, True),
        ({"people": bo, "top": "H", "minutes": 99, "uid": "x"}, True),
    ):  # fmt: skip
        rows = [stands(1, "A", people=ana, uid="x"), stands(2, **{"unit": "B", **other})]  # type: ignore[arg-type]
        assert told_before(rows) == ({2: 1} if is_one else {}), other
    mails = [stands(n, unit, kind=Kind.EMAIL) for n, unit in ((1, "A"), (2, "B"))]
    assert told_before(mails) == {}, "a mail is known by its name alone"
    # Called anew at another unit after the first had ended; and a second one at each unit.
    assert told_before([replace(stands(1, "A"), minutes=5), stands(2, "B", 8)]) == {}
    three = [stands(1, "A"), stands(2, "B"), stands(3, "C", 15), stands(4, "B", 16)]
    assert told_before(three) == {2: 1, 3: 1}


@given(rows)
def test_at_each_unit_nothing_is_lost_and_at_one_alone_nothing_is_one(
    found: list[tuple[str, datetime, int]],
) -> None:
    which = counting(found)
    at = [Stands(n, unit, "G", Kind.MEETING, State.DONE, start) for unit, start, n in found
          if n in which]  # fmt: skip
    same = told_before(at)
    units = {each.number: each.unit for each in at}
    assert all(units[number] != units[first] for number, first in same.items())
    assert not same.keys() & set(same.values())
    for unit in ("a", "b"):
        own = [each for each in at if each.unit == unit]
        assert told_before(own) == {}
        assert len(at) - len(same) >= len(own)
