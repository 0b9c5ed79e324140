"""What the pages say of tasks and of days, in sentences."""

from __future__ import annotations

from datetime import date

from django.utils import dates
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.ui import formats
from clavero.work.rules.repeating import Repeat, Unit
from clavero.work.selectors import AccountDue


def rhythm_in_words(repeat: Repeat) -> str:
    """How often a task comes, on which day, until when."""
    places = {"count": formats.number(repeat.every)}
    if repeat.unit is Unit.DAY:
        told = ngettext("every day", "every %(count)s days", repeat.every) % places
    elif repeat.unit is Unit.WEEK:
        weekday = dates.WEEKDAYS[repeat.on or 0]
        told = ngettext(
            "every week on %(weekday)s", "every %(count)s weeks on %(weekday)s", repeat.every
        ) % {**places, "weekday": str(weekday)}
    else:
        told = ngettext(
            "every month on day %(day)s", "every %(count)s months on day %(day)s", repeat.every
        ) % {**places, "day": repeat.on}
    if repeat.until is None:
        return told
    return _("%(rhythm)s, until %(day)s") % {"rhythm": told, "day": formats.day(repeat.until)}


def due_in_words(found: AccountDue, days: int) -> list[str]:
    """How many things are late, and how many are near."""
    late, near = len(found.late), len(found.coming)
    told = []
    if late:
        told.append(
            ngettext("%(count)s thing is late.", "%(count)s things are late.", late)
            % {"count": formats.number(late)}
        )
    if near:
        told.append(
            ngettext(
                "%(count)s thing falls due in the next %(days)s days.",
                "%(count)s things fall due in the next %(days)s days.",
                near,
            )
            % {"count": formats.number(near), "days": formats.number(days)}
        )
    if not told:
        told.append(
            _("Nothing is late, and nothing falls due in the next %(days)s days.")
            % {"days": formats.number(days)}
        )
    return told


def month_of(text: str) -> date | None:
    """A month as addresses have it: ``2026-03``."""
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == len("2026-03") else None
    except ValueError:
        return None
