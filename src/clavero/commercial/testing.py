"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from decimal import Decimal

from clavero.commercial.models import AccountTargets, CompanyVersion
from clavero.commercial.rules.targets import Cell, Target
from clavero.commercial.services import (
    approve_company_plan,
    set_account_targets,
    set_company_targets,
    submit_company_plan,
)
from clavero.core.revisions import revision_of
from clavero.identity.rules import Actor
from clavero.portfolio.models import Customer

SYSTEM = Actor.system()


def planned(year: int = 2027, family: str = "Belts", sales: int = 1200) -> dict[Cell, Target]:
    """One target."""
    return {Cell(year, family): Target(Decimal(sales))}


def make_company_plan(targets: dict[Cell, Target] | None = None) -> CompanyVersion:
    """A version that holds."""
    version = set_company_targets(SYSTEM, targets=targets or planned())
    submit_company_plan(SYSTEM, seen=revision_of(version))
    return approve_company_plan(SYSTEM, seen=revision_of(version))


def make_targets(customer: Customer, targets: dict[Cell, Target] | None = None) -> AccountTargets:
    """The targets of an account with a plan."""
    return set_account_targets(SYSTEM, customer_id=customer.pk, targets=targets or planned())
