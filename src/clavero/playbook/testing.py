"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from datetime import date

from clavero.identity.rules import Actor
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.testing import hold
from clavero.playbook.models import Proposal
from clavero.portfolio.models import Customer

SYSTEM = Actor.system()
REVIEWED = date(2026, 3, 2)


def placed(code: str, strategy: Strategy, day: date = REVIEWED) -> Customer:
    """An account that a review has given ``strategy``, and so its proposals."""
    hold(day, {code: strategy})
    return Customer.objects.get(code=code)


def first_proposal(customer: Customer) -> Proposal:
    """The first thing that is open."""
    return Proposal.objects.filter(customer=customer, state="open").order_by("pk")[0]
