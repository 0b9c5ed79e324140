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


Notes = Mapping[tuple[str, str], Note]
"""Credit notes by the code of their customer and their document."""


def notes_of(scope: Scope, covers: pa.Table, terms: Collection[Term]) -> Mapping[int, Notes]:
    """Of each rebate, by its number, the credit notes of its time and of the year after."""
    rules = {term.pk: term for term in terms if isinstance(term.rule, Rebate)}
    if not rules:
        return {}
    spans = pa.Table.from_pylist(
        [
            {"span": pk, "contract": term.contract_id, "product": term.product or None,
             "family": term.family or None, "start": when.start, "end": when.end,
             "unit": term.values.get("unit") or None}
            for pk, term in rules.items()
            for when in [crediting(term.period)]
        ],
        schema=ledger.SPAN,
    )  # fmt: skip
    reporting = ledger.reporting_currency()
    found: dict[int, dict[tuple[str, str], Note]] = defaultdict(dict)
    for row in ledger.credited(scope, spans, covers).to_pylist():
        own = rules[row["span"]].currency
        amount, currency = (
            (row["net_amount"], own) if own == reporting else (row["amount"], row["currency"])
        )
        sold = (Sold(row["date"], -amount, currency, -row["quantity"]),) if row["counts"] else ()
        notes = found[row["span"]]
        key = row["customer"], row["document"]
        before = notes.get(key)
        if before is not None and before.currency == currency:
            amount += before.amount
        elif before is not None and before.currency == own:  # two currencies are never added
            amount, currency = before.amount, own
        notes[key] = Note(
            row["document"], row["date"], currency, amount,
            (*(before.sold if before else ()), *sold), row["customer"],
        )  # fmt: skip
    return found


def used_beside(term: Term) -> Q:
    """The entries whose documents are no longer free for ``term``: credit notes named anywhere, and
    payments written by hand on other terms. What was written by hand on the term itself gives way
    when the credit note of that document is named."""
    elsewhere = ~Q(term=term) & Q(kind=EntryKind.PAYMENT.value)
    return Q(is_credit_note=True) | elsewhere


def named_by(entry: Entry, notes: Notes) -> Note | None:
    """The credit note that an entry names; older ones do not say of which customer it is."""
    if entry.customer:
        return notes.get((entry.customer, entry.document))
    return next((each for each in notes.values() if each.document == entry.document), None)


def credits_of(term: Term, notes: Notes, used: Collection[tuple[str, str]]) -> Credits:
    """A rebate's notes apart: ``used`` are those named anywhere, by customer, where that is known,
    and document."""
    entries = [each for each in term.entries.all() if each.is_credit_note]
    pairs = [(each, named_by(each, notes)) for each in entries]
    taken = {("", each.document) for each, _note in pairs if not each.customer}
    return Credits(
        named=[(each, note) for each, note in pairs if note is not None],
        free=[
            each
            for (customer, document), each in notes.items()
            if not {(customer, document), ("", document)} & (set(used) | taken)
            and each.amount > 0
            and each.currency == term.currency
        ],
        gone=[each for each, note in pairs if note is None],
    )
