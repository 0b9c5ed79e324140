"""Who has come in by a link. Nothing here knows an actor: a guest is nobody in Clavero."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from clavero.sharing.links import digest_of_word, key_of
from clavero.sharing.models import Answer, GuestSession, Share
from clavero.sharing.rules.entering import ShareState, state_of


@dataclass(frozen=True, slots=True)
class Guest:
    """A person of the customer, in a browser that has brought the code. It is also who the audit
    keeps: somebody without a number among our people."""

    share_id: int
    session_id: int
    plan_id: int
    customer: str
    name: str
    language: str
    until: datetime
    token: str
    user_id: None = None

    def is_own(self, answer: Answer) -> bool:
        """Whether they have said it themselves, by this link."""
        return answer.share_id == self.share_id


@dataclass(frozen=True, slots=True)
class Closed:
    """A link that is over, for a browser that had brought its code: who is to be asked for another
    one, and why there is no going on."""

    state: ShareState
    by: str
    language: str


def open_share(token: str) -> QuerySet[Share]:
    """The share that a link opens today: one, or none."""
    key = key_of(token)
    if key is None:
        return Share.objects.none()
    return Share.objects.filter(key=key, revoked_at=None, expires_at__gt=timezone.now())


def closed_share(token: str) -> QuerySet[Share]:
    """The share of a link that is over: one, or none."""
    key = key_of(token)
    if key is None:
        return Share.objects.none()
    is_over = Q(revoked_at__isnull=False) | Q(expires_at__lte=timezone.now())
    return Share.objects.filter(is_over, key=key)


def guest_of(token: str, word: str) -> Guest | None:
    """Who reads the page of a link with what their browser brings along. One query, none without
    either."""
    if not word or (key := key_of(token)) is None:
        return None
    now = timezone.now()
    session = (
        GuestSession.objects.filter(
            digest=digest_of_word(word), ended_at=None, expires_at__gt=now, share__key=key,
            share__revoked_at=None, share__expires_at__gt=now,
        )
        .select_related("share__plan__customer")
        .first()
    )  # fmt: skip
    if session is None:
        return None
    share = session.share
    return Guest(
        share_id=share.pk,
        session_id=session.pk,
        plan_id=share.plan_id,
        customer=str(share.plan.customer),
        name=share.name,
        language=share.language,
        until=share.expires_at,
        token=token,
    )


def closed_to(token: str, word: str) -> Closed | None:
    """What is told of a link that is over to who once proved whom it was for; ``None`` for
    everybody else, and while it is in force. At most one query, none without either."""
    if not word or (key := key_of(token)) is None:
        return None
    visits = GuestSession.objects.filter(digest=digest_of_word(word), share__key=key)
    session = visits.select_related("share__sender").first()
    if session is None:
        return None
    share = session.share
    state = state_of(share.expires_at, share.revoked_at, timezone.now())
    if state is ShareState.OPEN:
        return None
    return Closed(state, share.asks, share.language)
