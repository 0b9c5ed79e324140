"""What readers get, and that a scope keeps them to their customers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clavero.core.errors import Forbidden, Refusal
from clavero.core.period import Period
from clavero.core.scope import Scope
from clavero.identity.rules import Actor, Role
from clavero.ledger import selectors
from clavero.ledger import store as stores
from clavero.ledger.engine import cube, lines
from clavero.ledger.measures import PORTFOLIO
from clavero.ledger.testing import EVERYTHING, Row, ledger_of, some_rows

pytestmark = pytest.mark.django_db
YEAR = Period.parse("2023")
ONE = Scope(frozenset({"C2"}))


def test_an_empty_ledger_answers_with_nothing() -> None:
    assert selectors.version() == 0
    assert selectors.span(EVERYTHING) is None
    assert selectors.by_account(EVERYTHING, YEAR).num_rows == 0
    assert selectors.by_month(EVERYTHING, customers=None).num_rows == 0
    assert selectors.by_family(EVERYTHING, YEAR, customers=None).num_rows == 0
    assert selectors.order_dates(EVERYTHING, customers=None).num_rows == 0
    assert selectors.lines(EVERYTHING, customers=None, period=YEAR).num_rows == 0
    assert selectors.customer_names() == {}
    assert selectors.reporting_currency() is None


def test_columns_are_the_account_and_every_measure() -> None:
    ledger_of(some_rows())
    table = selectors.by_account(EVERYTHING, YEAR)
    assert table.column_names == ["account", *(measure.key for measure in PORTFOLIO)]
    first = table.to_pylist()[0]
    assert first["account"] == "C1"
    assert first["net_sales"] == Decimal(12000)
    assert first["contribution"] == Decimal(3600)
    assert first["cost_known_share"] == 1
    assert (first["orders"], first["active_months"], first["families"]) == (12, 12, 3)
    assert (first["first_purchase"], first["last_purchase"]) == (
        date(2023, 1, 10), date(2023, 12, 10),
    )  # fmt: skip
    last = table.to_pylist()[-1]
    assert (last["account"], last["contribution"], last["cost_known_share"]) == ("C5", None, 0)


def test_a_scope_sees_its_customers_alone() -> None:
    ledger_of([*some_rows(), Row("F0", customer=None, date=date(2023, 5, 5))])
    assert None in selectors.by_account(EVERYTHING, YEAR)["account"].to_pylist()
    assert selectors.by_account(ONE, YEAR)["account"].to_pylist() == ["C2"]
    assert selectors.by_account(Scope(frozenset()), YEAR).num_rows == 0
    assert selectors.by_month(ONE, customers=None)["net_sales"].to_pylist() == [500] * 14
    assert selectors.by_month(ONE, customers=["C1"]).num_rows == 0
    assert selectors.by_family(ONE, YEAR, customers=["C1"]).num_rows == 0
    assert selectors.order_dates(ONE, customers=["C1", "C2"])["customer"].unique().to_pylist() == [
        "C2"
    ]
    assert selectors.lines(ONE, customers=["C1"], period=YEAR).num_rows == 0
    assert selectors.lines(ONE, customers=None, period=YEAR)["customer"].unique().to_pylist() == [
        "C2"
    ]
    assert selectors.span(Scope(frozenset({"nobody"}))) is None


def test_accounts_roll_up_without_counting_twice() -> None:
    ledger_of(some_rows())
    rollup = {"C1": "C2", "C2": "C2", "C3": "a group", "C4": "a group", "C5": "C5"}
    table = selectors.by_account(EVERYTHING, YEAR, rollup=rollup)
    sales = dict(zip(*(table[name].to_pylist() for name in ("account", "net_sales")), strict=True))
    assert sales == {"C2": 18000, "a group": Decimal("6999.96"), "C5": 2400}


def test_the_period_before_counts_only_where_the_ledger_reaches_back() -> None:
    new = Row("F9", customer="new", date=date(2024, 3, 3))
    first = Row("F0", customer="old", date=date(2023, 1, 3))
    ledger_of([first, *some_rows(months=24), new])
    later = selectors.by_account(EVERYTHING, Period.parse("2024")).to_pylist()
    before = {row["account"]: row["net_sales_before"] for row in later}
    assert before["C1"] == 12000
    assert before["new"] == 0, "it sold nothing then, which is known"
    earlier = selectors.by_account(EVERYTHING, YEAR)["net_sales_before"].to_pylist()
    assert set(earlier) == {None}, "nobody knows what was sold before the first line"


def test_a_month_in_which_the_ledger_begins_is_no_period_before() -> None:
    ledger_of(some_rows())  # from 10 January 2023
    for month, before in (("2023-02", None), ("2023-03", Decimal(1000))):
        table = selectors.by_account(EVERYTHING, Period.parse(month))
        assert table["net_sales_before"].to_pylist()[0] == before


def test_where_the_ledger_ends_no_month_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger_of(some_rows())
    whole = selectors.resolve_period("all", EVERYTHING)
    asked: list[object] = []
    monkeypatch.setattr(lines, "figures", lambda *given: asked.append(given))
    totals = selectors.by_account(EVERYTHING, whole)["net_sales"].to_pylist()
    assert sum(totals) == Decimal("31966.62")
    assert asked == [], "the cube has it all"


def test_a_month_whose_last_days_are_a_weekend_ends_the_last_twelve() -> None:
    ledger_of([*some_rows(), Row("F9", date=date(2024, 6, 28))])
    assert selectors.resolve_period("ttm", EVERYTHING) == Period.ttm(date(2024, 7, 1))


def test_periods_say_themselves() -> None:
    ledger_of(some_rows())
    assert selectors.resolve_period("all", EVERYTHING) == Period(
        date(2023, 1, 10), date(2024, 2, 11)
    )
    assert selectors.resolve_period("TTM", ONE) == Period(date(2023, 2, 1), date(2024, 2, 1))
    assert selectors.resolve_period("2023-03", ONE) == Period.month(2023, 3)
    for text, code in (
        ("yesterday", "period_unreadable"),
        ("2023-13", "period_no_such_date"),
        ("0001", "period_out_of_reach"),
        ("0001-01-01..2023-12-31", "period_out_of_reach"),
        ("9998", "period_out_of_reach"),
    ):
        with pytest.raises(Refusal) as refused:
            selectors.resolve_period(text, EVERYTHING)
        assert refused.value.code == code


def test_all_of_nothing_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        selectors.resolve_period("all", EVERYTHING)
    assert refused.value.code == "no_lines"


def test_families_largest_first_with_the_unnamed_last() -> None:
    ledger_of([Row("F1", family="Belts"), Row("F2", family=None, net_amount=Decimal(500))])
    table = selectors.by_family(EVERYTHING, Period.parse("2024-01"), customers=None)
    assert table["family"].to_pylist() == [None, "Belts"]
    assert table["net_sales"].to_pylist() == [500, 100]


def test_the_records_behind_a_number_newest_first() -> None:
    ledger_of(some_rows())
    found = selectors.lines(EVERYTHING, customers=["C1"], period=YEAR, limit=2, offset=1)
    assert found["document"].to_pylist() == ["F10-0", "F09-0"]
    assert "import_id" in found.column_names


def test_the_records_of_one_family() -> None:
    ledger_of([
        Row("F1", family="Belts", date=date(2024, 1, 5)),
        Row("F2", family="Nuts' & bolts"),
        Row("F3", family=None),
        Row("F4", "C2", family="Nuts' & bolts"),
    ])  # fmt: skip

    def found(scope: Scope, family: str) -> list[str]:
        table = selectors.lines(scope, customers=None, period=Period.parse("2024"), family=family)
        return list(table["document"].to_pylist())

    assert found(EVERYTHING, "Nuts' & bolts") == ["F2", "F4"]
    assert found(ONE, "Nuts' & bolts") == ["F4"]
    assert found(EVERYTHING, "Nuts") == []


def test_what_each_account_bought_of_each_family() -> None:
    ledger_of([
        Row("F1", "C1", family="Belts"),
        Row("F2", "C2", family="Belts", net_amount=Decimal(30)),
        Row("F3", "C2", family=None, net_amount=Decimal(7)),
        Row("F4", None, family="Belts", net_amount=Decimal(5)),
        Row("F5", "C3", family="Belts", date=date(2023, 12, 31)),
    ])  # fmt: skip

    def found(scope: Scope = EVERYTHING, **asked: Any) -> list[tuple[Any, ...]]:
        rows = selectors.sold_by_family(scope, Period.parse("2024"), **asked).to_pylist()
        return [(row["account"], row["family"], row["net_sales"]) for row in rows]

    assert found() == [
        ("C1", "Belts", 100), ("C2", "Belts", 30), ("C2", None, 7), (None, "Belts", 5),
    ]  # fmt: skip
    assert found(ONE) == [("C2", "Belts", 30), ("C2", None, 7)]
    assert found(rollup={"C1": "G", "C2": "G"}) == [
        ("G", "Belts", 130), ("G", None, 7), (None, "Belts", 5),
    ]  # fmt: skip


def test_names_are_the_latest() -> None:
    ledger_of([Row("F1", customer_name="Aurora S.A.", date=date(2024, 3, 1))])
    ledger_of([Row("F2", customer_name="Talleres Aurora", date=date(2024, 1, 1))])
    ledger_of([Row("F3", customer_name=None, date=date(2024, 4, 1))])
    assert selectors.customer_names() == {"C1": "Aurora S.A."}


def test_within_a_month_the_last_day_names_a_customer() -> None:
    ledger_of(
        [
            Row("F1", customer_name="Aurora Nueva", date=date(2024, 3, 9)),
            Row("F2", customer_name="Zaragozana Aurora", date=date(2024, 3, 2)),
            Row("F3", customer_name=None, date=date(2024, 3, 20)),
        ]
    )
    assert selectors.customer_names() == {"C1": "Aurora Nueva"}
    ledger_of([Row("F4", customer_name="Antes Aurora", date=date(2024, 3, 21))])
    assert selectors.customer_names() == {"C1": "Antes Aurora"}


@pytest.mark.parametrize("afresh", [False, True])
def test_the_day_on_which_a_text_is_said_tells_which_is_the_latest(*, afresh: bool) -> None:
    ledger_of(
        [
            _described(date(2024, 3, 5), "Old", "B-OLD", "PT"),
            _described(date(2024, 3, 12), None, "B-NEW", None),
            _described(date(2024, 3, 20), None, None, None),
        ]
    )
    ledger_of([_described(date(2024, 3, 10), "New", "B-MIDDLE", "ES")])
    store = stores.current()
    if afresh:
        cube.refresh(store, afresh=True)
    seen = cube.published(store).segments()
    assert len(seen) == (1 if afresh else 2)
    assert lines.customers_in(store, seen, None) == [("C1", "New", "B-NEW", "ES")]
    assert lines.customer_names(store, seen) == {"C1": "New"}


def _described(day: date, name: str | None, tax_number: str | None, country: str | None) -> Row:
    return Row(f"F{day}", date=day, customer_name=name, tax_number=tax_number, country=country)


def test_imports_are_for_those_who_import() -> None:
    ledger_of([Row()])
    assert selectors.imports(Actor.system()).count() == 1
    with pytest.raises(Forbidden):
        selectors.imports(Actor(1, "junior", Role.JUNIOR))
