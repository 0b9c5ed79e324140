from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from clavero.ui.spreadsheet import Sheet, harmless, to_csv, to_workbook


def test_a_workbook_leaves_out_what_no_workbook_can_hold() -> None:
    book = load_workbook(
        BytesIO(to_workbook([Sheet("Customers", ["Name"], [["Ac\x0bme\x01"]], [None])]))
    )
    assert book["Customers"]["A2"].value == "Acme"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1+1"])
def test_no_text_is_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert b"'" + text.encode() in to_csv(["Name"], [[text]])
