"""What customers say of us in numbers: promoters, satisfaction, and us against the best other.

Source: methods §3.8.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import sqrt

from clavero.core.estimates import Z95, Estimate, Missing, ratio, wilson

HUNDRED = Decimal(100)
PROMOTER, DETRACTOR = 9, 6
"""From the one on somebody is a promoter, up to the other a detractor."""
HIGHEST_NPS, LOWEST_CSAT, HIGHEST_CSAT = 10, 1, 5
SATISFIED = 4
Pairs = Collection[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Nps:
    """``score`` from −100 to 100, with the variance of one answer and the standard error of the
    score in points."""

    score: Estimate
    variance: Decimal | None = None
    error: float | None = None

    @property
    def margin(self) -> float | None:
        """Half of the 95% interval, in points. ``None`` where nothing can be said of it: of one
        answer, and of answers that are all alike though others were not heard."""
        if self.error is None or not self.variance or (self.score.n or 0) < 2:
            return None
        return Z95 * self.error


def nps(answers: Collection[int], known: int | None = None) -> Nps:
    """Promoters (9–10) less detractors (0–6), of all. ``known`` are all who could be asked: where
    nearly everybody of them answered, the error is smaller."""
    if not all(0 <= each <= HIGHEST_NPS for each in answers):
        raise ValueError("an answer lies between 0 and 10")
    promoters = sum(each >= PROMOTER for each in answers)
    detractors = sum(each <= DETRACTOR for each in answers)
    return nps_of(promoters, detractors, len(answers), known)


def nps_of(promoters: int, detractors: int, n: int, known: int | None = None) -> Nps:
    """The same from counts."""
    if n == 0:
        return Nps(Estimate(None, n=0, reason=Missing.NO_DATA))
    net = promoters - detractors
    score = HUNDRED * net / n
    variance = Decimal(promoters + detractors) / n - (Decimal(net) / n) ** 2
    error = 100 * sqrt(variance / n) * correction(n, known)
    interval = (max(float(score) - Z95 * error, -100.0), min(float(score) + Z95 * error, 100.0))
    return Nps(Estimate(score, Decimal(net), Decimal(n), n=n, interval=interval), variance, error)


def correction(n: int, known: int | None) -> float:
    """``√((N − n)/(N − 1))`` of a finite population, 0 where all were heard; 1 where nobody knows
    how many there are.

    >>> round(correction(324, 900), 4), correction(3, 3), correction(3, None)
    (0.8004, 0.0, 1.0)
    """
    if known is None or known < min(n, 2):  # more answered than anybody knows of
        return 1.0
    return sqrt((known - n) / (known - 1)) if n < known and known > 1 else 0.0


@dataclass(frozen=True, slots=True)
class ThreeReadings:
    """The same answers read by people, by accounts, and by accounts weighed with their revenue;
    the standard errors of the last two in points, ``None`` where nothing can be said of them."""

    respondents: Estimate
    accounts: Estimate
    weighted: Estimate
    accounts_error: float | None = None
    weighted_error: float | None = None


def by_accounts(
    answers: Mapping[str, Sequence[int]],
    revenue: Mapping[str, Decimal],
    known: Mapping[str, int] | None = None,
) -> ThreeReadings:
    """Respondent by respondent, account by account, and accounts weighed by their revenue; one
    that gave back more than it bought weighs nothing. ``known`` are all who could be asked at each
    account."""
    scores = {
        account: score
        for account, given in answers.items()
        if (score := nps(given).score.value) is not None
    }
    everybody = [each for given in answers.values() for each in given]
    weights = {account: max(revenue.get(account, Decimal(0)), Decimal(0)) for account in scores}
    mean = ratio(sum(scores.values(), Decimal(0)), Decimal(len(scores)), len(scores))
    weighted = ratio(
        sum((scores[each] * weights[each] for each in scores), Decimal(0)),
        sum(weights.values(), Decimal(0)),
        len(scores),
    )
    errors = _errors(answers, known or {})
    return ThreeReadings(
        nps(everybody).score,
        _with_interval(mean, of_mean := _error(errors, dict.fromkeys(scores, Decimal(1)))),
        _with_interval(weighted, of_weighted := _error(errors, weights)),
        of_mean,
        of_weighted,
    )


def _errors(
    answers: Mapping[str, Sequence[int]], known: Mapping[str, int]
) -> dict[str, float | None]:
    """The standard error of each account's score, corrected for how many are known there. Where its
    own answers say nothing of how they vary, being one or all alike, they are taken to vary as all
    answers do."""
    every = nps([each for given in answers.values() for each in given]).variance
    found: dict[str, float | None] = {}
    for account, given in answers.items():
        own = nps(given, known.get(account))
        if own.error is None:
            continue
        heard = correction(len(given), known.get(account))
        if heard and not own.variance:
            found[account] = 100 * sqrt(every / len(given)) * heard if every else None
        else:
            found[account] = own.error
    return found


def _error(errors: Mapping[str, float | None], weights: Mapping[str, Decimal]) -> float | None:
    """Of a weighed mean of accounts, each asked by itself: ``√Σ(w·e)² / Σw``."""
    whole = sum(weights.values(), Decimal(0))
    parts = [(errors.get(each), float(weight)) for each, weight in weights.items() if weight]
    if not whole or any(error is None for error, _weight in parts):
        return None
    return sqrt(sum((weight * (error or 0)) ** 2 for error, weight in parts)) / float(whole)


def _with_interval(score: Estimate, error: float | None) -> Estimate:
    if score.value is None or error is None:
        return score
    middle = float(score.value)
    interval = (max(middle - Z95 * error, -100.0), min(middle + Z95 * error, 100.0))
    return replace(score, interval=interval)


def csat(answers: Collection[int]) -> Estimate:
    """The part of the answers from 1 to 5 that is a 4 or a 5, with Wilson's interval."""
    if not all(LOWEST_CSAT <= each <= HIGHEST_CSAT for each in answers):
        raise ValueError("an answer lies between 1 and 5")
    n, part = len(answers), sum(each >= SATISFIED for each in answers)
    if n == 0:
        return Estimate(None, n=0, reason=Missing.NO_DATA)
    return Estimate(Decimal(part) / n, Decimal(part), Decimal(n), n=n, interval=wilson(part, n))


@dataclass(frozen=True, slots=True)
class Versus:
    """Us and the best other supplier in the same eyes: means from 0 to 10 of those ``n`` who gave
    both. ``ahead``, ``even`` and ``behind`` count them."""

    us: Estimate
    other: Estimate
    n: int
    ahead: int
    even: int
    behind: int

    @property
    def difference(self) -> Decimal | None:
        """How far we are before the best other one; behind it, below zero."""
        if self.us.value is None or self.other.value is None:
            return None
        return self.us.value - self.other.value


def versus(pairs: Pairs) -> Versus:
    """Of those who gave both numbers: one alone compares nothing.

    >>> found = versus([(8, 6), (5, 7), (7, 7)])
    >>> float(found.difference), found.ahead, found.even, found.behind
    (0.0, 1, 1, 1)
    """
    if not all(0 <= each <= HIGHEST_NPS for pair in pairs for each in pair):
        raise ValueError("an answer lies between 0 and 10")
    n = len(pairs)
    us, other = (Decimal(sum(pair[at] for pair in pairs)) for at in (0, 1))
    return Versus(
        ratio(us, Decimal(n), n),
        ratio(other, Decimal(n), n),
        n,
        ahead=sum(mine > theirs for mine, theirs in pairs),
        even=sum(mine == theirs for mine, theirs in pairs),
        behind=sum(mine < theirs for mine, theirs in pairs),
    )
