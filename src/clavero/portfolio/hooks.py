"""What rooms beside one another know of a customer, said in ``AppConfig.ready`` by who knows it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from clavero.core.errors import Sentence
from clavero.identity.rules import Actor

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import Q

    from clavero.core.models import AuditEntry

KNOWN_OF_CUSTOMER: list[Callable[[Actor, int], Iterable[str]]] = []
"""Sentences on a customer that ``actor`` sees, by its number, which a figure of another room would
contradict: that its manager has confirmed its loss."""


def known_of(actor: Actor, customer_id: int) -> list[str]:
    """All that the other rooms have to say."""
    return [told for say in KNOWN_OF_CUSTOMER for told in say(actor, customer_id)]


ON_MERGE: list[Callable[[Actor, int, int], None]] = []
"""Called in the transaction that merges a record into another, by their numbers: what there is one
of for each customer goes along."""
ON_UNMERGE: list[Callable[[Actor, int, int], None]] = []
"""The same when a record is taken out of another again."""


class Advice(NamedTuple):
    """What should be done about it: the sentence, and the page where, by its ``verb``."""

    text: Sentence
    verb: Sentence
    url: str


ADVICE_ON_COVERAGE: list[Callable[[Actor, int], Iterable[Advice]]] = []
"""On who looks after a customer, by its number, for who decides on it: that what the one who leaves
knows was not handed over yet."""


def advice_on_coverage(actor: Actor, customer_id: int) -> list[Advice]:
    """All that the other rooms advise."""
    return [told for say in ADVICE_ON_COVERAGE for told in say(actor, customer_id)]


WARNINGS_ON_COVERAGE: list[Callable[[int, date], Iterable[Sentence]]] = []
"""What speaks against what somebody, by their number, looks after from a day on, for who has just
decided it: that it is more than one person can."""


def warnings_on_coverage(person_id: int, day: date) -> list[Sentence]:
    """All that the other rooms warn of."""
    return [told for say in WARNINGS_ON_COVERAGE for told in say(person_id, day)]


WARNINGS_IF_KEY: list[Callable[[int, date], Iterable[Sentence]]] = []
"""What speaks against a customer, by its number, as a key account from a day on, of whoever leads
it: that they would look after more than one person can."""


def warnings_if_key(customer_id: int, day: date) -> list[Sentence]:
    """All that the other rooms warn of."""
    return [told for say in WARNINGS_IF_KEY for told in say(customer_id, day)]


class OfTeams(NamedTuple):
    """What happened to a customer and is kept from whoever merely sees it: ``which`` entries of the
    audit it stands in, by which ``verbs``, what else is ``read`` of them by name, and how one of
    them is told as an entry of the customer's own history, which is never kept (``as_its``)."""

    which: Q
    verbs: Collection[str]
    read: Mapping[str, Any]
    as_its: Callable[[AuditEntry], AuditEntry]


CHANGES_OF_TEAMS: list[Callable[[Actor, int], OfTeams]] = []
"""Of a customer, by its number, for a reader who sees it: what only its account team may know, as
far as the reader is of it."""
