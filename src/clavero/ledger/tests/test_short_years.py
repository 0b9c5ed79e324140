"""Years without century that come first: 24-03-25 is no 24th of March 2025."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clavero.core.errors import Refusal
from clavero.ledger.rules import Field
from clavero.ledger.tests.sales_files import a_file, inspected, lines, staged, written

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


@pytest.mark.parametrize(
    ("days", "first"),
    [
        ([f"25-01-{day:02d}" for day in range(1, 21)], date(2025, 1, 1)),
        ([f"{day:02d}-01-25" for day in range(1, 21)], date(2025, 1, 1)),
        (["03-04-24", "04-04-24", "13-04-24"], date(2024, 4, 3)),
    ],
)
def test_few_years_and_many_days_tell_which_is_which(
    tmp_path: Path, days: list[str], first: date
) -> None:
    """With the year behind, no date of the first ones would be to come: they would be the 25th of
    January of twenty years."""
    file = a_file(tmp_path, written([short(day, day) for day in days], HEADER))
    done = staged(file)
    assert (done.kept, done.first) == (len(days), first)
    if len(days) == 20:
        assert done.last == date(2025, 1, 20)


def test_where_nothing_tells_whether_the_year_comes_first_it_is_asked(tmp_path: Path) -> None:
    file = a_file(tmp_path, written([short("24-03-15", "24-04-15")], HEADER))
    found = inspected(file)
    (question,) = found.questions
    assert (question.code, question.choice) == ("ambiguous_years", "dates")
    assert question.readings == {"ymd": "2024-03-15", "dmy": "2015-03-24"}
    assert "year comes first or last" in str(found.fields[Field.DATE].notation.evidence)  # type: ignore[union-attr]
    with pytest.raises(Refusal) as refusal:
        staged(file)
    assert refusal.value.code == "ambiguous_years"
    assert staged(file, folder=tmp_path / "one", dates="dmy").first == date(2015, 3, 24)
    assert staged(file, folder=tmp_path / "other", dates="ymd").first == date(2024, 3, 15)


@pytest.mark.parametrize(
    ("days", "choices", "told"),
    [
        (range(1, 31), {}, "still to come"),
        (range(1, 31), {"dates": "ymd"}, "still to come"),
        (range(1, 21), {}, "as years"),
        (range(1, 21), {"dates": "ymd"}, "chosen"),
        (range(1, 3), {"dates": "ymd"}, "chosen"),
    ],
)
def test_it_is_said_why_the_year_comes_first(
    tmp_path: Path, days: range, choices: dict[str, str], told: str
) -> None:
    rows = [short(f"24-03-{day:02d}", f"24-04-{day:02d}") for day in days]
    found = inspected(a_file(tmp_path, written(rows, HEADER)), **choices)
    notation = found.fields[Field.DATE].notation
    assert notation is not None
    assert notation.value == "ymd"
    assert told in str(notation.evidence)
    due = found.fields[Field.DUE_DATE].notation
    assert due is not None
    assert "as in other columns" in str(due.evidence)


def test_the_first_days_of_a_file_in_order_do_not_tell_of_the_others(tmp_path: Path) -> None:
    """20-01-24 alone would be a day of 2024."""
    days = [f"20-{month:02d}-{day:02d}" for month in (2, 3) for day in range(1, 30)]
    rows = [short("20-01-24", "20-02-24")] * 40_000
    rows += [short(day, "20-12-24") for day in days for _ in range(1000)]
    done = staged(a_file(tmp_path, written(rows, HEADER)))
    assert (done.first, done.last) == (date(2020, 1, 24), date(2020, 3, 29))
