"""What is said in the morning: how far off a day is, and whose alerts are open."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.ui import formats

if TYPE_CHECKING:
    from clavero.pages.today import Today

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


def alerts_title(today: Today) -> str:
    """Whose alerts are open, and how many."""
    found = today.urgent
    count = found.mine or found.others
    if found.mine:
        told = ngettext("%(count)s open alert of mine", "%(count)s open alerts of mine", count)
    elif today.sees_all:
        told = ngettext("%(count)s open alert", "%(count)s open alerts", count)
    else:
        told = ngettext(
            "%(count)s open alert of my people", "%(count)s open alerts of my people", count
        )
    return told % {"count": formats.number(count)}
