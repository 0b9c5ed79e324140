"""What can be read of what the pages remember."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from clavero.core.audit import Who
from clavero.core.errors import Forbidden
from clavero.ui.models import SavedView


def person_of(actor: Who) -> int:
    """The person behind an actor. The system itself keeps no views."""
    if actor.user_id is None:
        raise Forbidden("views belong to people")
    return actor.user_id


def saved_views(actor: Who, screen: str) -> QuerySet[SavedView]:
    """The views of a screen that ``actor`` may open: their own and the shared ones."""
    mine_or_shared = Q(person_id=person_of(actor)) | Q(is_shared=True)
    return SavedView.objects.filter(mine_or_shared, screen=screen)


def own_view(actor: Who, view_id: int) -> SavedView:
    """A view of the actor's own; others' do not exist for this."""
    return SavedView.objects.get(pk=view_id, person_id=person_of(actor))
