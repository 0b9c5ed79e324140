"""A review is held: its points are answered while somebody writes down what is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.urls import reverse
from playwright.sync_api import expect

from clavero.identity.testing import Cast
from clavero.plans.models import PlanReview
from clavero.plans.services import open_review
from clavero.plans.testing import SYSTEM, make_plan
from clavero.portfolio.testing import cover, make_customer
from tests.e2e.conftest import PageAt


def test_what_is_being_written_stays_while_points_are_answered(
    page_at: PageAt, live_server: Any, cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.LEDGER_HOME = tmp_path / "ledger"
    customer = make_customer("C1")
    cover(cast.senior, customer)
    make_plan(customer)
    held = open_review(SYSTEM, customer_id=customer.pk)
    page = page_at(person=cast.senior)
    page.goto(reverse("plans:review", args=[held.pk]), timeout=60_000)
    page.get_by_label("Notes").fill("They want a price for two years")
    page.get_by_role("button", name="The plan holds").first.click()
    expect(page.get_by_text("It is answered.")).to_be_visible()
    expect(page.get_by_label("Notes")).to_have_value("They want a price for two years")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("It is written down.")).to_be_visible()
    assert PlanReview.objects.get().notes == "They want a price for two years"
    page.reload()
    expect(page.get_by_label("Notes")).to_have_value("They want a price for two years")
