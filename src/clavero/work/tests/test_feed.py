"""A person's own calendar, read with a calendar library · revoked · not too often."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import vobject
from django.db.models import Q
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from clavero.conftest import AsPerson, TodayIs
from clavero.core.models import AuditEntry
from clavero.identity.doors import actor_for
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.work import hooks
from clavero.work.hooks import Days, days_of
from clavero.work.models import Feed, Task
from clavero.work.rules import DueKind
from clavero.work.selectors.feeds import calendar_of
from clavero.work.services import PERIOD, close_feed, open_feed
from clavero.work.testing import make_task
from clavero.work.views import feeds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
TODAY = date(2026, 3, 10)
LONG = "Revisar con Compras; precios, plazos y «condición» de 2026 \\ y más, " * 3


@pytest.fixture(autouse=True)
def today(today_is: TodayIs) -> None:
    today_is(TODAY)


def test_a_calendar_library_reads_what_is_mine_alone(mine: Customer, cast: Cast) -> None:
    task = make_task(mine, LONG.strip(), due=TODAY)
    make_task(mine, "Of somebody else", owner=cast.director, due=TODAY)
    make_task(mine, "Too far", due=TODAY + timedelta(days=800))
    make_task(mine, "Without a day")
    secret = open_feed(actor_for(cast.senior))
    answer = Client().get(f"/tasks/calendar/{secret}.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer.headers["cache-control"]
    text = answer.content.decode()
    # RFC 5545: lines end in CRLF and are folded at 75 octets.
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    calendar = vobject.readOne(text)
    (event,) = calendar.vevent_list
    assert event.summary.value == f"Customer C1: {LONG.strip()}"
    assert (event.dtstart.value, event.dtend.value) == (TODAY, TODAY + timedelta(days=1))
    assert event.uid.value == f"task-tasks-tasks-{task.pk}@clavero"
    assert event.url.value.endswith(f"/tasks/tasks/{task.pk}/")
    # Nobody keeps who reads it.
    assert not AuditEntry.objects.filter(verb__startswith="feed.").exclude(
        verb="feed.opened"
    ).exists()  # fmt: skip


def test_an_address_is_shown_once_replaced_and_closed(cast: Cast, as_person: AsPerson) -> None:
    browser = as_person(cast.senior)
    page = browser.post("/tasks/calendar/mine/", {"decision": "open"}).content.decode()
    address = page.split('class="feed-address">')[1].split("<")[0]
    path = address.removeprefix("http://127.0.0.1:8000")
    assert Client().get(path).status_code == 200
    assert address not in browser.get("/tasks/calendar/mine/").content.decode()
    again = open_feed(actor_for(cast.senior))
    assert Client().get(path).status_code == 404
    close_feed(actor_for(cast.senior))
    assert Client().get(f"/tasks/calendar/{again}.ics").status_code == 404


def test_whose_access_was_closed_reads_no_more(cast: Cast) -> None:
    secret = open_feed(actor_for(cast.sales))
    cast.sales.is_active = False
    cast.sales.save()
    assert Client().get(f"/tasks/calendar/{secret}.ics").status_code == 404


def test_an_address_is_not_read_without_end(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "READS", 2)
    path = f"/tasks/calendar/{open_feed(actor_for(cast.senior))}.ics"
    assert [Client().get(path).status_code for _ in range(3)] == [200, 200, 429]


def test_the_next_hour_is_counted_anew(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = open_feed(actor_for(cast.senior))
    monkeypatch.setattr(feeds, "READS", 1)
    path = f"/tasks/calendar/{secret}.ics"
    assert [Client().get(path).status_code for _ in range(2)] == [200, 429]
    Feed.objects.update(counted_since=timezone.now() - PERIOD)
    assert Client().get(path).status_code == 200
    assert Feed.objects.get().reads == 1


def test_two_things_of_one_page_and_day_are_two(
    mine: Customer, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [make_task(mine, text, due=TODAY) for text in ("One promise", "Another promise")]
    rows = days_of(
        Task.objects.filter(pk__in=[each.pk for each in made]), DueKind.PROMISE, day="due",
        text="text", customer="customer", owner="owner", is_done=Q(pk=None),
    )  # fmt: skip
    monkeypatch.setattr(hooks, "DAYS", [
        lambda actor, ids, period: Days(rows, lambda pk, at: "/promises/", many=True),
        lambda actor, ids, period: Days(rows, lambda pk, at: "/promises/", many=True),
    ])  # fmt: skip
    events = Calendar.from_ical(calendar_of(cast.senior)).walk("VEVENT")
    assert len({str(each["uid"]) for each in events}) == len(events) == 6
