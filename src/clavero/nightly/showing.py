"""The nights as the page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from clavero.nightly.models import Work
from clavero.nightly.selectors import NightDone, Nights
from clavero.nightly.words import (
    OUTCOME_NAMES,
    OUTCOME_TONES,
    STATE_NAMES,
    STATE_TONES,
    name_of,
    reason_of,
    zone_name,
)
from clavero.ui import formats

_MINUTE, _HOUR = 60, 3600


def shown(found: Nights) -> dict[str, Any]:
    """All that the page says."""
    latest = [_night(each) for each in found.latest]
    return {
        "next_at": found.next_at,
        "zone": zone_name(found.schedule.time_zone),
        "is_open": found.is_open,
        "last": latest[0] if latest else None,
        "earlier": latest[1:],
        "between": _works(found.between),
    }


def took(started: datetime | None, finished: datetime | None) -> str:
    """How long something took, as people say it; empty while that is not known."""
    if started is None or finished is None:
        return ""
    seconds = max(0, round((finished - started).total_seconds()))
    if not seconds:
        return _("under 1 s")
    if seconds < _MINUTE:
        return _("%(count)s s") % {"count": formats.number(seconds)}
    if seconds < _HOUR:
        return _("%(minutes)s min %(seconds)s s") % {
            "minutes": seconds // _MINUTE,
            "seconds": seconds % _MINUTE,
        }
    return _("%(hours)s h %(minutes)s min") % {
        "hours": formats.number(seconds // _HOUR),
        "minutes": seconds % _HOUR // _MINUTE,
    }


def _night(done: NightDone) -> dict[str, Any]:
    night = done.night
    return {
        "night": night,
        "state": STATE_NAMES[done.state],
        "tone": STATE_TONES.get(done.state, ""),
        "took": took(night.started_at, night.finished_at),
        "works": _works(done.works),
        "failed": _works(done.failed),
    }


def _works(works: Iterable[Work]) -> list[dict[str, Any]]:
    return [
        {
            "name": name_of(each.key),
            "outcome": OUTCOME_NAMES[each.outcome],
            "tone": OUTCOME_TONES.get(each.outcome, ""),
            "started_at": each.started_at,
            "took": took(each.started_at, each.finished_at),
            "reason": reason_of(each),
        }
        for each in works
    ]
