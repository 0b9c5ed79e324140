"""An interaction on a phone: its button is in reach without scrolling, and a line, or a tap on whom
it was with, is enough."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

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


class Thumb:
    """Whoever writes with one: every tap and every key is counted, each step is thought of first.

    What they take is told by the keystroke-level model (Card, Moran & Newell 1980), with a tap and
    a key of a phone's keyboard instead of a mouse's and a typist's.
    """

    TAP, KEY, THOUGHT = Decimal("1.1"), Decimal("0.28"), Decimal("1.35")
    LIMIT = Decimal(20)

    def __init__(self) -> None:
        self.taps = self.keys = self.steps = 0

    def tap(self, where: Locator) -> None:
        """One tap, on something that is in sight and large enough for it."""
        where.wait_for()
        where.page.wait_for_load_state()  # before its styles have come a link is a line of text
        box = where.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= HIGH, "without scrolling"
        self.taps += 1
        self.steps += 1
        where.click()

    def write(self, page: Page, text: str) -> None:
        """Into what was tapped, letter by letter."""
        self.keys += len(text)
        self.steps += 1
        page.keyboard.type(text)

    @property
    def seconds(self) -> Decimal:
        """What a person takes, without what they wait for pages."""
        return self.TAP * self.taps + self.KEY * self.keys + self.THOUGHT * self.steps


@pytest.fixture
def phone(page_at: PageAt, live_server: Any, cast: Cast, settings: Any, tmp_path: Path) -> Page:
    """Today on a phone, of somebody with an account and a contact there."""
    settings.LEDGER_HOME = tmp_path / "ledger"
    customer = make_customer("C1", "Talleres Ega")
    cover(cast.senior, customer)
    make_contact(customer, "Leocadia Villanueva")
    page = page_at(width=360)
    page.set_viewport_size({"width": 360, "height": HIGH})
    page.goto(reverse("pages:today"), timeout=60_000)
    return page


def test_four_taps_and_no_key_write_a_call_down(phone: Page) -> None:
    """Half of what 20 seconds allow: the other half is for three pages to come."""
    thumb = Thumb()
    thumb.tap(phone.get_by_role("link", name="Write down a meeting or call"))
    thumb.tap(phone.get_by_role("link", name="Talleres Ega"))
    thumb.tap(phone.get_by_role("checkbox", name="Leocadia Villanueva"))
    thumb.tap(phone.get_by_role("button", name="Write it down"))
    expect(phone.get_by_text("It is written down.")).to_be_visible()
    made = Interaction.objects.get()
    assert (made.kind, [each.name for each in made.contacts.all()]) == (
        "call", ["Leocadia Villanueva"],
    )  # fmt: skip
    assert (thumb.taps, thumb.keys, thumb.seconds) == (4, 0, Decimal("9.8"))


def test_a_call_with_a_line_about_it_takes_less_than_20_seconds(phone: Page) -> None:
    thumb = Thumb()
    thumb.tap(phone.get_by_role("link", name="Write down a meeting or call"))
    thumb.tap(phone.get_by_role("link", name="Talleres Ega"))
    thumb.tap(phone.get_by_role("checkbox", name="Leocadia Villanueva"))
    thumb.tap(phone.get_by_label("What about"))
    thumb.write(phone, "Prices of May")
    thumb.tap(phone.get_by_role("button", name="Write it down"))
    expect(phone.get_by_text("It is written down.")).to_be_visible()
    made = Interaction.objects.get()
    assert (made.subject, made.contacts.get().name) == ("Prices of May", "Leocadia Villanueva")
    assert (thumb.taps, thumb.keys, thumb.seconds) == (5, 13, Decimal("17.24"))
    assert thumb.seconds <= thumb.LIMIT
