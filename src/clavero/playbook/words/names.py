"""What the playbook's values are called."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from clavero.matrix.rules.position import Stage
from clavero.matrix.words import STAGE_NAMES, STRATEGY_NAMES
from clavero.playbook.rules.changes import EVERYWHERE
from clavero.playbook.rules.conduct import Against
from clavero.playbook.rules.guides import Aspect, Direction, Doer, Kpi, Share, Unit
from clavero.playbook.rules.proposals import Kind, State
from clavero.ui import formats

Name = str | Promise
_PERCENT = Decimal(100)

ASPECT_NAMES: dict[str, Name] = {
    Aspect.AIM: _("What it is about"),
    Aspect.ACTIVITIES: _("Activities"),
    Aspect.METRICS: _("Control metrics"),
    Aspect.INVESTMENT: _("Investment"),
    Aspect.PLAN: _("Plan"),
    Aspect.REVIEW: _("Review"),
}
KIND_NAMES: dict[str, Name] = {
    Kind.OBJECTIVE: _("Objective"),
    Kind.KPI: _("KPI target"),
    Kind.TASK: _("Recurring task"),
    Kind.REVIEW: _("Review dates"),
}
KINDS_NAMES: dict[str, Name] = {
    Kind.OBJECTIVE: _("Objectives"),
    Kind.KPI: _("KPI targets"),
    Kind.TASK: _("Recurring tasks"),
    Kind.REVIEW: _("Review dates"),
}
STATE_NAMES: dict[str, Name] = {
    State.OPEN: _("To decide"),
    State.ACCEPTED: _("Accepted"),
    State.EDITED: _("Accepted with changes"),
    State.DROPPED: _("Dropped"),
}
STATE_TONES: dict[str, str] = {
    State.OPEN: "warn",
    State.ACCEPTED: "good",
    State.EDITED: "good",
    State.DROPPED: "plain",
}
DIRECTION_NAMES: dict[str, Name] = {
    Direction.AT_LEAST: _("at least"),
    Direction.AT_MOST: _("at most"),
}
UNIT_NAMES: dict[str, Name] = {
    Unit.PERCENT: _("%"),
    Unit.POINTS: _("percentage points"),
    Unit.SCORE: _("out of 10"),
    Unit.DAYS: _("days"),
    Unit.NUMBER: _("a number"),
    Unit.THOUSANDS: _("thousands"),
}
DOER_NAMES: dict[str, Name] = {
    Doer.LEAD: _("Key account manager"),
    Doer.DEPUTY: _("Deputy"),
    Doer.TEAM: _("Account team member"),
    Doer.SPONSOR: _("Executive sponsor"),
    Doer.DIRECTOR: _("Director of key accounts"),
}
AGAINST_NAMES: dict[str, Name] = {
    Against.UNKNOWN: _("not known"),
    Against.UNDER: _("below its share"),
    Against.WITHIN: _("within its share"),
    Against.OVER: _("above its share"),
}
AGAINST_TONES: dict[str, str] = {
    Against.UNKNOWN: "plain",
    Against.UNDER: "warn",
    Against.WITHIN: "good",
    Against.OVER: "warn",
}
_UNIT_FRAMES: dict[str, Name] = {
    Unit.POINTS: _("%(number)s percentage points"),
    Unit.SCORE: _("%(number)s out of 10"),
    Unit.DAYS: _("%(number)s days"),
    Unit.THOUSANDS: _("%(number)s thousand"),
}


def every_months(months: int) -> str:
    """A rhythm: "every month", "every 3 months"."""
    return ngettext("every month", "every %(count)s months", months) % {
        "count": formats.number(months)
    }


def share_in_words(share: Share) -> str:
    """A share of time: "40 to 50% of the time"."""
    low, high = formats.number(share.low), percent_in_words(share.high)
    if share.low == share.high:
        return gettext("%(share)s of the time") % {"share": high}
    if share.low == 0:
        return gettext("%(high)s of the time at most") % {"high": high}
    return gettext("%(low)s to %(high)s of the time") % {"low": low, "high": high}


def percent_in_words(percent: Decimal) -> str:
    """A number of percent, with the places that it has, two at most."""
    places = min(2, max(0, -int(percent.normalize().as_tuple().exponent)))
    return formats.percent(percent / _PERCENT, places=places)


def stages_in_words(stages: Sequence[Stage]) -> str:
    """The relationship to seek: "Interdependent or integrated"."""
    names = [str(STAGE_NAMES[stage]) for stage in stages]
    rest = [formats.lower_first(name) for name in names[1:]]
    if not rest:
        return names[0]
    before = ", ".join([names[0], *rest[:-1]])
    return gettext("%(first)s or %(last)s") % {"first": before, "last": rest[-1]}


def target_in_words(kpi: Kpi) -> str:
    """A target: "at least 10%", "at most 60 days"; empty where its text says all of it."""
    if kpi.target is None:
        return ""
    if kpi.unit is Unit.PERCENT:
        figure = percent_in_words(kpi.target)
    else:
        number = formats.number(kpi.target.normalize())
        figure = str(_UNIT_FRAMES.get(kpi.unit, "%(number)s")) % {"number": number}
    if kpi.direction is Direction.AT_LEAST:
        return gettext("at least %(figure)s") % {"figure": figure}
    return gettext("at most %(figure)s") % {"figure": figure}


def part_name(part: str) -> Name:
    """A part of the playbook: what holds everywhere, or a strategy."""
    if part == EVERYWHERE:
        return _("For every account, and shares of time")
    return STRATEGY_NAMES[part]
