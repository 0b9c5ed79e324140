"""What the picture shows, in words: places, and what the portfolio as a whole says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.money import round_for_display
from clavero.matrix.rules.factors import Axis
from clavero.matrix.rules.position import STAGES, Mode
from clavero.matrix.rules.quadrants import Strategy, all_alike, over_capacity
from clavero.matrix.rules.settings import Settings
from clavero.matrix.rules.whatif import WhatIf, weights_of
from clavero.matrix.selectors import MatrixRow, Supposed
from clavero.matrix.words import STAGE_NAMES, STRATEGY_NAMES, factor_names
from clavero.ui import formats


def position_written(mode: Mode, value: float) -> str:
    """A position on the axis of a mode: 7.30, +1.25, 1.21×, or the stage's name."""
    if mode is Mode.STAGE:
        return str(STAGE_NAMES[STAGES[min(max(int(value // 2), 0), len(STAGES) - 1)]])
    figure = formats.number(Decimal(value), places=2)
    if mode is Mode.DIFFERENCE:
        return f"+{figure}" if value > 0 else figure
    return f"{figure}×" if mode is Mode.RATIO else figure


def counts_in_words(strategies: Sequence[Strategy], borderline: int) -> str:
    """How many accounts each strategy has, in the order of the strategies."""
    counts = {each: strategies.count(each) for each in Strategy}
    parts = [f"{STRATEGY_NAMES[each]}: {count}" for each, count in counts.items() if count]
    if not parts:
        return _("No account can be classified yet.")
    told = "; ".join(parts)
    if not borderline:
        return told
    apart = ngettext("%(count)s is borderline", "%(count)s are borderline", borderline)
    return f"{told}; {apart % {'count': borderline}}"


def checks_in_words(rows: Sequence[MatrixRow], capacity: int | None) -> list[str]:
    """What is wrong with the portfolio as a whole: nothing tells its accounts apart, or more are
    to be invested in than the company can (``None``: nobody has said how many)."""
    placed = {row.card.code: row for row in rows if row.strategy is not None}
    strategies = {code: row.strategy for code, row in placed.items() if row.strategy is not None}
    told = []
    if alike := all_alike(list(strategies.values())):
        told.append(
            _(
                "All %(count)s accounts are in one quadrant, “%(strategy)s”: the factors do not "
                "tell them apart. Look at weights, scales and cuts."
            )
            % {"count": len(strategies), "strategy": STRATEGY_NAMES[alike]}
        )
    invest = {code: placed[code] for code, each in strategies.items() if each is Strategy.INVEST}
    if capacity is not None and (ranking := over_capacity(_strengths(invest), capacity)):
        told.append(
            ngettext(
                "There is room to invest in %(capacity)s account and %(count)s deserve it. By "
                "potential × our own score they rank: %(first)s; beyond the room: %(rest)s.",
                "There is room to invest in %(capacity)s accounts and %(count)s deserve it. By "
                "potential × our own score they rank: %(first)s; beyond the room: %(rest)s.",
                capacity,
            )
            % {
                "capacity": formats.number(capacity),
                "count": formats.number(len(ranking)),
                "first": _named(ranking[:capacity], placed) or formats.NOTHING,
                "rest": _named(ranking[capacity:], placed),
            }
        )
    return told


def _strengths(rows: Mapping[str, MatrixRow]) -> dict[str, tuple[float, float]]:
    """Potential and our own score; an account of which too little is known today comes last."""
    return {
        code: (
            row.reading.potential.value or 0.0,
            _own_score(row),
        )
        for code, row in rows.items()
    }


def _own_score(row: MatrixRow) -> float:
    position = row.reading.position
    if position.mode is Mode.STAGE:
        return position.value or 0.0
    return 0.0 if position.ours is None else position.ours.value or 0.0


def _named(codes: Sequence[str], rows: Mapping[str, MatrixRow]) -> str:
    return ", ".join(rows[code].card.title for code in codes)


# -- what-ifs --------------------------------------------------------------------------------------


def supposed_in_words(accounts: Sequence[Supposed]) -> str:
    """How many accounts would change quadrant."""
    placed = [each for each in accounts if each.then.quadrant is not None or each.today]
    changes = sum(each.changes_quadrant for each in placed)
    if not changes:
        return _("No account would change its quadrant.")
    told = ngettext(
        "%(count)s of %(all)s accounts would change its quadrant.",
        "%(count)s of %(all)s accounts would change their quadrant.",
        changes,
    )
    return told % {"count": formats.number(changes), "all": formats.number(len(placed))}


def change_in_words(account: Supposed) -> str:
    """From which quadrant to which, and what it officially is where that is another one."""
    before = _("no place") if account.today is None else STRATEGY_NAMES[account.today]
    then = account.then.quadrant
    after = _("no place") if then is None else STRATEGY_NAMES[then]
    told = _("from %(before)s to %(after)s") % {"before": before, "after": after}
    official = account.row.strategy
    if official is None or official is account.today:
        return told
    return _("%(change)s (officially %(strategy)s)") % {
        "change": told,
        "strategy": STRATEGY_NAMES[official],
    }


def weights_in_words(settings: Settings, what_if: WhatIf) -> list[str]:
    """Each weight that a what-if moves: what it is and what it would be."""
    names = factor_names(settings)
    moved = ((Axis.POTENTIAL, what_if.potential), (Axis.POSITION, what_if.position))
    return [
        _("%(factor)s: %(before)s → %(after)s")
        % {"factor": names[key], "before": _points(now), "after": _points(weights[key])}
        for axis, weights in moved
        for key, now in weights_of(settings, axis).items()
        if key in weights and weights[key] != now
    ]


def _points(weight: float) -> str:
    return formats.number(round_for_display(Decimal(weight)))
