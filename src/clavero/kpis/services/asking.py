"""What customers say in surveys, told to the KPIs: the room below does not know them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.kpis.services.telling import Told, tell_values
from clavero.loyalty.selectors import Figures, figures_on

_NOTE = 300
_COUNTS = ("promoters", "satisfaction")


def tell_loyalty(actor: Actor, *, day: date) -> int:
    """Keep promoters and satisfaction of each account, by its last survey of the year before
    ``day``; how many were news. Raises :class:`Refusal` while no survey tells anything."""
    found = figures_on(day)
    told = [told for each in found for told in _told(each)]
    kept = tell_values(actor, day=day, told=told, counts=_COUNTS)
    if not found and not kept:
        raise Refusal(_("No survey tells anything yet."), code="no_answers")
    return kept


def _told(of: Figures) -> Iterator[Told]:
    if of.nps is not None:
        yield Told(of.customer_id, "promoters", of.nps, of.nps_n, of.nps_error, note=_note(of))
    if of.csat is not None:
        yield Told(of.customer_id, "satisfaction", of.csat, of.csat_n, note=_note(of))


def _note(of: Figures) -> str:
    """Which wave it was, and of when: a later one of which too little is told changes nothing."""
    return f"{of.wave} · {of.day.isoformat()}"[:_NOTE]
