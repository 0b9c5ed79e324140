"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from clavero.identity.rules import Actor
from clavero.negotiations.models import Concession, Document, Negotiation, Point, Round
from clavero.negotiations.rules.points import PointKind
from clavero.negotiations.services import (
    add_concession,
    add_document,
    add_negotiation,
    add_point,
    add_round,
)
from clavero.portfolio.models import Customer

SYSTEM = Actor.system()
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def make_negotiation(customer: Customer, title: str = "Supply of next year", **given: Any
                     ) -> Negotiation:  # fmt: skip
    """A negotiation in preparation, in euros; ``by`` is who prepares it."""
    by = given.pop("by", SYSTEM)
    given = {"currency": "EUR", "our_alternative": "Sell it abroad", **given}
    return add_negotiation(by, customer_id=customer.pk, title=title, **given)


def make_point(
    negotiation: Negotiation, kind: PointKind = PointKind.PAYMENT, **given: Any
) -> Point:
    """Payment days: 30 wanted, 60 at the most, 90 asked."""
    told = {"name": "Payment days", "target": "30", "limit": "60", "asked": "90", **given}
    return add_point(SYSTEM, negotiation_id=negotiation.pk, kind=kind, **told)


def make_concession(negotiation: Negotiation, **given: Any) -> Concession:
    """One that costs more than it is worth."""
    told = {"text": "A lorry each Monday", "cost": Decimal(5000), "worth": Decimal(3000), **given}
    return add_concession(SYSTEM, negotiation_id=negotiation.pk, **told)


def make_round(negotiation: Negotiation, put: dict[int, Any], **given: Any) -> Round:
    """A round of yesterday."""
    day = timezone.localdate() - timedelta(days=1)
    return add_round(SYSTEM, negotiation_id=negotiation.pk, **{"on": day, "put": put, **given})


def make_document(negotiation: Negotiation, **given: Any) -> Document:
    """A draft in words; ``by`` is who writes it."""
    by = given.pop("by", SYSTEM)
    given = {"title": "Draft of the agreement", "text": "Days: 30\nEnd", **given}
    return add_document(by, negotiation_id=negotiation.pk, **given)
