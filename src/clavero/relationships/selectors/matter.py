"""The contacts of most influence, whom nobody may lose sight of."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from clavero.relationships.rules.judging import TOP_INFLUENCE, Kind
from clavero.relationships.rules.people import is_there
from clavero.relationships.selectors.known import people_at


def contacts_that_matter(codes: Collection[str], on: date) -> list[tuple[str, set[int]]]:
    """Those who are there on a day, each with the code of their customer and the numbers of all
    their records. For counts alone: what is thought of whom stays in the team. Three queries."""
    people = people_at(codes)
    found = []
    for number, contact in people.contacts.items():
        said = people.value(number, Kind.INFLUENCE, on)
        if is_there(contact.left_on, on) and said is not None and said.value >= TOP_INFLUENCE:
            records = {number, *(each.pk for each in people.copies.get(number, ()))}
            found.append((contact.customer.code, records))
    return found
