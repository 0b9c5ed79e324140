"""Handover packs: works · refuses · an outsider is blind · where somebody should take over."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, timedelta
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from clavero.conftest import AsPerson, TodayIs
from clavero.core.errors import Forbidden
from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.identity.services import deactivate
from clavero.identity.testing import Cast
from clavero.portfolio.hooks import advice_on_coverage
from clavero.portfolio.models import Customer
from clavero.portfolio.services import merge_customers, transfer_coverage
from clavero.portfolio.testing import cover, make_customer
from clavero.ui import formats
from clavero.work import hooks
from clavero.work.hooks import EVER, NEVER, Line, Rows, Section, last_told, lines_of
from clavero.work.models import Pack, Task
from clavero.work.selectors import pack_seen, suggestions
from clavero.work.services import close_pack, move_tasks, open_pack, tick_section
from clavero.work.testing import SYSTEM, make_task

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], Any]
TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def today(today_is: TodayIs) -> None:
    today_is(TODAY)


def test_an_account_goes_from_one_to_another(
    mine: Customer, actors: SimpleNamespace, cast: Cast, refuses: Refuses,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    make_task(mine, "Theirs", owner=cast.director)
    make_task(mine, due=TODAY)
    given = {"customer_id": mine.pk, "giver_id": cast.senior.pk, "receiver_id": cast.sales.pk}
    with refuses("receiver_sees_nothing"):
        open_pack(actors.director, **given)
    cover(cast.sales, mine, role="deputy")
    with pytest.raises(Forbidden):
        open_pack(actors.sales, **given)
    pack = open_pack(actors.director, **given)
    with refuses("pack_open"):
        open_pack(actors.director, **given)
    section = Section("known", "What we know", (Line("They pay late"),))
    monkeypatch.setattr(hooks, "KNOWN_AT_HANDOVER", [lambda actor, account, giver: [section]])
    found = pack_seen(actors.sales, pack.pk)
    told = {each.key: [line.text for line in each.lines] for each in found.sections}
    assert told["people"] == [
        f"Key account manager: {cast.senior.name}", f"Deputy: {cast.sales.name}",
    ]  # fmt: skip
    assert told["tasks"] == [
        f"{formats.day(TODAY)} · Send the offer · {cast.senior.name}",
        f"Theirs · {cast.director.name}",
    ]  # fmt: skip
    assert told["known"] == ["They pay late"]
    assert found.open_tasks == 1
    tick_section(actors.sales, pack_id=pack.pk, key="known", is_done=True)
    assert pack_seen(actors.sales, pack.pk).ticked["known"]["by"] == actors.sales.name
    assert move_tasks(actors.director, pack_id=pack.pk) == 1
    assert Task.objects.get(text="Send the offer").owner == cast.sales
    close_pack(actors.director, pack_id=pack.pk)
    with refuses("pack_closed"):
        tick_section(actors.sales, pack_id=pack.pk, key="known", is_done=False)


def test_outsiders_are_blind(mine: Customer, actors: SimpleNamespace, cast: Cast) -> None:
    cover(cast.junior_one, mine, role="member")
    pack = open_pack(
        SYSTEM, customer_id=mine.pk, giver_id=cast.senior.pk, receiver_id=cast.junior_one.pk
    )
    cover(cast.sales, make_customer("C2"))
    for outsider in (actors.sales, actors.logistics, actors.junior_two):
        with pytest.raises(Pack.DoesNotExist):
            pack_seen(outsider, pack.pk)
        with pytest.raises(Pack.DoesNotExist):
            tick_section(outsider, pack_id=pack.pk, key="tasks", is_done=True)


def test_who_should_be_relieved_is_told(
    mine: Customer, actors: SimpleNamespace, cast: Cast
) -> None:
    other = make_customer("C2")
    cover(cast.sales, other)
    make_task(other, owner=cast.sales)
    make_task(mine)
    assert suggestions(actors.director) == []
    coverage = mine.coverage.get()
    transfer_coverage(
        SYSTEM, coverage_id=coverage.pk, to_person_id=cast.junior_one.pk,
        on=TODAY - timedelta(days=1),
    )  # fmt: skip
    deactivate(SYSTEM, person_id=cast.sales.pk)
    told = {each.giver_id: (each.customer_id, each.has_left) for each in suggestions(SYSTEM)}
    assert told == {cast.senior.pk: (mine.pk, False), cast.sales.pk: (other.pk, True)}


def test_who_left_without_a_task_is_to_be_relieved_too(
    mine: Customer, actors: SimpleNamespace, cast: Cast
) -> None:
    deactivate(SYSTEM, person_id=cast.senior.pk)
    (told,) = suggestions(actors.director)
    assert (told.customer_id, told.giver_id, told.has_left, told.tasks) == (
        mine.pk, cast.senior.pk, True, 0,
    )  # fmt: skip
    (advice,) = advice_on_coverage(actors.director, mine.pk)
    assert "no access any more" in str(advice.text)
    cover(cast.junior_one, mine, role="member")
    pack = open_pack(
        actors.director, customer_id=mine.pk, giver_id=cast.senior.pk,
        receiver_id=cast.junior_one.pk,
    )  # fmt: skip
    assert suggestions(actors.director) == []
    sections = {each.key: each for each in pack_seen(actors.director, pack.pk).sections}
    assert "no access since" in sections["people"].lines[0].text


def test_an_account_that_moves_suggests_a_pack(
    mine: Customer, actors: SimpleNamespace, cast: Cast
) -> None:
    assert suggestions(actors.director) == []
    soon = TODAY + timedelta(days=10)
    transfer_coverage(
        SYSTEM, coverage_id=mine.coverage.get().pk, to_person_id=cast.junior_one.pk, on=soon
    )
    cover(cast.junior_one, mine, role="member")  # beside her until then
    (told,) = suggestions(actors.director)
    assert (told.giver_id, told.tasks) == (cast.senior.pk, 0)
    assert told.last_day == soon - timedelta(days=1)
    assert suggestions(actors.sales) == []
    (advice,) = advice_on_coverage(actors.director, mine.pk)
    assert str(cast.senior.pk) in advice.url
    assert advice_on_coverage(actors.director, make_customer("C2").pk) == []
    open_pack(
        actors.director, customer_id=mine.pk, giver_id=cast.senior.pk,
        receiver_id=cast.junior_one.pk,
    )  # fmt: skip
    assert suggestions(actors.director) == []


def test_a_merged_account_keeps_its_pack_under_its_new_name(
    mine: Customer, actors: SimpleNamespace, cast: Cast, as_person: AsPerson
) -> None:
    new = make_customer("NEW")
    cover(cast.junior_one, new)
    pack = open_pack(
        SYSTEM, customer_id=new.pk, giver_id=cast.senior.pk, receiver_id=cast.junior_one.pk
    )
    new.coverage.all().delete()
    cover(cast.junior_one, mine, role="member")
    merge_customers(SYSTEM, source_id=new.pk, target_id=mine.pk)
    page = as_person(cast.junior_one).get(reverse("work:packs")).content.decode()
    assert mine.name in page
    assert new.name not in page
    assert pack_seen(actors.junior_one, pack.pk).account.card.code == mine.code
    tick_section(actors.junior_one, pack_id=pack.pk, key="tasks", is_done=True)
    move_tasks(actors.director, pack_id=pack.pk)


def test_tasks_do_not_go_to_who_has_no_access(
    mine: Customer, actors: SimpleNamespace, cast: Cast, refuses: Refuses
) -> None:
    task = make_task(mine, "Theirs", owner=cast.senior)
    cover(cast.sales, mine, role="deputy")
    pack = open_pack(
        actors.director, customer_id=mine.pk, giver_id=cast.senior.pk, receiver_id=cast.sales.pk
    )
    deactivate(SYSTEM, person_id=cast.sales.pk)
    with refuses("receiver_gone"):
        move_tasks(actors.director, pack_id=pack.pk)
    task.refresh_from_db()
    assert task.owner_id == cast.senior.pk


def test_a_pack_has_everything_that_is_open(
    mine: Customer, actors: SimpleNamespace, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = {"Long ago": TODAY - timedelta(days=2000), "In three years": TODAY + timedelta(days=1100)}
    for text, day in far.items():
        make_task(mine, text, due=day, owner=cast.senior)
    for at in range(12):
        make_task(mine, f"Some day {at}", owner=cast.director)

    def told(actor: Actor, ids: Collection[int], most: int | None) -> Rows:
        found = lines_of(Task.objects.filter(due=None), text="text")
        return Rows(f"rows_{most}", "Rows", found, lambda number: "/there/", most=most)

    monkeypatch.setattr(
        hooks, "ROWS_AT_HANDOVER", [partial(told, most=None), partial(told, most=10)]
    )
    cover(cast.sales, mine, role="deputy")
    pack = open_pack(
        actors.director, customer_id=mine.pk, giver_id=cast.senior.pk, receiver_id=cast.sales.pk
    )
    found = pack_seen(actors.sales, pack.pk)
    lines = {each.key: each.lines for each in found.sections}
    assert found.open_tasks == len(far) == move_tasks(actors.director, pack_id=pack.pk)
    assert len(lines["tasks"]) == 14
    assert (len(lines["rows_None"]), len(lines["rows_10"])) == (12, 10)


def test_what_comes_again_is_told_of_the_next_half_year() -> None:
    assert last_told(Period(EVER, NEVER)) == TODAY + timedelta(days=180)
    assert last_told(Period(EVER, TODAY)) == TODAY
