"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from typing import Any

from clavero.identity.rules import Actor
from clavero.portfolio.models import Customer
from clavero.reports.models import Document
from clavero.reports.rules import Kind
from clavero.reports.services import make_document, order_document

SYSTEM = Actor.system()


def make_brief(customer: Customer, actor: Actor = SYSTEM, **given: Any) -> Document:
    """The brief of an account, ready."""
    told: dict[str, Any] = {"kind": Kind.ACCOUNT, "language": "en", **given}
    row = order_document(actor, customer_id=customer.pk, **told)
    make_document(actor, document_id=row.pk)
    row.refresh_from_db()
    return row
