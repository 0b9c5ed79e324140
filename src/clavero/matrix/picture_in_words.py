"""What the picture shows, in words: places, and what the portfolio as a whole says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from clavero.core.money import round_for_display
from clavero.core.rounding import exact
from clavero.matrix.rules.factors import Axis
from clavero.matrix.rules.position import STAGES, Mode, NoPosition
from clavero.matrix.rules.quadrants import Strategy, all_alike, over_capacity
from clavero.matrix.rules.settings import Settings
from clavero.matrix.rules.whatif import WhatIf, weights_of
from clavero.matrix.selectors import MatrixRow, Supposed
from clavero.matrix.words import STAGE_NAMES, STRATEGY_NAMES, Name, factor_names
from clavero.ui import formats


def position_written(mode: Mode, value: float) -> str:
    """A position on the axis of a mode: 7.30, +1.25, 1.21×, or the stage's name."""
    if mode is Mode.STAGE:
        return str(STAGE_NAMES[STAGES[min(max(int(value // 2), 0), len(STAGES) - 1)]])
    figure = formats.number(exact(value), places=2)
    if mode is Mode.DIFFERENCE:
        return f"+{figure}" if value > 0 else figure
    return f"{figure}×" if mode is Mode.RATIO else figure


_NOWHERE_NAMES: dict[str, Name] = {
    NoPosition.UNCLASSIFIABLE: gettext_lazy("no place, too little is known"),
    NoPosition.NO_COMPETITOR: gettext_lazy("no place, no competitor is scored"),
    NoPosition.NO_STAGE: gettext_lazy("no place, no stage is known"),
}


def counts_in_words(
    strategies: Sequence[Strategy], *, nowhere: Sequence[NoPosition] = (), borderline: int = 0
) -> str:
    """How many accounts each strategy has, in the order of the strategies, then those without a
    place by their reason, which together are all; and how many of them are borderline."""
    parts = [
        *_counted(STRATEGY_NAMES, Counter(map(str, strategies))),
        *_counted(_NOWHERE_NAMES, Counter(map(str, nowhere))),
    ]
    if not strategies:
        return _("No account can be classified yet.")
    told = "; ".join(parts)
    if not borderline:
        return told
    apart = ngettext(
        "%(counts)s. Of these, %(count)s is borderline.",
        "%(counts)s. Of these, %(count)s are borderline.",
        borderline,
    )
    return apart % {"counts": told, "count": formats.number(borderline)}


def _counted(names: Mapping[str, Name], counts: Mapping[str, int]) -> Iterator[str]:
    for key, name in names.items():
        if count := counts.get(str(key)):
            yield f"{name}: {formats.number(count)}"


def read_in_words(day: date, version: int | None) -> str:
    """Of which day a picture is, and by which version of the settings it is read; ``None`` for
    Clavero's own."""
    settings = _("Clavero's own settings")
    if version is not None:
        settings = _("version %(number)s of the settings") % {"number": version}
    return f"{formats.day(day)} · {settings}"


def shown_in_words(shown: int, known: int) -> str:
    """How many accounts a picture is of, where filters leave some out."""
    places = {"count": formats.number(shown), "all": formats.number(known)}
    if shown == known:
        return ngettext("%(count)s account", "%(count)s accounts", shown) % places
    return ngettext("%(count)s of %(all)s account", "%(count)s of %(all)s accounts", known) % places


def unplaced_in_words(rows: Sequence[MatrixRow]) -> list[str]:
    """How many accounts have no place, and why."""
    found = [row.reading.nowhere for row in rows]
    told = []
    if count := found.count(NoPosition.UNCLASSIFIABLE):
        told.append(
            ngettext(
                "%(count)s account has no place yet: less than 70%% of the weight is known.",
                "%(count)s accounts have no place yet: less than 70%% of the weight is known.",
                count,
            )
            % {"count": formats.number(count)}
        )
    if count := found.count(NoPosition.NO_COMPETITOR):
        told.append(
            ngettext(
                "%(count)s account has no place yet: no competitor has been scored there, and the "
                "matrix compares.",
                "%(count)s accounts have no place yet: no competitor has been scored there, and "
                "the matrix compares.",
                count,
            )
            % {"count": formats.number(count)}
        )
    if count := found.count(NoPosition.NO_STAGE):
        told.append(
            ngettext(
                "%(count)s account has no place yet: nobody has said at which stage the "
                "relationship is.",
                "%(count)s accounts have no place yet: nobody has said at which stage the "
                "relationship is.",
                count,
            )
            % {"count": formats.number(count)}
        )
    return told


def trail_in_words(rows: Sequence[MatrixRow], mode: Mode, modes: Mapping[int, Mode]) -> str:
    """Which past reviews the picture cannot draw, as they read the position in another way;
    ``modes`` are those of the reviews by their numbers. Empty where all are drawn."""
    held = {
        each.review_id: each.review.day
        for row in rows
        if row.trail is not None
        for each in row.trail.placements
    }
    left_out = sorted(day for number, day in held.items() if modes.get(number, mode) is not mode)
    if not left_out:
        return ""
    told = ngettext(
        "%(count)s of %(all)s past review is not drawn (%(days)s): it read the position in another "
        "way, which has no place on this axis. The page of each account tells what it placed.",
        "%(count)s of %(all)s past reviews are not drawn (%(days)s): they read the position in "
        "another way, which has no place on this axis. The page of each account tells what they "
        "placed.",
        len(left_out),
    )
    return told % {
        "count": formats.number(len(left_out)),
        "all": formats.number(len(held)),
        "days": ", ".join(formats.day(day) for day in left_out),
    }


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
    if capacity is not None and len(invest) > capacity:
        told += _over_capacity(invest, capacity)
    return told


def _over_capacity(invest: Mapping[str, MatrixRow], capacity: int) -> Iterator[str]:
    """Who stands first for the room that there is; whoever has no place today has no rank."""
    ranking = over_capacity({code: _strength(row) for code, row in invest.items()}, capacity)
    places = {
        "capacity": formats.number(capacity),
        "count": formats.number(len(invest)),
        "first": _named(ranking[:capacity], invest) or formats.NOTHING,
        "rest": _named(ranking[capacity:], invest) or formats.NOTHING,
    }
    if ranking:
        yield (
            ngettext(
                "There is room to invest in %(capacity)s account and %(count)s deserve it. By "
                "potential × our own score they rank: %(first)s; beyond the room: %(rest)s.",
                "There is room to invest in %(capacity)s accounts and %(count)s deserve it. By "
                "potential × our own score they rank: %(first)s; beyond the room: %(rest)s.",
                capacity,
            )
            % places
        )
    else:
        yield (
            ngettext(
                "There is room to invest in %(capacity)s account and %(count)s deserve it.",
                "There is room to invest in %(capacity)s accounts and %(count)s deserve it.",
                capacity,
            )
            % places
        )
    if unranked := [code for code in invest if code not in ranking]:
        yield _(
            "Without a rank, as today's scores give them no place, the highest potential first: "
            "%(names)s."
        ) % {"names": _named(unranked, invest)}


def _strength(row: MatrixRow) -> tuple[float, float] | None:
    """Potential and our own score, of an account that has a place today."""
    potential = row.reading.potential.value
    if row.reading.point is None or potential is None:
        return None
    return potential, _own_score(row)


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
