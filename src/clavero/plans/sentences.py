"""What a plan says of itself: what is missing, what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clavero.core.money import Money
from clavero.kpis.words import LIGHT_NAMES, NAMES
from clavero.matrix.words import STRATEGY_NAMES
from clavero.plans.rules.completeness import Gate, Shortfall
from clavero.plans.rules.objectives import Lack
from clavero.plans.rules.reviewing import Point
from clavero.silence.words import STATE_NAMES
from clavero.ui import formats

_MOST_NAMED = 5
LACK_NAMES: dict[Lack, str | Promise] = {
    Lack.KPI: gettext_lazy("a KPI that measures it"),
    Lack.BASELINE: gettext_lazy("where it begins"),
    Lack.TARGET: gettext_lazy("a target"),
    Lack.NO_WAY: gettext_lazy("a target other than where it begins"),
    Lack.DATE: gettext_lazy("a date"),
    Lack.OWNER: gettext_lazy("somebody who answers for it"),
    Lack.ACTIONS: gettext_lazy("an action"),
}
_SIGNALS = {
    "rhythm": gettext_lazy("Its rhythm"),
    "complaints": gettext_lazy("Complaints past their time"),
}
"""What health watches that is no KPI."""


def shortfall_in_words(each: Shortfall) -> str:
    """What keeps a plan from being good enough, in a sentence."""
    places = {"count": each.count, "of": each.of}
    if each.gate is Gate.NO_NEEDS:
        return _("No need of the customer is written down.")
    if each.gate is Gate.NEEDS_UNCONFIRMED:
        return (
            _("The customer has confirmed %(count)s of %(of)s needs; half is the least.") % places
        )
    if each.gate is Gate.SOURCES_OLD:
        told = ngettext(
            "%(count)s row rests on a source older than a year.",
            "%(count)s rows rest on sources older than a year.",
            each.count,
        )
        return told % places
    if each.gate is Gate.SOURCES_UNDATED:
        told = ngettext(
            "%(count)s row does not say of when its source is.",
            "%(count)s rows do not say of when their sources are.",
            each.count,
        )
        return told % places
    return _("No initiative is worth something to both sides yet.")


def point_in_words(
    kind: str, parameters: Mapping[str, Any], names: Mapping[str, str], currency: str
) -> str:
    """What has changed since the last review, in a sentence."""
    before, after = str(parameters.get("before", "")), str(parameters.get("after", ""))
    if kind == Point.FIRST:
        return _("This is the first review: look whether the plan says what you know.")
    if kind == Point.SALES:
        amounts = [
            formats.money(Money(Decimal(each), currency), places=0) for each in (before, after)
        ]
        return _("Sales of twelve months were %(before)s and are %(after)s.") % {
            "before": amounts[0], "after": amounts[1],
        }  # fmt: skip
    if kind in {Point.MARGIN, Point.SHARE}:
        told = (
            _("The gross margin of twelve months was %(before)s and is %(after)s.")
            if kind == Point.MARGIN
            else _("Our share of what it buys was %(before)s and is %(after)s.")
        )
        return told % {
            "before": formats.percent(Decimal(before)), "after": formats.percent(Decimal(after)),
        }  # fmt: skip
    if kind == Point.NOTICES:
        notices = [
            _("%(name)s until %(day)s")
            % {"name": name, "day": formats.day(date.fromisoformat(until))}
            for name, until in parameters["days"]
        ]
        return _("Notice can be given soon: %(names)s.") % {"names": _listed(notices)}
    if kind in {Point.UNITS, Point.CONTRACTS, Point.NEEDS}:
        return _came_and_went(kind, parameters)
    if kind == Point.LIGHT:
        key = str(parameters["kpi"])
        return _("%(kpi)s went from %(before)s to %(after)s.") % {
            "kpi": NAMES.get(key, names.get(key, _SIGNALS.get(key, key))),
            "before": str(LIGHT_NAMES[before]).lower(),
            "after": str(LIGHT_NAMES[after]).lower(),
        }
    if kind == Point.STRATEGY:
        return _("Its strategy was “%(before)s” and is “%(after)s”.") % {
            "before": STRATEGY_NAMES[before],
            "after": STRATEGY_NAMES[after] if after else formats.NOTHING,
        }
    if kind == Point.LEAD:
        return _("%(before)s led it, now it is %(after)s.") % {
            "before": before, "after": after or _("nobody"),
        }  # fmt: skip
    if kind == Point.TEAM:
        return _team(parameters)
    if kind == Point.SILENCE:
        return _("Its rhythm was “%(before)s” and is “%(after)s”.") % {
            "before": STATE_NAMES[before],
            "after": STATE_NAMES[after] if after else formats.NOTHING,
        }
    return _counted(kind, int(parameters.get("count", 0)))


def _team(parameters: Mapping[str, Any]) -> str:
    came, left = ", ".join(parameters["came"]), ", ".join(parameters["left"])
    if came and left:
        return _("%(came)s joined its team, and %(left)s left it.") % {"came": came, "left": left}
    if came:
        return _("%(came)s joined its team.") % {"came": came}
    return _("%(left)s left its team.") % {"left": left}


_CAME: dict[str, str | Promise] = {
    Point.UNITS: gettext_lazy("New below it: %(names)s."),
    Point.CONTRACTS: gettext_lazy("New contracts: %(names)s."),
    Point.NEEDS: gettext_lazy("New needs: %(names)s."),
}
_WENT: dict[str, str | Promise] = {
    Point.UNITS: gettext_lazy("No longer below it: %(names)s."),
    Point.CONTRACTS: gettext_lazy("Contracts that have ended: %(names)s."),
    Point.NEEDS: gettext_lazy("Needs that are closed: %(names)s."),
}


def _came_and_went(kind: str, parameters: Mapping[str, Any]) -> str:
    told = []
    for said, key in ((_CAME, "came"), (_WENT, "left")):
        names = [each if isinstance(each, str) else each[0] for each in parameters[key]]
        if names:
            told.append(str(said[kind]) % {"names": _listed(names)})
    moved = [
        _("%(name)s ends on %(after)s, not on %(before)s")
        % {
            "name": name,
            "after": formats.day(date.fromisoformat(after)),
            "before": formats.day(date.fromisoformat(before)),
        }
        for name, after, before in parameters["moved"]
    ]
    if moved:
        told.append(_("With another end: %(names)s.") % {"names": _listed(moved)})
    return " ".join(told)


def _listed(names: Sequence[str]) -> str:
    """The first of them, and how many more."""
    shown = "; ".join(names[:_MOST_NAMED])
    if len(names) <= _MOST_NAMED:
        return shown
    more = len(names) - _MOST_NAMED
    return ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", more) % {
        "names": shown, "count": formats.number(more),
    }  # fmt: skip


def _counted(kind: str, count: int) -> str:
    if kind == Point.OVERDUE:
        told = ngettext("%(count)s action is late.", "%(count)s actions are late.", count)
    elif kind == Point.NEWS:
        told = ngettext(
            "%(count)s note of the market is new.", "%(count)s notes of the market are new.", count
        )
    elif kind == Point.BEHIND:
        told = ngettext(
            "%(count)s objective is far behind.", "%(count)s objectives are far behind.", count
        )
    else:
        told = ngettext(
            "%(count)s row has not been looked at for a quarter, or its source is old.",
            "%(count)s rows have not been looked at for a quarter, or their sources are old.",
            count,
        )
    return told % {"count": formats.number(count)}
