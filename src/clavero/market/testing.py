"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from datetime import date
from typing import Any

from clavero.identity.rules import Actor
from clavero.market.models import Note
from clavero.market.services import add_note
from clavero.portfolio.models import Customer


def make_note(
    customer: Customer | None = None, text: str = "Prices of steel rise", **given: Any
) -> Note:
    """A note, of the whole market unless ``customer`` or ``sector`` says otherwise."""
    return add_note(
        Actor.system(),
        **{
            "customer_id": None if customer is None else customer.pk,
            "text": text,
            "source": "Expansión",
            "seen_on": date(2026, 3, 2),
            **given,
        },
    )
