"""Lines held against what was agreed with their customers, all contracts in one pass.

Prices join lines as of the day of each line. ``covers`` says which customers' lines are of which
contract; what a line should have cost is rounded to the cents of its currency, line by line, as an
invoice is. The plain-Python reference is ``ledger/measures/agreed.py``.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pyarrow as pa
from duckdb import DuckDBPyConnection

from clavero.core.money import WITH_THREE_PLACES, WITHOUT_CENTS
from clavero.ledger.engine import connection
from clavero.ledger.engine.cube import Published
from clavero.ledger.engine.levels import chosen_of, put_levels
from clavero.ledger.store import LATER, LINE, Store

PRICE = pa.schema(
    [
        pa.field("price_id", pa.int64(), nullable=False),
        pa.field("contract", pa.int64(), nullable=False),
        pa.field("product", pa.string()),
        pa.field("family", pa.string()),
        pa.field("unit", pa.string()),
        pa.field("currency", pa.string(), nullable=False),
        pa.field("price", pa.decimal128(18, 6), nullable=False),
        pa.field("start", pa.date32(), nullable=False),
        pa.field("end", pa.date32(), nullable=False),
    ]
)
"""Agreed prices; ``end`` does not count."""

COVER = pa.schema([("contract", pa.int64()), ("customer", pa.string())])
"""Which customers' lines are of which contract."""

SPAN = pa.schema(
    [
        pa.field("span", pa.int64(), nullable=False),
        pa.field("contract", pa.int64(), nullable=False),
        pa.field("product", pa.string()),
        pa.field("family", pa.string()),
        pa.field("start", pa.date32(), nullable=False),
        pa.field("end", pa.date32(), nullable=False),
        pa.field("unit", pa.string()),
    ]
)
"""Of what, and of which days, volumes are wanted; without ``unit`` of any."""

OF_NOTE = pa.schema([("span", pa.int64()), ("customer", pa.string()), ("document", pa.string())])
"""Documents of a span that are looked at elsewhere; without ``customer`` of any."""

WINDOW = pa.schema(
    [
        pa.field("term", pa.int64(), nullable=False),
        pa.field("contract", pa.int64(), nullable=False),
        pa.field("before", pa.int32(), nullable=False),
        pa.field("after", pa.int32(), nullable=False),
        pa.field("start", pa.date32(), nullable=False),
        pa.field("end", pa.date32(), nullable=False),
        pa.field("in_full", pa.decimal128(18, 10)),
    ]
)
"""Days around the promised one, or, ``after`` the invoice, until it is to be paid. Of what was
ordered, ``in_full`` is the part that is enough: all of it, where nothing is said."""


_OF_IT = (
    "(spans.product IS NULL OR spans.product = lines.product) "
    "AND (spans.family IS NULL OR spans.family = lines.family)"
)
_ABOUT = f"{_OF_IT} AND (spans.unit IS NULL OR spans.unit = lines.unit)"
"""Whether a line is of what a span is about."""
TOLD = (
    "document", "line", "line_no", "import_id", "kind", "date", "customer", "product",
    "product_name", "family", "unit", "quantity", "currency", "amount",
)  # fmt: skip
"""What is told of a line."""


def same_as(due: str) -> str:
    """How many of a document's lines before one are the same in all that a finding is known by,
    ``due`` among it, as a column ``same``: whichever of them are looked at, each has its own."""
    return (
        "row_number() OVER (PARTITION BY contract, term, document, coalesce(line, ''), date, "
        f"coalesce(product, ''), {due} ORDER BY due, line_no, import_id) - 1 AS same"
    )


def totals(
    store: Store,
    seen: Published,
    prices: pa.Table,
    covers: pa.Table,
    customers: Collection[str] | None,
) -> pa.Table:
    """``contract``, ``price_id``, ``currency``, how many lines were ``compared``, and how many of
    them lie ``above`` and ``below`` by how much: ``over`` and ``under``."""
    reader = connection.shared()
    source = _joined(reader, store, seen, prices, covers, customers)
    return reader.execute(
        f"SELECT contract, price_id, currency, count(*) AS compared, "
        "count(*) FILTER (difference > 0) AS above, count(*) FILTER (difference < 0) AS below, "
        "coalesce(sum(difference) FILTER (difference > 0), 0)::DECIMAL(38, 6) AS over, "
        "coalesce(sum(difference) FILTER (difference < 0), 0)::DECIMAL(38, 6) AS under "
        f"FROM ({source}) GROUP BY ALL ORDER BY contract, price_id, currency"
    ).to_arrow_table()


