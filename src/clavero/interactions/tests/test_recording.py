"""Interactions: works · refuses · an outsider is blind · audited · two at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.core.period import Period
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.identity.testing import Cast
from clavero.interactions import services
from clavero.interactions.jobs import recount_at_night
from clavero.interactions.models import Interaction
from clavero.interactions.rules.kinds import Kind, State
from clavero.interactions.selectors import (
    account_interactions,
    all_interactions,
    choices_of,
    interaction_seen,
    interaction_to_change,
    time_seen,
)
from clavero.interactions.testing import SYSTEM, ago, make_interaction
from clavero.portfolio.models import Customer
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.services import unmerge_customer
from clavero.portfolio.testing import cover, make_customer, make_group, make_one
from clavero.profitability.rules.work import WorkKind
from clavero.relationships.testing import make_contact
from clavero.work.rules import DueKind
from clavero.work.selectors import due_of_all

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], Any]


def test_a_call_is_written_down(mine: Customer, actors: SimpleNamespace, cast: Cast) -> None:
    buyer = make_contact(mine)
    made = services.record_interaction(
        actors.senior, customer_id=mine.pk, kind=Kind.CALL, subject="  Prices of May ",
        contacts=[buyer.pk], minutes=15, decisions=["We answer by Friday"],
    )  # fmt: skip
    seen = interaction_seen(actors.senior, made.pk)
    assert (seen.row.subject, seen.row.state, seen.row.was_planned) == (
        "Prices of May", State.DONE, False,
    )  # fmt: skip
    assert [each.name for each in seen.ours] == [cast.senior.name]
    assert [each.name for each in seen.theirs] == [buyer.name]
    assert [text for _number, text in seen.decisions] == ["We answer by Friday"]
    assert {each.verb for each in history(made)} == {"interaction.recorded", "interaction.decided"}
    assert choices_of(actors.senior, mine.pk).recent[0].id == buyer.pk


def test_one_to_come_is_planned_held_and_called_off(
    mine: Customer, actors: SimpleNamespace, refuses: Refuses
) -> None:
    to_come = timezone.now() + timedelta(days=3)
    made = services.record_interaction(
        actors.senior, customer_id=mine.pk, kind=Kind.VISIT, subject="Plant", starts_at=to_come
    )
    assert (made.state, made.was_planned) == (State.PLANNED, True)
    with refuses("in_the_future"):
        services.end_interaction(actors.senior, interaction_id=made.pk, state=State.DONE)
    services.end_interaction(actors.senior, interaction_id=made.pk, state=State.CANCELLED)
    services.end_interaction(actors.senior, interaction_id=made.pk, state=State.PLANNED)
    services.change_interaction(actors.senior, interaction_id=made.pk, starts_at=ago(hours=2))
    held = services.end_interaction(
        actors.senior, interaction_id=made.pk, state=State.DONE, minutes=90
    )
    assert (held.state, held.minutes, held.day) == (
        State.DONE, 90, timezone.localtime(ago(hours=2)).date(),
    )  # fmt: skip
    never = make_interaction(mine)
    with refuses("never_planned"):
        services.end_interaction(SYSTEM, interaction_id=never.pk, state=State.PLANNED)


def test_two_who_say_that_it_was_held_lose_nothing(
    mine: Customer, actors: SimpleNamespace, refuses: Refuses
) -> None:
    made = services.record_interaction(
        actors.senior, customer_id=mine.pk, kind=Kind.VISIT, subject="Plant",
        starts_at=timezone.now() + timedelta(days=3),
    )  # fmt: skip
    services.change_interaction(actors.senior, interaction_id=made.pk, starts_at=ago(hours=2))

    def held(minutes: int | None) -> int | None:
        return services.end_interaction(
            SYSTEM, interaction_id=made.pk, state=State.DONE, minutes=minutes
        ).minutes

    assert [held(None), held(90), held(None), held(90)] == [None, 90, 90, 90]
    with refuses("length_known"):
        held(30)


def test_the_same_meeting_twice_counts_once(mine: Customer) -> None:
    at = ago(days=2)
    first = make_interaction(mine, starts_at=at)
    second = make_interaction(mine, starts_at=at + timedelta(minutes=10))
    make_interaction(mine, starts_at=at + timedelta(minutes=5), kind=Kind.CALL)
    figures = account_interactions(SYSTEM, mine.pk).figures
    assert (figures.spoken, figures.twice) == (2, 1)
    services.change_interaction(
        SYSTEM, interaction_id=second.pk, starts_at=at + timedelta(minutes=16)
    )
    assert account_interactions(SYSTEM, mine.pk).figures.spoken == 3
    services.change_interaction(
        SYSTEM, interaction_id=second.pk, seen=revision_of(second), starts_at=at
    )
    services.remove_interaction(SYSTEM, interaction_id=first.pk)
    second.refresh_from_db()
    assert second.counts


def test_records_of_a_merged_customer_are_one_account(mine: Customer) -> None:
    at, other = ago(days=2), make_customer("C2")
    make_interaction(mine, starts_at=at)
    make_interaction(other, starts_at=at)
    make_one(other, mine)
    assert account_interactions(SYSTEM, mine.pk).figures.spoken == 1
    unmerge_customer(SYSTEM, customer_id=other.pk)
    for customer in (mine, other):
        assert account_interactions(SYSTEM, customer.pk).figures.spoken == 1
    make_one(other, mine)
    Interaction.objects.update(counts=True)
    recount_at_night(timezone.localdate())
    assert account_interactions(SYSTEM, mine.pk).figures.spoken == 1, "of merges before"


def test_what_a_merged_record_has_is_there(mine: Customer) -> None:
    other = make_customer("C2")
    first = make_interaction(other, uid="<1@x.example>")
    make_one(other, mine)
    assert make_interaction(mine, uid="<1@x.example>").pk == first.pk


def test_every_mail_counts(mine: Customer) -> None:
    at = ago(days=2)
    for minutes in (0, 5):
        make_interaction(mine, kind=Kind.EMAIL, starts_at=at + timedelta(minutes=minutes))
    make_interaction(mine, starts_at=at)
    was_a_meeting = make_interaction(mine, starts_at=at + timedelta(minutes=5))
    services.change_interaction(SYSTEM, interaction_id=was_a_meeting.pk, kind=Kind.EMAIL)
    figures = account_interactions(SYSTEM, mine.pk).figures
    assert (figures.held[Kind.EMAIL], figures.spoken, figures.twice) == (3, 1, 0)


def test_a_uid_is_taken_once(mine: Customer) -> None:
    first = make_interaction(mine, uid="<1@x.example>")
    again = make_interaction(mine, uid="<1@x.example>", subject="Other")
    assert (again.pk, Interaction.objects.count()) == (first.pk, 1)
    make_interaction(mine)
    make_interaction(mine, starts_at=ago(days=9))
    with pytest.raises(IntegrityError), transaction.atomic():
        Interaction.objects.exclude(pk=first.pk).update(uid="<1@x.example>")


def test_what_is_refused(mine: Customer, actors: SimpleNamespace, refuses: Refuses) -> None:
    elsewhere = make_contact(make_customer("C9"), "Elsewhere")
    for given, code in (
        ({"subject": " "}, "subject_missing"),
        ({"subject": "x" * 201}, "too_long"),
        ({"minutes": 0}, "no_length"),
        ({"minutes": 1441}, "no_length"),
        ({"starts_at": timezone.now().replace(year=1026)}, "odd_year"),
        ({"contacts": [elsewhere.pk]}, "contact_elsewhere"),
        ({"people": [10**9]}, "no_such_person"),
        ({"decisions": ["x" * 301]}, "too_long"),
    ):
        with refuses(code):
            services.record_interaction(
                actors.senior, customer_id=mine.pk, kind=Kind.CALL, **{"subject": "x", **given}
            )
    assert not Interaction.objects.exists()
    with pytest.raises(TypeError):
        make_interaction(mine, state="done")


def test_outsiders_see_nothing_of_it(mine: Customer, actors: SimpleNamespace, cast: Cast) -> None:
    made = make_interaction(mine)
    cover(cast.sales, make_customer("C2"))
    # A colleague of the department, somebody of another team, and people without customers.
    for name in ("logistics", "sales", "junior_one", "hr", "administrator"):
        outsider = getattr(actors, name)
        assert not all_interactions(outsider).exists()
        for read in (account_interactions, choices_of):
            with pytest.raises(Customer.DoesNotExist):
                read(outsider, mine.pk)
        for read_one in (interaction_seen, interaction_to_change):
            with pytest.raises(Interaction.DoesNotExist):
                read_one(outsider, made.pk)
        with pytest.raises(Customer.DoesNotExist):
            services.record_interaction(outsider, customer_id=mine.pk, kind=Kind.CALL, subject="x")
        for verb in (services.change_interaction, services.remove_interaction):
            with pytest.raises(Interaction.DoesNotExist):
                verb(outsider, interaction_id=made.pk)
    with pytest.raises(Forbidden):
        services.remove_interaction(actors.executive, interaction_id=made.pk)


def test_marked_minutes_are_for_the_team(
    mine: Customer, actors: SimpleNamespace, cast: Cast
) -> None:
    made = make_interaction(mine, text="A secret", is_restricted=True)
    assert not interaction_seen(actors.executive, made.pk).tells_minutes
    assert interaction_seen(actors.senior, made.pk).tells_minutes
    cover(cast.executive, mine, role=CoverageRole.SPONSOR)
    assert interaction_seen(actors.executive, made.pk).tells_minutes


def test_a_group_has_those_of_its_units(mine: Customer, actors: SimpleNamespace) -> None:
    group = make_group("Group", mine, code="G")
    boss = make_contact(group, "Owner")
    made = make_interaction(mine, boss)
    assert [each.pk for each in account_interactions(actors.director, group.pk).rows] == [made.pk]


def test_two_people_at_once_are_told(mine: Customer, actors: SimpleNamespace) -> None:
    made = make_interaction(mine)
    seen = revision_of(made)
    services.change_interaction(actors.director, interaction_id=made.pk, seen=seen, text="Hers")
    with pytest.raises(ChangedMeanwhile):
        services.change_interaction(actors.senior, interaction_id=made.pk, seen=seen, text="His")
    services.change_interaction(actors.senior, interaction_id=made.pk, seen=seen, minutes=20)
    made.refresh_from_db()
    assert (made.text, made.minutes) == ("Hers", 20)


def test_who_took_part_is_not_written_over_unseen(mine: Customer, actors: SimpleNamespace) -> None:
    one, two, three = (make_contact(mine, name) for name in ("Marta Gil", "Ana Ruiz", "Luis Paz"))
    made = make_interaction(mine, one)
    seen = revision_of(made)

    def put(actor: Any, seen: int, **given: Any) -> None:
        services.change_interaction(actor, interaction_id=made.pk, seen=seen, **given)

    put(actors.director, seen, contacts=[one.pk, two.pk])
    with pytest.raises(ChangedMeanwhile) as told:
        put(actors.senior, seen, contacts=[one.pk, three.pk], text="His")
    assert "Ana Ruiz" in told.value.told["contacts"]
    # Whoever left the field as it was takes nobody away, and is told where something else clashes.
    put(actors.senior, seen, contacts=[one.pk], place="Plant")
    assert set(made.contacts.all()) == {one, two}
    put(actors.director, revision_of(made), text="Hers")
    with pytest.raises(ChangedMeanwhile) as told:
        put(actors.senior, seen, contacts=[one.pk], text="His")
    assert told.value.kept == {"contacts": [one.pk, two.pk]}
    put(actors.senior, told.value.revision, contacts=[one.pk, three.pk])
    assert set(made.contacts.all()) == {one, three}


def test_the_form_comes_back_with_whom_another_added(
    mine: Customer, actors: SimpleNamespace, cast: Cast, as_person: AsPerson
) -> None:
    one, two, three = (make_contact(mine, name) for name in ("Marta Gil", "Ana Ruiz", "Luis Paz"))
    made = make_interaction(mine, one)
    seen = revision_of(made)
    services.change_interaction(
        actors.director, interaction_id=made.pk, seen=seen, subject="Hers",
        contacts=[one.pk, two.pk, three.pk],
    )  # fmt: skip
    address = reverse("interactions:change", args=[made.pk])
    sent = {
        "seen": seen, "kind": "meeting", "subject": "His", "contacts": [one.pk],
        "starts_at": timezone.localtime(made.starts_at).strftime("%Y-%m-%dT%H:%M"),
    }  # fmt: skip
    answer = as_person(cast.senior).post(address, sent)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert form.data.getlist("contacts") == [str(each.pk) for each in (one, two, three)]
    assert form.data["subject"] == "His"


def test_whoever_ends_one_that_another_has_ended_is_told(
    mine: Customer, actors: SimpleNamespace, cast: Cast, as_person: AsPerson
) -> None:
    made = services.record_interaction(
        actors.senior, customer_id=mine.pk, kind=Kind.VISIT, subject="Plant", minutes=60,
        starts_at=timezone.now() + timedelta(days=3),
    )  # fmt: skip
    services.change_interaction(actors.senior, interaction_id=made.pk, starts_at=ago(hours=2))
    client, address = as_person(cast.senior), reverse("interactions:interaction", args=[made.pk])
    seen = client.get(address).context["found"].seen
    services.end_interaction(actors.director, interaction_id=made.pk, state=State.DONE, minutes=90)
    for given in ({"decision": "cancelled"}, {"decision": "held", "minutes": "30"}):
        answer = client.post(address, {**given, "seen": seen})
        assert answer.status_code == 422
        assert "changed" in str(answer.context["overtaken"])
        assert answer.context["overtaken"][0] in unescape(answer.content.decode())
        made.refresh_from_db()
        assert (made.state, made.minutes) == (State.DONE, 90)
    # The length that was left as it stood is nobody's wish.
    client.post(address, {"decision": "held", "minutes": "60", "seen": seen})
    made.refresh_from_db()
    assert made.minutes == 90
    # What was read of it is known: it is planned again, and called off.
    for decision, state in (("planned", State.PLANNED), ("cancelled", State.CANCELLED)):
        seen = client.get(address).context["found"].seen
        assert client.post(address, {"decision": decision, "seen": seen}).status_code == 302
        made.refresh_from_db()
        assert made.state == state


def test_what_was_written_since_is_not_removed_along(
    mine: Customer, actors: SimpleNamespace, cast: Cast, as_person: AsPerson
) -> None:
    made = make_interaction(mine)
    client, address = as_person(cast.senior), reverse("interactions:remove", args=[made.pk])
    page = client.get(address)
    carried = page.context["carried"]
    services.decide(actors.director, interaction_id=made.pk, text="We answer by Friday")
    answer = client.post(address, carried, follow=True)
    assert "has changed it meanwhile" in answer.content.decode()
    assert Interaction.objects.filter(pk=made.pk).exists()
    client.post(address, client.get(address).context["carried"])
    assert not Interaction.objects.exists()


def test_where_the_time_goes(mine: Customer, actors: SimpleNamespace, cast: Cast) -> None:
    today = timezone.localdate()
    period = Period.inclusive(today - timedelta(30), today)
    both = (cast.senior, cast.junior_one)
    make_interaction(mine, ours=both, minutes=60, activity=WorkKind.KNOWLEDGE)
    make_interaction(mine, ours=(cast.senior,), minutes=30, activity=WorkKind.SELLING,
                     starts_at=ago(days=3))  # fmt: skip
    make_interaction(mine, ours=(cast.senior,), minutes=10, starts_at=ago(days=4))
    make_interaction(mine, ours=(cast.senior,), minutes=999, starts_at=ago(days=99))
    found = time_seen(actors.senior, period, mine.pk)
    assert found.total.by_kind == {WorkKind.KNOWLEDGE: 120, WorkKind.SELLING: 30}
    assert [(each.name, each.time.total) for each in found.people] == [
        (cast.senior.name, 100), (cast.junior_one.name, 60),
    ]  # fmt: skip
    assert [each.time.unsaid for each in time_seen(actors.senior, period).accounts] == [10]
    assert time_seen(actors.sales, period).total.total == 0


def test_the_time_of_each_who_wrote_the_same_meeting_down_is_told_once(
    mine: Customer, cast: Cast
) -> None:
    today, at = timezone.localdate(), ago(days=2)
    period = Period.inclusive(today - timedelta(30), today)
    make_interaction(mine, ours=(cast.senior,), minutes=60, starts_at=at)
    for later in (3, 6):  # twice by another, and once more by the first
        make_interaction(
            mine, ours=(cast.junior_one,), minutes=60, starts_at=at + timedelta(minutes=later)
        )
    make_interaction(mine, ours=(cast.senior,), minutes=60, starts_at=at + timedelta(minutes=9))
    assert Interaction.objects.filter(counts=True).count() == 1
    found = time_seen(SYSTEM, period)
    assert {each.name: each.time.total for each in found.people} == {
        cast.senior.name: 60, cast.junior_one.name: 60,
    }  # fmt: skip
    assert found.total.total == 120


def test_a_next_step_is_a_task_and_a_planned_visit_a_day_of_the_calendar(
    mine: Customer, actors: SimpleNamespace, cast: Cast
) -> None:
    today = timezone.localdate()
    made = make_interaction(mine, subject="Plant", starts_at=timezone.now() + timedelta(days=2))
    for text in ("Send the offer", "Ask the plant"):
        services.add_step(
            actors.senior, interaction_id=made.pk, text=text, due=today, owner_id=cast.senior.pk
        )
    steps = interaction_seen(actors.senior, made.pk).steps
    assert {(each.text, each.owner, each.detail) for each in steps} == {
        ("Send the offer", cast.senior.name, "Plant"), ("Ask the plant", cast.senior.name, "Plant"),
    }  # fmt: skip
    with pytest.raises(Interaction.DoesNotExist):
        services.add_step(actors.sales, interaction_id=made.pk, text="x", owner_id=cast.sales.pk)
    period = Period(today, today + timedelta(days=9))
    found = due_of_all(actors.senior, period, owner_ids=None)
    (due,) = [each for each in found if each.kind is DueKind.MEETING]
    assert (due.text, due.day, due.is_done) == ("Plant", today + timedelta(days=2), False)
    assert due_of_all(actors.sales, period, owner_ids=None) == []
