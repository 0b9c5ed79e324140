"""Documents are made in the background; without a worker, at once."""

from __future__ import annotations

from datetime import date

from django_tasks import task

from clavero.core.errors import Refusal
from clavero.identity.doors import actor_for
from clavero.identity.rules import Actor
from clavero.reports.models import Document
from clavero.reports.services import make_document, tidy_up


@task()
def make(document_id: int) -> None:
    """Make an ordered document, by what its maker may see by then."""
    row = Document.objects.select_related("maker").filter(pk=document_id).first()
    if row is not None:
        actor = Actor.system(row.by_name) if row.maker is None else actor_for(row.maker)
        make_document(actor, document_id=row.pk)


def at_night(on: date) -> Refusal | None:
    """Throw old documents away."""
    tidy_up(Actor.system())
    return None
