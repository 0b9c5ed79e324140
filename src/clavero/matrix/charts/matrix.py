"""The account analysis matrix: potential against position, with the arrows to what is planned."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from clavero.core.money import round_for_display
from clavero.core.rounding import exact
from clavero.matrix.charts import layers
from clavero.matrix.charts.axes import corners, position_axis, potential_axis
from clavero.matrix.charts.key import foot, key
from clavero.matrix.charts.numbers import names_by_number, numbers_by_name
from clavero.matrix.charts.spots import (
    GHOST,
    HEIGHT,
    INERTIAL,
    PLANNED,
    Point,
    Spot,
    names_of,
    radii,
    spots_of,
    spread_in_boxes,
)
from clavero.matrix.forecasts_in_words import place_in_words
from clavero.matrix.picture_in_words import counts_in_words, position_written
from clavero.matrix.rules.forecast import Arrow
from clavero.matrix.rules.position import Mode
from clavero.matrix.rules.scoring import AxisScore
from clavero.matrix.rules.version import Version
from clavero.matrix.selectors import MatrixRow
from clavero.matrix.sentences import Names, figure
from clavero.matrix.sums_in_words import points_of
from clavero.matrix.words import STRATEGY_NAMES, strategy_told
from clavero.ui import formats
from clavero.ui.chart_parts import Address, Spec, tip, told_apart
from clavero.ui.charts import Chart, Field, OtherFile
from clavero.ui.formats import Kind

KEY = "matrix"


@dataclass(frozen=True, slots=True)
class Look:
    """How the reader wants the picture. ``modes`` are those of the reviews by their numbers: what
    was read in another mode has no place on this axis. ``names`` are what factors are called, and
    ``conditions`` say which accounts these are, where they are not all. ``height`` are the pixels
    of the plane."""

    high_left: bool = False
    shows_trail: bool = False
    modes: Mapping[int, Mode] = field(default_factory=dict)
    names: Names = field(default_factory=dict)
    conditions: str = ""
    height: int = HEIGHT

    @property
    def title(self) -> str:
        """What the picture is of."""
        return " ".join(filter(None, [_("Account analysis matrix"), self.conditions]))


def matrix_chart(
    rows: Sequence[MatrixRow],
    version: Version,
    *,
    address: Address,
    look: Look,
    note: str = "",
    files: Sequence[OtherFile] = (),
) -> Chart:
    """The accounts that can be classified. A bubble's area is what its customer will spend in
    three years with any supplier, where that is known, and its sector our part of it."""
    spots = spots_of(rows)
    told = counts_in_words(
        [spot.strategy for spot in spots],
        nowhere=[why for row in rows if (why := row.reading.nowhere)],
        borderline=sum(spot.is_borderline for spot in spots),
    )
    return chart_of(spots, version, address=address, look=look, told=told, note=note, files=files)


def chart_of(
    spots: Sequence[Spot],
    version: Version,
    *,
    address: Address | None,
    look: Look,
    told: str,
    note: str = "",
    files: Sequence[OtherFile] = (),
) -> Chart:
    """The picture of accounts where ``spots`` have them; a click leads to ``address``. On paper
    stands the ``note`` as well."""
    picture = _Picture(spots, version, look)
    return Chart(
        key=KEY,
        title=look.title,
        description=told,
        spec=picture.spec(),
        rows=picture.rows(address),
        fields=picture.fields(),
        height=look.height,
        is_finding=bool(spots),
        note=note,
        files=files,
        fills_the_screen=True,
    )


class _Picture:
    """Rows and layers of one picture."""

    def __init__(self, spots: Sequence[Spot], version: Version, look: Look) -> None:
        self.spots, self.version, self.look = spots, version, look
        self.trail = _past(spots, version.mode, look) if look.shows_trail else []
        self.y = potential_axis(version)
        self.x = position_axis(version, self._positions(), high_left=look.high_left)
        self.beside = spread_in_boxes(spots, self.x)
        self.corners = corners(self.x, self.y)
        self.lines = {name for spot in spots for name in spot.ends}
        self.arrows = [name for name in (INERTIAL, PLANNED) if name in self.lines]
        seen: set[str] = set()
        cards = [spot.row.card for spot in spots]
        self.names = [told_apart(card.title, card.code, seen) for card in cards]
        self.numbers = numbers_by_name(self.names)
        self.sizes = radii(spots)
        self.labels = names_of(
            spots,
            self.names,
            self.numbers,
            self.sizes,
            self.x,
            self.y,
            self.corners,
            self.beside,
            self._trails(),
            look.height,
        )

    def _positions(self) -> Iterator[float]:
        yield from (point["x"] for point in self.trail)
        for spot in self.spots:
            yield from (end[0] for end in (spot.at, *spot.ends.values()))

    def _trails(self) -> list[list[Point]]:
        """The way of each account along its reviews."""
        ways: dict[int, list[Point]] = {}
        for point in self.trail:
            ways.setdefault(point["id"], []).append((point["x"], point["y"]))
        return list(ways.values())

    # -- rows --------------------------------------------------------------------------------

    def rows(self, address: Address | None) -> list[dict[str, Any]]:
        """One row an account, the largest first."""
        return [
            {
                **self._told(spot, told),
                **self._drawn(spot),
                **({} if address is None else {"href": address(spot.row.card.id)}),
                "radii": [round(each, 2) for each in size],
                "names": ["" if label.is_number else label.text for label in names],
                "numbers": [label.text if label.is_number else "" for label in names],
                "dx": [round(label.dx, 2) for label in names],
                "dy": [round(label.dy, 2) for label in names],
                "aligns": [label.align for label in names],
                "leads": [
                    None if label.line is None else [round(each, 2) for each in label.line]
                    for label in names
                ],
                "over": [label.text if label.has_paper else "" for label in names],
            }
            for spot, told, size, names in zip(
                self.spots, self.names, self.sizes, self.labels, strict=True
            )
        ]

    def _told(self, spot: Spot, label: str) -> dict[str, Any]:
        """What the table and the tooltip say."""
        row = spot.row
        today, reading = row.reading.quadrant, spot.reading
        potential = None if reading is None else reading.potential
        position = None if reading is None else reading.position.ours
        return {
            "id": row.card.id,
            "label": label,
            "potential": round_for_display(exact(spot.at[1])),
            "position": self._position(spot.at[0]),
            "strategy": str(STRATEGY_NAMES[spot.strategy]),
            "official": _official(spot),
            "today": str(STRATEGY_NAMES[today]) if today and today != spot.strategy else None,
            "planned": _strategy_of(row.planned),
            "inertial": _strategy_of(row.inertial),
            **_ahead(row, self._position),
            "spend": spot.spend,
            "part": spot.ours,
            "potential_sum": _sum(potential, self.look.names),
            "position_sum": _sum(position, self.look.names),
            "rival_sum": self._rival(spot),
            "part_told": _part_told(spot),
            "said": self._said(spot, label),
        }

    def _said(self, spot: Spot, label: str) -> str:
        """What is read out of a bubble."""
        spend = _("not known") if spot.spend is None else formats.number(spot.spend, places=0)
        return _(
            "%(account)s: %(strategy)s. Potential %(potential)s; position %(position)s; spend of "
            "three years, in thousands: %(spend)s; our part of it: %(part)s"
        ) % {
            "account": label,
            "strategy": _official(spot),
            "potential": figure(spot.at[1]),
            "position": position_written(self.version.mode, spot.at[0]),
            "spend": spend,
            "part": _part_told(spot),
        }

    def _rival(self, spot: Spot) -> str:
        """The best competitor's own sum, with which ours makes the position."""
        position = None if spot.reading is None else spot.reading.position
        if position is None or position.theirs is None:
            return formats.NOTHING
        told = _sum(position.theirs, self.look.names)
        return f"{position.best}: {told}" if position.best else told

    def _position(self, value: float) -> Any:
        if self.version.mode is Mode.STAGE:
            return position_written(self.version.mode, value)
        return round_for_display(exact(value))

    def _drawn(self, spot: Spot) -> dict[str, Any]:
        beside = self.beside.get(spot.row.card.code, 0.0)
        found: dict[str, Any] = {
            "x": spot.at[0] + beside,
            "y": spot.at[1],
            "paper": 1,
            "whole": 1,
            "ours": None if spot.share is None or spot.spend is None else float(spot.share),
            "is_sized": spot.spend is not None,
            "is_borderline": spot.is_borderline,
        }
        for name, end in spot.ends.items():
            found |= {f"{name}_x": end[0] + beside, f"{name}_y": end[1]}
        return found

    # -- the table's columns -------------------------------------------------------------------

    def fields(self) -> list[Field]:
        """The columns of the table and of its file."""
        kind = None if self.version.mode is Mode.STAGE else Kind.NUMBER
        return [
            Field("label", _("Account")),
            Field("potential", _("Potential"), Kind.NUMBER, places=2),
            Field("position", _("Position"), kind, places=2),
            Field("official", _("Strategy")),
            Field("today", _("Today's scores lie in")),
            Field("planned", _("By plan, in three years")),
            Field("planned_potential", _("Potential by plan"), Kind.NUMBER, places=2),
            Field("planned_position", _("Position by plan"), kind, places=2),
            Field("inertial", _("Without investment")),
            Field("inertial_potential", _("Potential without investment"), Kind.NUMBER, places=2),
            Field("inertial_position", _("Position without investment"), kind, places=2),
            Field("spend", _("Spend of three years, in thousands"), Kind.NUMBER, places=0),
            Field("part", _("Our part of it, in thousands"), Kind.NUMBER, places=0),
        ]

    # -- layers --------------------------------------------------------------------------------

    def spec(self) -> Spec:
        """The drawing, without data."""
        x, y = self.x, self.y
        is_moved = GHOST in self.lines
        told, height = list(self._key(is_moved=is_moved)), self.look.height
        named = [f"{name}{spot.beside}" for name, spot in zip(self.names, self.spots, strict=True)]
        return {
            "layer": [
                *layers.ground(self.corners, x, y, height),
                *([layers.trail(self.trail, x, y)] if self.trail else []),
                *layers.arrows(self.arrows, x, y),
                *(layers.ghosts(x, y) if is_moved else []),
                layers.bubbles(x, y, self._tooltip()),
                *layers.heads(self.arrows, x, y),
                *layers.names(x, y),
                key(told, height),
                *names_by_number(named, self.numbers, self.labels, foot(told, height)),
            ]
        }

    def _tooltip(self) -> list[Spec]:
        is_stage = self.version.mode is Mode.STAGE
        compares = self.version.mode in {Mode.DIFFERENCE, Mode.RATIO}
        return [
            tip("label", _("Account")),
            tip("official", _("Strategy")),
            tip("potential", _("Potential"), ".2f"),
            tip("potential_sum", _("It is the sum of")),
            tip("position", _("Position"), "" if is_stage else ".2f"),
            *([] if is_stage else [tip("position_sum", _("Our own score is the sum of"))]),
            *([tip("rival_sum", _("The best competitor's score"))] if compares else []),
            tip("spend", _("Spend of three years, in thousands"), ",.0f"),
            tip("part_told", _("Our part of it")),
            *(tip(f"{name}_told", layers.arrow_names()[name]) for name in self.arrows),
        ]

    def _key(self, *, is_moved: bool) -> Iterator[tuple[str, str]]:
        yield "size", _("Area: its spend of three years; solid: our part")
        if PLANNED in self.arrows:
            yield "planned", _("To where the plan takes it in three years")
        if INERTIAL in self.arrows:
            yield "inertial", _("To where it goes without investment")
        if self.trail:
            yield "trail", _("Where past reviews saw it")
        if is_moved:
            yield "ghost", _("Where it is today")
        if any(spot.is_borderline for spot in self.spots):
            yield "rim", _("Officially still in the strategy written beside it")


