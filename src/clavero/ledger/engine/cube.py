"""The cube: the monthly figures of every customer, kept beside the ledger and bound to a version.

A *segment* is a pair of Parquet files with the figures of some lines of one month. An import adds
a segment to each month it touches, from its own lines alone; only what takes lines away, or a
month of many segments, is computed again from its lines. ``published.json`` names the version,
and for each month its line files and segments: what readers see, replaced in one step. It follows
from the table alone, so after a kill the next refresh finds the months that differ.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings
from duckdb import DuckDBPyConnection

from clavero.core.period import Period
from clavero.ledger.engine import connection, facts, parallel
from clavero.ledger.engine.facts import FORMAT, Facts
from clavero.ledger.store import Store, write_whole
from clavero.ledger.store.footers import Filled, filled_in

# A month is read faster from few files than from many, and computed again in a second.
MOST_SEGMENTS = 8
# Who reads a version gathers its segments within seconds, whatever is published meanwhile.
_STILL_READ = 3600  # seconds

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Month:
    """The line files of a month, relative to the table, and the segments made from them."""

    files: tuple[str, ...]
    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """What readers see: one version of the ledger with its figures.

    ``retired_at`` are the segments of versions before, kept for those who still read one, with the
    second in which they went out of use. Figures of another ``format`` were made by another version
    of Clavero, and none of them is named.
    """

    version: int = 0
    months: Mapping[str, Month] = field(default_factory=dict)
    retired_at: Mapping[str, float] = field(default_factory=dict)
    format: str = FORMAT

    @property
    def retired(self) -> set[str]:
        """Every segment that somebody may still be reading."""
        return set(self.retired_at)

    def segments(self) -> set[str]:
        """Every segment in use."""
        return {name for month in self.months.values() for name in month.segments}


@dataclass(frozen=True, slots=True)
class _Task:
    """A segment to make: of ``lines``, where the month's ``earlier`` files have theirs already."""

    month: str
    segment: str
    lines: tuple[str, ...]
    earlier: tuple[str, ...]
    rows: int  # of all these files


def published(store: Store) -> Published:
    """What was published last."""
    path = _manifest(store)
    try:
        found = path.stat()
    except FileNotFoundError:
        return Published()
    return _read(path, found.st_mtime_ns, found.st_ino)


@lru_cache(maxsize=2)
def _read(path: Path, _mtime: int, _inode: int) -> Published:
    # Years of daily files make it long: read once a process and version.
    known = json.loads(path.read_text())
    if known.get("format") != FORMAT:
        return Published(format=known.get("format", ""))
    months = {
        name: Month(tuple(month["files"]), tuple(month["segments"]))
        for name, month in known["months"].items()
    }
    return Published(known["version"], months, known.get("retired_at", {}))


def refresh(
    store: Store, on_progress: Progress | None = None, *, afresh: bool = False
) -> Published:
    """Bring the figures up to the ledger's last version and publish both. Only for who writes.

    ``afresh`` computes every month from its lines, which gives the same figures. Readers see the
    old ones until the new ones are complete.
    """
    before = published(store)
    known = {} if afresh else before.months
    version = store.version()
    now: dict[str, dict[str, int]] = {}
    for file in store.files():
        now.setdefault(file.month, {})[file.path] = file.rows
    months: dict[str, Month] = {}
    tasks: list[_Task] = []
    for name, files in sorted(now.items()):
        months[name], task = _next(name, files, known.get(name))
        if task:
            tasks.append(task)
    _compute(store, tasks, on_progress)
    after = _after(before, version, months)
    if tasks or (after.version, after.format) != (before.version, before.format):
        write_whole(_manifest(store), json.dumps(asdict(after)))
        _sweep(store, after.segments() | after.retired)
    return after


def is_behind(store: Store) -> bool:
    """Whether what is published is not of the ledger's last version, or not of our format."""
    seen = published(store)
    return seen.format != FORMAT or store.version() != seen.version


def catch_up(store: Store) -> Published:
    """What readers see, brought up to date when a process died before it could publish.

    Who writes publishes by themselves: while somebody does, the version before is the answer.
    Only figures of another format cannot be, and are waited for.
    """
    seen = published(store)
    if seen.format != FORMAT:
        with store.exclusive():
            return refresh(store)
    if store.has_commit_after(seen.version):
        with store.if_nobody_writes() as alone:
            if alone:
                return refresh(store)
    return seen


def paths(store: Store, table: Facts, segments: Iterable[str]) -> list[Path]:
    """The files of ``table`` in ``segments``."""
    return [files_of(store, segment)[table] for segment in segments]


def _after(before: Published, version: int, months: Mapping[str, Month]) -> Published:
    """What is published after ``before``, with the segments that its readers may still want."""
    now = time.time()
    in_use = {name for month in months.values() for name in month.segments}
    wanted = {name: at for name, at in before.retired_at.items() if now - at < _STILL_READ}
    wanted |= dict.fromkeys(before.segments() - in_use, now)
    return Published(version, months, wanted)


