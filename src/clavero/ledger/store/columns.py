"""The columns of the ledger's lines, and how a table learns of those that came later."""

from __future__ import annotations

import pyarrow as pa
from deltalake import DeltaTable, Schema
from deltalake.transaction import CommitProperties

_TEXT = pa.string()
_AMOUNT = pa.decimal128(18, 6)

LINE = pa.schema(
    [
        pa.field("import_id", _TEXT, nullable=False),
        pa.field("line_no", pa.int64(), nullable=False),
        pa.field("document", _TEXT, nullable=False),
        pa.field("line", _TEXT),
        pa.field("kind", _TEXT, nullable=False),
        pa.field("date", pa.date32(), nullable=False),
        pa.field("customer", _TEXT),
        pa.field("customer_name", _TEXT),
        pa.field("tax_number", _TEXT),
        pa.field("product", _TEXT),
        pa.field("product_name", _TEXT),
        pa.field("family", _TEXT),
        pa.field("quantity", _AMOUNT),
        pa.field("amount", _AMOUNT, nullable=False),
        pa.field("currency", _TEXT, nullable=False),
        pa.field("rate", pa.decimal128(20, 14), nullable=False),
        pa.field("net_amount", _AMOUNT, nullable=False),
        pa.field("cost", _AMOUNT),
        pa.field("list_price", _AMOUNT),
        pa.field("discount", _AMOUNT),
        pa.field("promised_date", pa.date32()),
        pa.field("delivered_date", pa.date32()),
        pa.field("due_date", pa.date32()),
        pa.field("paid_date", pa.date32()),
        pa.field("sales_person", _TEXT),
        pa.field("channel", _TEXT),
        pa.field("country", _TEXT),
        pa.field("unit", _TEXT),
        pa.field("ordered_quantity", _AMOUNT),
    ]
)
"""The columns of a line's Parquet file. Its month is the name of the folder it lies in."""

LATER = {"ordered_quantity": "DECIMAL(18, 6)"}
"""Columns that a line's Parquet file may do without, with their types in SQL: files older than the
column do, and so does an import whose file says nothing of it. They are read as if it were empty.
"""

CERTAIN = pa.schema([each for each in LINE if each.name not in LATER])
"""Those that every line file has."""

TABLE = LINE.append(pa.field("month", _TEXT, nullable=False))


def add_later_columns(table: DeltaTable) -> bool:
    """Tell readers of a table older than some columns of these, once; whether that took a commit.

    Its files stay as they are: what they do without is read as empty.
    """
    known = {each.name for each in table.schema().fields}
    missing = [each for each in Schema.from_arrow(TABLE).fields if each.name not in known]
    if missing:
        table.alter.add_columns(missing, commit_properties=CommitProperties(max_commit_retries=0))
    return bool(missing)
