"""Which terms of one contract cannot stand side by side."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from clavero.contracts.rules.terms import (
    Budget,
    DeliveryWindow,
    Exclusivity,
    Indexation,
    MinimumVolume,
    NetPrice,
    PaymentDays,
    Rebate,
    ServiceLevel,
    Term,
)
from clavero.core.period import Period

Name = TypeVar("Name")


class Clash(StrEnum):
    """How two terms stand in each other's way."""

    SAME_PRICE = "same_price"  # the same thing has two prices on one day
    UNIT_OR_NOT = "unit_or_not"  # one price is of any unit, the other of one of them
    SAME_TERM = "same_term"  # two of a kind about the same thing on one day


@dataclass(frozen=True, slots=True)
class Conflict(Generic[Name]):
    """Two terms, by the names they were given, and the days that both claim."""

    clash: Clash
    first: Name
    second: Name
    days: Period


def overlap(one: Period, other: Period) -> Period | None:
    """The days that both have.

    >>> str(overlap(Period.parse("2026"), Period.parse("2026-03-01..2027-02-28")))
    '2026-03-01..2026-12-31'
    >>> overlap(Period.parse("2026"), Period.parse("2027"))
    """
    start, end = max(one.start, other.start), min(one.end, other.end)
    return Period(start, end) if start < end else None


def conflicts(terms: Iterable[tuple[Name, Term]]) -> list[Conflict[Name]]:
    """Every pair that contradicts or overlaps, in the order of the terms' first days.

    Terms are sorted by what they are about, so that a list of many prices costs no comparison of
    each with each.
    """
    groups: dict[Hashable, list[tuple[Name, Term]]] = {}
    for name, term in terms:
        groups.setdefault(_about(term), []).append((name, term))
    return [found for group in groups.values() for found in _within(group)]


class Standing(Generic[Name]):
    """Terms that stand side by side, one after the other."""

    def __init__(self, terms: Iterable[tuple[Name, Term]] = ()) -> None:
        self._groups: dict[Hashable, list[tuple[Name, Term]]] = {}
        for name, term in terms:
            self._of(term).append((name, term))

    def add(self, name: Name, term: Term) -> Conflict[Name] | None:
        """Let a term stand with the others; where it cannot, it does not, and the first that it
        contradicts is told.

        >>> from clavero.contracts.rules.terms import ServiceLevel
        >>> standing = Standing([("first", ServiceLevel("Calls", 1, Period.parse("2026")))])
        >>> standing.add("second", ServiceLevel("Calls", 1, Period.parse("2026-03"))).first
        'first'
        """
        for other_name, other in self._of(term):
            days, clash = overlap(other.valid, term.valid), _clash(other, term)
            if days is not None and clash is not None:
                return Conflict(clash, other_name, name, days)
        self._of(term).append((name, term))
        return None

    def _of(self, term: Term) -> list[tuple[Name, Term]]:
        return self._groups.setdefault(_about(term), [])


def _about(term: Term) -> Hashable:
    """What makes two terms claim the same: of a kind, about the same thing."""
    match term:
        case NetPrice():
            return ("price", term.subject, term.currency)
        case Rebate():
            return ("rebate", term.subject, term.basis)
        case Budget():
            return ("budget", term.name.strip().casefold())
        case MinimumVolume():
            return ("minimum", term.subject, term.is_quantity)
        case Exclusivity():
            return ("exclusivity", term.subject)
        case ServiceLevel():
            return ("service", term.name.casefold())
        case DeliveryWindow() | PaymentDays() | Indexation():
            return type(term).__name__


def _within(group: list[tuple[Name, Term]]) -> Iterable[Conflict[Name]]:
    standing: list[tuple[Name, Term]] = []
    for name, term in sorted(group, key=lambda each: (each[1].valid.start, each[1].valid.end)):
        standing = [each for each in standing if each[1].valid.end > term.valid.start]
        for other_name, other in standing:
            clash = _clash(other, term)
            days = overlap(other.valid, term.valid)
            if clash is not None and days is not None:
                yield Conflict(clash, other_name, name, days)
        standing.append((name, term))


def _clash(one: Term, other: Term) -> Clash | None:
    if not isinstance(one, NetPrice) or not isinstance(other, NetPrice):
        return Clash.SAME_TERM
    if one.unit == other.unit:
        return Clash.SAME_PRICE
    return Clash.UNIT_OR_NOT if not (one.unit and other.unit) else None
