"""Why an account is where it is in the matrix, in words and written figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from clavero.core.money import Money, round_for_display
from clavero.core.rounding import exact, places_for
from clavero.matrix.models import FORECAST_NAMES, SOURCE_NAMES, AccountScore, MatrixPlacement
from clavero.matrix.rules.evidence import Source
from clavero.matrix.rules.factors import Factor
from clavero.matrix.rules.forecast import Forecast
from clavero.matrix.rules.moves import Together, Told, told
from clavero.matrix.rules.position import STAGES, Mode, NoPosition, Position
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.rules.scores import FRACTIONS, Criterion, Subject
from clavero.matrix.selectors import AccountInMatrix, Derived, Line, MatrixRow
from clavero.matrix.words import STAGE_NAMES, STRATEGY_NAMES, Name, factor_names
from clavero.ui import formats

MOST_MOVES = 5
SCORE_PLACES, MOST_PLACES = 2, 3
_TOLD_PLACES = 2  # of a value that would move an account
_TOLD_OF_FRACTIONS = 3  # 12.5%
_HARDLY = 0.05  # a chance that is not worth a word
Names = Mapping[str, Name]
"""How factors are called, by key."""


def figure(value: float | None, places: int = SCORE_PLACES) -> str:
    """A score, with two decimals where nobody adds it up."""
    return formats.NOTHING if value is None else formats.number(exact(value), places=places)


def value_of(criterion: str, value: float | Decimal | None) -> str:
    """A factor's value in its unit: fractions as percents."""
    if value is None:
        return formats.NOTHING
    written = Decimal(str(value))
    if criterion in FRACTIONS:
        return formats.percent(written, places=places_for([written * 100], least=1, most=2))
    return formats.number(round_for_display(written, MOST_PLACES))


# -- what was said --------------------------------------------------------------------------------


def factors_of(row: MatrixRow) -> dict[str, Factor]:
    """The factors and criteria by which an account is read, by key."""
    return {each.key: each for each in (*row.version.potential, *row.version.position)}


def said_of_line(line: Line, currency: str) -> str:
    """Who says a value, or from what it follows."""
    if line.score is not None:
        told = said_of_score(line.score)
        if line.derived is not None:
            ledger = _("the ledger says %(value)s") % {
                "value": value_of(line.part.factor, line.derived.value)
            }
            return f"{told}; {ledger}"
        return told
    if line.derived is not None:
        return _derived(line.part.factor, line.derived, currency)
    return _("nobody has said it: the others carry its weight")


def thing_of(score: AccountScore, names: Names) -> str:
    """Of what a score speaks: the criterion, whose it is, and of which future."""
    name = str(names.get(score.criterion, _("Stage of the relationship")))
    if score.subject != Subject.US:
        rival = score.competitor or _("the best competitor")
        name = _("%(criterion)s of %(competitor)s") % {"criterion": name, "competitor": rival}
    if score.forecast:
        return f"{name}, {FORECAST_NAMES[Forecast(score.forecast)]}"
    return name


def said_of_score(score: AccountScore) -> str:
    """Who said a score, when, and of how many raters it is the median."""
    told = _("%(source)s, %(day)s") % {
        "source": SOURCE_NAMES[Source(score.source)],
        "day": formats.day(score.day),
    }
    if len(score.ratings) > 1:
        raters = _("median of %(count)s raters") % {"count": len(score.ratings)}
        return f"{told}; {raters}"
    return told


def _derived(factor: str, derived: Derived, currency: str) -> str:
    places = {
        "part": formats.money(Money(derived.part, currency), places=0),
        "whole": formats.money(Money(derived.whole, currency), places=0),
        "period": formats.period_in_words(derived.period),
    }
    if factor == Criterion.SHARE:
        return _("the ledger: %(part)s of %(whole)s that it spends, %(period)s") % places
    if derived.is_served:
        told = _("after serving, a contribution of %(part)s on %(whole)s, %(period)s")
        return told % places
    return _("the ledger: a contribution of %(part)s on %(whole)s, %(period)s") % places


# -- where it is -----------------------------------------------------------------------------------


def placed_in_words(row: MatrixRow) -> list[str]:
    """What the scores, the cuts and the reviews make of an account."""
    return list(_placed(row))


