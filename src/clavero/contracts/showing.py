"""Findings as lists show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clavero.contracts.models import Decision
from clavero.contracts.rules.findings import Finding, FindingKind
from clavero.contracts.sentences import amount_in_words, cost_in_words, difference_in_words

UNDECIDED = "open"


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


def finding_rows(
    findings: Sequence[Finding], decisions: Mapping[str, Decision]
) -> list[FindingRow]:
    """The findings of a contract with what was decided about each."""
    return [_row(each, decisions.get(each.key)) for each in findings]


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
