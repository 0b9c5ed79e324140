"""Records that are no more: dissolved by a person, or gone with the last of their sales."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from clavero.core import audit
from clavero.core.errors import Sentence
from clavero.core.models import AuditEntry
from clavero.identity.rules import Actor, Verb
from clavero.ledger.selectors import Product, sees_products
from clavero.portfolio.models import Customer
from clavero.portfolio.words import GONE


@dataclass(frozen=True, slots=True)
class Gone:
    """What became of a record, in words. ``by`` is empty where nobody did it by hand; ``today`` is
    the record that has its code now, if any."""

    name: str
    code: str
    what: Sentence
    by: str
    at: datetime
    today: int | None


def gone_customer(actor: Actor, customer_id: int) -> Gone | None:
    """What became of a customer or a group that ``actor`` could see wherever it belonged."""
    if not (actor.may(Verb.MANAGE_CUSTOMERS) or actor.may(Verb.SEE_WHOLE_PORTFOLIO)):
        return None
    return _gone(Customer(pk=customer_id))


def gone_product(actor: Actor, product_id: int) -> Gone | None:
    """The same of a product, for those who see them."""
    return _gone(Product(pk=product_id)) if sees_products(actor) else None


def _gone(subject: Customer | Product) -> Gone | None:
    model = type(subject)
    last: AuditEntry | None = audit.history(subject).first()
    if last is None or last.verb not in GONE or model._base_manager.filter(pk=subject.pk).exists():
        return None
    was = last.before or {}
    name, code = was.get("name", ""), was.get("code", "")
    today = model._base_manager.filter(code=code).values_list("pk", flat=True).first()
    # What left with an import is taken out by the product: its name would tell nobody anything.
    by = last.by_name if last.by_id else ""
    return Gone(name or code, code, GONE[last.verb], by, last.at, today)
