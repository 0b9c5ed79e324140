"""Which documents a person finds, and what is in them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from clavero.core.errors import Forbidden
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.visibility import of_those_seen, scope_for
from clavero.reports import store
from clavero.reports.models import Document, Template
from clavero.reports.rules import Kind, State, TemplateKind

MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class File:
    """A document to hand over."""

    row: Document
    content: bytes


def documents(actor: Actor) -> QuerySet[Document]:
    """The documents that ``actor`` may open today, the latest first: their own as far as they still
    see all that these tell of, and those of everybody for whoever sees the whole portfolio, but
    for handovers: these tell what their maker's team alone may know. Two queries, and a third for
    who sees a part."""
    rows = Document.objects.select_related("customer")
    scope = scope_for(actor)
    own = rows.filter(maker_id=actor.user_id)
    if scope.customers is None:
        return rows.exclude(~Q(maker_id=actor.user_id), kind=Kind.HANDOVER.value)
    told = own.filter(customer__isnull=True, codes__isnull=False).values_list("pk", "codes")
    still = [pk for pk, codes in told if scope.customers.issuperset(codes or ())]
    return own.filter(of_those_seen(actor, scope) | Q(pk__in=still))


def of_account(actor: Actor, customer_id: int) -> QuerySet[Document]:
    """Those that tell of one account."""
    return documents(actor).filter(customer_id=customer_id)


def document_of(actor: Actor, document_id: int) -> Document:
    """One of them. Raises ``Document.DoesNotExist`` for strangers to it."""
    return documents(actor).get(pk=document_id)


def file_of(actor: Actor, document_id: int) -> File:
    """One that is ready, with its content. Raises ``Document.DoesNotExist`` for strangers to it and
    :class:`~clavero.reports.store.FileChanged` where the file is not what was made."""
    row = documents(actor).get(pk=document_id, state=State.DONE.value)
    return File(row, store.read(row.file, row.digest))


def may_remove(actor: Actor, row: Document) -> bool:
    """Whoever ordered it; others wait until it is old."""
    return row.maker_id == actor.user_id


# -- the company's templates -----------------------------------------------------------------------


def templates(actor: Actor) -> QuerySet[Template]:
    """Every version of the company's templates, the latest first, without what is in them. Raises
    :class:`Forbidden` for whoever does not bring them."""
    if not actor.may(Verb.BRING_TEMPLATES):
        raise Forbidden(Verb.BRING_TEMPLATES)
    return Template.objects.defer("content")


def template_of(actor: Actor, template_id: int) -> Template:
    """One of them, whole. Raises ``Template.DoesNotExist`` where there is none."""
    return templates(actor).defer(None).get(pk=template_id)


def template_in_use(kind: TemplateKind) -> bytes | None:
    """What documents of a kind are made with; ``None`` for the house's own design."""
    used = Template.objects.filter(kind=kind.value, is_used=True)
    content = used.values_list("content", flat=True).first()
    return None if content is None else bytes(content)
