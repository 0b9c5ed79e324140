"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from clavero.identity.rules import Actor
from clavero.matrix.rules.quadrants import Strategy
from clavero.opportunities.rules.pipeline import Ansoff
from clavero.plans.models import (
    Action,
    Forecast,
    Initiative,
    Objective,
    Plan,
    PlanItem,
    ResourceRequest,
    TemplateVersion,
)
from clavero.plans.rules.kinds import ObjectiveKind, RequestKind
from clavero.plans.rules.templates import Template
from clavero.plans.selectors import latest_templates
from clavero.plans.services import (
    add_action,
    add_initiative,
    add_item,
    add_objective,
    adopt_template,
    request_resources,
    set_forecast,
    start_plan,
)
from clavero.portfolio.models import Customer

SYSTEM = Actor.system()


def make_plan(customer: Customer, actor: Actor = SYSTEM) -> Plan:
    """An empty plan."""
    return start_plan(actor, customer_id=customer.pk)


def make_row(
    customer: Customer, text: str = "Fewer stops", kind: str = "force", **given: Any
) -> PlanItem:
    """A row of a customer with a plan."""
    actor = given.pop("actor", SYSTEM)
    asked = {"force": "buyers", "strength": 3} if kind == "force" else {}
    fields = {**asked, **given.pop("fields", {})}
    return add_item(actor, customer_id=customer.pk, kind=kind, text=text, fields=fields, **given)


def make_plan_template(
    reason: str = "Less to write", strategy: Strategy | None = None, sector: str = "", **counts: int
) -> TemplateVersion:
    """A version in which plans ask for another number of something, from today on."""
    latest = latest_templates()
    before = latest.settings.of(strategy, sector)
    return adopt_template(
        SYSTEM,
        strategy=strategy,
        sector=sector,
        template=Template(before.sections, {**before.counts, **(counts or {"actions": 5})}),
        valid_from=timezone.localdate(),
        reason=reason,
        seen=latest.number,
    )


def make_objective(customer: Customer, text: str = "Grow", **given: Any) -> Objective:
    """An objective that says all it needs."""
    actor = given.pop("actor", SYSTEM)
    told: dict[str, Any] = {
        "kpi": "net-sales",
        "baseline": Decimal(1000),
        "target": Decimal(2000),
        "until": timezone.localdate() + timedelta(days=365),
        **given,
    }
    return add_objective(
        actor, customer_id=customer.pk, kind=ObjectiveKind.ECONOMIC, text=text, **told
    )


def make_action(
    customer: Customer, text: str = "Call them", *, end: date | None = None, **given: Any
) -> Action:
    """An action that ends in a month."""
    actor = given.pop("actor", SYSTEM)
    day = end or timezone.localdate() + timedelta(days=30)
    return add_action(actor, customer_id=customer.pk, text=text, end=day, **given)


def make_initiative(customer: Customer, text: str = "Stock on site", **given: Any) -> Initiative:
    """The first initiative of O-5.1."""
    actor = given.pop("actor", SYSTEM)
    told: dict[str, Any] = {
        "sales": Decimal(150),
        "probability": Decimal("0.6"),
        "ramp": [Decimal("0.3"), Decimal("0.7"), Decimal(1)],
        "customer_value": Decimal(40),
        **given,
    }
    return add_initiative(
        actor, customer_id=customer.pk, kind=Ansoff.PENETRATION, text=text, **told
    )


def make_request(customer: Customer, text: str = "A technician", **given: Any) -> ResourceRequest:
    """A request for means."""
    actor = given.pop("actor", SYSTEM)
    told: dict[str, Any] = {
        "amount": Decimal(20), "needed_on": timezone.localdate() + timedelta(days=10), **given,
    }  # fmt: skip
    return request_resources(
        actor, customer_id=customer.pk, kind=RequestKind.OPEX, text=text, **told
    )


def make_forecast(customer: Customer, **given: Any) -> Forecast:
    """The drivers of O-5.1."""
    actor = given.pop("actor", SYSTEM)
    drivers: dict[str, Any] = {
        "base": "1000", "growth_low": "0", "growth_base": "0.03", "growth_high": "0.06",
        "gross_margin": "0.3", "cost_to_serve": "0.12", "kam_cost": "60", "our_rate": "0.1",
        "their_rate": "0.1", "retention": "0.95", **given,
    }  # fmt: skip
    note = drivers.pop("note", "")
    read: dict[str, Any] = {name: Decimal(value) for name, value in drivers.items()}
    return set_forecast(actor, customer_id=customer.pk, note=note, **read)
