"""A customer that became key goes to a key account manager: arranged, prepared, accepted."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clavero.core.errors import Forbidden
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.portfolio import hooks
from clavero.portfolio.models import Coverage, Customer
from clavero.portfolio.selectors import CoverageRole, changes_of
from clavero.portfolio.testing import cover, make_customer, make_group
from clavero.portfolio.visibility import accounts
from clavero.selection.models import Decision, Handover
from clavero.selection.rules.handover import Item
from clavero.selection.rules.steps import Status
from clavero.selection.selectors import handovers, no_longer_key
from clavero.selection.sentences import no_longer_key_in_words
from clavero.selection.services import accept_handover, arrange_handover, tick, withdraw
from clavero.selection.testing import make_decision, make_key
from clavero.ui import formats
from clavero.ui.testing import notices, words

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person], Client]
Refuses = Callable[[str], AbstractContextManager[None]]
TODAY = timezone.localdate()


@pytest.fixture
def customer(cast: Cast) -> Customer:
    """A key account that the seller looks after."""
    found = make_customer("C1", "Talleres Ega")
    cover(cast.sales, found)
    make_key(found)
    return found


def arranged(actors: SimpleNamespace, cast: Cast, customer: Customer, **changes: Any) -> Handover:
    given = {
        "receiver_id": cast.junior_one.pk,
        "meeting_on": TODAY,
        "changes_on": TODAY,
        **changes,
    }
    return arrange_handover(actors.director, customer_id=customer.pk, **given)


def prepared(actor: Any, handover: Handover) -> None:
    for item in Item:
        tick(actor, handover_id=handover.pk, item=item, is_done=True)


def leads(customer: Customer) -> list[tuple[str, date, date | None]]:
    found = Coverage.objects.filter(customer=customer, role=CoverageRole.LEAD).order_by("start")
    return [(each.person.name, each.start, each.end) for each in found]


def test_it_goes_from_the_seller_to_the_manager_on_its_day(
    customer: Customer, cast: Cast, actors: SimpleNamespace
) -> None:
    on = TODAY + timedelta(days=20)
    handover = arranged(actors, cast, customer, changes_on=on)
    assert handover.giver == cast.sales
    prepared(actors.sales, handover)
    accept_handover(actors.junior_one, handover_id=handover.pk)
    assert [(name, end) for name, _start, end in leads(customer)] == [
        (cast.sales.name, on),
        (cast.junior_one.name, None),
    ]
    assert leads(customer)[1][1] == on
    told = [str(each.what) for each in changes_of(customer)]
    assert told[:3] == [
        "handover accepted",
        "somebody looks after it",
        "somebody stops looking after it",
    ]


def test_the_open_ones_come_first_and_then_the_latest_accepted(
    cast: Cast, actors: SimpleNamespace
) -> None:
    made = {}
    for code in ("OPEN", "FIRST", "LAST"):
        customer = make_customer(code)
        cover(cast.sales, customer)
        make_key(customer)
        made[code] = arranged(actors, cast, customer)
    for code in ("FIRST", "LAST"):
        prepared(actors.sales, made[code])
        accept_handover(actors.junior_one, handover_id=made[code].pk)
    for reader in (actors.sales, actors.director, Actor.system()):
        assert [each.customer.code for each in handovers(reader)] == ["OPEN", "LAST", "FIRST"]


def test_from_today_the_receiver_sees_it_and_the_giver_no_longer_does(
    customer: Customer, cast: Cast, actors: SimpleNamespace
) -> None:
    handover = arranged(actors, cast, customer)
    assert not accounts(actors.junior_one).exists()
    prepared(actors.junior_one, handover)
    accept_handover(actors.junior_one, handover_id=handover.pk)
    assert accounts(actors.junior_one).get() == customer
    assert not accounts(actors.sales).exists()


def test_whom_nobody_looked_after_is_simply_assigned(cast: Cast, actors: SimpleNamespace) -> None:
    customer = make_customer("C2")
    make_key(customer)
    handover = arranged(actors, cast, customer)
    assert handover.giver is None
    prepared(actors.director, handover)
    accept_handover(actors.junior_one, handover_id=handover.pk)
    assert leads(customer) == [(cast.junior_one.name, TODAY, None)]


def test_a_group_keeps_its_manager_when_a_member_changes_hands(
    cast: Cast, actors: SimpleNamespace
) -> None:
    member = make_customer("C2")
    group = make_group("Group", member)
    cover(cast.sales, group)
    make_key(member)
    handover = arranged(actors, cast, member)
    assert handover.giver == cast.sales
    prepared(actors.sales, handover)
    accept_handover(actors.junior_one, handover_id=handover.pk)
    assert leads(member) == [(cast.junior_one.name, TODAY, None)]
    assert [end for _name, _start, end in leads(group)] == [None]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"changes_on": TODAY - timedelta(days=1)}, "in_the_past"),
        ({"meeting_on": TODAY + timedelta(days=1)}, "meets_too_late"),
        ({"receiver_id": 0}, "no_manager"),
    ],
)
def test_what_cannot_be_arranged_is_refused(
    customer: Customer,
    cast: Cast,
    actors: SimpleNamespace,
    refuses: Refuses,
    changes: dict[str, Any],
    code: str,
) -> None:
    with refuses(code):
        arranged(actors, cast, customer, **changes)
    assert not Handover.objects.exists()


def test_only_key_accounts_go_to_a_key_account_manager(
    customer: Customer, cast: Cast, actors: SimpleNamespace, refuses: Refuses
) -> None:
    with refuses("not_key"):
        arranged(actors, cast, make_customer("C2"))
    for nobody in (cast.sales, cast.logistics, cast.executive):
        with refuses("no_manager"):
            arranged(actors, cast, customer, receiver_id=nobody.pk)
    cover(cast.senior, own := make_customer("C3"))
    make_key(own)
    with refuses("same_person"):
        arranged(actors, cast, own, receiver_id=cast.senior.pk)
    with pytest.raises(Forbidden):
        arrange_handover(
            actors.senior, customer_id=own.pk, receiver_id=cast.junior_one.pk,
            meeting_on=TODAY, changes_on=TODAY,
        )  # fmt: skip


def test_it_is_accepted_by_the_receiver_once_they_have_met_and_all_is_done(
    customer: Customer, cast: Cast, actors: SimpleNamespace, refuses: Refuses
) -> None:
    tomorrow = TODAY + timedelta(days=1)
    handover = arranged(actors, cast, customer, meeting_on=tomorrow, changes_on=tomorrow)
    with refuses("not_met"):
        accept_handover(actors.junior_one, handover_id=handover.pk)
    arranged(actors, cast, customer, seen=revision_of(handover))
    with refuses("not_done"):
        accept_handover(actors.junior_one, handover_id=handover.pk)
    prepared(actors.junior_one, handover)
    with pytest.raises(Forbidden):
        accept_handover(actors.director, handover_id=handover.pk)
    for stranger in (actors.junior_two, actors.hr):
        with pytest.raises(Handover.DoesNotExist):
            accept_handover(stranger, handover_id=handover.pk)
    accept_handover(actors.junior_one, handover_id=handover.pk)
    with refuses("accepted"):
        accept_handover(actors.junior_one, handover_id=handover.pk)
    with refuses("accepted"):
        tick(actors.junior_one, handover_id=handover.pk, item=Item.TERMS, is_done=False)


def test_of_two_who_change_what_is_arranged_the_second_is_told(
    customer: Customer, cast: Cast, actors: SimpleNamespace
) -> None:
    handover = arranged(actors, cast, customer)
    seen = revision_of(handover)
    arranged(actors, cast, customer, receiver_id=cast.junior_two.pk, seen=seen)
    with pytest.raises(ChangedMeanwhile) as told:
        arranged(actors, cast, customer, receiver_id=cast.senior.pk, seen=seen)
    assert cast.junior_two.name in str(told.value)
    later = TODAY + timedelta(days=5)
    arranged(actors, cast, customer, changes_on=later, seen=seen)
    handover.refresh_from_db()
    assert (handover.receiver, handover.changes_on) == (cast.junior_two, later)


def test_the_whole_way_through_the_pages(
    customer: Customer, cast: Cast, as_person: AsPerson
) -> None:
    director, junior = as_person(cast.director), as_person(cast.junior_one)
    page = director.get(reverse("selection:customer", args=[customer.pk]))
    assert "Hand it over" in words(page)
    address = reverse("selection:arrange", args=[customer.pk])
    sent = {
        "receiver_id": cast.junior_one.pk,
        "meeting_on": TODAY.isoformat(),
        "changes_on": TODAY.isoformat(),
        "note": "They dislike surprises",
    }
    answer = director.post(address, sent, follow=True)
    assert f"From {cast.sales.name} to {cast.junior_one.name}" in words(answer)
    handover = Handover.objects.get()
    seller = as_person(cast.sales)
    assert "Handovers" in words(seller.get(reverse("selection:handovers")))
    assert seller.get(reverse("selection:handover", args=[handover.pk])).status_code == 200
    early = junior.post(reverse("selection:accept", args=[handover.pk]), follow=True)
    assert "The checklist is not done yet." in notices(early)[0]
    for item in Item:
        seller.post(
            reverse("selection:tick", args=[handover.pk]), {"item": item.value, "is_done": "1"}
        )
    told = words(junior.get(reverse("selection:handover", args=[handover.pk])))
    assert told.count(f"· {cast.sales.name}") == len(Item)
    accepted = junior.post(reverse("selection:accept", args=[handover.pk]), follow=True)
    assert "Talleres Ega is yours from" in notices(accepted)[0]
    assert accounts_of(junior) == 200


def accounts_of(client: Client) -> int:
    customer = Customer.objects.get(code="C1")
    return client.get(reverse("portfolio:customer", args=[customer.pk])).status_code


@pytest.fixture
def ready(customer: Customer, cast: Cast, actors: SimpleNamespace) -> Handover:
    """A handover that only has to be accepted."""
    handover = arranged(actors, cast, customer)
    prepared(actors.sales, handover)
    return handover


def test_what_is_no_longer_key_is_not_accepted(
    ready: Handover, customer: Customer, cast: Cast, actors: SimpleNamespace, refuses: Refuses
) -> None:
    decision = Decision.objects.get(candidate__customer=customer)
    withdraw(actors.director, decision_id=decision.pk, reason="The wrong customer")
    with refuses("not_key"):
        accept_handover(actors.junior_one, handover_id=ready.pk)
    assert [(name, end) for name, _start, end in leads(customer)] == [(cast.sales.name, None)]
    assert handovers(actors.junior_one).get().is_open


def test_a_day_that_passed_unaccepted_is_not_told_as_to_come(
    ready: Handover, cast: Cast, as_person: AsPerson, today_is: Callable[[date], None]
) -> None:
    today_is(ready.changes_on + timedelta(days=20))
    page = words(as_person(cast.junior_one).get(reverse("selection:handover", args=[ready.pk])))
    assert "It was to change hands on" in page
    assert "It changes hands on" not in page


def test_the_page_says_why_it_rests_and_what_to_do(
    ready: Handover, customer: Customer, cast: Cast, actors: SimpleNamespace, as_person: AsPerson
) -> None:
    address = reverse("selection:handover", args=[ready.pk])
    junior = as_person(cast.junior_one)
    before = words(junior.get(address))
    assert "Accept it" in before
    assert "Nothing changes hands now" not in before
    decision = Decision.objects.get(candidate__customer=customer)
    withdraw(actors.director, decision_id=decision.pk, reason="The wrong customer")
    why = (
        f"{cast.director.name} has withdrawn the decision that had made Talleres Ega a key account."
    )
    page = words(junior.get(address))
    assert f"{why} Nothing changes hands now." in page
    assert "ask the director" in page
    assert "It was to change hands on" in page
    assert "on hold: it is not a key account" in words(junior.get(reverse("selection:handovers")))
    assert "Accept it" not in page
    assert "Change it" not in words(as_person(cast.director).get(address))
    sent = junior.post(reverse("selection:accept", args=[ready.pk]), follow=True)
    assert f"{why} Nothing changes hands now." in notices(sent)[0]


def test_another_decision_meanwhile_stops_it_and_a_new_decision_lets_it_go_on(
    ready: Handover, customer: Customer, cast: Cast, actors: SimpleNamespace
) -> None:
    first = Decision.objects.get(candidate__customer=customer)
    withdraw(actors.director, decision_id=first.pk, reason="The wrong day")
    make_decision(first.candidate, Status.NOT_KEY)
    gone = no_longer_key(handovers(actors.director).get())
    assert gone is not None
    told = no_longer_key_in_words("Talleres Ega", gone)
    assert told == "The committee has decided since: Talleres Ega is “Not key”."
    last = Decision.objects.valid().get()
    withdraw(actors.director, decision_id=last.pk, reason="It is one after all")
    make_decision(first.candidate, Status.KEY)
    accept_handover(actors.junior_one, handover_id=ready.pk)
    assert no_longer_key(handovers(actors.director).get()) is None
    assert leads(customer)[-1][0] == cast.junior_one.name


def test_a_line_is_taken_back_as_it_was_ticked(
    customer: Customer, cast: Cast, actors: SimpleNamespace
) -> None:
    handover = arranged(actors, cast, customer)
    tick(actors.sales, handover_id=handover.pk, item=Item.TERMS, is_done=True)
    tick(actors.sales, handover_id=handover.pk, item=Item.TERMS, is_done=True)
    assert tick(
        actors.director, handover_id=handover.pk, item=Item.CONTACTS, is_done=True
    ).ticked.keys() == {"terms", "contacts"}
    tick(actors.sales, handover_id=handover.pk, item=Item.TERMS, is_done=False)
    handover.refresh_from_db()
    assert handover.ticked.keys() == {"contacts"}
    with pytest.raises(Forbidden):
        tick(actors.executive, handover_id=handover.pk, item=Item.TERMS, is_done=True)


def test_what_is_past_is_told_as_past_and_what_is_late_is_marked(
    customer: Customer, cast: Cast, actors: SimpleNamespace, as_person: AsPerson
) -> None:
    handover = arranged(actors, cast, customer)
    director = as_person(cast.director)
    assert "overdue" not in words(director.get(reverse("selection:handovers")))
    past = TODAY - timedelta(days=5)
    Handover.objects.filter(pk=handover.pk).update(meeting_on=past, changes_on=past)
    assert "overdue" in words(director.get(reverse("selection:handovers")))
    told = words(director.get(reverse("selection:handover", args=[handover.pk])))
    assert "Their meeting was set for" in told
    assert "They meet on" not in told


def test_nobody_is_meant_to_receive_it_by_standing_first(
    customer: Customer, cast: Cast, as_person: AsPerson
) -> None:
    address = reverse("selection:arrange", args=[customer.pk])
    form = as_person(cast.director).get(address).context["form"]
    assert form.fields["receiver_id"].choices[0][0] == ""


def test_whoever_takes_more_than_one_person_can_is_warned(
    ready: Handover, cast: Cast, as_person: AsPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hooks, "WARNINGS_ON_COVERAGE", [lambda person, day: [f"{person}: four"]])
    address = reverse("selection:accept", args=[ready.pk])
    page = as_person(cast.junior_one).post(address, follow=True)
    assert f"{cast.junior_one.pk}: four" in notices(page)


def test_what_was_arranged_counts_for_who_takes_it(
    customer: Customer, cast: Cast, actors: SimpleNamespace
) -> None:
    for code in ("K1", "K2", "K3"):
        found = make_customer(code)
        cover(cast.junior_one, found)
        make_key(found)
    assert hooks.warnings_on_coverage(cast.junior_one.pk, TODAY) == []
    on = TODAY + timedelta(days=20)
    handover = arranged(actors, cast, customer, changes_on=on)
    (told,) = hooks.warnings_on_coverage(cast.junior_one.pk, TODAY)
    arranged_too = f"4 key accounts with what is arranged by {formats.day(on)}, of 3 at most."
    assert told == f"{cast.junior_one.name}: {arranged_too}"
    (told,) = hooks.warnings_on_coverage(cast.junior_one.pk, on)
    assert arranged_too in str(told), "nobody has accepted it"
    withdraw(actors.director, decision_id=latest_decision(customer), reason="By mistake")
    assert hooks.warnings_on_coverage(cast.junior_one.pk, TODAY) == [], "it rests"
    assert handover.is_open


def latest_decision(customer: Customer) -> int:
    return Decision.objects.filter(candidate__customer=customer).latest("pk").pk
