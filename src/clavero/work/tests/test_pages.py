"""The pages of tasks: one line writes one · a tap ends one · several are given · points ticked."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from clavero.conftest import AsPerson, TodayIs
from clavero.core.revisions import revision_of
from clavero.identity.testing import Cast, actor_for
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer
from clavero.work.models import Point, Task
from clavero.work.services import give_tasks, write_points
from clavero.work.testing import SYSTEM, make_task

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def today(today_is: TodayIs) -> None:
    today_is(TODAY)


def test_a_task_in_one_line(mine: Customer, cast: Cast, as_person: AsPerson) -> None:
    browser = as_person(cast.senior)
    told = {"text": "Call them", "account": "customer c1", "due": "2026-03-11"}
    assert browser.post("/tasks/", told).status_code == 302
    task = Task.objects.get()
    assert (task.customer, task.owner, task.due) == (mine, cast.senior, date(2026, 3, 11))
    make_customer("C2")
    answer = browser.post("/tasks/", {"text": "Call", "account": "C2"})
    assert answer.status_code == 422
    assert "You see no such account." in answer.content.decode()
    page = browser.get("/tasks/").content.decode()
    assert "Call them" in page
    assert "within seven days" in page


def test_a_tap_ends_a_task_and_leads_back(mine: Customer, cast: Cast, as_person: AsPerson) -> None:
    task = make_task(mine, due=TODAY)
    here = f"/tasks/accounts/{mine.pk}/"
    answer = as_person(cast.senior).post(f"/tasks/tasks/{task.pk}/done/", {"here": here})
    assert answer.headers["location"] == here
    task.refresh_from_db()
    assert task.done_on == TODAY


def test_what_was_given_to_another_meanwhile_is_told(
    mine: Customer, cast: Cast, as_person: AsPerson
) -> None:
    cover(cast.junior_one, mine, role="member")
    cover(cast.junior_two, mine, role="member")
    task = make_task(mine, "Book the dock")
    browser = as_person(cast.senior)
    seen = browser.get("/tasks/").context["seen"]
    give_tasks(actor_for(cast.director), task_ids=[task.pk], owner_id=cast.junior_one.pk)
    sent = {"task": [task.pk], "owner_id": cast.junior_two.pk, "seen": seen}
    told = browser.post("/tasks/give/", sent, follow=True)
    assert cast.director.name in told.content.decode()
    task.refresh_from_db()
    assert task.owner_id == cast.junior_one.pk
    browser.post("/tasks/give/", {**sent, "seen": told.context["seen"]})
    task.refresh_from_db()
    assert task.owner_id == cast.junior_two.pk


def test_the_load_leads_to_ones_own_tasks_and_to_those_of_others(
    mine: Customer, cast: Cast, as_person: AsPerson
) -> None:
    make_task(mine, "Mine alone", owner=cast.senior)
    rows = as_person(cast.senior).get(reverse("work:load")).context["rows"]
    (own,) = (each["tasks"] for each in rows if each["row"].person_id == cast.senior.pk)
    assert "Mine alone" in as_person(cast.senior).get(own).content.decode()
    others = [each["tasks"] for each in rows if each["row"].person_id != cast.senior.pk]
    assert all("whose=team&owner=" in each for each in others)


def test_several_are_given_at_once(mine: Customer, cast: Cast, as_person: AsPerson) -> None:
    one, other = make_task(mine, "One"), make_task(mine, "Other")
    browser = as_person(cast.senior)
    marked = {"task": [one.pk, other.pk], "owner_id": cast.junior_one.pk}
    told = browser.post("/tasks/give/", marked, follow=True).content.decode()
    assert "does not see this account" in told
    assert set(Task.objects.values_list("owner", flat=True)) == {cast.senior.pk}
    cover(cast.junior_one, mine, role="member")
    told = browser.post("/tasks/give/", marked, follow=True).content.decode()
    assert "2 tasks changed hands." in told
    assert set(Task.objects.values_list("owner", flat=True)) == {cast.junior_one.pk}
    # Those of somebody else's account are not among them, whatever is sent.
    elsewhere = make_customer("C2")
    cover(cast.sales, elsewhere)
    strange = make_task(elsewhere, owner=cast.sales)
    browser.post("/tasks/give/", {"task": [strange.pk], "owner_id": cast.senior.pk})
    strange.refresh_from_db()
    assert strange.owner == cast.sales


def test_points_keep_their_ticks_when_the_list_is_written_anew(
    mine: Customer, cast: Cast, as_person: AsPerson
) -> None:
    task = make_task(mine)
    write_points(SYSTEM, task_id=task.pk, texts=["Measure", " ", "Draw"])
    browser, measure = as_person(cast.senior), Point.objects.get(text="Measure")
    browser.post(f"/tasks/points/{measure.pk}/", {"is_done": "1"})
    written = {"decision": "points", "points": "Draw\nMeasure\nSend"}
    browser.post(f"/tasks/tasks/{task.pk}/", written)
    assert [(each.text, each.done_on) for each in task.points.all()] == [
        ("Draw", None), ("Measure", TODAY), ("Send", None),
    ]  # fmt: skip


def test_a_rhythm_is_written_and_moved(mine: Customer, cast: Cast, as_person: AsPerson) -> None:
    browser = as_person(cast.senior)
    told = {
        "text": "Report", "due": "2026-03-10", "owner_id": cast.senior.pk,
        "repeat_every": "1", "repeat_unit": "week",
    }  # fmt: skip
    browser.post(f"/tasks/accounts/{mine.pk}/new/", told)
    task = Task.objects.get()
    assert (task.repeat_every, task.repeat_on) == (1, 1)
    moved = {**told, "decision": "change", "due": "2026-03-12", "seen": revision_of(task)}
    browser.post(f"/tasks/tasks/{task.pk}/", moved)
    task.refresh_from_db()
    assert (task.due, task.repeat_on) == (date(2026, 3, 12), 1)
    browser.post(f"/tasks/tasks/{task.pk}/", {**moved, "moves": "on", "seen": revision_of(task)})
    task.refresh_from_db()
    assert task.repeat_on == 3
    assert "every week on Thursday" in browser.get(f"/tasks/tasks/{task.pk}/").content.decode()
