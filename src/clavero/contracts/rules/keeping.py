"""Whether lines keep what was agreed: deliveries, payments and volumes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from clavero.contracts.rules.terms import DeliveryWindow, PaymentDays
from clavero.core.money import cents, round_for_display
from clavero.core.period import Period

DAYS_OF_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class Delivered:
    """An order line: the day agreed with the customer, its first delivery, and how much of the
    quantity that brought; ``None`` where it is not known."""

    agreed: date
    delivered: date | None
    ordered: Decimal | None = None
    brought: Decimal | None = None
    cancelled: date | None = None


@dataclass(frozen=True, slots=True)
class Otif:
    """Lines due, and how many of them were on time; how many were ``measured``, their quantities
    being known, and of these how many were in full, and both; of all, how many are ``departing``:
    not on time, or known to be short. ``ordered`` and ``brought`` are units of those measured."""

    due: int
    on_time: int
    measured: int
    in_full: int
    both: int
    departing: int
    ordered: Decimal = Decimal(0)
    brought: Decimal = Decimal(0)

    @property
    def on_time_rate(self) -> Decimal | None:
        """OT: the share of lines due that were delivered in the window."""
        return Decimal(self.on_time) / self.due if self.due else None

    @property
    def in_full_rate(self) -> Decimal | None:
        """IF: the share of lines measured that were delivered full."""
        return Decimal(self.in_full) / self.measured if self.measured else None

    @property
    def rate(self) -> Decimal | None:
        """OTIF: the share of lines measured that were delivered in the window and full."""
        return Decimal(self.both) / self.measured if self.measured else None

    @property
    def case_fill(self) -> Decimal | None:
        """The share of the units ordered that came."""
        return self.brought / self.ordered if self.ordered else None


def otif(window: DeliveryWindow, lines: Iterable[Delivered], period: Period) -> Otif:
    """On time and in full, of the lines due in ``period``.

    What was due and has not come is a failure; what the customer cancelled before it was due does
    not count; the first delivery counts, and later ones do not repair it. A line of which a
    quantity is not known is neither full nor short: it is not measured.
    """
    due = on_time = measured = in_full = both = departing = 0
    ordered = brought = Decimal(0)
    for line in lines:
        if line.agreed not in period:
            continue
        if line.cancelled is not None and line.cancelled < line.agreed:
            continue
        due += 1
        is_on_time = in_window(window, line.agreed, line.delivered)
        on_time += is_on_time
        if line.ordered is None or line.brought is None:
            departing += not is_on_time
            continue
        came = line.brought if line.delivered is not None else Decimal(0)
        is_full = line.delivered is not None and came >= line.ordered * window.in_full
        measured += 1
        in_full += is_full
        both += is_on_time and is_full
        departing += not (is_on_time and is_full)
        ordered += line.ordered
        brought += max(min(came, line.ordered), Decimal(0))
    return Otif(due, on_time, measured, in_full, both, departing, ordered, brought)


def in_window(window: DeliveryWindow, agreed: date, delivered: date | None) -> bool:
    """Whether a delivery came within the days around the day agreed.

    >>> window = DeliveryWindow(Period.year(2026))
    >>> [in_window(window, date(2026, 3, 10), date(2026, 3, day)) for day in (8, 9, 10, 11)]
    [False, True, True, False]
    """
    if delivered is None:
        return False
    first = agreed - timedelta(days=window.days_early)
    return first <= delivered <= agreed + timedelta(days=window.days_late)


def days_overdue(term: PaymentDays, invoiced: date, paid: date | None, today: date) -> int:
    """Days between the day a payment was due and when it came, or today; none where in time."""
    due = invoiced + timedelta(days=term.days)
    return max(((paid or today) - due).days, 0)


def cost_of_delay(term: PaymentDays, amount: Decimal, days: int, currency: str) -> Decimal:
    """What waiting has cost, at the yearly share agreed, over 365 days.

    >>> term = PaymentDays(30, Period.year(2026), Decimal("0.08"))
    >>> cost_of_delay(term, Decimal(36500), 10, "EUR")
    Decimal('80.00')
    """
    return round_for_display(amount * term.yearly * days / DAYS_OF_A_YEAR, cents(currency))


@dataclass(frozen=True, slots=True)
class Commitment:
    """A volume held against what was undertaken."""

    agreed: Decimal
    actual: Decimal
    forecast: Decimal | None

    @property
    def is_at_risk(self) -> bool:
        """Whether the period would end below the commitment."""
        return self.forecast is not None and self.forecast < self.agreed


def commitment(agreed: Decimal, actual: Decimal, period: Period, known_until: date) -> Commitment:
    """What was bought up to ``known_until`` (its day does not count), and what the period would end
    with at the same pace a day. Before a tenth of it has passed nothing is forecast.

    >>> year = Period.year(2026)
    >>> commitment(Decimal(1000), Decimal(400), year, date(2026, 7, 2)).forecast
    Decimal('802.1978')
    """
    passed = (min(known_until, period.end) - period.start).days
    if passed >= period.days:
        return Commitment(agreed, actual, actual)
    if passed * 10 < period.days:
        return Commitment(agreed, actual, None)
    return Commitment(agreed, actual, round_for_display(actual * period.days / passed, 4))


@dataclass(frozen=True, slots=True)
class Served:
    """In how many of all cases measured a service was kept."""

    kept: Decimal
    cases: int

    @property
    def share(self) -> Decimal | None:
        """``None`` where nothing was measured."""
        return self.kept / self.cases if self.cases else None


def served(measured: Iterable[tuple[Decimal, int]]) -> Served:
    """All measurements together, each with the weight of its cases.

    >>> served([(Decimal(9), 10), (Decimal(30), 30)]).share
    Decimal('0.975')
    """
    told = list(measured)
    return Served(sum((kept for kept, _of in told), Decimal(0)), sum(of for _kept, of in told))
