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

_PARTS = ("meetings-kept", "meetings-beyond-purchasing", "senior-meetings")
_COUNTS = ("meetings-and-calls", "days-since-contact", *_PARTS)


def tell_meetings(actor: Actor, *, day: date) -> int:
    """Keep how often each account was met, how much of what was planned was held, how far beyond
    purchasing and how high, and how long those who matter have waited; how many were news. Raises
    :class:`Refusal` while nobody writes interactions down."""
    figures = figures_of_accounts(day)
    told = [each for of in figures for each in _told(of)]
    kept = tell_values(actor, day=day, told=told, counts=_COUNTS)
    if not figures and not kept:
        raise Refusal(_("No interactions are written down yet."), code="no_interactions")
    return kept


def _told(of: AccountFigures) -> Iterator[Told]:
    counts = of.counts
    yield Told(of.customer_id, "meetings-and-calls", Decimal(counts.held))
    parts = (counts.kept, counts.beyond_purchasing, counts.senior)
    for key, part in zip(_PARTS, parts, strict=True):
        if part.value is not None:
            yield Told(of.customer_id, key, part.value, part.n)
    if of.days is not None:
        yield Told(of.customer_id, "days-since-contact", Decimal(of.days))
