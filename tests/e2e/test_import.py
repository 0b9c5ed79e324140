"""Bringing a sales file: with a mouse, by keyboard alone, on a phone and without JavaScript."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from clavero.identity.testing import Cast
from clavero.ledger.models import Import, Status
from tests.e2e.conftest import PageAt

SALES = """Invoice,Date,Who,Amount
F1,03/04/2024,C1,10.50
F2,05/06/2024,C2,20.25
F3,05/13/20xx,C2,1.00
"""


@pytest.fixture(autouse=True)
def ledger(settings: Any, tmp_path: Path) -> None:
    """An empty ledger that goes away."""
    settings.LEDGER_HOME = tmp_path / "ledger"
    settings.UPLOADS_HOME = tmp_path / "uploads"


@pytest.fixture
def sales(tmp_path: Path) -> str:
    """A file whose dates and customers must be asked about."""
    file = tmp_path / "sales.csv"
    file.write_text(SALES, encoding="utf-8")
    return str(file)


def bring(page: Page, sales: str) -> None:
    page.goto("/ledger/imports/new/")
    page.set_input_files("input[type=file]", sales)
    page.get_by_role("button", name="Look at the file").click()
    expect(page.get_by_role("heading", name="Check before importing")).to_be_visible()


def fits(page: Page) -> bool:
    """Whether nothing stands beyond the right edge."""
    wide = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    return bool(page.evaluate(wide))


@pytest.mark.parametrize("width", [390, 1280])
def test_each_answer_shows_at_once_what_it_does(
    page_at: PageAt, cast: Cast, sales: str, width: int
) -> None:
    page = page_at(width=width, person=cast.director)
    bring(page, sales)
    expect(page.get_by_text("One column is still to be found")).to_be_visible()
    expect(page.get_by_text("03/04/2024 would be 4 Mar 2024")).to_be_visible()
    assert fits(page)

    page.get_by_label("The month comes first").click()
    expect(page.get_by_text("The file leaves one question open")).to_have_count(0)
    page.get_by_label("Meaning of the column Who").select_option("customer")
    expect(page.get_by_text("2 lines would be imported. 1 row would be refused.")).to_be_visible()
    assert fits(page)

    page.locator("button[formaction]").first.click()
    expect(page.get_by_text("2 lines are in the ledger from this file.")).to_be_visible()
    expect(page.get_by_role("link", name="See the portfolio")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the refused rows").click()
    assert "05/13/20xx" in download.value.path().read_text(encoding="utf-8-sig")
    assert fits(page)

    page.goto("/ledger/imports/")
    expect(page.locator(".pill", has_text="Imported")).to_be_visible()
    assert fits(page)


def test_on_a_phone_nothing_of_an_import_is_cut_off(page_at: PageAt, cast: Cast) -> None:
    Import.objects.create(
        file_name="ventas.csv", path="", size=1, by_name="Leocadia Villanueva", kept=1_568,
        already_there=502, refused=11, status=Status.DONE, net_total={"EUR": "117402005.89"},
        first_day=date(2023, 1, 2), last_day=date(2026, 10, 31),
    )  # fmt: skip
    page = page_at(width=360, language="es", person=cast.director)
    page.goto("/ledger/imports/")
    beyond = """cells => cells.filter(cell => {
        const box = document.createRange();
        box.selectNodeContents(cell);
        return box.getBoundingClientRect().right > cell.parentElement.getBoundingClientRect().right;
    }).map(cell => cell.dataset.label)"""
    assert page.locator("tbody td").evaluate_all(beyond) == []


def test_the_keyboard_alone_is_enough(page_at: PageAt, cast: Cast, sales: str) -> None:
    page = page_at(person=cast.administrator)
    bring(page, sales)
    page.get_by_label("The day comes first").focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("The file leaves one question open")).to_have_count(0)
    column = page.get_by_label("Meaning of the column Who")
    column.focus()
    page.keyboard.type("Customer c")
    page.keyboard.press("Enter")
    expect(page.get_by_text("2 lines would be imported")).to_be_visible()
    expect(column).to_be_focused()


def test_without_javascript_every_step_is_a_page(page_at: PageAt, cast: Cast, sales: str) -> None:
    page = page_at(person=cast.administrator, javascript=False)
    bring(page, sales)
    page.get_by_label("The day comes first").check()
    page.get_by_label("Meaning of the column Who").select_option("customer")
    page.get_by_role("button", name="Update the preview").click()
    expect(page.get_by_text("2 lines would be imported")).to_be_visible()
    page.locator("button[formaction]").first.click()
    expect(page.get_by_text("2 lines are in the ledger from this file.")).to_be_visible()

    page.get_by_role("link", name="Undo").click()
    page.get_by_role("button", name="Undo the import").click()
    expect(page.get_by_text("This import has been undone")).to_be_visible()


def test_enter_in_a_field_looks_again_and_imports_nothing(
    page_at: PageAt, cast: Cast, sales: str
) -> None:
    page = page_at(person=cast.administrator)
    bring(page, sales)
    page.get_by_label("The month comes first").click()
    expect(page.get_by_text("The file leaves one question open")).to_have_count(0)
    page.get_by_label("Meaning of the column Who").select_option("customer")
    expect(page.locator("button[formaction]").first).to_be_visible()
    page.locator("#source").press("Enter")
    expect(page.get_by_role("heading", name="Check before importing")).to_be_visible()
    expect(page.get_by_text("2 lines would be imported")).to_be_visible()
