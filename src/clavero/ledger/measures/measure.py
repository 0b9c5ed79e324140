"""What a measure is: one object with its sentence, its expression and its reference."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias

from clavero.core.errors import Sentence

Facts: TypeAlias = Any  # the monthly figures of the accounts asked for, as an Ibis table
Expression: TypeAlias = Any  # an Ibis scalar over them
Result: TypeAlias = Decimal | int | datetime.date | str | None


class Grain(StrEnum):
    """What one row of the figures stands for, before the measure adds them up."""

    ACCOUNT_MONTH = "account × month"
    ACCOUNT_FAMILY_MONTH = "account × family × month"
    ACCOUNT_PRODUCT_MONTH = "account × product × month"
    ACCOUNT_DAY = "account × day"
    ACCOUNT_SERVING_MONTH = "account × month, of all its lines at once"


class Unit(StrEnum):
    """What the result is counted in."""

    MONEY = "money"  # Decimal, reporting currency
    FRACTION = "fraction"  # Decimal with nine places, 0 to 1
    COUNT = "count"
    DAY = "day"
    QUANTITY = "quantity"  # Decimal, in the product's own unit
    WORD = "word"


class Window(StrEnum):
    """Which days a measure looks at, seen from the period asked for."""

    PERIOD = "period"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Line:
    """What a measure's reference needs to know of a sales line; money in reporting currency."""

    document: str
    kind: str
    date: datetime.date
    customer: str | None
    net_amount: Decimal
    family: str | None = None
    quantity: Decimal | None = None
    cost: Decimal | None = None
    product: str | None = None
    unit: str | None = None
    rate: Decimal = Decimal(1)
    list_price: Decimal | None = None
    promised_date: datetime.date | None = None
    delivered_date: datetime.date | None = None
    due_date: datetime.date | None = None
    paid_date: datetime.date | None = None
    ordered_quantity: Decimal | None = None

    @property
    def is_invoice(self) -> bool:
        """Whether the line sells, rather than gives back."""
        return self.kind == "invoice"

    @property
    def month(self) -> datetime.date:
        """The first day of the line's month."""
        return self.date.replace(day=1)


@dataclass(frozen=True, slots=True)
class Measure:
    """A number about an account, over the days of ``window``.

    ``expression`` computes it from the monthly figures on any engine, ``reference`` in plain
    Python from the account's lines; tests demand that both agree.
    """

    key: str
    grain: Grain
    unit: Unit
    sentence: Sentence
    expression: Callable[[Facts], Expression]
    reference: Callable[[Sequence[Line]], Result]
    window: Window = Window.PERIOD
