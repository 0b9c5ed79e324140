"""Documents for the customer: what they read by their link, in every form, and nothing of ours."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from clavero.conftest import AsPerson
from clavero.identity.testing import Cast
from clavero.plans.models import Action, Initiative, Objective
from clavero.plans.rules.kinds import ActionState
from clavero.plans.rules.outward import OF_KIND, OF_TABLE
from clavero.plans.testing import make_action, make_plan
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer
from clavero.reports.content.customer import joint_plan, joint_review
from clavero.reports.content.model import Calendar, Document, Table
from clavero.reports.models import Document as Ordered
from clavero.reports.rendering.calendars import drawn
from clavero.reports.rendering.decks import to_deck
from clavero.reports.rendering.pages import to_pdf
from clavero.reports.rendering.pages.telling import as_told
from clavero.reports.rendering.sheets import to_sheets
from clavero.reports.rendering.tests.opened import all_words
from clavero.reports.rendering.words import to_text
from clavero.reports.rules import FORMS, Kind
from clavero.reports.services import draw, order_document
from clavero.reports.testing import SYSTEM
from clavero.sharing.testing import (
    make_row_of_every_kind,
    make_shared_plan,
    said_of_ours,
)

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], AbstractContextManager[None]]
TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def own_ledger(settings: Any, tmp_path: Path) -> None:
    settings.LEDGER_HOME = tmp_path / "ledger"


@pytest.fixture
def account(cast: Cast) -> Customer:
    """An account that the senior leads, without a plan."""
    customer = make_customer("C1", "Talleres Ega, S.L.")
    cover(cast.senior, customer)
    return customer


@pytest.fixture
def shared(account: Customer) -> Customer:
    """Its plan is approved, and part of it is for the customer."""
    make_plan(account)
    make_shared_plan(account)
    return account


def words_of_pages(document: Document) -> str:
    """All that a PDF is set from."""
    made = drawn(document)
    told = json.dumps(as_told(made), ensure_ascii=False)
    return "\n".join([told, *(each.svg for each in made.pictures)])


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("months", [None, 12])
def test_no_file_says_what_is_ours(
    actors: SimpleNamespace, account: Customer, language: str, months: int | None
) -> None:
    make_row_of_every_kind(account)
    with override(language):
        document = (
            joint_plan(actors.senior, account.pk)
            if months is None
            else joint_review(actors.senior, account.pk, months)
        )
    files = {
        "pdf": words_of_pages(document),
        "pptx": all_words(to_deck(document)),
        "docx": all_words(to_text(document)),
        "xlsx": all_words(to_sheets(document)),
    }
    for form, text in files.items():
        said = text.lower()
        assert said_of_ours(said) == [], form
        # A review leaves out what is not of its period; the plan says all that is for them.
        shown = (*OF_KIND, *OF_TABLE) if months is None else ("need", "objective", "initiative")
        for each in shown:
            assert f"shown {each}" in said, (form, each)
    assert to_pdf(document).count >= 1


def test_only_what_is_approved_and_still_marked_is_handed_out(
    actors: SimpleNamespace, shared: Customer
) -> None:
    make_action(shared, "Not approved yet", is_shared=True)
    Objective.objects.update(is_shared=False)
    Initiative.objects.update(text="Under work")
    text = words_of_pages(joint_plan(actors.senior, shared.pk))
    assert "Stock on their site" in text
    for word in ("Not approved yet", "Grow together", "Under work", "Ours to guess"):
        assert word not in text, word


def test_it_says_who_it_is_for_and_never_that_it_is_internal(
    actors: SimpleNamespace, shared: Customer
) -> None:
    document = joint_plan(actors.senior, shared.pk)
    assert document.title == "Our plan with Talleres Ega, S.L."
    assert document.handling.startswith("For Talleres Ega, S.L.")
    assert "Internal" not in words_of_pages(document)
    assert document.subtitle.startswith("Version 1, approved on")


def test_their_actions_are_a_calendar_that_judges_nobody(
    actors: SimpleNamespace, account: Customer
) -> None:
    make_plan(account)
    make_action(account, "Send the list", start=TODAY - timedelta(days=9),
                end=TODAY - timedelta(days=3), is_shared=True)  # fmt: skip
    dropped = make_action(account, "Not any more", is_shared=True)
    make_shared_plan(account)
    Action.objects.filter(pk=dropped.pk).update(state=ActionState.DROPPED.value)
    document = joint_plan(actors.senior, account.pk)
    [calendar] = [each for each in document.blocks if isinstance(each, Calendar)]
    assert [each.text for each in calendar.bars] == ["Send the list", "List the critical spares"]
    assert "Late" not in words_of_pages(document)


def test_a_review_parts_what_was_done_from_what_comes(
    actors: SimpleNamespace, account: Customer
) -> None:
    make_plan(account)
    done = make_action(account, "Count the stock", start=TODAY - timedelta(days=40),
                       end=TODAY - timedelta(days=20), is_shared=True)  # fmt: skip
    make_shared_plan(account)
    Action.objects.filter(pk=done.pk).update(state=ActionState.DONE.value, done_on=TODAY)
    document = joint_review(actors.senior, account.pk, 3)
    tables = {
        section.title: [
            row[1].text
            for block in section.blocks
            if isinstance(block, Table)
            for row in block.rows
        ]
        for section in document.sections
    }
    assert tables["What was done"] == ["Count the stock"]
    assert tables["What comes next"] == ["List the critical spares"]


def test_refused_before_there_is_anything_for_the_customer(
    actors: SimpleNamespace, account: Customer, refuses: Refuses
) -> None:
    told: dict[str, Any] = {"customer_id": account.pk, "language": "es"}
    for kind in (Kind.SHARED_PLAN, Kind.SHARED_REVIEW):
        with refuses("no_plan"):
            order_document(actors.senior, kind=kind, **told)
    make_plan(account)
    with refuses("not_approved"):
        order_document(actors.senior, kind=Kind.SHARED_PLAN, **told)
    make_shared_plan(account)
    assert order_document(actors.senior, kind=Kind.SHARED_REVIEW, **told).months == 3
    for model in (Action, Initiative, Objective):
        model.objects.update(is_shared=False)
    account.needs.update(is_shared=False)
    with refuses("nothing_shared"):
        order_document(actors.senior, kind=Kind.SHARED_PLAN, **told)
    with pytest.raises(ObjectDoesNotExist):  # ordered before, made after
        joint_plan(actors.senior, account.pk)


def test_strangers_find_none(actors: SimpleNamespace, shared: Customer) -> None:
    with pytest.raises(Customer.DoesNotExist):
        order_document(actors.sales, kind=Kind.SHARED_PLAN, customer_id=shared.pk, language="en")
    with pytest.raises(ObjectDoesNotExist):
        joint_plan(actors.sales, shared.pk)


@pytest.mark.parametrize("form", FORMS[Kind.SHARED_PLAN])
def test_it_is_made_in_every_form(shared: Customer, form: Any) -> None:
    made = draw(SYSTEM, kind=Kind.SHARED_PLAN, form=form, language="es", customer_id=shared.pk)
    assert made.content.kind_name in {"Joint plan", "Plan conjunto"}
    assert len(made.file) > 1000


def test_ordered_on_the_accounts_page(cast: Cast, as_person: AsPerson, shared: Customer) -> None:
    given = {"kind": "shared-plan", "months": "6", "form": "xlsx", "language": "en"}
    as_person(cast.senior).post(reverse("reports:account", args=[shared.pk]), given)
    row = Ordered.objects.get()
    assert (row.kind, row.months, row.state) == (Kind.SHARED_PLAN, None, "done")
