"""Days kept as bits of a month, as lists of days: one pass over arrays for a whole company."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

_BITS = 32  # a month has a day less
_FAMILY_UNKNOWN = -1

DAYS = pa.schema(
    [
        ("account", pa.string()),
        ("family", pa.string()),
        ("is_whole", pa.bool_()),
        ("days", pa.list_(pa.int32())),
    ]
)


def by_owner(bits: pa.Table, accounts: pa.Table, families: pa.Table) -> pa.Table:
    """``DAYS`` of ``bits``: account and family by their numbers, ``start`` of a month, and which of
    its days; the rows of an owner one after the other. The others give numbers their names."""
    account = np.asarray(bits["account"])
    family = np.asarray(bits["family"].fill_null(_FAMILY_UNKNOWN))
    is_whole = np.asarray(bits["is_whole"]) == 1
    # Lowest bit first, as a little-endian machine has the bytes too, whatever this one is.
    kept = np.asarray(bits["bits"]).astype("<u4")
    at = np.flatnonzero(np.unpackbits(kept.view(np.uint8), bitorder="little"))
    row, day = np.divmod(at, _BITS)
    days = (np.asarray(bits["start"])[row] + day).astype(np.int32)
    is_first = np.ones(len(account), dtype=bool)
    is_first[1:] = (
        (np.diff(account) != 0) | (np.diff(family) != 0) | (is_whole[1:] != is_whole[:-1])
    )
    first = np.flatnonzero(is_first)
    offsets = np.append(np.searchsorted(row, first), len(days)).astype(np.int32)
    return pa.table(
        [
            _named(account[first], accounts),
            _named(np.where(is_whole, _FAMILY_UNKNOWN, family)[first], families),
            pa.array(is_whole[first]),
            pa.ListArray.from_arrays(pa.array(offsets), pa.array(days)),
        ],
        schema=DAYS,
    )


def _named(codes: NDArray[np.int64], names: pa.Table) -> pa.Array:
    """The names of ``codes``; nothing for those that have none."""
    known = np.asarray(names["code"])
    order = np.argsort(known)
    at = np.searchsorted(known[order], codes)
    at = np.minimum(at, max(len(known) - 1, 0))
    is_known = known[order][at] == codes if len(known) else np.zeros(len(codes), dtype=bool)
    places = pa.array(order[at] if len(known) else at, mask=~is_known)
    found: pa.Array = names["name"].combine_chunks().take(places)
    return found
