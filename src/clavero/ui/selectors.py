"""What can be read of what the pages remember."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from clavero.core.audit import Who
from clavero.core.errors import Forbidden
from clavero.ui import screens
from clavero.ui.hooks import tends_shared_views
from clavero.ui.models import SavedView


def person_of(actor: Who) -> int:
    """The person behind an actor. The system itself keeps no views."""
    if actor.user_id is None:
        raise Forbidden("views belong to people")
    return actor.user_id


def saved_views(actor: Who, screen: str) -> QuerySet[SavedView]:
    """The views of a screen that ``actor`` may open: their own, and those that others share.

    A view is an address and nothing else: whoever opens it sees what they may see themselves.
    """
    mine_or_shared = Q(person_id=person_of(actor)) | Q(is_shared=True)
    return SavedView.objects.filter(mine_or_shared, screen=screen).select_related("person")


def own_view(actor: Who, view_id: int) -> SavedView:
    """A view of the actor's own, locked; others' do not exist for this."""
    own = SavedView.objects.select_for_update(of=("self",))
    return own.get(pk=view_id, person_id=person_of(actor))


def tends_views(actor: Who) -> bool:
    """Whether ``actor`` may stop the sharing of what others share."""
    return any(allows(actor) for allows in tends_shared_views)


def view_to_unshare(actor: Who, view_id: int) -> SavedView:
    """A view of one's own, or a shared one for who tends them and may open its screen."""
    view = SavedView.objects.select_for_update(of=("self",)).get(pk=view_id)
    is_own = view.person_id == person_of(actor)
    if not is_own and not (
        view.is_shared and tends_views(actor) and screens.may_open(actor, view.screen)
    ):
        raise SavedView.DoesNotExist
    return view
