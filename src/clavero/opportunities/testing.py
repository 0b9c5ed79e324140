"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from clavero.identity.rules import Actor
from clavero.ledger.testing import Row, ledger_of
from clavero.opportunities.models import Need, Opportunity, Solution, WalletEntry
from clavero.opportunities.rules.wallet import WalletSource
from clavero.opportunities.services import (
    add_need,
    add_opportunity,
    add_solution,
    enter_wallet,
)
from clavero.portfolio.models import Customer

SYSTEM = Actor.system()


def company() -> None:
    """A ledger of four whole years to the end of 2024: A bought belts all along and chains since
    May 2024, B belts, and C nothing but tools long ago; D is somebody else with all three."""
    rows = [
        Row(f"A{year}", "A", date(year, 3, 5), Decimal(1000), family="Belts", product="B1")
        for year in range(2021, 2025)
    ]
    rows += [
        Row("A-NEW", "A", date(2024, 5, 6), Decimal(300), family="Chains", product="C1"),
        Row("B24", "B", date(2024, 6, 3), Decimal(400), family="Belts", product="B1"),
        Row("C21", "C", date(2021, 6, 3), Decimal(70), family="Tools", product="T1"),
        Row("D24", "D", date(2024, 2, 1), Decimal(50), family="Tools", product="T1"),
        Row("D24", "D", date(2024, 2, 1), Decimal(50), family="Chains", product="C1"),
        Row("FIRST", "D", date(2021, 1, 1), Decimal(10), family="Belts", product="B1"),
        Row("LAST", "D", date(2024, 12, 31), Decimal(10), family="Belts", product="B1"),
    ]
    ledger_of(rows)


def make_need(customer: Customer, *, text: str = "Fewer stops of line 3", **given: Any) -> Need:
    """A need, heard of today."""
    told = {"source": "Plant manager", "said_on": timezone.localdate(), **given}
    return add_need(SYSTEM, customer_id=customer.pk, text=text, **told)


def make_solution(name: str = "Stock on site", **given: Any) -> Solution:
    """A solution of the company's."""
    return add_solution(SYSTEM, name=name, **given)


def make_wallet(
    customer: Customer, family: str = "Belts", amount: int = 2000, **given: Any
) -> WalletEntry:
    """A wallet that the customer disclosed today."""
    told = {"source": WalletSource.DISCLOSED, "day": timezone.localdate(), **given}
    return enter_wallet(
        SYSTEM, customer_id=customer.pk, family=family, amount=Decimal(amount), **told
    )


def make_opportunity(
    customer: Customer, *, title: str = "Chains for line 3", value: int = 1000, **given: Any
) -> Opportunity:
    """An opportunity that should be decided today."""
    told = {"closes_on": timezone.localdate(), "is_sure": True, **given}
    return add_opportunity(
        SYSTEM, customer_id=customer.pk, title=title, value=Decimal(value), **told
    )
