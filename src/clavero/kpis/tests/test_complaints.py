"""What the room of complaints counts is a KPI of the account and of the groups above it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from clavero.care.models import Complaint
from clavero.care.services import change_complaint, resolve
from clavero.care.testing import MONDAY, make_complaint, make_hours, make_resolved
from clavero.identity.rules import Actor
from clavero.kpis.models import Entry
from clavero.kpis.services import tell_complaints
from clavero.portfolio.testing import make_customer, make_group

pytestmark = pytest.mark.django_db


def test_complaints_are_kpis(monkeypatch: pytest.MonkeyPatch) -> None:
    now = MONDAY + timedelta(hours=4)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    make_hours()
    members = [make_customer("C1"), make_customer("C2")]
    group = make_group("G", *members)
    make_resolved(members[0], received_at=MONDAY)
    make_complaint(members[1], received_at=MONDAY)
    assert tell_complaints(Actor.system(), day=now.date()) == 17
    assert tell_complaints(Actor.system(), day=now.date()) == 0
    told = {(each.customer_id, each.key): each.value for each in Entry.objects.all()}
    assert told[members[0].pk, "first-response"] == 4
    assert told[members[0].pk, "median-response"] == 4
    assert told[members[0].pk, "resolution"] == 4
    assert told[group.pk, "open-complaints"] == 1
    assert told[group.pk, "unanswered-complaints"] == 1
    assert told[group.pk, "answered-in-time"] == 1
    assert told[members[1].pk, "complaint-recurrence"] == Decimal(0)
    assert (members[1].pk, "resolution") not in told


def test_so_is_the_money_at_stake_in_those_that_are_open(monkeypatch: pytest.MonkeyPatch) -> None:
    now = MONDAY + timedelta(hours=4)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    make_hours()
    members = [make_customer(f"C{number}") for number in range(3)]
    group = make_group("G", *members)
    for amount in (Decimal(70), Decimal("30.5"), None):
        make_complaint(members[0], received_at=MONDAY, money=amount)
    make_resolved(members[1], received_at=MONDAY, money=Decimal(900))
    make_complaint(members[2], received_at=MONDAY)
    tell_complaints(Actor.system(), day=now.date())
    told = Entry.objects.filter(key="complaint-money")
    assert {(each.customer_id, each.value) for each in told} == {
        (members[0].pk, Decimal("100.5")), (members[1].pk, Decimal(0)),
        (group.pk, Decimal("100.5")),
    }, "of who never said it nothing is known"  # fmt: skip


def test_what_cases_do_not_come_to_any_more_is_known_no_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of the only case that said an amount, it was taken back; then a year goes by: it counts as
    long as it is open, and no longer once it is resolved."""
    now = MONDAY + timedelta(hours=4)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    make_hours()
    customer = make_customer("C1")
    case = make_complaint(customer, received_at=MONDAY, money=Decimal(70))
    tell_complaints(Actor.system(), day=now.date())
    now += timedelta(days=1)
    change_complaint(Actor.system(), complaint_id=case.pk, money=None)
    tell_complaints(Actor.system(), day=now.date())
    told = {each.key: each.value for each in Entry.objects.filter(day=now.date())}
    assert told["complaint-money"] is None
    assert "open-complaints" not in told, "which is no news"
    now += timedelta(days=400)
    tell_complaints(Actor.system(), day=now.date())
    assert not Entry.objects.filter(key="open-complaints", value=None).exists()
    change_complaint(Actor.system(), complaint_id=case.pk, cause="late")
    resolve(Actor.system(), complaint_id=case.pk, text="Sent again")
    now += timedelta(days=1)
    tell_complaints(Actor.system(), day=now.date())
    told = {each.key: each.value for each in Entry.objects.filter(day=now.date())}
    assert told["open-complaints"] is None
    assert tell_complaints(Actor.system(), day=now.date()) == 0


def test_so_it_is_where_there_is_no_case_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    now = MONDAY + timedelta(hours=4)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    make_hours()
    case = make_complaint(make_customer("C1"), received_at=MONDAY)
    tell_complaints(Actor.system(), day=now.date())
    Complaint.objects.filter(pk=case.pk).delete()
    tomorrow = now.date() + timedelta(days=1)
    assert tell_complaints(Actor.system(), day=tomorrow) > 0
    assert not Entry.objects.filter(day=tomorrow, value__isnull=False).exists()
