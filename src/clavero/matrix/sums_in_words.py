"""The sum of an axis as it adds up on a page: factor, value, scale, score, weight and points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from clavero.core.freshness import is_stale
from clavero.core.rounding import exact, places_for, rounded_parts
from clavero.matrix.models import AccountScore
from clavero.matrix.rules.scoring import AxisScore
from clavero.matrix.scales_in_words import scale_in_words
from clavero.matrix.selectors import AccountInMatrix, Derived, Line
from clavero.matrix.sentences import (
    MOST_PLACES,
    SCORE_PLACES,
    factors_of,
    figure,
    said_of_line,
    value_of,
)
from clavero.matrix.words import Name, factor_names, factor_note
from clavero.ui import formats

_WEIGHT_PLACES = 1


@dataclass(frozen=True, slots=True)
class SumLine:
    """A factor in the sum of its axis, as the page writes it."""

    name: Name
    note: Name
    value: str
    scale: str
    score: str
    weight: str
    points: str
    said: str
    evidence: str
    records: str
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """An axis as it adds up: what stands at each factor, and their total."""

    total: str
    lines: list[SumLine]


def sum_of(
    found: AccountInMatrix,
    axis: AxisScore | None,
    lines: Sequence[Line],
    currency: str,
    *,
    records: Callable[[Derived], str],
) -> Sum:
    """An axis with its ``lines``, so rounded that they add up as they are shown; ``records`` says
    where those are from which a value follows."""
    total, points = points_of(axis)
    columns = [line.part for line in lines]
    scores = [exact(part.score) for part in columns if part.score is not None]
    names = factor_names(found.holding.settings)
    factors = factors_of(found.row)
    on = timezone.localdate()
    score_places = places_for(scores, least=SCORE_PLACES, most=MOST_PLACES)
    weights = [exact(part.effective) for part in columns]
    weight_places = places_for(weights, least=_WEIGHT_PLACES, most=MOST_PLACES)
    return Sum(
        total,
        [
            SumLine(
                name=names[part.factor],
                note=factor_note(factors[part.factor]),
                value=value_of(part.factor, part.value),
                scale=scale_in_words(factors[part.factor]),
                score=figure(part.score, score_places),
                weight=figure(part.effective, weight_places),
                points=points.get(part.factor, formats.NOTHING),
                said=said_of_line(line, currency),
                evidence="" if line.score is None else evidence_of(line.score),
                records="" if line.derived is None else records(line.derived),
                is_stale=line.score is not None and is_stale(line.score.day, on),
            )
            for part, line in zip(columns, lines, strict=True)
        ],
    )


def evidence_of(score: AccountScore) -> str:
    """On what a score rests, and whose hand wrote it down."""
    told = _("entered by %(by)s") % {"by": score.by_name}
    return f"{score.reason} ({told})" if score.reason else told


def points_of(axis: AxisScore | None) -> tuple[str, dict[str, str]]:
    """The score of an axis and the points of each factor that is known, which add up to it as they
    are written: with two decimals where those say all, else with three."""
    known = [] if axis is None else [each for each in axis.contributions if not each.is_missing]
    parts = [exact(each.points) for each in known]
    value = None if axis is None else axis.value
    whole = sum(parts, Decimal(0)) if value is None else exact(value)
    places = places_for([*parts, whole], least=SCORE_PLACES, most=MOST_PLACES)
    shown = rounded_parts(parts, whole, places)
    written = {
        each.factor: formats.number(part, places=places)
        for each, part in zip(known, shown, strict=True)
    }
    return figure(value, places), written
