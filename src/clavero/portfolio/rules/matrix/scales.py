"""How a measured value becomes a score from 0 to 10.

A scale knows its thresholds and nothing of the portfolio: an account must not move because
another one changed, and a forecast is read on the same scale as today. Source: methods §2.2.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, pairwise
from math import exp, isfinite, isnan, log
from typing import Any, ClassVar

from clavero.core.faults import Fault, Faulty

LOWEST, HIGHEST = 0.0, 10.0

Plain = dict[str, Any]
"""What JSON can hold, for storage."""


class Kind(StrEnum):
    """The kinds of scale."""

    LINEAR = "linear"
    LOG = "log"
    TABLE = "table"
    DIRECT = "direct"


class ScaleFault(StrEnum):
    """Why a scale cannot be used."""

    UNKNOWN_KIND = "unknown_kind"
    NOT_A_NUMBER = "not_a_number"  # a threshold or score is missing, no number or not finite
    EQUAL_THRESHOLDS = "equal_thresholds"
    NOT_POSITIVE = "not_positive"  # a logarithm has no zero
    NO_BANDS = "no_bands"
    BANDS_AND_THRESHOLDS = "bands_and_thresholds"  # one threshold more than bands
    NOT_ASCENDING = "not_ascending"
    SCORE_OUTSIDE = "score_outside"  # below 0 or above 10
    NOT_MONOTONE = "not_monotone"  # scores rise and fall along the thresholds


class Scale(ABC):
    """Turns a value into a score, and a score into the value that it takes."""

    kind: ClassVar[Kind]
    __slots__ = ()

    def score(self, value: float) -> float:
        """The score of ``value``, clipped to 0 to 10. A value that is no number has none."""
        if isnan(value):
            raise ValueError("missing is not a number: leave the factor out")
        return clipped(self._score(value))

    @abstractmethod
    def _score(self, value: float) -> float: ...

    @abstractmethod
    def value_at(self, score: float) -> float:
        """A value that takes ``score``, the least extreme where there are several."""

    @abstractmethod
    def to_plain(self) -> Plain:
        """As a plain dictionary, which :func:`parse_scale` reads back."""


@dataclass(frozen=True, slots=True)
class Linear(Scale):
    """0 at ``low``, 10 at ``high``, even in between; ``high`` < ``low`` turns it round.

    >>> Linear(0, 0.2).score(0.05), Linear(60, 20).score(30), Linear(60, 20).score(80)
    (2.5, 7.5, 0.0)
    """

    low: float
    high: float
    kind: ClassVar[Kind] = Kind.LINEAR

    def __post_init__(self) -> None:
        _raise(_threshold_faults(self.low, self.high))

    def _score(self, value: float) -> float:
        return HIGHEST * _clip((value - self.low) / (self.high - self.low))

    def value_at(self, score: float) -> float:
        """The value between the thresholds that takes ``score``."""
        return self.low + (self.high - self.low) * _clip(score / HIGHEST)

    def to_plain(self) -> Plain:
        """Its kind and thresholds."""
        return {"kind": str(self.kind), "low": self.low, "high": self.high}


@dataclass(frozen=True, slots=True)
class Log(Scale):
    """0 at ``low``, 10 at ``high``, each doubling worth the same: for sizes.

    A value of zero or less scores as the smallest size does: 0, or 10 where ``high`` < ``low``.

    >>> round(Log(250, 5000).score(2500), 4), Log(250, 5000).score(-3)
    (7.6862, 0.0)
    """

    low: float
    high: float
    kind: ClassVar[Kind] = Kind.LOG

    def __post_init__(self) -> None:
        faults = _threshold_faults(self.low, self.high)
        if not faults:
            limits = (self.low, self.high)
            faults = [Fault(ScaleFault.NOT_POSITIVE, given=each) for each in limits if each <= 0]
        _raise(faults)

    def _score(self, value: float) -> float:
        if value <= 0:
            return LOWEST if self.low < self.high else HIGHEST
        if value == float("inf"):
            return HIGHEST if self.low < self.high else LOWEST
        # Differences of logarithms: a quotient of extreme sizes would leave what a float holds.
        return HIGHEST * _clip((log(value) - log(self.low)) / (log(self.high) - log(self.low)))

    def value_at(self, score: float) -> float:
        """The value between the thresholds that takes ``score``."""
        part = _clip(score / HIGHEST)
        return exp(log(self.low) + part * (log(self.high) - log(self.low)))

    def to_plain(self) -> Plain:
        """Its kind and thresholds."""
        return {"kind": str(self.kind), "low": self.low, "high": self.high}


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch between two thresholds: its score at the lower and at the upper one, and its
    name (*High*, *Medium*, *Low*). Equal scores make a step."""

    start: float
    end: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Table(Scale):
    """Anchored bands: ``bands[i]`` holds from ``thresholds[i]`` to below ``thresholds[i + 1]``.

    Inside a band the score runs evenly from its start to its end; outside all of them it is that
    of the nearest end. Along the thresholds, which ascend, scores only rise or only fall.

    >>> sizes = Table((0, 250, 1000, 5000), (Band(0, 3), Band(4, 6), Band(7, 10)))
    >>> sizes.score(125), sizes.score(250), sizes.score(3000), sizes.score(9000)
    (1.5, 4.0, 8.5, 10)
    """

    thresholds: tuple[float, ...]
    bands: tuple[Band, ...]
    kind: ClassVar[Kind] = Kind.TABLE

    def __post_init__(self) -> None:
        _raise(_band_faults(self.thresholds, self.bands))

    def _score(self, value: float) -> float:
        if value >= self.thresholds[-1]:
            return self.bands[-1].end
        if value <= self.thresholds[0]:
            return self.bands[0].start
        at = bisect_right(self.thresholds, value) - 1
        band, low, high = self.bands[at], self.thresholds[at], self.thresholds[at + 1]
        return band.start + (band.end - band.start) * ((value - low) / (high - low))

    def value_at(self, score: float) -> float:
        """The value at which ``score`` is reached: where it jumps over it, the threshold."""
        ends = list(pairwise(self.thresholds))
        rises = self.bands[0].start <= self.bands[-1].end
        steps = list(zip(ends, self.bands, strict=True))
        for (low, high), band in steps if rises else reversed(steps):
            first, last = (band.start, band.end) if rises else (band.end, band.start)
            near, far = (low, high) if rises else (high, low)
            if score <= first:
                return near
            if score <= last:
                value = near + (far - near) * ((score - first) / (last - first))
                return min(max(value, low), high)
        return self.thresholds[-1] if rises else self.thresholds[0]

    def to_plain(self) -> Plain:
        """Its kind, thresholds and bands."""
        return {
            "kind": str(self.kind),
            "thresholds": list(self.thresholds),
            "bands": [{"start": b.start, "end": b.end, "name": b.name} for b in self.bands],
        }


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a score given by people means, in words or the key of a text."""

    score: float
    name: str


@dataclass(frozen=True, slots=True)
class Direct(Scale):
    """The value is the score, given by people who were shown ``anchors``."""

    anchors: tuple[Anchor, ...] = ()
    kind: ClassVar[Kind] = Kind.DIRECT

    def __post_init__(self) -> None:
        scores = [anchor.score for anchor in self.anchors]
        faults = _number_faults(scores) or _score_faults(scores)
        if not faults and any(after <= before for before, after in pairwise(scores)):
            faults = [Fault(ScaleFault.NOT_ASCENDING)]
        _raise(faults)

    def _score(self, value: float) -> float:
        return value

    def value_at(self, score: float) -> float:
        """The score itself."""
        return clipped(score)

    def to_plain(self) -> Plain:
        """Its kind and anchors."""
        anchors = [{"score": each.score, "name": each.name} for each in self.anchors]
        return {"kind": str(self.kind), "anchors": anchors}


def parse_scale(plain: Mapping[str, Any]) -> Scale:
    """The scale that ``plain`` describes. Raises :class:`Faulty`, whatever was stored or sent.

    >>> parse_scale({"kind": "log", "low": 250, "high": 5000})
    Log(low=250.0, high=5000.0)
    """
    match plain.get("kind"):
        case Kind.LINEAR:
            return Linear(_number(plain.get("low")), _number(plain.get("high")))
        case Kind.LOG:
            return Log(_number(plain.get("low")), _number(plain.get("high")))
        case Kind.TABLE:
            return Table(
                tuple(map(_number, _listed(plain.get("thresholds")))),
                tuple(
                    Band(_number(each.get("start")), _number(each.get("end")), _name(each))
                    for each in _rows(plain.get("bands"))
                ),
            )
        case Kind.DIRECT:
            rows = _rows(plain.get("anchors", ()))
            return Direct(tuple(Anchor(_number(each.get("score")), _name(each)) for each in rows))
    raise Faulty([Fault(ScaleFault.UNKNOWN_KIND)])


def clipped(score: float) -> float:
    """``score`` inside 0 to 10."""
    return min(max(score, LOWEST), HIGHEST)


def _clip(part: float) -> float:
    return min(max(part, 0.0), 1.0)


def _raise(faults: Sequence[Fault]) -> None:
    if faults:
        raise Faulty(faults)


def _number_faults(numbers: Sequence[float]) -> list[Fault]:
    return [Fault(ScaleFault.NOT_A_NUMBER) for each in numbers if not isfinite(each)]


def _score_faults(scores: Sequence[float]) -> list[Fault]:
    outside = [each for each in scores if not LOWEST <= each <= HIGHEST]
    return [Fault(ScaleFault.SCORE_OUTSIDE, given=each) for each in outside]


def _threshold_faults(low: float, high: float) -> list[Fault]:
    faults = _number_faults((low, high))
    if not faults and low == high:
        faults = [Fault(ScaleFault.EQUAL_THRESHOLDS, given=low)]
    return faults


def _band_faults(thresholds: Sequence[float], bands: Sequence[Band]) -> list[Fault]:
    if not bands:
        return [Fault(ScaleFault.NO_BANDS)]
    if len(thresholds) != len(bands) + 1:
        return [Fault(ScaleFault.BANDS_AND_THRESHOLDS, given=len(thresholds), limit=len(bands) + 1)]
    scores = list(chain.from_iterable((band.start, band.end) for band in bands))
    faults = _number_faults([*thresholds, *scores])
    if faults:
        return faults
    faults = _score_faults(scores)
    if any(after <= before for before, after in pairwise(thresholds)):
        faults.append(Fault(ScaleFault.NOT_ASCENDING))
    if scores not in (sorted(scores), sorted(scores, reverse=True)):
        faults.append(Fault(ScaleFault.NOT_MONOTONE))
    return faults


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise Faulty([Fault(ScaleFault.NOT_A_NUMBER)])
    try:
        return float(value)
    except (ValueError, OverflowError):
        raise Faulty([Fault(ScaleFault.NOT_A_NUMBER)]) from None


def _listed(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _rows(value: object) -> list[Mapping[str, Any]]:
    return [each if isinstance(each, Mapping) else {} for each in _listed(value)]


def _name(row: Mapping[str, Any]) -> str:
    return str(row.get("name", ""))
