"""All that falls due: tasks beside what the rooms above say · only what one sees · one query."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db.models import Q

from clavero.conftest import TodayIs
from clavero.core.period import Period
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors import seen_now
from clavero.portfolio.testing import cover, make_customer
from clavero.work import hooks
from clavero.work.hooks import Days, Due, days_of
from clavero.work.models import Task
from clavero.work.rules import DueKind
from clavero.work.selectors import account_due, due_of_all, open_until, weeks_of
from clavero.work.services import drop_task, finish_task
from clavero.work.testing import SYSTEM, make_task

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)
MONTH = timedelta(days=30)


@pytest.fixture(autouse=True)
def today(today_is: TodayIs) -> None:
    today_is(TODAY)


def test_an_account_has_all_of_its_days_in_one_list(
    mine: Customer, actors: SimpleNamespace, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = make_task(mine, "Late", due=TODAY - timedelta(days=2))
    finish_task(SYSTEM, task_id=make_task(mine, "Ready", due=TODAY).pk)
    drop_task(SYSTEM, task_id=make_task(mine, "Dropped", due=TODAY).pk)
    make_task(mine, "Some day")
    make_task(mine, "Far", due=TODAY + timedelta(days=90))
    show = Due(TODAY + MONTH, DueKind.ACTION, "Show it", mine.pk, "/there/", owner="Nuria")
    beyond = Due(TODAY + 2 * MONTH, DueKind.ACTION, "Later", mine.pk, "/there/")
    rows = days_of(
        Task.objects.filter(pk=late.pk), DueKind.ACTION, day="due", text="text",
        customer="customer", owner="owner", is_done=Q(pk=None),
    )  # fmt: skip
    room = Days(rows, lambda pk, at: "/there/", lambda row: [show, beyond])
    monkeypatch.setattr(hooks, "DAYS", [lambda actor, ids, period: room])
    make_task(make_customer("C2"), "Elsewhere", due=TODAY)
    found = account_due(actors.senior, mine.pk, None, ahead=MONTH)
    assert [(each.text, each.task_id) for each in found.late] == [("Late", late.pk)]
    assert [(each.text, each.kind, each.owner) for each in found.coming] == [
        ("Show it", DueKind.ACTION, "Nuria")
    ]
    assert [each.text for each in found.undated] == ["Some day"]
    assert [(each.text, each.is_done) for each in found.of_month] == [
        ("Late", False), ("Ready", True),
    ]  # fmt: skip
    assert [len(week) for week in found.weeks] == [7] * 6


def test_a_calendar_begins_on_mondays() -> None:
    weeks = weeks_of(date(2026, 3, 1), [])
    assert weeks[0][0][:2] == (date(2026, 2, 23), False)
    assert weeks[-1][-1][0] == date(2026, 4, 5)


def test_outsiders_see_none_of_it(mine: Customer, actors: SimpleNamespace, cast: Cast) -> None:
    make_task(mine, due=TODAY)
    cover(cast.sales, make_customer("C2"))
    month = Period.month(2026, 3)
    for name, count in (("director", 1), ("senior", 1), ("sales", 0), ("logistics", 0)):
        actor = getattr(actors, name)
        assert len(due_of_all(actor, month, owner_ids=None)) == count, name
    (own,) = due_of_all(actors.senior, month, owner_ids={cast.senior.pk})
    assert own.text == "Send the offer"
    with pytest.raises(Customer.DoesNotExist):
        account_due(actors.sales, mine.pk, None, ahead=MONTH)


def test_what_is_late_stays_however_old(
    mine: Customer, actors: SimpleNamespace, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_ago = TODAY - timedelta(days=3000)
    make_task(mine, "Forgotten", due=long_ago, owner=cast.senior)
    finish_task(SYSTEM, task_id=make_task(mine, "Done then", due=long_ago).pk)
    asked: list[Period] = []

    def tell(actor: object, ids: object, period: Period) -> Days:
        asked.append(period)
        found = Task.objects.filter(due__gte=period.start, due__lt=period.end)
        return Days(
            days_of(
                found, DueKind.ACTION, day="due", text="text", customer="customer", owner="owner",
                is_done=Q(state="done"),
            ),
            lambda pk, at: "/there/",
        )  # fmt: skip

    monkeypatch.setattr(hooks, "DAYS", [tell])
    found = account_due(actors.senior, mine.pk, None, ahead=MONTH)
    assert sorted((each.text, each.kind) for each in found.late) == [
        ("Forgotten", DueKind.ACTION), ("Forgotten", DueKind.TASK),
    ]  # fmt: skip
    assert found.of_month == []
    told = open_until(actors.senior, TODAY, *seen_now(actors.senior))
    assert {each.text for each in told} == {"Forgotten"}
    of_then = account_due(actors.senior, mine.pk, long_ago, ahead=MONTH)
    assert {each.text for each in of_then.of_month} == {"Forgotten", "Done then"}
    assert {each.text for each in of_then.late} == {"Forgotten"}
    assert asked[0].end == date(2026, 4, 10)  # what is to come stays bounded
