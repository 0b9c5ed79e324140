"""Why an account is where it is in the matrix, in words and written figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from clavero.matrix.models import SOURCE_NAMES
from clavero.matrix.rules.evidence import Source
from clavero.matrix.rules.moves import Move
from clavero.matrix.rules.scores import FRACTIONS, Criterion
from clavero.matrix.selectors import Line, MatrixRow
from clavero.matrix.words import CRITERION_NAMES, CRITERION_NOTES, STRATEGY_NAMES, Name
from clavero.ui import formats

MOST_MOVES = 5


@dataclass(frozen=True, slots=True)
class SumLine:
    """A factor in the sum of its axis, as the page writes it."""

    name: Name
    note: Name
    value: str
    score: str
    weight: str
    points: str
    said: str


def sum_of(lines: Sequence[Line]) -> list[SumLine]:
    """The lines of a sum; a factor that nobody scored weighs nothing."""
    return [_sum_line(line) for line in lines]


def _sum_line(line: Line) -> SumLine:
    part = line.part
    return SumLine(
        name=CRITERION_NAMES[part.factor],
        note=CRITERION_NOTES.get(part.factor, ""),
        value=_value(part.factor, part.value),
        score=figure(part.score),
        weight=formats.number(Decimal(part.effective), places=1),
        points=figure(None if part.is_missing else part.points),
        said=_said(line),
    )


def _said(line: Line) -> str:
    score = line.score
    if score is None:
        return _("nobody has said it: the others carry its weight")
    told = _("%(source)s, %(day)s") % {
        "source": SOURCE_NAMES[Source(score.source)],
        "day": formats.day(score.day),
    }
    if len(score.ratings) > 1:
        raters = _("median of %(count)s raters") % {"count": len(score.ratings)}
        return f"{told}; {raters}"
    return told


def figure(value: float | None) -> str:
    """A score with two decimals."""
    return formats.NOTHING if value is None else formats.number(Decimal(value), places=2)


def _value(criterion: str, value: float | None) -> str:
    if value is None:
        return formats.NOTHING
    exact = Decimal(str(value))
    if Criterion(criterion) in FRACTIONS:
        return formats.percent(exact)
    return formats.number(exact)


def placed_in_words(row: MatrixRow) -> list[str]:
    """What the scores and the cuts make of an account."""
    reading = row.reading
    if row.strategy is None:
        known = formats.number(Decimal(reading.coverage), places=0)
        sentence = _(
            "It has no place yet: of 100 points of weight %(known)s are known, and 70 are needed."
        )
        return [sentence % {"known": known}]
    told = [
        _("%(strategy)s: its potential is %(potential)s and our position in it %(position)s of 10.")
        % {
            "strategy": STRATEGY_NAMES[row.strategy],
            "potential": figure(reading.potential.value),
            "position": figure(reading.position.value),
        }
    ]
    if row.probability is not None:
        told.append(
            _("With the errors that scores have, it is in this quadrant with %(chance)s.")
            % {"chance": formats.percent(Decimal(row.probability), places=0)}
        )
    return told


def moves_in_words(moves: Sequence[Move]) -> list[str]:
    """What one factor alone would have to become, the smallest changes first."""
    return [
        _("%(factor)s at %(value)s (a score of %(score)s) would make it %(strategy)s.")
        % {
            "factor": CRITERION_NAMES[move.factor],
            "value": _value(move.factor, round(move.value, 4)),
            "score": figure(move.score),
            "strategy": STRATEGY_NAMES[move.to],
        }
        for move in moves[:MOST_MOVES]
    ]
