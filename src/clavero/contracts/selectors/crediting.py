"""The credit notes of the ledger that a rebate can be credited with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pyarrow as pa
from django.db.models import Q

from clavero.contracts.models import Entry, Term
from clavero.contracts.rules.budgets import EntryKind
from clavero.contracts.rules.crediting import Note, crediting
from clavero.contracts.rules.rebates import Sold
from clavero.contracts.rules.terms import Rebate
from clavero.core.scope import Scope
from clavero.ledger import selectors as ledger


@dataclass(frozen=True, slots=True)
class Credits:
    """A rebate's credit notes: those named, each with its entry, those that could be, and the
    entries whose documents the ledger no longer has."""

    named: list[tuple[Entry, Note]]
    free: list[Note]
    gone: list[Entry]


def notes_of(
    scope: Scope, covers: pa.Table, terms: Collection[Term]
) -> Mapping[int, Mapping[str, Note]]:
    """Of each rebate, by its number, the credit notes of its time and of the year after, by
    document."""
    rules = {term.pk: term for term in terms if isinstance(term.rule, Rebate)}
    if not rules:
        return {}
    spans = pa.Table.from_pylist(
        [
            {"span": pk, "contract": term.contract_id, "product": term.product or None,
             "family": term.family or None, "start": when.start, "end": when.end}
            for pk, term in rules.items()
            for when in [crediting(term.period)]
        ],
        schema=ledger.SPAN,
    )  # fmt: skip
    reporting = ledger.reporting_currency()
    found: dict[int, dict[str, Note]] = defaultdict(dict)
    for row in ledger.credited(scope, spans, covers).to_pylist():
        own = rules[row["span"]].currency
        amount, currency = (
            (row["net_amount"], own) if own == reporting else (row["amount"], row["currency"])
        )
        sold = (Sold(row["date"], -amount, currency, -row["quantity"]),) if row["counts"] else ()
        notes = found[row["span"]]
        before = notes.get(row["document"])
        if before is not None and before.currency == currency:
            amount += before.amount
        elif before is not None and before.currency == own:  # two currencies are never added
            amount, currency = before.amount, own
        notes[row["document"]] = Note(
            row["document"], row["date"], currency, amount,
            (*(before.sold if before else ()), *sold),
        )  # fmt: skip
    return found


def used_beside(term: Term) -> Q:
    """The entries whose documents are no longer free for ``term``: credit notes named anywhere, and
    payments written by hand on other terms. What was written by hand on the term itself gives way
    when the credit note of that document is named."""
    elsewhere = ~Q(term=term) & Q(kind=EntryKind.PAYMENT.value)
    return Q(is_credit_note=True) | elsewhere


def credits_of(term: Term, notes: Mapping[str, Note], used: Collection[str]) -> Credits:
    """A rebate's notes apart: ``used`` are the documents named anywhere."""
    entries = [each for each in term.entries.all() if each.is_credit_note]
    return Credits(
        named=[(each, notes[each.document]) for each in entries if each.document in notes],
        free=[
            each
            for document, each in notes.items()
            if document not in used and each.amount > 0 and each.currency == term.currency
        ],
        gone=[each for each in entries if each.document not in notes],
    )
