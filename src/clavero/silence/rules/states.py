"""What follows from a silence: active, to be watched, at risk, lost.

Source: methods §4.4, "States". A customer that bought on one day only has no rhythm: its silence is
held against the first gaps of all others.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clavero.silence.rules.chance import Base, base_of
from clavero.silence.rules.kinds import Spare
from clavero.silence.rules.rhythm import Flags, Floats, Rhythms
from clavero.silence.rules.settings import Settings

FEW_FIRST_GAPS = 20
"""First gaps below which nothing can be said of a customer that bought once."""


class State(IntEnum):
    """How it stands, by how much there is to do; ``UNKNOWN`` where there is nothing to judge by."""

    UNKNOWN = 0
    ACTIVE = 1
    WATCH = 2
    AT_RISK = 3
    LOST = 4

    @property
    def key(self) -> str:
        """Its name for programs."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Known:
    """All that a base tells: how its rhythms are spread, and how long its first gaps were, in
    order, as far as there are enough."""

    base: Base
    first_gaps: Floats

    @property
    def usual_first_gap(self) -> float | None:
        """The median of the first gaps."""
        return float(np.median(self.first_gaps)) if len(self.first_gaps) else None


@dataclass(frozen=True, slots=True)
class Judged:
    """Of each customer: the chance of so long a silence (``nan`` where unknown), the usual gap it
    was held against, the state, whether the season or an open order kept it from a worse, and
    whether it was the season."""

    chance: Floats
    usual: Floats
    state: NDArray[np.int8]
    is_spared: Flags
    is_season: Flags

    def spare(self, at: int) -> Spare | None:
        """What kept one of them from a worse state."""
        if not self.is_spared[at]:
            return None
        return Spare.SEASON if self.is_season[at] else Spare.ORDER


def know(rhythms: Rhythms) -> Known:
    """What the rhythms of a base tell of each."""
    first = np.sort(rhythms.first_gap[~np.isnan(rhythms.first_gap)])
    base = base_of(rhythms.n, rhythms.total, rhythms.last_two)
    return Known(base, first if len(first) >= FEW_FIRST_GAPS else first[:0])


def judge(
    rhythms: Rhythms, known: Known, settings: Settings, has_open_order: Flags | None = None
) -> Judged:
    """The state of each, by its own rhythm and by what the base tells of those with few gaps."""
    repeats = rhythms.n >= 1
    chance = np.full(len(rhythms), np.nan)
    chance[repeats] = known.base.silence(
        rhythms.n[repeats], rhythms.total[repeats], rhythms.silent[repeats]
    )
    usual = rhythms.median.copy()
    if known.usual_first_gap is not None:
        chance[~repeats] = longer_first_gaps(known, rhythms.silent[~repeats])
        usual[~repeats] = known.usual_first_gap
    state = _states(chance, rhythms.silent, usual, settings)
    worst = np.full(len(rhythms), int(State.LOST), dtype=np.int8)
    if has_open_order is not None:
        worst[has_open_order] = State.AT_RISK
    is_season = repeats & (rhythms.season >= rhythms.silent) & settings.same_season
    worst[is_season] = State.WATCH
    return Judged(chance, usual, np.minimum(state, worst), state > worst, is_season)


def longer_first_gaps(known: Known, silent: Any) -> Any:
    """The share of first gaps that were longer than ``silent``."""
    count = len(known.first_gaps)
    return (count - np.searchsorted(known.first_gaps, silent, side="right")) / count


def state_of(chance: float | None, silent: float, usual: float, settings: Settings) -> State:
    """The state of one customer, before season and open orders.

    >>> state_of(0.005, silent=59, usual=30, settings=Settings())
    <State.AT_RISK: 3>
    """
    if chance is None:
        return State.UNKNOWN
    if chance < settings.lost and silent >= settings.usual_gaps * usual:
        return State.LOST
    if chance < settings.at_risk:
        return State.AT_RISK
    return State.WATCH if chance < settings.watch else State.ACTIVE


def _states(chance: Floats, silent: Floats, usual: Floats, settings: Settings) -> NDArray[np.int8]:
    is_lost = (chance < settings.lost) & (silent >= settings.usual_gaps * usual)
    return np.select(
        [np.isnan(chance), is_lost, chance < settings.at_risk, chance < settings.watch],
        [State.UNKNOWN, State.LOST, State.AT_RISK, State.WATCH],
        State.ACTIVE,
    ).astype(np.int8)
