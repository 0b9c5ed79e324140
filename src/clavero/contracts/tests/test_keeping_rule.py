"""Deliveries, budgets and commitments, by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.contracts.rules.budgets import BeyondAvailable, EntryKind, account, refuse_beyond
from clavero.contracts.rules.keeping import Delivered, commitment, days_overdue, otif
from clavero.contracts.rules.terms import DeliveryWindow, PaymentDays
from clavero.core.period import Period

MARCH, YEAR = Period.parse("2026-03"), Period.year(2026)
D = Decimal


def line(delivered: int | None, brought: int = 10, cancelled: date | None = None) -> Delivered:
    day = None if delivered is None else date(2026, 3, delivered)
    return Delivered(date(2026, 3, 10), day, D(10), D(brought), cancelled)


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


dated = st.builds(
    line, st.none() | st.integers(1, 31), st.integers(0, 12),
    st.none() | st.integers(1, 31).map(lambda each: date(2026, 3, each)),
)  # fmt: skip


@given(st.lists(dated))
def test_both_lies_between_what_each_allows(lines: list[Delivered]) -> None:
    found = otif(DeliveryWindow(YEAR), lines, MARCH)
    assert max(0, found.on_time + found.in_full - found.due) <= found.both
    assert found.both <= min(found.on_time, found.in_full)


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
