"""The people of accounts by what is asked before somebody writes to them: for rooms above."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from clavero.relationships.models import Contact, Tie
from clavero.relationships.rules.people import Party
from clavero.relationships.selectors.export import itself_and_copies


class Known(NamedTuple):
    """A contact of the customer's own; ``known_by`` are the numbers of those of ours who know them
    today, ``country`` is that of their company."""

    id: int
    customer_id: int
    code: str
    country: str
    name: str
    title: str
    function: str
    email: str
    languages: str
    left_on: date | None
    is_erased: bool
    known_by: tuple[int, ...]


def known_people(codes: Iterable[str]) -> list[Known]:
    """Those of customers by their codes; what stands on records merged into them is theirs: who
    knows them, and the e-mail and languages where their own record has none. Two queries."""
    every = {
        row.pk: row
        for row in Contact.objects.filter(customer__code__in=sorted(codes))
        .select_related("customer")
        .order_by("pk")
    }
    copies: dict[int, list[Contact]] = {}
    survivor = {pk: _survivor(row, every) for pk, row in every.items()}
    for pk, row in every.items():
        copies.setdefault(survivor[pk], []).extend([row] if survivor[pk] != pk else [])
    ties: dict[int, dict[int, None]] = {}
    of_them = Tie.objects.filter(
        contact__in=list(every), ended_on=None, person__closed_on=None
    ).order_by("pk")
    for contact_id, person_id in of_them.values_list("contact_id", "person_id"):
        ties.setdefault(survivor[contact_id], {})[person_id] = None

    def said(row: Contact, field: str) -> str:
        found = (getattr(each, field) for each in (row, *copies[row.pk]))
        return next(filter(None, found), "")

    return [
        Known(
            row.pk, row.customer_id, row.customer.code, row.customer.country, row.name, row.title,
            row.function, said(row, "email"), said(row, "languages"), row.left_on,
            row.erased_on is not None, tuple(ties.get(row.pk, ())),
        )
        for row in every.values()
        if row.merged_into_id is None and row.party == Party.CUSTOMER
    ]  # fmt: skip


def _survivor(row: Contact, every: Mapping[int, Contact]) -> int:
    while (above := every.get(row.merged_into_id or 0)) is not None:
        row = above
    return row.pk


def email_of(contact_id: int) -> str:
    """The e-mail of a person, from whichever of the records that were merged into theirs."""
    found = Contact.objects.filter(pk__in=itself_and_copies(contact_id)).exclude(email="")
    own_first = sorted(found, key=lambda each: (each.pk != contact_id, each.pk))
    return next((each.email for each in own_first), "")
