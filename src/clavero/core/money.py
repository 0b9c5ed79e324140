"""Exact amounts with a currency. Rounding happens on display, never before.

Source: methods §0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

ZERO = Decimal(0)
CENT = Decimal("0.01")
WITHOUT_CENTS = frozenset(
    {"BIF", "CLP", "COP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND",
     "VUV", "XAF", "XOF", "XPF"}
)  # fmt: skip
"""Those of ISO 4217 without a minor unit, and the Colombian peso, whose cents nobody uses."""
WITH_THREE_PLACES = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
"""Those of ISO 4217 whose unit has a thousand parts."""

_CODE = re.compile(r"[A-Z]{3}")


class CurrencyMismatch(ValueError):
    """Two amounts in different currencies were added or compared."""


def is_currency(code: str) -> bool:
    """Whether ``code`` has the form of an ISO 4217 code: three capital letters."""
    return bool(_CODE.fullmatch(code))


def cents(currency: str) -> int:
    """How many decimals amounts of the currency have.

    >>> cents("EUR"), cents("XOF"), cents("KWD")
    (2, 0, 3)
    """
    if currency in WITHOUT_CENTS:
        return 0
    return 3 if currency in WITH_THREE_PLACES else 2


def round_for_display(amount: Decimal, places: int = 2) -> Decimal:
    """Round half away from zero, as people do by hand.

    >>> round_for_display(Decimal("2.345")), round_for_display(Decimal("-2.345"))
    (Decimal('2.35'), Decimal('-2.35'))
    """
    return amount.quantize(_unit(places), rounding=ROUND_HALF_UP)


@cache
def _unit(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def plain(amount: Decimal) -> str:
    """An amount as a decimal string without exponent or useless zeros, for files and JSON.

    >>> plain(Decimal("9747747.934000")), plain(Decimal("100")), plain(Decimal("0E-6"))
    ('9747747.934', '100', '0')
    """
    text = f"{amount:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError("money is Decimal: a float has already lost cents")
        if not is_currency(self.currency):
            raise ValueError(f"not a currency code: {self.currency!r}")

    def _same(self, other: Money) -> Decimal:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")
        return other.amount

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def converted(self, rate: Decimal, currency: str) -> Money:
        """The same value at ``rate`` units of ``currency`` per unit of this one, unrounded."""
        return Money(self.amount * rate, currency)
