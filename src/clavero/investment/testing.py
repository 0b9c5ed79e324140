"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from clavero.identity.rules import Actor
from clavero.investment.models import Assessment, Case, Drawing, Funding, Level, Round
from clavero.investment.rules.cases import Expected
from clavero.investment.rules.kinds import Stage
from clavero.investment.selectors import latest_terms
from clavero.investment.services import (
    decide,
    make_draws,
    open_round,
    order_draws,
    put_forward,
    set_level,
    set_terms,
)
from clavero.portfolio.models import Customer

SYSTEM = Actor.system()
Number = int | str | Decimal


def the_open_round() -> Round:
    """The open round; one is opened where there is none."""
    found = Round.objects.filter(stage=Stage.OPEN).first()
    return found or open_round(SYSTEM, name=f"Round {Round.objects.count() + 1}")


def with_terms(budget: Number = 1_000_000, **more: Any) -> Round:
    """The open round with so much to spend."""
    found = the_open_round()
    before = latest_terms(found)
    set_terms(
        SYSTEM,
        round_id=found.pk,
        **{
            "budget": Decimal(budget),
            "rate": Decimal("0.10"),
            "reason": "The plan of the year",
            "seen": 0 if before is None else before.pk,
            **more,
        },
    )
    return found


def expected(
    outlay: Number,
    *years: Number,
    low: Iterable[Number] | None = None,
    high: Iterable[Number] | None = None,
    **more: Any,
) -> Expected:
    """What a level costs and brings; sure where no low and high are given."""
    likely = _years(years)
    return Expected(
        outlay=Decimal(outlay),
        inertial=_years((0, 0, 0)),
        low=likely if low is None else _years(low),
        likely=likely,
        high=likely if high is None else _years(high),
        **more,
    )


def _years(values: Iterable[Number]) -> tuple[Decimal, ...]:
    return tuple(Decimal(each) for each in values)


def make_case(
    customer: Customer,
    *levels: tuple[str, Expected],
    actor: Actor = SYSTEM,
    purpose: str = "A line of its own",
) -> Case:
    """A customer put forward in the open round; with one level where none is given."""
    found = the_open_round()
    case = Case.objects.filter(round=found, customer=customer).first()
    if case is None:
        case = put_forward(actor, round_id=found.pk, customer_id=customer.pk, purpose=purpose)
    for name, each in levels or (("whole", expected(100, 40, 60, 80)),):
        if not Level.objects.filter(case=case, name=name).exists():
            set_level(actor, case_id=case.pk, name=name, expected=each)
    return case


def fund(case: Case, level: str = "whole", *, on: date | None = None) -> Funding:
    """A case that an executive has decided to fund, today or as if on an earlier day."""
    if latest_terms(case.round) is None:
        with_terms()
    funding = decide(SYSTEM, case_id=case.pk, level=level, reason="It pays")
    if on is not None:
        gate_on = timezone.localdate() if funding.gate_on is None else funding.gate_on
        moved = gate_on - (timezone.localdate() - on)
        Funding.objects.filter(pk=funding.pk).update(decided_on=on, gate_on=moved)
        funding.refresh_from_db()
    return funding


def assess(actor: Actor, *, round_id: int) -> Assessment:
    """Draws asked for and made."""
    row = order_draws(actor, round_id=round_id)
    make_draws(row.pk)
    made = Drawing.objects.select_related("assessment").get(pk=row.pk).assessment
    assert made is not None
    return made
