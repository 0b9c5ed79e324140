"""An account with a plan, led by the senior with a junior beside her."""

from __future__ import annotations

import pytest

from clavero.identity.testing import Cast
from clavero.plans.models import Plan
from clavero.plans.testing import make_plan
from clavero.portfolio.models import Customer
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.testing import cover, make_customer


@pytest.fixture
def customer(cast: Cast) -> Customer:
    found = make_customer("C1", "Talleres Ega, S.L.")
    cover(cast.senior, found)
    cover(cast.junior_one, found, role=CoverageRole.MEMBER)
    return found


@pytest.fixture
def plan(customer: Customer) -> Plan:
    return make_plan(customer)
