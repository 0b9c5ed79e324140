"""Every measure: its expression, on an engine, says what its reference says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from tempfile import NamedTemporaryFile
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clavero.core.period import Period
from clavero.core.scope import Scope
from clavero.ledger import selectors
from clavero.ledger.engine.answers import measured
from clavero.ledger.engine.facts import BUILD, Facts
from clavero.ledger.measures import PORTFOLIO, Grain, Line, Measure, Unit, Window
from clavero.ledger.measures.rhythm import purchase_days
from clavero.ledger.store import LINE, Store
from clavero.ledger.testing import Row, ledger_of, lines_of
from clavero.ledger.tests.strategies import (
    CUSTOMERS,
    FIRST,
    LAST,
    any_periods,
    as_lines,
    expected,
    month_periods,
    rollups,
    rows,
)

NINE_PLACES = Decimal("1e-9")
ADDITIVE = (
    "net_sales",
    "contribution",
    "net_sales_with_cost",
    "gross",
    "gross_with_cost",
    "orders",
    "credit_notes",
    "zero_price_lines",
    "negative_price_lines",
)
_TABLE = {Grain.ACCOUNT_MONTH: Facts.MONTHLY, Grain.ACCOUNT_FAMILY_MONTH: Facts.FAMILIES}
_ROLLUP = pa.schema({"customer": pa.string(), "account": pa.string()})


def test_every_measure_says_itself() -> None:
    assert len({each.key for each in PORTFOLIO}) == len(PORTFOLIO)
    for each in PORTFOLIO:
        assert str(each.sentence).endswith(".")


# -- on an engine, straight from lines -------------------------------------------------------------


@pytest.fixture(scope="module")
def duckdb() -> Any:
    """A DuckDB that knows every question as a view: Ibis takes far longer to write one in SQL."""
    backend = ibis.duckdb.connect()
    with _at_hand(backend, [], {}):
        for table, question in _questions(backend).items():
            backend.create_view(f"asked_of_{table}", question)
    return backend


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    pytest.importorskip("pyspark", reason="pyspark is not installed: requirements/spark.txt")
    from clavero.ledger.engine.spark import session

    started = session()
    yield ibis.pyspark.connect(started)
    started.stop()


@given(found=st.lists(rows, min_size=1, max_size=15), rollup=rollups)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_expressions_on_duckdb(duckdb: Any, found: list[Row], rollup: dict[str, str]) -> None:
    with _at_hand(duckdb, found, rollup):
        answers = _answers(duckdb, [duckdb.table(f"asked_of_{table}") for table in _TABLE.values()])
    _assert_agree(answers, found, rollup)


@pytest.mark.spark
@given(found=st.lists(rows, min_size=1, max_size=15), rollup=rollups)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_expressions_on_spark(spark: Any, found: list[Row], rollup: dict[str, str]) -> None:
    with _at_hand(spark, found, rollup):
        answers = _answers(spark, _questions(spark).values())
    _assert_agree(answers, found, rollup)


@contextmanager
def _at_hand(backend: Any, found: Sequence[Row], rollup: Mapping[str, str]) -> Iterator[None]:
    """``found`` as the table of lines, and whose account each customer rolls up to."""
    records = [row.canonical("an import", number) for number, row in enumerate(found)]
    accounts = [{"customer": one, "account": account} for one, account in rollup.items()]
    with NamedTemporaryFile(suffix=".parquet") as file, NamedTemporaryFile(suffix=".parquet") as up:
        pq.write_table(pa.Table.from_pylist(records, schema=LINE), file.name)
        pq.write_table(pa.Table.from_pylist(accounts, schema=_ROLLUP), up.name)
        backend.read_parquet(file.name, table_name="all_lines")
        backend.read_parquet(up.name, table_name="rolled_up")
        yield


def _questions(backend: Any) -> dict[Facts, Any]:
    """The measures of every account, by the facts that they are made of."""
    lines, rolled_up = backend.table("all_lines"), backend.table("rolled_up")
    questions = {}
    for grain, table in _TABLE.items():
        facts = ibis.union(*(BUILD[table](month) for month in _by_month(lines)))
        facts = facts.left_join(rolled_up, "customer").drop("customer_right")
        facts = facts.mutate(account=ibis.coalesce(facts.account, facts.customer))
        measures = [each for each in PORTFOLIO if each.grain == grain and _in_period(each)]
        questions[table] = measured(facts, measures, "account")
    return questions


def _answers(backend: Any, asked: Iterable[Any]) -> dict[str | None, dict[str, Any]]:
    answers: dict[str | None, dict[str, Any]] = {}
    for question in asked:
        for answer in backend.to_pyarrow(question).to_pylist():
            answers.setdefault(answer.pop("account"), {}).update(answer)
    return answers


def _assert_agree(
    answers: Mapping[str | None, Mapping[str, Any]], found: list[Row], rollup: dict[str, str]
) -> None:
    records = [row.canonical("an import", number) for number, row in enumerate(found)]
    measures = [each for each in PORTFOLIO if _in_period(each)]
    everything = Period.parse("2023-01-01..2025-01-01")
    _assert_same(answers, expected(measures, as_lines(records), everything, None, rollup), measures)


def _by_month(lines: Any) -> list[Any]:
    return [
        lines.filter(
            (lines.date >= ibis.literal(month.start)) & (lines.date < ibis.literal(month.end))
        )
        for month in Period.inclusive(FIRST, LAST).months()
    ]


def _in_period(measure: Measure) -> bool:
    return measure.window == Window.PERIOD


# -- through the ledger, its cube and its readers --------------------------------------------------


@pytest.mark.django_db
@given(
    files=st.lists(st.lists(rows, min_size=1, max_size=8), min_size=1, max_size=3),
    period=month_periods | any_periods,
    rollup=rollups,
    seen=st.none() | st.frozensets(st.sampled_from(CUSTOMERS)),
)
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_cube_says_what_the_lines_say(
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
    records = lines_of(Store(settings.LEDGER_HOME))
    lines = [line for line in as_lines(records) if seen is None or line.customer in seen]
    before = period.calendar_before()
    first = min(record["date"] for record in records)
    known_from = first.replace(day=1) if first.day <= 4 else first
    reaches_back = known_from <= before.start

    table = selectors.by_account(Scope(seen), period, rollup=rollup)
    few = selectors.by_account(Scope(seen), period, rollup=rollup, only=("contribution",))
    assert few.to_pylist() == table.select(few.column_names).to_pylist()
    assert set(few.column_names) == {"account", "net_sales", "contribution"}

    answers = {answer.pop("account"): answer for answer in table.to_pylist()}
    _assert_adds_up(answers, [line for line in lines if line.date in period])
    wanted = expected(PORTFOLIO, lines, period, before if reaches_back else None, rollup)
    _assert_same(answers, wanted, PORTFOLIO)
    by_month = selectors.by_month(Scope(seen), customers=None, period=period)
    assert sum(by_month["net_sales"].to_pylist()) == sum(
        (line.net_amount for line in lines if line.date in period), Decimal(0)
    )
    dates = selectors.order_dates(Scope(seen), customers=None).to_pylist()
    assert [(each["customer"] or "", each["date"]) for each in dates] == sorted(
        {(line.customer or "", line.date) for line in lines if line.is_invoice},
        key=lambda pair: (pair[0] == "", *pair),
    )

    days = selectors.purchase_days(Scope(seen), rollup=rollup)
    _assert_same_days(days, lines, rollup)
    alone = selectors.purchase_days(Scope(seen), rollup=rollup, by_family=False)
    assert alone.to_pylist() == [each for each in days.to_pylist() if each["is_whole"]]


def _assert_same_days(found: pa.Table, lines: Sequence[Line], rollup: dict[str, str]) -> None:
    """One row an account and one a family, as the lines say them by themselves."""
    wanted: dict[tuple[str, str | None, bool], list[Line]] = {}
    for line in lines:
        if line.customer is not None:
            account = rollup.get(line.customer, line.customer)
            wanted.setdefault((account, line.family, False), []).append(line)
            wanted.setdefault((account, None, True), []).append(line)
    days = {key: purchase_days(each) for key, each in wanted.items()}
    answers = {
        (each["account"], each["family"], each["is_whole"]): [
            date(1970, 1, 1) + timedelta(days=day) for day in each["days"]
        ]
        for each in found.to_pylist()
    }
    assert len(answers) == found.num_rows
    assert answers == {key: each for key, each in days.items() if each}


def _assert_adds_up(answers: Mapping[str | None, Mapping[str, Any]], lines: Sequence[Line]) -> None:
    """The company is the sum of its accounts and of what has none, however they roll up."""
    whole = {each.key: each.reference(lines) for each in PORTFOLIO}
    for key in ADDITIVE:
        parts = [answer[key] for answer in answers.values() if answer[key] is not None]
        assert sum(parts) == (whole[key] or 0), key
        assert bool(parts) == (whole[key] is not None) or not lines, key
    for answer in answers.values():
        assert 0 <= answer["gross_with_cost"] <= answer["gross"]
        assert (answer["contribution"] is None) == (answer["net_sales_with_cost"] is None)
        assert answer["cost_known_share"] is None or 0 <= answer["cost_known_share"] <= 1


def _assert_same(
    answers: Mapping[str | None, Mapping[str, Any]],
    wanted: Mapping[str | None, Mapping[str, Any]],
    measures: Sequence[Measure],
) -> None:
    assert answers.keys() == wanted.keys()
    for account, values in wanted.items():
        for measure in measures:
            answer, reference = answers[account][measure.key], values[measure.key]
            if measure.unit == Unit.FRACTION and None not in (answer, reference):
                assert abs(answer - reference) <= NINE_PLACES, (account, measure.key)
            else:
                assert answer == reference, (account, measure.key)
