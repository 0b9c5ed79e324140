"""Customers leave with the last of their lines, unless a person has done something with them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from clavero.core.audit import record_many
from clavero.core.models import AuditEntry
from clavero.core.references import referred_to
from clavero.identity.rules import Actor
from clavero.ledger.hooks import LedgerChange
from clavero.portfolio.models import Customer
from clavero.portfolio.rules.grouping import Kind
from clavero.portfolio.services._structure import bump_structure, hold_structure

_AT_ONCE = 5_000
_BY_ITSELF = ("customer.followed_ledger",)
"""What happens to a record without a person."""


@transaction.atomic
def retire_customers(actor: Actor, *, codes: Sequence[str]) -> int:
    """Remove the customers of which the ledger has no line left; how many.

    One that a person has edited, merged, grouped, covered or otherwise touched stays. Doing it
    twice changes nothing, and lines that come back make the record anew.
    """
    if not codes:
        return 0
    hold_structure()
    removed = 0
    for start in range(0, len(codes), _AT_ONCE):
        found = Customer.objects.filter(code__in=codes[start : start + _AT_ONCE]).order_by()
        untouched = [
            each for each in found.filter(kind=Kind.COMPANY, merged_into=None) if not each.edited
        ]
        touched = _touched([each.pk for each in untouched])
        going = [each for each in untouched if each.pk not in touched]
        record_many(
            actor,
            "customer.left_ledger",
            [(each, {"code": each.code, "name": each.name}, None) for each in going],
        )
        # Nothing refers to them, so there is nothing to look for in every table once more; what
        # came in this instant is kept by the database's own constraint.
        leaving = Customer.objects.filter(pk__in=[each.pk for each in going])
        leaving._raw_delete(leaving.db)
        removed += len(going)
    if removed:
        bump_structure()
    return removed


def retire_from_ledger(change: LedgerChange) -> None:
    """The ledger's hook: an import was undone, and with it the last lines of some customers."""
    retire_customers(Actor.system(), codes=change.customers_gone)


def _touched(ids: Sequence[int]) -> set[int]:
    """Those with a history of their own, and those that anything refers to."""
    entries = AuditEntry.objects.filter(
        subject_type=Customer._meta.label, subject_id__in=[str(each) for each in ids]
    ).exclude(verb__in=_BY_ITSELF)
    told = {int(subject) for subject in entries.order_by().values_list("subject_id", flat=True)}
    return told | referred_to(Customer, ids)
