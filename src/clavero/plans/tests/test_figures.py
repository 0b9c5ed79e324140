"""What plans count of themselves is kept as KPIs of their accounts."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone

from clavero.core.errors import Forbidden, Refusal
from clavero.identity.testing import Cast
from clavero.kpis.models import Entry
from clavero.kpis.services import enter_value
from clavero.plans.models import Action, Initiative, Objective, PlanItem
from clavero.plans.rules.kinds import ActionState, InitiativeState
from clavero.plans.services import tell_figures
from clavero.plans.testing import (
    SYSTEM,
    make_action,
    make_initiative,
    make_objective,
    make_plan,
    make_row,
)
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
D = Decimal


@pytest.fixture
def customer(cast: Cast) -> Customer:
    customer = make_customer("C1", "Talleres Ega, S.L.")
    cover(cast.senior, customer)
    make_plan(customer)
    return customer


def told() -> dict[str, tuple[Decimal, int | None]]:
    latest = Entry.objects.order_by("day", "pk")
    return {each.key: (each.value, each.n) for each in latest}


def milestone(customer: Customer, initiative: Initiative, days: int, met: int | None) -> None:
    """One that was due so many days ago, and met so many days ago."""
    action = make_action(customer, "Line 1", initiative_id=initiative.pk, is_milestone=True)
    last = TODAY - timedelta(days)
    Action.objects.filter(pk=action.pk).update(
        start=last,
        end=last,
        state=(ActionState.TO_DO if met is None else ActionState.DONE).value,
        done_on=None if met is None else TODAY - timedelta(met),
    )


def test_without_a_plan_there_is_nothing_to_tell() -> None:
    with pytest.raises(Refusal):
        tell_figures(SYSTEM, day=TODAY)


def test_only_clavero_itself_tells(customer: Customer, actors: SimpleNamespace) -> None:
    with pytest.raises(Forbidden):
        tell_figures(actors.director, day=TODAY)


def test_sections_that_somebody_looked_at_this_quarter(customer: Customer) -> None:
    make_row(customer)
    make_objective(customer)
    assert tell_figures(SYSTEM, day=TODAY) == 1
    assert told() == {"plan-freshness": (D(1), 2)}
    Objective.objects.update(confirmed_at=timezone.now() - timedelta(93))
    assert tell_figures(SYSTEM, day=TODAY) == 1
    assert told() == {"plan-freshness": (D("0.5"), 2)}
    PlanItem.objects.update(retired_at=timezone.now())
    tell_figures(SYSTEM, day=TODAY)
    assert told() == {"plan-freshness": (D(0), 1)}


def test_milestones_met_by_their_day(customer: Customer) -> None:
    initiative = make_initiative(customer)
    milestone(customer, initiative, days=10, met=10)
    milestone(customer, initiative, days=20, met=19)
    milestone(customer, initiative, days=30, met=None)
    milestone(customer, initiative, days=400, met=None)  # of another year
    milestone(customer, initiative, days=0, met=None)  # has the day yet
    make_action(customer, "No milestone", initiative_id=initiative.pk)
    tell_figures(SYSTEM, day=TODAY)
    assert told()["initiatives-delivered"] == (D("0.333333"), 3)


def test_the_value_that_the_customer_signed(customer: Customer) -> None:
    for value, days in ((40_000, 5), (2_000, 300), (900, 400)):
        initiative = make_initiative(customer)
        Initiative.objects.filter(pk=initiative.pk).update(
            state=InitiativeState.VALIDATED.value,
            validated_value=D(value),
            validated_by="Íñigo Zubiaurre",
            validated_on=TODAY - timedelta(days),
        )
    tell_figures(SYSTEM, day=TODAY)
    assert told()["validated-value"] == (D(42_000), None)


def test_what_a_plan_no_longer_has_is_known_no_longer(
    customer: Customer, actors: SimpleNamespace
) -> None:
    initiative = make_initiative(customer)
    milestone(customer, initiative, days=10, met=10)
    before = TODAY - timedelta(5)
    Initiative.objects.update(
        state=InitiativeState.VALIDATED.value, validated_value=D(5), validated_by="Íñigo",
        validated_on=before,
    )  # fmt: skip
    tell_figures(SYSTEM, day=before)
    assert told()["initiatives-delivered"] == (D(1), 1)
    Action.objects.update(retired_at=timezone.now())
    Initiative.objects.update(retired_at=timezone.now())
    tell_figures(SYSTEM, day=before + timedelta(1))
    gone = told()
    assert {key for key, (value, _n) in gone.items() if value is None} >= {
        "initiatives-delivered", "validated-value",
    }  # fmt: skip
    assert tell_figures(SYSTEM, day=before + timedelta(2)) == 0
    said = {"customer_id": customer.pk, "key": "validated-value", "day": TODAY}
    enter_value(actors.senior, **said, value=D(7))
    tell_figures(SYSTEM, day=TODAY + timedelta(1))
    assert told()["validated-value"] == (D(7), None), "what a person knows stays"


def test_again_changes_nothing_until_it_would_grow_old(customer: Customer) -> None:
    make_row(customer)
    assert [tell_figures(SYSTEM, day=TODAY + timedelta(days)) for days in (0, 0, 1, 30, 31)] == [
        1, 0, 0, 0, 1,
    ]  # fmt: skip
    assert Entry.objects.count() == 2


def test_what_a_person_entered_that_day_stays(customer: Customer, actors: SimpleNamespace) -> None:
    make_row(customer)
    enter_value(
        actors.senior, customer_id=customer.pk, key="plan-freshness", day=TODAY, value=D("0.2")
    )
    assert tell_figures(SYSTEM, day=TODAY) == 0
    assert told() == {"plan-freshness": (D("0.2"), None)}
    assert tell_figures(SYSTEM, day=TODAY + timedelta(1)) == 1
