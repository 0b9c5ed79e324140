"""What serving customers took: the engine says what the references say of the same lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clavero.core.period import Period
from clavero.core.scope import Scope
from clavero.ledger import selectors
from clavero.ledger.measures import FULFILMENT, PUNCTUALITY, SERVING
from clavero.ledger.selectors import Which
from clavero.ledger.store import Store
from clavero.ledger.testing import EVERYTHING, Row, ledger_of, lines_of
from clavero.ledger.tests.strategies import (
    CUSTOMERS,
    any_periods,
    as_lines,
    expected,
    month_periods,
    rollups,
    rows,
)

pytestmark = pytest.mark.django_db
YEAR = Period.parse("2024")


@given(
    files=st.lists(st.lists(rows, min_size=1, max_size=8), min_size=1, max_size=3),
    period=month_periods | any_periods,
    rollup=rollups,
    seen=st.none() | st.frozensets(st.sampled_from(CUSTOMERS)),
)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_engine_says_what_the_references_say(
    tmp_path_factory: pytest.TempPathFactory,
    settings: Any,
    files: list[list[Row]],
    period: Period,
    rollup: dict[str, str],
    seen: frozenset[str] | None,
) -> None:
    settings.LEDGER_HOME = tmp_path_factory.mktemp("ledger")
    for file in files:
        ledger_of(file)
    lines = as_lines(lines_of(Store(settings.LEDGER_HOME)))
    lines = [line for line in lines if seen is None or line.customer in seen]

    found = selectors.punctuality(Scope(seen), period, rollup=rollup).to_pylist()
    answers = {answer.pop("account"): answer for answer in found}
    counted = expected(PUNCTUALITY, lines, period, None, rollup)
    known = selectors.span(EVERYTHING)
    last = period.end if known is None else min(rounded(period, known).end, known.end)
    come = [
        replace(line, promised_date=None)
        if line.promised_date is not None and line.promised_date >= last
        else line
        for line in lines
    ]
    judged = expected(FULFILMENT, come, period, None, rollup)
    assert answers == {account: {**counted[account], **judged[account]} for account in counted}

    found = selectors.serving(Scope(seen), period, rollup=rollup).to_pylist()

    answers = {answer.pop("account"): answer for answer in found}
    due = [
        replace(line, promised_date=None) if is_to_come(line.promised_date, period) else line
        for line in lines
    ]
    assert answers == expected(SERVING, due, period, None, rollup)
    assert_behind(answers.values(), Scope(seen), period)


def rounded(period: Period, known: Period) -> Period:
    """Whole months where the ledger begins or ends inside one: the same lines."""
    start = period.start.replace(day=1) if period.start <= known.start else period.start
    end = period.end
    if end >= known.end:
        end = (period.last.replace(day=1) + timedelta(days=32)).replace(day=1)
    return Period(start, end)


def is_to_come(promised: date | None, period: Period) -> bool:
    """Whether nobody could know yet if a promise is kept."""
    return promised is not None and promised >= period.end


def assert_behind(answers: Iterable[Mapping[str, Any]], scope: Scope, period: Period) -> None:
    """The records behind the numbers are as many, and as much, as the numbers say."""
    told = list(answers)

    def total(key: str) -> Decimal:
        return sum((Decimal(each[key]) for each in told if each[key] is not None), Decimal(0))

    def behind(which: Which) -> list[dict[str, Any]]:
        return selectors.lines(
            scope, customers=None, period=period, limit=1_000, which=which
        ).to_pylist()

    assert len(behind(Which.LATE)) == total("promised") - total("on_time")
    awaited = behind(Which.AWAITED)
    assert sum((line["net_amount"] for line in awaited), Decimal(0)) == total("awaited")
    waits = [
        line["net_amount"] * ((line["paid_date"] or line["due_date"]) - line["date"]).days
        for line in awaited
    ]
    assert sum(waits, Decimal(0)) == total("waited")
    assert waits == sorted(waits, reverse=True)


def served(period: Period = YEAR) -> dict[str, Any]:
    (answer,) = selectors.serving(EVERYTHING, period).to_pylist()
    return answer


@pytest.mark.usefixtures("own_ledger")
def test_a_month_with_a_new_file_is_counted_anew_and_nothing_twice() -> None:
    day = date(2024, 1, 15)
    ledger_of([Row("F1", delivered_date=day), Row("F1", line="2", delivered_date=day)])
    assert served()["deliveries"] == 1
    ledger_of([Row("F1", line="3", delivered_date=day), Row("F2", delivered_date=date(2024, 2, 1))])
    assert served()["deliveries"] == 2


@pytest.mark.usefixtures("own_ledger")
def test_a_credit_note_without_goods_is_no_return() -> None:
    back = Row("N1", kind="credit_note", net_amount=Decimal(-30), quantity=Decimal(-3))
    bonus = Row("N2", kind="credit_note", net_amount=Decimal(-50), quantity=None)
    ledger_of([Row("F1"), back, bonus])
    found = served()
    assert (found["returns"], found["returned"]) == (1, Decimal(-30))


@pytest.mark.usefixtures("own_ledger")
def test_list_prices_and_waiting_are_in_the_reporting_currency() -> None:
    dollars = Row(
        "F1", currency="USD", rate=Decimal("0.5"), net_amount=Decimal(80), quantity=Decimal(2),
        list_price=Decimal(100), paid_date=date(2024, 3, 15),
    )  # fmt: skip
    ledger_of([dollars])
    found = served()
    assert (found["list_sales"], found["listed"]) == (100, 80)
    assert (found["waited"], found["awaited"]) == (80 * 60, 80)


@pytest.mark.usefixtures("own_ledger")
def test_what_no_line_says_is_unknown_and_not_zero() -> None:
    ledger_of([Row("F1")])
    found = served()
    assert found["returns"] == found["returned"] == 0
    missing = ("deliveries", "list_sales", "listed", "waited", "awaited", "promised", "on_time")
    assert [found[name] for name in missing] == [None] * len(missing)


@pytest.mark.usefixtures("own_ledger")
def test_what_came_of_what_was_ordered() -> None:
    """Of four invoice lines two are in full, one is short, of one nobody knows; a credit note is
    none of them. Judged by day as well are the three that were due with both quantities."""
    due, day = date(2024, 1, 20), date(2024, 1, 19)
    told = {"promised_date": due, "quantity": Decimal(10)}
    ledger_of(
        [
            Row("F1", ordered_quantity=Decimal(10), delivered_date=day, **told),
            Row("F2", ordered_quantity=Decimal(8), delivered_date=date(2024, 1, 21), **told),
            Row("F3", ordered_quantity=Decimal("10.5"), delivered_date=day, **told),
            Row("F4", delivered_date=day, **told),
            Row("N1", kind="credit_note", ordered_quantity=Decimal(9), quantity=Decimal(-1)),
            Row("F5", date=date(2024, 1, 31), promised_date=date(2024, 2, 1),
                quantity=Decimal(1), ordered_quantity=Decimal(1)),
        ]
    )  # fmt: skip
    (found,) = selectors.punctuality(EVERYTHING, YEAR).to_pylist()
    names = ("in_full", "short", "unmeasured", "otif_lines", "full_lines", "otif")
    assert [found[name] for name in names] == [3, 1, 1, 3, 2, 1]


@pytest.mark.usefixtures("own_ledger")
def test_a_ledger_without_ordered_quantities_measures_nothing() -> None:
    ledger_of([Row("F1", promised_date=date(2024, 1, 15), delivered_date=date(2024, 1, 15))])
    (found,) = selectors.punctuality(EVERYTHING, YEAR).to_pylist()
    assert [found[name] for name in ("on_day", "in_full", "short", "unmeasured", "otif_lines")] == [
        1, 0, 0, 1, 0,
    ]  # fmt: skip


@pytest.mark.usefixtures("own_ledger")
def test_lines_of_millions_are_counted() -> None:
    """20,000 at a list price of 200, and an amount that was waited for so long that both together
    have more digits than either."""
    ledger_of(
        [
            Row("F1", "A", date(2024, 3, 1), Decimal(3_000_000), quantity=Decimal(20_000),
                list_price=Decimal(200)),
            Row("F2", "A", date(2024, 3, 2), Decimal(99_000_000_000),
                paid_date=date(2024, 6, 30)),
        ]
    )  # fmt: skip
    (found,) = selectors.serving(EVERYTHING, YEAR).to_pylist()
    assert (found["list_sales"], found["listed"]) == (4_000_000, 3_000_000)
    assert found["waited"] == 99_000_000_000 * 120
    awaited = selectors.lines(EVERYTHING, customers=None, period=YEAR, which=Which.AWAITED)
    assert [each["document"] for each in awaited.to_pylist()] == ["F2"]
