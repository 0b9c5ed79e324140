"""Our part of what the customer buys. Source: methods §3.3."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from statistics import fmean

from clavero.core.estimates import Estimate, Missing, ratio
from clavero.core.freshness import is_stale
from clavero.kpis.rules.kpi import Quality


class WalletSource(StrEnum):
    """Where the size of the wallet is known from, the most reliable first."""

    DISCLOSED = "disclosed"  # the customer said so
    MARKET = "market"  # tenders, market data: what people enter
    DRIVERS = "drivers"  # units × intensity: our own estimate
    RANK = "rank"  # the wallet allocation rule


_RELIABLE = list(WalletSource)
_CONFIDENCE = {
    WalletSource.DISCLOSED: Quality.GOOD,
    WalletSource.MARKET: Quality.GOOD,
    WalletSource.DRIVERS: Quality.PARTIAL,
    WalletSource.RANK: Quality.PARTIAL,
}


class Place(StrEnum):
    """Where it was said; of words that are as good as each other the earlier of these counts."""

    ENTERED = "entered"
    WHITE_SPACE = "white_space"
    MATRIX = "matrix"


_PLACES = list(Place)


@dataclass(frozen=True, slots=True)
class Word:
    """What one source says of the share, on a day; of the white space, ``known`` of its ``cells``
    have a wallet."""

    estimate: Estimate
    source: WalletSource
    day: date
    place: Place = Place.ENTERED
    known: int = 0
    cells: int = 0

    @property
    def confidence(self) -> Quality:
        """How far it can be relied on."""
        if self.estimate.value is None:
            return Quality.MISSING
        return _CONFIDENCE[self.source]


def standing(source: WalletSource, day: date, on: date) -> tuple[bool, int, int]:
    """How a word on a wallet stands among others on a day, the one that counts first: those no
    older than twelve months before the others, then the most reliable source, then the latest.

    It is the order of all that is said of wallets, of an account and of each cell of its white
    space.
    """
    return is_stale(day, on), _RELIABLE.index(source), -day.toordinal()


def least_reliable(sources: Iterable[WalletSource]) -> WalletSource:
    """The source that a sum of several can be relied on as."""
    return max(sources, key=_RELIABLE.index)


def best(words: Iterable[Word], on: date) -> Word | None:
    """The word that counts on a day, by :func:`standing`; of two of the same source and day that
    which was entered, then that of the white space.

    >>> told = [
    ...     Word(Estimate(Decimal("0.5")), WalletSource.RANK, date(2026, 5, 1)),
    ...     Word(Estimate(Decimal("0.3")), WalletSource.DISCLOSED, date(2026, 1, 1)),
    ... ]
    >>> best(told, date(2026, 6, 1)).source.value, best(told, date(2027, 2, 1)).source.value
    ('disclosed', 'rank')
    """
    return min(
        words,
        key=lambda each: (*standing(each.source, each.day, on), _PLACES.index(each.place)),
        default=None,
    )


def share_of_wallet(ours: Decimal | None, wallet: Decimal | None) -> Estimate:
    """Our net sales over all that the account buys. Above 1 the wallet is wrong: there is no value
    then, and both amounts are told."""
    return of_a_whole(ratio(ours, wallet))


def of_a_whole(found: Estimate) -> Estimate:
    """A share as far as it can be one.

    >>> of_a_whole(Estimate(Decimal("1.2"))).reason
    <Missing.WHOLE_TOO_SMALL: 'whole_too_small'>
    """
    if found.value is None or found.value <= 1:
        return found
    part = found.value if found.numerator is None else found.numerator
    whole = Decimal(1) if found.denominator is None else found.denominator
    return Estimate(None, part, whole, found.n, Missing.WHOLE_TOO_SMALL)


def share_by_rank(rank: Decimal, suppliers: int) -> Decimal:
    """The wallet allocation rule: ``(1 − rank/(N+1)) · 2/N``, with the mean rank for ties.

    >>> share_by_rank(Decimal(1), 2)
    Decimal('0.6666666666666666666666666667')
    """
    if suppliers < 1 or not 1 <= rank <= suppliers:
        raise ValueError("a rank is one of the suppliers used")
    # One division: the parts of all ranks add up to 1 but for the last digit.
    return 2 * (suppliers + 1 - rank) / Decimal(suppliers * (suppliers + 1))


def rank_among(
    ours: Mapping[str, float], others: Iterable[Mapping[str, float]]
) -> tuple[Decimal, int] | None:
    """Our rank and how many suppliers there are, by the mean of the criteria by which all of them
    were scored; equals share their mean rank. ``None`` without a competitor to compare with.

    >>> rank_among({"price": 6, "quality": 8}, [{"price": 9}, {"price": 6, "service": 1}])
    (Decimal('2.5'), 3)
    """
    rivals = list(others)
    common = set(ours).intersection(*rivals) if rivals else set()
    if not common:
        return None
    own, *theirs = (fmean(each[name] for name in sorted(common)) for each in (ours, *rivals))
    above = sum(each > own for each in theirs)
    equal = sum(each == own for each in theirs)
    return Decimal(1 + above) + Decimal(equal) / 2, 1 + len(rivals)
