"""What relationships come to, kept as KPIs of their accounts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.kpis.services.telling import Told, tell_values
from clavero.portfolio.selectors import structure
from clavero.relationships.selectors import Figures, codes_with_contacts, figures_of
from clavero.relationships.services import keep_months, tell_outside

_COUNTS = ("contact-coverage", "resilience", "relationship-quality")


def tell_relationships(actor: Actor, *, day: date) -> int:
    """Keep coverage, resilience and quality of the relationship with each account, let out what
    others than its team may know, and keep the months that are over; how many values were news.
    Raises :class:`Refusal` while there are no contacts."""
    codes = codes_with_contacts()
    if not codes:
        raise Refusal(_("There are no contacts yet."), code="no_contacts")
    cards = structure().cards
    found = {code: each for code, each in figures_of(codes, day).items() if code in cards}
    told = [each for code, one in found.items() for each in _told(cards[code].id, one)]
    kept = tell_values(actor, day=day, told=told, counts=_COUNTS)
    tell_outside(actor, day=day, found=found)
    keep_months(actor, day=day)
    return kept


def _told(customer_id: int, of: Figures) -> Iterator[Told]:
    if of.coverage.value is not None:
        asked = of.coverage.denominator  # of strengths that are asked for
        n = None if asked is None else int(asked)
        yield Told(customer_id, "contact-coverage", of.coverage.value, n)
    for key, found in (("resilience", of.resilience), ("relationship-quality", of.quality)):
        if found.value is not None:
            yield Told(customer_id, key, found.value)
