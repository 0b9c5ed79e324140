"""An interaction on a phone: its button is in reach without scrolling, and a line, or a tap on whom
it was with, is enough."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.urls import reverse
from playwright.sync_api import expect

from clavero.identity.testing import Cast
from clavero.interactions.models import Interaction
from clavero.portfolio.testing import cover, make_customer
from clavero.relationships.testing import make_contact
from tests.e2e.conftest import PageAt

HIGH = 740


def test_the_button_is_in_reach_wherever_the_page_stands(
    page_at: PageAt, live_server: Any, cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.LEDGER_HOME = tmp_path / "ledger"
    customer = make_customer("C1")
    cover(cast.senior, customer)
    for number in range(8):
        make_contact(customer, f"Leocadia Villanueva Montes {number}")
    page = page_at(width=360)
    page.set_viewport_size({"width": 360, "height": HIGH})
    page.goto(reverse("interactions:new", args=[customer.pk]), timeout=60_000)
    button = page.get_by_role("button", name="Write it down")
    for down in (0, 400, 10_000):
        page.evaluate("(down) => window.scrollTo(0, down)", down)
        box = button.bounding_box()
        assert box is not None
        assert 0 <= box["y"] <= HIGH - box["height"], down
        assert box["height"] >= 44
    page.evaluate("() => window.scrollTo(0, 0)")
    page.get_by_label("What about").fill("Prices of May")
    button.click()
    expect(page.get_by_text("It is written down.")).to_be_visible()
    assert Interaction.objects.get().subject == "Prices of May"


def test_four_taps_and_no_key_write_a_call_down(
    page_at: PageAt, live_server: Any, cast: Cast, settings: Any, tmp_path: Path
) -> None:
    """What 20 seconds allow: to choose four times, and to wait for three pages."""
    settings.LEDGER_HOME = tmp_path / "ledger"
    customer = make_customer("C1", "Talleres Ega")
    cover(cast.senior, customer)
    make_contact(customer, "Leocadia Villanueva")
    page = page_at(width=360)
    page.set_viewport_size({"width": 360, "height": HIGH})
    page.goto(reverse("pages:today"), timeout=60_000)
    first = page.get_by_role("link", name="Write down a meeting or call")
    box = first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= HIGH, "in sight at once"
    first.click()
    page.get_by_role("link", name="Talleres Ega").click()
    page.get_by_role("checkbox", name="Leocadia Villanueva").click()
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("It is written down.")).to_be_visible()
    made = Interaction.objects.get()
    assert (made.kind, [each.name for each in made.contacts.all()]) == (
        "call", ["Leocadia Villanueva"],
    )  # fmt: skip
