"""What came of what was ordered, counted from the ledger as a KPI."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from clavero.identity.testing import Cast
from clavero.kpis.models import Entry
from clavero.kpis.services import enter_value, tell_deliveries
from clavero.kpis.testing import SYSTEM
from clavero.ledger.services import undo_import
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_group

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
TODAY = date(2025, 1, 15)
D = Decimal


def line(
    number: int, customer: str, brought: int, *, day: int = 10, ordered: int | None = 10
) -> Row:
    """One of the 1 June 2024, promised for the 10th."""
    return Row(
        f"F{number}", customer, date(2024, 6, 1), D(100), quantity=D(brought),
        ordered_quantity=None if ordered is None else D(ordered),
        promised_date=date(2024, 6, 10), delivered_date=date(2024, 6, day),
    )  # fmt: skip


def told() -> dict[tuple[str, str], tuple[Decimal, int | None]]:
    """What is kept, by customer and KPI."""
    codes = dict(Customer.objects.values_list("pk", "code"))
    return {(codes[each.customer_id], each.key): (each.value, each.n)
            for each in Entry.objects.order_by("day")}  # fmt: skip


def test_they_are_counted_for_who_is_led_and_the_groups_above(cast: Cast) -> None:
    assert tell_deliveries(SYSTEM, day=TODAY) == 0, "there are no sales"
    ledger_of(
        [
            line(1, "A", 10), line(2, "A", 10, day=9), line(3, "A", 10, day=11), line(4, "A", 9),
            line(5, "A", 3, ordered=None), line(6, "B", 1), line(7, "Z", 1),
            Row("F8", "A", date(2024, 12, 31)),
        ]
    )  # fmt: skip
    one, other = (Customer.objects.get(code=code) for code in "AB")
    group = make_group("G", one, other)
    cover(cast.senior, one)
    assert tell_deliveries(SYSTEM, day=TODAY) == 4
    assert told() == {
        ("A", "on-time-in-full"): (D("0.5"), 4),
        ("A", "in-full"): (D("0.75"), 4),
        (group.code, "on-time-in-full"): (D("0.4"), 5),
        (group.code, "in-full"): (D("0.6"), 5),
    }
    assert tell_deliveries(SYSTEM, day=TODAY) == 0, "again it changes nothing"


def test_what_a_person_says_of_the_day_stays(cast: Cast) -> None:
    ledger_of([line(1, "A", 10, ordered=None), Row("F8", "A", date(2024, 12, 31))])
    customer = Customer.objects.get(code="A")
    cover(cast.senior, customer)
    enter_value(SYSTEM, customer_id=customer.pk, key="on-time-in-full", value=D("0.9"), day=TODAY)
    assert tell_deliveries(SYSTEM, day=TODAY) == 0, "no line says what was ordered"
    assert told()["A", "on-time-in-full"][0] == D("0.9")


def test_what_no_line_says_any_more_is_known_no_longer(cast: Cast) -> None:
    """The import that said what was ordered is undone; the sales of another stay."""
    ledger_of([line(1, "A", 10, ordered=None), Row("F8", "A", date(2024, 12, 31))])
    brought = ledger_of([line(2, "A", 10)], name="ordered.csv")
    customer = Customer.objects.get(code="A")
    cover(cast.senior, customer)
    assert tell_deliveries(SYSTEM, day=TODAY) == 2
    undo_import(SYSTEM, import_id=brought.pk)
    tomorrow = date(2025, 1, 16)
    assert tell_deliveries(SYSTEM, day=tomorrow) == 2
    assert told() == {("A", "on-time-in-full"): (None, None), ("A", "in-full"): (None, None)}
    assert tell_deliveries(SYSTEM, day=tomorrow) == 0


def test_of_whom_nobody_leads_any_more_it_is_known_no_longer(cast: Cast) -> None:
    ledger_of([line(1, "A", 10), Row("F8", "A", date(2024, 12, 31))])
    cover(cast.senior, Customer.objects.get(code="A"), end=date(2025, 1, 16))
    assert tell_deliveries(SYSTEM, day=TODAY) == 2
    assert tell_deliveries(SYSTEM, day=date(2025, 1, 17)) == 2
    assert not Entry.objects.filter(day=date(2025, 1, 17), value__isnull=False).exists()
