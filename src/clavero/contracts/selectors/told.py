"""What the ledger tells in part, or not at all: exclusivity, and services by what was measured."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa

from clavero.contracts.models import Term
from clavero.contracts.rules.findings import FindingKind
from clavero.contracts.rules.keeping import served
from clavero.contracts.rules.rhythm import asked, asked_since, read_for
from clavero.contracts.rules.terms import ServiceLevel, TermKind
from clavero.contracts.selectors.holding import (
    ZERO,
    Compliance,
    ExclusiveStands,
    ServiceStands,
    money,
    of_term,
)
from clavero.core.scope import Scope
from clavero.ledger import selectors as ledger


def hold_services(told: Compliance, terms: Mapping[int, Term]) -> None:
    """Hold what was measured of services against their targets."""
    for pk, term in terms.items():
        if term.kind != TermKind.SERVICE or not isinstance(rule := term.rule, ServiceLevel):
            continue
        readings = [each for each in term.readings.all() if each.day <= told.today]
        held = served((each.value, each.cases or 0) for each in readings)
        told.services.append(ServiceStands(pk, held, rule.target))
        if held.share is not None and held.share < rule.target:
            last = max(each.day for each in readings)
            told.findings.append(
                of_term(
                    term, FindingKind.SERVICE, rule.target, held.share, "", day=last,
                    since=term.start,
                )
            )  # fmt: skip


def hold_exclusive(
    told: Compliance, scope: Scope, terms: Mapping[int, Term], covers: pa.Table
) -> None:
    """Ask where purchases of what is bought from us alone fall below their rhythm."""
    known = told.known_until
    if known is None:
        return
    last = known - timedelta(days=1)
    standing = {
        pk: term
        for pk, term in terms.items()
        if term.kind == TermKind.EXCLUSIVITY and term.start <= last <= term.end
    }
    if not standing:
        return
    days, currency = read_for(known), ledger.shown_currency()
    spans = pa.Table.from_pylist(
        [
            {"span": pk, "contract": term.contract_id, "product": term.product or None,
             "family": term.family or None, "start": days.start, "end": days.end}
            for pk, term in standing.items()
        ],
        schema=ledger.SPAN,
    )  # fmt: skip
    bought: dict[int, dict[date, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for row in ledger.agreed_volumes(scope, spans, covers).to_pylist():
        bought[row["span"]][row["date"]] += row["net_amount"]
    for pk, term in standing.items():
        found = asked(bought[pk], known)
        told.exclusive.append(ExclusiveStands(pk, found))
        if found is not None:
            told.findings.append(
                of_term(
                    term, FindingKind.EXCLUSIVE, money(found.expected, currency),
                    money(found.lately, currency), currency, day=last,
                    since=asked_since(bought[pk], known),
                )
            )  # fmt: skip
