"""Snapshots on disk: one Parquet file each, beside the ledger.

Fifty thousand accounts with two dozen parts are three megabytes there and a million rows in the
database (decision 12). A file never changes: a correction is a new file, and the row of the
snapshot names the one that holds.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings

from clavero.kpis.rules.kpi import Level
from clavero.kpis.rules.parts import COUNTS, NAMES, Parts

_MONEY = pa.decimal128(38, 6)
SCHEMA = pa.schema(
    [
        pa.field("level", pa.string(), nullable=False),
        pa.field("subject", pa.string(), nullable=False),  # an account's code, a person's number
        pa.field("is_top", pa.bool_(), nullable=False),  # an account under no group
        pa.field("owner", pa.int64()),  # who leads it when the twelve months end
        pa.field("first_owner", pa.int64()),  # who led it when they began
        *(pa.field(name, pa.int64() if name in COUNTS else _MONEY) for name in NAMES),
    ]
)
NO_PARTS = Parts()
_ROWS_TOGETHER = 4_000  # of a file, so that one account is found without reading all
_STILL_READ = 3600  # seconds
_FILES = b"clavero.files"


@dataclass(frozen=True, slots=True)
class Standing:
    """One row: who it is about, and the parts."""

    level: Level
    subject: str
    owner: int | None
    first_owner: int | None
    parts: Parts


def folder() -> Path:
    """Where the files are."""
    return Path(settings.LEDGER_HOME) / "kpis"


@contextmanager
def exclusive() -> Iterator[None]:
    """Wait for a turn to compute. Readers never take it; it ends with the process."""
    folder().mkdir(parents=True, exist_ok=True)
    handle = os.open(folder() / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def write(day: date, rows: pa.Table, files: Mapping[str, Collection[str]]) -> str:
    """Keep ``rows``, computed from the line files of each month; the name of the file."""
    folder().mkdir(parents=True, exist_ok=True)
    name = f"{day}-{secrets.token_hex(4)}.parquet"
    told = json.dumps({month: sorted(each) for month, each in files.items()})
    table = rows.sort_by([("level", "ascending"), ("subject", "ascending")])
    beside = folder() / f"{name}.part"
    pq.write_table(
        table.replace_schema_metadata({_FILES: told.encode()}),
        beside,
        row_group_size=_ROWS_TOGETHER,
    )
    beside.replace(folder() / name)
    return name


def read_all(name: str) -> pa.Table:
    """Every row of a file; parts that it was written without are not known."""
    found = pq.read_table(folder() / name)
    nothing = pa.nulls(found.num_rows)
    told = {each: found[each] if each in found.column_names else nothing for each in SCHEMA.names}
    return pa.table(told).cast(SCHEMA)


def columns_of(name: str) -> list[str]:
    """The columns of a file that are still kept: an older one has fewer."""
    return _there(name, SCHEMA.names)


def _there(name: str, columns: Collection[str]) -> list[str]:
    there = set(pq.read_schema(folder() / name).names)
    return [each for each in columns if each in there]


def files_of(name: str) -> dict[str, list[str]]:
    """The line files of each month that a file was computed from."""
    told = pq.read_metadata(folder() / name).metadata[_FILES]
    found: dict[str, list[str]] = json.loads(told)
    return found


def settings_of(name: str) -> str | None:
    """Which settings a file was computed with: the same for the same rates, costs and events of
    what serving costs; ``None`` where nothing said what it costs."""
    told = files_of(name).get("serving")
    return sha256(told[0].encode()).hexdigest()[:12] if told else None


def read(name: str, level: Level, subjects: Collection[str] | None = None) -> list[Standing]:
    """The rows of a level, or those of some of its subjects."""
    chosen = pc.field("level") == level.value
    if subjects is not None:
        chosen &= pc.field("subject").isin(pa.array(sorted(subjects), pa.string()))
    found = pq.read_table(folder() / name, filters=chosen)
    return [_standing(row) for row in found.to_pylist()]


def read_owned(name: str, people: Collection[int], *, at_start: bool = False) -> list[Standing]:
    """The accounts that any of ``people`` leads, or led when the twelve months began."""
    column = "first_owner" if at_start else "owner"
    chosen = (pc.field("level") == Level.ACCOUNT.value) & pc.field(column).isin(
        pa.array(sorted(people), pa.int64())
    )
    found = pq.read_table(folder() / name, filters=chosen)
    return [_standing(row) for row in found.to_pylist()]


def read_parts(
    name: str, parts: Collection[str], people: Collection[int] | None, *, at_start: bool = False
) -> dict[str, dict[str, Any]]:
    """Some ``parts`` of the accounts that any of ``people`` leads, or led when the twelve months
    began; of all accounts without ``people``. By the account's code."""
    column = "first_owner" if at_start else "owner"
    chosen = pc.field("level") == Level.ACCOUNT.value
    if people is not None:
        chosen &= pc.field(column).isin(pa.array(sorted(people), pa.int64()))
    columns = _there(name, ["subject", *parts])
    found = pq.read_table(folder() / name, columns=columns, filters=chosen)
    return {row.pop("subject"): row for row in found.to_pylist()}


def read_sales(name: str) -> dict[str, Decimal | None]:
    """The net sales of every account, by its code."""
    told = read_parts(name, ("net_sales",), None)
    return {code: row["net_sales"] for code, row in told.items()}


def read_led(name: str) -> list[Standing]:
    """The accounts that anybody leads."""
    chosen = (pc.field("level") == Level.ACCOUNT.value) & pc.field("owner").is_valid()
    return [_standing(row) for row in pq.read_table(folder() / name, filters=chosen).to_pylist()]


def sweep(in_use: Collection[str]) -> None:
    """Delete the files that nobody can be reading any more."""
    now = time.time()
    for path in folder().glob("*.parquet*"):
        if path.name not in in_use and now - path.stat().st_mtime > _STILL_READ:
            path.unlink(missing_ok=True)


def _standing(row: Mapping[str, Any]) -> Standing:
    return Standing(
        level=Level(row["level"]),
        subject=row["subject"],
        owner=row["owner"],
        first_owner=row["first_owner"],
        parts=Parts(**{name: row.get(name) for name in NAMES}),
    )