def differences(
    store: Store,
    seen: Published,
    prices: pa.Table,
    covers: pa.Table,
    customers: Collection[str] | None,
    *,
    limit: int | None = None,
    document: str | None = None,
) -> pa.RecordBatchReader:
    """Each line that departs from the price in force, or those of one ``document``, with ``due``
    and ``difference``; the most money first, a piece at a time."""
    reader = connection.shared()
    source = _joined(reader, store, seen, prices, covers, customers, document)
    most = "" if limit is None else f" LIMIT {int(limit)}"
    found = reader.execute(
        f"SELECT contract, price_id, price, {', '.join(TOLD)}, due::DECIMAL(38, 6) AS due, "
        f"difference::DECIMAL(38, 6) AS difference FROM ({source}) WHERE difference <> 0 "
        f"ORDER BY abs(difference) DESC, date, document, line_no{most}"
    )
    return connection.pieces(found)


def unheld(
    store: Store,
    seen: Published,
    prices: pa.Table,
    covers: pa.Table,
    customers: Collection[str] | None,
) -> pa.Table:
    """``contract``, and how many ``lines`` of what it has a price for on their day are held against
    none: they have no quantity, or another currency or unit."""
    reader = connection.shared()
    source = _joined(reader, store, seen, prices, covers, customers)
    lines = lines_of(reader, store, seen, covers, customers, prices)
    about = " UNION ".join(
        "SELECT of_all.contract, import_id, line_no FROM of_all JOIN prices "
        f"ON of_all.contract = prices.contract AND of_all.{subject} = prices.{subject} "
        f"WHERE date >= prices.start AND date < prices.end AND {which}"
        for subject, which in (("product", "TRUE"), ("family", "prices.product IS NULL"))
    )
    return reader.execute(
        f"WITH of_all AS (SELECT contract, import_id, line_no, date, product, family "
        f"FROM ({lines}) AS lines JOIN covers USING (customer)), about AS ({about}) "
        f"SELECT contract, count(*) AS lines FROM about ANTI JOIN ({source}) AS held "
        "USING (import_id, line_no) GROUP BY contract ORDER BY contract"
    ).to_arrow_table()


def volumes(
    store: Store,
    seen: Published,
    spans: pa.Table,
    covers: pa.Table,
    customers: Collection[str] | None,
    *,
    by_day: bool = True,
) -> pa.Table:
    """``span``, ``date``, ``currency`` and the sums of ``amount``, ``net_amount`` and ``quantity``,
    credit notes taken off; not ``by_day``, the sums of all days, with the first of them."""
    reader = connection.shared()
    connection.put(reader, "spans", spans.cast(SPAN))
    lines = lines_of(reader, store, seen, covers, customers, spans)
    return reader.execute(
        f"SELECT span, {'date' if by_day else 'min(date) AS date'}, currency, "
        "sum(amount)::DECIMAL(38, 6) AS amount, "
        "sum(net_amount)::DECIMAL(38, 6) AS net_amount, "
        "coalesce(sum(quantity), 0)::DECIMAL(38, 6) AS quantity "
        f"FROM ({lines}) AS lines JOIN covers USING (customer) JOIN spans USING (contract) "
        "WHERE lines.date >= spans.start AND lines.date < spans.end "
        f"AND {_ABOUT} "
        "GROUP BY ALL ORDER BY span, date, currency"
    ).to_arrow_table()


