"""Where a higher domain asks for a link on the page of a customer.

``customer_pages`` is filled in ``AppConfig.ready``, in the order of the links.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from clavero.core.errors import Sentence
from clavero.identity.rules import Actor


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """A page about a customer: its address takes the customer's id and carries the period and
    tree along. ``shown_to`` says who finds the link."""

    label: Sentence
    icon: str
    url_name: str
    shown_to: Callable[[Actor], bool]


customer_pages: list[CustomerPage] = []
