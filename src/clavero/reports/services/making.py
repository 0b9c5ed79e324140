"""A document is made: its content is read as its maker may see it today, then drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.reports import store
from clavero.reports.content.model import Document as Content
from clavero.reports.models import Document
from clavero.reports.rules import Form, Kind, State
from clavero.reports.services._catalogue import bring_along, content_of, drawn, read_once

OnState = Callable[[State], None]


@dataclass(frozen=True, slots=True)
class Made:
    """What was drawn; ``pages`` where the file has pages."""

    content: Content
    file: bytes
    pages: int | None


def draw(
    actor: Actor,
    *,
    kind: Kind,
    language: str,
    form: Form = Form.PDF,
    customer_id: int | None = None,
    months: int | None = None,
    on_state: OnState = lambda state: None,
) -> Made:
    """Read and draw a document that nobody keeps. Raises ``ObjectDoesNotExist`` for strangers to
    its account."""
    with override(language):
        on_state(State.READING)
        content = content_of(actor, kind, customer_id, months)
        on_state(State.DRAWING)
        file, pages = drawn(content, form)
    return Made(content, file, pages)


def get_ready() -> None:
    """Bring along what documents are made with, before somebody waits for one."""
    with override("en"):
        bring_along(Actor.system())
        read_once(Actor.system())


def make_document(actor: Actor, *, document_id: int) -> None:
    """Make one that was ordered by ``actor``. A second call, while somebody makes it or once it is
    made, does nothing; what hinders it is written on it."""
    row = _begun(document_id)
    if row is None:
        return
    try:
        made = draw(
            actor,
            kind=Kind(row.kind),
            language=row.language,
            form=Form(row.form),
            customer_id=row.customer_id,
            months=row.months,
            on_state=lambda state: _at(row, state),
        )
    except (ObjectDoesNotExist, Refusal) as hindrance:
        with override(row.language):
            _failed(row, _why(hindrance))
        return
    except Exception:
        with override(row.language):
            _failed(row, gettext("Something went wrong while it was made. Order it again."))
        raise
    kept = store.keep(made.file, row.form)
    written = Document.objects.filter(pk=row.pk, state=State.DRAWING.value).update(
        state=State.DONE.value,
        made_at=timezone.now(),
        of_day=made.content.day,
        file=kept.name,
        size=kept.size,
        pages=made.pages,
        digest=kept.digest,
    )
    if not written:  # somebody has thrown it away meanwhile
        store.throw_away(kept.name)


@transaction.atomic
def _begun(document_id: int) -> Document | None:
    waiting = Document.objects.select_for_update().filter(state=State.WAITING.value)
    row = waiting.filter(pk=document_id).first()
    if row is not None:
        row.state, row.begun_at = State.READING.value, timezone.now()
        row.save(update_fields=["state", "begun_at"])
    return row


def _at(row: Document, state: State) -> None:
    if state.value != row.state:
        row.state = state.value
        Document.objects.filter(pk=row.pk).update(state=state.value)


def _failed(row: Document, why: str) -> None:
    Document.objects.filter(pk=row.pk).update(state=State.FAILED.value, failure=why)


def _why(hindrance: Exception) -> str:
    if isinstance(hindrance, Refusal):
        return str(hindrance)
    return gettext("What it tells of is not there any more, or you do not see it any more.")
