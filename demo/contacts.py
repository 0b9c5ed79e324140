"""People at the customers: more of them where the customer is bigger."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import numpy as np

from demo.customers import Customer, Story
from demo.words import FUNCTIONS, GIVEN_NAMES, SURNAMES

_LARGEST = 90  # ordinary customers whose contacts are known


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at a customer. ``function`` is a key of :data:`demo.words.FUNCTIONS`."""

    customer: str
    name: str
    function: str
    email: str


def contacts(found: list[Customer], rng: np.random.Generator) -> list[Contact]:
    """Contacts of the key accounts and of the largest of the others."""
    largest = sorted(found, key=lambda one: -one.sales)[:_LARGEST]
    known = []
    for one in found:
        if one.story is Story.KEY:
            known += _people(one, 7, rng)
        elif one in largest and one.story is not Story.DUPLICATE:
            known += _people(one, int(rng.integers(1, 4)), rng)
    return known


def _people(one: Customer, count: int, rng: np.random.Generator) -> list[Contact]:
    functions = list(FUNCTIONS)[:1] + [
        str(name) for name in rng.choice(list(FUNCTIONS)[1:], count - 1, replace=False)
    ]
    people = []
    for function in functions:
        given = str(rng.choice(GIVEN_NAMES[one.country]))
        surname = str(rng.choice(SURNAMES[one.country]))
        mailbox = f"{_ascii(given)}.{_ascii(surname)}.{one.code[-4:]}"
        people.append(
            Contact(one.code, f"{given} {surname}", function, f"{mailbox}@customers.example")
        )
    return people


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
