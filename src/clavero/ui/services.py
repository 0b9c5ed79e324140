"""Saved views: kept, shared and removed by the person they belong to."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import Who, record
from clavero.core.errors import Forbidden, Refusal
from clavero.ui import screens
from clavero.ui.models import NAME_LENGTH, QUERY_LENGTH, SavedView
from clavero.ui.selectors import own_view, person_of, view_to_unshare

MOST_VIEWS = 50
"""Of one person on one screen: a shared one stands in everybody's list."""


@transaction.atomic
def save_view(
    actor: Who, *, screen: str, name: str, query: str, is_shared: bool = False
) -> SavedView:
    """Keep a list's filters and order under a name; the same name again replaces one's own.

    ``query`` are the address's parameters, without the question mark; what the screen does not
    know is left out. Whoever may open a screen may keep views of it, and share them with the
    others who may.
    """
    person_id = person_of(actor)
    name = _tidy(name)
    if not name:
        raise Refusal(_("A view needs a name."), code="no_name", field="name")
    if not screens.exists(screen):
        raise Refusal(_("There is no list of that name."), code="no_such_screen", field="screen")
    if not screens.may_open(actor, screen):
        raise Forbidden(screen)
    query = screens.query_for(screen, query) if len(query) <= 2 * QUERY_LENGTH else query
    if len(name) > NAME_LENGTH or len(query) > QUERY_LENGTH:
        raise Refusal(
            _("This view is too long to be kept."),
            code="too_long",
            field="name",
            hint=_("Use a shorter name or fewer filters."),
        )
    mine = SavedView.objects.filter(person_id=person_id, screen=screen)
    present = mine.select_for_update().filter(name=name).first()
    if present is None and mine.count() >= MOST_VIEWS:
        raise Refusal(
            _("You keep %(most)s views of this list already."),
            code="too_many",
            field="name",
            hint=_("Remove one that you do not need any more."),
            most=MOST_VIEWS,
        )
    view, _is_new = SavedView.objects.update_or_create(
        person_id=person_id,
        screen=screen,
        name=name,
        defaults={"query": query, "is_shared": is_shared},
    )
    record(actor, "view.saved", view, before=_told(present) if present else None, after=_told(view))
    return view


@transaction.atomic
def share_view(actor: Who, *, view_id: int) -> SavedView:
    """Show a view of one's own to everybody who may open its screen."""
    view = own_view(actor, view_id)
    if not screens.may_open(actor, view.screen):
        raise Forbidden(view.screen)
    return _set_shared(actor, "view.shared", view, is_shared=True)


@transaction.atomic
def unshare_view(actor: Who, *, view_id: int) -> SavedView:
    """Take a view out of everybody's lists; it stays in that of the person it belongs to.

    That person may, and who tends the shared views. Raises ``SavedView.DoesNotExist`` for others.
    """
    return _set_shared(actor, "view.unshared", view_to_unshare(actor, view_id), is_shared=False)


@transaction.atomic
def delete_view(actor: Who, *, view_id: int) -> None:
    """Remove a view of one's own. Raises ``SavedView.DoesNotExist`` for anybody else's."""
    view = own_view(actor, view_id)
    record(actor, "view.removed", view, before=_told(view))
    view.delete()


def _set_shared(actor: Who, verb: str, view: SavedView, *, is_shared: bool) -> SavedView:
    if view.is_shared == is_shared:
        return view
    before = _told(view)
    view.is_shared = is_shared
    view.save(update_fields=["is_shared"])
    record(actor, verb, view, before=before, after=_told(view))
    return view


def _tidy(name: str) -> str:
    """On one line, without signs that nobody sees: a name stands in other people's lists."""
    words = "".join(sign if sign.isprintable() else " " for sign in name).split()
    return " ".join(words)


def _told(view: SavedView) -> dict[str, object]:
    return {"name": view.name, "query": view.query, "is_shared": view.is_shared}
