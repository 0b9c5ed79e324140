"""What was agreed, as the terms of a contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from clavero.contracts.rules.reading import read_tiers
from clavero.contracts.rules.terms import ONE, Basis, TermKind
from clavero.negotiations.rules.points import BY_TIERS, CHANGES, NAMED, PointKind

_HUNDRED = Decimal(100)
_USUAL_DAYS_EARLY = 1


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed of a point that becomes a term."""

    kind: PointKind
    name: str
    text: str
    product: str = ""
    family: str = ""
    point: int = 0
    base: Decimal | None = None  # the turnover on which growth is counted


@dataclass(frozen=True, slots=True)
class TermPlan:
    """A term as the contract takes it; ``points`` are the numbers of those that it comes of."""

    kind: TermKind
    points: tuple[int, ...]
    values: dict[str, Any] = field(default_factory=dict)
    product: str = ""
    family: str = ""


def terms_of(points: Iterable[Agreed]) -> list[TermPlan]:
    """The terms that follow from what was agreed. What was said of deliveries is one of them, and
    so is an index with its limits; limits without an index, the value of the contract and what is
    in words are none.

    >>> [(each.kind.value, each.values) for each in terms_of([
    ...     Agreed(PointKind.PAYMENT, "Payment", "45"),
    ...     Agreed(PointKind.LATE, "Late", "2"), Agreed(PointKind.ON_TIME, "In time", "95")])]
    [('payment', {'days': 45, 'yearly': Decimal('0')}), ('delivery', {'days_early': 1, \
'days_late': 2, 'target': Decimal('0.95')})]
    """
    found: list[TermPlan] = []
    late: Agreed | None = None
    share: Agreed | None = None
    agreed = list(points)
    limits = {each.kind: each for each in agreed if each.text and each.kind in CHANGES}
    for each in agreed:
        if not each.text:
            continue
        about = {"product": each.product, "family": each.family}
        match each.kind:
            case PointKind.PRICE:
                values: dict[str, Any] = {"price": Decimal(each.text)}
                found.append(TermPlan(TermKind.PRICE, (each.point,), values, **about))
            case PointKind.REBATE | PointKind.TIERS | PointKind.STEPS | PointKind.GROWTH:
                found.append(TermPlan(TermKind.REBATE, (each.point,), _rebate(each), **about))
            case PointKind.PAYMENT:
                values = {"days": int(Decimal(each.text)), "yearly": Decimal(0)}
                found.append(TermPlan(TermKind.PAYMENT, (each.point,), values))
            case PointKind.VOLUME | PointKind.QUANTITY:
                is_quantity = each.kind is PointKind.QUANTITY
                values = {"amount": Decimal(each.text), "is_quantity": is_quantity}
                found.append(TermPlan(TermKind.MINIMUM, (each.point,), values, **about))
            case PointKind.BUDGET:
                values = {"amount": Decimal(each.text), "name": each.name}
                found.append(TermPlan(TermKind.BUDGET, (each.point,), values))
            case PointKind.SERVICE:
                values = {"name": each.name, "target": Decimal(each.text) / _HUNDRED}
                found.append(TermPlan(TermKind.SERVICE, (each.point,), values))
            case PointKind.INDEX:
                found.append(_indexation(each, limits))
            case PointKind.ALONE:
                found.append(TermPlan(TermKind.EXCLUSIVITY, (each.point,), {}, **about))
            case PointKind.LATE:
                late = each
            case PointKind.ON_TIME:
                share = each
    if late is not None or share is not None:
        found.append(_delivery(late, share))
    return found


def clashing(points: Iterable[Agreed]) -> list[tuple[Agreed, Agreed]]:
    """Which of what was agreed cannot stand side by side: one contract has one value, one number of
    payment days, one delivery window, and of a product, a family or everything one price, one
    rebate on turnover, one exclusivity and one minimum of a kind; of a name it has one budget and
    one service. Each is told beside the first that it contradicts.

    >>> [(one.name, other.name) for one, other in clashing([
    ...     Agreed(PointKind.LATE, "Late", "2"), Agreed(PointKind.ON_TIME, "In time", "95"),
    ...     Agreed(PointKind.LATE, "Later", "3"), Agreed(PointKind.TIERS, "Tiers", "0: 1 %"),
    ...     Agreed(PointKind.REBATE, "Rebate", "2"), Agreed(PointKind.REBATE, "Box", "2", "BOX")])]
    [('Late', 'Later'), ('Tiers', 'Rebate')]
    """
    first: dict[tuple[str, ...], Agreed] = {}
    found = []
    for each in points:
        if not each.text or each.kind in {PointKind.NUMBER, PointKind.WORDS}:
            continue
        of = PointKind.REBATE if each.kind in BY_TIERS else each.kind
        name = each.name.strip().casefold() if each.kind in NAMED else ""
        other = first.setdefault((of.value, each.product, each.family, name), each)
        if other is not each:
            found.append((other, each))
    return found


def value_of(points: Iterable[Agreed]) -> Decimal | None:
    """What the contract is worth, if that was agreed."""
    said = [each.text for each in points if each.kind is PointKind.VALUE and each.text]
    return Decimal(said[-1]) if said else None


def _rebate(agreed: Agreed) -> dict[str, Any]:
    tiers = (
        [(Decimal(0), Decimal(agreed.text) / _HUNDRED)]
        if agreed.kind is PointKind.REBATE
        else read_tiers(agreed.text) or []
    )
    is_retroactive = agreed.kind is not PointKind.STEPS
    if agreed.kind is PointKind.GROWTH:
        basis, base = Basis.GROWTH, {"base": agreed.base}
    else:
        basis, base = Basis.TURNOVER, {}
    return {"basis": basis.value, "tiers": tiers, "is_retroactive": is_retroactive, **base}


def _indexation(index: Agreed, limits: Mapping[PointKind, Agreed]) -> TermPlan:
    told = {kind: Decimal(each.text) / _HUNDRED for kind, each in limits.items()}
    return TermPlan(
        TermKind.INDEXATION,
        (index.point, *(limits[kind].point for kind in sorted(CHANGES) if kind in limits)),
        {
            "base": Decimal(index.text),
            "floor": told.get(PointKind.FLOOR),
            "cap": told.get(PointKind.CAP),
        },
    )


def _delivery(late: Agreed | None, share: Agreed | None) -> TermPlan:
    return TermPlan(
        TermKind.DELIVERY,
        tuple(each.point for each in (late, share) if each is not None),
        {
            "days_early": _USUAL_DAYS_EARLY,
            "days_late": 0 if late is None else int(Decimal(late.text)),
            "target": ONE if share is None else Decimal(share.text) / _HUNDRED,
        },
    )
