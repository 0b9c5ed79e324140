"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from typing import Any

from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.matrix.rules.position import Stage
from clavero.portfolio.models import Customer
from clavero.relationships.models import Contact, Judgement, Tie
from clavero.relationships.rules.judging import Kind
from clavero.relationships.rules.matrix import Ours
from clavero.relationships.rules.people import Function
from clavero.relationships.rules.sides import Side
from clavero.relationships.services import (
    add_contact,
    add_tie,
    judge_contact,
    judge_tie,
    say_stage,
)

SYSTEM = Actor.system()


def make_contact(
    customer: Customer,
    name: str = "Marta Gil Soler",
    *,
    function: Function = Function.PURCHASING,
    **given: Any,
) -> Contact:
    """A contact, by default somebody of purchasing."""
    return add_contact(SYSTEM, customer_id=customer.pk, function=function, name=name, **given)


def make_judgement(
    contact: Contact, kind: Kind = Kind.ATTITUDE, value: int = 1, **given: Any
) -> Judgement:
    """What somebody thinks of a contact since today."""
    told = {"source": "Said so at lunch", **given}
    return judge_contact(SYSTEM, contact_id=contact.pk, kind=kind, value=value, **told)


def make_tie(
    contact: Contact, person: Person, *, ours: Ours = Ours.KAM, strength: int = 2, **given: Any
) -> Tie:
    """Somebody of ours knows a contact since today."""
    told = {"source": "Calls every week", **given}
    return add_tie(
        SYSTEM, contact_id=contact.pk, person_id=person.pk, ours=ours, strength=strength, **told
    )


LINKED = (Function.PURCHASING, Function.PRODUCTION, Function.LOGISTICS, Function.MANAGEMENT)


def make_links(
    customer: Customer, person: Person, *strengths: int, stage: Stage = Stage.INTEGRATED
) -> list[Tie]:
    """A key account manager who knows somebody in as many functions as there are ``strengths``, at
    an account of a stage that asks for more."""
    say_stage(SYSTEM, customer_id=customer.pk, side=Side.OURS, stage=stage, source="Yearly review")
    return [
        make_tie(
            make_contact(customer, f"Somebody of {each}", function=each), person, strength=strength,
            interval_days=365,
        )
        for each, strength in zip(LINKED, strengths, strict=False)
    ]  # fmt: skip


def judge_again(*strengths: tuple[Tie, int]) -> None:
    """Say anew how well some know each other."""
    for tie, value in strengths:
        judge_tie(SYSTEM, tie_id=tie.pk, value=value, source="Called them")
