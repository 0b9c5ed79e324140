"""How interactions are counted: methods §3.5."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from clavero.interactions.rules.counting import APART, Told, count, counting, days_since
from clavero.interactions.rules.kinds import Kind, State
from clavero.interactions.rules.time import Time, together
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
