"""Who reads the notes of the market: those of sectors whoever sees sales, those of an account
whoever sees it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from clavero.core.errors import Forbidden
from clavero.core.scope import Scope
from clavero.identity.rules import Actor, Verb
from clavero.market.models import Note
from clavero.portfolio.visibility import scope_for, sees_sales


def notes(actor: Actor) -> QuerySet[Note]:
    """The notes that ``actor`` sees, withdrawn ones too."""
    if actor.user_id is not None and not sees_sales(actor):
        return Note.objects.none()
    return notes_within(scope_for(actor))


def notes_within(scope: Scope) -> QuerySet[Note]:
    """The same, for a scope that was read already."""
    codes = scope.customers
    if codes is None:
        return Note.objects.all()
    return Note.objects.filter(Q(customer__isnull=True) | Q(customer__code__in=sorted(codes)))


def require(actor: Actor) -> None:
    """Raise :class:`Forbidden` for who writes no notes."""
    if not actor.may(Verb.NOTE_MARKET):
        raise Forbidden(Verb.NOTE_MARKET)
