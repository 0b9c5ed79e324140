"""What customers say of us, how well sales were foreseen, how long payment takes.

Source: methods §3.8 and §3.10.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

from clavero.core.estimates import Estimate, Missing, proportion, ratio

HUNDRED = Decimal(100)
_Z = 1.959963984540054
FEWEST_TOLD = 3
"""Fewer answers than this are shown to the account's own team alone."""


@dataclass(frozen=True, slots=True)
class Nps:
    """``score`` from −100 to 100, with its standard error in points."""

    score: Estimate
    variance: Decimal | None = None
    error: float | None = None


def nps(answers: Collection[int], contacts: int | None = None) -> Nps:
    """Promoters (9–10) less detractors (0–6), of all. ``contacts`` are all who could answer: of
    few of them nearly everybody answered, and the error is smaller."""
    if not all(0 <= each <= 10 for each in answers):
        raise ValueError("an answer lies between 0 and 10")
    promoters = sum(each >= 9 for each in answers)
    detractors = sum(each <= 6 for each in answers)
    return nps_of(promoters, detractors, len(answers), contacts)


def nps_of(promoters: int, detractors: int, n: int, contacts: int | None = None) -> Nps:
    """The same from counts."""
    if n == 0:
        return Nps(Estimate(None, n=0, reason=Missing.NO_DATA))
    net = promoters - detractors
    score = HUNDRED * net / n
    variance = Decimal(promoters + detractors) / n - (Decimal(net) / n) ** 2
    error = 100 * sqrt(variance / n)
    if contacts is not None and contacts > 1:
        error *= sqrt(max(contacts - n, 0) / (contacts - 1))
    interval = (max(float(score) - _Z * error, -100.0), min(float(score) + _Z * error, 100.0))
    return Nps(Estimate(score, Decimal(net), Decimal(n), n=n, interval=interval), variance, error)


@dataclass(frozen=True, slots=True)
class AccountNps:
    """The three readings of the same answers: people, accounts, money."""

    respondents: Estimate
    accounts: Estimate
    weighted: Estimate


def account_nps(answers: Mapping[str, Sequence[int]], revenue: Mapping[str, Decimal]) -> AccountNps:
    """Respondent by respondent, account by account, and accounts weighed by their revenue."""
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
    return AccountNps(nps(everybody).score, mean, weighted)


def csat(answers: Collection[int]) -> Estimate:
    """The part of the answers from 1 to 5 that is a 4 or a 5."""
    if not all(1 <= each <= 5 for each in answers):
        raise ValueError("an answer lies between 1 and 5")
    return proportion(sum(each >= 4 for each in answers), len(answers))


def wmape(forecast: Sequence[Decimal], actual: Sequence[Decimal]) -> Estimate:
    """``Σ|F − A| / ΣA``: how far the forecast was off, of what came."""
    pairs = list(zip(forecast, actual, strict=True))
    off = sum((abs(told - came) for told, came in pairs), Decimal(0))
    return ratio(off, sum(actual, Decimal(0)), len(pairs))


def bias(forecast: Sequence[Decimal], actual: Sequence[Decimal]) -> Estimate:
    """``Σ(F − A) / ΣA``: above zero too much was foreseen."""
    pairs = list(zip(forecast, actual, strict=True))
    off = sum((told - came for told, came in pairs), Decimal(0))
    return ratio(off, sum(actual, Decimal(0)), len(pairs))


def dso(waited: Decimal | None, awaited: Decimal | None) -> Estimate:
    """Days from the invoice until it was paid (or is due), weighed by the amounts."""
    return ratio(waited, awaited)
