"""Tasks: works · refuses · an outsider is blind · audited · two at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from clavero.conftest import TodayIs
from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer, make_group, make_one
from clavero.work.models import Point, Task
from clavero.work.rules import Origin, Unit
from clavero.work.selectors import tasks_of
from clavero.work.services import add_task, change_task, drop_task, finish_task, reopen_task
from clavero.work.testing import SYSTEM, make_task

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], Any]
TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def today(today_is: TodayIs) -> None:
    today_is(TODAY)


def test_a_task_is_written_down_and_found(
    mine: Customer, actors: SimpleNamespace, cast: Cast
) -> None:
    number = add_task(
        actors.senior, customer_id=mine.pk, text=" Send the offer ", due=date(2026, 3, 9)
    )
    (row,) = tasks_of(actors.senior, mine.pk)
    assert (row.id, row.text, row.owner_id, row.is_overdue, row.origin) == (
        number, "Send the offer", cast.senior.pk, True, Origin.HAND,
    )  # fmt: skip
    entry = history(Task(pk=number)).get()
    assert (entry.verb, entry.by_name) == ("task.added", actors.senior.name)


def test_the_same_of_one_origin_is_written_once(mine: Customer, actors: SimpleNamespace) -> None:
    told = {"customer_id": mine.pk, "origin": Origin.INTERACTION}
    first = add_task(actors.senior, text="Send it", origin_key="7:1", **told)
    assert add_task(actors.senior, text="Send it again", origin_key="7:1", **told) == first
    other = add_task(actors.senior, text="Call back", origin_key="7:2", **told)
    found = tasks_of(actors.senior, mine.pk, origin=Origin.INTERACTION, origin_key="7:1")
    assert [row.id for row in found] == [first]
    found = tasks_of(actors.senior, mine.pk, origin=Origin.INTERACTION, origin_key=["7:1", "7:2"])
    assert [row.id for row in found] == [first, other]


def test_what_the_product_writes_is_the_leads(mine: Customer, cast: Cast) -> None:
    assert make_task(mine).owner_id == cast.senior.pk
    assert make_task(make_customer("C2")).owner_id is None


def test_outsiders_see_nothing_of_it(mine: Customer, actors: SimpleNamespace, cast: Cast) -> None:
    task = make_task(mine)
    cover(cast.sales, make_customer("C2"))
    for name in ("logistics", "sales", "junior_one", "hr", "administrator"):
        outsider = getattr(actors, name)
        with pytest.raises(Customer.DoesNotExist):
            tasks_of(outsider, mine.pk)
        with pytest.raises(Customer.DoesNotExist):
            add_task(outsider, customer_id=mine.pk, text="x")
        for verb in (finish_task, drop_task, reopen_task, change_task):
            with pytest.raises(Task.DoesNotExist):
                verb(outsider, task_id=task.pk)
    for forbidden in (finish_task, drop_task, change_task):
        with pytest.raises(Forbidden):
            forbidden(actors.executive, task_id=task.pk)


def test_one_gives_tasks_downwards(
    mine: Customer, actors: SimpleNamespace, cast: Cast, refuses: Refuses
) -> None:
    told = {"customer_id": mine.pk, "text": "Measure the line"}
    with refuses("owner_sees_nothing"):
        add_task(actors.senior, owner_id=cast.junior_one.pk, **told)
    cover(cast.junior_one, mine, role="member")
    number = add_task(actors.senior, owner_id=cast.junior_one.pk, **told)
    with refuses("not_below"):
        change_task(actors.junior_one, task_id=number, owner_id=cast.senior.pk)
    with refuses("not_below"):
        add_task(actors.junior_one, owner_id=cast.senior.pk, **told)
    # What was agreed in a meeting is not given by who writes it down.
    add_task(actors.junior_one, owner_id=cast.senior.pk, origin=Origin.INTERACTION, **told)
    finish_task(actors.junior_one, task_id=number)
    assert Task.objects.get(pk=number).done_on == TODAY


def test_ones_own_task_is_finished_by_anybody(mine: Customer, cast: Cast, refuses: Refuses) -> None:
    from clavero.identity.doors import actor_for

    task = make_task(mine)
    Task.objects.filter(pk=task.pk).update(owner=cast.logistics)
    logistics = actor_for(cast.logistics)
    with pytest.raises(Forbidden):
        drop_task(logistics, task_id=task.pk)
    finish_task(logistics, task_id=task.pk)
    with refuses("task_ended"):
        drop_task(actor_for(cast.senior), task_id=task.pk)
    reopen_task(logistics, task_id=task.pk)
    drop_task(actor_for(cast.senior), task_id=task.pk)


def test_tasks_of_no_account_are_of_who_does_them_and_who_leads_them(
    actors: SimpleNamespace, cast: Cast
) -> None:
    number = add_task(actors.junior_one, customer_id=None, text="Renew the passport")
    change_task(actors.senior, task_id=number, due=TODAY)
    for name in ("junior_two", "sales", "executive", "logistics"):
        with pytest.raises(Task.DoesNotExist):
            change_task(getattr(actors, name), task_id=number, due=TODAY)


def test_the_next_of_a_rhythm_is_written_once(mine: Customer, actors: SimpleNamespace) -> None:
    number = add_task(
        actors.senior, customer_id=mine.pk, text="Report", due=date(2026, 3, 2),
        repeat_every=1, repeat_unit=Unit.WEEK,
    )  # fmt: skip
    Point.objects.create(task_id=number, place=1, text="Figures", done_on=TODAY)
    following = finish_task(actors.senior, task_id=number)
    assert finish_task(actors.senior, task_id=number) is None
    (done, row) = Task.objects.order_by("pk")
    assert (done.repeat_on, row.pk, row.due) == (0, following, date(2026, 3, 16))
    assert [(each.text, each.done_on) for each in row.points.all()] == [("Figures", None)]
    drop_task(actors.senior, task_id=row.pk)
    assert Task.objects.count() == 2


def test_one_that_was_followed_stays_done(
    mine: Customer, actors: SimpleNamespace, refuses: Refuses
) -> None:
    task = make_task(mine, due=TODAY, repeat_every=2, repeat_unit="month")
    finish_task(actors.senior, task_id=task.pk)
    with refuses("task_followed"):
        reopen_task(actors.senior, task_id=task.pk)


def test_what_is_refused(mine: Customer, refuses: Refuses, actors: SimpleNamespace) -> None:
    for given, code in (
        ({"text": " "}, "text_missing"),
        ({"text": "x" * 301}, "too_long"),
        ({"repeat_every": 1, "repeat_unit": "week"}, "rhythm_without_day"),
        ({"due": TODAY, "repeat_every": 100, "repeat_unit": "day"}, "no_rhythm"),
        ({"due": TODAY, "repeat_every": 1, "repeat_unit": "day",
          "repeat_until": TODAY - timedelta(1)}, "ends_before_start"),
    ):  # fmt: skip
        with refuses(code):
            make_task(mine, **{"text": "x", **given})
    with refuses("in_the_future"):
        finish_task(actors.senior, task_id=make_task(mine).pk, on=TODAY + timedelta(1))
    assert Task.objects.count() == 1
    with pytest.raises(TypeError):
        make_task(mine, state="done")


def test_two_people_at_once_are_told(mine: Customer, actors: SimpleNamespace) -> None:
    task = make_task(mine)
    seen = revision_of(task)
    change_task(actors.director, task_id=task.pk, seen=seen, text="Send the contract")
    with pytest.raises(ChangedMeanwhile) as told:
        change_task(actors.senior, task_id=task.pk, seen=seen, text="Send the letter")
    assert "Send the contract" in str(told.value)
    change_task(actors.senior, task_id=task.pk, seen=seen, due=TODAY)
    task.refresh_from_db()
    assert (task.text, task.due) == ("Send the contract", TODAY)


def test_units_and_merged_records_are_of_the_account(
    mine: Customer, actors: SimpleNamespace
) -> None:
    other = make_customer("C2")
    merged = make_task(other)
    make_one(other, mine)
    group = make_group("Group", mine, code="G")
    make_task(make_customer("C3"), "Elsewhere")
    assert [row.id for row in tasks_of(actors.senior, mine.pk)] == [merged.pk]
    assert [row.id for row in tasks_of(actors.director, group.pk)] == [merged.pk]
    change_task(actors.senior, task_id=merged.pk, owner_id=actors.senior.user_id)
    assert timezone.localdate() == TODAY


@pytest.mark.parametrize(
    ("rhythm", "due", "moved", "following"),
    [
        ((3, Unit.MONTH, 15), date(2026, 1, 15), date(2026, 2, 2), date(2026, 4, 15)),
        ((1, Unit.MONTH, 31), date(2026, 1, 31), date(2026, 2, 2), date(2026, 2, 28)),
        ((2, Unit.WEEK, 0), date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)),
    ],
)
def test_a_rhythm_keeps_its_beat_when_one_is_moved(
    mine: Customer, today_is: TodayIs, rhythm: tuple[int, Unit, int], due: date, moved: date,
    following: date,
) -> None:  # fmt: skip
    today_is(due)
    every, unit, on = rhythm
    task = make_task(mine, due=due, repeat_every=every, repeat_unit=unit, repeat_on=on)
    change_task(SYSTEM, task_id=task.pk, due=moved)
    today_is(moved)
    number = finish_task(SYSTEM, task_id=task.pk)
    assert Task.objects.get(pk=number).due == following
