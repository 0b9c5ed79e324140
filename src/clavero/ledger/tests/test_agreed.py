"""Lines against agreed prices: the engine says what the reference says of the same lines."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clavero.core.scope import Scope
from clavero.ledger import selectors
from clavero.ledger.measures.agreed import Agreed, Billed, compared
from clavero.ledger.selectors import COVER, PRICE, SPAN, WINDOW, Dates
from clavero.ledger.store import Store
from clavero.ledger.testing import EVERYTHING, Row, ledger_of, lines_of

pytestmark = pytest.mark.django_db
START, END = date(2024, 1, 1), date(2025, 1, 1)
COVERS = pa.table({"contract": [7, 7, 8, 8], "customer": ["A", "B", "C", "A"]}, schema=COVER)
D = Decimal


def price(number: int, amount: str = "2", contract: int = 7, **given: Any) -> dict[str, Any]:
    return {
        "price_id": number, "contract": contract, "product": None, "family": None, "unit": None,
        "currency": "EUR", "price": D(amount), "start": START, "end": END, **given,
    }  # fmt: skip


def prices(*rows: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=PRICE)


def sale(document: str = "F1", **given: Any) -> Row:
    told = {
        "line": "1", "date": date(2024, 3, 5), "customer": "A", "product": "P", "quantity": D(3),
        "net_amount": D(6), **given,
    }  # fmt: skip
    return Row(document, **told)


some_prices = st.lists(
    st.builds(
        lambda contract, subject, unit, amount, start, days: price(
            0, amount, contract, **subject, unit=unit, start=start,
            end=start + timedelta(days),
        ),
        st.sampled_from([7, 8]),
        st.sampled_from([{"product": "P"}, {"product": "Q"}, {"family": "F"}]),
        st.none() | st.sampled_from(["kg", "box"]),
        st.sampled_from(["2", "0.333333", "0", "2.005"]),
        st.dates(date(2024, 1, 1), date(2024, 2, 10)),
        st.integers(1, 40),
    ),
    max_size=6,
)  # fmt: skip
some_lines = st.lists(
    st.builds(
        lambda number, day, customer, product, unit, quantity, amount: sale(
            f"F{number}", date=day, customer=customer, product=product, unit=unit, family="F",
            quantity=quantity, net_amount=amount,
        ),
        st.integers(1, 9),
        st.dates(date(2024, 1, 1), date(2024, 3, 10)),
        st.sampled_from(["A", "B", "C", "Z"]),
        st.sampled_from(["P", "Q", "R"]),
        st.none() | st.sampled_from(["kg", "box"]),
        st.none() | st.sampled_from([D(3), D("-1.5"), D(0)]),
        st.sampled_from([D(6), D(-3), D("0.999"), D("6.02")]),
    ),
    min_size=1,
    max_size=8,
)  # fmt: skip


@given(told=some_prices, sold=some_lines)
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_engine_says_what_the_reference_says(
    tmp_path_factory: pytest.TempPathFactory,
    settings: Any,
    told: list[dict[str, Any]],
    sold: list[Row],
) -> None:
    settings.LEDGER_HOME = tmp_path_factory.mktemp("ledger")
    ledger_of(sold)
    told = [{**each, "price_id": place} for place, each in enumerate(told, 1)]
    agreed = [
        Agreed(each["price_id"], customer, each["price"], "EUR", each["start"], each["end"],
               each["product"], each["family"], each["unit"])
        for each in told
        for contract, customer in zip(*COVERS.to_pydict().values(), strict=True)
        if contract == each["contract"]
    ]  # fmt: skip
    names = Billed._fields
    expected = [
        found
        for line in lines_of(Store(settings.LEDGER_HOME))
        if (found := compared(Billed(*(line[name] for name in names)), agreed)) is not None
    ]
    totals = selectors.agreed_totals(EVERYTHING, prices(*told), COVERS).to_pylist()
    assert sum(each["compared"] for each in totals) == len(expected)
    assert sum(each["over"] + each["under"] for each in totals) == sum(
        each.difference for each in expected
    )
    found = selectors.agreed_differences(EVERYTHING, prices(*told), COVERS).read_all().to_pylist()
    assert sorted((each["price_id"], each["due"], each["difference"]) for each in found) == sorted(
        each for each in expected if each.difference
    )


@pytest.fixture
def sold(own_ledger: Any, db: None) -> None:
    ledger_of(
        [
            sale("F1", promised_date=date(2024, 3, 10), delivered_date=date(2024, 3, 12),
                 paid_date=date(2024, 5, 1)),
            sale("F2", customer="B", net_amount=D("7.50"), promised_date=date(2024, 3, 10)),
            sale("F3", date=date(2024, 6, 1), net_amount=D("5.99"),
                 promised_date=date(2024, 6, 10), delivered_date=date(2024, 6, 8)),
            sale("F4", customer="C"), sale("F5", customer="Z", net_amount=D("100")),
        ]
    )  # fmt: skip


@pytest.mark.usefixtures("sold")
def test_lines_above_and_below_with_their_money() -> None:
    told = prices(price(1, product="P", end=date(2024, 4, 1)),
                  price(2, product="P", start=date(2024, 4, 1)))  # fmt: skip
    found = selectors.agreed_differences(EVERYTHING, told, COVERS).read_all().to_pylist()
    assert [(each["document"], each["price_id"], each["difference"]) for each in found] == [
        ("F2", 1, D("1.5")), ("F3", 2, D("-0.01")),
    ]  # fmt: skip
    seen = (
        selectors.agreed_differences(Scope(frozenset({"A"})), told, COVERS).read_all().to_pylist()
    )
    assert [each["document"] for each in seen] == ["F3"], "whoever sees A reads A"
    assert selectors.agreed_totals(EVERYTHING, prices(), COVERS).num_rows == 0


@pytest.mark.usefixtures("sold")
def test_the_price_of_a_group_stands_where_that_of_its_unit_has_ended() -> None:
    """Contract 7 is of A and B, contract 8 of A too; that of 8 ends in May."""
    told = prices(price(1, product="P"), price(2, "1.9", 8, product="P",
                  start=date(2024, 3, 1), end=date(2024, 5, 1)))  # fmt: skip
    found = selectors.agreed_differences(EVERYTHING, told, COVERS).read_all().to_pylist()
    assert [(each["document"], each["price_id"], each["difference"]) for each in found] == [
        ("F2", 1, D("1.5")), ("F1", 2, D("0.3")), ("F4", 2, D("0.3")), ("F3", 1, D("-0.01")),
    ]  # fmt: skip
    alike = prices(price(5, "3", product="P"), price(4, "2", 8, product="P"))
    found = selectors.agreed_differences(Scope(frozenset({"A"})), alike, COVERS)
    found = found.read_all().to_pylist()
    assert {each["price_id"] for each in found} == {5}, "of two of one day the last written"


@pytest.mark.usefixtures("own_ledger", "db")
def test_a_line_of_millions_is_held_against_its_price() -> None:
    """20,000 at 200 are 4,000,000; at a price of six decimals what fits a column fits here."""
    ledger_of(
        [
            sale("F1", quantity=D(20000), net_amount=D(4000000)),
            sale("F2", quantity=D(20000), net_amount=D("4000000.01")),
            sale("F3", product="Q", quantity=D("999999999999"), net_amount=D("123456789012")),
        ]
    )
    told = prices(price(1, "200", product="P"), price(2, "123456.123456", product="Q"))
    found = selectors.agreed_differences(EVERYTHING, told, COVERS).read_all().to_pylist()
    assert [(each["document"], each["due"], each["difference"]) for each in found] == [
        ("F3", D("123456123455876543.88"), D("-123455999999087531.88")),
        ("F2", D(4000000), D("0.01")),
    ]
    (one, _other) = selectors.agreed_totals(EVERYTHING, told, COVERS).to_pylist()
    assert (one["compared"], one["above"], one["over"]) == (2, 1, D("0.01"))


@pytest.mark.usefixtures("sold")
def test_volumes_by_day() -> None:
    span = {"span": 1, "contract": 7, "product": None, "family": None, "start": START, "end": END}
    table = pa.Table.from_pylist([span, {**span, "span": 2, "product": "Q"}], schema=SPAN)
    found = selectors.agreed_volumes(EVERYTHING, table, COVERS).to_pylist()
    assert [(each["span"], each["date"], each["amount"], each["quantity"]) for each in found] == [
        (1, date(2024, 3, 5), D("13.5"), 6), (1, date(2024, 6, 1), D("5.99"), 3),
    ]  # fmt: skip


@pytest.mark.usefixtures("sold")
def test_volumes_of_all_days_together() -> None:
    span = {"span": 1, "contract": 7, "product": None, "family": None, "start": START, "end": END}
    table = pa.Table.from_pylist([span], schema=SPAN)
    (found,) = selectors.agreed_volumes(EVERYTHING, table, COVERS, by_day=False).to_pylist()
    assert (found["date"], found["amount"], found["quantity"]) == (
        date(2024, 3, 5), D("19.49"), 9,
    )  # fmt: skip


@pytest.mark.usefixtures("sold")
def test_lines_beside_their_prices_page_by_page() -> None:
    told = prices(price(1, product="P", end=date(2024, 4, 1)))
    span = {"span": 1, "contract": 7, "product": None, "family": None, "start": START, "end": END}
    table = pa.Table.from_pylist([span], schema=SPAN)

    def shown(scope: Scope = EVERYTHING, **more: Any) -> list[tuple[Any, ...]]:
        found = selectors.agreed_lines(scope, table, told, COVERS, **more).to_pylist()
        return [(each["document"], each["due"], each["difference"], each["of"]) for each in found]

    assert shown() == [("F3", None, None, 3), ("F1", D(6), D(0), 3), ("F2", D(6), D("1.5"), 3)]
    assert shown(limit=1, offset=1) == [("F1", D(6), D(0), 3)]
    assert shown(document="F2") == [("F2", D(6), D("1.5"), 1)]
    assert shown(document="F5") == [], "of nobody that the contract is of"
    assert shown(Scope(frozenset({"A"})), document="F2") == []


@pytest.mark.usefixtures("sold")
def test_deliveries_and_payments_outside_their_window() -> None:
    window = {"term": 1, "contract": 7, "before": 1, "after": 0, "start": START, "end": END}
    today = date(2024, 7, 1)

    def outside(dates: Dates, **given: Any) -> list[tuple[str, int]]:
        table = pa.Table.from_pylist([{**window, **given}], schema=WINDOW)
        found = selectors.outside_window(EVERYTHING, dates, table, COVERS, today=today)
        return sorted((each["document"], each["days"]) for each in found.read_all().to_pylist())

    assert outside(Dates.DELIVERED) == [("F1", 2), ("F2", 113), ("F3", -1)]
    assert outside(Dates.DELIVERED, before=2, after=2) == [("F2", 111)]
    assert outside(Dates.PAID, after=30) == [("F1", 27), ("F2", 88)]
