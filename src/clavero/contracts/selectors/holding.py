"""What is found where contracts are held against the ledger, and whose lines are held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from clavero.contracts.models import Contract, Term
from clavero.contracts.rules.findings import Finding, FindingKind
from clavero.contracts.rules.keeping import Commitment, Served
from clavero.contracts.rules.quantities import Quantities
from clavero.contracts.rules.rebates import Accrual, RateMissing
from clavero.contracts.rules.rhythm import Rhythm
from clavero.contracts.rules.terms import TermKind
from clavero.core.money import cents, round_for_display
from clavero.core.scope import Scope
from clavero.ledger import selectors as ledger
from clavero.portfolio.selectors import Structure, account_within

ZERO = Decimal(0)
OF_LINES = frozenset(
    {
        FindingKind.ABOVE, FindingKind.BELOW, FindingKind.DELIVERY, FindingKind.SHORT,
        FindingKind.PAYMENT,
    }
)  # fmt: skip
"""What is found line by line."""


@dataclass(frozen=True, slots=True)
class RebateStands:
    """A rebate as it stands today: what is due, what was credited, or why it cannot be told.
    ``settled`` is what its closed periods came to together when they were closed; ``quantities``,
    of one by quantity, which lines are not counted."""

    term: int
    accrual: Accrual | None
    credited: Decimal
    missing: RateMissing | None = None
    settled: Decimal = ZERO
    quantities: Quantities | None = None


@dataclass(frozen=True, slots=True)
class VolumeStands:
    """A volume held against what was agreed; ``quantities`` as of a rebate."""

    term: int
    held: Commitment | None
    missing: RateMissing | None = None
    quantities: Quantities | None = None


@dataclass(frozen=True, slots=True)
class QuantitiesStand:
    """Of the lines due by a window, those ``measured``: their quantities are known; of these, how
    many were in full, and how many on time as well: ``both``. ``departing`` of all are not on time
    or short; ``undated`` ones nobody knows when they were due; ``short`` came with less.
    ``ordered`` and ``brought`` are the units of those measured, where all are of one unit."""

    measured: int
    in_full: int
    both: int
    departing: int
    undated: int
    ordered: Decimal | None = None
    brought: Decimal | None = None
    short: int = 0

    @property
    def in_full_rate(self) -> Decimal | None:
        """IF: the share of lines measured that were in full."""
        return Decimal(self.in_full) / self.measured if self.measured else None

    @property
    def otif(self) -> Decimal | None:
        """The share of lines measured that were on time and in full."""
        return Decimal(self.both) / self.measured if self.measured else None

    @property
    def case_fill(self) -> Decimal | None:
        """The share of the units ordered that came."""
        if not self.ordered or self.brought is None:
            return None
        return self.brought / self.ordered


@dataclass(frozen=True, slots=True)
class DatesStand:
    """Lines that were due by a term about days, how many of them were not in time, and what that
    has cost by currency; of those not in time, how many came ``early`` and how many have not come:
    ``missing``. Of ``unknown`` ones beside them nobody knows whether they were paid. Of deliveries,
    ``quantities`` is what they brought."""

    term: int
    due: int
    outside: int
    costs: Mapping[str, Decimal]
    early: int = 0
    missing: int = 0
    unknown: int = 0
    quantities: QuantitiesStand | None = None

    @property
    def late(self) -> int:
        """How many came after their time."""
        return self.outside - self.early - self.missing

    @property
    def in_time(self) -> Decimal | None:
        """The share that was in time; ``None`` where nothing was due."""
        return Decimal(self.due - self.outside) / self.due if self.due else None

    @property
    def departing(self) -> int:
        """How many were not in time, or are known to have come short."""
        return self.outside if self.quantities is None else self.quantities.departing


@dataclass(frozen=True, slots=True)
class ServiceStands:
    """A service by what was measured of it."""

    term: int
    held: Served
    target: Decimal


@dataclass(frozen=True, slots=True)
class ExclusiveStands:
    """What is bought of what is bought from us alone; ``asked`` where it makes one ask."""

    term: int
    asked: Rhythm | None


@dataclass(slots=True)
class Compliance:
    """All that was found, with how much was looked at; not all findings need be there.
    ``known_until`` is the day after the last that the ledger has; ``unheld`` are, where it was
    asked, the lines of each contract's products that have no price in their currency and unit, or
    no quantity. Where it ``stops``, no line and no money from that day on counts, for a past day is
    asked about."""

    today: date
    known_until: date | None
    contracts: Sequence[Contract]
    findings: list[Finding] = field(default_factory=list)
    compared: Counter[int] = field(default_factory=Counter)
    departing: Counter[int] = field(default_factory=Counter)
    unheld: Counter[int] = field(default_factory=Counter)
    rebates: list[RebateStands] = field(default_factory=list)
    volumes: list[VolumeStands] = field(default_factory=list)
    dates: list[DatesStand] = field(default_factory=list)
    services: list[ServiceStands] = field(default_factory=list)
    exclusive: list[ExclusiveStands] = field(default_factory=list)
    terms: Mapping[int, Term] = field(default_factory=dict)
    stops: date | None = None

    @property
    def count(self) -> int:
        """How many findings there are, with those of lines that are counted and not told."""
        others = sum(each.kind not in OF_LINES for each in self.findings)
        dated = sum(each.outside for each in self.dates)
        short = sum(each.quantities.short for each in self.dates if each.quantities is not None)
        return others + self.departing.total() + dated + short

    @property
    def untold(self) -> list[tuple[Term, RateMissing]]:
        """The terms that cannot be told for want of a rate, each with the one that is missing."""
        stand: list[RebateStands | VolumeStands] = [*self.rebates, *self.volumes]
        return [(self.terms[each.term], each.missing) for each in stand if each.missing is not None]

    @property
    def by_quantity(self) -> list[tuple[Term, Quantities]]:
        """The terms that are counted by quantity, each with which lines are not counted."""
        stand: list[RebateStands | VolumeStands] = [*self.rebates, *self.volumes]
        return [
            (self.terms[each.term], each.quantities)
            for each in stand
            if each.quantities is not None
        ]

    @property
    def without_level(self) -> list[Term]:
        """The indexations that have begun and of which no level is known yet: prices are held as
        they were agreed."""
        return [
            term
            for term in self.terms.values()
            if term.kind == TermKind.INDEXATION and term.start <= self.today
            if all(each.day > self.today for each in term.readings.all())
        ]

    def is_over(self, term: Term) -> bool:
        """Whether the ledger knows the whole time of a term."""
        return self.known_until is not None and term.period.end <= self.known_until


def apart(finding: Finding, alike: Counter[str]) -> Finding:
    """Lines that are the same in everything are told apart by their order."""
    key = finding.key
    alike[key] += 1
    return finding if alike[key] == 1 else replace(finding, same=alike[key] - 1)


def of_term(
    term: Term,
    kind: FindingKind,
    due: Decimal,
    actual: Decimal,
    currency: str,
    *,
    day: date | None = None,
    since: date | None = None,
    is_final: bool = False,
) -> Finding:
    """A finding about all that a term is about until a day, and no single line; one that goes on is
    known by the day ``since`` when it is asked, one that ``is_final`` by its size too."""
    return Finding(
        term.contract_id, term.pk, kind, "", "", day or term.end, term.product or term.family,
        due, actual, actual - due, currency, since=since,
        is_final=is_final,
    )  # fmt: skip


def in_turn(found: pa.RecordBatchReader) -> Iterator[dict[str, Any]]:
    """The rows of an answer that is read a piece at a time."""
    for piece in found:
        yield from piece.to_pylist()


def stopped(table: pa.Table, stops: date | None) -> pa.Table:
    """Prices, spans or windows without what lies at ``stops`` or later."""
    if stops is None:
        return table
    table = table.filter(pc.less(table["start"], pa.scalar(stops, pa.date32())))
    end = pc.min_element_wise(table["end"], pa.scalar(stops, pa.date32()))
    return table.set_column(table.schema.get_field_index("end"), table.schema.field("end"), end)


def covers_of(found: Sequence[Contract], scope: Scope, shape: Structure) -> pa.Table:
    """The customers' codes that each contract is of: its account and all units below it."""
    pairs = [
        (contract.pk, code)
        for contract in found
        for code in account_within(scope, shape.alone.survivor(contract.customer.code), shape).codes
    ]
    return pa.table(
        [[pk for pk, _code in pairs], [code for _pk, code in pairs]], schema=ledger.COVER
    )


def money(amount: Decimal, currency: str) -> Decimal:
    """An amount to the cents of its currency."""
    return round_for_display(amount, cents(currency))
