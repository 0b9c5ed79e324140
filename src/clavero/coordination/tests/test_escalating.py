"""Who hears of a request whose time runs out, and when that is done."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from clavero.care.testing import MONDAY
from clavero.coordination import services
from clavero.coordination.models import Department, Member, Request
from clavero.coordination.rules.requests import Urgency
from clavero.coordination.selectors import due_days, requests_listed
from clavero.coordination.testing import SYSTEM, make_asked
from clavero.core.period import Period
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.services import merge_customers
from clavero.portfolio.testing import make_customer
from clavero.work.models import Task

pytestmark = pytest.mark.django_db


def owners(**given: Any) -> set[int | None]:
    return set(Task.objects.filter(**given).values_list("owner", flat=True))


def test_lead_and_owner_hear_and_the_others_where_both_are_gone(
    mine: Customer, logistics: Department, cast: Cast, actors: SimpleNamespace, clock: Any
) -> None:
    for person in (cast.hr, cast.junior_two):
        Member.objects.create(department=logistics, person=person)
    one = make_asked(mine, logistics, by=actors.senior, urgency=Urgency.CRITICAL)
    services.assign(actors.logistics, request_id=one.pk, owner_id=cast.hr.pk)
    clock.after(hours=3, minutes=30)
    services.accept(actors.logistics, request_id=one.pk)
    services.escalate(SYSTEM)
    assert owners(customer=None) == {cast.logistics.pk, cast.hr.pk}
    for person in (cast.logistics, cast.hr):
        person.is_active = False
        person.save()
    clock.after(hours=4, minutes=1)
    services.escalate(SYSTEM)
    assert owners(customer=None, state="open") == {cast.junior_two.pk}


def test_what_was_told_ends_and_is_told_again_of_what_was_given_back(
    mine: Customer, logistics: Department, actors: SimpleNamespace, clock: Any
) -> None:
    one = make_asked(mine, logistics, by=actors.senior, urgency=Urgency.CRITICAL)
    clock.after(hours=1, minutes=1)
    assert services.escalate(SYSTEM) == 1
    told = Task.objects.exclude(origin_key__contains=":answer:").exclude(
        origin_key__contains=":order:"
    )
    services.accept(actors.logistics, request_id=one.pk)
    assert set(told.values_list("state", flat=True)) == {"done"}
    clock.after(hours=4, minutes=1)
    assert services.escalate(SYSTEM) == 1
    services.deliver(actors.logistics, request_id=one.pk)
    assert set(told.values_list("state", flat=True)) == {"done"}
    services.give_back(actors.senior, request_id=one.pk, text="Half is missing")
    assert services.escalate(SYSTEM) == 1
    assert told.filter(state="open").count() == 2
    services.refuse(actors.logistics, request_id=one.pk, text="There are no more")
    assert not told.filter(state="open").exists()


def test_of_a_promise_they_are_told_though_nobody_accepted_or_the_asker_is_awaited(
    mine: Customer, logistics: Department, actors: SimpleNamespace, clock: Any
) -> None:
    """The promise has its own warning and its own end, whatever was told of accepting."""
    friday = MONDAY.date() + timedelta(days=4)
    given: dict[str, Any] = {"promised_on": friday, "promise": "The pallets"}
    silent = make_asked(mine, logistics, by=actors.senior, urgency=Urgency.LOW, **given)
    unclear = make_asked(mine, logistics, by=actors.senior, urgency=Urgency.LOW, **given)
    services.accept(actors.logistics, request_id=unclear.pk)
    services.question(actors.logistics, request_id=unclear.pk, text="Which gate?")

    def kinds(one: Request) -> set[str]:
        """What the department was told of: what of, and whether before or after its end."""
        keys = Task.objects.filter(
            origin_key__startswith=f"{one.pk}:", origin_key__contains=":department:"
        ).exclude(origin_key__contains=":order:")
        return {
            ":".join(each.split(":")[2:4]) for each in keys.values_list("origin_key", flat=True)
        }

    clock.now = MONDAY + timedelta(days=2, hours=10)
    services.escalate(SYSTEM)
    assert kinds(silent) == {"accept:late"}
    Task.objects.update(state="done", done_on=MONDAY.date())
    clock.now = MONDAY + timedelta(days=4)
    services.escalate(SYSTEM)
    assert kinds(silent) == {"accept:late", "deliver:soon"}
    assert kinds(unclear) == {"deliver:soon"}
    clock.now = MONDAY + timedelta(days=5)
    services.escalate(SYSTEM)
    assert kinds(silent) == {"accept:late", "deliver:soon", "deliver:late"}
    assert kinds(unclear) == {"deliver:soon", "deliver:late"}


def test_records_merged_twice_are_the_account_that_they_are_today(
    mine: Customer, logistics: Department, cast: Cast, clock: Any
) -> None:
    first, second = make_customer("A1"), make_customer("A2")
    make_asked(first, logistics, urgency=Urgency.CRITICAL)
    Request.objects.update(asker=cast.sales)  # who does not see it
    merge_customers(SYSTEM, source_id=first.pk, target_id=second.pk)
    merge_customers(SYSTEM, source_id=second.pk, target_id=mine.pk)
    clock.after(hours=1, minutes=1)
    assert services.escalate(SYSTEM) == 1
    assert owners(customer=mine) == {cast.senior.pk}
    assert {row.account_id for row in requests_listed(SYSTEM, timezone.now())} == {mine.pk}
    day = MONDAY.date()
    month = Period(day, day + timedelta(days=30))
    for asked_of in (None, [mine.pk]):
        assert {row[3] for row in due_days(SYSTEM, asked_of, month).rows} == {mine.pk}


def test_what_was_told_before_the_department_asked_back_is_told_anew(
    mine: Customer, logistics: Department, actors: SimpleNamespace, clock: Any
) -> None:
    """Of four hours three and a half are gone when it needs to know more."""
    one = make_asked(mine, logistics, by=actors.senior, urgency=Urgency.CRITICAL)
    services.accept(actors.logistics, request_id=one.pk)
    clock.after(hours=3, minutes=30)
    assert services.escalate(SYSTEM) == 1
    told = Task.objects.filter(origin_key__contains=":soon:")
    assert set(told.values_list("state", "due")) == {("open", MONDAY.date())}
    services.question(actors.logistics, request_id=one.pk, text="Which gate?")
    assert set(told.values_list("state", flat=True)) == {"dropped"}
    clock.after(days=2)
    assert services.escalate(SYSTEM) == 0
    services.inform(actors.senior, request_id=one.pk, text="The second")
    assert (services.escalate(SYSTEM), services.escalate(SYSTEM)) == (1, 0)
    wednesday = MONDAY.date() + timedelta(days=2)
    assert set(told.filter(state="open").values_list("due", flat=True)) == {wednesday}
    assert told.filter(state="open").count() == 2
    clock.after(days=2, hours=1)
    assert services.escalate(SYSTEM) == 1
    assert not told.filter(state="open").exists()


def test_what_was_promised_is_warned_of_once_though_the_department_asks_back(
    mine: Customer, logistics: Department, actors: SimpleNamespace, clock: Any
) -> None:
    """The customer's day does not move while the clock of the department stands still."""
    one = make_asked(
        mine, logistics, by=actors.senior, promise="Pallets", promised_on=MONDAY.date()
    )
    services.accept(actors.logistics, request_id=one.pk)
    assert services.escalate(SYSTEM) == 1
    clock.after(minutes=1)
    services.question(actors.logistics, request_id=one.pk, text="Which gate?")
    services.inform(actors.senior, request_id=one.pk, text="The second")
    assert services.escalate(SYSTEM) == 0
    told = Task.objects.filter(origin_key__contains=":soon:")
    assert set(told.values_list("state", flat=True)) == {"open"}
