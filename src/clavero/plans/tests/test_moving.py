"""Actions that clash, what follows them moved along and put back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.core.revisions import CHANGED_MEANWHILE, revision_of
from clavero.identity.testing import Cast
from clavero.plans.models import Action, Plan
from clavero.plans.rules.clashes import Clash, Move, Placed, clashes, moved_along
from clavero.plans.rules.kinds import ActionState
from clavero.plans.selectors import placed, plan_picture
from clavero.plans.services import move_action, move_along, put_back, retire_action, shift_action
from clavero.plans.testing import SYSTEM, make_action
from clavero.portfolio.models import Customer
from clavero.ui.testing import notices, words

Refuses = Callable[[str], AbstractContextManager[None]]
TODAY = timezone.localdate()
DAY, WEEK = timedelta(days=1), timedelta(days=7)
DAY_ONE = date(2027, 1, 1)


@st.composite
def plans(draw: st.DrawFn) -> dict[int, Placed]:
    """Actions that wait for some of those before them."""
    found: dict[int, Placed] = {}
    for pk in range(draw(st.integers(1, 8))):
        start = DAY_ONE + timedelta(days=draw(st.integers(0, 40)))
        found[pk] = Placed(
            start,
            start + timedelta(days=draw(st.integers(0, 20))),
            draw(st.sampled_from([*ActionState, ActionState.TO_DO, ActionState.TO_DO])),
            tuple(draw(st.sets(st.integers(0, pk - 1), max_size=3))) if pk else (),
        )
    return found


@given(plans())
def test_moved_along_nothing_clashes_in_the_chain_and_nothing_moves_for_nothing(
    found: dict[int, Placed],
) -> None:
    moves = {each.action: each for each in moved_along(found, 0)}
    after = {
        pk: each._replace(start=moves[pk].start, end=moves[pk].end) if pk in moves else each
        for pk, each in found.items()
    }
    chain = {0, *moves}
    assert not [each for each in clashes(after) if each.earlier in chain]
    for pk, move in moves.items():
        assert found[pk].state == ActionState.TO_DO
        assert move.start > move.was_start, "nothing moves to an earlier day"
        assert move.end - move.start == move.was_end - move.was_start
        ends = [after[other].end for other in found[pk].after if other in chain]
        assert move.start - DAY in ends, "no further than to the day after what it waits for"


@pytest.fixture
def chain(customer: Customer, plan: Plan) -> list[Action]:
    """A trial, an agreement that waits for it, and a party that waits for the agreement."""
    trial = make_action(customer, "Trial with line 1", start=TODAY, end=TODAY + WEEK)
    signed = make_action(
        customer, "Sign", start=TODAY + WEEK, end=TODAY + 2 * WEEK, after=[trial.pk]
    )
    party = make_action(
        customer, "Party", start=TODAY + 2 * WEEK, end=TODAY + 2 * WEEK, after=[signed.pk]
    )
    return [trial, signed, party]


def _days(rows: list[Action]) -> list[tuple[date, date]]:
    found = {each.pk: each for each in Action.objects.all()}
    return [(found[each.pk].start, found[each.pk].end) for each in rows]


def _offer(first: Action) -> list[Move]:
    rows = Action.objects.filter(retired_at=None).prefetch_related("after")
    return moved_along(placed(rows), first.pk)


@pytest.mark.django_db
def test_the_page_of_a_plan_asks_the_database_what_the_rule_says(
    actors: SimpleNamespace, customer: Customer, chain: list[Action]
) -> None:
    trial, signed, party = chain

    def found() -> list[tuple[str, str]]:
        rows = Action.objects.filter(retired_at=None).prefetch_related("after")
        texts = {each.pk: each.text for each in rows}
        ruled = [(texts[later], texts[earlier]) for later, earlier in clashes(placed(rows))]
        picture = plan_picture(SYSTEM, customer.pk)
        assert [(each.text, text) for each, text in picture.clashing_actions] == ruled
        return ruled

    assert found() == [], "on the last day of what it waits for is not too early"
    shift_action(actors.senior, action_id=trial.pk, start=TODAY, end=TODAY + 2 * WEEK)
    assert found() == [("Sign", "Trial with line 1")]
    broken = {each.check.value: each.count for each in plan_picture(SYSTEM, customer.pk).broken}
    assert broken["actions_clash"] == 1
    move_action(actors.senior, action_id=signed.pk, state=ActionState.DOING)
    assert found() == [], "what has begun waits no more"
    move_action(actors.senior, action_id=signed.pk, state=ActionState.TO_DO)
    move_action(actors.senior, action_id=trial.pk, state=ActionState.DONE)
    assert found() == [], "what is done keeps nobody waiting"
    shift_action(actors.senior, action_id=party.pk, start=TODAY, end=TODAY, seen=revision_of(party))
    assert found() == [("Party", "Sign")]
    retire_action(actors.senior, action_id=signed.pk)
    assert found() == []


@pytest.mark.django_db
def test_what_follows_moves_along_and_back(
    actors: SimpleNamespace, customer: Customer, chain: list[Action], refuses: Refuses
) -> None:
    trial, signed, party = chain
    with refuses(CHANGED_MEANWHILE):
        move_along(actors.senior, action_id=trial.pk, offered=[])
    shift_action(actors.senior, action_id=trial.pk, start=TODAY, end=TODAY + 2 * WEEK)
    before, offered = _days(chain), _offer(trial)
    moves = move_along(actors.junior_one, action_id=trial.pk, offered=offered)
    assert [each.action for each in moves] == [signed.pk, party.pk]
    assert _days(chain)[1:] == [
        (TODAY + 2 * WEEK + DAY, TODAY + 3 * WEEK + DAY),
        (TODAY + 3 * WEEK + 2 * DAY, TODAY + 3 * WEEK + 2 * DAY),
    ]
    entry = history(party)[0]
    assert (entry.verb, entry.by_name) == ("row.changed", actors.junior_one.name)
    assert entry.before["start"] == str(TODAY + 2 * WEEK)
    put_back(actors.junior_one, customer_id=customer.pk, moves=moves)
    assert _days(chain) == before
    assert history(party)[0].after["start"] == str(TODAY + 2 * WEEK)
    with refuses(CHANGED_MEANWHILE):  # they are back already
        put_back(actors.junior_one, customer_id=customer.pk, moves=moves)
    # An offer of before somebody else moved one of them is not carried out.
    shift_action(
        actors.senior, action_id=party.pk, start=TODAY + 8 * WEEK, end=TODAY + 8 * WEEK,
        seen=revision_of(party),
    )  # fmt: skip
    with refuses(CHANGED_MEANWHILE):
        move_along(actors.senior, action_id=trial.pk, offered=offered)


@pytest.mark.django_db
def test_strangers_are_blind_to_moves_and_readers_may_not(
    actors: SimpleNamespace, customer: Customer, chain: list[Action]
) -> None:
    verbs: list[tuple[Any, dict[str, Any]]] = [
        (move_along, {"action_id": chain[0].pk, "offered": []}),
        (put_back, {"customer_id": customer.pk, "moves": []}),
    ]
    for verb, told in verbs:
        for stranger in (actors.junior_two, actors.sales, actors.administrator):
            with pytest.raises((Action.DoesNotExist, Customer.DoesNotExist)):
                verb(stranger, **told)
        with pytest.raises(Forbidden):
            verb(actors.director, **told)


@pytest.mark.django_db
def test_the_calendar_says_what_clashes_and_mends_it_in_one_tap(
    cast: Cast, as_person: AsPerson, customer: Customer, chain: list[Action]
) -> None:
    trial = chain[0]
    browser = as_person(cast.senior)
    here = reverse("plans:actions", args=[customer.pk])
    shift = reverse("plans:shift_action", args=[trial.pk])
    for _tap in range(2):  # each tap stands on the one before
        line = browser.get(here, {"as": "calendar"}).context["timeline"].lines[0]
        assert line.action.pk == trial.pk
        later = {"start": line.later[0].isoformat(), "end": line.later[1].isoformat()}
        page = browser.post(shift, {**later, "seen": line.action.seen}, follow=True)
        assert notices(page) == ["The action is moved."]
    told = words(page)
    assert "begins before this ends: Trial with line 1" in told
    assert "which it waits for, ends only on" in told
    assert "Move these 2 along" in told
    plan_page = words(browser.get(reverse("plans:plan", args=[customer.pk])))
    assert "“Sign” begins before “Trial with line 1”, which it waits for, ends." in plan_page
    moves = page.context["offers"][0].carried
    along = reverse("plans:move_along", args=[trial.pk])
    page = browser.post(along, {"moves": moves}, follow=True)
    assert notices(page) == ["2 actions are moved along."]
    assert not page.context["offers"]
    undo = page.context["undo"]
    assert undo.sentence == "You have moved 2 actions."
    assert as_person(cast.junior_one).get(here).context["undo"] is None
    page = as_person(cast.senior).post(along, {"moves": ["nonsense"]})
    assert page.status_code == 422
    back = reverse("plans:put_back", args=[customer.pk])
    page = browser.post(back, {"moves": undo.carried}, follow=True)
    assert len(page.context["offers"]) == 1
    assert page.context["undo"] is None


@pytest.mark.django_db
def test_two_who_move_the_same_action_are_told(
    cast: Cast, as_person: AsPerson, chain: list[Action]
) -> None:
    action = chain[2]
    address = reverse("plans:shift_action", args=[action.pk])
    seen = revision_of(action)
    first, second = (
        {"start": day.isoformat(), "end": day.isoformat(), "seen": seen}
        for day in (TODAY + 3 * WEEK, TODAY + 4 * WEEK)
    )
    as_person(cast.junior_one).post(address, first)
    page = as_person(cast.senior).post(address, second)
    assert page.status_code == 422
    assert "changed while you were looking at it" in words(page)
    action.refresh_from_db()
    assert action.start == TODAY + 3 * WEEK


def test_a_clash_is_told_once_for_each_that_waits() -> None:
    first = Placed(DAY_ONE, DAY_ONE + WEEK)
    both = Placed(DAY_ONE, DAY_ONE, after=(1,))
    assert clashes({1: first, 2: both, 3: both}) == [Clash(2, 1), Clash(3, 1)]
