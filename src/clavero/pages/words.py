"""How far off a day is, as one says it in the morning."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.ui import formats

NEAR = 7  # days that are counted; one further off is named


def when(day: date, today: date) -> str:
    """How far ``day`` is from ``today``: late, today, tomorrow, within days, or its date."""
    apart = (day - today).days
    if apart == 0:
        return _("today")
    if apart == 1:
        return _("tomorrow")
    count = {"count": abs(apart)}
    if apart < 0:
        return ngettext("%(count)s day late", "%(count)s days late", -apart) % count
    if apart <= NEAR:
        return ngettext("in %(count)s day", "in %(count)s days", apart) % count
    return formats.day(day)