def _ahead(row: MatrixRow, position: Callable[[float], Any]) -> dict[str, Any]:
    """Where both forecasts lead, as the table, its file and the tooltip say it."""
    told: dict[str, Any] = {}
    for name, arrow in ((PLANNED, row.planned), (INERTIAL, row.inertial)):
        end = None if arrow is None else arrow.end
        told[f"{name}_potential"] = None if end is None else round_for_display(exact(end[1]))
        told[f"{name}_position"] = None if end is None else position(end[0])
        told[f"{name}_told"] = place_in_words(arrow)
    return told


def _official(spot: Spot) -> str:
    return str(strategy_told(spot.strategy, is_borderline=spot.is_borderline))


def _strategy_of(arrow: Arrow | None) -> str | None:
    return None if arrow is None or arrow.strategy is None else str(STRATEGY_NAMES[arrow.strategy])


def _sum(axis: AxisScore | None, names: Names) -> str:
    """The score of an axis and the points of each factor, the largest first."""
    total, points = points_of(axis)
    if axis is None or not points:
        return formats.NOTHING
    known = sorted(axis.contributions, key=lambda each: -each.points)
    parts = (
        f"{points[each.factor]} {names.get(each.factor, each.factor)}"
        for each in known
        if each.factor in points
    )
    return f"{total} = {' + '.join(parts)}"


def _part_told(spot: Spot) -> str:
    if spot.ours is None or spot.share is None:
        return _("not known")
    return _("%(amount)s (%(share)s)") % {
        "amount": formats.number(spot.ours, places=0),
        "share": formats.percent(spot.share, places=0),
    }


def _past(spots: Sequence[Spot], mode: Mode, look: Look) -> list[dict[str, Any]]:
    """The accounts at their reviews, the first one first, and today."""
    found: list[dict[str, Any]] = []
    for spot in spots:
        past = [] if spot.row.trail is None else list(reversed(spot.row.trail.placements))
        shown = [each for each in past if look.modes.get(each.review_id, mode) is mode]
        points = [(each.position, each.potential, formats.day(each.review.day)) for each in shown]
        if not points:
            continue
        for order, (x, y, day) in enumerate([*points, (*spot.at, None)]):
            point = {"id": spot.row.card.id, "label": spot.row.card.title, "x": x, "y": y}
            found.append({**point, "order": order, "day": day})
    return found
