"""Saved views: kept and removed by the person they belong to."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import Who, record
from clavero.core.errors import Refusal
from clavero.ui.models import NAME_LENGTH, QUERY_LENGTH, SavedView
from clavero.ui.selectors import own_view, person_of


@transaction.atomic
def save_view(
    actor: Who, *, screen: str, name: str, query: str, is_shared: bool = False
) -> SavedView:
    """Keep a list's filters and order under a name; the same name again replaces them.

    ``query`` are the address's parameters, without the question mark.
    """
    name = name.strip()
    if not name:
        raise Refusal(_("A view needs a name."), code="no_name", field="name")
    if len(name) > NAME_LENGTH or len(query) > QUERY_LENGTH:
        raise Refusal(
            _("This view is too long to be kept."),
            code="too_long",
            field="name",
            hint=_("Use a shorter name or fewer filters."),
        )
    view, _is_new = SavedView.objects.update_or_create(
        person_id=person_of(actor),
        screen=screen,
        name=name,
        defaults={"query": query, "is_shared": is_shared},
    )
    record(actor, "view.saved", view, after={"name": name, "query": query, "is_shared": is_shared})
    return view


@transaction.atomic
def delete_view(actor: Who, *, view_id: int) -> None:
    """Remove a view of one's own. Raises ``SavedView.DoesNotExist`` for anybody else's."""
    view = own_view(actor, view_id)
    record(actor, "view.removed", view, before={"name": view.name, "query": view.query})
    view.delete()
