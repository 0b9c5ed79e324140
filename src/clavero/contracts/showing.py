"""Findings and statements as lists show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from clavero.contracts.models import Decision, Reading, Term
from clavero.contracts.rules.findings import Finding, FindingKind
from clavero.contracts.rules.renewing import RenewalStage
from clavero.contracts.rules.terms import Indexation
from clavero.contracts.selectors import RenewalRow, Statement, TermRow
from clavero.contracts.sentences import (
    amount_in_words,
    closing_in_words,
    cost_in_words,
    days_in_words,
    difference_in_words,
)
from clavero.contracts.words import ENTRY_NAMES, FIELD_NAMES, RENEWAL_NAMES
from clavero.core.errors import Sentence
from clavero.core.money import Money
from clavero.ui import formats

UNDECIDED, OWN = "open", "own"


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding in words; ``size`` is by how much it departs, whatever that is counted in, and
    ``verdict`` what somebody decided, or that nobody has."""

    contract_id: int
    key: str
    kind: FindingKind
    document: str
    line: str
    product: str
    day: date | None
    due: str
    actual: str
    difference: str
    size: Decimal
    cost: str
    cost_size: Decimal
    verdict: str
    note: str


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """A period of a rebate as its statement shows it; ``as_closed`` is what had been due from the
    beginning to its end when it was closed."""

    period: str
    volume: Decimal
    cumulative: Decimal
    as_closed: Decimal | None
    own: Decimal
    correction: Decimal
    to_credit: Decimal
    state: str


def statement_rows(seen: Statement) -> list[PeriodRow]:
    """The periods of a statement in their order."""
    return [
        PeriodRow(
            period=formats.period_in_words(row.period),
            volume=row.volume,
            cumulative=row.cumulative,
            as_closed=None if closing is None else closing.due,
            own=row.own,
            correction=row.correction,
            to_credit=row.to_credit,
            state=closing_in_words(closing),
        )
        for row, closing in seen.rows
    ]


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """A level or a measurement: its day, what it says in words, who wrote it and what beside."""

    id: int
    day: str
    value: str
    comes_to: str
    note: str
    by: str


def reading_rows(term: Term) -> list[ReadingRow]:
    """What was read for a term, the latest first, with the factor or the share it comes to."""
    rule = term.rule
    return [
        ReadingRow(
            id=each.pk,
            day=formats.day(each.day),
            value=formats.number(each.value) if each.cases is None else _of_cases(each),
            comes_to=formats.number(rule.factor(each.value), places=4)
            if isinstance(rule, Indexation)
            else formats.percent(each.value / (each.cases or 1)),
            note=each.note,
            by=each.by_name,
        )
        for each in reversed(term.readings.all())
    ]


def _of_cases(reading: Reading) -> str:
    return _("%(kept)s of %(cases)s") % {
        "kept": formats.number(reading.value), "cases": formats.number(reading.cases or 0),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class EntryRow:
    """Money written against a term, in words; what ``is_credit_note`` is released elsewhere."""

    id: int
    day: str
    kind: Sentence
    amount: str
    document: str
    note: str
    by: str
    is_credit_note: bool


def entry_rows(found: TermRow) -> list[EntryRow]:
    """What was written against a term, the latest first."""
    return [
        EntryRow(
            id=each.pk,
            day=formats.day(each.on),
            kind=ENTRY_NAMES[each.kind],
            amount=formats.money(Money(each.amount, found.row.currency)),
            document=each.document or formats.NOTHING,
            note=each.note,
            by=each.by_name,
            is_credit_note=each.is_credit_note,
        )
        for each in found.entries
    ]


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line behind a finding, in words; ``mark`` where it is the finding's own."""

    document: str
    day: date
    line: str
    product: str
    quantity: Decimal | None
    ordered: Decimal | None
    amount: str
    price: str
    due: str
    difference: str
    promised: date | None
    delivered: date | None
    paid: date | None
    mark: str


def line_rows(lines: Sequence[Mapping[str, Any]], found: Finding) -> list[LineRow]:
    """The lines behind a finding in their order."""
    return [_line(each, found) for each in lines]


def _line(line: Mapping[str, Any], found: Finding) -> LineRow:
    currency, product = line["currency"], line["product"] or line["family"] or ""
    is_own = bool(found.document) and (line["line"] or "", product) == (found.line, found.product)
    difference = line["difference"]
    return LineRow(
        document=line["document"],
        day=line["date"],
        line=line["line"] or "",
        product=line["product_name"] or product,
        quantity=line["quantity"],
        ordered=line["ordered_quantity"],
        amount=_money(line["amount"], currency),
        price="" if line["price"] is None else formats.number(line["price"]),
        due="" if line["due"] is None else _money(line["due"], currency),
        difference=""
        if not difference
        else formats.signed(difference, _money(abs(difference), currency)),
        promised=line["promised_date"],
        delivered=line["delivered_date"],
        paid=line["paid_date"],
        mark=OWN if is_own else "",
    )


def _money(amount: Decimal, currency: str) -> str:
    return formats.money(Money(amount, currency))


@dataclass(frozen=True, slots=True)
class RenewalCard:
    """A renewal on the board, in words."""

    row: RenewalRow
    stage: Sentence
    amounts: Sequence[tuple[Sentence, str]]
    time: str


@dataclass(frozen=True, slots=True)
class RenewalColumn:
    """A stage of the board with its renewals."""

    stage: str
    name: Sentence
    cards: Sequence[RenewalCard]


def renewal_columns(rows: Sequence[RenewalRow]) -> list[RenewalColumn]:
    """The stages in their order, and what was decided in one."""
    found = [
        RenewalColumn(
            stage.value,
            RENEWAL_NAMES[stage],
            [_renewal_card(row) for row in rows if row.stage is stage],
        )
        for stage in RenewalStage
        if stage.is_open
    ]
    decided = [_renewal_card(row) for row in rows if not row.stage.is_open]
    return [*found, RenewalColumn("", pgettext("renewals", "Decided"), decided)]


def _renewal_card(row: RenewalRow) -> RenewalCard:
    amounts = [("value", row.value)] if row.final is None else []
    amounts += [("target", row.target), ("forecast", row.forecast), ("final", row.final)]
    return RenewalCard(
        row,
        RENEWAL_NAMES[row.stage],
        [(FIELD_NAMES[name], _money(amount, row.currency)) for name, amount in amounts
         if amount is not None],
        _("%(days)s in this stage") % {"days": days_in_words(row.days)},
    )  # fmt: skip


def finding_rows(
    findings: Iterable[Finding], decisions: Mapping[str, Decision]
) -> Iterator[FindingRow]:
    """The findings of a contract with what was decided about each, one after the other."""
    for each in findings:
        yield _row(each, decisions.get(each.key))


def _row(found: Finding, decided: Decision | None) -> FindingRow:
    return FindingRow(
        contract_id=found.contract,
        key=found.key,
        kind=found.kind,
        document=found.document,
        line=found.line,
        product=found.product,
        day=found.day,
        due=amount_in_words(found.due, found),
        actual=amount_in_words(found.actual, found),
        difference=difference_in_words(found),
        size=abs(found.difference),
        cost=cost_in_words(found),
        cost_size=found.cost.amount if found.cost else Decimal(0),
        verdict=decided.verdict if decided else UNDECIDED,
        note=decided.note if decided else "",
    )
