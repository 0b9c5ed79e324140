"""Documents that the company's people have ordered: of the plans, and for the board."""

from __future__ import annotations

from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.plans.models import Plan
from clavero.reports.models import Document
from clavero.reports.rules import Kind
from clavero.reports.services import make_document, order_document
from demo.people import member


def load(language: str) -> None:
    """The senior has the brief and the plan of each account with a plan, the director the report
    of the portfolio."""
    if Document.objects.exists():
        return
    senior = _actor("senior")
    for customer_id in Plan.objects.order_by("pk").values_list("customer_id", flat=True):
        for kind in (Kind.ACCOUNT, Kind.PLAN):
            _made(senior, kind, language, customer_id)
    _made(_actor("director"), Kind.PORTFOLIO, language)


def _made(actor: Actor, kind: Kind, language: str, customer_id: int | None = None) -> None:
    row = order_document(actor, kind=kind, language=language, customer_id=customer_id)
    make_document(actor, document_id=row.pk)


def _actor(key: str) -> Actor:
    return actor_for(Person.objects.get(email=member(key).email))
