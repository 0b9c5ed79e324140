"""The types of terms, each with what must hold in it by itself.

Definitions and conventions: ``docs/domain/contracts.md``. Money is exact; a day stands in a term
from the first day of its validity to the last, half-open as everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from clavero.core.money import is_currency
from clavero.core.period import Period

ONE = Decimal(1)
MOST = Decimal(10) ** 16
"""Below it lies every amount and quantity of a term."""
MOST_DAYS = 36_500
"""No term is about more days than these: beyond them lies no calendar that lines are held
against."""


class TermKind(StrEnum):
    """What a term is about."""

    PRICE = "price"  # net prices: one, or a list
    REBATE = "rebate"
    BUDGET = "budget"  # bonus or promotion money
    MINIMUM = "minimum"
    EXCLUSIVITY = "exclusivity"
    DELIVERY = "delivery"
    PAYMENT = "payment"
    SERVICE = "service"
    INDEXATION = "indexation"


class Basis(StrEnum):
    """What a rebate is counted on."""

    TURNOVER = "turnover"
    QUANTITY = "quantity"
    GROWTH = "growth"  # of turnover, on a turnover agreed as the base


class Fault(StrEnum):
    """Why a term does not hold by itself."""

    NO_SUBJECT = "no_subject"
    TWO_SUBJECTS = "two_subjects"
    NEGATIVE = "negative"
    NOT_ABOVE_ZERO = "not_above_zero"
    NO_CURRENCY = "no_currency"
    NO_TIERS = "no_tiers"
    TIERS_NOT_RISING = "tiers_not_rising"
    NOT_A_SHARE = "not_a_share"
    NO_BASE = "no_base"
    FLOOR_ABOVE_CAP = "floor_above_cap"
    TOO_LARGE = "too_large"
    UNIT_OF_MONEY = "unit_of_money"


class InvalidTerm(ValueError):
    """A term that cannot be kept; ``field`` is the one to mend."""

    def __init__(self, fault: Fault, field: str) -> None:
        super().__init__(f"{field}: {fault}")
        self.fault = fault
        self.field = field


@dataclass(frozen=True, slots=True)
class Subject:
    """What a term is about: a product, a family, or, with neither, all that is bought."""

    product: str = ""
    family: str = ""

    def __post_init__(self) -> None:
        if self.product and self.family:
            raise InvalidTerm(Fault.TWO_SUBJECTS, "family")

    @property
    def is_everything(self) -> bool:
        """Whether nothing narrows it."""
        return not (self.product or self.family)


@dataclass(frozen=True, slots=True)
class NetPrice:
    """What one unit costs. Without ``unit`` it is that of lines in any unit."""

    subject: Subject
    price: Decimal
    currency: str
    valid: Period
    unit: str = ""

    def __post_init__(self) -> None:
        if self.subject.is_everything:
            raise InvalidTerm(Fault.NO_SUBJECT, "product")
        _not_negative(self.price, "price")
        _currency(self.currency)


@dataclass(frozen=True, slots=True)
class Tier:
    """From how much on, and the share given back."""

    start: Decimal
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Rebate:
    """Given back by tiers: ``is_retroactive`` on all of it, otherwise on what lies in each tier.

    Tiers of growth begin at a share of growth on ``base``. A quantity is paid at ``rate`` money a
    unit, everything else as a share of turnover; where a ``unit`` is named, only its lines count.
    """

    basis: Basis
    tiers: tuple[Tier, ...]
    currency: str
    valid: Period
    subject: Subject = Subject()
    is_retroactive: bool = True
    base: Decimal | None = None
    unit: str = ""

    def __post_init__(self) -> None:
        _currency(self.currency)
        if not self.tiers:
            raise InvalidTerm(Fault.NO_TIERS, "tiers")
        for tier in self.tiers:
            _not_negative(tier.start, "tiers")
            _not_negative(tier.rate, "tiers")
            if self.basis is not Basis.QUANTITY and tier.rate > ONE:
                raise InvalidTerm(Fault.NOT_A_SHARE, "tiers")
        if any(lower.start >= upper.start for lower, upper in pairwise(self.tiers)):
            raise InvalidTerm(Fault.TIERS_NOT_RISING, "tiers")
        if self.basis is Basis.GROWTH and (self.base is None or self.base <= 0):
            raise InvalidTerm(Fault.NO_BASE, "base")
        if self.base is not None:
            _countable(self.base, "base")
        if self.unit and self.basis is not Basis.QUANTITY:
            raise InvalidTerm(Fault.UNIT_OF_MONEY, "unit")


@dataclass(frozen=True, slots=True)
class Budget:
    """Bonus or promotion money for a period: what is paid never passes what is available. Those of
    different ``name`` stand side by side."""

    amount: Decimal
    currency: str
    valid: Period
    name: str = ""

    def __post_init__(self) -> None:
        _currency(self.currency)
        _above_zero(self.amount, "amount")


@dataclass(frozen=True, slots=True)
class MinimumVolume:
    """What the customer undertakes to buy in the period: money, or ``is_quantity`` pieces, perhaps
    of one ``unit`` alone."""

    amount: Decimal
    currency: str
    valid: Period
    subject: Subject = Subject()
    is_quantity: bool = False
    unit: str = ""

    def __post_init__(self) -> None:
        _currency(self.currency)
        _above_zero(self.amount, "amount")
        if self.unit and not self.is_quantity:
            raise InvalidTerm(Fault.UNIT_OF_MONEY, "unit")


@dataclass(frozen=True, slots=True)
class Exclusivity:
    """The customer buys the family from us alone. The ledger cannot see what others sell."""

    subject: Subject
    valid: Period

    def __post_init__(self) -> None:
        if self.subject.is_everything:
            raise InvalidTerm(Fault.NO_SUBJECT, "family")


@dataclass(frozen=True, slots=True)
class DeliveryWindow:
    """On time is from ``days_early`` before the day agreed to ``days_late`` after it; ``target``
    is the share of lines that must be. ``in_full`` is the part of what was ordered that is enough.
    """

    valid: Period
    days_early: int = 1
    days_late: int = 0
    in_full: Decimal = ONE
    target: Decimal = ONE

    def __post_init__(self) -> None:
        for name, days in (("days_early", self.days_early), ("days_late", self.days_late)):
            _some_days(days, name)
        _share(self.in_full, "in_full")
        _share(self.target, "target")


@dataclass(frozen=True, slots=True)
class PaymentDays:
    """Days from the invoice; ``yearly`` is what a year of delay costs, as a share."""

    days: int
    valid: Period
    yearly: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        _some_days(self.days, "days")
        _share(self.yearly, "yearly")


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """A level promised in words, with its target share."""

    name: str
    target: Decimal
    valid: Period

    def __post_init__(self) -> None:
        _share(self.target, "target")


@dataclass(frozen=True, slots=True)
class Indexation:
    """Agreed prices follow an index from ``base``, within ``floor`` and ``cap`` of change."""

    base: Decimal
    valid: Period
    floor: Decimal | None = None
    cap: Decimal | None = None

    def __post_init__(self) -> None:
        _above_zero(self.base, "base")
        if self.floor is not None and self.cap is not None and self.floor > self.cap:
            raise InvalidTerm(Fault.FLOOR_ABOVE_CAP, "floor")

    def factor(self, index: Decimal) -> Decimal:
        """What prices are multiplied by at a level of the index.

        >>> year = Period.year(2026)
        >>> Indexation(Decimal(100), year, cap=Decimal("0.03")).factor(Decimal(105))
        Decimal('1.03')
        """
        change = index / self.base - ONE
        if self.floor is not None:
            change = max(change, self.floor)
        if self.cap is not None:
            change = min(change, self.cap)
        return ONE + change


Term = (
    NetPrice
    | Rebate
    | Budget
    | MinimumVolume
    | Exclusivity
    | DeliveryWindow
    | PaymentDays
    | ServiceLevel
    | Indexation
)


def _currency(code: str) -> None:
    if not is_currency(code):
        raise InvalidTerm(Fault.NO_CURRENCY, "currency")


def _not_negative(value: Decimal, field: str) -> None:
    if value < 0:
        raise InvalidTerm(Fault.NEGATIVE, field)
    _countable(value, field)


def _some_days(days: int, field: str) -> None:
    _not_negative(Decimal(days), field)
    if days > MOST_DAYS:
        raise InvalidTerm(Fault.TOO_LARGE, field)


def _above_zero(value: Decimal, field: str) -> None:
    if value <= 0:
        raise InvalidTerm(Fault.NOT_ABOVE_ZERO, field)
    _countable(value, field)


def _countable(value: Decimal, field: str) -> None:
    if not value.is_finite() or value >= MOST:
        raise InvalidTerm(Fault.TOO_LARGE, field)


def _share(value: Decimal, field: str) -> None:
    if not 0 <= value <= 1:
        raise InvalidTerm(Fault.NOT_A_SHARE, field)
