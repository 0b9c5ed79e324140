"""The ledger's table: Delta Lake over Parquet files that the engine has written already.

Files join the table by their names alone, in one commit that also says which import brought
them, so an import of any size is visible wholly or not at all. A file holds the lines of one
import, so that undoing it drops files; only many small files of one month are joined later.

``docs/domain/sales-ledger.md`` tells what happens when a process dies on the way.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
from deltalake import DeltaTable, Schema
from deltalake.exceptions import CommitFailedError, DeltaError
from deltalake.transaction import AddAction, CommitProperties, RemoveAction
from django.conf import settings

from clavero.ledger.store.columns import CERTAIN, LATER, LINE, TABLE, add_later_columns
from clavero.ledger.store.footers import footer_of, parquet_by_month, row_count, statistics

__all__ = [
    "CERTAIN",
    "LATER",
    "LINE",
    "TABLE",
    "Change",
    "DataFile",
    "Interrupted",
    "LedgerMoved",
    "NewFile",
    "Store",
    "current",
    "footer_of",
    "parquet_by_month",
    "row_count",
    "write_whole",
]

log = logging.getLogger(__name__)

_NOTE = "clavero"
# Opening reads every commit after the last checkpoint: a hundred of them take as long as an import.
_CHECKPOINT_EVERY = 10


class LedgerMoved(Exception):
    """Another writer committed since the files were read: compare with its lines and try again."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """A Parquet file of the table: ``path`` is relative to the table's folder.

    ``import_id`` is the import of all its lines; the first of several by name, up to
    ``last_import_id``, where files were joined.
    """

    path: str
    month: str
    import_id: str
    last_import_id: str
    rows: int
    first: date
    last: date

    @property
    def is_joined(self) -> bool:
        """Whether it holds lines of several imports."""
        return self.import_id != self.last_import_id


@dataclass(frozen=True, slots=True)
class NewFile:
    """A Parquet file to join the table as lines of ``import_id`` in ``month``.

    Each line names its import itself; here the name is for people who look into the folder.
    """

    source: Path
    month: str
    import_id: str


@dataclass(frozen=True, slots=True)
class Change:
    """What one commit does. ``note`` is kept in the commit, as JSON.

    Without ``is_of_lines`` the lines are the same before and after, in other files.
    """

    added: Sequence[NewFile]
    removed: Sequence[DataFile]
    note: Mapping[str, Any]
    is_of_lines: bool = True


@dataclass(frozen=True, slots=True)
class Interrupted:
    """A commit that was announced and never settled: ``version`` is its own, or ``None`` where
    the process died before it."""

    version: int | None
    note: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Store:
    """A ledger's folder: ``lines`` (the table), ``imports`` (what each file held), ``cube``."""

    home: Path

    @property
    def table(self) -> Path:
        """Where the Delta table is."""
        return self.home / "lines"

    @property
    def cube(self) -> Path:
        """Where the monthly figures are."""
        return self.home / "cube"

    def import_folder(self, import_id: str) -> Path:
        """Where an import keeps what it read, for as long as it can be undone or redone."""
        return self.home / "imports" / import_id

    def kept(self, import_id: str) -> Path:
        """The lines that an import's file held, those already there included."""
        return self.import_folder(import_id) / "kept"

    def refused(self, import_id: str) -> Path:
        """The rows that an import refused, where it did."""
        return self.import_folder(import_id) / "refused.csv"

    def share_import(self, source: str, target: str) -> None:
        """Let ``target`` keep what ``source`` read as its own, by hard links."""
        folder = self.import_folder(source)
        for path in [*self.kept(source).glob("*/*.parquet"), self.refused(source)]:
            if path.exists():
                _link(path, self.import_folder(target) / path.relative_to(folder))

    # -- reading ------------------------------------------------------------------------------

    def version(self) -> int:
        """The last commit's number; 0 while the ledger is empty."""
        return self._last_commit() or 0

    def has_commit_after(self, version: int) -> bool:
        """Whether the table has moved on since ``version``. Costs one look at the folder."""
        return (self._log / f"{version + 1:020}.json").exists()

    def files(self) -> list[DataFile]:
        """The files of the last commit."""
        if self._last_commit() is None:
            return []
        rows = pa.table(DeltaTable(self.table).get_add_actions(flatten=True)).to_pylist()
        return [
            DataFile(
                path=row["path"],
                month=row["partition.month"],
                import_id=row["min.import_id"],
                last_import_id=row["max.import_id"],
                rows=row["num_records"],
                first=row["min.date"],
                last=row["max.date"],
            )
            for row in rows
        ]

    # -- writing ------------------------------------------------------------------------------

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Wait for a turn to write. Readers never take it."""
        with self._lock_file() as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    @contextmanager
    def if_nobody_writes(self) -> Iterator[bool]:
        """Take the turn to write if it is free; whether it was."""
        with self._lock_file() as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True

    def commit(self, change: Change, *, since: int) -> int:
        """Make ``change`` in one commit on top of version ``since``; the version it made.

        Announced on disk before and to be settled after by :meth:`settle`, once whatever
        belongs to it elsewhere is written too. Raises :class:`LedgerMoved` and leaves nothing
        behind when ``since`` is no longer the last version.
        """
        self._create()
        token = secrets.token_hex(4)
        placed = [self._place(new, f"{token}-{number}") for number, new in enumerate(change.added)]
        self._announce(token, since, [path for path, _source in placed], change.note)
        for path, source in placed:
            _link(source, self.table / path)
        now = int(time.time() * 1000)
        additions = [
            _add_action(self.table, path, new.month, now, data_change=change.is_of_lines)
            for (path, _source), new in zip(placed, change.added, strict=True)
        ]
        removals = [RemoveAction(old.path, change.is_of_lines, now) for old in change.removed]
        table = DeltaTable(self.table, version=since)
        try:
            if add_later_columns(table):
                since, table = since + 1, DeltaTable(self.table, version=since + 1)
            table.create_write_transaction(
                [*additions, *removals],
                mode="append",
                schema=TABLE,
                partition_by=["month"],
                commit_properties=CommitProperties(
                    custom_metadata={_NOTE: {"token": token, **change.note}}, max_commit_retries=0
                ),
            )
        except DeltaError as error:
            # What comes after the commit can fail as well, the checkpoint for one: files that a
            # commit names must stay.
            version = self._version_of(token, since)
            if version is not None:
                log.warning("version %s has no checkpoint", version, exc_info=True)
                return version
            if not isinstance(error, CommitFailedError):
                raise  # the announcement stays, for whoever puts things in order
            self._forget([path for path, _source in placed])
            raise LedgerMoved from error
        return since + 1  # with no retries it is this or LedgerMoved

    def interrupted(self) -> Interrupted | None:
        """The commit that a process announced and did not settle. Only for the one who writes."""
        if not self.is_unsettled():
            return None
        announced = json.loads(self._announcement.read_text())
        version = self._version_of(announced["token"], announced["base"])
        if version is None:
            self._forget(announced["files"])
        return Interrupted(version, announced["note"])

    def is_unsettled(self) -> bool:
        """Whether a commit is under way, or died before everything belonging to it was written."""
        return self._announcement.exists()

    def settle(self) -> None:
        """Say that everything belonging to the last commit is written."""
        self._announcement.unlink(missing_ok=True)

    # -- inside -------------------------------------------------------------------------------

    @property
    def _announcement(self) -> Path:
        return self.home / "announced.json"

    @contextmanager
    def _lock_file(self) -> Iterator[int]:
        self.home.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            yield handle
        finally:
            os.close(handle)  # gives the turn back as well

    @property
    def _log(self) -> Path:
        return self.table / "_delta_log"

    def _last_commit(self) -> int | None:
        """Delta's protocol: a commit is a file named by its number. Opening the table says the
        same, but reads all that they say."""
        if not self._log.is_dir():
            return None
        with os.scandir(self._log) as found:  # thousands, after years
            stems = [each.name[:-5] for each in found if each.name.endswith(".json")]
        return max((int(stem) for stem in stems if stem.isdecimal()), default=None)

    def _create(self) -> None:
        if self._last_commit() is None:
            DeltaTable.create(
                self.table,
                schema=Schema.from_arrow(TABLE),
                mode="ignore",
                partition_by=["month"],
                name="sales lines",
                configuration={"delta.checkpointInterval": str(_CHECKPOINT_EVERY)},
            )

    def _place(self, new: NewFile, name: str) -> tuple[str, Path]:
        return f"month={new.month}/{new.import_id}-{name}.parquet", new.source

    def _announce(self, token: str, base: int, files: list[str], note: Mapping[str, Any]) -> None:
        write_whole(
            self._announcement,
            json.dumps({"token": token, "base": base, "files": files, "note": dict(note)}),
        )

    def _version_of(self, token: str, base: int) -> int | None:
        if self._last_commit() is None:
            return None
        table = DeltaTable(self.table)
        for commit in table.history(table.version() - base):
            if commit.get(_NOTE, {}).get("token") == token:
                return int(commit["version"])
        return None

    def _forget(self, files: Iterable[str]) -> None:
        for path in files:
            (self.table / path).unlink(missing_ok=True)
        self.settle()


def current() -> Store:
    """The company's ledger."""
    return Store(Path(settings.LEDGER_HOME))


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a reader finds the old text or the new one, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with beside.open("w") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    beside.replace(path)


def write_through(path: Path) -> None:
    """Wait until a file's bytes are on the disk."""
    with path.open("rb") as handle:
        os.fsync(handle.fileno())


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    # The log is small and written at once; its files must not be the ones that a power cut loses.
    write_through(source)
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copyfile(source, target)


def _add_action(table: Path, path: str, month: str, now: int, *, data_change: bool) -> AddAction:
    file = table / path
    return AddAction(
        path=path,
        size=file.stat().st_size,
        partition_values={"month": month},
        modification_time=now,
        data_change=data_change,
        stats=json.dumps(statistics(file)),
    )
