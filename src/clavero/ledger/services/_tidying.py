"""The ledger's housekeeping: small files joined, files that nobody refers to deleted.

Everything here can be interrupted at any moment and done again; no line and no figure changes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import time

from clavero.ledger.engine import cube
from clavero.ledger.services import _changing, _settling
from clavero.ledger.store import Change, DataFile, LedgerMoved, Store, write_whole

DUE_AFTER = timedelta(days=1)

# Readers of an old version are done within minutes; other programs that read the table are
# promised what Delta promises by itself.
_UNUSED_FOR = timedelta(days=7)
_SMALL = 20_000  # lines
# Imports with small files: a month that still gets some is joined once in a while, one that hardly
# gets any more soon.
_MOST_FILES, _MOST_FILES_LATER = 12, 4
_GROWING = 2  # months, the latest ones


@dataclass(frozen=True, slots=True)
class Tidied:
    """What the housekeeping did: months whose files were joined, files deleted."""

    months: int = 0
    files: int = 0


def is_due(store: Store) -> bool:
    """Whether the last housekeeping is long enough ago."""
    try:
        return time() - _diary(store).stat().st_mtime > DUE_AFTER.total_seconds()
    except FileNotFoundError:
        return True


def tidy(store: Store) -> Tidied:
    """Do what there is to do. Only for who has the turn to write, with the ledger in order."""
    months = _join_small_files(store)
    return Tidied(months, _delete_unused(store))


def _join_small_files(store: Store) -> int:
    """Join the files of each month that has many small ones, in one commit; how many months."""
    since = store.version()
    months = _scattered(store.files())
    if not months:
        return 0
    with _changing.workshop(store) as folder:
        plans = [_changing.join(store, *each, folder) for each in months.items()]
        change = Change(
            [file for plan in plans for file in plan.added],
            [file for plan in plans for file in plan.removed],
            {"verb": _settling.TIDY, "months": list(months)},
            is_of_lines=False,
        )
        try:
            store.commit(change, since=since)
        except LedgerMoved:
            return 0  # another time
    cube.refresh(store)
    store.settle()
    return len(months)


def _scattered(files: Sequence[DataFile]) -> dict[str, list[DataFile]]:
    """The small files of the months that have them of many imports."""
    small: dict[str, list[DataFile]] = {}
    for file in files:
        if file.rows < _SMALL:
            small.setdefault(file.month, []).append(file)
    growing = sorted({file.month for file in files})[-_GROWING:]
    return {
        month: of_month
        for month, of_month in sorted(small.items())
        if len({(file.import_id, file.last_import_id) for file in of_month})
        >= (_MOST_FILES if month in growing else _MOST_FILES_LATER)
    }


def _delete_unused(store: Store) -> int:
    """Delete the table's files that no version has named for a while; how many.

    The log does not tell for ever since when a file is out of use, so a diary does.
    """
    published = cube.published(store).months.values()
    used = {file.path for file in store.files()} | {
        path for each in published for path in each.files
    }
    on_disk = {str(path.relative_to(store.table)) for path in store.table.glob("month=*/*.parquet")}
    now = time()
    known = _since(store)
    since = {path: known.get(path, now) for path in on_disk - used}
    old = [path for path, at in since.items() if now - at > _UNUSED_FOR.total_seconds()]
    for path in old:
        (store.table / path).unlink(missing_ok=True)
        del since[path]
    write_whole(_diary(store), json.dumps({"unused_since": since}))
    return len(old)


def _since(store: Store) -> dict[str, float]:
    try:
        since: dict[str, float] = json.loads(_diary(store).read_text())["unused_since"]
    except FileNotFoundError:
        return {}
    return since


def _diary(store: Store) -> Path:
    return store.home / "tidied.json"
