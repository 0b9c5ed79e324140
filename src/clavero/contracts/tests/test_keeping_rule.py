"""Deliveries, budgets and commitments, by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.contracts.rules.budgets import BeyondAvailable, EntryKind, account, refuse_beyond
from clavero.contracts.rules.keeping import Delivered, commitment, days_overdue, otif
from clavero.contracts.rules.terms import DeliveryWindow, PaymentDays
from clavero.core.period import Period

MARCH, YEAR = Period.parse("2026-03"), Period.year(2026)
D = Decimal


def line(
    delivered: int | None, brought: int = 10, cancelled: date | None = None,
    ordered: int | None = 10,
) -> Delivered:  # fmt: skip
    day = None if delivered is None else date(2026, 3, delivered)
    asked = None if ordered is None else D(ordered)
    return Delivered(date(2026, 3, 10), day, asked, D(brought), cancelled)


def test_on_time_and_in_full_by_the_line() -> None:
    lines = [
        line(10), line(9), line(8), line(11), line(10, brought=9), line(None),
        line(None, cancelled=date(2026, 3, 9)), line(None, cancelled=date(2026, 3, 10)),
    ]  # fmt: skip
    found = otif(DeliveryWindow(YEAR), lines, MARCH)
    assert (found.due, found.on_time, found.in_full, found.both) == (7, 3, 4, 2)
    assert found.rate == D(2) / 7
    wide = otif(DeliveryWindow(YEAR, days_early=2, days_late=1, in_full=D("0.9")), lines, MARCH)
    assert wide.both == 5
    assert otif(DeliveryWindow(YEAR), lines, Period.parse("2026-04")).rate is None


def test_two_shares_of_95_percent_are_never_multiplied() -> None:
    """Methods §3.9: where each is 95 %, both together lie between 90 and 95 %."""
    well = [line(10)] * 18
    for two, both in (([line(11), line(10, brought=9)], 90), ([line(10), line(11, brought=9)], 95)):
        found = otif(DeliveryWindow(YEAR), [*well, *two], MARCH)
        assert (found.on_time_rate, found.in_full_rate) == (D("0.95"), D("0.95"))
        assert found.rate == D(both) / 100


def test_the_first_delivery_counts_and_a_later_one_repairs_nothing() -> None:
    """60 of 100 on time, and the other 40 on an invoice line of their own: the first stays short.
    The second is full where it says that 40 were still to come, and short where it says 100."""
    window, agreed = DeliveryWindow(YEAR), date(2026, 3, 10)
    first = Delivered(agreed, agreed, D(100), D(60))
    rest = Delivered(agreed, agreed, D(40), D(40))
    found = otif(window, [first, rest], MARCH)
    assert (found.in_full, found.both, found.due) == (1, 1, 2)
    again = Delivered(agreed, agreed, D(100), D(40))
    assert otif(window, [first, again], MARCH).in_full == 0


def test_what_nobody_knows_is_neither_full_nor_short() -> None:
    """Five lines due, three measured: one on time and full, one short, one that has not come. Of
    the other two one is late, and one on time departs from nothing."""
    lines = [
        line(10), line(10, brought=7), line(None), line(12, ordered=None), line(10, ordered=None),
    ]  # fmt: skip
    found = otif(DeliveryWindow(YEAR), lines, MARCH)
    assert (found.due, found.measured, found.in_full, found.both) == (5, 3, 1, 1)
    assert found.departing == 3
    assert (found.on_time_rate, found.rate) == (D("0.6"), D(1) / 3)
    assert (found.ordered, found.brought, found.case_fill) == (30, 17, D(17) / 30)
    unsaid = otif(DeliveryWindow(YEAR), lines[3:], MARCH)
    assert (unsaid.on_time_rate, unsaid.in_full_rate, unsaid.rate) == (D("0.5"), None, None)
    assert unsaid.case_fill is None


dated = st.builds(
    line, st.none() | st.integers(1, 31), st.integers(0, 12),
    st.none() | st.integers(1, 31).map(lambda each: date(2026, 3, each)),
    st.none() | st.integers(0, 12),
)  # fmt: skip


@given(st.lists(dated), st.randoms(use_true_random=False))
def test_both_lies_between_what_each_allows(lines: list[Delivered], chance: Random) -> None:
    found = otif(DeliveryWindow(YEAR), lines, MARCH)
    measured = otif(
        DeliveryWindow(YEAR), [each for each in lines if each.ordered is not None], MARCH
    )
    assert max(0, measured.on_time + found.in_full - found.measured) <= found.both
    assert found.both <= min(measured.on_time, found.in_full)
    assert found.departing >= found.due - found.on_time
    assert found.departing <= found.due - found.both
    assert 0 <= found.brought <= found.ordered
    shuffled = lines.copy()
    chance.shuffle(shuffled)
    assert otif(DeliveryWindow(YEAR), shuffled, MARCH) == found, "in whatever order they come"


def test_a_payment_beyond_what_is_available_is_refused() -> None:
    entries = [
        (EntryKind.ACCRUAL, D(700)),
        (EntryKind.PAYMENT, D(450)),
        (EntryKind.ACCRUAL, D(600)),
    ]
    standing = account(D(1000), entries)
    assert (standing.accrued, standing.paid, standing.available) == (1300, 450, 550)
    refuse_beyond(standing, D(550))
    with pytest.raises(BeyondAvailable):
        refuse_beyond(standing, D("550.01"))


amounts = st.integers(1, 10_000).map(lambda each: Decimal(each) / 100)


@given(amounts, st.lists(st.tuples(st.sampled_from(EntryKind), amounts)))
def test_what_is_paid_never_passes_what_was_earned_nor_the_budget(
    budget: Decimal, asked: list[tuple[EntryKind, Decimal]]
) -> None:
    entries: list[tuple[EntryKind, Decimal]] = []
    for kind, amount in asked:
        try:
            if kind is EntryKind.PAYMENT:
                refuse_beyond(account(budget, entries), amount)
        except BeyondAvailable:
            continue
        entries.append((kind, amount))
    standing = account(budget, entries)
    assert standing.paid <= min(budget, standing.accrued)
    assert standing.available >= 0


def test_payments_are_late_from_the_day_after() -> None:
    term = PaymentDays(30, YEAR)
    day, today = date(2026, 1, 1), date(2026, 3, 1)
    due = day + timedelta(30)
    assert [days_overdue(term, day, paid, today) for paid in (due, due + timedelta(1), None)] == [
        0, 1, 29,
    ]  # fmt: skip


def test_a_forecast_waits_until_a_tenth_of_the_period_has_passed() -> None:
    assert commitment(D(100), D(5), YEAR, date(2026, 2, 1)).forecast is None
    assert commitment(D(100), D(50), YEAR, date(2026, 7, 2)).forecast == D("100.2747")
    ended = commitment(D(100), D(99), YEAR, date(2027, 3, 1))
    assert ended.forecast == 99
    assert ended.is_at_risk
