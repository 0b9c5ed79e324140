"""A credit note of the ledger is named as what a rebate was credited with, or no longer."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.contracts.models import Entry, Term
from clavero.contracts.rules.budgets import EntryKind
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.selectors import contract_held, credits_seen
from clavero.contracts.services._held import to_change
from clavero.contracts.visibility import contracts
from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.money import cents, round_for_display
from clavero.core.writing import as_told
from clavero.identity.rules import Actor


@transaction.atomic
def name_credit_note(actor: Actor, *, term_id: int, document: str, customer: str = "") -> Entry:
    """A credit note is the rebate's: what it gave back counts as credited, and what was sold is not
    less for it. Each is named once; what was written by hand of its document gives way to it.
    ``customer`` is the code of whose note it is, where several have one of that number."""
    term = rebate_to_change(actor, term_id)
    held = contract_held(actor, term.contract_id)
    free = [
        each
        for each in credits_seen(held, term).free
        if each.document == document and customer in {"", each.customer}
    ]
    if len(free) != 1:
        raise Refusal(
            _("This credit note is named already, or is not one of this rebate's time."),
            code="no_free_credit_note",
        )
    (note,) = free
    amount = round_for_display(note.amount, cents(term.currency))
    by_hand = term.entries.filter(
        kind=EntryKind.PAYMENT.value, document=document, is_credit_note=False
    )
    given_way = [each.amount for each in by_hand]
    by_hand.delete()
    entry = Entry.objects.create(
        term=term, kind=EntryKind.PAYMENT.value, amount=amount, on=note.day, document=document,
        is_credit_note=True, customer=note.customer, by_name=actor.name,
    )  # fmt: skip
    told = {"kind": term.kind, "amount": amount, "document": document}
    before = as_told({**told, "amount": sum(given_way)}) if given_way else None
    record(actor, "contract.credit_named", term.contract, before=before, after=as_told(told))
    return entry


@transaction.atomic
def release_credit_note(actor: Actor, *, term_id: int, document: str, customer: str = "") -> None:
    """It is not the rebate's after all. Nothing happens to one that is not named."""
    term = rebate_to_change(actor, term_id)
    named = term.entries.filter(is_credit_note=True, document=document)
    entry = (named.filter(customer__in={"", customer}) if customer else named).first()
    if entry is None:
        return
    told = {"kind": term.kind, "amount": entry.amount, "document": document}
    entry.delete()
    record(actor, "contract.credit_released", term.contract, before=as_told(told))


def rebate_to_change(actor: Actor, term_id: int) -> Term:
    """The rebate, with its contract locked. Raises ``Term.DoesNotExist`` for strangers to the
    customer."""
    found = Term.objects.filter(contract__in=contracts(actor)).get(pk=term_id)
    found.contract = to_change(actor, found.contract_id)
    if found.kind != TermKind.REBATE or found.withdrawn_on is not None:
        raise Refusal(_("This term is not a rebate that stands."), code="no_rebate")
    return found
