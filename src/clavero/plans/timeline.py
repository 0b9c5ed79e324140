"""Actions on a board and along 18 months, as their pages draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from clavero.plans.models import Action
from clavero.plans.rules.clashes import clashes
from clavero.plans.rules.kinds import OPEN_ACTIONS, ActionState
from clavero.plans.rules.timeline import bar, detail_of
from clavero.plans.selectors import placed
from clavero.plans.words import ACTION_STATE_NAMES, Name
from clavero.ui import formats

STEP = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Column:
    """The actions in a state, with the states that one tap leads to."""

    state: ActionState
    name: Name
    actions: Sequence[Action]
    moves: Sequence[tuple[ActionState, Name]]


@dataclass(frozen=True, slots=True)
class Line:
    """An action on the calendar. ``left`` and ``width`` are percents as CSS writes them; the days
    are those of a week earlier and later."""

    action: Action
    left: str
    width: str
    days: str
    tone: str
    after: str
    clashes: str
    earlier: tuple[date, date]
    later: tuple[date, date]
    is_shown: bool
    right: str = "0"  # where it ends, as percents
    waits_for: str = ""  # the numbers of what it waits for


@dataclass(frozen=True, slots=True)
class Month:
    """A month above the calendar: its short name, and its year where that has to be said."""

    name: str
    year: str
    is_january: bool
    begins_quarter: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """18 months, with where today is."""

    months: Sequence[Month]
    today: str
    first: date
    days: int
    lines: Sequence[Line]


def board(actions: Sequence[Action]) -> list[Column]:
    """A column for each state."""
    return [
        Column(
            state,
            ACTION_STATE_NAMES[state],
            [each for each in actions if each.state == state],
            [(each, ACTION_STATE_NAMES[each]) for each in ActionState if each is not state],
        )
        for state in ActionState
    ]


def timeline(actions: Sequence[Action], today: date) -> Timeline:
    """The actions that are not dropped, along the 18 months of ``today``."""
    shown = detail_of(today)
    texts = {each.pk: each.text for each in actions}
    clashing: dict[int, list[str]] = {}
    for later, earlier in clashes(placed(actions)):
        clashing.setdefault(later, []).append(texts[earlier])
    lines = []
    for each in actions:
        if each.state == ActionState.DROPPED:
            continue
        where = bar(each.start, each.end, shown)
        is_late = each.state in OPEN_ACTIONS and each.end < today
        waits = [texts[other.pk] for other in each.after.all() if other.pk in texts]
        lines.append(
            Line(
                action=each,
                left="0" if where is None else f"{where.left:.3f}",
                width="0" if where is None else f"{where.width:.3f}",
                days=f"{formats.day(each.start)} – {formats.day(each.end)}",
                tone="done" if each.state == ActionState.DONE else "late" if is_late else "open",
                after=", ".join(waits),
                clashes=", ".join(clashing.get(each.pk, ())),
                earlier=(each.start - STEP, each.end - STEP),
                later=(each.start + STEP, each.end + STEP),
                is_shown=where is not None,
                right="0" if where is None else f"{where.left + where.width:.3f}",
                waits_for=" ".join(
                    str(other.pk) for other in each.after.all() if other.pk in texts
                ),
            )
        )
    gone = (today - shown.start).days / shown.days * 100
    return Timeline(
        months=[_month(each.start, at == 0) for at, each in enumerate(shown.months())],
        today=f"{gone:.3f}",
        first=shown.start,
        days=shown.days,
        lines=sorted(lines, key=lambda line: (line.action.start, line.action.end)),
    )


def _month(start: date, is_first: bool) -> Month:
    is_january = start.month == 1
    return Month(
        name=formats.short_month(start),
        year=str(start.year) if is_first or is_january else "",
        is_january=is_january,
        begins_quarter=start.month % 3 == 1,
    )
