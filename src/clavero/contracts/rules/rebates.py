"""What a rebate comes to, to the cent, and how a correction of a closed period shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from clavero.contracts.rules.terms import Basis, Rebate, Tier
from clavero.core.money import cents, round_for_display
from clavero.core.period import Period

ZERO = Decimal(0)


class RateMissing(ValueError):
    """Turnover in a currency of which no rate is known: nothing is counted without it."""

    def __init__(self, currency: str, into: str, day: date) -> None:
        super().__init__(f"no rate from {currency} to {into} on {day}")
        self.currency, self.into, self.day = currency, into, day


@dataclass(frozen=True, slots=True)
class Sold:
    """A line that counts: a credit note's amount and quantity are negative."""

    day: date
    amount: Decimal
    currency: str
    quantity: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Accrual:
    """What is due for a volume: ``rate`` is that of the highest tier reached."""

    volume: Decimal
    rate: Decimal
    due: Decimal


def volume_of(
    rebate: Rebate,
    lines: Iterable[Sold],
    rates: Mapping[tuple[str, date], Decimal] | None = None,
    until: date | None = None,
) -> Decimal:
    """What counts of the lines, in the rebate's currency, each converted at its own day.

    Raises :class:`RateMissing` rather than leave a line out.
    """
    total = ZERO
    for line in lines:
        if line.day not in rebate.valid or (until is not None and line.day >= until):
            continue
        if rebate.basis is Basis.QUANTITY:
            total += line.quantity
        elif line.currency == rebate.currency:
            total += line.amount
        else:
            rate = (rates or {}).get((line.currency, line.day))
            if rate is None:
                raise RateMissing(line.currency, rebate.currency, line.day)
            total += line.amount * rate
    return total


def accrued(rebate: Rebate, volume: Decimal) -> Accrual:
    """What is due for a volume, rounded once, at the end.

    >>> tiers = (Tier(Decimal(0), Decimal("0.01")), Tier(Decimal(100000), Decimal("0.03")))
    >>> year = Period.year(2026)
    >>> back = Rebate(Basis.TURNOVER, tiers, "EUR", year)
    >>> accrued(back, Decimal("100000.50")).due
    Decimal('3000.02')
    >>> marginal = Rebate(Basis.TURNOVER, tiers, "EUR", year, is_retroactive=False)
    >>> accrued(marginal, Decimal("100000.50")).due
    Decimal('1000.02')
    """
    starts = _starts(rebate)
    reached = [tier for tier in starts if volume >= tier.start]
    places = cents(rebate.currency)
    if not reached or volume <= 0:
        return Accrual(volume, ZERO, round_for_display(ZERO, places))
    rate = reached[-1].rate
    if rebate.is_retroactive:
        due = volume * rate
    else:
        due = sum((each * tier.rate for tier, each in _parts(starts, volume)), ZERO)
    return Accrual(volume, rate, round_for_display(due, places))


def _starts(rebate: Rebate) -> tuple[Tier, ...]:
    """The tiers with starts in the volume's own measure; those of growth lie above the base."""
    if rebate.basis is not Basis.GROWTH or rebate.base is None:
        return rebate.tiers
    return tuple(Tier(rebate.base * (1 + tier.start), tier.rate) for tier in rebate.tiers)


def _parts(tiers: tuple[Tier, ...], volume: Decimal) -> Iterable[tuple[Tier, Decimal]]:
    for tier, upper in pairwise(tiers):
        if volume > tier.start:
            yield tier, min(volume, upper.start) - tier.start
    if volume > tiers[-1].start:
        yield tiers[-1], volume - tiers[-1].start


@dataclass(frozen=True, slots=True)
class Closed:
    """A part of the rebate's time that was settled, and with what."""

    period: Period
    settled: Decimal


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One period: the volume and what has been due from the beginning to its end, what of it
    belongs to the period by itself, and ``correction``, what earlier closed periods have changed
    since. ``difference`` is by how much a closed statement would be another today."""

    period: Period
    cumulative: Decimal
    own: Decimal
    correction: Decimal
    is_closed: bool
    volume: Decimal = ZERO
    difference: Decimal = ZERO

    @property
    def to_credit(self) -> Decimal:
        """What the period has to be credited with."""
        return self.own if self.is_closed else self.own + self.correction


def statement(
    rebate: Rebate,
    periods: Iterable[Period],
    lines: Iterable[Sold],
    closed: Iterable[Closed] = (),
    rates: Mapping[tuple[str, date], Decimal] | None = None,
) -> list[StatementRow]:
    """The rebate period by period, cumulative, so that reaching a tier in mid-year is due then.

    A closed period keeps what it was settled with; where its lines have changed since, the first
    open period shows the difference.
    """
    told = list(lines)
    settled = {each.period: each.settled for each in closed}
    rows: list[StatementRow] = []
    before = owed = ZERO
    for period in sorted(periods, key=lambda each: each.start):
        accrual = accrued(rebate, volume_of(rebate, told, rates, until=period.end))
        due, own = accrual.due, accrual.due - before
        if period in settled:
            owed += own - settled[period]
            rows.append(
                StatementRow(
                    period, due, settled[period], ZERO, is_closed=True, volume=accrual.volume,
                    difference=owed,
                )
            )  # fmt: skip
        else:
            rows.append(
                StatementRow(period, due, own, owed, is_closed=False, volume=accrual.volume)
            )
            owed = ZERO
        before = due
    return rows


def periods_of(valid: Period, lasts: Iterable[date]) -> list[Period]:
    """The time of a rebate cut behind each of some days, with what is left after them.

    >>> [str(each) for each in periods_of(Period.year(2026), [date(2026, 3, 31)])]
    ['2026-01-01..2026-03-31', '2026-04-01..2026-12-31']
    >>> [str(each) for each in periods_of(Period.year(2026), [date(2026, 12, 31)])]
    ['2026']
    """
    ends = [last + timedelta(days=1) for last in sorted(lasts)]
    starts = [valid.start, *ends]
    stops = [*ends, valid.end]
    return [Period(start, end) for start, end in zip(starts, stops, strict=True) if start < end]
