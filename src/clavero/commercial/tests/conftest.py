"""The made-up sales of opportunities, and an account of the senior's with a plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from clavero.identity.testing import Cast
from clavero.opportunities.testing import company
from clavero.plans.testing import make_plan
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover


@pytest.fixture(autouse=True)
def apart(own_ledger: Path) -> None:
    """Each test has a ledger of its own, whether or not it asks for it."""


@pytest.fixture
def account(cast: Cast) -> Customer:
    """A with sales of belts and chains, led by the senior."""
    company()
    found = Customer.objects.get(code="A")
    cover(cast.senior, found)
    make_plan(found)
    return found
