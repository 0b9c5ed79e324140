"""Where an account will be in three years, in words, and the sums from which that follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from clavero.matrix.models import FORECAST_NAMES
from clavero.matrix.picture_in_words import position_written
from clavero.matrix.rules.forecast import Arrow, what_the_plan_buys
from clavero.matrix.rules.position import Mode
from clavero.matrix.rules.scores import Subject
from clavero.matrix.rules.scoring import AxisScore
from clavero.matrix.selectors import AccountInMatrix, Line, MatrixRow, lines_of
from clavero.matrix.sentences import figure, said_of_score, value_of
from clavero.matrix.sums_in_words import sum_of
from clavero.matrix.words import STRATEGY_NAMES, Name
from clavero.ui import formats


@dataclass(frozen=True, slots=True)
class FutureLine:
    """A factor in the sum of a forecast: what it is today, what it is expected to be, and how that
    becomes points."""

    name: Name
    now: str
    then: str
    scale: str
    score: str
    weight: str
    points: str
    said: str
    is_forecast: bool


@dataclass(frozen=True, slots=True)
class FutureSum:
    """An axis of a forecast as it adds up."""

    name: str
    total: str
    now: str
    lines: list[FutureLine]


@dataclass(frozen=True, slots=True)
class Future:
    """One forecast of an account: which, where it leads, and its sums."""

    key: str
    name: Name
    told: str
    sums: list[FutureSum]


def place_in_words(arrow: Arrow | None) -> str:
    """Where a forecast leads: the strategy and both scores."""
    if arrow is None:
        return formats.NOTHING
    if arrow.strategy is None or arrow.then.potential.value is None:
        return _("too little is known to place it")
    assert arrow.then.position.value is not None
    return _("%(strategy)s: potential %(potential)s, position %(position)s") % {
        "strategy": STRATEGY_NAMES[arrow.strategy],
        "potential": figure(arrow.then.potential.value),
        "position": position_written(arrow.then.position.mode, arrow.then.position.value),
    }


def futures_of(found: AccountInMatrix, currency: str) -> list[Future]:
    """The forecasts that somebody has made of an account, each with its sums."""
    return [
        Future(
            arrow.forecast.value,
            FORECAST_NAMES[arrow.forecast],
            place_in_words(arrow),
            list(_sums(found, arrow, currency)),
        )
        for arrow in (found.row.inertial, found.row.planned)
        if arrow is not None
    ]


def bought_in_words(row: MatrixRow) -> str:
    """What the plan brings beyond what comes without investment; empty while one is unknown."""
    if row.inertial is None or row.planned is None:
        return ""
    bought = what_the_plan_buys(row.inertial, row.planned)
    if bought is None:
        return ""
    return _(
        "What the plan buys, planned less without investment: %(potential)s of potential and "
        "%(position)s of position."
    ) % {"potential": _signed(bought.potential), "position": _signed(bought.position)}


def _signed(value: float) -> str:
    return f"+{figure(value)}" if round(value, 2) > 0 else figure(value)


def _sums(found: AccountInMatrix, arrow: Arrow, currency: str) -> Iterator[FutureSum]:
    now, then = arrow.now, arrow.then
    yield _sum(
        found, arrow, currency, _("Business potential"), now.potential, then.potential, Subject.US
    )
    ours = then.position.ours
    if ours is not None:
        yield _sum(found, arrow, currency, _("Our position"), now.position.ours, ours, Subject.US)
    theirs, best = then.position.theirs, then.position.best or ""
    if theirs is not None and then.position.mode in {Mode.DIFFERENCE, Mode.RATIO}:
        name = best or _("The best competitor")
        before = now.position.theirs if (now.position.best or "") == best else None
        yield _sum(found, arrow, currency, name, before, theirs, Subject.COMPETITOR, best)


def _sum(
    found: AccountInMatrix,
    arrow: Arrow,
    currency: str,
    name: str,
    now: AxisScore | None,
    then: AxisScore,
    subject: Subject,
    competitor: str = "",
) -> FutureSum:
    lines = lines_of(found.row, then, subject, competitor, arrow.forecast.value)
    written = sum_of(found, then, lines, currency, records=lambda _derived: "")
    today = {} if now is None else {each.factor: each.value for each in now.contributions}
    return FutureSum(
        name,
        written.total,
        figure(None if now is None else now.value),
        [
            FutureLine(
                name=shown.name,
                now=value_of(line.part.factor, today.get(line.part.factor)),
                then=shown.value,
                scale=shown.scale,
                score=shown.score,
                weight=shown.weight,
                points=shown.points,
                said=_said(line),
                is_forecast=line.score is not None,
            )
            for line, shown in zip(lines, written.lines, strict=True)
        ],
    )


def _said(line: Line) -> str:
    if line.score is not None:
        return said_of_score(line.score)
    if line.part.is_missing:
        return _("nobody has said it: the others carry its weight")
    return _("as it is today: nobody has forecast it")
