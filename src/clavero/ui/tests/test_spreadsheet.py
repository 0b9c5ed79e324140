from __future__ import annotations

from io import BytesIO

from openpyxl import load_workbook

from clavero.ui.spreadsheet import to_xlsx


def test_a_workbook_leaves_out_what_no_workbook_can_hold() -> None:
    book = load_workbook(BytesIO(to_xlsx("Customers", ["Name"], [["Ac\x0bme\x01"]], [None])))
    assert book["Customers"]["A2"].value == "Acme"
