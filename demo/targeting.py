"""The company's commercial plan of three years with two programmes, and targets of the accounts
that have a plan with their part in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from clavero.commercial.models import CompanyVersion
from clavero.commercial.rules.programmes import Part, Programme, ProgrammeKind
from clavero.commercial.rules.targets import Cell, Target
from clavero.commercial.selectors import account_picture, company_picture
from clavero.commercial.services import (
    approve_company_plan,
    keep_programme,
    set_account_targets,
    set_commercial_settings,
    set_company_targets,
    set_months,
    set_parts,
    submit_company_plan,
)
from clavero.core.period import add_months, first_of_month
from clavero.core.revisions import revision_of
from clavero.identity.rules import Actor
from clavero.portfolio.models import Customer
from demo.products import BY_KEY

_GROWTH, _MARGIN = Decimal("1.05"), Decimal("0.31")
_YEARS = 2
_SHARES = (Decimal("0.5"), Decimal("0.25"))
"""The part of the first and of the second account in a programme."""


@dataclass(frozen=True, slots=True)
class _Made:
    """A programme in both languages: ``starts`` months from now, for ``months``; ``mechanic`` is
    how accounts do it."""

    kind: ProgrammeKind
    name: tuple[str, str]
    aim: tuple[str, str]
    mechanic: tuple[str, str]
    families: tuple[str, ...]
    starts: int
    months: int
    budget: int
    sales: int

    def programme(self, today: date, which: int, leader: Actor) -> Programme:
        """As it stands in the plan."""
        first = add_months(first_of_month(today), self.starts)
        return Programme(
            key=0,
            kind=self.kind,
            name=self.name[which],
            aim=self.aim[which],
            families=tuple(BY_KEY[key].names[which] for key in self.families),
            first=first,
            last=add_months(first, self.months - 1),
            budget=Decimal(self.budget),
            sales=Decimal(self.sales),
            leader_id=leader.user_id,
        )


PROGRAMMES = (
    _Made(
        ProgrammeKind.CONSUMER,
        ("Manos seguras", "Safe hands"),
        (
            "Que quien trabaja en planta pruebe los guantes una semana y los pida a su almacén.",
            "Those who work in the plant try the gloves for a week and ask their store for them.",
        ),
        (
            "Una caja de prueba por turno y un buzón con preguntas en el vestuario.",
            "A box to try for each shift, and a letter box for questions in the changing room.",
        ),
        ("EPI",), 2, 3, 18_000, 150_000,
    ),
    _Made(
        ProgrammeKind.SHOPPER,
        ("El mostrador que enseña", "The counter that shows"),
        (
            "Que quien recoge en el mostrador vea juntos el disco y la herramienta que lo lleva.",
            "Whoever fetches at the counter sees the disc beside the tool that takes it.",
        ),
        (
            "Expositor junto a la caja y demostración los martes por la mañana.",
            "A display beside the till, and a demonstration on Tuesday mornings.",
        ),
        ("ABR", "HER"), 4, 4, 24_000, 220_000,
    ),
)  # fmt: skip


def of_company(director: Actor, executive: Actor, senior: Actor, language: str) -> None:
    """The director writes the plan, the general manager approves it; once."""
    if CompanyVersion.objects.exists():
        return
    targets = _grown(company_picture(director).sold, _YEARS)
    if targets:
        set_commercial_settings(director, first_month=1, sells_through_shops=True)
        version = set_company_targets(director, targets=targets)
        which, today = ("es", "en").index(language), timezone.localdate()
        for made, leader in zip(PROGRAMMES, (director, senior), strict=True):
            asked = made.programme(today, which, leader)
            keep_programme(director, asked=asked, seen=revision_of(version))
        submit_company_plan(director, seen=revision_of(version))
        approve_company_plan(executive, seen=revision_of(version))


def of_account(manager: Actor, customer: Customer, number: int, which: int) -> None:
    """What an account with a plan is to buy, with the months as they are proposed, and its part in
    the programmes; the second account takes part in the last one only."""
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
    parts = {
        each.key: Part(
            each.name,
            (each.budget * _SHARES[number]).quantize(Decimal(1)),
            (each.sales * _SHARES[number]).quantize(Decimal(1)),
            made.mechanic[which],
        )
        for each, made in zip(picture.programmes, PROGRAMMES, strict=True)
    }
    for key in list(parts)[:number]:
        del parts[key]
    set_parts(manager, customer_id=customer.pk, parts=parts, seen=revision_of(row))


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
