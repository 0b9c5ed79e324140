"""The pages about documents."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse

from clavero.conftest import AsPerson
from clavero.identity.doors import actor_for
from clavero.identity.testing import Cast
from clavero.plans.testing import make_plan
from clavero.portfolio.models import Customer
from clavero.reports.models import Document
from clavero.reports.rules import Kind, State
from clavero.reports.services import order_document
from clavero.reports.testing import SYSTEM, make_brief
from clavero.ui.testing import notices, words

pytestmark = pytest.mark.django_db


def test_ordered_on_the_account_and_downloaded(
    cast: Cast, as_person: AsPerson, customer: Customer
) -> None:
    browser = as_person(cast.senior)
    page = browser.get(reverse("portfolio:customer", args=[customer.pk]))
    here = reverse("reports:account", args=[customer.pk])
    assert here in page.content.decode()
    page = browser.get(here)
    assert "It has no plan yet" in words(page)
    given = {"kind": "account", "months": "3", "form": "pdf", "language": "es"}
    page = browser.post(here, given, follow=True)
    assert "Account brief: " in words(page)
    assert "1 page" in words(page)
    row = Document.objects.get()
    answer = browser.get(reverse("reports:download", args=[row.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert 'attachment; filename="' in answer["Content-Disposition"]
    assert answer.content.startswith(b"%PDF-")
    for name in ("reports:home", "reports:account"):
        arguments = [customer.pk] if name == "reports:account" else []
        assert "Ready" in words(browser.get(reverse(name, args=arguments)))


def test_documents_are_a_button_where_one_looks_for_them(
    cast: Cast, as_person: AsPerson, customer: Customer
) -> None:
    make_plan(customer)
    browser = as_person(cast.senior)
    of_account = reverse("reports:account", args=[customer.pk])
    for page, leads_to in (
        (reverse("portfolio:customer", args=[customer.pk]), of_account),
        (reverse("plans:plan", args=[customer.pk]), of_account),
        (reverse("portfolio:portfolio"), reverse("reports:portfolio")),
    ):
        shown = browser.get(page).content.decode()
        assert re.search(rf'<a class="btn" href="{leads_to}[^"]*">.*Documents</a>', shown), page
    order = browser.get(of_account).content.decode()
    assert '<option value="plan" selected' in order


def test_the_portfolio_report(cast: Cast, as_person: AsPerson, customer: Customer) -> None:
    browser = as_person(cast.director)
    page = browser.post(
        reverse("reports:portfolio"), {"form": "xlsx", "language": "en"}, follow=True
    )
    assert "Portfolio report: the whole portfolio" in words(page)
    row = Document.objects.get()
    answer = browser.get(reverse("reports:download", args=[row.pk]))
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer["Content-Disposition"].endswith('.xlsx"')


def test_a_form_that_lacks_something_comes_back(
    cast: Cast, as_person: AsPerson, customer: Customer
) -> None:
    browser = as_person(cast.senior)
    here = reverse("reports:account", args=[customer.pk])
    right = {"kind": "account", "form": "pdf", "language": "es"}
    for given in (
        {},
        {**right, "kind": "plan"},
        {**right, "language": "fr"},
        {**right, "form": "zip"},
        {**right, "kind": "handover"},  # nobody hands the account over
    ):
        assert browser.post(here, given).status_code == 422
    assert not Document.objects.exists()


def test_the_account_is_chosen_from_those_that_somebody_leads(
    cast: Cast, as_person: AsPerson, customer: Customer
) -> None:
    browser = as_person(cast.senior)
    home = reverse("reports:home")
    assert "Choose the document" not in words(browser.get(home, {"new": "1"}))
    make_plan(customer)
    assert "Choose the document" not in words(browser.get(home))
    assert "Choose the document" in words(browser.get(home, {"new": "1"}))
    answer = browser.get(home, {"account": customer.pk})
    assert answer["Location"] == reverse("reports:account", args=[customer.pk])
    assert browser.get(home, {"account": "x"}).status_code == 200


def test_while_it_is_made_the_page_says_how_far_it_is(
    cast: Cast, as_person: AsPerson, customer: Customer
) -> None:
    row = order_document(SYSTEM, kind=Kind.ACCOUNT, customer_id=customer.pk, language="en")
    browser, here = as_person(cast.director), reverse("reports:document", args=[row.pk])
    assert "Waits its turn" in words(browser.get(here))
    Document.objects.update(state=State.DRAWING.value)
    assert "70 %" in words(browser.get(here, headers={"HX-Request": "true"}))
    Document.objects.update(state=State.FAILED.value, failure="Nobody knows why.")
    answer = browser.get(here, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == here
    assert "Nobody knows why." in words(browser.get(here))
    assert browser.get(reverse("reports:download", args=[row.pk])).status_code == 404


def test_a_lost_file_is_said(
    cast: Cast, as_person: AsPerson, customer: Customer, folder: Path
) -> None:
    row = make_brief(customer)
    (folder / row.file).unlink()
    page = as_person(cast.director).get(reverse("reports:download", args=[row.pk]))
    assert "is not there, or is not what was made" in words(page)


def test_thrown_away_after_asking(cast: Cast, as_person: AsPerson, customer: Customer) -> None:
    row = make_brief(customer, actor_for(cast.director))
    browser, here = as_person(cast.director), reverse("reports:remove", args=[row.pk])
    assert "Throw “Account brief:" in words(browser.get(here))
    page = browser.post(here, follow=True)
    assert notices(page) == ["The document is gone."]
    assert not Document.objects.exists()
