"""The 18 months of a plan in detail, as its page shows them: who does what when, in one picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.plans.rules.kinds import ActionState
from clavero.plans.rules.timeline import bar, detail_of
from clavero.plans.words import ACTION_STATE_NAMES
from clavero.reports.content.model import Bar, Calendar, Pace
from clavero.ui import formats


@dataclass(frozen=True, slots=True)
class Step:
    """An action with its days, both included; ``after`` are the keys of those it waits for."""

    key: int
    text: str
    who: str
    start: date
    end: date
    pace: Pace = Pace.OPEN
    is_milestone: bool = False
    after: tuple[int, ...] = ()


def in_order(steps: Sequence[Step]) -> list[Step]:
    """As they stand in the picture and in the table beneath it, one number after the other."""
    return sorted(steps, key=lambda each: (each.start, each.end, each.key))


def calendar_of(steps: Sequence[Step], today: date) -> Calendar | None:
    """The picture of 18 months; ``None`` where there is nothing to do."""
    if not steps:
        return None
    ordered, shown = in_order(steps), detail_of(today)
    numbers = {each.key: at for at, each in enumerate(ordered, start=1)}
    bars = tuple(_bar(each, numbers, today) for each in ordered)
    months = tuple(
        (
            formats.short_month(each.start),
            str(each.start.year) if at == 0 or each.start.month == 1 else "",
        )
        for at, each in enumerate(shown.months())
    )
    late = sum(each.pace is Pace.LATE for each in bars)
    told = ngettext("%(count)s action", "%(count)s actions", len(bars))
    return Calendar(
        title=_("18 months"),
        months=months,
        today=(today - shown.start).days / shown.days,
        today_name=_("Today"),
        bars=bars,
        legend=tuple(_legend(bars)),
        alternative=(
            _("Calendar of %(period)s: %(actions)s, %(late)s of them late.")
            if late
            else _("Calendar of %(period)s: %(actions)s.")
        )
        % {
            "period": formats.period_in_words(shown),
            "actions": told % {"count": formats.number(len(bars))},
            "late": formats.number(late),
        },
    )


def _legend(bars: Sequence[Bar]) -> Iterator[tuple[Pace | None, str]]:
    """Of the signs that there are."""
    names = {
        Pace.OPEN: _("To do or under way"),
        Pace.DONE: str(ACTION_STATE_NAMES[ActionState.DONE]),
        Pace.LATE: _("Late"),
    }
    for pace, name in names.items():
        if any(each.pace is pace for each in bars):
            yield pace, name
    if any(each.is_milestone for each in bars):
        yield None, _("Milestone")


def _bar(step: Step, numbers: dict[int, int], today: date) -> Bar:
    shown = detail_of(today)
    where = bar(step.start, step.end, shown)
    edge = 0.0 if step.end < shown.start else 1.0
    after = tuple(sorted(numbers[each] for each in step.after if each in numbers))
    return Bar(
        number=numbers[step.key],
        text=step.text,
        told=" · ".join(part for part in _told(step, after) if part),
        start=edge if where is None else where.left / 100,
        end=edge if where is None else (where.left + where.width) / 100,
        pace=step.pace,
        is_milestone=step.is_milestone,
        is_shown=where is not None,
        after=after,
    )


def _told(step: Step, after: Sequence[int]) -> list[str]:
    told = {
        Pace.LATE: _("Late"),
        Pace.DONE: str(ACTION_STATE_NAMES[ActionState.DONE]),
        Pace.OPEN: "",
    }
    numbers = ", ".join(formats.number(each) for each in after)
    return [
        told.get(step.pace, ""),
        f"{formats.day(step.start)} – {formats.day(step.end)}",
        _("after %(numbers)s") % {"numbers": numbers} if after else "",
        step.who,
    ]
