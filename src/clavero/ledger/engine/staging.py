"""Turning a stream of rows into ledger lines: one pass from Arrow to Parquet by month.

Texts come tidied and dates read (``ledger.ingest.tidy``); here numbers are read, amounts computed
and converted, and every row gets its verdict: ``kept``, or why not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa

from clavero.ledger.engine.connection import connect, literal

KEPT = "kept"
BLANK = "blank"
"""A row with nothing in any mapped column."""

_AMOUNT = "DECIMAL(18, 6)"
_PRICE = "DECIMAL(20, 10)"  # times a quantity it still fits in 38 digits
_TEXTS = (
    "customer", "customer_name", "tax_number", "product", "product_name", "family",
    "sales_person", "channel", "country", "unit",
)  # fmt: skip
_NUMBERS = ("quantity", "net_amount", "unit_price", "cost", "list_price", "discount")
_DATES = ("promised_date", "delivered_date", "due_date", "paid_date")
_BLANK = r"[\s\x{a0}\x{202f}\x{2009}]*"
_MINUS = "-\u2212\u2013"
_FLUSH = 100_000
"""Rows that a thread holds back while it sorts them into months."""


@dataclass(frozen=True, slots=True)
class NumberPattern:
    """How a column writes numbers: ``body`` is the regular expression of one without sign and
    currency, ``currency`` that of what may stand around it, ``groups`` the characters between
    thousands, ``sign`` the decimal one."""

    body: str
    currency: str
    groups: str
    sign: str
    has_decimals: bool


@dataclass(frozen=True, slots=True)
class Recipe:
    """What to make of the rows. ``fields`` are the columns that the stream has."""

    import_id: str
    fields: frozenset[str]
    numbers: Mapping[str, NumberPattern]
    default_currency: str
    reporting_currency: str
    negative_credit_notes: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """Rows that were not kept: their record number and why."""

    number: int
    reason: str
    field: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What the kept lines are."""

    kept: int
    unattributed: int
    net_total: Mapping[str, Decimal]
    zero_price: int
    negative_price: int
    positive_credit_notes: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How amounts compare with quantity times price, in rows.

    ``same`` are within a discount of it, ``above`` and ``below`` exactly a power of ten away,
    ``other`` anything else; ``first`` is the number of the first row that is above or below.
    """

    same: int
    above: int
    below: int
    other: int
    first: int | None


def write_lines(
    rows: pa.RecordBatchReader, recipe: Recipe, rates: pa.Table | None, folder: Path
) -> None:
    """Write ``rows`` under ``folder`` as ``verdict=…/month=…/*.parquet``.

    ``rates`` has ``currency``, ``day`` and ``rate`` (units of the reporting currency for one),
    with a row for each day on which a rate holds.
    """
    with connect() as connection:
        connection.execute(f"SET partitioned_write_flush_threshold = {_FLUSH}")
        connection.register("rows", rows)
        if rates is not None:
            connection.register("rates", rates)
        connection.execute(
            f"COPY ({lines_sql(recipe, with_rates=rates is not None)}) TO {literal(folder)} "
            f"(FORMAT parquet, PARTITION_BY (verdict, month), "
            f"FILENAME_PATTERN {literal(recipe.import_id + '_{i}')})"
        )


def has_verdicts(folder: Path) -> bool:
    """Whether some rows were not kept."""
    return any(path.name != f"verdict={KEPT}" for path in folder.glob("verdict=*"))


def verdicts(folder: Path) -> Iterator[Verdict]:
    """The rows that were not kept, in their order."""
    if not has_verdicts(folder):
        return
    with connect() as connection:
        cursor = connection.execute(
            f"SELECT line_no, verdict FROM read_parquet({literal(folder / '*/*/*.parquet')}, "
            f"hive_partitioning = true, hive_types_autocast = false) "
            f"WHERE verdict <> '{KEPT}' ORDER BY line_no"
        )
        while found := cursor.fetchmany(10_000):
            for number, verdict in found:
                reason, _dot, field = verdict.partition(".")
                yield Verdict(number, reason, field)


def count(kept: Path, *, has_kinds: bool) -> Counts:
    """What the lines under ``kept`` are. ``has_kinds``: the file itself says what is a credit
    note, which then may be written with a negative price."""
    if not any(kept.rglob("*.parquet")):
        return Counts(0, 0, {}, 0, 0, 0, None, None)
    exempt = "AND kind = 'invoice'" if has_kinds else ""
    with connect() as connection:
        found = connection.execute(
            f"""
            SELECT currency, count(*), count(*) FILTER (customer IS NULL), sum(amount),
                count(*) FILTER (amount = 0 AND quantity <> 0),
                count(*) FILTER (
                    ((amount < 0 AND quantity > 0) OR (amount > 0 AND quantity < 0)) {exempt}
                ),
                count(*) FILTER (kind = 'credit_note' AND amount > 0), min(date), max(date)
            FROM {_kept(kept)} GROUP BY currency ORDER BY currency
            """
        ).fetchall()
    columns = list(zip(*found, strict=True))
    return Counts(
        kept=sum(columns[1]),
        unattributed=sum(columns[2]),
        net_total=dict(zip(columns[0], columns[3], strict=True)),
        zero_price=sum(columns[4]),
        negative_price=sum(columns[5]),
        positive_credit_notes=sum(columns[6]),
        first=min(columns[7]),
        last=max(columns[8]),
    )


def first_lines(kept: Path, limit: int) -> list[dict[str, object]]:
    """The first lines under ``kept``, in the order of the file."""
    if not any(kept.rglob("*.parquet")):
        return []
    with connect() as connection:
        table = connection.execute(
            f"SELECT * FROM {_kept(kept)} ORDER BY line_no LIMIT {limit:d}"
        ).to_arrow_table()
    return table.to_pylist()


def has_other_than_digits(kept: Path, columns: Collection[str]) -> set[str]:
    """Those of ``columns`` with a value that is no whole number."""
    if not columns or not any(kept.rglob("*.parquet")):
        return set()
    names = sorted(columns)
    tests = ", ".join(f"bool_or(NOT regexp_full_match({name}, '\\d+'))" for name in names)
    with connect() as connection:
        found = connection.execute(f"SELECT {tests} FROM {_kept(kept)}").fetchone() or ()
    return {name for name, has in zip(names, found, strict=True) if has}


def agreement(rows: pa.RecordBatchReader, numbers: Mapping[str, NumberPattern]) -> Agreement:
    """Compare the amounts of ``rows`` with quantity times price."""
    amount, quantity, price = (
        f"{number_sql(text_of(name), numbers[name], _AMOUNT)}::DOUBLE"
        for name in ("net_amount", "quantity", "unit_price")
    )
    with connect() as connection:
        connection.register("rows", rows)
        found = connection.execute(
            f"""
            WITH compared AS (
                SELECT line_no, abs({amount}) / nullif(abs({quantity} * {price}), 0) AS ratio
                FROM rows
            ), scaled AS (
                SELECT line_no, ratio, round(log10(ratio)) AS tens FROM compared WHERE ratio > 0
            ), judged AS (
                SELECT line_no,
                    CASE
                        WHEN ratio BETWEEN 0.3 AND 1.5 THEN 'same'
                        WHEN abs(ratio / pow(10, tens) - 1) > 0.005 THEN 'other'
                        WHEN tens > 0 THEN 'above'
                        ELSE 'below'
                    END AS judgement
                FROM scaled
            )
            SELECT count(*) FILTER (judgement = 'same'), count(*) FILTER (judgement = 'above'),
                count(*) FILTER (judgement = 'below'), count(*) FILTER (judgement = 'other'),
                min(line_no) FILTER (judgement IN ('above', 'below'))
            FROM judged
            """
        ).fetchone() or (0, 0, 0, 0, None)
    return Agreement(*found)


# -- the SQL ---------------------------------------------------------------------------------------


def lines_sql(recipe: Recipe, *, with_rates: bool) -> str:
    """Ledger lines, their verdict and month, from ``rows`` (and ``rates``)."""
    join = "LEFT JOIN rates ON rates.currency = signed.currency AND day = date"
    return f"""
        WITH readings AS (SELECT *, {_readings(recipe)} FROM rows),
        priced AS (SELECT *, {_amount(recipe.fields)} AS amount FROM readings),
        signed AS ({_signed(recipe)}),
        converted AS (
            SELECT signed.*, {_rate(recipe, with_rates=with_rates)} AS rate
            FROM signed {join if with_rates else ""}
        ),
        whole AS (SELECT *, {_net(recipe)} AS net FROM converted)
        SELECT {_columns(recipe)}, {_verdict(recipe)} AS verdict, month FROM whole
    """


def number_sql(column: str, pattern: NumberPattern, kind: str) -> str:
    """The number in a text column, ``NULL`` where there is none.

    Plain numbers, nearly all, are cast at once; only the rest are taken apart.
    """
    replaced = f"replace({column}, ',', '.')" if pattern.sign == "," else column
    fast = f"TRY_CAST({replaced} AS {kind})"
    if pattern.sign == "," or not pattern.has_decimals:
        fast = f"CASE WHEN NOT contains({column}, '.') THEN {fast} END"
    # Of the body's two places one is filled: within parentheses, or after a sign.
    body = f"({_part(column, pattern, 1)} || {_part(column, pattern, 3)})"
    bare = f"regexp_replace({body}, {literal(f'[{pattern.groups}]')}, '', 'g')"
    around = "".join(f" || {_part(column, pattern, place)}" for place in (1, 2, 4))
    slow = (
        f"CASE WHEN {_matches(column, pattern)} "
        f"THEN TRY_CAST(replace({bare}, ',', '.') AS {kind}) "
        f"* CASE WHEN '' {around} = '' THEN 1 ELSE -1 END END"
    )
    return f"coalesce({fast}, TRY_CAST({slow} AS {kind}))"


def _matches(column: str, pattern: NumberPattern) -> str:
    return f"regexp_full_match({column}, {literal(_wrapped(pattern))})"


def _part(column: str, pattern: NumberPattern, place: int) -> str:
    return f"regexp_extract({column}, {literal(_wrapped(pattern))}, {place})"


def _wrapped(pattern: NumberPattern) -> str:
    """The number (place 1) in parentheses, or (place 3) with a minus before (2) or after (4)."""
    money = rf"{_BLANK}(?:{pattern.currency})?{_BLANK}"
    body = rf"({pattern.body})"
    inside = rf"\({money}{body}{money}\)"
    plain = rf"([{_MINUS}]?){money}\+?{_BLANK}{body}{money}([{_MINUS}]?)"
    return rf"(?i){money}(?:{inside}|{plain}){money}"


def _readings(recipe: Recipe) -> str:
    return ", ".join(
        f"{number_sql(text_of(field), recipe.numbers[field], kind)} AS {field}"
        for field in _NUMBERS
        if field in recipe.fields
        for kind in [_PRICE if field == "unit_price" else _AMOUNT]
    )


def text_of(field: str) -> str:
    """The name of the stream's column with the text of a number."""
    return f"{field}_text"


def _amount(fields: Collection[str]) -> str:
    product = f"TRY_CAST(quantity * unit_price AS {_AMOUNT})"
    if "net_amount" not in fields:
        return product
    if {"quantity", "unit_price"} <= set(fields):
        return f"coalesce(net_amount, {product})"
    return "net_amount"


def _signed(recipe: Recipe) -> str:
    """Kind and currency filled in; credit notes taken off, if that was chosen."""
    kind = "CASE WHEN amount < 0 THEN 'credit_note' ELSE 'invoice' END"
    currency = literal(recipe.default_currency)
    taken: dict[str, str] = {"kind": kind, "currency": currency}
    for field in ("kind", "currency"):
        if field in recipe.fields:
            taken[field] = f"coalesce({field}, {taken[field]})"
    replaced = [f"{taken[field]} AS {field}" for field in taken if field in recipe.fields]
    added = [f"{taken[field]} AS {field}" for field in taken if field not in recipe.fields]
    if recipe.negative_credit_notes:
        signed = {"amount", "quantity", "cost"} & {*recipe.fields, "amount"}
        replaced += [
            f"CASE WHEN {taken['kind']} = 'credit_note' THEN -abs({field}) ELSE {field} END "
            f"AS {field}"
            for field in sorted(signed)
        ]
    star = f"* REPLACE ({', '.join(replaced)})" if replaced else "*"
    return f"SELECT {', '.join([star, *added])} FROM priced"


def _rate(recipe: Recipe, *, with_rates: bool) -> str:
    ours = literal(recipe.reporting_currency)
    theirs = "rates.rate" if with_rates else "NULL"
    return f"(CASE WHEN signed.currency = {ours} THEN 1 ELSE {theirs} END)::DECIMAL(18, 9)"


def _net(recipe: Recipe) -> str:
    if not _has_foreign(recipe):
        return "amount"
    # Of two decimals of 18 digits, the product has 18 as well, and overflows: one must be wider.
    return f"TRY_CAST(amount::DECIMAL(20, 6) * rate AS {_AMOUNT})"


def _has_foreign(recipe: Recipe) -> bool:
    """Whether some line may be in another currency."""
    return "currency" in recipe.fields or recipe.default_currency != recipe.reporting_currency


def _columns(recipe: Recipe) -> str:
    """The ledger's columns, in its order."""

    def given(field: str, kind: str) -> str:
        return field if field in recipe.fields else f"NULL::{kind} AS {field}"

    return ", ".join(
        [
            f"{literal(recipe.import_id)} AS import_id",
            "line_no",
            "document",
            given("line", "VARCHAR"),
            "kind",
            "date",
            *(given(field, "VARCHAR") for field in _TEXTS[:6]),
            given("quantity", _AMOUNT),
            "amount",
            "currency",
            "rate",
            "net AS net_amount",
            *(given(field, _AMOUNT) for field in ("cost", "list_price", "discount")),
            *(given(field, "DATE") for field in _DATES),
            *(given(field, "VARCHAR") for field in _TEXTS[6:]),
        ]
    )


def _verdict(recipe: Recipe) -> str:
    texts = [text_of(field) if field in _NUMBERS else field for field in sorted(recipe.fields)]
    nothing = " AND ".join(f"{text} IS NULL" for text in texts if text not in {"kind", "currency"})
    cases = [
        (f"document IS NULL AND problem IS NULL AND {nothing}", f"'{BLANK}'"),
        ("problem IS NOT NULL", "problem"),
        ("document IS NULL", "'no_document.document'"),
        ("date IS NULL", "'no_date.date'"),
    ]
    for field in _NUMBERS:
        if field in recipe.fields:
            text = text_of(field)
            large = f"CASE WHEN {_matches(text, recipe.numbers[field])} THEN 'number_too_large'"
            cases.append(
                (
                    f"{field} IS NULL AND {text} IS NOT NULL",
                    f"{large} ELSE 'not_a_number' END || '.{field}'",
                )
            )
    cases += [
        ("amount IS NULL", _no_amount(recipe.fields)),
        ("rate IS NULL", "'no_rate.currency'"),
        ("net IS NULL", "'number_too_large.net_amount'"),
    ]
    branches = " ".join(f"WHEN {condition} THEN {verdict}" for condition, verdict in cases)
    return f"CASE {branches} ELSE '{KEPT}' END"


def _no_amount(fields: Collection[str]) -> str:
    if "net_amount" in fields:
        return "'no_amount.net_amount'"
    return (
        "CASE WHEN quantity IS NULL THEN 'no_amount.quantity' "
        "WHEN unit_price IS NULL THEN 'no_amount.unit_price' "
        "ELSE 'number_too_large.unit_price' END"
    )


def _kept(folder: Path) -> str:
    return f"read_parquet({literal(folder / '*/*.parquet')}, hive_partitioning = false)"
