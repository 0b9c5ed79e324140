"""The accounts as the picture draws them: where, how large, and what is written beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from math import ceil, hypot, sqrt

from clavero.matrix.charts.axes import Axis, Corner
from clavero.matrix.charts.boxes import BANDS, Band, Box, Bubble, Label
from clavero.matrix.charts.labels import ROOMY, SURELY, placed
from clavero.matrix.rules.forecast import spend_ahead
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.rules.scores import Criterion
from clavero.matrix.rules.version import Reading
from clavero.matrix.selectors import MatrixRow, Supposed
from clavero.matrix.words import STRATEGY_NAMES

HEIGHT = 560  # pixels of the plane
CORNER_SIZE = 17  # of the corners' names, in pixels
CORNER_AIR = 10  # between a corner's name and the edges of the plane
_CORNER_LETTER = 10.5
_SMALLEST, _LARGEST = 3.5, 44.0  # radii, in pixels
_OF_WIDTH = 0.034  # the largest radius, as a part of the plane's width
_FEW = 24  # accounts; of more, each gets less room
_LINE, _HEAD = 4.0, 7.0  # pixels around an arrow and around its head
_CUT = 1.5  # pixels to both sides of its line
_STEP, _OF_PLANE = 10.0, 1000.0  # pixels between the boxes along it, on a plane of that width
NUMBERED = 515.0
"""Pixels of the plane from which a bubble without room for its name has a number."""
_FEW_NAMES = 4  # on a narrow plane so many of the largest have their name for sure
_STILL = 0.005  # what moves less is where it was, to two decimals
_PICTURES = 32  # of which is kept where the names stand
_BOX_SPREAD = (0.0, -0.5, 0.5)

Point = tuple[float, float]
"""Position and potential."""


@dataclass(frozen=True, slots=True)
class Spot:
    """An account where it is drawn: at ``at``, in the colour of ``strategy``. ``reading`` is what
    put it there, ``None`` for a hand; ``ends`` are where lines lead from it: to its forecasts, and
    for one that a what-if has moved to the ``ghost``, where it is today. ``spend`` is what the
    customer will buy in three years with any supplier, ``share`` our part of it; ``None`` where
    nobody knows."""

    row: MatrixRow
    at: Point
    strategy: Strategy
    reading: Reading | None
    is_borderline: bool
    spend: Decimal | None
    share: Decimal | None
    ends: Mapping[str, Point] = field(default_factory=dict)

    @property
    def ours(self) -> Decimal | None:
        """What we sell of the spend ahead, while our share stays."""
        return None if self.spend is None or self.share is None else self.spend * self.share

    @property
    def beside(self) -> str:
        """What stands after the name where the place alone would tell another strategy."""
        return f" ({STRATEGY_NAMES[self.strategy]})" if self.is_borderline else ""


PLANNED, INERTIAL, GHOST = "planned", "inertial", "ghost"


def spots_of(rows: Sequence[MatrixRow]) -> list[Spot]:
    """The accounts that have a place, with their official strategies and forecasts."""
    found = []
    for row in rows:
        point = row.reading.point
        if point is None or row.strategy is None:
            continue
        arrows = {PLANNED: row.planned, INERTIAL: row.inertial}
        found.append(
            Spot(
                row,
                point,
                row.strategy,
                row.reading,
                row.is_borderline,
                *money_ahead(row),
                {name: arrow.end for name, arrow in arrows.items() if arrow and arrow.end},
            )
        )
    return largest_first(found)


def supposed_spots(accounts: Sequence[Supposed]) -> list[Spot]:
    """The accounts of a what-if where they would be, and where those that move are today."""
    found = []
    for each in accounts:
        place, today = each.then.place, each.row.reading.point
        if place is None or each.then.quadrant is None:
            continue
        is_moved = today is not None and max(abs(a - b) for a, b in zip(place, today, strict=True))
        found.append(
            Spot(
                each.row,
                place,
                each.then.quadrant,
                each.then.reading,
                False,
                *money_ahead(each.row),
                {GHOST: today} if today is not None and is_moved > _STILL else {},
            )
        )
    return largest_first(found)


def largest_first(spots: Sequence[Spot]) -> list[Spot]:
    """In the order of drawing: a small one in front is seen and clicked."""
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
    names: Sequence[str],
    numbers: Sequence[str],
    sizes: Sequence[Sequence[float]],
    x: Axis,
    y: Axis,
    corners: Sequence[Corner],
    beside: Mapping[str, float],
    trails: Sequence[Sequence[Point]] = (),
    height: int = HEIGHT,
) -> list[list[Label]]:
    """Where each account's name stands, or its number, in every band of widths. ``trails`` are the
    ways along past reviews, as they are drawn."""
    lines = [
        box
        for trail in trails
        for start, end in pairwise(trail)
        for box in _boxes(_at(start, x, y), _at(end, x, y), height)
    ]
    heads: list[Box] = []
    for spot in spots:
        for *way, head in _along_lines(spot, x, y, beside, height):
            lines += way
            heads.append(head)
    bubbles = tuple(
        tuple(
            Bubble(
                x=x.part(spot.at[0] + beside.get(spot.row.card.code, 0.0)),
                y=(1 - y.part(spot.at[1])) * height,
                radius=size[number] + 1,
                name=name,
                after=spot.beside,
                is_first=GHOST in spot.ends,  # whom one has moved one wants to find again
                number=called if band.low >= NUMBERED else "",
            )
            for spot, size, name, called in zip(spots, sizes, names, numbers, strict=True)
        )
        for number, band in enumerate(BANDS)
    )
    taken = tuple(tuple(_box_of(corner, band, height) for corner in corners) for band in BANDS)
    upright = Box(x.part(x.cut), -_CUT, _CUT, 0.0, float(height))
    cuts = (_along(y.cut, y, height), upright)
    by_band = _placed_in_bands(bubbles, taken, cuts, tuple(lines), tuple(heads), height)
    return [list(labels) for labels in zip(*by_band, strict=True)]


@lru_cache(maxsize=_PICTURES)
def _placed_in_bands(
    bubbles: tuple[tuple[Bubble, ...], ...],
    taken: tuple[tuple[Box, ...], ...],
    cuts: tuple[Box, ...],
    lines: tuple[Box, ...],
    heads: tuple[Box, ...],
    height: int,
) -> tuple[list[Label], ...]:
    """The labels in every band of widths: the same picture is asked for again and again, with each
    page, full screen and file."""
    return tuple(
        placed(
            own,
            band=band,
            height=height,
            taken=corners,
            blocked=lines if band.low >= NUMBERED else (),
            better_free=cuts if band.low >= NUMBERED else (*cuts, *lines),
            heads=heads,
            surely=SURELY if band.low >= ROOMY else _FEW_NAMES,
        )
        for own, band, corners in zip(bubbles, BANDS, taken, strict=True)
    )


def _along_lines(
    spot: Spot, x: Axis, y: Axis, beside: Mapping[str, float], height: int
) -> Iterator[list[Box]]:
    """Small boxes along each line that leads from a bubble, the last one around its end."""
    aside = beside.get(spot.row.card.code, 0.0)
    start = _at((spot.at[0] + aside, spot.at[1]), x, y)
    for across, up in spot.ends.values():
        yield _boxes(start, _at((across + aside, up), x, y), height, head=_HEAD)


def _at(point: Point, x: Axis, y: Axis) -> Point:
    return x.part(point[0]), y.part(point[1])


def _boxes(start: Point, end: Point, height: int, *, head: float = _LINE) -> list[Box]:
    """Small boxes along a line between two parts of the plane, the last one around its end."""
    length = hypot((end[0] - start[0]) * _OF_PLANE, (end[1] - start[1]) * height)
    steps = max(ceil(length / _STEP), 1)
    along = []
    for step in range(1, steps + 1):
        across, up = (a + (b - a) * step / steps for a, b in zip(start, end, strict=True))
        middle, around = (1 - up) * height, head if step == steps else _LINE
        along.append(Box(across, -around, around, middle - around, middle + around))
    return along


def _along(cut: float, y: Axis, height: int) -> Box:
    """The line across the plane by which potential is high, which strikes through what it meets."""
    middle, wide = (1 - y.part(cut)) * height, BANDS[-1].high
    return Box(0.0, 0.0, wide, middle - _CUT, middle + _CUT)


def _box_of(corner: Corner, band: Band, height: int) -> Box:
    """Where the name of a corner stands: half a narrow picture at most."""
    wide = len(str(STRATEGY_NAMES[corner.strategy])) * _CORNER_LETTER + CORNER_AIR
    wide = min(wide, band.low / 2)
    left, right = (-wide, 0.0) if corner.is_right else (0.0, wide)
    high = CORNER_SIZE + CORNER_AIR
    top, bottom = (0.0, high) if corner.is_top else (height - high, float(height))
    return Box(float(corner.is_right), left, right, top, bottom)
