"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from clavero.commercial.models import AccountTargets, CommercialSettings, CompanyVersion
from clavero.commercial.rules.programmes import Programme, ProgrammeKind
from clavero.commercial.rules.targets import Cell, Target
from clavero.commercial.selectors import commercial_settings
from clavero.commercial.services import (
    approve_company_plan,
    keep_programme,
    set_account_targets,
    set_commercial_settings,
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


def sells_through_shops() -> None:
    """From now on the company has programmes."""
    set_commercial_settings(
        SYSTEM,
        first_month=commercial_settings().first_month,
        sells_through_shops=True,
        seen=revision_of(CommercialSettings()),
    )


def a_programme(**said: Any) -> Programme:
    """A programme as somebody writes it."""
    given = {
        "key": 0,
        "kind": ProgrammeKind.SHOPPER,
        "name": "Spring fair",
        "aim": "Belts at the till",
        "families": ("Belts",),
        "first": date(2027, 3, 1),
        "last": date(2027, 5, 1),
        "budget": Decimal(1000),
        "sales": Decimal(10_000),
    }
    return Programme(**{**given, **said})


def make_programme(**said: Any) -> Programme:
    """A programme of the version that holds, of a company that sells through shops and has
    targets of its families."""
    sells_through_shops()
    last = CompanyVersion.objects.first() or set_company_targets(SYSTEM, targets=planned())
    seen = revision_of(last)
    found = keep_programme(SYSTEM, asked=a_programme(**said), seen=seen)
    version = CompanyVersion.objects.get(state="draft")
    submit_company_plan(SYSTEM, seen=revision_of(version))
    approve_company_plan(SYSTEM, seen=revision_of(version))
    return found
