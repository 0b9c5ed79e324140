"""Documents go: by hand, or when they are old."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from clavero.core.audit import record, record_many
from clavero.core.errors import Forbidden
from clavero.identity.rules import Actor
from clavero.reports import store
from clavero.reports.models import Document
from clavero.reports.rules import DEAD_AFTER, KEPT, UNDER_WAY, State
from clavero.reports.selectors import documents, may_remove


@transaction.atomic
def remove_document(actor: Actor, *, document_id: int) -> None:
    """Throw one away, with its file. Raises ``Document.DoesNotExist`` for strangers to it."""
    row = documents(actor).select_for_update(of=("self",)).get(pk=document_id)
    if not may_remove(actor, row):
        raise Forbidden("a document of somebody else")
    record(actor, "document.removed", row, before=_told(row))
    file = row.file
    row.delete()
    transaction.on_commit(lambda: store.throw_away(file))


def tidy_up(actor: Actor) -> int:
    """Throw away what is older than it is kept, and files that no document knows; say of those
    that nobody has finished that they were interrupted. How many went."""
    now = timezone.now()
    with transaction.atomic():
        old = list(Document.objects.select_for_update().filter(ordered_at__lt=now - KEPT))
        record_many(actor, "document.expired", [(each, _told(each), None) for each in old])
        Document.objects.filter(pk__in=[each.pk for each in old]).delete()
        stuck = Document.objects.filter(
            state__in=[each.value for each in UNDER_WAY], ordered_at__lt=now - DEAD_AFTER
        )
        for row in stuck:
            with override(row.language):
                why = gettext("Making it was interrupted. Order it again.")
            Document.objects.filter(pk=row.pk).update(state=State.FAILED.value, failure=why)
    for each in old:
        store.throw_away(each.file)
    known = set(Document.objects.exclude(file="").values_list("file", flat=True))
    store.sweep(known, (now - DEAD_AFTER).timestamp())
    return len(old)


def _told(row: Document) -> dict[str, object]:
    return {"kind": row.kind, "customer_id": row.customer_id, "digest": row.digest}
