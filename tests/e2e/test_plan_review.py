"""A review is held: its points are answered while somebody writes down what is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.urls import reverse
from playwright.sync_api import expect

from clavero.identity.testing import Cast
from clavero.plans.models import PlanReview
from clavero.plans.services import open_review, write_review
from clavero.plans.testing import SYSTEM, make_plan
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.testing import cover, make_customer
from tests.e2e.conftest import Faults, PageAt


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


def test_what_was_refused_stays_while_points_are_answered_and_is_its_writers_alone(
    page_at: PageAt, live_server: Any, cast: Cast, settings: Any, tmp_path: Path, faults: Faults
) -> None:
    faults.allowed = {422}
    settings.LEDGER_HOME = tmp_path / "ledger"
    customer = make_customer("C1")
    cover(cast.senior, customer)
    cover(cast.junior_one, customer, role=CoverageRole.MEMBER)
    make_plan(customer)
    held = open_review(SYSTEM, customer_id=customer.pk)
    page = page_at(person=cast.senior)
    address = reverse("plans:review", args=[held.pk])
    page.goto(address, timeout=60_000)
    page.get_by_label("Notes").fill("They want a price for two years")
    write_review(SYSTEM, review_id=held.pk, agenda="", notes="Of somebody else", decisions="")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("This was changed while you were looking at it.")).to_be_visible()
    page.get_by_role("button", name="The plan holds").first.click()
    expect(page.get_by_text("It is answered.")).to_be_visible()
    expect(page.get_by_label("Notes")).to_have_value("They want a price for two years")

    # Their time is over, and somebody else signs in here before they do.
    mine = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_label("Notes")).to_have_count(0)
    [other] = [
        each
        for each in page_at(person=cast.junior_one).context.cookies()
        if each["name"] == "sessionid"
    ]
    page.context.add_cookies([other])
    page.goto(address)
    expect(page.get_by_label("Notes")).to_have_value("Of somebody else")
    page.context.add_cookies([each for each in mine if each["name"] == "sessionid"])
    page.goto(address)
    expect(page.get_by_label("Notes")).to_have_value("They want a price for two years")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("It is written down.")).to_be_visible()
    assert PlanReview.objects.get().notes == "They want a price for two years"
    page.goto(reverse("plans:reviews", args=[customer.pk]))
    page.goto(address)
    expect(page.get_by_label("Notes")).to_have_value("They want a price for two years")
