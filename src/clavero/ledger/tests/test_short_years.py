"""Years without century that come first: 24-03-25 is no 24th of March 2025."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clavero.ledger.tests.sales_files import a_file, lines, staged, written

HEADER = ("Factura", "Fecha", "Cliente", "Vencimiento", "Importe")


def short(day: str, due: str) -> list[str]:
    return [f"F{day}", day, "C1", due, "12,50"]


@pytest.mark.parametrize("choices", [{}, {"dates": "ymd"}])
def test_years_without_century_that_come_first(tmp_path: Path, choices: dict[str, str]) -> None:
    """The days that may be to come are written alike."""
    rows = [short(f"24-03-{day:02d}", f"27-04-{day:02d}") for day in range(1, 31)]
    done = staged(a_file(tmp_path, written(rows, HEADER)), **choices)
    assert (done.kept, done.first, done.last) == (30, date(2024, 3, 1), date(2024, 3, 30))
    assert lines(done)[29]["due_date"] == date(2027, 4, 30)


def test_what_was_chosen_decides_where_nothing_tells_whether_the_year_comes_first(
    tmp_path: Path,
) -> None:
    file = a_file(tmp_path, written([short("24-03-15", "24-04-15")], HEADER))
    assert staged(file).first == date(2015, 3, 24)
    assert staged(file, folder=tmp_path / "again", dates="ymd").first == date(2024, 3, 15)
