"""What interactions count of themselves, kept as KPIs of their accounts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.interactions.selectors import AccountFigures, figures_of_accounts
from clavero.kpis.services.telling import Told, tell_values


def tell_meetings(actor: Actor, *, day: date) -> int:
    """Keep how often each account was met, how much of what was planned was held, how far beyond
    purchasing and how high, and how long those who matter have waited; how many were news. Raises
    :class:`Refusal` while nobody writes interactions down."""
    figures = figures_of_accounts(day)
    if not figures:
        raise Refusal(_("No interactions are written down yet."), code="no_interactions")
    return tell_values(actor, day=day, told=[each for of in figures for each in _told(of)])


def _told(of: AccountFigures) -> Iterator[Told]:
    counts = of.counts
    yield Told(of.customer_id, "meetings-and-calls", Decimal(counts.held))
    for key, part in (
        ("meetings-kept", counts.kept),
        ("meetings-beyond-purchasing", counts.beyond_purchasing),
        ("senior-meetings", counts.senior),
    ):
        if part.value is not None:
            yield Told(of.customer_id, key, part.value, part.n)
    if of.days is not None:
        yield Told(of.customer_id, "days-since-contact", Decimal(of.days))