def quantities(
    store: Store,
    seen: Published,
    spans: pa.Table,
    covers: pa.Table,
    customers: Collection[str] | None,
    notes: pa.Table,
) -> pa.Table:
    """``span``, ``unit`` and ``currency`` of what was bought, in whatever unit, but for ``notes``:
    how many ``lines``, their ``amount`` and ``quantity``, those without a quantity apart."""
    reader = connection.shared()
    connection.put(reader, "spans", spans.cast(SPAN))
    connection.put(reader, "notes", notes.cast(OF_NOTE))
    lines = lines_of(reader, store, seen, covers, customers, spans)
    return reader.execute(
        "SELECT span, coalesce(lines.unit, '') AS unit, currency, count(*) AS lines, "
        "sum(amount)::DECIMAL(38, 6) AS amount, sum(quantity)::DECIMAL(38, 6) AS quantity "
        f"FROM ({lines}) AS lines JOIN covers USING (customer) JOIN spans USING (contract) "
        "WHERE lines.date >= spans.start AND lines.date < spans.end "
        f"AND {_OF_IT} AND NOT EXISTS (SELECT 1 FROM notes WHERE notes.span = spans.span "
        "AND notes.document = lines.document "
        "AND coalesce(notes.customer, lines.customer) = lines.customer) "
        "GROUP BY span, lines.unit, currency, quantity IS NULL ORDER BY ALL"
    ).to_arrow_table()


def credit_notes(
    store: Store,
    seen: Published,
    spans: pa.Table,
    covers: pa.Table,
    customers: Collection[str] | None,
) -> pa.Table:
    """The credit notes of each span, by ``customer``, for numbers are each customer's own,
    ``document``, ``date`` and ``currency``, and by whether they ``count`` for what the span is
    about: ``amount``, ``net_amount`` and ``quantity`` given back, above zero."""
    reader = connection.shared()
    connection.put(reader, "spans", spans.cast(SPAN))
    lines = lines_of(reader, store, seen, covers, customers, spans)
    return reader.execute(
        "SELECT span, customer, document, date, currency, "
        f"coalesce({_ABOUT}, FALSE) AS counts, "
        "(-sum(amount))::DECIMAL(38, 6) AS amount, "
        "(-sum(net_amount))::DECIMAL(38, 6) AS net_amount, "
        "(-coalesce(sum(quantity), 0))::DECIMAL(38, 6) AS quantity "
        f"FROM ({lines}) AS lines JOIN covers USING (customer) JOIN spans USING (contract) "
        "WHERE kind = 'credit_note' AND date >= spans.start AND date < spans.end "
        "GROUP BY ALL ORDER BY span, date DESC, document, customer"
    ).to_arrow_table()


def shown(
    store: Store,
    seen: Published,
    spans: pa.Table,
    prices: pa.Table,
    covers: pa.Table,
    customers: Collection[str] | None,
    *,
    document: str | None,
    limit: int,
    offset: int,
) -> pa.Table:
    """The lines of spans, the latest first, or those of one ``document`` in their order, each with
    the ``price`` in force and what was ``due`` at it where there is one, and with how many lines
    there are: ``of``. So many as ``limit`` from ``offset``."""
    reader = connection.shared()
    connection.put(reader, "spans", spans.cast(SPAN))
    priced = _joined(reader, store, seen, prices, covers, customers)
    lines = lines_of(reader, store, seen, covers, customers, spans, with_later=True)
    order = "line_no" if document is not None else "date DESC, document, line_no"
    chosen = "TRUE" if document is None else f"document = {connection.literal(document)}"
    return reader.execute(
        f"WITH chosen AS (SELECT lines.* FROM ({lines}) AS lines "
        "JOIN covers USING (customer) JOIN spans USING (contract) "
        f"WHERE date >= spans.start AND date < spans.end AND {_ABOUT} AND {chosen}), "
        "page AS (SELECT *, count(*) OVER () AS of FROM chosen "
        f"ORDER BY {order} LIMIT {int(limit)} OFFSET {int(offset)}), "
        f"priced AS (SELECT import_id, line_no, price, due, difference FROM ({priced}) "
        "SEMI JOIN page USING (import_id, line_no)) "
        "SELECT page.*, price, due::DECIMAL(38, 6) AS due, "
        "difference::DECIMAL(38, 6) AS difference "
        f"FROM page LEFT JOIN priced USING (import_id, line_no) ORDER BY {order}"
    ).to_arrow_table()


