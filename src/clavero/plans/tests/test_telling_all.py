"""Versions name all that a plan says, reviews all that has changed, and nobody is written over."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.contracts.models import Renewal
from clavero.contracts.rules.renewing import RenewalStage
from clavero.contracts.services import change_contract
from clavero.contracts.testing import make_contract
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.identity.testing import Cast
from clavero.kpis.rules.kpi import Light
from clavero.opportunities.testing import make_need
from clavero.plans.agreeing import found_apart
from clavero.plans.leading import leads_to
from clavero.plans.models import Action, Initiative, Objective, Plan, PlanItem, ResourceRequest
from clavero.plans.rules.kinds import InitiativeState
from clavero.plans.rules.objectives import Aim, Direction
from clavero.plans.rules.reviewing import Answer, Point, differences
from clavero.plans.selectors import plan_picture, review_seen
from clavero.plans.selectors.content import _LEFT_OUT
from clavero.plans.selectors.facts import facts_of
from clavero.plans.sentences import point_in_words
from clavero.plans.services import (
    answer_point,
    approve_plan,
    change_action,
    open_review,
    return_plan,
    sign_value,
    submit_plan,
)
from clavero.plans.testing import (
    SYSTEM,
    make_action,
    make_forecast,
    make_initiative,
    make_objective,
    make_request,
    make_row,
)
from clavero.plans.words.changes import ROW_FIELDS
from clavero.portfolio.models import Customer
from clavero.ui import formats
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], AbstractContextManager[None]]
TODAY = timezone.localdate()


@pytest.mark.parametrize("model", [PlanItem, Objective, Initiative, Action, ResourceRequest])
def test_every_field_that_a_version_keeps_has_a_name(model: type) -> None:
    kept = {each.name for each in model._meta.get_fields() if each.concrete} - _LEFT_OUT  # type: ignore[attr-defined]
    assert kept <= ROW_FIELDS.keys()


def approved(actors: SimpleNamespace, customer: Customer, plan: Plan) -> None:
    submit_plan(actors.senior, customer_id=customer.pk)
    approve_plan(actors.director, customer_id=customer.pk, seen=revision_of(plan))


def test_what_an_action_belongs_to_and_waits_for_is_compared(
    actors: SimpleNamespace, customer: Customer, plan: Plan, cast: Cast, as_person: AsPerson
) -> None:
    make_row(customer)
    grow, learn = make_objective(customer, "Grow"), make_objective(customer, "Learn")
    first = make_action(customer, "List the spares", end=TODAY + timedelta(days=3))
    second = make_action(
        customer, "Sign", start=TODAY + timedelta(days=9), objective_id=grow.pk, after=[first.pk]
    )
    approved(actors, customer, plan)
    change_action(
        actors.senior, action_id=second.pk, text="Sign", start=second.start, end=second.end,
        objective_id=learn.pk, after=[],
    )  # fmt: skip
    submit_plan(actors.senior, customer_id=customer.pk)
    for name in ("plans:versions", "plans:decide"):
        page = words(as_person(cast.director).get(reverse(name, args=[customer.pk])))
        assert "Objective Grow Learn" in page, name
        assert "After List the spares —" in page, name


def test_a_value_signed_anew_is_compared(
    actors: SimpleNamespace, customer: Customer, plan: Plan, cast: Cast, as_person: AsPerson
) -> None:
    make_row(customer)
    make_objective(customer)
    make_action(customer)
    initiative = make_initiative(customer)
    sign_value(actors.senior, initiative_id=initiative.pk, value=Decimal(40), by="Ana Gil")
    approved(actors, customer, plan)
    sign_value(actors.senior, initiative_id=initiative.pk, value=Decimal(45), by="Luis Ros")
    page = words(as_person(cast.senior).get(reverse("plans:versions", args=[customer.pk])))
    assert "Value that the customer has signed 40 45" in page
    assert "Who has signed it Ana Gil Luis Ros" in page


def test_two_who_keep_a_signature_are_told(
    actors: SimpleNamespace, customer: Customer, plan: Plan, refuses: Refuses
) -> None:
    initiative = make_initiative(customer)
    seen = revision_of(initiative)
    of = {"initiative_id": initiative.pk}
    for value in (Decimal(0), Decimal(-5)):
        with refuses("value_not_positive"):
            sign_value(actors.senior, **of, value=value, by="Ana", seen=seen)
    sign_value(actors.senior, **of, value=Decimal(40), by="Ana", seen=seen)
    with pytest.raises(ChangedMeanwhile) as told:
        sign_value(actors.junior_one, **of, value=Decimal(45), by="Luis", seen=seen)
    assert actors.senior.name in str(told.value)
    initiative.refresh_from_db()
    assert (initiative.validated_value, initiative.validated_by) == (40, "Ana")


def test_a_point_is_answered_once(
    actors: SimpleNamespace, customer: Customer, plan: Plan, refuses: Refuses
) -> None:
    review = open_review(actors.senior, customer_id=customer.pk)
    (point,) = review_seen(actors.senior, review.pk).points
    answer_point(actors.senior, point_id=point.pk, answer=Answer.ACTION, note="Meet", until=TODAY)
    with refuses("answered_already"):
        answer_point(actors.junior_one, point_id=point.pk, answer=Answer.CONFIRMED)
    point.refresh_from_db()
    assert (point.answer, point.note, point.by_name) == ("action", "Meet", actors.senior.name)
    assert Action.objects.count() == 1


def test_what_is_held_is_held_on_its_good_side() -> None:
    def light(direction: Direction, target: int, value: int) -> Light:
        held = Decimal(target)
        aim = Aim(held, held, date(2026, 1, 1), date(2027, 1, 1), direction)
        return aim.light(Decimal(value), date(2026, 7, 1))

    assert light(Direction.AT_MOST, 0, 3) is Light.RED
    assert light(Direction.AT_MOST, 5, 3) is Light.GREEN
    assert light(Direction.AT_LEAST, 5, 3) is Light.RED


def test_a_dropped_initiative_is_worth_nothing_to_both(customer: Customer, plan: Plan) -> None:
    make_forecast(customer)
    make_initiative(customer)

    def gates() -> set[str]:
        return {each.gate.value for each in plan_picture(SYSTEM, customer.pk).shortfalls}

    assert "no_win_win" not in gates()
    Initiative.objects.update(state=InitiativeState.DROPPED.value)
    assert "no_win_win" in gates()


def test_given_back_is_what_was_read(
    actors: SimpleNamespace, customer: Customer, plan: Plan
) -> None:
    make_row(customer)
    make_objective(customer)
    make_action(customer)
    submit_plan(actors.senior, customer_id=customer.pk)
    seen = revision_of(plan)
    make_row(customer, "Written in the last moment", actor=actors.junior_one)
    plan.refresh_from_db()
    given = {"customer_id": customer.pk, "note": "No risks"}
    with pytest.raises(ChangedMeanwhile) as told:
        return_plan(actors.director, **given, seen=seen)
    return_plan(actors.director, **given, seen=told.value.revision)


def test_the_forecast_tells_what_does_not_add_up_as_the_plan_does(
    customer: Customer, plan: Plan, cast: Cast, as_person: AsPerson
) -> None:
    make_forecast(customer)
    make_row(
        customer,
        "They know us",
        "swot",
        fields={"part": "strength", "strength": 5, "impact": 5},
    )
    make_row(
        customer,
        "A new site",
        "swot",
        fields={"part": "opportunity", "strength": 5, "impact": 5},
    )
    told = [
        str(each.sentence)
        for each in found_apart(plan_picture(SYSTEM, customer.pk, linked=True), "EUR")
    ]
    assert any("pair" in each for each in told)
    page = words(as_person(cast.senior).get(reverse("plans:forecast", args=[customer.pk])))
    for sentence in told:
        assert sentence in page


def test_dependencies_are_drawn_for_who_only_reads(
    customer: Customer, plan: Plan, cast: Cast, as_person: AsPerson
) -> None:
    make_action(customer)
    here = reverse("plans:actions", args=[customer.pk])
    for person in (cast.senior, cast.director):
        page = as_person(person).get(here, {"as": "calendar"}).content.decode()
        assert "plans/timeline" in page


def test_a_review_tells_contracts_needs_and_news(
    actors: SimpleNamespace, customer: Customer, plan: Plan
) -> None:
    days = {"start": TODAY - timedelta(days=30), "end": TODAY + timedelta(days=200)}
    ended = make_contract(customer, "Old agreement", **days)
    moved = make_contract(customer, "Framework", **days)
    make_need(customer, text="Fewer stops")
    first = open_review(actors.senior, customer_id=customer.pk)
    before = first.facts
    assert list(differences(before, before)) == []
    change_contract(
        SYSTEM, contract_id=ended.pk, title=ended.title, start=days["start"],
        end=TODAY - timedelta(days=1), currency="EUR",
    )  # fmt: skip
    change_contract(
        SYSTEM, contract_id=moved.pk, title=moved.title, start=days["start"],
        end=TODAY + timedelta(days=300), currency="EUR",
    )  # fmt: skip
    make_need(customer, text="Spares in four hours")
    second = facts_of(plan_picture(SYSTEM, customer.pk), [1, 2, 3])
    told = {
        each.point: point_in_words(each.point, each.parameters, {}, "EUR")
        for each in differences({**before, "news": [1]}, second)
    }
    assert "Contracts that have ended: Old agreement." in told[Point.CONTRACTS]
    assert "With another end: Framework ends on" in told[Point.CONTRACTS]
    assert told[Point.NEEDS] == "New needs: Spares in four hours."
    assert told[Point.NEWS] == "2 notes of the market are new."


def test_a_review_tells_each_time_when_notice_can_be_given(
    actors: SimpleNamespace, customer: Customer, plan: Plan
) -> None:
    days = {"start": TODAY - timedelta(days=30), "notice_days": 30}
    make_contract(customer, "Framework", end=TODAY + timedelta(days=130), **days)
    make_contract(customer, "Not yet", end=TODAY + timedelta(days=400), **days)
    make_contract(customer, "Too late", end=TODAY + timedelta(days=20), **days)
    decided = make_contract(customer, "Decided", end=TODAY + timedelta(days=120), **days)
    Renewal.objects.create(
        contract=decided, end=decided.end, stage=RenewalStage.ENDED.value, since=TODAY, by_name="X"
    )
    facts = facts_of(plan_picture(SYSTEM, customer.pk))
    (notice,) = [each for each in differences(facts, facts) if each.point is Point.NOTICES]
    told = point_in_words(notice.point, notice.parameters, {}, "EUR")
    day = formats.day(TODAY + timedelta(days=100))
    assert told == f"Notice can be given soon: Framework until {day}."
    ((_text, address),) = leads_to(notice.point, notice.parameters, customer.pk)
    assert address == reverse("contracts:account", args=[customer.pk])


def test_a_review_tells_margin_share_and_units() -> None:
    before = {"sales": "1000", "margin": "0.30", "share": "0.40", "units": {"A": "Alfa"}}
    now = {"sales": "1000", "margin": "0.12", "share": "0.395", "units": {"B": "Beta"}}
    told = {
        each.point: point_in_words(each.point, each.parameters, {}, "EUR")
        for each in differences(before, now)
    }
    assert told == {
        Point.MARGIN: "The gross margin of twelve months was 30.0% and is 12.0%.",
        Point.UNITS: "New below it: Beta. No longer below it: Alfa.",
    }


def test_old_sources_of_objectives_and_initiatives_are_told(
    customer: Customer, plan: Plan, cast: Cast, as_person: AsPerson
) -> None:
    def gates() -> dict[str, int]:
        found = plan_picture(SYSTEM, customer.pk).shortfalls
        return {each.gate.value: each.count for each in found}

    long_ago = TODAY - timedelta(days=400)
    objective = make_objective(customer, evidence="Said twice", source="Head of plant", dated=TODAY)
    assert "sources_old" not in gates()
    make_initiative(customer, source="Their report", dated=long_ago)
    Objective.objects.update(dated=long_ago)
    assert gates()["sources_old"] == 2
    action = make_action(customer, source="Their calendar", dated=long_ago)
    request = make_request(customer, source="Our offer of May", dated=long_ago)
    assert gates()["sources_old"] == 4
    rows = facts_of(plan_picture(SYSTEM, customer.pk))["named"]["old_rows"]
    assert [each[0] for each in rows] == ["objective", "initiative", "action", "request"]
    assert leads_to("old_rows", {"rows": rows[-1:]}, customer.pk) == [
        (request.text, reverse("plans:resource", args=[request.pk]))
    ]
    for what, row, source in (
        ("objective", objective, "Head of plant"),
        ("action", action, "Their calendar"),
        ("resource", request, "Our offer of May"),
    ):
        for reader in (cast.senior, cast.director, cast.executive):
            page = as_person(reader).get(reverse(f"plans:{what}", args=[row.pk]))
            assert source in page.content.decode(), (what, reader)


def test_the_value_for_the_customer_is_the_sum_of_its_parts(
    actors: SimpleNamespace, customer: Customer, plan: Plan, cast: Cast, as_person: AsPerson
) -> None:
    browser = as_person(cast.senior)
    here = reverse("plans:add_initiative", args=[customer.pk])
    sent = {
        "text": "Stock on site", "kind": "penetration", "alternative": "30", "switching": "15",
        "differentiation": "25",
    }  # fmt: skip
    refused = browser.post(here, {**sent, "customer_value": "50"})
    assert refused.status_code == 422
    assert "Its parts are 40 together" in words(refused)
    assert browser.post(here, sent).status_code == 302
    row = Initiative.objects.get()
    assert (row.customer_value, row.switching) == (40, 15)
    page = reverse("plans:initiative", args=[row.pk])
    again = {**sent, "seen": str(revision_of(row)), "state": "idea", "customer_value": "40"}
    assert browser.post(page, {**again, "alternative": "35"}).status_code == 302
    row.refresh_from_db()
    assert row.customer_value == 45
    row = make_initiative(customer, "Without parts", customer_value=Decimal(9))
    assert row.customer_value == 9
