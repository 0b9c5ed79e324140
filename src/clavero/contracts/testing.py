"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from datetime import date
from typing import Any

from clavero.contracts.models import Contract
from clavero.contracts.services import add_contract
from clavero.identity.rules import Actor
from clavero.portfolio.models import Customer


def make_contract(customer: Customer, title: str = "Framework agreement", **given: Any) -> Contract:
    """A contract of 2024, in euros."""
    told = {"start": date(2024, 1, 1), "end": date(2024, 12, 31), "currency": "EUR", **given}
    return add_contract(Actor.system(), customer_id=customer.pk, title=title, **told)
