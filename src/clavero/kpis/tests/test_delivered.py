"""What came of what was ordered, counted from the ledger as a KPI."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from clavero.contracts.rules.terms import TermKind
from clavero.contracts.selectors import compliance, conventions_of, windows_by_customer
from clavero.contracts.services import add_term
from clavero.contracts.testing import make_contract
from clavero.core.period import Period
from clavero.identity.testing import Cast
from clavero.kpis.models import Entry
from clavero.kpis.selectors.computing import account_rows, inputs_of
from clavero.kpis.services import enter_value, tell_deliveries
from clavero.kpis.showing.delivering import conventions_in_words
from clavero.kpis.testing import SYSTEM
from clavero.ledger.services import undo_import
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors import structure
from clavero.portfolio.testing import cover, make_customer, make_group, put_under

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
TODAY = date(2025, 1, 15)
D = Decimal


def line(
    number: int, customer: str, brought: int, *, day: int | None = 10,
    ordered: int | None = 10, unit: str | None = None,
) -> Row:  # fmt: skip
    """One of the 1 June 2024, promised for the 10th."""
    return Row(
        f"F{number}", customer, date(2024, 6, 1), D(100), quantity=D(brought),
        ordered_quantity=None if ordered is None else D(ordered),
        promised_date=date(2024, 6, 10), unit=unit,
        delivered_date=None if day is None else date(2024, 6, day),
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
    assert tell_deliveries(SYSTEM, day=TODAY) == 6
    assert told() == {
        ("A", "on-time-in-full"): (D("0.5"), 4),
        ("A", "in-full"): (D("0.75"), 4),
        ("A", "case-fill"): (D("0.975"), 4),
        (group.code, "on-time-in-full"): (D("0.4"), 5),
        (group.code, "in-full"): (D("0.6"), 5),
        (group.code, "case-fill"): (D("0.8"), 5),
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
    assert tell_deliveries(SYSTEM, day=TODAY) == 3
    undo_import(SYSTEM, import_id=brought.pk)
    tomorrow = date(2025, 1, 16)
    assert tell_deliveries(SYSTEM, day=tomorrow) == 3
    assert told() == {
        ("A", key): (None, None) for key in ("on-time-in-full", "in-full", "case-fill")
    }
    assert tell_deliveries(SYSTEM, day=tomorrow) == 0


def test_of_whom_nobody_leads_any_more_it_is_known_no_longer(cast: Cast) -> None:
    ledger_of([line(1, "A", 10), Row("F8", "A", date(2024, 12, 31))])
    cover(cast.senior, Customer.objects.get(code="A"), end=date(2025, 1, 16))
    assert tell_deliveries(SYSTEM, day=TODAY) == 3
    assert tell_deliveries(SYSTEM, day=date(2025, 1, 17)) == 3
    assert not Entry.objects.filter(day=date(2025, 1, 17), value__isnull=False).exists()


def window(customer: Customer, *, start: date | None = None, **given: object) -> None:
    """A contract of 2024 whose delivery window is what is given."""
    contract = make_contract(customer, title=f"Of {customer.code}")
    add_term(
        SYSTEM, contract_id=contract.pk, kind=TermKind.DELIVERY,
        **{"days_early": 1, "days_late": 0, "target": D(1), "start": start, **given},
    )  # fmt: skip


@pytest.fixture
def two(cast: Cast) -> tuple[Customer, Customer, Customer]:
    """A and B, each with the same four lines: on the day, three days early, two days late, and one
    with 9 of 10; of one group."""
    ledger_of(
        [
            Row("F9", "A", date(2024, 12, 31)),
            *(each for code in "AB" for each in (
                line(1, code, 10), line(2, code, 10, day=7), line(3, code, 10, day=12),
                line(4, code, 9),
            )),
        ]
    )  # fmt: skip
    one, other = (Customer.objects.get(code=code) for code in "AB")
    group = make_group("G", one, other)
    for each in (one, other):
        cover(cast.senior, each)
    return one, other, group


def shares(key: str) -> dict[str, Decimal | None]:
    tell_deliveries(SYSTEM, day=TODAY)
    return {code: value for (code, name), (value, _n) in told().items() if name == key}


def on_time(*codes: str) -> list[tuple[int | None, int | None]]:
    rows = account_rows(inputs_of(date(2025, 1, 1))).to_pylist()
    found = {row["subject"]: (row["on_time"], row["promised"]) for row in rows}
    return [found[code] for code in codes]


def test_whose_contract_has_a_window_is_counted_by_it(
    two: tuple[Customer, Customer, Customer],
) -> None:
    """A's own one: three days early to two days late, full from 90 %."""
    one, _other, group = two
    assert shares("on-time-in-full") == {"A": D("0.25"), "B": D("0.25"), group.code: D("0.25")}
    assert on_time("A", "B", group.code) == [(2, 4), (2, 4), (4, 8)]
    before = inputs_of(date(2025, 1, 1)).identity
    window(one, days_early=3, days_late=2, in_full=D("0.9"))
    assert inputs_of(date(2025, 1, 1)).identity != before, "what was kept is computed anew"
    assert shares("on-time-in-full") == {"A": D(1), "B": D("0.25"), group.code: D("0.625")}
    assert shares("in-full") == {"A": D(1), "B": D("0.75"), group.code: D("0.875")}
    assert on_time("A", "B", group.code) == [(4, 4), (2, 4), (6, 8)]


