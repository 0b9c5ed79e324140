"""What the pages say of tasks and of days, in sentences."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils import dates
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.ui import formats
from clavero.work.rules.load import Finding, Limits
from clavero.work.rules.repeating import Repeat, Unit

if TYPE_CHECKING:
    from clavero.core.telling import Change
    from clavero.work.selectors import AccountDue, Item, LoadRow
    from clavero.work.selectors.packs import Suggestion


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


def dedication_in_words(change: Change) -> str:
    """Who said what of somebody's time, and when."""
    values = "; ".join(f"{name}: {now or was}" for name, was, now in change.values)
    return f"{change.by}, {formats.moment(change.at)} · {change.what}: {values}."


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


def item_in_words(item: Item) -> str:
    """What falls due in one line, for a calendar elsewhere."""
    told = item.text if not item.account else f"{item.account}: {item.text}"
    return f"✓ {told}" if item.is_done else told


def finding_in_words(finding: Finding, row: LoadRow, limits: Limits) -> str:
    """What the load of a person says, in a sentence."""
    places = {
        "key": formats.number(row.load.key),
        "key_most": formats.number(limits.key_most),
        "ordinary": formats.number(row.load.ordinary),
        "ordinary_most": formats.number(limits.ordinary_most),
        "used": formats.percent(row.used, places=0),
        "share": formats.percent(row.load.share, places=0),
        "late": formats.number(row.load.late),
    }
    if finding is Finding.MANY_KEY:
        return _("%(key)s key accounts, of %(key_most)s at most.") % places
    if finding is Finding.MANY_COMING:
        told = _("%(all)s key accounts with what is arranged by %(day)s, of %(key_most)s at most.")
        all_ = formats.number(row.load.key + row.load.coming)
        return told % {**places, "all": all_, "day": formats.day(row.coming[-1].day)}
    if finding is Finding.UNSAID:
        return _("Nobody has said how much of their time these accounts take.")
    if finding is Finding.MANY_ORDINARY:
        return _("%(ordinary)s ordinary accounts, of %(ordinary_most)s at most.") % places
    if finding is Finding.TOGETHER:
        return _("Key and ordinary accounts together are %(used)s of what the limits allow.") % (
            places
        )
    if finding is Finding.NO_TIME:
        return _("%(share)s of their time is given away.") % places
    if finding is Finding.LATE:
        told = ngettext("%(late)s task is late.", "%(late)s tasks are late.", row.load.late)
        return told % places
    return _("Fewer accounts than usual: there is room for more.")


def month_of(text: str) -> date | None:
    """A month as addresses have it: ``2026-03``."""
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == len("2026-03") else None
    except ValueError:
        return None


def handover_in_words(missing: Suggestion) -> str:
    """Why somebody should take over."""
    named = {"name": missing.giver, "count": formats.number(missing.tasks)}
    if missing.last_day is not None:
        return _(
            "%(name)s looks after it until %(day)s, and nobody has made a pack of what they know."
        ) % {**named, "day": formats.day(missing.last_day)}
    if missing.has_left and not missing.tasks:
        told = _(
            "%(name)s has no access any more, and nobody has made a pack of what they know of it."
        )
    elif missing.has_left:
        told = ngettext(
            "%(name)s has no access any more, and %(count)s open task is theirs.",
            "%(name)s has no access any more, and %(count)s open tasks are theirs.",
            missing.tasks,
        )
    else:
        told = ngettext(
            "%(name)s no longer looks after it, and %(count)s open task is theirs.",
            "%(name)s no longer looks after it, and %(count)s open tasks are theirs.",
            missing.tasks,
        )
    return told % named
