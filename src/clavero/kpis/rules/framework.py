"""What an account is held to: which KPIs, and how much of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from clavero.core.faults import Fault, Faulty
from clavero.kpis.rules.kpi import Direction, Kpi, Target, Unit
from clavero.playbook.rules import guides

_HUNDRED = Decimal(100)
_THOUSAND = Decimal(1000)
TOLERATED = Decimal("0.1")
"""The part of a target by which it may be missed where nobody has said another tolerance."""


class FrameworkFault(StrEnum):
    """Why a framework cannot be used."""

    EMPTY = "empty"
    UNKNOWN = "unknown"
    TWICE = "twice"
    IMPOSSIBLE = "impossible"
    TOLERANCE_NEGATIVE = "tolerance_negative"
    WEIGHT_NEGATIVE = "weight_negative"
    WEIGHTS_NOT_HUNDRED = "weights_not_hundred"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Item:
    """A KPI of the framework; ``target`` and ``tolerance`` are in its unit, rates as fractions.
    ``owner_id`` is who answers for it; without one, who leads the account."""

    key: str
    target: Decimal
    tolerance: Decimal
    weight: Decimal
    owner_id: int | None = None

    def target_of(self, direction: Direction) -> Target:
        """The target as values are held against it."""
        return Target(self.target, self.tolerance, direction)


@dataclass(frozen=True, slots=True)
class Framework:
    """The KPIs of an account. Raises :class:`Faulty` where they contradict each other."""

    items: tuple[Item, ...] = ()

    def check(self, known: Mapping[str, Kpi]) -> None:
        """Refuse what cannot hold: weights are a hundred together, each KPI stands once, and what
        is wanted of it is something that it can be."""
        if faults := list(self._faults(known)):
            raise Faulty(faults)

    def _faults(self, known: Mapping[str, Kpi]) -> Iterator[Fault]:
        if not self.items:
            yield Fault(FrameworkFault.EMPTY)
            return
        seen: set[str] = set()
        for item in self.items:
            if item.key not in known:
                yield Fault(FrameworkFault.UNKNOWN, item.key)
            elif item.target not in known[item.key].bounds:
                yield Fault(FrameworkFault.IMPOSSIBLE, item.key, float(item.target))
            if item.key in seen:
                yield Fault(FrameworkFault.TWICE, item.key)
            seen.add(item.key)
            if item.tolerance < 0:
                yield Fault(FrameworkFault.TOLERANCE_NEGATIVE, item.key, float(item.tolerance))
            if item.weight < 0:
                yield Fault(FrameworkFault.WEIGHT_NEGATIVE, item.key, float(item.weight))
        together = sum((item.weight for item in self.items), Decimal(0))
        if abs(together - _HUNDRED) > Decimal("0.000001"):
            yield Fault(FrameworkFault.WEIGHTS_NOT_HUNDRED, "", float(together), 100)

    @property
    def by_key(self) -> dict[str, Item]:
        """The items by KPI."""
        return {item.key: item for item in self.items}

    def to_plain(self) -> dict[str, Any]:
        """As a plain dictionary, which :func:`parse_framework` reads back."""
        return {
            "items": [
                {
                    "key": item.key,
                    "target": str(item.target),
                    "tolerance": str(item.tolerance),
                    "weight": str(item.weight),
                    "owner_id": item.owner_id,
                }
                for item in self.items
            ]
        }


def parse_framework(plain: Mapping[str, Any]) -> Framework:
    """The framework that :meth:`Framework.to_plain` wrote. Raises :class:`Faulty`.

    >>> made = Framework((Item("margin", Decimal("0.2"), Decimal(0), Decimal(100)),))
    >>> parse_framework(made.to_plain()) == made
    True
    """
    try:
        return Framework(
            tuple(
                Item(
                    each["key"],
                    Decimal(each["target"]),
                    Decimal(each["tolerance"]),
                    Decimal(each["weight"]),
                    each["owner_id"],
                )
                for each in plain["items"]
            )
        )
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise Faulty([Fault(FrameworkFault.UNREADABLE)]) from error


def from_playbook(asked: Iterable[guides.Kpi], kpis: Iterable[Kpi]) -> Framework:
    """The framework that a strategy's targets make, weighed alike: those that a KPI answers to, of
    several the last."""
    answering = {kpi.playbook: kpi for kpi in kpis if kpi.playbook}
    found = [
        (answering[each.key], each)
        for each in asked
        if each.target is not None and each.key in answering
    ]
    if not found:
        return Framework()
    weights = _shares(len(found))
    return Framework(
        tuple(
            Item(kpi.key, target, abs(target * TOLERATED), weight)
            for (kpi, each), weight in zip(found, weights, strict=True)
            for target in [in_unit(each.target or Decimal(0), each.unit, kpi.unit)]
        )
    )


def in_unit(target: Decimal, written: guides.Unit, unit: Unit) -> Decimal:
    """A target of the playbook in the unit of the KPI.

    >>> in_unit(Decimal(95), guides.Unit.PERCENT, Unit.RATE)
    Decimal('0.95')
    """
    if written in {guides.Unit.PERCENT, guides.Unit.POINTS}:
        return target / _HUNDRED if unit in {Unit.RATE, Unit.POINTS} else target
    return target * _THOUSAND if written is guides.Unit.THOUSANDS else target


def _shares(count: int) -> list[Decimal]:
    """A hundred in ``count`` parts as equal as two decimals allow; the first takes the rest."""
    share = (_HUNDRED / count).quantize(Decimal("0.01"))
    return [_HUNDRED - share * (count - 1), *[share] * (count - 1)]
