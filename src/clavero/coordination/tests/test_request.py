"""A request from its asking until it is confirmed."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clavero.care.services import move_complaint
from clavero.care.testing import MONDAY, make_complaint
from clavero.conftest import AsPerson
from clavero.coordination import services
from clavero.coordination.models import Department, Request
from clavero.coordination.rules.raci import Part, Party, PartyKind
from clavero.coordination.rules.requests import Standing, State, Urgency
from clavero.coordination.selectors import (
    due_days,
    kept_at,
    late_holders,
    queue_rows,
    request_seen,
    requests_listed,
    row_of,
)
from clavero.coordination.services._held import set_clock
from clavero.coordination.testing import SYSTEM, make_asked, make_process
from clavero.core.errors import Forbidden, Refusal
from clavero.core.period import Period
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.services import merge_customers
from clavero.portfolio.testing import make_customer
from clavero.work.models import Task
from clavero.work.rules import Origin
from clavero.work.selectors import due_of_all, pack_seen
from clavero.work.testing import make_pack

pytestmark = pytest.mark.django_db


def test_the_way_of_a_request(
    mine: Customer, logistics: Department, cast: Cast, actors: SimpleNamespace, clock: Any
) -> None:
    one = make_asked(mine, logistics, by=actors.senior, urgency=Urgency.HIGH)
    assert one.accept_due_at == MONDAY + timedelta(hours=4)
    assert one.due_at == MONDAY + timedelta(days=1, hours=9)  # 18 hours, nine a day
    key = one.pk
    clock.after(hours=1)
    services.question(actors.logistics, request_id=key, text="Which address?")
    clock.after(hours=3)
    assert request_seen(actors.senior, key).row.standing == Standing.WAITS
    assert request_seen(actors.senior, key).row.holder == cast.senior.name
    services.inform(actors.senior, request_id=key, text="Gate 3")
    services.accept(actors.logistics, request_id=key)
    found = Request.objects.get()
    assert (found.owner_id, found.state) == (cast.logistics.pk, State.ACCEPTED)
    assert found.due_at == MONDAY + timedelta(days=2, hours=2)
    services.deliver(actors.logistics, request_id=key)
    with pytest.raises(Refusal) as refused:
        services.give_back(actors.senior, request_id=key, text=" ")
    assert refused.value.code == "text_missing"
    services.give_back(actors.senior, request_id=key, text="Half is missing")
    services.deliver(actors.logistics, request_id=key)
    services.confirm(actors.senior, request_id=key)
    with pytest.raises(Refusal) as refused:
        services.deliver(actors.logistics, request_id=key)
    assert refused.value.code == "another_state"
    now = timezone.now()
    (row,) = map(row_of, requests_listed(actors.senior, now))
    assert (row.standing, row.given_back, row.holder) == (Standing.KEPT, 1, "")
    (kept,) = kept_at(actors.senior, now).by_department
    assert (kept.share.value, kept.share.n) == (1, 1)


def test_the_promise_to_the_customer_goes_before_the_service_level(
    mine: Customer, logistics: Department, actors: SimpleNamespace, clock: Any
) -> None:
    day = MONDAY.date() + timedelta(days=1)
    given: dict[str, Any] = {"promised_on": day, "promise": "The pallets"}
    one = make_asked(mine, logistics, by=actors.senior, urgency=Urgency.LOW, **given)
    assert one.due_at == MONDAY.replace(hour=18) + timedelta(days=1)
    services.question(actors.logistics, request_id=one.pk, text="How many?")
    assert Request.objects.get().due_at == one.due_at, "the customer does not stop waiting"
    with pytest.raises(Refusal) as refused:
        make_asked(mine, logistics, promised_on=day)
    assert refused.value.code == "promise_missing"
    told = due_days(actors.senior, [mine.pk], Period.inclusive(day, day))
    assert told.rows.count() == 1
    assert due_days(actors.sales, None, Period.inclusive(day, day)).rows.count() == 0


def test_the_promise_stands_in_the_calendar_beside_the_service_level(
    mine: Customer, logistics: Department, actors: SimpleNamespace, clock: Any
) -> None:
    """Promised for later than the department delivers: both are days to keep."""
    later = MONDAY.date() + timedelta(days=30)
    one = make_asked(
        mine, logistics, by=actors.senior, promised_on=later, promise="The new display"
    )
    both = due_of_all(actors.senior, Period.inclusive(MONDAY.date(), later), owner_ids=None)
    assert [(each.day, each.text) for each in both] == [
        (one.due_on, "Deliver before Friday"),
        (later, "Promised to the customer: The new display"),
    ]


def test_lead_and_asker_are_told_once_before_and_once_after(
    mine: Customer, logistics: Department, cast: Cast, actors: SimpleNamespace, clock: Any
) -> None:
    one = make_asked(mine, logistics, by=actors.senior, urgency=Urgency.CRITICAL)
    services.accept(actors.logistics, request_id=one.pk)
    assert services.escalate(SYSTEM) == 0
    clock.after(hours=3, minutes=1)
    assert (services.escalate(SYSTEM), services.escalate(SYSTEM)) == (1, 0)
    told = set(Task.objects.values_list("owner", "customer"))
    assert told == {(cast.logistics.pk, None), (cast.senior.pk, mine.pk)}
    clock.after(hours=4, minutes=1)
    assert (services.escalate(SYSTEM), services.escalate(SYSTEM)) == (1, 0)
    assert Task.objects.count() == 4
    (row,) = queue_rows(actors.logistics)
    assert (row.is_late, row.holder) == (True, cast.logistics.name)


def test_a_task_of_before_the_end_is_due_when_the_time_is_over(
    mine: Customer, logistics: Department, actors: SimpleNamespace, clock: Any
) -> None:
    one = make_asked(mine, logistics, by=actors.senior)
    services.accept(actors.logistics, request_id=one.pk)
    kept = Request.objects.get()
    clock.now = kept.warn_at + timedelta(minutes=1)
    assert services.escalate(SYSTEM) == 1
    days = set(Task.objects.values_list("due", flat=True))
    assert days == {kept.due_on}
    assert kept.due_on > timezone.localdate(clock.now), "it is not late before its day"


def test_of_what_was_promised_for_a_monday_nobody_is_told_on_a_sunday(
    mine: Customer, logistics: Department, actors: SimpleNamespace, clock: Any
) -> None:
    """On Friday, as people begin to work."""
    day = MONDAY.date() + timedelta(days=7)
    given: dict[str, Any] = {"promised_on": day, "promise": "The pallets"}
    one = make_asked(mine, logistics, urgency=Urgency.LOW, **given)
    assert one.warn_at is not None
    assert one.warn_at <= MONDAY + timedelta(days=4)
    Request.objects.update(deliver_minutes=100_000)
    kept = Request.objects.get()
    set_clock(kept)
    assert kept.warn_at == MONDAY + timedelta(days=4)


def test_its_day_is_that_of_the_calendar_wherever_somebody_acts(
    mine: Customer, logistics: Department, actors: SimpleNamespace, clock: Any
) -> None:
    with timezone.override(ZoneInfo("Pacific/Auckland")):
        one = make_asked(mine, logistics, by=actors.senior, urgency=Urgency.HIGH)
    assert one.due_at == MONDAY + timedelta(days=1, hours=9)
    assert one.due_on == one.due_at.date(), "18:00 in UTC is another day there"


def test_a_process_says_what_a_request_needs(
    mine: Customer, logistics: Department, actors: SimpleNamespace
) -> None:
    first = make_process(logistics)
    party = Party(Part.BOTH, PartyKind.DEPARTMENT, str(logistics.pk))
    given: dict[str, Any] = {"name": "Special delivery", "valid_from": MONDAY.date()}
    services.set_process(
        actors.director, parties=[party], checklist=["Address"], process_id=first.process_id,
        **given,
    )  # fmt: skip
    version = first.process.versions.first()
    with pytest.raises(Refusal) as refused:
        make_asked(mine, logistics, process_id=version.pk)
    assert (refused.value.code, refused.value.field) == ("detail_missing", "detail")
    assert make_asked(mine, logistics, process_id=version.pk, detail="Gate 3").process == version
    with pytest.raises(Refusal) as refused:
        services.set_process(actors.director, parties=[], **{**given, "name": "Artwork"})
    assert refused.value.code == "nobody_accountable"


def test_another_service_level_is_for_what_comes(
    mine: Customer, logistics: Department, actors: SimpleNamespace
) -> None:
    before = make_asked(mine, logistics)
    minutes = {urgency: [60, 120] for urgency in Urgency}
    today = MONDAY.date()
    given: dict[str, Any] = {"department_id": logistics.pk, "minutes": minutes}
    services.set_level(actors.director, valid_from=today, **given)
    assert make_asked(mine, logistics).due_at == MONDAY + timedelta(hours=2)
    assert Request.objects.get(pk=before.pk).due_at == before.due_at
    with pytest.raises(Refusal) as refused:
        services.set_level(actors.director, valid_from=today - timedelta(days=1), **given)
    assert refused.value.code == "in_the_past"
    with pytest.raises(Forbidden):
        services.set_level(actors.senior, valid_from=today, **given)


def test_what_ended_lately_counts_from_its_end(
    mine: Customer, logistics: Department, actors: SimpleNamespace, clock: Any
) -> None:
    one = make_asked(mine, logistics, by=actors.senior)
    services.deliver(actors.logistics, request_id=one.pk)
    clock.after(days=40)
    services.confirm(actors.senior, request_id=one.pk)
    assert queue_rows(actors.logistics) == []
    assert len(queue_rows(actors.logistics, since=MONDAY + timedelta(days=10))) == 1
    assert queue_rows(actors.logistics, since=MONDAY + timedelta(days=41)) == []


def test_over_a_complaint_of_another_account_nothing_is_asked(
    mine: Customer, logistics: Department, cast: Cast, as_person: AsPerson
) -> None:
    own, other = make_complaint(mine), make_complaint(make_customer("C2"))
    browser = as_person(cast.director)
    for complaint, status in ((own, 200), (other, 404)):
        page = browser.get(f"/requests/accounts/{mine.pk}/new/?complaint={complaint.pk}")
        assert page.status_code == status


def test_a_handover_has_every_open_request(
    mine: Customer, logistics: Department, actors: SimpleNamespace, cast: Cast, clock: Any
) -> None:
    for at in range(12):
        make_asked(mine, logistics, text=f"Pallet {at}")
    services.withdraw(SYSTEM, request_id=Request.objects.latest("pk").pk)
    found = pack_seen(actors.senior, make_pack(mine, cast.senior, cast.sales).pk)
    lines = {each.key: each.lines for each in found.sections}
    assert len(lines["requests"]) == 11


def test_a_complaint_that_was_moved_is_told_and_kept_from_who_does_not_see_it(
    mine: Customer, logistics: Department, cast: Cast, as_person: AsPerson
) -> None:
    complaint, other = make_complaint(mine), make_customer("C2", "Papelera Sur")
    one = make_asked(mine, logistics, origin=Origin.COMPLAINT, origin_key=str(complaint.pk))
    address = reverse("coordination:request", args=[one.pk])
    there = reverse("care:complaint", args=[complaint.pk])
    assert there in as_person(cast.senior).get(address).content.decode()
    move_complaint(SYSTEM, complaint_id=complaint.pk, customer_id=other.pk, reason="Not theirs")
    text = as_person(cast.senior).get(address).content.decode()
    assert (there in text, other.name in text) == (False, False)
    assert "It was moved to another account" in text
    text = as_person(cast.director).get(address).content.decode()
    assert (there in text, "Is of Papelera Sur now" in text) == (True, True)
    assert there not in as_person(cast.logistics).get(address).content.decode()


def test_the_board_reads_a_page_and_narrows_in_the_database(
    mine: Customer, logistics: Department, cast: Cast, actors: SimpleNamespace, clock: Any,
    as_person: AsPerson,
) -> None:  # fmt: skip
    """What the database says of each is what the rules say, at whatever moment."""
    first, second = make_customer("A1", "Antigua"), make_customer("A2", "Otra")
    urgent = {"urgency": Urgency.CRITICAL}
    for _each in range(len(State) + 1):
        make_asked(first, logistics, **urgent)
    every = list(Request.objects.order_by("pk"))
    for one, state in zip(every, State, strict=False):
        one.state = state.value
        is_done = state in {State.DELIVERED, State.CONFIRMED}
        one.delivered_at = MONDAY + timedelta(hours=5) if is_done else None
        one.asker, one.owner = cast.senior, cast.logistics if state == State.ACCEPTED else None
        one.save()
    Request.objects.filter(state=State.CONFIRMED.value).update(delivered_at=MONDAY)
    merge_customers(SYSTEM, source_id=first.pk, target_id=second.pk)
    merge_customers(SYSTEM, source_id=second.pk, target_id=mine.pk)
    for hours in (0, 2, 3.5, 5):
        now = MONDAY + timedelta(hours=hours)
        found = list(requests_listed(actors.senior, now))
        assert len(found) == len(every)
        for one in found:
            row = row_of(one, now)
            assert (one.standing, one.holder, one.due) == (row.standing, row.holder, row.due)
            assert (row.customer_id, row.code, row.account) == (mine.pk, "C1", "Talleres Ebro")
    (kept,) = kept_at(actors.senior, now).by_account
    assert (kept.name, kept.share.numerator, kept.share.n) == ("Talleres Ebro", 1, 6)
    assert late_holders(actors.senior, now) == [
        (cast.logistics.name, "Logistics", 3), (cast.senior.name, "Logistics", 1),
    ]  # fmt: skip
    clock.now = now
    for _each in range(60):
        make_asked(mine, logistics)
    page, address = as_person(cast.senior), reverse("coordination:board")
    with CaptureQueriesContext(connection) as queries:
        answer = page.get(address)
    read = [each["sql"] for each in queries if 'FROM "coordination_request"' in each["sql"]]
    assert all("LIMIT" in each or "COUNT(" in each for each in read)
    assert answer.context["listing"].count == 68
    late = page.get(address, {"standing": "late", "search": "ebro", "sort": "-due"})
    assert late.context["listing"].count == 4
    file = page.get(address, {"export": "csv", "search": "logistics", "sort": "holder"})
    assert file.content.decode().count("Talleres Ebro") == 68
