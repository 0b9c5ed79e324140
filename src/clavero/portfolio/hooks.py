"""What rooms beside one another know of a customer, said in ``AppConfig.ready`` by who knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from clavero.identity.rules import Actor

KNOWN_OF_CUSTOMER: list[Callable[[Actor, int], Iterable[str]]] = []
"""Sentences on a customer that ``actor`` sees, by its number, which a figure of another room would
contradict: that its manager has confirmed its loss."""


def known_of(actor: Actor, customer_id: int) -> list[str]:
    """All that the other rooms have to say."""
    return [told for say in KNOWN_OF_CUSTOMER for told in say(actor, customer_id)]