def _joined(
    reader: DuckDBPyConnection,
    store: Store,
    seen: Published,
    prices: pa.Table,
    covers: pa.Table,
    customers: Collection[str] | None,
    document: str | None = None,
) -> str:
    """Lines with the price in force, as SQL."""
    lines = lines_of(reader, store, seen, covers, customers, prices, document=document)
    connection.put(reader, "prices", prices.cast(PRICE))
    levels = put_levels(reader)
    if not levels:
        return f"SELECT *, 0 AS contract, 0 AS price_id, 0::DECIMAL(18, 6) AS price, " \
               f"0 AS due, 0 AS difference FROM ({lines}) WHERE FALSE"  # fmt: skip
    kind = "" if len(levels) == 1 else "LEFT"
    joins = " ".join(
        f"ASOF {kind} JOIN {name} ON lines.customer = {name}.customer "
        f"AND lines.{subject} = {name}.{subject} AND lines.currency = {name}.currency "
        + (f"AND lines.unit = {name}.unit " if has_unit else "")
        + f"AND lines.date >= {name}.start"
        for name, subject, has_unit in levels
    )
    chosen = {
        column: chosen_of([name for name, _subject, _unit in levels], column)
        for column in ("price_id", "contract", "price")
    }
    picked = ", ".join(f"{sql} AS {column}" for column, sql in chosen.items())
    # The product of two of 18 digits would have 18 again: a line of a million would not fit.
    total = "price::DECIMAL(20, 6) * quantity"
    rounded = {
        each: f"CASE WHEN currency IN ({_all_of(WITHOUT_CENTS)}) THEN {_to(each, 0)} "
        f"WHEN currency IN ({_all_of(WITH_THREE_PLACES)}) THEN {_to(each, 3)} "
        f"ELSE {_to(each, 2)} END"
        for each in (total, "amount")
    }
    return (
        f"SELECT *, {rounded['amount']} - due AS difference FROM "
        f"(SELECT *, {rounded[total]} AS due FROM "
        f"(SELECT lines.*, {picked} FROM (FROM ({lines}) WHERE quantity <> 0) AS lines {joins}) "
        "WHERE price IS NOT NULL)"
    )


def lines_of(
    reader: DuckDBPyConnection,
    store: Store,
    seen: Published,
    covers: pa.Table,
    customers: Collection[str] | None,
    within: pa.Table,
    *,
    with_later: bool = False,
    document: str | None = None,
) -> str:
    """The lines of covered customers in the months that ``within`` reaches, or those of one
    ``document``, as SQL; ``with_later`` with the columns that some files do without."""
    connection.put(reader, "covers", covers.cast(COVER))
    starts, ends = within["start"].to_pylist(), within["end"].to_pylist()
    first, end = min(starts, default=date.min), max(ends, default=date.min)
    files = [
        store.table / path
        for name, month in sorted(seen.months.items())
        if f"{first:%Y-%m}" <= name <= f"{end:%Y-%m}"
        for path in month.files
    ]
    source = "nothing"
    if files:
        source = connection.lines(files) if with_later else connection.parquet(files)
    if not files:
        connection.put(reader, "nothing", LINE.empty_table())
    chosen = "customer IN (SELECT customer FROM covers)"
    if document is not None:
        chosen += f" AND document = {connection.literal(document)}"
    if customers is not None:
        connection.put(reader, "members", pa.table({"customer": pa.array(customers, pa.string())}))
        chosen += " AND customer IN (SELECT customer FROM members)"
    later = "".join(f", {name}" for name in LATER) if with_later else ""
    return (
        f"SELECT {', '.join(TOLD)}, net_amount, promised_date, delivered_date, paid_date{later} "
        f"FROM {source} WHERE {chosen}"
    )


def _to(amount: str, places: int) -> str:
    """Rounded; all of one type, for what several of different places have in common has none."""
    return f"round({amount}, {places})::DECIMAL(38, 6)"


def _all_of(codes: Collection[str]) -> str:
    return ", ".join(connection.literal(code) for code in sorted(codes))
