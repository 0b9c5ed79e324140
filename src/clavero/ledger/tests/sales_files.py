"""Sales files for tests, made on the spot."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from clavero.ledger import ingest

HEADER = ("Factura", "Fecha", "Cód. cliente", "Razón social", "Cantidad", "Importe neto")
ROWS = (
    ("F1", "25/03/2024", "C1", "Muñoz e Hijos, S.L.", "2", "1.234,50"),
    ("F2", "26/03/2024", "C2", "Peña y Açaí", "-1", "-12,25"),
    ("F3", "01/04/2024", "", "Año “Nuevo”", "10", "0,75"),
)
TODAY = date(2025, 6, 1)


def written(
    rows: Sequence[Sequence[str]] = ROWS,
    header: Sequence[str] | None = HEADER,
    *,
    delimiter: str = ";",
    line_end: str = "\n",
    quoting: Any = csv.QUOTE_MINIMAL,
    quote: str = '"',
) -> str:
    """Rows as text in some dialect."""
    out = io.StringIO(newline="")
    writer = csv.writer(
        out, delimiter=delimiter, lineterminator=line_end, quoting=quoting, quotechar=quote
    )
    if header is not None:
        writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def a_file(folder: Path, content: str | bytes, name: str = "sales.csv") -> Path:
    """A file with ``content``, in UTF-8 if it is text."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def inspected(path: Path, **choices: Any) -> ingest.Inspection:
    """The file looked at on a day that does not pass."""
    return ingest.inspect(path, name=path.name, choices=choices, today=TODAY)


def staged(
    path: Path,
    *,
    reporting: str = "EUR",
    rates: pa.Table | None = None,
    folder: Path | None = None,
    **choices: Any,
) -> ingest.Staged:
    """The file's lines, staged beside it."""
    return ingest.stage(
        inspected(path, **choices),
        folder or path.parent / "staged",
        import_id="test",
        rates=rates,
        reporting_currency=reporting,
    )


def lines(done: ingest.Staged) -> list[dict[str, Any]]:
    """The kept lines, in the order of their file, with their month."""
    found: list[dict[str, Any]] = []
    for path in done.kept_folder.rglob("*.parquet"):
        month = path.parent.name.removeprefix("month=")
        found += [{**line, "month": month} for line in pq.ParquetFile(path).read().to_pylist()]
    return sorted(found, key=lambda line: line["line_no"])


def column(done: ingest.Staged, name: str) -> list[Any]:
    """One column of the kept lines, in the order of their file."""
    files = done.kept_folder.rglob("*.parquet")
    tables = [pq.ParquetFile(path).read(columns=["line_no", name]) for path in files]
    if not tables:
        return []
    found: list[Any] = pa.concat_tables(tables).sort_by("line_no").column(name).to_pylist()
    return found


def refused(done: ingest.Staged) -> list[tuple[int, str, str, str]]:
    """Line, column, value and reason of the refused rows."""
    return [(row.line, row.column, row.value, row.reason) for row in done.first_refused]


def rows_of(done: ingest.Staged) -> list[Mapping[str, str]]:
    """The rows of ``refused.csv``."""
    assert done.refused_file is not None
    with done.refused_file.open(encoding="utf-8-sig", newline="") as file:
        dialect = csv.Sniffer().sniff(file.readline(), ";,\t|")
        file.seek(0)
        return list(csv.DictReader(file, delimiter=dialect.delimiter))
