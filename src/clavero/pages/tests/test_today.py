"""*Today*: what is due, what waits, and what has changed about one's accounts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clavero.core.revisions import revision_of
from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.kpis.services import refresh
from clavero.kpis.testing import SYSTEM, set_something
from clavero.ledger.testing import Row, ledger_of
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.testing import hold
from clavero.pages.words import when
from clavero.plans.testing import make_action, make_plan
from clavero.playbook.models import Proposal
from clavero.playbook.rules.proposals import Kind, proposed_of
from clavero.playbook.services import accept_proposal
from clavero.playbook.words import item_in_words
from clavero.portfolio.models import Customer
from clavero.portfolio.services import edit_customer
from clavero.portfolio.testing import cover, make_customer
from clavero.selection.models import Handover
from clavero.selection.testing import make_key
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person], Client]


@pytest.fixture
def account(cast: Cast) -> Customer:
    """An account of the senior's that got its strategy a year ago tomorrow."""
    customer = make_customer("A", "Aceites Aljarafe")
    cover(cast.senior, customer)
    a_year_ago = timezone.localdate() - timedelta(days=364)
    hold(a_year_ago, {"A": Strategy.INVEST})
    return customer


def told(client: Client) -> str:
    return words(client.get(reverse("pages:today")))


def test_proposals_wait_for_their_manager(
    as_person: AsPerson, cast: Cast, account: Customer
) -> None:
    sentence = "proposals of the playbook wait to be decided"
    assert sentence in told(as_person(cast.senior))
    assert f"{sentence} for {cast.senior.name}" in told(as_person(cast.director))
    assert sentence not in told(as_person(cast.sales))


def test_what_was_agreed_is_due(
    as_person: AsPerson, cast: Cast, actors: SimpleNamespace, account: Customer
) -> None:
    objective = Proposal.objects.filter(kind=Kind.OBJECTIVE).order_by("place")[0]
    accept_proposal(actors.senior, proposal_id=objective.pk, seen=revision_of(account))
    page = told(as_person(cast.senior))
    kept = proposed_of(Kind.OBJECTIVE, objective.key, objective.content)
    day = when(kept.due, timezone.localdate())
    assert f"Aceites Aljarafe {item_in_words(kept.what)} {day}" in page


def test_actions_of_plans_are_due(as_person: AsPerson, cast: Cast, account: Customer) -> None:
    make_plan(account)
    tomorrow = timezone.localdate() + timedelta(days=1)
    make_action(account, "Call the buyer", end=tomorrow, owner_id=cast.senior.pk)
    make_action(account, "Much later", end=tomorrow + timedelta(days=60))
    assert "Aceites Aljarafe Call the buyer tomorrow" in told(as_person(cast.senior))
    assert f"Call the buyer for {cast.senior.name} tomorrow" in told(as_person(cast.director))
    assert "Much later" not in told(as_person(cast.director))
    assert "Call the buyer" not in told(as_person(cast.sales))


def test_a_handover_is_told_to_both(as_person: AsPerson, cast: Cast, account: Customer) -> None:
    make_key(account)
    day = timezone.localdate() + timedelta(days=3)
    Handover.objects.create(
        customer=account, giver=cast.sales, receiver=cast.senior, meeting_on=day, changes_on=day
    )
    assert f"Take it over from {cast.sales.name} in 3 days" in told(as_person(cast.senior))
    assert f"Hand it over to {cast.senior.name} in 3 days" in told(as_person(cast.sales))
    assert "in 3 days" not in told(as_person(cast.junior_one))


def test_a_handover_that_has_not_been_accepted_in_time_is_late(
    as_person: AsPerson, cast: Cast, account: Customer
) -> None:
    make_key(account)
    day = timezone.localdate() - timedelta(days=2)
    Handover.objects.create(
        customer=account, giver=cast.sales, receiver=cast.senior, meeting_on=day, changes_on=day
    )
    page = told(as_person(cast.senior))
    assert "1 of them should have been done before today." in page
    assert "2 days late" in page


def test_changes_are_told_to_who_sees_the_account(
    as_person: AsPerson, cast: Cast, actors: SimpleNamespace, account: Customer
) -> None:
    edit_customer(
        actors.director, customer_id=account.pk, name="Aceites del Sur", seen=revision_of(account)
    )
    assert f"Aceites del Sur record edited {cast.director.name}" in told(as_person(cast.senior))
    assert "record edited" not in told(as_person(cast.sales))


def test_nothing_is_told_as_nothing(as_person: AsPerson, cast: Cast) -> None:
    page = told(as_person(cast.sales))
    assert "Nothing is due in the next two weeks" in page
    assert "Nobody has changed anything since" in page


@pytest.mark.parametrize(
    ("apart", "said"),
    [
        (-2, "2 days late"),
        (-1, "1 day late"),
        (0, "today"),
        (1, "tomorrow"),
        (2, "in 2 days"),
        (7, "in 7 days"),
        (8, "10 Dec 2026"),
    ],
)
def test_days_are_said_as_one_says_them(apart: int, said: str) -> None:
    today = date(2026, 12, 2)
    assert " ".join(when(today + timedelta(days=apart), today).split()) == said


def test_my_accounts_stand_with_their_lights(
    as_person: AsPerson, cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.LEDGER_HOME = tmp_path / "ledger"
    today = timezone.localdate()
    ledger_of([Row(f"F{back}", "A", date=today - timedelta(back)) for back in range(1, 800, 30)])
    its = Customer.objects.get(code="A")
    assert "My accounts" not in told(as_person(cast.senior))
    cover(cast.senior, its)
    refresh(SYSTEM)
    set_something(its, target="999999")
    page = told(as_person(cast.senior))
    assert "My accounts" in page
    assert "Red: Net sales." in page
    address = reverse("kpis:account", args=[its.pk])
    assert address in as_person(cast.senior).get(reverse("pages:today")).content.decode()
    assert "My accounts" not in told(as_person(cast.sales))