def _placed(row: MatrixRow) -> Iterator[str]:
    reading = row.reading
    if row.strategy is None:
        yield _nowhere(row)
        return
    if row.is_borderline and reading.quadrant is not None and reading.potential.value is not None:
        yield _(
            "%(strategy)s, borderline: today it lies in “%(today)s”, as its potential is "
            "%(potential)s of 10, and %(position)s."
        ) % {
            "strategy": STRATEGY_NAMES[row.strategy],
            "today": STRATEGY_NAMES[reading.quadrant],
            "potential": figure(reading.potential.value),
            "position": _position(reading.position),
        }
    elif reading.potential.value is not None and reading.position.value is not None:
        yield _("%(strategy)s: its potential is %(potential)s of 10, and %(position)s.") % {
            "strategy": STRATEGY_NAMES[row.strategy],
            "potential": figure(reading.potential.value),
            "position": _position(reading.position),
        }
    else:
        yield _("%(strategy)s since its last review; today too little is known to place it.") % {
            "strategy": STRATEGY_NAMES[row.strategy]
        }
    if row.probability is not None:
        yield (
            _(
                "With the errors that scores have, it is in “%(strategy)s” all the same with "
                "%(chance)s probability."
            )
            if row.is_borderline
            else _(
                "With the errors that scores have, it is in this quadrant with %(chance)s "
                "probability."
            )
        ) % {
            "strategy": STRATEGY_NAMES[row.strategy],
            "chance": formats.percent(Decimal(row.probability), places=0),
        }
    if second := _next_likeliest(row):
        yield second
    yield from _reviewed(row)


def _next_likeliest(row: MatrixRow) -> str:
    """Where else it may be, unless that is hardly possible."""
    others = [(chance, each) for each, chance in (row.reading.chances or {}).items()]
    others = [each for each in others if each[1] is not row.strategy and each[0] >= _HARDLY]
    if not others:
        return ""
    chance, strategy = max(others, key=lambda each: each[0])
    return _("The next likeliest is “%(strategy)s”, with %(chance)s.") % {
        "strategy": STRATEGY_NAMES[strategy],
        "chance": formats.percent(Decimal(chance), places=0),
    }


def _nowhere(row: MatrixRow) -> str:
    reading = row.reading
    match reading.nowhere:
        case NoPosition.NO_COMPETITOR:
            return _("It has no place yet: no competitor has been scored, and the matrix compares.")
        case NoPosition.NO_STAGE:
            return _("It has no place yet: nobody has said at which stage the relationship is.")
    return " ".join(_too_little(row))


def _too_little(row: MatrixRow) -> Iterator[str]:
    """Of which axis too little is known, and how much: each needs enough of its own weight."""
    yield _("It has no place yet: 70 of the 100 points of weight of each axis must be known.")
    potential, position = row.reading.potential, row.reading.position.ours
    if potential.is_unclassifiable:
        yield _("Of the potential %(known)s are known.") % {"known": _weight(potential.coverage)}
    if position is not None and position.is_unclassifiable:
        yield _("Of our position %(known)s are known.") % {"known": _weight(position.coverage)}


def _weight(points: float) -> str:
    return formats.number(Decimal(points), places=0)


def _position(position: Position) -> str:
    assert position.value is not None
    value, rival = figure(position.value), position.best
    match position.mode:
        case Mode.DIFFERENCE:
            places = {"value": f"{'+' if position.value > 0 else ''}{value}", "rival": rival}
            if rival:
                return _("our position is %(value)s points from %(rival)s") % places
            return _("our position is %(value)s points from the best competitor") % places
        case Mode.RATIO:
            places = {"value": value, "rival": rival}
            if rival:
                return _("our position is %(value)s times that of %(rival)s") % places
            return _("our position is %(value)s times that of the best competitor") % places
        case Mode.STAGE:
            stage = STAGES[round((position.value - 1) / 2)]
            return _("the relationship is at the stage “%(stage)s”") % {"stage": STAGE_NAMES[stage]}
    return _("our position in it %(value)s of 10") % {"value": value}


