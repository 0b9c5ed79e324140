"""The pages of the playbook: read by who sees accounts, written by the director."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.matrix.rules.quadrants import Strategy
from clavero.playbook.models import PlaybookVersion, Proposal
from clavero.playbook.selectors import book_on, latest_book
from clavero.playbook.testing import first_proposal, placed
from clavero.portfolio.testing import cover
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person], Client]


@pytest.fixture
def director(as_person: AsPerson, cast: Cast) -> Client:
    return as_person(cast.director)


def shown(client: Client, address: str) -> dict[str, str]:
    form = client.get(address).context["form"]
    return {field.html_name: "" if field.value() is None else str(field.value()) for field in form}


def edit(client: Client, strategy: str = "invest", **changes: str) -> Any:
    address = reverse("playbook:edit", args=[strategy])
    return client.post(address, {**shown(client, address), "reason": "The yearly talk", **changes})


def test_the_four_plays_stand_beside_one_another(director: Client) -> None:
    told = words(director.get(reverse("playbook:playbook")))
    for text in ("Invest selectively", "40% to 50%", "Displacing the competitor", "every 3 months"):
        assert text in told
    spanish = words(director.get(reverse("playbook:playbook"), HTTP_ACCEPT_LANGUAGE="es"))
    assert "Ordeñar" in spanish


def test_a_new_version_holds_from_its_day(director: Client) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = edit(director, plan="Five years", valid_from=tomorrow.isoformat())
    assert answer.status_code == 302
    assert book_on(timezone.localdate()).version is None
    held = book_on(tomorrow)
    assert held.book[Strategy.INVEST].plan == "Five years"
    assert held.book[Strategy.HARVEST].share_to == 0.1
    told = words(director.get(reverse("playbook:version", args=[held.number])))
    assert "Five years" in told
    assert "The yearly talk" in told


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"share_from": "90", "share_to": "95"}, "sum to 130%, which is more than all"),
        ({"share_from": "60"}, "Invest: its share of time goes from the smaller to the larger."),
        ({"tasks": "Call them"}, "“Call them” has no rhythm"),
        ({"activities": ""}, "This field is required."),
        ({"reason": ""}, "This field is required."),
        ({"valid_from": "2020-01-01"}, "A version holds from today on"),
        ({}, "Nothing is different from the version before."),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_adopted(
    director: Client, changes: dict[str, str], told: str
) -> None:
    answer = edit(director, **changes)
    assert answer.status_code == 422
    assert told in words(answer)
    assert not PlaybookVersion.objects.exists()


def test_of_two_directors_the_second_is_told(director: Client) -> None:
    address = reverse("playbook:edit", args=["harvest"])
    mine = {**shown(director, address), "reason": "Mine", "plan": "None"}
    edit(director, plan="Five years")
    answer = director.post(address, mine)
    assert answer.status_code == 422
    assert "while you were working on this one" in words(answer)
    assert latest_book().book[Strategy.HARVEST].plan != "None"
    again = {**mine, "seen": str(answer.context["form"]["seen"].value())}
    assert director.post(address, again).status_code == 302
    assert latest_book().book[Strategy.HARVEST].plan == "None"
    assert latest_book().book[Strategy.INVEST].plan == "Five years"


def test_the_principles_of_the_company(director: Client) -> None:
    address = reverse("playbook:principles")
    sent = {**shown(director, address), "principles": "Money follows strategy.", "reason": "Ours"}
    assert director.post(address, sent).status_code == 302
    assert "Money follows strategy." in words(director.get(reverse("playbook:playbook")))


def test_what_is_proposed_is_decided_on_its_page(director: Client, cast: Cast) -> None:
    customer = placed("A", Strategy.MAINTAIN)
    page = reverse("playbook:account", args=[customer.pk])
    assert "7 proposals wait for a decision." in words(director.get(page))
    proposal = first_proposal(customer)
    answer = director.post(
        reverse("playbook:decide", args=[proposal.pk]),
        {"state": "edited", "text": "Renew before June", "due": "2026-05-29", "reason": "It ends"},
    )
    assert answer.status_code == 302
    told = words(director.get(page))
    assert "Renew before June" in told
    assert "Accepted, changed" in told
    director.post(reverse("playbook:accept_all", args=[customer.pk]))
    assert not Proposal.objects.filter(state="open").exists()
    assert "wait for a decision" not in words(director.get(page))


def test_the_list_has_what_waits_for_the_reader(as_person: AsPerson, cast: Cast) -> None:
    mine, _other = (
        placed("MINE", Strategy.INVEST),
        placed("OTHER", Strategy.HARVEST, date(2026, 4, 1)),
    )
    cover(cast.junior_one, mine)
    told = words(as_person(cast.junior_one).get(reverse("playbook:proposals")))
    assert "MINE" in told
    assert "OTHER" not in told


def test_conduct_says_where_time_goes(director: Client, cast: Cast) -> None:
    placed("A", Strategy.INVEST)
    told = words(director.get(reverse("playbook:conduct")))
    assert "No hours and no money have been recorded for these accounts." in told
    assert "no key account manager looks after it" in told
    assert "40% to 50%" in told
