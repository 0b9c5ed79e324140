"""The axes of the picture, as the mode of position has them, and where its four corners are.

Source: methods §2.1. High position stands right or left, as the reader prefers; what is stored
are numbers, never sides of a picture.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, exp, log
from typing import Any

from django.utils.translation import gettext as _

from clavero.matrix.rules.position import STAGES, Mode
from clavero.matrix.rules.quadrants import Strategy, sides_of
from clavero.matrix.rules.version import Version
from clavero.matrix.words import STAGE_NAMES
from clavero.ui.chart_parts import Spec

_FULL = (0.0, 2.0, 4.0, 6.0, 8.0, 10.0)
_RATIOS: dict[float, tuple[float, ...]] = {
    1.5: (0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5),
    2: (0.5, 0.65, 0.8, 1, 1.25, 1.5, 2),
    3: (0.35, 0.5, 0.7, 1, 1.5, 2, 3),
    5: (0.2, 0.3, 0.5, 1, 2, 3, 5),
    10: (0.1, 0.2, 0.5, 1, 2, 5, 10),
    100: (0.01, 0.1, 1, 10, 100),
}
"""How far a picture of ratios goes, and what stands at its axis: a tick lies where it says."""
_LEAST_REACH = 2.0  # points of difference to either side, however close all accounts are
_AIR = 0.4


@dataclass(frozen=True, slots=True)
class Axis:
    """From ``low`` to ``high``; a log scale has equal ratios at equal lengths. ``borders`` are
    those of named boxes, ``marks`` the ticks and ``labels`` their words, empty for the numbers."""

    title: str
    low: float
    high: float
    cut: float
    marks: tuple[float, ...] = _FULL
    labels: tuple[str, ...] = ()
    borders: tuple[float, ...] = ()
    is_log: bool = False
    is_reversed: bool = False
    form: str = "~g"
    unit: str = ""

    def part(self, value: float) -> float:
        """Where a value is, from 0 at the left or the foot to 1."""
        if self.is_log:
            part = log(value / self.low) / log(self.high / self.low)
        else:
            part = (value - self.low) / (self.high - self.low)
        return 1 - part if self.is_reversed else part

    def encoding(self, field: str) -> Spec:
        """The channel of Vega-Lite."""
        axis: dict[str, Any] = {"title": self.title, "values": list(self.marks), "grid": False}
        if self.labels:
            words = dict(zip(self.marks, self.labels, strict=True))
            axis["labelExpr"] = _chosen(words)
            axis["ticks"] = False
        else:
            number = f"format(datum.value, '{self.form}') + '{self.unit}'"
            axis["labelExpr"] = f"datum.value == 0 ? '0' : {number}"
        scale: dict[str, Any] = {
            "domain": [self.low, self.high],
            "nice": False,
            "zero": False,
            "reverse": self.is_reversed,
        }
        if self.is_log:
            scale["type"] = "log"
        return {"field": field, "type": "quantitative", "axis": axis, "scale": scale}


def _chosen(words: dict[float, str]) -> str:
    parts = [f"datum.value == {value} ? {_quoted(word)} : " for value, word in words.items()]
    return "".join(parts) + "''"


def _quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def potential_axis(version: Version) -> Axis:
    """The axis upwards, the same in every mode."""
    return Axis(_("Business potential"), 0.0, 10.0, version.potential_cut)


def position_axis(version: Version, values: Iterable[float], *, high_left: bool = False) -> Axis:
    """The axis sideways; ``values`` are all that must find room on it.

    A picture of differences or ratios has as much room on either side of equal, so that a strong
    account looks as far from the middle as an equally weak one.
    """
    shown = [*values, version.cut]
    match version.mode:
        case Mode.DIFFERENCE:
            reach = min(max(ceil(max(map(abs, shown)) + _AIR), _LEAST_REACH), 10.0)
            return Axis(
                _("Our position: points above or below the best competitor"),
                -reach, reach, version.cut, marks=_even(reach), form="+~g",
                is_reversed=high_left,
            )  # fmt: skip
        case Mode.RATIO:
            widest = exp(max(abs(log(value)) for value in shown)) * 1.02
            reach = next((each for each in _RATIOS if each >= widest), 100.0)
            return Axis(
                _("Our position: our score over the best competitor's"),
                1 / reach, reach, version.cut, marks=_RATIOS[reach], form="~g", unit="×",
                is_log=True, is_reversed=high_left,
            )  # fmt: skip
        case Mode.STAGE:
            return Axis(
                _("Stage of the relationship"), 0.0, 10.0, version.cut,
                marks=tuple(2.0 * at + 1 for at in range(len(STAGES))),
                labels=tuple(str(STAGE_NAMES[stage]) for stage in STAGES),
                borders=tuple(2.0 * at for at in range(1, len(STAGES))),
                is_reversed=high_left,
            )  # fmt: skip
    title = _("Our position as a supplier")
    return Axis(title, 0.0, 10.0, version.cut, is_reversed=high_left)


def _even(reach: float) -> tuple[float, ...]:
    step = 1.0 if reach <= 4 else 2.0
    count = int(reach // step)
    return tuple(step * at for at in range(-count, count + 1))


@dataclass(frozen=True, slots=True)
class Corner:
    """The quadrant of a strategy: its ends on both axes, and on which sides of the picture."""

    strategy: Strategy
    x: tuple[float, float]
    y: tuple[float, float]
    is_right: bool
    is_top: bool


def corners(x: Axis, y: Axis) -> list[Corner]:
    """The four quadrants between the cuts."""
    found = []
    for strategy in Strategy:
        is_top, is_strong = sides_of(strategy)
        found.append(
            Corner(
                strategy,
                (x.cut, x.high) if is_strong else (x.low, x.cut),
                (y.cut, y.high) if is_top else (y.low, y.cut),
                is_right=is_strong is not x.is_reversed,
                is_top=is_top,
            )
        )
    return found
