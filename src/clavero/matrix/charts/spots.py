"""The accounts as the picture draws them: where, how large, and what is written beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

from clavero.matrix.charts.axes import Axis, Corner
from clavero.matrix.charts.labels import BANDS, Band, Box, Bubble, Label, placed
from clavero.matrix.rules.forecast import spend_ahead
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.rules.scores import Criterion
from clavero.matrix.selectors import MatrixRow
from clavero.matrix.words import STRATEGY_NAMES

HEIGHT = 560  # pixels of the plane
CORNER_SIZE = 17  # of the corners' names, in pixels
CORNER_AIR = 10  # between a corner's name and the edges of the plane
_CORNER_LETTER = 10.5
_SMALLEST, _LARGEST = 3.5, 44.0  # radii, in pixels
_OF_WIDTH = 0.034  # the largest radius, as a part of the plane's width
_FEW = 24  # accounts; of more, each gets less room
_STEPS, _LINE = 8, 4.0  # along an arrow, and pixels around it
_BOX_SPREAD = (0.0, -0.5, 0.5)

Point = tuple[float, float]
"""Position and potential."""


@dataclass(frozen=True, slots=True)
class Spot:
    """An account where it is drawn: at ``at``, in the colour of ``strategy``; ``ghost`` is where
    it is today, for one that a what-if has moved. ``spend`` is what the customer will buy in three
    years with any supplier, ``ours`` the part of it that we sell; ``None`` where nobody knows."""

    row: MatrixRow
    at: Point
    strategy: Strategy
    is_borderline: bool
    spend: Decimal | None
    share: Decimal | None
    ghost: Point | None = None

    @property
    def ours(self) -> Decimal | None:
        """What we sell of the spend ahead, while our share stays."""
        return None if self.spend is None or self.share is None else self.spend * self.share

    @property
    def beside(self) -> str:
        """What stands after the name where the place alone would tell another strategy."""
        return f" ({STRATEGY_NAMES[self.strategy]})" if self.is_borderline else ""


def spots_of(rows: Sequence[MatrixRow]) -> list[Spot]:
    """The accounts that have a place, the largest first: a small one in front is seen and
    clicked."""
    found = []
    for row in rows:
        point = row.reading.point
        if point is None or row.strategy is None:
            continue
        spend, share = money_ahead(row)
        found.append(Spot(row, point, row.strategy, row.is_borderline, spend, share))
    return largest_first(found)


def largest_first(spots: Sequence[Spot]) -> list[Spot]:
    """In the order of drawing."""
    return sorted(spots, key=lambda spot: -(spot.spend or 0))


def money_ahead(row: MatrixRow) -> tuple[Decimal | None, Decimal | None]:
    """The spend of three years in thousands, and our share in it."""
    known = row.inputs.potential
    volume, growth = known.get(Criterion.VOLUME), known.get(Criterion.GROWTH)
    share = known.get(Criterion.SHARE)
    spend = None
    if volume is not None:
        spend = spend_ahead(Decimal(str(volume)), max(Decimal(str(growth or 0)), Decimal(-1)))
    return spend, None if share is None else min(max(Decimal(str(share)), Decimal(0)), Decimal(1))


def spread_in_boxes(spots: Sequence[Spot], axis: Axis) -> dict[str, float]:
    """How far each account stands beside the middle of its box: within one, sideways means
    nothing, and neighbours upwards would lie on each other."""
    if not axis.borders:
        return {}
    beside: dict[str, float] = {}
    counts: dict[float, int] = {}
    for spot in sorted(spots, key=lambda each: -each.at[1]):
        number = counts[spot.at[0]] = counts.get(spot.at[0], -1) + 1
        beside[spot.row.card.code] = _BOX_SPREAD[number % len(_BOX_SPREAD)]
    return beside


def radii(spots: Sequence[Spot]) -> list[list[float]]:
    """Each account's radius in every band of widths: areas are proportional to the spend, down to
    a size that can still be seen and hit."""
    largest = max((spot.spend for spot in spots if spot.spend), default=None)
    crowd = min(1.0, sqrt(_FEW / max(len(spots), 1)))
    return [
        [
            max(_SMALLEST, _part(spot, largest) * min(_LARGEST, band.low * _OF_WIDTH + 8) * crowd)
            for band in BANDS
        ]
        for spot in spots
    ]


def _part(spot: Spot, largest: Decimal | None) -> float:
    if not largest or not spot.spend or spot.spend < 0:
        return 0.0
    return sqrt(float(spot.spend / largest))


def names_of(
    spots: Sequence[Spot],
    sizes: Sequence[Sequence[float]],
    x: Axis,
    y: Axis,
    corners: Sequence[Corner],
    beside: Mapping[str, float],
) -> list[list[Label]]:
    """Where each account's name stands, in every band of widths."""
    lines = [box for spot in spots for box in _along_arrows(spot, x, y, beside)]
    by_band = []
    for number, band in enumerate(BANDS):
        bubbles = [
            Bubble(
                x=x.part(spot.at[0] + beside.get(spot.row.card.code, 0.0)),
                y=(1 - y.part(spot.at[1])) * HEIGHT,
                radius=size[number] + 1,
                name=spot.row.card.title,
                after=spot.beside,
            )
            for spot, size in zip(spots, sizes, strict=True)
        ]
        taken = [_box_of(corner, band) for corner in corners]
        by_band.append(placed(bubbles, band=band, height=HEIGHT, taken=taken, better_free=lines))
    return [list(labels) for labels in zip(*by_band, strict=True)]


def _along_arrows(spot: Spot, x: Axis, y: Axis, beside: Mapping[str, float]) -> Iterator[Box]:
    """Small boxes along the lines to the forecasts."""
    aside = beside.get(spot.row.card.code, 0.0)
    start = x.part(spot.at[0] + aside), y.part(spot.at[1])
    for arrow in (spot.row.planned, spot.row.inertial):
        if arrow is None or arrow.end is None:
            continue
        end = x.part(arrow.end[0] + aside), y.part(arrow.end[1])
        for step in range(1, _STEPS + 1):
            across, up = (a + (b - a) * step / _STEPS for a, b in zip(start, end, strict=True))
            middle = (1 - up) * HEIGHT
            yield Box(across, -_LINE, _LINE, middle - _LINE, middle + _LINE)


def _box_of(corner: Corner, band: Band) -> Box:
    """Where the name of a corner stands: half a narrow picture at most."""
    wide = len(str(STRATEGY_NAMES[corner.strategy])) * _CORNER_LETTER + CORNER_AIR
    wide = min(wide, band.low / 2)
    left, right = (-wide, 0.0) if corner.is_right else (0.0, wide)
    high = CORNER_SIZE + CORNER_AIR
    top, bottom = (0.0, high) if corner.is_top else (HEIGHT - high, float(HEIGHT))
    return Box(float(corner.is_right), left, right, top, bottom)