def test_a_group_s_window_holds_below_it_where_no_nearer_one_does(cast: Cast) -> None:
    """Two on one day come to stand where a customer is put below a group that has one."""
    rows = [(code, number, day) for code in "AB" for number, day in ((1, 10), (2, 7), (3, 12))]
    ledger_of([line(number, code, 10, day=day) for code, number, day in rows])
    one, other, far = (make_customer(code) if code == "C" else Customer.objects.get(code=code)
                       for code in "ABC")  # fmt: skip
    top = make_group("G", far)
    window(top, days_early=3)
    window(other, days_late=2, days_early=0)
    put_under(top, one, other)
    shape = structure()
    found = windows_by_customer(Period.year(2024), shape)
    assert {code: [(each.days_early, each.days_late) for each in found[code]] for code in "AB"} == {
        "A": [(3, 0)], "B": [(0, 2)],
    }  # fmt: skip
    told = conventions_of(["A", "B"], Period.year(2024), shape)
    assert not told.has_common
    assert {(each.days_early, each.days_late) for each in told.own} == {(3, 0), (0, 2)}


def test_a_window_of_part_of_the_year_holds_on_its_days_alone(
    two: tuple[Customer, Customer, Customer],
) -> None:
    one, *_ = two
    window(one, days_early=3, days_late=2, start=date(2024, 6, 2))
    assert on_time("A") == [(2, 4)], "the invoices are of the 1st"
    found = conventions_of(["A"], Period.year(2024), structure())
    assert found.has_common
    assert [str(each.valid) for each in found.own] == ["2024-06-02..2024-12-31"]


def test_large_quantities_are_held_against_their_part(cast: Cast) -> None:
    ledger_of(
        [
            line(1, "A", 9_500_000, ordered=10_000_000), line(2, "A", 8_999_999, ordered=10**7),
            Row("F8", "A", date(2024, 12, 31)),
        ]
    )  # fmt: skip
    customer = Customer.objects.get(code="A")
    cover(cast.senior, customer)
    window(customer, in_full=D("0.9"))
    assert shares("in-full") == {"A": D("0.5")}


def test_what_has_not_come_is_due_once_its_own_window_is_over(cast: Cast) -> None:
    """Promised for 10 June; 25 days late are enough, and the ledger reaches until the 30th."""
    ledger_of([line(1, "A", 10), line(2, "A", 10, day=None), Row("F3", "A", date(2024, 6, 30))])
    customer = Customer.objects.get(code="A")
    cover(cast.senior, customer)
    day = date(2024, 7, 2)
    tell_deliveries(SYSTEM, day=day)
    assert told()["A", "on-time-in-full"] == (D("0.5"), 2)
    window(customer, days_late=25)
    tell_deliveries(SYSTEM, day=day)
    assert told()["A", "on-time-in-full"] == (D(1), 1)
    assert told()["A", "case-fill"] == (D(1), 1)


def test_in_full_is_of_the_lines_due_as_on_the_contract_s_page(cast: Cast) -> None:
    """In full, short, in full but not come, without a promise, and promised for a day to come: of
    the three that were due one came in full."""
    ledger_of(
        [
            line(1, "A", 10), line(2, "A", 4), line(3, "A", 10, day=None),
            replace(line(4, "A", 10), promised_date=None),
            replace(line(5, "A", 10), promised_date=date(2025, 2, 1)),
            Row("F8", "A", date(2024, 12, 31)),
        ]
    )  # fmt: skip
    customer = Customer.objects.get(code="A")
    cover(cast.senior, customer)
    third = D("0.333333")
    assert shares("in-full") == {"A": third}
    assert told()["A", "in-full"] == (third, 3)
    window(customer)
    assert shares("in-full") == {"A": third}
    (stands,) = compliance(SYSTEM, today=TODAY).dates
    assert stands.quantities is not None
    assert (stands.quantities.in_full, stands.quantities.measured) == (1, 3)


def test_case_fill_is_of_units_each_unit_weighing_by_its_lines(cast: Cast) -> None:
    """40 ordered: 12 of 10 fill no other line, 9 of 10, nothing yet, 5 of 10 in time; 24 came. B: 5
    of 10 boxes on one line, 12 of 20 kilograms on two."""
    ledger_of(
        [
            line(1, "A", 12, unit="box"), line(2, "A", 9, unit="box"),
            line(3, "A", 10, day=None, unit="box"), line(4, "A", 5, unit="box"),
            line(5, "B", 5, unit="box"), line(6, "B", 5, unit="kg"), line(7, "B", 7, unit="kg"),
            Row("F8", "A", date(2024, 12, 31)),
        ]
    )  # fmt: skip
    for code in "AB":
        cover(cast.senior, Customer.objects.get(code=code))
    assert shares("case-fill") == {"A": D("0.6"), "B": D("0.566667")}
    assert told()["A", "case-fill"] == (D("0.6"), 4)


def test_the_window_stands_beside_the_number(two: tuple[Customer, Customer, Customer]) -> None:
    one, other, _group = two
    window(one, days_early=3, days_late=2, in_full=D("0.9"))
    shape, year = structure(), Period.year(2024)
    own, common = (
        conventions_in_words(conventions_of([each.code], year, shape)) for each in (one, other)
    )
    assert own == [
        "by the window agreed: from 3 days before the promised day to 2 days after it, in full "
        "from 90.0% of the quantity ordered"
    ]
    assert common == [
        "by the common window: the promised day or the day before, all that was ordered"
    ]
    found = conventions_of([one.code], year, shape)
    assert conventions_in_words(found, "on-time") == [
        "by the window agreed: from 3 days before the promised day to 2 days after it"
    ]
    assert conventions_in_words(found, "in-full") == [
        "as agreed, in full from 90.0% of the quantity ordered"
    ]
