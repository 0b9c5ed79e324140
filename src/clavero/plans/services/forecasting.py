"""What the forecast of a plan is made of."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Refusal, Refusals
from clavero.core.revisions import reconcile
from clavero.identity.rules import Actor
from clavero.plans.models import Forecast
from clavero.plans.rules.timeline import detail_of
from clavero.plans.selectors.history import WORDS
from clavero.plans.services._telling import tell
from clavero.plans.services._writing import plan_of_account, written_on

_LOWEST, _ONE = Decimal(-1), Decimal(1)


@transaction.atomic
def set_forecast(
    actor: Actor,
    *,
    customer_id: int,
    base: Decimal,
    growth_low: Decimal,
    growth_base: Decimal,
    growth_high: Decimal,
    gross_margin: Decimal,
    cost_to_serve: Decimal,
    kam_cost: Decimal,
    our_rate: Decimal,
    their_rate: Decimal,
    retention: Decimal,
    note: str = "",
    seen: int = 0,
) -> Forecast:
    """Say the drivers, or that they still hold: its first year then begins with the 18 months in
    detail of today. Raises ``Customer.DoesNotExist`` for strangers to the account."""
    plan = plan_of_account(actor, customer_id)
    asked: dict[str, Any] = {
        "base": base,
        "growth_low": growth_low,
        "growth_base": growth_base,
        "growth_high": growth_high,
        "gross_margin": gross_margin,
        "cost_to_serve": cost_to_serve,
        "kam_cost": kam_cost,
        "our_rate": our_rate,
        "their_rate": their_rate,
        "retention": retention,
        "note": note.strip(),
    }
    _check(asked)
    start = detail_of(timezone.localdate()).start
    forecast = Forecast.objects.filter(plan=plan).first()
    if forecast is None:
        after = {"start": start, **asked}
        forecast = Forecast(plan=plan, by_name=actor.name, **after)
        forecast.save()
        record(actor, "row.added", forecast, after=after)
    else:
        now = {name: getattr(forecast, name) for name in asked}
        stay = reconcile(forecast, seen=seen, now=now, asked=asked, words=WORDS)
        after = {
            name: value for name, value in asked.items() if name not in stay and value != now[name]
        }
        if start != forecast.start:
            after["start"], now["start"] = start, forecast.start
        for name, value in after.items():
            setattr(forecast, name, value)
        forecast.by_name = actor.name
        forecast.save()  # kept as it is, it is looked at today
        if after:
            before = {name: now[name] for name in after}
            record(actor, "row.changed", forecast, before=before, after=after)
    if after:
        written_on(plan)
        tell(actor, "plan.forecast_set", plan)
    return forecast


def _check(asked: dict[str, Any]) -> None:
    """Refuse all that cannot be, at once."""
    refused = list(_faults(asked))
    if refused:
        raise Refusals(refused)


def _faults(asked: dict[str, Any]) -> Iterator[Refusal]:
    if not asked["growth_low"] <= asked["growth_base"] <= asked["growth_high"]:
        yield Refusal(
            _("Growth goes from low over base to high."),
            code="growth_out_of_order",
            field="growth_base",
        )
    if asked["growth_low"] <= _LOWEST:
        yield Refusal(
            _("Sales cannot fall by more than all of them."),
            code="growth_too_low",
            field="growth_low",
        )
    for name in ("base", "kam_cost", "cost_to_serve", "our_rate", "their_rate"):
        if asked[name] < 0:
            yield Refusal(_("This cannot be less than zero."), code="negative", field=name)
    if asked["gross_margin"] > _ONE:
        yield Refusal(
            _("A gross margin goes to 100 at most: no more is left than was sold."),
            code="margin_outside",
            field="gross_margin",
        )
    if asked["cost_to_serve"] > _ONE:
        yield Refusal(
            _("The cost to serve goes from 0 to 100."),
            code="cost_to_serve_outside",
            field="cost_to_serve",
        )
    if not 0 <= asked["retention"] <= _ONE:
        yield Refusal(
            _("Retention goes from 0 to 100."), code="retention_outside", field="retention"
        )
