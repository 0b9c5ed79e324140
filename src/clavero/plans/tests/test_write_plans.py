"""Who writes plans, what is refused, and what the audit keeps."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.core.audit import history, record
from clavero.core.errors import Forbidden
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.identity.testing import Cast
from clavero.plans.models import Action, Forecast, Objective, Plan, PlanItem, PlanLink
from clavero.plans.rules.catalogue import Section
from clavero.plans.rules.comparing import compare
from clavero.plans.rules.kinds import ActionState, ObjectiveKind, PlanState
from clavero.plans.selectors import (
    changes_of_plan,
    changes_of_row,
    content_of,
    my_actions,
    plan_picture,
)
from clavero.plans.services import (
    add_item,
    approve_plan,
    change_action,
    change_item,
    change_objective,
    confirm_item,
    link_item,
    move_action,
    retire_action,
    retire_item,
    retire_objective,
    set_years,
    shift_action,
    start_plan,
    submit_plan,
    unlink_item,
    work,
)
from clavero.plans.services._telling import tell
from clavero.plans.testing import (
    SYSTEM,
    make_action,
    make_forecast,
    make_initiative,
    make_objective,
    make_plan,
    make_row,
)
from clavero.plans.words.changes import row_value
from clavero.portfolio import selectors as portfolio
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer
from clavero.ui.testing import words
from clavero.work.selectors import open_until

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], AbstractContextManager[None]]
TODAY = timezone.localdate()
FORCE = {"force": "buyers", "strength": 3}


def test_a_plan_begins_once(actors: SimpleNamespace, customer: Customer, refuses: Refuses) -> None:
    plan = start_plan(actors.senior, customer_id=customer.pk)
    assert (plan.state, plan.years, plan.start.day) == ("draft", 3, 1)
    assert str(portfolio.changes_of(customer)[0].what) == "its plan is begun"
    with refuses("started_already"):
        start_plan(actors.junior_one, customer_id=customer.pk)
    with refuses("years_outside"):
        set_years(actors.senior, customer_id=customer.pk, years=6)
    set_years(actors.senior, customer_id=customer.pk, years=5, seen=revision_of(plan))
    plan.refresh_from_db()
    assert plan.years == 5


def test_strangers_are_blind_and_readers_may_not(
    actors: SimpleNamespace, customer: Customer, plan: Plan
) -> None:
    one, action, objective = make_row(customer), make_action(customer), make_objective(customer)
    row: dict[str, Any] = {"customer_id": customer.pk, "kind": "force", "text": "More"}
    verbs: list[tuple[Any, type, dict[str, Any]]] = [
        (start_plan, Customer, {"customer_id": customer.pk}),
        (set_years, Customer, {"customer_id": customer.pk, "years": 4}),
        (add_item, Customer, {**row, "fields": FORCE}),
        (change_item, PlanItem, {"item_id": one.pk, "text": "x", "fields": FORCE}),
        (confirm_item, PlanItem, {"item_id": one.pk}),
        (retire_item, PlanItem, {"item_id": one.pk}),
        (link_item, PlanItem, {"item_id": one.pk, "kind": "action", "target_id": action.pk}),
        (unlink_item, PlanItem, {"item_id": one.pk, "link_id": 1}),
        (move_action, Action, {"action_id": action.pk, "state": ActionState.DONE}),
        (shift_action, Action, {"action_id": action.pk, "start": TODAY, "end": TODAY}),
        (retire_action, Action, {"action_id": action.pk}),
        (retire_objective, Objective, {"objective_id": objective.pk}),
    ]
    entries = len(history(plan))
    for verb, model, given in verbs:
        for stranger in (actors.junior_two, actors.sales, actors.logistics, actors.administrator):
            with pytest.raises(model.DoesNotExist):  # type: ignore[attr-defined]
                verb(stranger, **given)
        for reader in (actors.director, actors.executive):
            with pytest.raises(Forbidden):
                verb(reader, **given)
    assert len(history(plan)) == entries
    for stranger in (actors.junior_two, actors.sales, actors.logistics):
        with pytest.raises(Customer.DoesNotExist):
            plan_picture(stranger, customer.pk)


def test_a_row_says_what_its_kind_asks_for(
    actors: SimpleNamespace, customer: Customer, plan: Plan, refuses: Refuses
) -> None:
    given: dict[str, Any] = {"customer_id": customer.pk, "kind": "force", "text": " Fewer  stops "}
    one = add_item(actors.junior_one, **given, fields={**FORCE, "colour": "red"})
    assert (one.text, one.owner_id) == ("Fewer stops", actors.junior_one.user_id)
    assert one.data == {"force": "buyers", "strength": "3"}
    for fields, code in (
        ({}, "field_missing"),
        ({**FORCE, "force": "soon"}, "field_unknown"),
        ({**FORCE, "strength": "x"}, "field_no_number"),
        ({**FORCE, "strength": 6}, "field_outside"),
        ({**FORCE, "strength": "2.5"}, "field_not_whole"),
    ):
        with refuses(code):
            add_item(actors.junior_one, **given, fields=fields)
    with refuses("kind_unknown"):
        add_item(actors.junior_one, **{**given, "kind": "joke"}, fields=FORCE)
    with refuses("text_missing"):
        add_item(actors.junior_one, **{**given, "text": " "}, fields=FORCE)
    with refuses("text_too_long"):
        add_item(actors.junior_one, **{**given, "text": "x" * 301}, fields=FORCE)
    with refuses("dated_in_future"):
        add_item(actors.junior_one, **given, fields=FORCE, dated=TODAY + timedelta(1))
    with refuses("note_too_long"):
        add_item(actors.junior_one, **given, fields=FORCE, evidence="x" * 2001)


def test_only_who_sees_the_account_answers_for_a_row(
    cast: Cast, actors: SimpleNamespace, customer: Customer, plan: Plan, refuses: Refuses
) -> None:
    for blind in (cast.junior_two, cast.logistics):
        with refuses("owner_blind"):
            make_row(customer, owner_id=blind.pk)
    one = make_row(customer, owner_id=cast.senior.pk)
    with refuses("owner_blind"):
        change_item(
            actors.senior, item_id=one.pk, text="x", fields=FORCE, owner_id=cast.sales.pk,
            seen=revision_of(one),
        )  # fmt: skip


def test_a_plan_without_a_beginning_takes_nothing(
    actors: SimpleNamespace, customer: Customer, refuses: Refuses
) -> None:
    with refuses("no_plan"):
        make_row(customer, actor=actors.senior)


def test_two_people_write_one_row(actors: SimpleNamespace, customer: Customer, plan: Plan) -> None:
    one = make_row(customer)
    seen = revision_of(one)
    change_item(
        actors.senior,
        item_id=one.pk,
        text="Fewer stops",
        fields={**FORCE, "strength": 5},
        seen=seen,
    )
    with pytest.raises(ChangedMeanwhile) as told:
        change_item(
            actors.junior_one, item_id=one.pk, text="Fewer stops", fields={**FORCE, "strength": 1},
            seen=seen,
        )  # fmt: skip
    assert actors.senior.name in str(told.value)
    change_item(
        actors.junior_one, item_id=one.pk, text="No stops", fields=FORCE, seen=seen,
        source="A talk", dated=TODAY,
    )  # fmt: skip
    one.refresh_from_db()
    assert (one.text, one.data["strength"], one.source) == ("No stops", "5", "A talk")
    changes = changes_of_row(one)
    assert [str(change.what) for change in changes] == ["Changed", "Changed", "Added"]
    strength = ("How strong or how likely it is, 1 to 5", "3", "5")
    assert strength in [tuple(map(str, value)) for value in changes[1].values]
    told = [change for change in changes_of_plan(plan) if str(change.what) == "Row changed"]
    assert [tuple(map(str, value)) for value in told[-1].values] == [
        ("Row", "", "Fewer stops"), strength,
    ], "the history of the plan says of the row what was changed of it"  # fmt: skip


def test_the_history_of_a_plan_says_who_answers_now_and_how_far_an_action_is(
    cast: Cast, actors: SimpleNamespace, customer: Customer, plan: Plan
) -> None:
    action = make_action(customer, "Call the plant")
    change_action(
        actors.senior, action_id=action.pk, start=action.start, end=action.end,
        owner_id=cast.senior.pk, seen=revision_of(action),
    )  # fmt: skip
    move_action(actors.senior, action_id=action.pk, state=ActionState.DONE)
    moved, changed = changes_of_plan(plan)[:2]
    told = [[tuple(map(str, value)) for value in each.values] for each in (moved, changed)]
    assert ("State", "To do", "Done") in told[0]
    assert [(what, now) for what, _was, now in told[1]] == [
        ("Row", "Call the plant"), ("Whose it is", cast.senior.name),
    ]  # fmt: skip


def test_a_row_is_confirmed_and_taken_out(
    actors: SimpleNamespace, customer: Customer, plan: Plan, refuses: Refuses
) -> None:
    one = make_row(customer)
    PlanItem.objects.update(confirmed_at=timezone.now() - timedelta(days=200))
    picture = plan_picture(actors.senior, customer.pk)
    assert [each.is_old for each in picture.sections if each.items] == [True]
    confirm_item(actors.junior_one, item_id=one.pk)
    picture = plan_picture(actors.senior, customer.pk)
    assert [each.is_old for each in picture.sections if each.items] == [False]
    retire_item(actors.junior_one, item_id=one.pk)
    assert plan_picture(actors.senior, customer.pk).items == []
    with refuses("row_retired"):
        confirm_item(actors.junior_one, item_id=one.pk)


def test_rows_are_linked_within_their_plan(
    cast: Cast, actors: SimpleNamespace, customer: Customer, plan: Plan, refuses: Refuses
) -> None:
    one, action = make_row(customer), make_action(customer)
    for _again in range(2):
        link = link_item(actors.senior, item_id=one.pk, kind="action", target_id=action.pk)
    assert PlanLink.objects.count() == 1
    other = make_customer("C2")
    cover(cast.senior, other)
    make_plan(other)
    stranger = make_action(other)
    for kind, number in (("action", stranger.pk), ("other", one.pk), ("joke", action.pk)):
        with refuses("no_such_target"):
            link_item(actors.senior, item_id=one.pk, kind=kind, target_id=number)
    unlink_item(actors.senior, item_id=one.pk, link_id=link.pk)
    assert not PlanLink.objects.exists()


def test_a_row_goes_with_an_objective_on_both_pages_and_in_versions(
    cast: Cast, as_person: AsPerson, actors: SimpleNamespace, customer: Customer, plan: Plan
) -> None:
    row, objective = make_row(customer, "Fewer stops"), make_objective(customer, "Grow")
    make_action(customer)
    submit_plan(actors.senior, customer_id=customer.pk)
    seen = revision_of(Plan.objects.get(pk=plan.pk))
    version = approve_plan(actors.executive, customer_id=customer.pk, seen=seen)
    browser = as_person(cast.senior)
    chosen = {"target": f"objective:{objective.pk}"}
    page = browser.post(reverse("plans:link_item", args=[row.pk]), chosen, follow=True)
    assert "Grow" in words(page)
    assert Plan.objects.get(pk=plan.pk).state == PlanState.DRAFT, "what was approved is another"
    (moved,) = compare(version.content, content_of(Plan.objects.get(pk=plan.pk)))
    assert (moved.text, moved.fields) == ("Fewer stops", (("goes_with", None, ["Grow"]),))
    page = browser.get(reverse("plans:objective", args=[objective.pk]))
    assert f'href="{reverse("plans:item", args=[row.pk])}"' in page.content.decode()
    page = browser.get(f"{reverse('plans:plan', args=[customer.pk])}?section=9")
    assert words(page).count("Fewer stops") == 2, "where it stands, and with its objective"
    page = browser.get(reverse("plans:versions", args=[customer.pk]))
    assert "Goes with — Grow" in words(page)


def test_the_forecast_has_an_age(actors: SimpleNamespace, customer: Customer, plan: Plan) -> None:
    forecast = make_forecast(customer)
    long_ago = timezone.now() - timedelta(days=93)
    Forecast.objects.filter(pk=forecast.pk).update(changed_at=long_ago)
    picture = plan_picture(actors.senior, customer.pk)
    (section,) = (each for each in picture.sections if each.section is Section.FORECAST)
    assert section.is_old
    assert section.looked_at == long_ago


def test_an_objective_is_measurable(
    actors: SimpleNamespace, customer: Customer, plan: Plan, refuses: Refuses
) -> None:
    for given, code in (
        ({"kpi": "made-up"}, "kpi_unknown"),
        ({"until": TODAY}, "until_before_since"),
    ):
        with refuses(code):
            make_objective(customer, **given)
    objective = make_objective(customer, actor=actors.senior)
    (measured,) = plan_picture(actors.senior, customer.pk).measured
    assert [each.value for each in measured.lacks] == ["actions"]
    change_objective(
        actors.senior, objective_id=objective.pk, kind=ObjectiveKind.LEARNING, text="Learn",
        kpi="", baseline=None, target=Decimal(3), until=None, owner_id=None,
        seen=revision_of(objective),
    )  # fmt: skip
    (measured,) = plan_picture(actors.senior, customer.pk).measured
    assert {each.value for each in measured.lacks} == {
        "kpi",
        "baseline",
        "date",
        "owner",
        "actions",
    }
    make_action(customer, objective_id=objective.pk)
    with refuses("objective_in_use"):
        retire_objective(actors.senior, objective_id=objective.pk)


def test_an_objective_whose_baseline_is_left_empty_begins_as_its_kpi_is_measured(
    actors: SimpleNamespace, customer: Customer, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "_measured", lambda _actor, _plan, _kpi: Decimal("0.4"))
    objective = make_objective(customer, kpi="", baseline=None, target=None)
    change_objective(
        actors.senior, objective_id=objective.pk, kind=ObjectiveKind.ECONOMIC, text="Earn more",
        kpi="margin", baseline=None, target=Decimal("0.5"), until=objective.until,
        owner_id=objective.owner_id, seen=revision_of(objective),
    )  # fmt: skip
    objective.refresh_from_db()
    assert objective.baseline == Decimal("0.4"), "as its form says, changed as well as new"


def test_an_empty_baseline_never_stands_against_what_somebody_wrote_meanwhile(
    actors: SimpleNamespace, customer: Customer, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    objective = make_objective(customer, kpi="margin", baseline=None, target=Decimal("0.6"))
    monkeypatch.setattr(work, "_measured", lambda _actor, _plan, _kpi: Decimal("0.4"))
    seen = revision_of(objective)
    same = {
        "objective_id": objective.pk, "kind": ObjectiveKind.ECONOMIC, "kpi": "margin",
        "target": Decimal("0.6"), "until": objective.until, "seen": seen,
    }  # fmt: skip
    change_objective(SYSTEM, baseline=Decimal("0.5"), text="Grow", **same)
    change_objective(actors.senior, baseline=None, text="Grow more", **same)
    objective.refresh_from_db()
    assert (objective.text, objective.baseline) == ("Grow more", Decimal("0.5"))


@pytest.mark.parametrize("is_over", [False, True])
def test_an_objective_measured_anew_begins_today(
    actors: SimpleNamespace,
    customer: Customer,
    plan: Plan,
    monkeypatch: pytest.MonkeyPatch,
    is_over: bool,
) -> None:
    monkeypatch.setattr(work, "_measured", lambda _actor, _plan, _kpi: Decimal("0.4"))
    objective = make_objective(customer, kpi="margin", baseline=Decimal("0.2"), target=Decimal(1))
    since, until = TODAY - timedelta(days=180), TODAY + timedelta(days=-1 if is_over else 180)
    Objective.objects.filter(pk=objective.pk).update(since=since, until=until)
    change_objective(
        actors.senior, objective_id=objective.pk, kind=ObjectiveKind.ECONOMIC, text="Grow",
        kpi="margin", baseline=None, target=Decimal(1), until=until,
        owner_id=objective.owner_id, seen=revision_of(objective),
    )  # fmt: skip
    objective.refresh_from_db()
    assert objective.baseline == Decimal("0.4")
    assert objective.since == (since if is_over else TODAY), "what is over keeps its day"
    kept = history(objective).filter(verb="row.changed").get().after
    assert ("since" in kept) is not is_over


def test_actions_wait_for_each_other(
    actors: SimpleNamespace, customer: Customer, plan: Plan, refuses: Refuses
) -> None:
    first = make_action(customer, "First")
    second = make_action(customer, "Second", after=[first.pk])
    with refuses("comes_after"):
        move_action(actors.senior, action_id=second.pk, state=ActionState.DONE)
    with refuses("closes_a_circle"):
        change_action(
            actors.senior, action_id=first.pk, start=first.start, end=first.end,
            after=[second.pk], seen=revision_of(first),
        )  # fmt: skip
    with refuses("no_such_target"):
        make_action(customer, after=[999])
    move_action(actors.senior, action_id=first.pk, state=ActionState.DONE)
    done = move_action(actors.senior, action_id=second.pk, state=ActionState.DONE)
    assert done.done_on == TODAY
    with refuses("end_before_start"):
        shift_action(actors.senior, action_id=second.pk, start=TODAY, end=TODAY - timedelta(1))
    with refuses("budget_negative"):
        make_action(customer, budget=Decimal(-1))


def test_one_tap_moves_an_action_from_where_the_page_showed_it(
    cast: Cast, actors: SimpleNamespace, customer: Customer, plan: Plan, as_person: AsPerson
) -> None:
    action = make_action(customer)
    move_action(actors.senior, action_id=action.pk, state=ActionState.DROPPED)
    with pytest.raises(ChangedMeanwhile, match="“State” from “To do” to “Dropped”"):
        move_action(
            actors.junior_one, action_id=action.pk, state=ActionState.DONE, was=ActionState.TO_DO
        )
    browser = as_person(cast.junior_one)
    here = reverse("plans:actions", args=[customer.pk])
    assert b'name="was" value="dropped"' in browser.get(f"{here}?as=board").content
    address = reverse("plans:move_action", args=[action.pk])
    told = words(browser.post(address, {"state": "done", "was": "to_do"}))
    assert f"{cast.senior.name} changed “State” from “To do” to “Dropped”" in told
    action.refresh_from_db()
    assert action.state == ActionState.DROPPED, "nobody's word is undone unseen"
    browser.post(address, {"state": "to_do", "was": "dropped"})
    action.refresh_from_db()
    assert action.state == ActionState.TO_DO


def test_what_is_due_is_told_to_whoever_does_it(
    cast: Cast, actors: SimpleNamespace, customer: Customer, plan: Plan
) -> None:
    make_action(customer, "Mine", owner_id=cast.senior.pk, end=TODAY)
    make_action(customer, "Hers", owner_id=cast.junior_one.pk, end=TODAY - timedelta(2))
    make_action(customer, "Later", owner_id=cast.senior.pk, end=TODAY + timedelta(60))

    def due(actor: Any) -> list[tuple[str, bool]]:
        found = open_until(actor, TODAY + timedelta(14), *portfolio.seen_now(actor))
        return [(each.text, each.owner_id == actor.user_id) for each in found]

    assert due(actors.senior) == [("Hers", False), ("Mine", True)]
    assert due(actors.junior_one) == [("Hers", True)]
    assert due(actors.junior_two) == []
    assert due(actors.director) == [("Hers", False), ("Mine", False)]
    assert [each.text for each in my_actions(actors.senior)] == ["Mine", "Later"]


def test_who_no_longer_sees_the_account_has_nothing_to_do_there(
    cast: Cast, actors: SimpleNamespace, customer: Customer, plan: Plan
) -> None:
    action = make_action(customer, owner_id=cast.junior_one.pk)
    Action.objects.filter(pk=action.pk).update(owner=cast.junior_two)
    assert my_actions(actors.junior_two) == []


def test_histories_name_what_numbers_stand_for(
    actors: SimpleNamespace, customer: Customer, plan: Plan
) -> None:
    goal, idea = make_objective(customer, "Grow in Porto"), make_initiative(customer, "Stock there")
    action = make_action(customer)
    record(SYSTEM, "row.changed", action, after={"objective_id": goal.pk, "initiative_id": idea.pk})
    told = {str(what): str(now) for what, _was, now in changes_of_row(action)[0].values}
    assert told == {"Objective": "Grow in Porto", "Initiative": "Stock there"}
    tell(SYSTEM, "plan.request_decided", plan, amount="25000", state="cut")
    said = [str(now) for _what, _was, now in changes_of_plan(plan)[0].values]
    assert said == ["25,000", "Approved in part"]
    assert str(row_value("ramp", ["0.3", "1"])) == "30%, 100%"
    assert str(row_value("x_impact", "-4")) == "\u22124"
    assert str(row_value("x_cost_share", "0.4")) == "40.0%"
