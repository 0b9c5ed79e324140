"""The organisation chart in a browser: dragging somebody onto another changes whom they report to,
and so does the keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer
from clavero.relationships.models import Contact
from clavero.relationships.testing import make_contact
from tests.e2e.conftest import PageAt

WHERE = """([number]) => {
  const figure = document.querySelector("[data-map]");
  const box = figure.querySelector("[data-map-canvas]").getBoundingClientRect();
  const at = figure.cy.getElementById(`c${number}`).renderedPosition();
  return [box.x + at.x, box.y + at.y];
}"""


@pytest.fixture
def people(live_server: Any, cast: Cast, settings: Any, tmp_path: Path) -> list[Contact]:
    """A boss with two below."""
    settings.LEDGER_HOME = tmp_path / "ledger"
    customer = make_customer("C1")
    cover(cast.senior, customer)
    top = make_contact(customer, "Ángela Núñez")
    return [
        top,
        make_contact(customer, "Marta Gil", reports_to_id=top.pk),
        make_contact(customer, "Iñaki Peña", reports_to_id=top.pk),
    ]


def boss_of(contact: Contact) -> int | None:
    return Contact.objects.get(pk=contact.pk).reports_to_id


def where(page: Page, contact: Contact) -> tuple[float, float]:
    x, y = page.evaluate(WHERE, [contact.pk])
    return x, y


def test_the_boss_is_changed_by_dragging_and_by_keyboard(
    page_at: PageAt, people: list[Contact]
) -> None:
    top, marta, inaki = people
    page = page_at(width=1280)
    page.goto(f"/relationships/accounts/{Customer.objects.get().pk}/chart/", timeout=60_000)
    canvas = page.locator("[data-map-canvas]")
    expect(canvas.locator("canvas").first).to_be_visible()
    canvas.scroll_into_view_if_needed()
    page.mouse.move(*where(page, marta))
    page.mouse.down()
    page.mouse.move(*where(page, inaki), steps=8)
    page.mouse.up()
    told = page.locator("[data-announce]")
    expect(told).to_have_text("Marta Gil now reports to Iñaki Peña.")
    expect(page.locator("#said")).to_have_text("Marta Gil now reports to Iñaki Peña.")
    assert boss_of(marta) == inaki.pk
    page.get_by_role("button", name="Undo").click()
    expect(told).to_have_text("Marta Gil now reports to Ángela Núñez.")
    assert boss_of(marta) == top.pk
    page.locator("[data-map-canvas]").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-map-says]")).to_contain_text("Iñaki Peña")
    page.get_by_role("button", name="Whom they report to").press("Enter")
    form = page.locator("[data-map-form]")
    expect(form.locator("h2")).to_have_text("Iñaki Peña")
    form.get_by_label("Reports to").select_option(label="Marta Gil")
    form.get_by_role("button", name="Keep").press("Enter")
    expect(told).to_have_text("Iñaki Peña now reports to Marta Gil.")
    assert boss_of(inaki) == marta.pk
