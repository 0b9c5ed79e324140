"""What is known of Parquet files without reading their lines: by their folder and footers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

# What readers prune files by. Decimals stay out: the log keeps them as binary floats.
RANGES = ("import_id", "date", "document", "customer")

# What some files say in every line and others in none: there is less to compute of either.
OPTIONAL = ("customer_name", "tax_number", "country", "cost")


def parquet_by_month(folder: Path) -> dict[str, list[Path]]:
    """The Parquet files of a staged folder by month: ``folder/month=2024-01/*.parquet``."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.glob("month=*/*.parquet")):
        found.setdefault(path.parent.name.removeprefix("month="), []).append(path)
    return found


def row_count(files: Iterable[Path]) -> int:
    """How many lines Parquet files hold, by their footers."""
    return sum(pq.read_metadata(path).num_rows for path in files)


@dataclass(frozen=True, slots=True)
class Footer:
    """How many lines a file holds, their first and last day, the import that they name and in how
    many of them each of the counted columns is empty."""

    rows: int
    first: date
    last: date
    import_id: str
    nulls: Mapping[str, int]


def footer_of(file: Path) -> Footer:
    """What a file's footer says."""
    known = statistics(file)
    smallest, largest = known["minValues"], known["maxValues"]
    return Footer(
        rows=known["numRecords"],
        first=date.fromisoformat(smallest["date"]),
        last=date.fromisoformat(largest["date"]),
        import_id=str(smallest["import_id"]),
        nulls=known["nullCount"],
    )


@dataclass(frozen=True, slots=True)
class Filled:
    """Which optional columns are empty in every line (``unsaid``), and which in none (``said``)."""

    unsaid: frozenset[str] = frozenset()
    said: frozenset[str] = frozenset()


def filled_in(files: Iterable[Path]) -> Filled:
    """What the footers of ``files`` show of the optional columns."""
    unsaid, said = set(OPTIONAL), set(OPTIONAL)
    for file in files:
        known = statistics(file)
        nulls, rows = known["nullCount"], known["numRecords"]
        unsaid = {name for name in unsaid if nulls.get(name) == rows}
        said = {name for name in said if nulls.get(name) == 0}
        if not unsaid and not said:
            break
    return Filled(frozenset(unsaid), frozenset(said))


def statistics(file: Path) -> dict[str, Any]:
    """Rows, smallest and largest values and nulls, in Delta's words, from the file's footer."""
    footer = pq.read_metadata(file)
    smallest: dict[str, Any] = {}
    largest: dict[str, Any] = {}
    nulls: dict[str, int] = {}
    for column in range(footer.num_columns):
        chunks = [footer.row_group(group).column(column) for group in range(footer.num_row_groups)]
        name = chunks[0].path_in_schema
        known = [chunk.statistics for chunk in chunks]
        if all(each is not None and each.has_null_count for each in known):
            nulls[name] = sum(each.null_count for each in known)
        if name in RANGES:
            bounded = [each for each in known if each is not None and each.has_min_max]
            if len(bounded) == len(known):
                smallest[name] = _plain(min(each.min for each in bounded))
                largest[name] = _plain(max(each.max for each in bounded))
    return {
        "numRecords": footer.num_rows,
        "minValues": smallest,
        "maxValues": largest,
        "nullCount": nulls,
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
