"""The pages of a plan."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.contracts.testing import make_contract
from clavero.core.revisions import revision_of
from clavero.identity.testing import Cast
from clavero.kpis.rules.kpi import Direction, Unit
from clavero.kpis.services import define_kpi, retire_kpi
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.testing import hold
from clavero.plans.models import Action, Initiative, Objective, Plan, PlanItem, ResourceRequest
from clavero.plans.testing import (
    SYSTEM,
    make_action,
    make_forecast,
    make_initiative,
    make_objective,
    make_plan,
    make_request,
    make_row,
)
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import make_customer
from clavero.ui import formats
from clavero.ui.testing import notices, words

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_a_plan_begins_and_takes_a_row(cast: Cast, as_person: AsPerson, customer: Customer) -> None:
    browser = as_person(cast.junior_one)
    here = reverse("plans:plan", args=[customer.pk])
    assert "It has no plan yet" in words(browser.get(here))
    page = browser.post(reverse("plans:start", args=[customer.pk]), follow=True)
    assert notices(page) == ["The plan is begun. What is known already stands in it."]
    address = reverse("plans:add_item", args=[customer.pk, "force"])
    given = {"text": "Fewer stops", "x_force": "buyers", "x_strength": "4"}
    page = browser.post(address, given, follow=True)
    assert "Fewer stops" in words(page)
    assert "Strength: 4" in words(page)
    page = browser.post(address, {**given, "x_strength": "9"})
    assert page.status_code == 422
    assert "goes from 1 to 5" in words(page)
    page = browser.get(reverse("plans:home"))
    assert "Talleres Ega" in words(page)


def test_everything_of_a_plan_has_its_page(
    cast: Cast, as_person: AsPerson, customer: Customer, plan: Plan
) -> None:
    need, objective = make_row(customer), make_objective(customer)
    make_forecast(customer)
    initiative = make_initiative(customer)
    request = make_request(customer, initiative_id=initiative.pk)
    action = make_action(customer, objective_id=objective.pk, initiative_id=initiative.pk)
    make_action(customer, "Late", end=TODAY - timedelta(days=3))
    for person in (cast.senior, cast.director, cast.executive):
        browser = as_person(person)
        for name, number in (
            ("plan", customer.pk), ("actions", customer.pk), ("forecast", customer.pk),
            ("item", need.pk), ("objective", objective.pk), ("initiative", initiative.pk),
            ("resource", request.pk), ("action", action.pk),
        ):  # fmt: skip
            page = browser.get(reverse(f"plans:{name}", args=[number]))
            assert page.status_code == 200, name
        for look in ("board", "calendar", "nonsense"):
            page = browser.get(reverse("plans:actions", args=[customer.pk]), {"as": look})
            assert page.status_code == 200
        for name in ("home", "mine", "requests"):
            assert browser.get(reverse(f"plans:{name}")).status_code == 200
    told = words(as_person(cast.senior).get(reverse("plans:plan", args=[customer.pk])))
    assert "1 action is late" in told
    assert "Worth " in told


def test_each_row_is_changed_on_its_page(
    cast: Cast, as_person: AsPerson, customer: Customer, plan: Plan
) -> None:
    browser = as_person(cast.senior)
    need = make_row(customer)
    page = browser.get(reverse("plans:item", args=[need.pk]))
    given = {**page.context["form"].initial, "text": "No stops", "x_strength": "5"}
    sent = {name: value for name, value in given.items() if value is not None}
    page = browser.post(reverse("plans:item", args=[need.pk]), sent)
    assert page.status_code == 302, page.context["form"].errors
    need.refresh_from_db()
    assert (need.text, need.data["strength"]) == ("No stops", "5")
    objective = make_objective(customer, kpi="margin", baseline="0.2", target="0.25")
    page = browser.get(reverse("plans:objective", args=[objective.pk]))
    assert page.context["form"].initial["target"] == 25
    given = {
        **{name: value for name, value in page.context["form"].initial.items() if value},
        "target": "30",
    }
    browser.post(reverse("plans:objective", args=[objective.pk]), given)
    objective.refresh_from_db()
    assert f"{objective.target:.2f}" == "0.30"
    initiative = make_initiative(customer)
    page = browser.get(reverse("plans:initiative", args=[initiative.pk]))
    form = page.context["form"]
    assert form.initial["ramp"] == "30 70 100"
    given = {name: value for name, value in form.initial.items() if value is not None}
    page = browser.post(
        reverse("plans:initiative", args=[initiative.pk]),
        {**given, "probability": "75", "ramp": "50 100", "state": "proposed"},
    )
    assert page.status_code == 302, page.context["form"].errors
    initiative.refresh_from_db()
    assert (str(initiative.probability), initiative.ramp) == ("0.750000", ["0.5", "1"])


def test_an_action_is_done_in_one_tap_and_moved_by_a_week(
    cast: Cast, as_person: AsPerson, customer: Customer, plan: Plan
) -> None:
    browser = as_person(cast.junior_one)
    action = make_action(customer)
    week = timedelta(days=7)
    browser.post(
        reverse("plans:shift_action", args=[action.pk]),
        {"start": (action.start + week).isoformat(), "end": (action.end + week).isoformat()},
    )
    moved = Action.objects.get(pk=action.pk)
    assert moved.end == action.end + week
    here = reverse("plans:mine")
    page = browser.post(
        reverse("plans:move_action", args=[action.pk]), {"state": "done", "here": here}
    )
    assert page.headers["Location"] == here
    assert Action.objects.get(pk=action.pk).done_on == TODAY
    elsewhere = {"state": "to_do", "here": "//evil.example/"}
    page = browser.post(reverse("plans:move_action", args=[action.pk]), elsewhere)
    assert page.headers["Location"] == reverse("plans:actions", args=[customer.pk])


def test_an_executive_cuts_a_request(
    cast: Cast, as_person: AsPerson, customer: Customer, plan: Plan
) -> None:
    request = make_request(customer)
    browser = as_person(cast.executive)
    address = reverse("plans:resource", args=[request.pk])
    given = {"state": "cut", "granted": "12", "seen": revision_of(request)}
    page = browser.post(address, given)
    assert page.status_code == 422
    assert "Say why" in words(page)
    page = browser.post(address, {**given, "reason": "Half of it first"}, follow=True)
    assert notices(page) == ["It is decided."]
    told = words(as_person(cast.senior).get(reverse("plans:plan", args=[customer.pk])))
    assert "Half of it first" in told
    late = browser.post(address, {"state": "refused", "reason": "No money", "seen": given["seen"]})
    assert late.status_code == 422
    assert f"{cast.executive.name} has decided on it already." in words(late)
    assert "No money" in late.content.decode(), "what was written is not lost"


def test_what_is_taken_out_is_gone(
    cast: Cast, as_person: AsPerson, customer: Customer, plan: Plan
) -> None:
    browser = as_person(cast.senior)
    rows = {
        "item": make_row(customer),
        "objective": make_objective(customer),
        "initiative": make_initiative(customer),
        "request": make_request(customer),
        "action": make_action(customer),
    }
    for name, row in rows.items():
        address = reverse(f"plans:retire_{name}", args=[row.pk])
        assert browser.get(address).status_code == 200
        assert browser.post(address).status_code == 302
    for model in (PlanItem, Objective, Initiative, ResourceRequest, Action):
        assert not model._default_manager.filter(retired_at=None).exists()


def test_a_plan_fills_itself_from_what_is_known(
    cast: Cast, as_person: AsPerson, customer: Customer, plan: Plan
) -> None:
    here = reverse("plans:plan", args=[customer.pk])
    browser = as_person(cast.senior)
    told = words(browser.get(here))
    assert "Our share of what it buys not known: nobody has said what it buys" in told
    assert "Contracts none in force or to come" in told
    hold(TODAY, {customer.code: Strategy.INVEST})
    make_row(customer, "Three years, ends in June", "fact", fields={"about": "contract"})
    told = words(browser.get(here))
    assert "In the matrix potential" in told
    assert "by the review of" in told
    assert "Contracts none kept; 1, written in its profile" in told
    end = TODAY + timedelta(days=90)
    make_contract(customer, title="Bearings", start=TODAY, end=end)
    until = " ".join(formats.day(end).split())
    assert f"Contracts Bearings, until {until}" in words(browser.get(here))


def test_an_initiative_shows_its_milestones_and_takes_more(
    cast: Cast, as_person: AsPerson, customer: Customer, plan: Plan
) -> None:
    initiative = make_initiative(customer)
    here = reverse("plans:initiative", args=[initiative.pk])
    browser = as_person(cast.senior)
    assert "Nothing says yet how it comes about." in words(browser.get(here))
    add = reverse("plans:add_action", args=[customer.pk])
    page = browser.get(add, {"initiative_id": initiative.pk, "is_milestone": 1, "here": here})
    start = page.context["form"].initial
    given = {**start, "text": "Trial agreed", "end": TODAY + timedelta(days=9), "here": here}
    page = browser.post(add, given, follow=True)
    assert page.redirect_chain[-1][0] == here
    assert "Trial agreed" in words(page)
    action = Action.objects.get()
    assert (action.initiative_id, action.is_milestone) == (initiative.pk, True)
    other = make_initiative(make_plan(make_customer("C2")).customer)
    page = browser.post(add, {**given, "initiative_id": other.pk})
    assert page.status_code == 422
    assert "That is not in this plan." in words(page)


def test_a_signature_of_another_value_no_longer_counts(
    cast: Cast, as_person: AsPerson, customer: Customer, plan: Plan
) -> None:
    row = make_initiative(customer)
    Initiative.objects.filter(pk=row.pk).update(
        validated_value=40, validated_by="Marta Ibáñez", validated_on=timezone.localdate()
    )
    browser, here = as_person(cast.senior), reverse("plans:initiative", args=[row.pk])
    assert "no longer counts" not in words(browser.get(here))
    Initiative.objects.filter(pk=row.pk).update(customer_value=70)
    assert "that signature no longer counts" in words(browser.get(here))


def test_a_calendar_without_actions_says_so(
    cast: Cast, as_person: AsPerson, customer: Customer, plan: Plan
) -> None:
    browser = as_person(cast.junior_one)
    address = reverse("plans:actions", args=[customer.pk]) + "?as=calendar"
    page = browser.get(address)
    assert "Nothing is planned yet" in words(page)
    assert "a week" not in words(page), "there is nothing to move"
    make_action(customer, "Call the plant")
    assert "Nothing is planned yet" not in words(browser.get(address))


def test_an_objective_keeps_a_kpi_that_is_watched_no_more(
    cast: Cast, as_person: AsPerson, customer: Customer, plan: Plan
) -> None:
    objective = make_objective(customer)
    Objective.objects.filter(pk=objective.pk).update(kpi="visits-own")
    browser = as_person(cast.senior)
    address = reverse("plans:objective", args=[objective.pk])
    page = browser.get(address)
    assert "visits-own, no longer watched" in words(page)
    given = {**page.context["form"].initial, "text": "Visit more"}
    sent = {name: value for name, value in given.items() if value}
    assert browser.post(address, sent).status_code == 302
    objective.refresh_from_db()
    assert (objective.text, objective.kpi) == ("Visit more", "visits-own")


def test_percentages_of_a_kpi_that_is_watched_no_more_stay_percentages(
    cast: Cast, as_person: AsPerson, customer: Customer, plan: Plan
) -> None:
    define_kpi(
        SYSTEM, key="on-shelf", name="On the shelf", unit=Unit.RATE, direction=Direction.AT_LEAST
    )
    given = {"kpi": "on-shelf", "baseline": Decimal("0.8"), "target": Decimal("0.95")}
    objective = make_objective(customer, **given)
    retire_kpi(SYSTEM, key="on-shelf")
    browser = as_person(cast.senior)
    address = reverse("plans:objective", args=[objective.pk])
    page = browser.get(address)
    assert "On the shelf, no longer watched" in words(page)
    initial = page.context["form"].initial
    assert (initial["baseline"], initial["target"]) == (80, 95)
    sent = {name: value for name, value in initial.items() if value}
    assert browser.post(address, {**sent, "target": "96"}).status_code == 302
    objective.refresh_from_db()
    assert (objective.baseline, objective.target) == (Decimal("0.8"), Decimal("0.96"))
    sent["seen"] = browser.get(address).context["form"].initial["seen"]
    browser.post(address, {**sent, "kpi": "margin"})
    objective.refresh_from_db()
    assert (objective.kpi, objective.target) == ("margin", Decimal("0.95"))