def _reviewed(row: MatrixRow) -> Iterator[str]:
    if row.trail is None:
        yield _("No review has placed it officially yet.")
        return
    official = row.trail.official(row.card)
    yield _("Officially so since the review of %(since)s; the last one was on %(last)s.") % {
        "since": formats.day(official.since), "last": formats.day(official.reviewed_on),
    }  # fmt: skip
    if row.next is not None and row.would_change:
        yield _("A review today would make it %(strategy)s.") % {
            "strategy": STRATEGY_NAMES[row.next.strategy]
        }
    elif row.is_borderline and row.reading.quadrant is not None:
        yield _(
            "Today's scores are across the line by too little and too shortly to change anything."
        )


def moves_in_words(found: AccountInMatrix) -> list[str]:
    """What one factor alone would have to become, the smallest changes first."""
    factors, names = factors_of(found.row), factor_names(found.holding.settings)
    sentences = []
    for move in found.moves:
        places = _TOLD_OF_FRACTIONS if move.factor in FRACTIONS else _TOLD_PLACES
        typed = told(move, factors[move.factor], places)
        if typed is not None:
            is_back = move.to is found.row.strategy
            sentences.append(_move(move.factor, typed, names, move.to, is_back=is_back))
    return sentences[:MOST_MOVES]


def _move(factor: str, typed: Told, names: Names, to: Strategy, *, is_back: bool) -> str:
    told = _("%(factor)s at %(value)s (a score of %(score)s) would make it %(strategy)s.")
    if is_back:
        told = _(
            "%(factor)s at %(value)s (a score of %(score)s) would bring it back to %(strategy)s."
        )
    return told % {
        "factor": names[factor],
        "value": value_of(factor, typed.value),
        "score": figure(typed.score),
        "strategy": STRATEGY_NAMES[to],
    }


def stays_in_words(found: AccountInMatrix) -> list[str]:
    """For an account that no single factor would move: how far it is from the lines, and what it
    would take; empty for one without a quadrant."""
    reading = found.row.reading
    up, right = reading.potential_distance, reading.position.distance
    if reading.quadrant is None or up is None or right is None:
        return []
    places = {"potential": figure(abs(up)), "position": figure(abs(right))}
    if reading.position.mode is Mode.STAGE:
        far = _(
            "No factor of its potential alone would move it: it is %(potential)s points of "
            "potential away from the line."
        )
    else:
        far = _(
            "No single factor alone would move it: it is %(potential)s points of potential and "
            "%(position)s points of position away from the lines."
        )
    names = factor_names(found.holding.settings)
    return [far % places, *_together(found.together, names, found.row.strategy)]


def _together(found: Together | None, names: Names, official: Strategy | None) -> Iterator[str]:
    if found is not None:
        told = _(
            "It takes at least %(count)s together: %(factors)s, all at a score of %(score)s, would "
            "make it %(strategy)s."
        )
        if found.to is official:
            told = _(
                "It takes at least %(count)s together: %(factors)s, all at a score of %(score)s, "
                "would bring it back to %(strategy)s."
            )
        yield told % {
            "count": formats.number(len(found.factors)),
            "score": figure(found.score, 0),
            "strategy": STRATEGY_NAMES[found.to],
            "factors": ", ".join(str(names[factor]) for factor in found.factors),
        }


# -- its reviews -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """An account at one of its reviews, as the page writes it."""

    day: str
    strategy: Name
    is_borderline: bool
    potential: str
    position: str
    by: str
    note: str


def reviews_of(row: MatrixRow, *, sees_all: bool) -> list[ReviewLine]:
    """The account at each of its reviews, the latest first. What was noted of a review may speak of
    any account: it is told to who ``sees_all``."""
    if row.trail is None:
        return []
    return [_review_line(each, sees_all=sees_all) for each in row.trail.placements]


def _review_line(placement: MatrixPlacement, *, sees_all: bool) -> ReviewLine:
    review = placement.review
    return ReviewLine(
        day=formats.day(review.day),
        strategy=STRATEGY_NAMES[Strategy(placement.strategy)],
        is_borderline=placement.strategy != placement.computed,
        potential=figure(placement.potential),
        position=figure(placement.position),
        by=review.by_name,
        note=review.note if sees_all else "",
    )
