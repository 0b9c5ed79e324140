"""Days around the promised one that customers agreed, as SQL: who has none has everybody's."""

from __future__ import annotations

import pyarrow as pa

from clavero.ledger.measures.serving import DAYS_EARLY

OWN_WINDOW = pa.schema(
    [
        pa.field("customer", pa.string(), nullable=False),
        pa.field("start", pa.date32(), nullable=False),
        pa.field("end", pa.date32(), nullable=False),
        pa.field("before", pa.int32(), nullable=False),
        pa.field("after", pa.int32(), nullable=False),
        pa.field("in_full", pa.decimal128(18, 10), nullable=False),
    ]
)
"""Days around the promised one that a customer agreed for invoices from ``start`` to ``end``, which
does not count, and the part of what was ordered that is enough; of one customer no two on a day."""

HOLDS = (
    "lines.customer = own_windows.customer AND lines.date >= own_windows.start "
    'AND lines.date < own_windows."end"'
)
IN_TIME = (
    f"coalesce(delivered_date BETWEEN promised_date - coalesce(before, {DAYS_EARLY}) "
    "AND promised_date + coalesce(after, 0), FALSE)"
)
"""Whether a line came in the window that holds for it, or else in everybody's."""
IS_MEASURED = "(quantity IS NOT NULL AND ordered_quantity IS NOT NULL)"


def is_over(due_before: str) -> str:
    """Whether it is known by a day if a line came in time: it has come, or its window is over."""
    return (
        f"(promised_date < {due_before} AND (delivered_date IS NOT NULL "
        f"OR promised_date + coalesce(after, 0) < {due_before}))"
    )
