"""The people of accounts by what is asked before somebody writes to them: for rooms above."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from clavero.relationships.models import Contact, Tie
from clavero.relationships.rules.people import Party


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
    """Those of customers by their codes, without records merged into others. Two queries."""
    found = Contact.objects.filter(
        customer__code__in=sorted(codes), party=Party.CUSTOMER.value, merged_into=None
    )
    rows = list(found.select_related("customer").order_by("pk"))
    ties: dict[int, list[int]] = {}
    of_them = Tie.objects.filter(contact__in=[row.pk for row in rows], ended_on=None)
    for contact_id, person_id in of_them.order_by("pk").values_list("contact_id", "person_id"):
        ties.setdefault(contact_id, []).append(person_id)
    return [
        Known(
            row.pk, row.customer_id, row.customer.code, row.customer.country, row.name, row.title,
            row.function, row.email, row.languages, row.left_on, row.erased_on is not None,
            tuple(ties.get(row.pk, ())),
        )
        for row in rows
    ]  # fmt: skip
