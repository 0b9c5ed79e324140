"""The company's commercial plan of three years, and targets of the accounts that have a plan."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils import timezone

from clavero.commercial.models import CompanyVersion
from clavero.commercial.rules.targets import Cell, Target
from clavero.commercial.selectors import account_picture, company_picture
from clavero.commercial.services import (
    approve_company_plan,
    set_account_targets,
    set_company_targets,
    set_months,
    submit_company_plan,
)
from clavero.core.revisions import revision_of
from clavero.identity.rules import Actor
from clavero.portfolio.models import Customer

_GROWTH, _MARGIN = Decimal("1.05"), Decimal("0.31")
_YEARS = 2


def of_company(director: Actor, executive: Actor) -> None:
    """The director writes the plan, the general manager approves it; once."""
    if CompanyVersion.objects.exists():
        return
    targets = _grown(company_picture(director).sold, _YEARS)
    if targets:
        version = set_company_targets(director, targets=targets)
        submit_company_plan(director, seen=revision_of(version))
        approve_company_plan(executive, seen=revision_of(version))


def of_account(manager: Actor, customer: Customer) -> None:
    """What an account with a plan is to buy, with the months as they are proposed."""
    picture = account_picture(manager, customer.pk)
    targets = {} if picture is None else _grown(picture.sold, _YEARS)
    if not targets:
        return
    row = set_account_targets(manager, customer_id=customer.pk, targets=targets)
    picture = account_picture(manager, customer.pk)
    assert picture is not None, "it has a plan"
    set_months(
        manager,
        customer_id=customer.pk,
        months={each.month: each.proposal for each in picture.months if each.proposal is not None},
        weights=picture.weights,
        seen=revision_of(row),
    )


def _grown(sold: Mapping[str, Decimal], years: int) -> dict[Cell, Target]:
    """A little more each year of every family, in whole hundreds."""
    this_year = timezone.localdate().year
    found: dict[Cell, Target] = {}
    for family, sales in sold.items():
        for ahead in range(years + 1):
            amount = (max(sales, Decimal(0)) * _GROWTH**ahead).quantize(Decimal("1E2"))
            if amount > 0:
                found[Cell(this_year + ahead, family)] = Target(
                    Decimal(int(amount)), Decimal(int(amount * _MARGIN))
                )
    return found
