"""Where the states begin. All of it is a recommendation without empirical basis (methods §12), so
that a company decides its own, in versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from clavero.core.faults import Fault, Faulty

MOST_GAPS = 20
FEWEST_RECENT, MOST_RECENT = 6, 500
MOST_STEPS = 50


class SettingsFault(StrEnum):
    """Why settings cannot be used."""

    UNREADABLE = "unreadable"
    NOT_A_CHANCE = "not_a_chance"
    OUT_OF_ORDER = "out_of_order"
    TOO_FEW_GAPS = "too_few_gaps"
    NOT_A_STEP = "not_a_step"
    NOT_RECENT = "not_recent"


@dataclass(frozen=True, slots=True)
class Settings:
    """A silence below the chance ``watch``, ``at_risk`` or ``lost`` is in that state; lost needs
    ``usual_gaps`` median gaps of silence as well. A rhythm is that of the last ``recent_gaps``:
    nobody buys for years as in the beginning. ``defects`` is the share of customers that leave
    at each gap. ``workdays_only`` leaves out weekends; ``same_season`` keeps from being lost who
    was silent for as long around the same day of an earlier year. ``slack`` and ``alarm`` are of
    the volume's CUSUM, in standard deviations."""

    watch: float = 0.20
    at_risk: float = 0.05
    lost: float = 0.01
    usual_gaps: float = 2.0
    recent_gaps: int = 24
    defects: float = 0.05
    workdays_only: bool = False
    same_season: bool = True
    slack: float = 0.5
    alarm: float = 4.0

    def __post_init__(self) -> None:
        faults = [
            Fault(SettingsFault.NOT_A_CHANCE, name)
            for name in ("watch", "at_risk", "lost", "defects")
            if not 0 < getattr(self, name) < 1
        ]
        if not faults and not self.lost < self.at_risk < self.watch:
            faults.append(Fault(SettingsFault.OUT_OF_ORDER))
        if not 1 <= self.usual_gaps <= MOST_GAPS:
            faults.append(Fault(SettingsFault.TOO_FEW_GAPS, limit=MOST_GAPS))
        if not FEWEST_RECENT <= self.recent_gaps <= MOST_RECENT:
            faults.append(Fault(SettingsFault.NOT_RECENT, str(FEWEST_RECENT), limit=MOST_RECENT))
        if not 0 <= self.slack <= MOST_STEPS or not 0 < self.alarm <= MOST_STEPS:
            faults.append(Fault(SettingsFault.NOT_A_STEP, limit=MOST_STEPS))
        if faults:
            raise Faulty(faults)

    def to_plain(self) -> dict[str, Any]:
        """As a plain dictionary, which :func:`parse_settings` reads back."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def parse_settings(plain: Mapping[str, Any]) -> Settings:
    """The settings that :meth:`Settings.to_plain` wrote. Raises :class:`Faulty`.

    >>> parse_settings(Settings(watch=0.3).to_plain()).watch
    0.3
    """
    try:
        return Settings(**{each.name: _READ[each.type](plain[each.name]) for each in _FIELDS})
    except (KeyError, TypeError, ValueError) as error:
        raise Faulty([Fault(SettingsFault.UNREADABLE)]) from error


_FIELDS = fields(Settings)
_READ: dict[Any, Any] = {"float": float, "bool": bool, "int": int}
