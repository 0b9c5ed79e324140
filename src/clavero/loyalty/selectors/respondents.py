"""Who answers by a link. Nothing here knows an actor: a respondent is nobody in Clavero."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from clavero.loyalty.links import key_of
from clavero.loyalty.models import Invitation
from clavero.loyalty.rules.asking import Content, State, state_of


@dataclass(frozen=True, slots=True)
class Respondent:
    """A contact whom a link asks. ``asks`` is whom of ours they know; neither their name nor what
    they said is told to whoever holds the link."""

    invitation_id: int
    state: State
    language: str
    asked: Content
    asks: str
    until: date


def invitation_of(token: str) -> QuerySet[Invitation]:
    """The invitation of a link that we have signed: one, or none, without a query for any other
    text."""
    key = key_of(token)
    if key is None:
        return Invitation.objects.none()
    return Invitation.objects.filter(key=key, left_out="")


def respondent_of(token: str) -> Respondent | None:
    """Whom a link asks; ``None`` where it is none of ours. One query."""
    found = invitation_of(token).select_related("wave__version", "wave__sender").first()
    if found is None:
        return None
    return Respondent(
        found.pk,
        state_now(found),
        found.language,
        found.wave.version.asked,
        found.wave.asks,
        found.wave.closes_on,
    )


def state_now(invitation: Invitation) -> State:
    """What its link opens now."""
    return state_of(
        answered_at=invitation.answered_at,
        revoked_at=invitation.revoked_at,
        expires_at=invitation.expires_at,
        closed_at=invitation.wave.closed_at,
        now=timezone.now(),
    )
