"""What plans count of themselves, told to the KPIs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.kpis.services import Told, tell_values
from clavero.plans.models import Plan
from clavero.plans.selectors import Figures, figures_of_plans

_COUNTS = ("plan-freshness", "initiatives-delivered", "validated-value")


def tell_figures(actor: Actor, *, day: date) -> int:
    """Keep how fresh each plan is, its milestones on time and the value its customer signed as KPIs
    of its account; how many were news. What a plan no longer has, as milestones that were due or a
    value signed within the year, is known no longer. Raises :class:`Refusal` while there is no
    plan."""
    if not Plan.objects.exists():
        raise Refusal(_("There are no customer plans yet."), code="no_plans")
    told = [each for figures in figures_of_plans(day) for each in _told(figures)]
    return tell_values(actor, day=day, told=told, counts=_COUNTS)


def _told(of: Figures) -> Iterator[Told]:
    for key, part, whole in (
        ("plan-freshness", of.fresh, of.sections),
        ("initiatives-delivered", of.met, of.due),
    ):
        if whole:
            yield Told(of.customer_id, key, Decimal(part) / whole, whole)
    if of.validated is not None:
        yield Told(of.customer_id, "validated-value", of.validated)
