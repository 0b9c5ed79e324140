"""A plan's needs are those that are written down of the customer: shown, answered, counted, and
part of what is approved."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from types import SimpleNamespace

import pytest
from django.urls import reverse

from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.identity.testing import Cast
from clavero.opportunities.models import Need
from clavero.opportunities.rules.needs import Certainty, Closed, Horizon
from clavero.opportunities.services import change_need, close_need, reopen_need
from clavero.opportunities.testing import make_need
from clavero.plans.models import Plan, PlanLink
from clavero.plans.rules.catalogue import Section
from clavero.plans.rules.completeness import Gate
from clavero.plans.selectors import content_of, plan_picture
from clavero.plans.services import approve_plan, link_need, submit_plan, unlink_need
from clavero.plans.testing import (
    SYSTEM,
    make_action,
    make_initiative,
    make_objective,
    make_plan,
    make_row,
)
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import make_customer, put_under
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], AbstractContextManager[None]]


def test_a_need_of_the_customer_is_the_plans(
    actors: SimpleNamespace, customer: Customer, plan: Plan
) -> None:
    unit = make_customer("C9", "Planta de Motril")
    put_under(customer, unit)
    now = make_need(customer, text="Fewer stops", certainty=Certainty.CONFIRMED)
    make_need(unit, text="One invoice", horizon=Horizon.FUTURE)
    gone = make_need(customer, text="Gone")
    close_need(SYSTEM, need_id=gone.pk, reason=Closed.GONE)
    picture = plan_picture(actors.senior, customer.pk)
    assert {each.text for each in picture.needs} == {"Fewer stops", "One invoice"}
    section = picture.sections[Section.NEEDS]
    assert (section.filled.filled, section.filled.required) == (2, 3)
    assert section.looked_at is not None
    gates = {each.gate for each in picture.shortfalls}
    assert Gate.NEEDS_UNCONFIRMED not in gates
    change_need(SYSTEM, need_id=now.pk, certainty=Certainty.INFERRED)
    gates = {each.gate for each in plan_picture(actors.senior, customer.pk).shortfalls}
    assert Gate.NEEDS_UNCONFIRMED in gates


def test_a_need_is_answered_within_the_plan(
    actors: SimpleNamespace, customer: Customer, plan: Plan, refuses: Refuses
) -> None:
    need, action, initiative = make_need(customer), make_action(customer), make_initiative(customer)
    named = {"customer_id": customer.pk, "need_id": need.pk}
    for _again in range(2):
        link = link_need(actors.junior_one, **named, kind="action", target_id=action.pk)
    link_need(actors.senior, **named, kind="initiative", target_id=initiative.pk)
    assert PlanLink.objects.count() == 2
    assert history(plan)[0].verb == "plan.linked"
    other = make_customer("C2")
    make_plan(other)
    with refuses("no_such_target"):
        link_need(actors.senior, **named, kind="action", target_id=make_action(other).pk)
    foreign = {**named, "need_id": make_need(other).pk}
    with pytest.raises(Need.DoesNotExist):
        link_need(actors.senior, **foreign, kind="action", target_id=action.pk)
    with pytest.raises(Customer.DoesNotExist):
        link_need(actors.junior_two, **named, kind="action", target_id=action.pk)
    with pytest.raises(Forbidden):
        unlink_need(actors.director, **named, link_id=link.pk)
    unlink_need(actors.senior, **named, link_id=link.pk)
    assert PlanLink.objects.get().initiative_id == initiative.pk


def test_what_is_approved_holds_the_needs_as_they_were(
    actors: SimpleNamespace, customer: Customer, plan: Plan
) -> None:
    make_row(customer)
    make_objective(customer)
    make_action(customer)
    need = make_need(customer, text="Fewer stops", is_shared=True)
    submit_plan(actors.senior, customer_id=customer.pk)
    seen = revision_of(plan)
    change_need(SYSTEM, need_id=need.pk, text="No stops")
    with pytest.raises(ChangedMeanwhile):
        approve_plan(actors.director, customer_id=customer.pk, seen=seen)
    version = approve_plan(actors.director, customer_id=customer.pk, seen=revision_of(plan))
    kept = version.content["4"][f"need:{need.pk}"]
    assert (kept["text"], kept["is_shared"]) == ("No stops", True)
    close_need(SYSTEM, need_id=need.pk, reason=Closed.MET)
    plan.refresh_from_db()
    assert plan.state == "draft"
    assert "4" not in content_of(plan)
    reopen_need(SYSTEM, need_id=need.pk)
    verbs = [entry.verb for entry in history(plan)[:2]]
    assert verbs == ["plan.need_reopened", "plan.need_closed"]


def test_from_the_section_one_is_added_changed_and_answered(
    cast: Cast, as_person: AsPerson, customer: Customer, plan: Plan
) -> None:
    browser = as_person(cast.junior_one)
    here = reverse("plans:plan", args=[customer.pk])
    page = browser.get(here)
    (adding,) = next(
        adding for shown, _each, adding in page.context["sections"] if shown.number == 4
    )
    given = {**adding[2].initial, "text": "Fewer stops", "source": "Head of plant",
             "horizon": "now", "function": "maintenance", "certainty": "stated"}  # fmt: skip
    page = browser.post(adding[1], {**given, "source": ""})
    assert page.status_code == 422
    page = browser.post(adding[1], given, follow=True)
    assert page.redirect_chain[-1][0].startswith(f"{here}?section=4")
    assert "Fewer stops" in words(page)
    need, action = Need.objects.get(), make_action(customer)
    address = reverse("plans:need", args=[customer.pk, need.pk])
    page = browser.get(address)
    change = page.context["change"]
    form = browser.get(change).context["form"]
    kept = {name: value for name, value in form.initial.items() if value not in (None, False)}
    page = browser.post(change, {**kept, "text": "No stops", "is_shared": "on"}, follow=True)
    assert page.redirect_chain[-1][0] == address
    assert "No stops" in words(page)
    page = browser.post(address, {"target": f"action:{action.pk}"}, follow=True)
    assert action.text in words(page)
    told = words(browser.get(here))
    assert "No stops" in told
    link = PlanLink.objects.get()
    browser.post(reverse("plans:unlink_need", args=[customer.pk, need.pk, link.pk]))
    assert not PlanLink.objects.exists()
    blind = as_person(cast.junior_two)
    assert blind.get(address).status_code == 404
    reader = as_person(cast.executive).get(address)
    assert reader.status_code == 200
    assert not reader.context["change"]
