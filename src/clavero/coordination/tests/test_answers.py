"""Each side hears what the other has done with a request."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.urls import reverse

from clavero.conftest import AsPerson
from clavero.coordination import services
from clavero.coordination.models import Department, Member, Request
from clavero.coordination.rules.requests import Urgency
from clavero.coordination.selectors import request_seen
from clavero.coordination.testing import SYSTEM, make_asked
from clavero.core.revisions import revision_of
from clavero.identity.models import Person
from clavero.identity.rules import Role
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.work.models import Task


def heard(cast: Cast) -> list[tuple[str, str, bool]]:
    """Who has which open task, and whether it is of the account."""
    names = {cast.senior.pk: "asker", cast.logistics.pk: "department"}
    rows = Task.objects.filter(state="open").order_by("pk")
    return [
        (names[each.owner_id or 0], each.text.split(":")[0], each.customer_id is not None)
        for each in rows
    ]


def test_who_asked_and_the_department_hear_of_each_step(
    mine: Customer, logistics: Department, cast: Cast, actors: SimpleNamespace
) -> None:
    one = make_asked(mine, logistics, by=actors.senior, text="Two pallets")
    name = logistics.name
    for _time in range(2):
        services.question(actors.logistics, request_id=one.pk, text="Which gate?")
        assert heard(cast) == [("asker", f"{name} needs to know more", True)]
        services.inform(actors.senior, request_id=one.pk, text="Gate 3")
        assert heard(cast) == [("department", f"What {name} wanted to know is answered", False)]
    services.accept(actors.logistics, request_id=one.pk)
    assert heard(cast) == []
    services.deliver(actors.logistics, request_id=one.pk)
    assert heard(cast) == [("asker", f"{name} has delivered, look at it", True)]
    services.give_back(actors.senior, request_id=one.pk, text="One is missing")
    assert heard(cast) == [("department", f"Given back to {name}, something is missing", False)]
    services.deliver(actors.logistics, request_id=one.pk)
    services.confirm(actors.senior, request_id=one.pk)
    assert heard(cast) == []


def test_what_is_refused_or_no_longer_wanted_is_told(
    mine: Customer, logistics: Department, cast: Cast, actors: SimpleNamespace
) -> None:
    one = make_asked(mine, logistics, by=actors.senior, text="Two pallets")
    services.refuse(actors.logistics, request_id=one.pk, text="There are none")
    assert heard(cast) == [("asker", f"{logistics.name} has refused what was asked", True)]
    Task.objects.all().delete()
    other = make_asked(mine, logistics, by=actors.senior, text="A ramp")
    services.withdraw(actors.senior, request_id=other.pk)
    assert heard(cast) == [("department", f"No longer wanted of {logistics.name}", False)]


def test_who_belongs_to_the_department_no_more_hears_nothing_and_has_nothing(
    mine: Customer, logistics: Department, cast: Cast, actors: SimpleNamespace
) -> None:
    Person.objects.filter(pk=cast.hr.pk).update(role=Role.COLLEAGUE.value)
    services.set_department(
        SYSTEM, name=logistics.name, department_id=logistics.pk,
        member_ids=[cast.logistics.pk, cast.hr.pk], lead_id=cast.logistics.pk,
        seen=revision_of(logistics),
    )  # fmt: skip
    one = make_asked(mine, logistics, by=actors.senior, text="Two pallets")
    services.assign(actors.logistics, request_id=one.pk, owner_id=cast.hr.pk)
    services.set_department(
        SYSTEM, name=logistics.name, department_id=logistics.pk, member_ids=[cast.logistics.pk],
        lead_id=cast.logistics.pk, seen=revision_of(logistics),
    )  # fmt: skip
    one.refresh_from_db()
    assert one.owner is None
    services.withdraw(actors.senior, request_id=one.pk)
    assert heard(cast) == [("department", f"No longer wanted of {logistics.name}", False)]


def test_with_a_request_its_owners_tasks_go_and_nobody_elses(
    mine: Customer, logistics: Department, cast: Cast, actors: SimpleNamespace, clock: Any
) -> None:
    """Also where the number of one begins that of the other."""
    longer = Person.objects.create(
        pk=cast.hr.pk * 10 + 1, name="Longer", email="longer@demo.example",
        role=Role.COLLEAGUE.value,
    )  # fmt: skip
    Person.objects.filter(pk=cast.hr.pk).update(role=Role.COLLEAGUE.value)
    services.set_department(
        SYSTEM, name=logistics.name, department_id=logistics.pk, lead_id=longer.pk,
        member_ids=[longer.pk, cast.hr.pk, cast.logistics.pk], seen=revision_of(logistics),
    )  # fmt: skip
    one = make_asked(mine, logistics, by=actors.senior, urgency=Urgency.CRITICAL)
    services.assign(actors.logistics, request_id=one.pk, owner_id=cast.hr.pk)
    clock.after(hours=5)
    services.escalate(SYSTEM)
    seen = request_seen(actors.logistics, one.pk).seen
    services.assign(actors.logistics, request_id=one.pk, owner_id=cast.logistics.pk, seen=seen)
    told = Task.objects.filter(state="open", origin_key__contains=":department:")
    assert set(told.values_list("owner", flat=True)) == {longer.pk, cast.logistics.pk}


def test_two_give_a_request_to_somebody_at_once(
    mine: Customer, logistics: Department, cast: Cast, actors: SimpleNamespace, as_person: AsPerson
) -> None:
    Person.objects.filter(pk=cast.hr.pk).update(role=Role.COLLEAGUE.value)
    Member.objects.create(department=logistics, person=cast.hr)
    one = make_asked(mine, logistics, by=actors.senior)
    seen = request_seen(actors.logistics, one.pk).seen
    services.assign(actors.logistics, request_id=one.pk, owner_id=cast.logistics.pk, seen=seen)
    browser, address = as_person(cast.logistics), reverse("coordination:request", args=[one.pk])
    assert 'name="seen"' in browser.get(address).content.decode()
    given = {"decision": "assign", "owner_id": cast.hr.pk, "seen": seen}
    answer = browser.post(address, given)
    assert answer.status_code == 422
    assert "was changed while you were looking" in answer.content.decode()
    assert Request.objects.get().owner_id == cast.logistics.pk
    now = request_seen(actors.logistics, one.pk).seen
    assert browser.post(address, {**given, "seen": now}).status_code == 302
    assert Request.objects.get().owner_id == cast.hr.pk
