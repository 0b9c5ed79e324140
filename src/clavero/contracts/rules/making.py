"""Terms from the texts that rows keep, and the other way round."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from clavero.contracts.rules.terms import (
    Basis,
    Budget,
    DeliveryWindow,
    Exclusivity,
    Indexation,
    MinimumVolume,
    PaymentDays,
    Rebate,
    ServiceLevel,
    Subject,
    Term,
    TermKind,
    Tier,
)
from clavero.core.money import plain
from clavero.core.period import Period

FIELDS: Mapping[TermKind, tuple[str, ...]] = {
    TermKind.PRICE: (),
    TermKind.REBATE: ("basis", "tiers", "is_retroactive", "base", "unit"),
    TermKind.BUDGET: ("amount", "name"),
    TermKind.MINIMUM: ("amount", "is_quantity", "unit"),
    TermKind.EXCLUSIVITY: (),
    TermKind.DELIVERY: ("days_early", "days_late", "in_full", "target"),
    TermKind.PAYMENT: ("days", "yearly"),
    TermKind.SERVICE: ("name", "target"),
    TermKind.INDEXATION: ("base", "floor", "cap"),
}
"""What each type has beside its days, what it is about, and its currency."""


def made(
    kind: TermKind, values: Mapping[str, Any], subject: Subject, currency: str, valid: Period
) -> Term | None:
    """The term; ``None`` for prices, which are rows of their own. Raises
    :class:`~clavero.contracts.rules.terms.InvalidTerm` where it does not hold by itself."""
    match kind:
        case TermKind.PRICE:
            return None
        case TermKind.REBATE:
            tiers = tuple(Tier(Decimal(start), Decimal(rate)) for start, rate in values["tiers"])
            return Rebate(
                Basis(values["basis"]), tiers, currency, valid, subject,
                values["is_retroactive"], _exact(values.get("base")), values.get("unit") or "",
            )  # fmt: skip
        case TermKind.BUDGET:
            name = values.get("name", "")  # older terms do not say it
            return Budget(Decimal(values["amount"]), currency, valid, name)
        case TermKind.MINIMUM:
            amount, is_quantity = Decimal(values["amount"]), values["is_quantity"]
            return MinimumVolume(
                amount, currency, valid, subject, is_quantity, values.get("unit") or ""
            )
        case TermKind.EXCLUSIVITY:
            return Exclusivity(subject, valid)
        case TermKind.DELIVERY:
            days = int(values["days_early"]), int(values["days_late"])
            in_full = Decimal(values.get("in_full", 1))  # older terms do not say it
            return DeliveryWindow(valid, *days, in_full, Decimal(values["target"]))
        case TermKind.PAYMENT:
            return PaymentDays(int(values["days"]), valid, Decimal(values["yearly"]))
        case TermKind.SERVICE:
            return ServiceLevel(values["name"], Decimal(values["target"]), valid)
        case TermKind.INDEXATION:
            limits = _exact(values.get("floor")), _exact(values.get("cap"))
            return Indexation(Decimal(values["base"]), valid, *limits)


def kept(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as a row keeps them: numbers as exact texts."""
    return {name: _kept(value) for name, value in values.items()}


def _kept(value: Any) -> Any:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, list | tuple):
        return [_kept(each) for each in value]
    return value


def _exact(value: Any) -> Decimal | None:
    return None if value in (None, "") else Decimal(value)
