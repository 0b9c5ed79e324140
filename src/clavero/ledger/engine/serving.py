"""What serving took, by customer, from the lines themselves.

The cube does not hold these figures: an import would cost more for what few pages show. A month's
figures are made from its line files when they are first asked for, and kept beside the cube as
long as the files are the same, so that a daily file costs its own month again.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from duckdb import DuckDBPyConnection

from clavero.core.period import Period
from clavero.ledger.engine import connection, parallel
from clavero.ledger.engine.answers import RESULTS, measured, or_nothing, split
from clavero.ledger.engine.cube import Published
from clavero.ledger.engine.facts import MONEY, Table
from clavero.ledger.measures import Measure
from clavero.ledger.measures.serving import DAYS_EARLY
from clavero.ledger.store import LINE, Store

IS_ON_TIME = f"promised_date - delivered_date BETWEEN 0 AND {DAYS_EARLY}"
MEANING = 1
"""Counted up when a figure comes to mean something else: what was kept is then made again."""

_MONTHS_KEPT = 60
# Two of them multiplied hold any amount at any rate: a slip in a file must not stop the page.
_FACTOR = "decimal(32, 10)"
COLUMNS = {
    "customer": "string",
    "returns": "int64",
    "returned": MONEY,
    "deliveries": "int64",
    "list_sales": MONEY,
    "listed": MONEY,
    "waited": MONEY,
    "awaited": MONEY,
    "promised": "int64",
    "on_time": "int64",
    "late": "int64",
    "on_day": "int64",
    "early": "int64",
    "undated": "int64",
    "in_full": "int64",
    "short": "int64",
    "unmeasured": "int64",
    "otif_lines": "int64",
    "full_lines": "int64",
    "otif": "int64",
}
SCHEMA = pa.schema(
    [
        (name, {"string": pa.string(), "int64": pa.int64()}.get(kind, pa.decimal128(38, 6)))
        for name, kind in COLUMNS.items()
    ]
)


def by_account(
    store: Store,
    seen: Published,
    measures: Sequence[Measure],
    customers: Collection[str] | None,
    rollup: Mapping[str, str],
    period: Period,
    known_until: date | None = None,
    otherwise: pa.Table | None = None,
) -> pa.Table:
    """``account`` and ``measures``, of each account with lines in ``period``.

    ``customers`` of ``None`` are everybody, the lines without customer included. What was promised
    for a day after ``period`` was not due yet, nor for ``known_until`` or a day after it: of these,
    nobody knows. ``otherwise`` is added, by customer: see :mod:`clavero.ledger.engine.own_windows`.
    """
    reader = connection.shared()
    due_before = min(period.end, known_until or period.end)
    found = [*_figures(store, seen, period), _not_yet_due(reader, store, seen, period, due_before)]
    if otherwise is not None:
        found.append(otherwise)
    connection.put(reader, "serving", pa.concat_tables(found))
    account, source, chosen = "customer", "serving", "TRUE"
    if customers is not None:
        connection.put(reader, "members", pa.table({"customer": pa.array(customers, pa.string())}))
        chosen = "customer IN (SELECT customer FROM members)"
    if rollup:
        codes = {"customer": list(rollup), "target": list(rollup.values())}
        connection.put(reader, "rollup", pa.table(codes))
        account = "coalesce(target, customer)"
        source = "serving LEFT JOIN rollup USING (customer)"
    shown = ", ".join(or_nothing(each, period) for each in measures)
    typed = ", ".join(f"{each.key}::{RESULTS[each.unit]} AS {each.key}" for each in measures)
    return reader.execute(
        f"WITH facts AS (SELECT {account} AS account, serving.* FROM {source} WHERE {chosen}) "
        f"SELECT account, {shown} FROM "
        f"(SELECT account, {typed} FROM ({_measure_sql(tuple(measures))})) ORDER BY account"
    ).to_arrow_table()


def figures(lines: Table) -> Table:
    """Customer, of the lines of *one* month."""
    invoiced = lines.kind == "invoice"
    goods_back = ~invoiced & lines.quantity.notnull() & (lines.quantity != 0)
    # Both have 18 digits, and so would their product: a line of a million would not fit.
    total = (lines.list_price.cast("decimal(20, 6)") * lines.quantity).try_cast("decimal(16, 4)")
    converted = (total.cast(_FACTOR) * lines.rate.cast(_FACTOR)).cast(MONEY)
    # Such factors are slow to multiply: only where there is a list price, in another currency.
    in_ours = ibis.cases((lines.rate == 1, total.cast(MONEY)), else_=converted)
    at_list = ibis.cases((lines.list_price.notnull(), in_ours))
    has_list = invoiced & (lines.quantity > 0) & at_list.notnull()
    until = ibis.coalesce(lines.paid_date, lines.due_date)
    waits = invoiced & until.notnull()
    days = until.delta(lines.date, unit="day")
    promised = invoiced & lines.promised_date.notnull()
    early = lines.promised_date.delta(lines.delivered_date, unit="day")
    is_dated = lines.promised_date.notnull() & lines.delivered_date.notnull()
    is_measured = lines.quantity.notnull() & lines.ordered_quantity.notnull()
    is_full = lines.quantity >= lines.ordered_quantity
    return lines.group_by("customer").aggregate(
        returns=lines.document.nunique(where=goods_back),
        returned=lines.net_amount.sum(where=goods_back).fill_null(0).cast(MONEY),
        deliveries=lines.delivered_date.nunique(where=invoiced),
        list_sales=at_list.sum(where=has_list).cast(MONEY),
        listed=lines.net_amount.sum(where=has_list).cast(MONEY),
        waited=(lines.net_amount.cast(MONEY) * days).sum(where=waits).cast(MONEY),
        awaited=lines.net_amount.sum(where=waits).cast(MONEY),
        promised=lines.count(where=promised),
        on_time=lines.count(where=promised & early.between(0, DAYS_EARLY)),
        late=lines.count(where=invoiced & is_dated & (early < 0)),
        on_day=lines.count(where=invoiced & is_dated & (early == 0)),
        early=lines.count(where=invoiced & is_dated & (early > 0)),
        undated=lines.count(where=invoiced & ~is_dated),
        in_full=lines.count(where=invoiced & is_measured & is_full),
        short=lines.count(where=invoiced & is_measured & ~is_full),
        unmeasured=lines.count(where=invoiced & ~is_measured),
        otif_lines=lines.count(where=promised & is_measured),
        full_lines=lines.count(
            where=promised & is_measured & is_full & lines.delivered_date.notnull()
        ),
        otif=lines.count(where=promised & is_measured & is_full & early.between(0, DAYS_EARLY)),
    )


def line_files(seen: Published, period: Period) -> list[str]:
    """The line files of the months that ``period`` reaches."""
    names = [f"{month.start:%Y-%m}" for month in period.months()]
    return [path for name in names if name in seen.months for path in seen.months[name].files]


def _figures(store: Store, seen: Published, period: Period) -> list[pa.Table]:
    whole, cut = split(period)
    months = [month for stretch in whole for month in stretch.months()]
    asked = [
        (month.files, days)
        for days in (*months, *cut)
        if (month := seen.months.get(f"{days.start:%Y-%m}")) is not None
    ]
    _make(store, [each for each in asked if each[1] in months])
    return [SCHEMA.empty_table(), *(_month(store, *each) for each in asked)]


def _not_yet_due(
    duckdb: DuckDBPyConnection, store: Store, seen: Published, period: Period, due_before: date
) -> pa.Table:
    """What the months count of promises for ``due_before`` or later, to be taken off again: a
    month's figures cannot know until when they will be asked for. Files say up to which day they
    promise anything, so that few are read."""
    files = line_files(seen, period)
    if not files:
        return SCHEMA.empty_table()
    counted = {
        "promised": "-count(*)",
        "on_time": f"-count(*) FILTER ({IS_ON_TIME})",
        "otif_lines": "-count(quantity + ordered_quantity)",
        "full_lines": "-count(delivered_date) FILTER (quantity >= ordered_quantity)",
        "otif": f"-count(*) FILTER ({IS_ON_TIME} AND quantity >= ordered_quantity)",
    }
    shown = ", ".join(
        f"{counted.get(name, 'NULL')} AS {name}" for name in COLUMNS if name != "customer"
    )
    return (
        duckdb.execute(
            f"SELECT customer, {shown} FROM {_lines(store, files)} "
            f"WHERE kind = 'invoice' AND promised_date >= DATE '{due_before}' "
            f"AND date >= DATE '{period.start}' AND date < DATE '{period.end}' GROUP BY customer"
        )
        .to_arrow_table()
        .cast(SCHEMA)
    )


def _make(store: Store, months: Sequence[tuple[tuple[str, ...], Period]]) -> None:
    """Keep the figures of whole months beside the cube, those that nobody has asked for before."""
    missing = [each for each in months if not _kept(store, *each).exists()]

    def make(duckdb: DuckDBPyConnection, month: tuple[tuple[str, ...], Period]) -> None:
        path = _kept(store, *month)
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        pq.write_table(_of_lines(duckdb, store, *month), beside)
        beside.replace(path)
        for old in path.parent.glob(f"{month[1].start}_*.parquet"):
            if old != path:
                old.unlink(missing_ok=True)

    for _made in parallel.each(missing, make) if missing else ():
        pass


def _kept(store: Store, files: tuple[str, ...], month: Period) -> Path:
    """Where a month's figures are, by the files that they are of."""
    named = sha256(repr((files, COLUMNS, MEANING)).encode()).hexdigest()[:16]
    return store.cube / "serving" / f"{month.start}_{named}.parquet"


