"""Lines reach the file of their month, whatever order they come in and however little fits."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from clavero.ledger.engine import line_files
from clavero.ledger.engine.parallel import in_parallel
from clavero.ledger.store import LINE


def lines_of(days: list[date], first: int = 0) -> pa.Table:
    rows = [
        {
            "import_id": "i1", "line_no": first + number, "document": f"F{number}",
            "kind": "invoice", "date": day, "customer": f"C{number % 7}", "amount": Decimal(number),
            "currency": "EUR", "rate": Decimal(1), "net_amount": Decimal(number),
        }
        for number, day in enumerate(days)
    ]  # fmt: skip
    table = pa.Table.from_pylist(rows, LINE)
    coded = {
        name: table.column(name).dictionary_encode()
        if name in {"customer", "kind"}
        else table.column(name)
        for name in LINE.names
    }
    return line_files.line_table(coded)


@pytest.mark.parametrize(
    ("group", "held", "open_files"), [(10, 10**6, 200), (10**6, 40, 200), (5, 20, 2)]
)
def test_every_line_is_in_its_month_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, group: int, held: int, open_files: int
) -> None:
    monkeypatch.setattr(line_files, "ROW_GROUP", group)
    monkeypatch.setattr(line_files, "_MOST_HELD", held)
    monkeypatch.setattr(line_files, "_MOST_OPEN", open_files)
    start = date(2023, 12, 28)
    chunks = [
        lines_of(
            [start + timedelta(days=(37 * (row + 50 * chunk)) % 200) for row in range(50)],
            50 * chunk,
        )
        for chunk in range(8)
    ]
    with line_files.line_files(tmp_path, "i1") as files:
        in_parallel(chunks, files.add)
    found = Counter[tuple[int, date]]()
    for path in tmp_path.rglob("*.parquet"):
        table = pq.read_table(path, partitioning=None)
        assert [table.schema.field(name).type for name in LINE.names] == LINE.types
        days = table.column("date").to_pylist()
        assert {f"month={day:%Y-%m}" for day in days} == {path.parent.name}
        found.update(zip(table.column("line_no").to_pylist(), days, strict=True))
    wanted = Counter(
        pair
        for chunk in chunks
        for pair in zip(
            chunk.column("line_no").to_pylist(), chunk.column("date").to_pylist(), strict=True
        )
    )
    assert found == wanted


def test_texts_stay_what_they_are(tmp_path: Path) -> None:
    parts = [lines_of([date(2024, 3, 1)] * 9), lines_of([date(2024, 3, 2)] * 4, first=9)]
    with line_files.line_files(tmp_path, "i1") as files:
        for part in parts:
            files.add(part)
    (path,) = tmp_path.rglob("*.parquet")
    table = pq.read_table(path, partitioning=None).sort_by("line_no")
    wanted = [f"C{number % 7}" for number in range(9)] + [f"C{number}" for number in range(4)]
    assert table.column("customer").to_pylist() == wanted


def test_numbers_are_packed_and_stay_exact(tmp_path: Path) -> None:
    with line_files.line_files(tmp_path, "i1") as files:
        files.add(lines_of([date(2024, 3, 1)] * 500))
    (path,) = tmp_path.rglob("*.parquet")
    group = pq.ParquetFile(path).metadata.row_group(0)
    columns = {column.path_in_schema: column for column in map(group.column, range(len(LINE)))}
    for name in ("line_no", "amount", "net_amount"):
        assert "DELTA_BINARY_PACKED" in columns[name].encodings
        assert columns[name].total_compressed_size < 8 * 500 / 2
    found = pq.read_table(path, partitioning=None).sort_by("line_no")
    assert found.column("amount").to_pylist() == [Decimal(number) for number in range(500)]


def test_columns_that_say_nothing_do_so_in_every_month(tmp_path: Path) -> None:
    with line_files.line_files(tmp_path, "i1") as files:
        files.add(lines_of([date(2024, 3, 1), date(2024, 4, 1)] * 9))
    for path in tmp_path.rglob("*.parquet"):
        table = pq.read_table(path, partitioning=None)
        assert table.num_rows == 9
        assert table.column("cost").null_count == table.column("unit").null_count == 9


def test_no_lines_make_no_file(tmp_path: Path) -> None:
    with line_files.line_files(tmp_path, "i1") as files:
        files.add(lines_of([]))
    assert not list(tmp_path.rglob("*.parquet"))
