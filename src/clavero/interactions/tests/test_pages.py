"""What people do on the pages of interactions."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.identity.testing import Cast
from clavero.interactions.models import Interaction
from clavero.interactions.rules.kinds import Kind
from clavero.interactions.selectors import choices_of
from clavero.interactions.services import decide, withdraw_decision
from clavero.interactions.testing import SYSTEM, ago, make_interaction
from clavero.portfolio.models import Customer
from clavero.relationships.services import merge_contacts
from clavero.relationships.testing import make_contact, make_tie

pytestmark = pytest.mark.django_db


@pytest.fixture
def senior(cast: Cast, as_person: AsPerson) -> Client:
    return as_person(cast.senior)


def at(name: str, *args: Any) -> str:
    return reverse(f"interactions:{name}", args=args)


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_a_line_is_enough(senior: Client, mine: Customer, cast: Cast) -> None:
    buyer = make_contact(mine)
    assert mine.name in words(senior.get(at("choose")))
    form = senior.get(at("new", mine.pk)).context["form"]
    few = {"kind": "call", "people": form.initial["people"]}
    page = senior.post(at("new", mine.pk), {**few, "minutes": "15"})
    assert page.status_code == 422
    assert page.context["form"]["minutes"].value() == "15", "what was tapped stays"
    assert "Say what about, or with whom it was." in words(page)
    given = {**few, "recent": [buyer.pk], "subject": "Stock", "minutes": "15"}
    page = words(senior.post(at("new", mine.pk), given, follow=True))
    assert "It is written down." in page
    made = Interaction.objects.get()
    assert (made.minutes, made.state, list(made.people.all())) == (15, "done", [cast.senior])
    page = words(senior.get(at("account", mine.pk)))
    assert "1 meeting, visit or call in the last 90 days, last contact today." in page
    assert "Stock" in words(senior.get(at("home")))


def test_with_whom_is_enough_and_names_nobody_in_what_it_is_called(
    senior: Client, mine: Customer
) -> None:
    buyer = make_contact(mine)
    senior.post(at("new", mine.pk), {"kind": "call", "recent": [buyer.pk]})
    made = Interaction.objects.get()
    assert (made.subject, [each.pk for each in made.contacts.all()]) == ("Call", [buyer.pk])


def test_a_visit_is_planned_by_ones_own_clock_and_held(
    senior: Client, mine: Customer, cast: Cast
) -> None:
    cast.senior.time_zone = "Europe/Madrid"
    cast.senior.save()
    day = timezone.localdate() + timedelta(days=2)
    given = {"kind": "visit", "subject": "Plant", "starts_at": f"{day:%Y-%m-%d}T09:00"}
    assert "09:00" in words(senior.post(at("new", mine.pk), given, follow=True))
    made = Interaction.objects.get()
    assert made.state == "planned"
    assert made.starts_at.hour in {7, 8}
    Interaction.objects.update(starts_at=made.starts_at - timedelta(days=4))
    held = {"decision": "held", "minutes": "0"}
    assert senior.post(at("interaction", made.pk), held).status_code == 422
    page = senior.post(at("interaction", made.pk), {**held, "minutes": "50"}, follow=True)
    assert "50 min" in words(page)


def test_what_came_of_it_is_written_down(senior: Client, mine: Customer) -> None:
    made = make_interaction(mine)
    here = at("interaction", made.pk)
    senior.post(here, {"decision": "decide", "text": "We visit in May"})
    assert "We visit in May" in words(senior.get(here))
    number = made.decisions.get().pk
    senior.post(here, {"decision": "withdraw", "number": str(number)})
    assert not made.decisions.exists()
    form = senior.get(at("change", made.pk)).context["form"]
    again = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    again |= {"starts_at": made.starts_at.strftime("%Y-%m-%dT%H:%M"), "text": "<b>Said</b>"}
    assert senior.post(at("change", made.pk), again).status_code == 302
    assert "&lt;b&gt;Said&lt;/b&gt;" in words(senior.get(here))
    carried = senior.get(at("remove", made.pk)).context["carried"]
    assert senior.post(at("remove", made.pk), carried, follow=True).status_code == 200
    assert not Interaction.objects.exists()


def test_a_list_is_filtered_and_taken_away(senior: Client, mine: Customer, cast: Cast) -> None:
    buyer = make_contact(mine)
    make_interaction(mine, buyer, ours=(cast.senior,), minutes=30, activity="selling")
    make_interaction(mine, subject="Other", kind=Kind.CALL)
    here = at("account", mine.pk)
    for query in ("function=purchasing", "search=gil", f"person={cast.senior.pk}", "kind=meeting"):
        listing = senior.get(f"{here}?{query}").context["listing"]
        assert listing.count == 1, query
    file = senior.get(f"{here}?export=csv").content.decode()
    assert buyer.name in file
    assert "Selling" in words(senior.get(at("account_time", mine.pk)))
    assert cast.senior.name in words(senior.get(at("time")))


def test_a_contact_shows_its_last_contacts_and_the_tie_is_fresh(
    senior: Client, mine: Customer, cast: Cast
) -> None:
    buyer = make_contact(mine)
    make_tie(buyer, cast.senior, interval_days=10)
    make_interaction(mine, buyer, ours=(cast.senior,))
    page = words(senior.get(reverse("relationships:contact", args=[buyer.pk])))
    assert "Last contacts" in page
    assert "Forecast of the year" in page
    assert "Last contact on" in page
    account = reverse("portfolio:customer", args=[mine.pk])
    assert at("account", mine.pk) in senior.get(account).content.decode()


def test_who_was_met_under_another_record_was_met(
    senior: Client, mine: Customer, actors: SimpleNamespace
) -> None:
    for number in range(9):
        make_interaction(mine, make_contact(mine, f"Buyer {number}"), starts_at=ago(days=5))
    survivor, copy = make_contact(mine, "Zoe"), make_contact(mine, "Z. Gil")
    make_interaction(mine, copy, subject="Forecast of May", starts_at=ago(days=1))
    merge_contacts(SYSTEM, source_id=copy.pk, target_id=survivor.pk)
    page = words(senior.get(reverse("relationships:contact", args=[survivor.pk])))
    assert "Forecast of May" in page
    assert choices_of(actors.senior, mine.pk).recent[0].id == survivor.pk


def test_a_mail_was_sent_or_received_in_files_too(
    senior: Client, mine: Customer, cast: Cast
) -> None:
    for kind, is_from_us in ((Kind.MEETING, None), (Kind.EMAIL, True), (Kind.EMAIL, False)):
        made = make_interaction(mine, make_contact(mine), kind=kind, ours=(cast.senior,))
        Interaction.objects.filter(pk=made.pk).update(is_from_us=is_from_us)
    file = senior.get(f"{at('account', mine.pk)}?export=csv&sort=state").content.decode()
    rows = [line for line in file.splitlines() if "Forecast of the year" in line]
    assert sorted(
        word
        for row in rows
        for word in ("Held", "Sent", "Received")
        if f";{word};" in row or f",{word}," in row
    ) == ["Held", "Received", "Sent"], file


def test_what_is_for_the_team_is_in_no_history_either(
    mine: Customer, actors: SimpleNamespace, cast: Cast, as_person: AsPerson
) -> None:
    made = make_interaction(mine, text="Kept minutes", is_restricted=True)
    decide(actors.senior, interaction_id=made.pk, text="They drop Acme")
    gone = decide(actors.senior, interaction_id=made.pk, text="They leave us")
    withdraw_decision(actors.senior, interaction_id=made.pk, decision_id=gone.pk)
    secret = ("They drop Acme", "They leave us", "Kept minutes")
    page = words(as_person(cast.executive).get(at("interaction", made.pk)))
    assert not [text for text in secret if text in page]
    assert "a decision withdrawn" in page, "that something was decided is told"
    page = words(as_person(cast.senior).get(at("interaction", made.pk)))
    assert all(text in page for text in secret)
