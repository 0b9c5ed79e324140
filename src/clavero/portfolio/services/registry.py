"""Customers come into being from the ledger; people put their names right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record, record_many
from clavero.core.bulk import insert_rows
from clavero.core.errors import Refusal
from clavero.core.revisions import reconcile
from clavero.identity.rules import Actor, Verb
from clavero.ledger.hooks import CustomerSeen, LedgerChange
from clavero.portfolio.models import (
    CODE_LENGTH,
    COUNTRY_LENGTH,
    KIND_LENGTH,
    NAME_LENGTH,
    TAX_NUMBER_LENGTH,
    Customer,
)
from clavero.portfolio.rules.grouping import Kind
from clavero.portfolio.selectors.history import WORDS
from clavero.portfolio.services._structure import bump_structure, hold_structure
from clavero.portfolio.visibility import customer_to_change

_LENGTHS = {"name": NAME_LENGTH, "tax_number": TAX_NUMBER_LENGTH, "country": COUNTRY_LENGTH}
_LIMITS = {**_LENGTHS, "sector": KIND_LENGTH, "segment": KIND_LENGTH}
"""Of these the ledger says nothing about the last two."""
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Registered:
    """How many customers are new and how many have changed."""

    created: int
    changed: int


@transaction.atomic
def register_customers(actor: Actor, *, customers: Iterable[CustomerSeen]) -> Registered:
    """Create the customers that are new and follow the ledger's latest names.

    What a person has written stays. A group whose code the ledger turns out to use becomes a
    customer that is a group as well. Doing it twice changes nothing.
    """
    hold_structure()
    created = changed = 0
    is_first = not Customer.objects.exists()  # then tens of thousands need not be looked up
    for batch in _batches(customers):
        codes = [] if is_first else [each.code for each in batch]
        known = Customer.objects.in_bulk(codes, field_name="code")
        new = [_from_ledger(each) for each in batch if each.code not in known]
        insert_rows(Customer, ["code", *_LENGTHS], new)
        created += len(new)
        changes = [
            (known[each.code], before, after)
            for each in batch
            if each.code in known
            for before, after in [_follow(known[each.code], each)]
            if after
        ]
        _save_changes(actor, changes)
        changed += len(changes)
    if created or changed:
        bump_structure()
    return Registered(created, changed)


def register_from_ledger(change: LedgerChange) -> None:
    """The ledger's hook: an import was committed, so its customers come into being."""
    register_customers(Actor.system(), customers=change.customers)


@transaction.atomic
def edit_customer(
    actor: Actor,
    *,
    customer_id: int,
    name: str | None = None,
    tax_number: str | None = None,
    country: str | None = None,
    sector: str | None = None,
    segment: str | None = None,
    seen: int = 0,
) -> Customer:
    """Put a customer's record right; ``None`` leaves a field alone.

    What was written by hand is not overwritten by later imports. ``seen`` is the revision that
    the person looked at.
    """
    hold_structure()
    customer = customer_to_change(actor, customer_id, Verb.MANAGE_CUSTOMERS)
    asked = {
        "name": name, "tax_number": tax_number, "country": country, "sector": sector,
        "segment": segment,
    }  # fmt: skip
    wanted = {field: value.strip() for field, value in asked.items() if value is not None}
    if wanted.get("name") == "":
        raise Refusal(
            _("A customer needs a name."),
            code="name_missing",
            field="name",
            hint=_("Write the name you use for this customer."),
        )
    for field, value in wanted.items():
        if len(value) > _LIMITS[field]:
            raise Refusal(
                _("This text is too long."),
                code="too_long",
                field=field,
                hint=_("Write at most %(most)s characters."),
                most=_LIMITS[field],
            )
    now = {field: getattr(customer, field) for field in wanted}
    stay = reconcile(customer, seen=seen, now=now, asked=wanted, words=WORDS)
    after = {f: value for f, value in wanted.items() if f not in stay and value != now[f]}
    if not after:
        return customer
    before = {field: now[field] for field in after}
    for field, value in after.items():
        setattr(customer, field, value)
    customer.edited = sorted({*customer.edited, *after})
    customer.save(update_fields=[*after, "edited"])
    bump_structure()
    record(actor, "customer.edited", customer, before=before, after=after)
    return customer


def _batches(customers: Iterable[CustomerSeen]) -> Iterator[list[CustomerSeen]]:
    # The last of several with one code wins, as in the ledger's own order.
    latest = {each.code: each for each in customers if 0 < len(each.code) <= CODE_LENGTH}
    waiting = iter(latest.values())
    while batch := list(islice(waiting, _AT_ONCE)):
        yield batch


def _from_ledger(described: CustomerSeen) -> tuple[str, ...]:
    code, name, tax_number, country = described
    return (
        code,
        (name or "").strip()[:NAME_LENGTH],
        (tax_number or "").strip()[:TAX_NUMBER_LENGTH],
        (country or "").strip()[:COUNTRY_LENGTH],
    )


def _said(described: CustomerSeen) -> dict[str, str]:
    """What the ledger says, cut to the column's length."""
    texts = zip(_LENGTHS, described[1:], _from_ledger(described)[1:], strict=True)
    return {field: cut for field, text, cut in texts if text}


def _follow(customer: Customer, described: CustomerSeen) -> tuple[dict[str, str], dict[str, str]]:
    """Change ``customer`` to what the ledger says; the fields that differ, before and after."""
    after = {
        field: text
        for field, text in _said(described).items()
        if field not in customer.edited and text != getattr(customer, field)
    }
    if customer.kind == Kind.GROUP:
        after["kind"] = Kind.COMPANY.value
    before = {field: getattr(customer, field) for field in after}
    for field, text in after.items():
        setattr(customer, field, text)
    return before, after


def _save_changes(
    actor: Actor, changes: Sequence[tuple[Customer, dict[str, str], dict[str, str]]]
) -> None:
    if not changes:
        return
    # An upsert writes 50,000 rows in one statement a batch, where UPDATE needs a CASE per row.
    Customer.objects.bulk_create(
        [customer for customer, _before, _after in changes],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "tax_number", "country", "kind"],
    )
    record_many(actor, "customer.followed_ledger", changes)
