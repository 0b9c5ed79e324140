"""What an import brings to the ledger and what its undoing gives back, planned file by file.

The ledger holds each line as often as that active import which has it most often. Bringing one
in adds what is missing for it; taking one out drops its files, and then every other active
import brings in again what is now missing for it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from shutil import rmtree

from clavero.ledger import store as stores
from clavero.ledger.engine import connection, identity
from clavero.ledger.store import DataFile, NewFile, Store

JOINED = "joined"
"""In the name of a file, in the place of the import whose lines it holds."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Of an import's lines, those the ledger has from it and those it has from others."""

    kept: int
    already_there: int


@dataclass(slots=True)
class Plan:
    """The files to add and remove, and how the imports concerned stand afterwards."""

    added: list[NewFile] = field(default_factory=list)
    removed: list[DataFile] = field(default_factory=list)
    counts: dict[str, Counts] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _File:
    """A file of lines: in the ledger, soon to be there, or of what may be missing there."""

    path: Path
    import_id: str
    rows: int
    first: date
    last: date


@contextmanager
def workshop(store: Store) -> Iterator[Path]:
    """A folder for the files that a plan writes, on the table's own disk."""
    folder = store.home / "tmp" / f"plan-{secrets.token_hex(4)}"
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)


def bring_in(store: Store, import_id: str, workshop: Path) -> Plan:
    """Add the lines of an import that the ledger lacks."""
    plan = Plan()
    present = _by_month(store, store.files())
    _fill(store, import_id, present, plan, workshop, kept_before=0)
    return plan


def count_missing(store: Store, import_id: str, kept: Path, workshop: Path) -> int:
    """How many of the lines staged in ``kept`` the ledger lacks; nothing is planned."""
    present = _by_month(store, store.files())
    return sum(
        each.rows
        for month, files in stores.parquet_by_month(kept).items()
        for each in _missing(import_id, files, present.get(month, []), workshop)
    )


def take_out(store: Store, import_id: str, others: Mapping[str, int], workshop: Path) -> Plan:
    """Drop the lines of an import; ``others``, in the order they came, get back what they had.

    ``others`` are the lines that the ledger has from each of them.
    """
    plan = Plan()
    staying: list[DataFile] = []
    for file in store.files():
        (plan.removed if _has_lines_of(store, file, import_id) else staying).append(file)
    present = _by_month(store, staying)
    for file in plan.removed:
        if file.is_joined:
            target = workshop / f"{secrets.token_hex(4)}.parquet"
            identity.write_others(connection.shared(), store.table / file.path, target, import_id)
            plan.added.append(NewFile(target, file.month, JOINED))
            present.setdefault(file.month, []).append(_written(target))
    touched = {file.month for file in plan.removed}
    for other, kept in others.items():
        _fill(store, other, present, plan, workshop, kept_before=kept, months=touched)
    plan.counts[import_id] = Counts(0, 0)
    return plan


def join(store: Store, month: str, files: Sequence[DataFile], workshop: Path) -> Plan:
    """Put the lines of several files of a month into one."""
    target = workshop / f"{secrets.token_hex(4)}.parquet"
    paths = [store.table / file.path for file in files]
    identity.write_joined(connection.shared(), paths, target)
    return Plan(added=[NewFile(target, month, JOINED)], removed=list(files))


def _has_lines_of(store: Store, file: DataFile, import_id: str) -> bool:
    if not file.is_joined:
        return file.import_id == import_id
    if not file.import_id <= import_id <= file.last_import_id:
        return False
    return identity.count_of(connection.shared(), store.table / file.path, import_id) > 0


def _fill(
    store: Store,
    import_id: str,
    present: dict[str, list[_File]],
    plan: Plan,
    workshop: Path,
    *,
    kept_before: int,
    months: set[str] | None = None,
) -> None:
    """Bring in what is missing for an import, in ``months`` or all of its own."""
    staged = stores.parquet_by_month(store.kept(import_id))
    kept = kept_before
    for month, files in staged.items():
        if months is not None and month not in months:
            continue
        for each in _missing(import_id, files, present.get(month, []), workshop):
            plan.added.append(NewFile(each.path, month, import_id))
            present.setdefault(month, []).append(each)
            kept += each.rows
    if kept != kept_before or months is None:
        total = sum(stores.row_count(files) for files in staged.values())
        plan.counts[import_id] = Counts(kept, total - kept)


def _missing(
    import_id: str, files: Sequence[Path], present: Sequence[_File], workshop: Path
) -> list[_File]:
    """Files with the lines that ``present`` lacks: the staged ones themselves where all are new.

    Lines that an import shares with the one that read them are written anew, with its own name.
    """
    staged = [_written(path) for path in files]
    first, last = min(each.first for each in staged), max(each.last for each in staged)
    near = [each.path for each in present if each.first <= last and first <= each.last]
    duckdb = connection.shared()
    target = workshop / f"{secrets.token_hex(4)}.parquet"
    if not near or not identity.any_there(duckdb, files, near):
        if staged[0].import_id == import_id:
            return staged
        rows = identity.write_as(duckdb, files, target, import_id)
    else:
        rows = identity.write_missing(duckdb, files, near, target, import_id)
    return [_written(target)] if rows else []


def _by_month(store: Store, files: Sequence[DataFile]) -> dict[str, list[_File]]:
    found: dict[str, list[_File]] = {}
    for file in files:
        found.setdefault(file.month, []).append(
            _File(store.table / file.path, file.import_id, file.rows, file.first, file.last)
        )
    return found


def _written(path: Path) -> _File:
    footer = stores.footer_of(path)
    return _File(path, footer.import_id, footer.rows, footer.first, footer.last)
