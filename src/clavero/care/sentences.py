"""Clocks, times and complaints told in whole sentences."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.care.rules.clock import Reading, Running
from clavero.care.selectors import AccountTimes, AtStake
from clavero.ui import formats

ANSWER = "answer"


def length_in_words(length: timedelta) -> str:
    """A length of working time: 2 h 10 min; less than a minute is none."""
    minutes = int(abs(length).total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return _("%(hours)s h") % {"hours": formats.number(hours)}
    return _("%(hours)s h %(minutes)s min") % {"hours": formats.number(hours), "minutes": rest}


def moment_in_words(moment: datetime, now: datetime | None = None) -> str:
    """Today 16:30, tomorrow 09:15, or the day with its hour."""
    local = timezone.localtime(moment)
    days = (local.date() - timezone.localtime(now or timezone.now()).date()).days
    clock = {"time": f"{local:%H:%M}"}
    if days == 0:
        return _("today %(time)s") % clock
    if days == 1:
        return _("tomorrow %(time)s") % clock
    if days == -1:
        return _("yesterday %(time)s") % clock
    return formats.moment(moment)


def clock_in_words(clock: str, shown: Reading, now: datetime | None = None) -> str:
    """How a clock stands: “answer due today 16:30, 2 h 10 min left”."""
    is_answer = clock == ANSWER
    places = {
        "when": "" if shown.due is None else moment_in_words(shown.due, now),
        "left": length_in_words(shown.left),
        "used": length_in_words(shown.used),
        "allowed": length_in_words(shown.length),
    }
    if shown.running is Running.KEPT:
        told = (
            _("Answered in %(used)s of the %(allowed)s promised")
            if is_answer
            else _("Resolved in %(used)s of the %(allowed)s promised")
        )
    elif shown.running is Running.MISSED:
        told = (
            _("Answered in %(used)s, %(left)s later than promised")
            if is_answer
            else _("Resolved in %(used)s, %(left)s later than promised")
        )
    elif shown.running is Running.LATE:
        told = (
            _("Answer overdue by %(left)s of working time")
            if is_answer
            else _("Solution overdue by %(left)s of working time")
        )
    elif shown.due is None:
        told = (
            _("Answer: the clock stands still, %(left)s left once the customer replies")
            if is_answer
            else _("Solution: the clock stands still, %(left)s left once the customer replies")
        )
    else:
        told = (
            _("Answer due %(when)s, %(left)s left")
            if is_answer
            else _("Solution due %(when)s, %(left)s left")
        )
    return told % places


def hours_in_words(hours: Decimal | None) -> str:
    """Working hours of a statistic; nothing where there are none."""
    if hours is None:
        return ""
    return length_in_words(timedelta(seconds=float(hours) * 3600))


def at_stake_in_words(found: AtStake) -> str:
    """What is at stake in open cases that say it; nothing where none does: of the others nobody has
    said. What no rate converts is named beside it, and is no part of it."""
    told = []
    if found.count:
        told.append(
            ngettext(
                "%(money)s at stake in %(count)s open complaint that says it.",
                "%(money)s at stake in %(count)s open complaints that say it.",
                found.count,
            )
            % {"money": formats.money(found.total), "count": formats.number(found.count)}
        )
    if found.unrated:
        told.append(
            ngettext(
                "Not counted, because no rate of its day is known: %(amounts)s in %(count)s open "
                "complaint.",
                "Not counted, because no rates of their days are known: %(amounts)s in %(count)s "
                "open complaints.",
                found.unrated,
            )
            % {
                "amounts": formats.listed([formats.money(each) for each in found.apart]),
                "count": formats.number(found.unrated),
            }
        )
    return " ".join(told)


def times_in_words(found: AccountTimes | None) -> list[str]:
    """What the complaints of a year come to, with those from before it that are still open."""
    if found is None:
        return [_("No complaint in the last twelve months, and none is open from before.")]
    times = found.times
    told = ngettext(
        "%(count)s complaint of the last twelve months or open from before, open now: %(open)s.",
        "%(count)s complaints of the last twelve months or open from before, open now: %(open)s.",
        times.cases,
    ) % {"count": formats.number(times.cases), "open": formats.number(times.open)}
    sentences = [told]
    if times.response is not None and times.response_p90 is not None:
        sentences.append(
            _(
                "Half of those answered had their answer within %(median)s, nine of ten in "
                "%(p90)s (percentiles interpolated linearly)."
            )
            % {
                "median": hours_in_words(times.response),
                "p90": hours_in_words(times.response_p90),
            }
        )
    if times.in_time.value is not None:
        sentences.append(
            _("Answered in time: %(share)s, those that are overdue counted too.")
            % {"share": formats.percent(times.in_time.value, places=0)}
        )
    if times.resolution is not None:
        sentences.append(
            _("Half are resolved within %(median)s, those still open counted too.")
            % {"median": hours_in_words(times.resolution)}
        )
    if found.recurring.numerator:
        sentences.append(
            ngettext(
                "%(count)s came back with the same cause within 90 days.",
                "%(count)s came back with the same cause within 90 days.",
                int(found.recurring.numerator),
            )
            % {"count": formats.number(found.recurring.numerator)}
        )
    return sentences