def _next(name: str, now: Mapping[str, int], before: Month | None) -> tuple[Month, _Task | None]:
    """What a month of some files and their rows becomes, and the segment to be made for it."""
    files, rows = tuple(sorted(now)), sum(now.values())
    if before is not None and before.files == files:
        return before, None
    segment = f"{name}-{secrets.token_hex(4)}"
    old = before.files if before else ()
    full = before is not None and len(before.segments) >= MOST_SEGMENTS
    if before is None or full or set(old) - set(files):
        return Month(files, (segment,)), _Task(name, segment, files, (), rows)
    added = tuple(sorted(set(files) - set(old)))
    return Month(files, (*before.segments, segment)), _Task(name, segment, added, old, rows)


def _compute(store: Store, tasks: Sequence[_Task], on_progress: Progress | None) -> None:
    for table in Facts:
        (store.cube / table).mkdir(parents=True, exist_ok=True)
    on_spark = settings.LEDGER_ENGINE == "spark"
    made = _on_spark(store, tasks) if on_spark else _on_duckdb(store, tasks)
    for done, _segment in enumerate(made, start=1):
        if on_progress:
            on_progress(done / len(tasks))


def _on_spark(store: Store, tasks: Sequence[_Task]) -> Iterator[str]:
    from clavero.ledger.engine import spark  # an optional dependency

    for task in tasks:
        spark.write_segment(store, task.segment, task.lines, task.earlier)
        yield task.segment


def _on_duckdb(store: Store, tasks: Sequence[_Task]) -> Iterator[str]:
    new = [task for task in tasks if not task.earlier]
    grown = [task for task in tasks if task.earlier]
    portions = [each for some in (new, grown) for each in parallel.portions(some, _rows)]
    for made in parallel.each(portions, lambda duckdb, some: _write_all(duckdb, store, some)):
        yield from made


def _rows(task: _Task) -> int:
    return task.rows


def _write_all(duckdb: DuckDBPyConnection, store: Store, tasks: Sequence[_Task]) -> list[str]:
    if len(tasks) == 1:
        return [_write(duckdb, store, tasks[0])]
    lines = [path for task in tasks for path in task.lines]
    earlier = [path for task in tasks for path in task.earlier]
    for table in Facts:
        sql = segment_sql(store, table, lines, earlier, several_months=True)
        found = duckdb.execute(sql).to_arrow_table()
        for task in tasks:
            is_of_month = pc.equal(found["month"], Period.parse(task.month).start)
            path = files_of(store, task.segment)[table]
            pq.write_table(found.filter(is_of_month), path, use_dictionary=False)
    return [task.segment for task in tasks]


def _write(duckdb: DuckDBPyConnection, store: Store, task: _Task) -> str:
    for table, path in files_of(store, task.segment).items():
        figures = segment_sql(store, table, task.lines, task.earlier)
        # Nothing in them comes often enough for a dictionary.
        kind = "FORMAT parquet, DICTIONARY_SIZE_LIMIT 1"
        duckdb.execute(f"COPY ({figures}) TO {connection.literal(path)} ({kind})")
    return task.segment


def files_of(store: Store, segment: str) -> dict[Facts, Path]:
    """The two Parquet files of a segment."""
    return {table: store.cube / table / f"{segment}.parquet" for table in Facts}


def segment_sql(
    store: Store,
    table: Facts,
    files: Sequence[str],
    earlier: Sequence[str] = (),
    *,
    within: Period | None = None,
    several_months: bool = False,
) -> str:
    """SQL for the figures of the lines in ``files``, beside those of ``earlier`` ones."""
    days = f"WHERE date >= DATE '{within.start}' AND date < DATE '{within.end}'" if within else ""
    # Read twice, each time the columns that are needed, they cost less than kept between.
    named = f"lines AS NOT MATERIALIZED (SELECT * FROM {_lines(store, files)} {days})"
    if earlier:
        named += f", earlier AS NOT MATERIALIZED (SELECT * FROM {_lines(store, earlier)})"
    read = [store.table / path for path in files]
    # Of several months, which may differ in it, there are too few lines for it to matter.
    looked_for = table is Facts.MONTHLY and not several_months
    filled = filled_in(read) if looked_for else Filled()
    figures = facts.sql(
        table, beside_earlier=bool(earlier), filled=filled, several_months=several_months
    )
    return f"WITH {named} SELECT * FROM ({figures})"


def _lines(store: Store, files: Sequence[str]) -> str:
    return connection.parquet(store.table / path for path in files)


def _manifest(store: Store) -> Path:
    return store.cube / "published.json"


def _sweep(store: Store, in_use: set[str]) -> None:
    """Delete the segments that no reader can want, those of a refresh that died included."""
    for table in Facts:
        for path in (store.cube / table).glob("*.parquet"):
            if path.stem not in in_use:
                path.unlink(missing_ok=True)