@lru_cache(maxsize=_MONTHS_KEPT)
def _month(store: Store, files: tuple[str, ...], days: Period) -> pa.Table:
    if days.is_whole_months:
        try:
            return pq.read_table(_kept(store, files, days)).cast(SCHEMA)
        except FileNotFoundError:  # another version of the ledger has taken its place
            pass
    return _of_lines(connection.shared(), store, files, days)


def _of_lines(
    duckdb: DuckDBPyConnection, store: Store, files: tuple[str, ...], days: Period
) -> pa.Table:
    return (
        duckdb.execute(
            f"WITH lines AS NOT MATERIALIZED (SELECT * FROM {_lines(store, files)} "
            f"WHERE date >= DATE '{days.start}' AND date < DATE '{days.end}') "
            f"SELECT {', '.join(COLUMNS)} FROM ({_figures_sql()})"
        )
        .to_arrow_table()
        .cast(SCHEMA)
    )


def _lines(store: Store, files: Iterable[str]) -> str:
    return connection.lines(store.table / path for path in files)


@cache
def _figures_sql() -> str:
    lines = ibis.table(ibis.Schema.from_pyarrow(LINE), name="lines")
    return str(ibis.to_sql(figures(lines), dialect="duckdb"))


@cache
def _measure_sql(measures: tuple[Measure, ...]) -> str:
    facts = ibis.table({"account": "string", **COLUMNS}, name="facts")
    return str(ibis.to_sql(measured(facts, measures, "account"), dialect="duckdb"))
