"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from typing import Any

from clavero.identity.rules import Actor
from clavero.portfolio.models import Customer
from clavero.reports.models import Document, Template
from clavero.reports.rendering.decks.house import example
from clavero.reports.rules import Kind
from clavero.reports.services import bring_template, make_document, order_document

SYSTEM = Actor.system()


def make_brief(customer: Customer, actor: Actor = SYSTEM, **given: Any) -> Document:
    """The brief of an account, ready."""
    told: dict[str, Any] = {"kind": Kind.ACCOUNT, "language": "en", **given}
    row = order_document(actor, customer_id=customer.pk, **told)
    make_document(actor, document_id=row.pk)
    row.refresh_from_db()
    return row


def another(document: Document) -> Document:
    """One more like it, for which nothing has to be drawn."""
    row = Document.objects.get(pk=document.pk)
    row.pk = None
    row._state.adding = True
    row.save()
    return row


def make_template(name: str = "Empresa.pptx", actor: Actor = SYSTEM) -> Template:
    """A version of the company's template for slides, in use."""
    return bring_template(actor, content=example("es"), name=name)
