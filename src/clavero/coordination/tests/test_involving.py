"""Who is consulted and informed hears of requests, of those that they may read and of no others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from clavero.care.testing import MONDAY
from clavero.conftest import AsPerson
from clavero.coordination import services
from clavero.coordination.models import Department, ProcessVersion, Request
from clavero.coordination.rules.raci import Part, Party, PartyKind
from clavero.coordination.rules.requests import Urgency
from clavero.coordination.selectors import queue_rows, request_seen
from clavero.coordination.testing import SYSTEM, make_asked, make_department
from clavero.core.errors import Forbidden
from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.rules import Role
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover
from clavero.work.models import Task

pytestmark = pytest.mark.django_db


def make_process(does: Department, *others: tuple[Part, PartyKind, Any]) -> ProcessVersion:
    parties = [Party(Part.BOTH, PartyKind.DEPARTMENT, str(does.pk))]
    parties += [Party(part, kind, str(key)) for part, kind, key in others]
    return services.set_process(
        SYSTEM, name="Special delivery", valid_from=timezone.localdate(), parties=parties
    )


def told(**given: Any) -> Mapping[int | None, str]:
    """What those hear who have a part in the process; not what both sides hear of each other."""
    found = Task.objects.filter(state="open", **given).exclude(origin_key__contains=":answer:")
    return dict(found.values_list("owner", "text"))


@pytest.fixture
def quality(cast: Cast, clock: Any) -> Department:
    """Another department, of the colleague of personnel."""
    Person.objects.filter(pk=cast.hr.pk).update(role=Role.COLLEAGUE.value)
    return make_department(cast.hr, name="Quality")


def test_those_consulted_are_asked_before_the_answer(
    mine: Customer, logistics: Department, quality: Department, cast: Cast,
    actors: SimpleNamespace, as_person: AsPerson,
) -> None:  # fmt: skip
    process = make_process(logistics, (Part.CONSULTED, PartyKind.DEPARTMENT, quality.pk))
    one = make_asked(mine, logistics, by=actors.senior, process_id=process.pk)
    assert told(customer=None) == {
        cast.hr.pk: "Say what you think before Logistics answers: Deliver before Friday"
    }
    assert told(customer=mine) == {}
    page = as_person(cast.hr)
    address = reverse("coordination:request", args=[one.pk])
    text = page.get(address).content.decode()
    assert "Consulted before" in text
    assert f"/customers/{mine.pk}/" not in text
    task = Task.objects.get()
    assert address in page.get(reverse("work:task", args=[task.pk])).content.decode()
    cast.hr.refresh_from_db()
    consulted = actor_for(cast.hr)
    assert queue_rows(consulted) == [], "it is not theirs to do"
    assert request_seen(consulted, one.pk).moves == frozenset()
    with pytest.raises(Forbidden):
        services.accept(consulted, request_id=one.pk)
    services.comment(consulted, request_id=one.pk, text="Mind the seals")
    assert told() == {}
    other = make_asked(mine, logistics, by=actors.senior)
    with pytest.raises(Request.DoesNotExist):
        request_seen(consulted, other.pk)


def test_those_informed_hear_when_it_is_promised_late_and_answered(
    mine: Customer, logistics: Department, cast: Cast, actors: SimpleNamespace, clock: Any
) -> None:
    cover(cast.junior_one, mine, role="member")
    process = make_process(
        logistics,
        (Part.INFORMED, PartyKind.ROLE, Role.JUNIOR.value),
        (Part.INFORMED, PartyKind.PERSON, cast.director.pk),
        (Part.INFORMED, PartyKind.PERSON, cast.sales.pk),  # who does not see the account
    )
    informed = {cast.junior_one.pk, cast.director.pk, cast.sales.pk}
    one = make_asked(
        mine, logistics, by=actors.senior, process_id=process.pk, urgency=Urgency.CRITICAL,
        promise="By noon", promised_on=MONDAY.date(),
    )  # fmt: skip
    first = told()
    assert set(first) == informed
    assert "promised for" in first[cast.director.pk]
    assert set(told(customer=mine)) == informed - {cast.sales.pk}
    assert set(told(customer=None)) == {cast.sales.pk}
    clock.after(hours=1, minutes=1)
    assert (services.escalate(SYSTEM), services.escalate(SYSTEM)) == (1, 0)
    late = Task.objects.filter(state="open", origin_key__contains=":inform:late")
    assert {each.owner_id for each in late} == informed
    services.deliver(actors.logistics, request_id=one.pk)
    answered = told()
    assert set(answered) == informed
    assert all("has delivered" in each for each in answered.values())


def test_who_may_not_read_it_hears_nothing(
    mine: Customer, logistics: Department, cast: Cast, actors: SimpleNamespace
) -> None:
    process = make_process(
        logistics,
        (Part.INFORMED, PartyKind.ROLE, Role.JUNIOR.value),  # none looks after the account
        (Part.CONSULTED, PartyKind.PERSON, cast.administrator.pk),  # has no business with requests
        (Part.INFORMED, PartyKind.PERSON, cast.senior.pk),  # who asks
    )
    one = make_asked(
        mine, logistics, by=actors.senior, process_id=process.pk,
        promise="By noon", promised_on=MONDAY.date() + timedelta(days=3),
    )  # fmt: skip
    assert not Task.objects.exists()
    services.refuse(actors.logistics, request_id=one.pk, text="No lorry")
    assert told() == {
        cast.senior.pk: "For your information: Logistics has refused what was asked: "
        "Deliver before Friday"
    }


def test_all_who_have_a_part_hear_that_it_is_wanted_no_more(
    mine: Customer, logistics: Department, quality: Department, cast: Cast, actors: SimpleNamespace
) -> None:
    process = make_process(
        logistics,
        (Part.CONSULTED, PartyKind.DEPARTMENT, quality.pk),
        (Part.INFORMED, PartyKind.PERSON, cast.director.pk),
    )
    one = make_asked(mine, logistics, by=actors.senior, process_id=process.pk)
    assert set(told()) == {cast.hr.pk}, "who is asked what they think"
    services.withdraw(actors.senior, request_id=one.pk, text="They have found it")
    now = told()
    assert {cast.hr.pk, cast.director.pk} <= now.keys()
    assert all("no longer wanted" in each.lower() for each in now.values())
    assert Task.objects.get(origin_key__contains=":consult:").state == "dropped"
