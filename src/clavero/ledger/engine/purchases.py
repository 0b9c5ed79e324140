"""Days kept as bits of a month, as lists of days: a few passes over arrays for a whole company."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

_UNKNOWN = -1  # a family without a name, and the family of an account as a whole
_MANTISSA, _BIAS = 23, 127  # of the number that holds a power of two

Whole = NDArray[np.int64]

DAYS = pa.schema(
    [
        ("account", pa.string()),
        ("family", pa.string()),
        ("is_whole", pa.bool_()),
        ("days", pa.list_(pa.int32())),
    ]
)


def by_owner(bits: pa.Table, accounts: pa.Table, families: pa.Table) -> pa.Table:
    """``DAYS`` of ``bits``, in any order: account and family by their numbers, ``start`` of a month
    as days since 1970, and which of its days, at least one. The others give numbers their names.

    It sorts here, by one number that holds account, family and month, because the months that a
    cube answers with are in order already, and an engine would not know.
    """
    account = np.asarray(bits["account"]).astype(np.int64)
    family = np.asarray(bits["family"].fill_null(_UNKNOWN)).astype(np.int64)
    start, kept = np.asarray(bits["start"]), np.asarray(bits["bits"]).astype(np.uint32)
    width = int(family.max(initial=_UNKNOWN)) + 2
    wholes = _lists(account, start, kept)
    parts = _lists(account * width + family - _UNKNOWN, start, kept)
    owners = np.concatenate((wholes[0], parts[0] // width))
    groups = np.concatenate((np.full(len(wholes[0]), _UNKNOWN), parts[0] % width + _UNKNOWN))
    offsets = np.concatenate((wholes[1], parts[1][1:] + wholes[1][-1]))
    days = np.concatenate((wholes[2], parts[2]))
    is_whole = np.arange(len(owners)) < len(wholes[0])
    return _table(_named(owners, accounts), _named(groups, families), is_whole, offsets, days)


def by_account(bits: pa.Table, accounts: pa.Table) -> pa.Table:
    """``DAYS`` of accounts as wholes alone, of ``bits`` without families: likewise."""
    account = np.asarray(bits["account"]).astype(np.int64)
    start, kept = np.asarray(bits["start"]), np.asarray(bits["bits"]).astype(np.uint32)
    owners, offsets, days = _lists(account, start, kept)
    no_family = pa.nulls(len(owners), pa.string())
    is_whole = np.ones(len(owners), dtype=bool)
    return _table(_named(owners, accounts), no_family, is_whole, offsets, days)


def _table(
    accounts: pa.Array,
    families: pa.Array,
    is_whole: NDArray[np.bool_],
    offsets: Whole,
    days: NDArray[np.int32],
) -> pa.Table:
    lists = pa.ListArray.from_arrays(pa.array(offsets.astype(np.int32)), pa.array(days))
    return pa.table([accounts, families, pa.array(is_whole), lists], schema=DAYS)


def _lists(
    owner: Whole, start: NDArray[np.int32], bits: NDArray[np.uint32]
) -> tuple[Whole, Whole, NDArray[np.int32]]:
    """The different owners in order, where the days of each begin, and end, and all days."""
    if not len(owner):
        return owner, np.zeros(1, dtype=np.int64), start
    earliest = int(start.min())
    span = int(start.max()) - earliest + 1
    key = owner * span + (start - earliest)
    order = np.argsort(key, kind="stable")  # fast where it is sorted in part
    key = key[order]
    first = _first_of_each(key)
    # A month has a row for each of its segments.
    merged = np.bitwise_or.reduceat(bits[order], first)
    owner, start = key[first] // span, (key[first] % span + earliest).astype(np.int32)
    ends = np.cumsum(np.bitwise_count(merged), dtype=np.int64)
    begins = np.flatnonzero(np.diff(owner, prepend=owner[0] - 1))
    offsets = np.append(np.where(begins > 0, ends[begins - 1], 0), ends[-1])
    return owner[begins], offsets, _days(start, merged, ends)


def _days(start: NDArray[np.int32], bits: NDArray[np.uint32], ends: Whole) -> NDArray[np.int32]:
    """The day of each bit that is set, month by month; ``ends`` is where those of a month end.

    One bit of every month at a time, the lowest: most months have one or two of their 31.
    """
    found = np.empty(int(ends[-1]), dtype=np.int32)
    at, left = ends - np.bitwise_count(bits), bits
    while len(left):
        lowest = left & (~left + np.uint32(1))
        day = (lowest.astype(np.float32).view(np.int32) >> _MANTISSA) - _BIAS
        found[at] = start + day
        left = left ^ lowest
        goes_on = left != 0
        start, left, at = start[goes_on], left[goes_on], at[goes_on] + 1
    return found


def _first_of_each(key: Whole) -> Whole:
    is_first = np.ones(len(key), dtype=bool)
    is_first[1:] = key[1:] != key[:-1]
    return np.flatnonzero(is_first)


def _named(codes: Whole, names: pa.Table) -> pa.Array:
    """The names of ``codes``; nothing for those that have none."""
    known = np.asarray(names["code"])
    order = np.argsort(known)
    at = np.searchsorted(known[order], codes)
    at = np.minimum(at, max(len(known) - 1, 0))
    is_known = known[order][at] == codes if len(known) else np.zeros(len(codes), dtype=bool)
    places = pa.array(order[at] if len(known) else at, mask=~is_known)
    found: pa.Array = names["name"].combine_chunks().take(places)
    return found
