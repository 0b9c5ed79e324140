"""Nobody forgets a clock: who is told when, and when that is done."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from clavero.care import services
from clavero.care.models import Complaint
from clavero.care.rules.cases import Severity, Tier
from clavero.care.selectors import complaint_seen, due_answers, overdue
from clavero.care.services import escalating
from clavero.care.testing import MONDAY, SYSTEM, make_complaint
from clavero.core.period import Period
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.services import merge_customers
from clavero.portfolio.testing import cover, make_customer
from clavero.work.models import Task

pytestmark = pytest.mark.django_db


def test_what_ends_with_the_working_day_is_told_late_the_next(
    mine: Customer, cast: Cast, clock: Any
) -> None:
    """Told on Sunday, nine hours of Monday are promised: at 18:00 the last moment is in time."""
    make_complaint(mine, received_at=MONDAY - timedelta(hours=11))
    for hours in (9, 33):
        clock.after(hours=hours, minutes=5)
        services.escalate(SYSTEM)
    told = list(Task.objects.order_by("pk").values_list("owner", "state"))
    senior, director = cast.senior.pk, cast.director.pk
    assert told[:2] == [(senior, "dropped"), (senior, "open")]
    assert (director, "open") in told, "whoever is above hears as well"
    assert Task.objects.filter(origin_key__contains=":answer:", state="open").count() == 1
    one = Complaint.objects.get()
    assert one.answer_due_at == MONDAY + timedelta(hours=9), "the due moment is what it was"


def test_another_severity_is_another_promise(mine: Customer, clock: Any) -> None:
    one = make_complaint(mine)
    services.change_complaint(SYSTEM, complaint_id=one.pk, severity=Severity.CRITICAL)
    assert Complaint.objects.get().answer_due_at == MONDAY + timedelta(hours=2)


def test_somebody_is_told_once_before_and_once_after(
    mine: Customer, cast: Cast, clock: Any
) -> None:
    make_complaint(mine, severity=Severity.CRITICAL)
    assert services.escalate(SYSTEM) == 0
    clock.after(minutes=90)
    assert (services.escalate(SYSTEM), services.escalate(SYSTEM)) == (1, 0)
    assert [each.owner_id for each in Task.objects.all()] == [cast.senior.pk]
    assert overdue(SYSTEM) == []
    clock.after(minutes=121)
    assert (services.escalate(SYSTEM), services.escalate(SYSTEM)) == (1, 0)
    told = [(each.owner_id, each.state) for each in Task.objects.order_by("pk")]
    mine_before, mine_now, above = (cast.senior.pk, "dropped"), (cast.senior.pk, "open"), "open"
    assert told == [mine_before, mine_now, (cast.director.pk, above)]
    assert [each.code for each in overdue(SYSTEM)] == [mine.code]


def test_a_task_of_before_the_end_is_due_when_the_time_is_over(mine: Customer, clock: Any) -> None:
    one = make_complaint(mine, severity=Severity.LOW)
    services.answer(SYSTEM, complaint_id=one.pk, text="We look into it")
    kept = Complaint.objects.get()
    clock.now = kept.look_at
    assert services.escalate(SYSTEM) == 1
    assert kept.resolve_due_at is not None
    assert Task.objects.get().due == timezone.localdate(kept.resolve_due_at)
    assert Task.objects.get().due > timezone.localdate(clock.now), "it is not late before its day"


def test_who_is_gone_keeps_nobody_from_being_told(
    mine: Customer, cast: Cast, actors: SimpleNamespace, clock: Any
) -> None:
    """The case of somebody who left falls to whoever leads the account; where that is they, to
    whom they report to. The cases behind it are told as well."""
    other = make_customer("C2")
    cover(cast.junior_one, other)
    handed = make_complaint(mine, severity=Severity.CRITICAL, owner_id=cast.director.pk)
    left = make_complaint(other, severity=Severity.CRITICAL)
    clock.after(minutes=1)
    behind = make_complaint(mine, severity=Severity.CRITICAL)
    Complaint.objects.filter(pk=handed.pk).update(owner=cast.sales)  # who does not see it
    cast.junior_one.is_active = False
    cast.junior_one.save()
    clock.after(minutes=95)
    assert services.escalate(SYSTEM) == 3
    told = {each.origin_key.split(":")[0]: each.owner_id for each in Task.objects.all()}
    senior = cast.senior.pk
    assert told == {str(handed.pk): senior, str(left.pk): senior, str(behind.pk): senior}


def test_one_that_fails_keeps_no_other_waiting(
    mine: Customer, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make_complaint(mine, severity=Severity.CRITICAL)
    make_complaint(mine, severity=Severity.CRITICAL)
    points = escalating._points

    def stumble(complaint: Complaint) -> Any:
        if complaint.pk == first.pk:
            raise ValueError("a calendar that nobody can read")
        return points(complaint)

    monkeypatch.setattr(escalating, "_points", stumble)
    clock.after(minutes=90)
    with pytest.raises(ValueError, match="calendar"):
        services.escalate(SYSTEM)
    assert Task.objects.count() == 1


def test_records_merged_twice_are_the_account_that_they_are_today(
    mine: Customer, cast: Cast, clock: Any
) -> None:
    first, second = make_customer("A1"), make_customer("A2")
    make_complaint(first, severity=Severity.CRITICAL, owner_id=cast.director.pk)
    merge_customers(SYSTEM, source_id=first.pk, target_id=second.pk)
    merge_customers(SYSTEM, source_id=second.pk, target_id=mine.pk)
    clock.after(hours=3)  # of four: nobody led it when it came
    assert services.escalate(SYSTEM) == 1
    assert Task.objects.get().customer_id == mine.pk
    day = MONDAY.date()
    month = Period(day, day + timedelta(days=30))
    for asked_of in (None, [mine.pk]):
        assert {row[3] for row in due_answers(SYSTEM, asked_of, month).rows} == {mine.pk}


def test_what_was_told_ends_with_the_answer_and_goes_with_the_case(
    mine: Customer, cast: Cast, clock: Any
) -> None:
    one = make_complaint(mine, severity=Severity.CRITICAL)
    clock.after(minutes=121)
    services.escalate(SYSTEM)
    assert set(Task.objects.values_list("owner", "state")) == {
        (cast.senior.pk, "open"), (cast.director.pk, "open"),
    }  # fmt: skip
    services.assign(SYSTEM, complaint_id=one.pk, owner_id=cast.director.pk)
    assert set(Task.objects.values_list("owner", flat=True)) == {cast.director.pk}
    services.answer(SYSTEM, complaint_id=one.pk, text="New ones come today")
    assert set(Task.objects.values_list("state", flat=True)) == {"done"}
    services.change_complaint(SYSTEM, complaint_id=one.pk, cause="late")
    clock.after(days=2, minutes=1)
    services.escalate(SYSTEM)
    owners = set(Task.objects.filter(state="open").values_list("owner", flat=True))
    assert owners == {cast.director.pk, cast.executive.pk}, "who has it, and who stands above them"
    services.resolve(SYSTEM, complaint_id=one.pk, text="They came")
    assert set(Task.objects.values_list("state", flat=True)) == {"done"}


def test_a_promise_that_ended_before_the_last_look_is_told_too(mine: Customer, clock: Any) -> None:
    """A case becomes critical once its new time is over already; and it is reopened after it."""
    one = make_complaint(mine, severity=Severity.HIGH)  # 4 hours to answer
    clock.after(hours=3, minutes=30)
    assert services.escalate(SYSTEM) == 1
    services.change_complaint(SYSTEM, complaint_id=one.pk, severity=Severity.CRITICAL)
    assert services.escalate(SYSTEM) == 1
    late = Task.objects.filter(origin_key__endswith=":late")
    assert late.count() == 1
    services.change_complaint(SYSTEM, complaint_id=one.pk, cause="late")
    services.resolve(SYSTEM, complaint_id=one.pk, text="They came")
    clock.after(days=7)
    services.reopen(SYSTEM, complaint_id=one.pk, text="Open again")
    assert services.escalate(SYSTEM) == 1
    assert late.filter(state="open").get().origin_key.startswith(f"{one.pk}:1:resolve:")


def test_the_time_of_a_case_follows_its_severity_alone(
    mine: Customer, actors: SimpleNamespace, clock: Any
) -> None:
    """Terms that were written later change nothing of it, however it is put right; nor does
    another severity what was answered or resolved before."""
    one = make_complaint(mine, severity=Severity.HIGH)
    clock.after(hours=5)
    services.answer(SYSTEM, complaint_id=one.pk, text="We look into it")
    same = {(tier, severity): [480, 960] for tier in Tier for severity in Severity}
    day: date = timezone.localdate(MONDAY)
    services.set_terms(actors.director, valid_from=day, stops=False, minutes=same)
    services.change_complaint(SYSTEM, complaint_id=one.pk, text="Pallets came broken")
    kept = Complaint.objects.get()
    assert (kept.answer_minutes, kept.resolve_minutes, kept.stops) == (240, 27 * 60, True)
    services.change_complaint(SYSTEM, complaint_id=one.pk, severity=Severity.CRITICAL, cause="late")
    kept.refresh_from_db()
    assert (kept.answer_minutes, kept.resolve_minutes) == (240, 18 * 60)
    services.resolve(SYSTEM, complaint_id=one.pk, text="They came")
    seen = complaint_seen(actors.director, one.pk).seen
    services.change_complaint(SYSTEM, complaint_id=one.pk, seen=seen, severity=Severity.LOW)
    kept.refresh_from_db()
    assert (kept.resolve_minutes, kept.resolve_due_at) == (18 * 60, None)


def test_what_was_told_before_a_wait_is_told_anew_by_the_new_time(
    mine: Customer, clock: Any
) -> None:
    """Of eight hours to answer, six are gone when we begin to wait for the customer."""
    one = make_complaint(mine)
    Complaint.objects.update(answer_minutes=480, resolve_minutes=4800)
    one.refresh_from_db()
    services.change_complaint(SYSTEM, complaint_id=one.pk, severity=one.severity)
    clock.after(hours=7)
    Complaint.objects.update(look_at=clock.now)
    assert services.escalate(SYSTEM) == 1
    before = Task.objects.get()
    assert (before.due, before.state) == (MONDAY.date(), "open")
    services.wait(SYSTEM, complaint_id=one.pk, text="Which pallet was it?")
    assert set(Task.objects.values_list("state", flat=True)) == {"dropped"}
    clock.after(days=2)
    assert services.escalate(SYSTEM) == 0, "the clock stands still"
    clock.after(days=3, hours=1)
    services.go_on(SYSTEM, complaint_id=one.pk, text="The third one")
    assert (services.escalate(SYSTEM), services.escalate(SYSTEM)) == (1, 0)
    told = Task.objects.get(state="open")
    assert told.due == MONDAY.date() + timedelta(days=3), "one hour was left"
    clock.after(days=3, hours=3)
    assert services.escalate(SYSTEM) == 1
    assert set(Task.objects.filter(state="open").values_list("origin_key", flat=True)) == {
        f"{one.pk}:0:answer:480:late", f"{one.pk}:0:answer-above:480",
    }  # fmt: skip
    services.wait(SYSTEM, complaint_id=one.pk, text="And of which delivery?")
    clock.after(days=4)
    services.go_on(SYSTEM, complaint_id=one.pk)
    assert services.escalate(SYSTEM) == 0, "that it is over stays, and is no news"
    assert Task.objects.filter(state="open").count() == 2
