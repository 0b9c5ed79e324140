"""Workbooks: typed cells, a first sheet that says what it is, and no formula out of a text."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from clavero.reports.content.model import (
    Cell,
    ChartKind,
    Column,
    Document,
    Fact,
    Facts,
    Section,
    Table,
    Unit,
)
from clavero.reports.rendering.sheets import to_sheets
from clavero.reports.rendering.testing import LONG_NAME, chart, document, everything, table
from clavero.reports.rendering.tests.opened import kinds, sheets


def book_of(told: Document) -> Any:
    return load_workbook(io.BytesIO(to_sheets(told)))


def test_the_first_sheet_says_what_it_is_of_when_and_by_whom() -> None:
    book = book_of(everything())
    first = book.worksheets[0]
    assert first.title == "Revisión de negocio"
    told = [row[0] for row in first.iter_rows(values_only=True)]
    assert told[:5] == [
        LONG_NAME,
        "Tercer trimestre de 2026",
        "Revisión de negocio",
        "Interno",
        "Hecho el 26 nov 2026 por Íñigo Núñez",
    ]
    assert told[-6:] == [
        "Índice", "Lo escrito", "Ventas por cliente", "Ventas", "Ventas", "Ventas",
    ]  # fmt: skip
    links = [cell.hyperlink.location for row in first for cell in row if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[1:]]
    about = book.properties
    assert (about.creator, about.title, about.language) == ("Íñigo Núñez", LONG_NAME, "es-ES")


def test_what_is_written_has_a_sheet_with_the_section_in_which_it_stands() -> None:
    rows = sheets(to_sheets(everything()))["Lo escrito"]
    assert rows[0] == ("Apartado", "Tipo", "Texto", "Más sobre ello")
    assert (
        "1. Qué pasó en el periodo · Acciones",
        "Tarde",
        "Firmar el acuerdo marco con compras",
        "Íñigo Núñez · 15 dic 2026",
    ) in rows
    assert any((row[2] or "").startswith("En una frase") for row in rows)  # of the lead
    assert not any("Lo que queda" in (row[2] or "") for row in rows)  # a remark


def test_facts_are_values_in_their_format_and_what_is_not_known_says_why() -> None:
    first = book_of(everything()).worksheets[0]
    facts = {row[0].value: row for row in first.iter_rows(min_row=6, max_row=9)}
    assert facts["Ventas netas"][1].value == pytest.approx(12_345_678.9)
    assert facts["Ventas netas"][1].number_format == '#,##0 "€"'
    assert facts["Margen"][1].value == "Sin datos"
    assert facts["Margen"][2].value == "El coste no se conoce."


def test_each_column_has_values_of_its_unit() -> None:
    sheet = book_of(document(Section("Ventas", (table(2, note="Sin IVA."),))))["Ventas por cliente"]
    head, first, second, total, _gap, note = sheet.iter_rows(max_row=6)
    assert [cell.value for cell in head][:3] == ["Cliente", "Ventas netas", "Cuota"]
    figures = [pytest.approx(1_234_567.891), pytest.approx(0.125), 7]
    assert [cell.value for cell in second[1:4]] == figures
    assert second[4].value.date() == date(2026, 9, 30)
    assert [cell.number_format for cell in second[1:5]] == [
        '#,##0 "€"',
        "0.0 %",
        "#,##0",
        "[$-C0A]d mmm yyyy",
    ]
    assert first[3].value == "—"
    assert (second[5].value, second[5].data_type) == ("=1+1", "s")
    assert total[0].value == "Total"
    assert total[0].font.bold
    assert note[0].value == "Sin IVA."
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:F3"  # the total is no row to be sorted
    assert sheet.print_title_rows == "$1:$1"


def test_a_long_name_has_a_row_in_which_it_is_read_whole() -> None:
    sheet = book_of(document(Section("Ventas", (table(1),))))["Ventas por cliente"]
    assert sheet.column_dimensions["A"].width == 60
    assert sheet.row_dimensions[2].height >= 28
    assert sheet["A2"].alignment.wrap_text


def test_a_figure_without_words_makes_its_column_no_wider_than_it_is_written() -> None:
    columns = (Column("KPI"), Column("Un año antes", Unit.PERCENT))
    rows = ((Cell("Ventas"), Cell("", Decimal(1) / 3)),)
    told = document(Section("S", (Table("T", columns, rows),)))
    sheet = book_of(told)["T"]
    assert sheet.column_dimensions["B"].width < 20, "28 digits are kept, four are written"


def test_the_numbers_of_a_picture_have_a_sheet() -> None:
    picture = chart(ChartKind.BARS, names=("=ene", "feb"))
    found = sheets(to_sheets(document(Section("Ventas", (picture,)))))
    assert found["Ventas"][:3] == [
        ("Ventas", "Año 2025", "Año 2026"),
        ("=ene", 100, 120),
        ("feb", None, None),
    ]
    assert "f" not in kinds(to_sheets(document(Section("Ventas", (picture,)))))


def test_an_empty_table_says_so_under_its_heads() -> None:
    empty = Table("Ventas", (Column("Cliente"),), (), (), "No hay ventas.")
    rows = sheets(to_sheets(document(Section("Ventas", (empty,)))))["Ventas"]
    assert [row[0] for row in rows if row[0]] == ["Cliente", "No hay ventas."]


def test_a_value_that_is_not_of_its_unit_is_the_text_that_was_written() -> None:
    columns = (Column("Importe", Unit.MONEY, "EUR"), Column("Día", Unit.DATE))
    row = (Cell("sin pactar", "sin pactar"), Cell("pronto", "pronto"))
    rows = sheets(to_sheets(document(Section("V", (Table("V", columns, (row,)),)))))["V"]
    assert rows[1] == ("sin pactar", "pronto")


def test_sheets_have_names_of_their_own_however_they_are_called() -> None:
    every = [Table(name, (Column("A"),), ()) for name in ("Ventas/año", "ventas año", "", "x" * 50)]
    told = document(Section("V", (*every, Facts((Fact("a", "b"),)))))
    assert list(sheets(to_sheets(told)))[1:] == ["Ventasaño", "ventas año", "1", "x" * 31]
