"""A person of the customer comes in: the code, the session, and the record of each visit.

Nothing here says whether a link exists: what is asked of a link that is not ours, has expired or
was taken back is done to nobody, and answered as if it had been done.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from clavero.sharing.links import digest_of_code, digest_of_word, is_code, new_code, new_word
from clavero.sharing.models import Access, Code, GuestSession, Share
from clavero.sharing.rules.entering import (
    CODE_LASTS,
    CODE_TRIES,
    NOTED_A_DAY,
    SESSION_LASTS,
    Visit,
    may_have_code,
)
from clavero.sharing.selectors.guests import Guest, closed_share, open_share
from clavero.sharing.services._mailing import mail
from clavero.sharing.services._telling import tell


def send_code(token: str, *, network: str) -> None:
    """Mail a code to the person of a link, if it opens anything and not too many went out."""
    made = _make_code(token, network)
    if made is not None:
        share, code = made
        mail(share, "code", code=code, minutes=CODE_LASTS // timedelta(minutes=1))


@transaction.atomic
def _make_code(token: str, network: str) -> tuple[Share, str] | None:
    share = open_share(token).select_for_update().first()
    if share is None:
        _note_after_end(token, Visit.ASKED_AFTER, network)
        return None
    now = timezone.now()
    today = share.codes.filter(created_at__gt=now - timedelta(days=1))
    if not may_have_code(list(today.values_list("created_at", flat=True)), now):
        _note_some(share, Visit.CODE_HELD_BACK, network)
        return None
    code = new_code()
    Code.objects.create(
        share=share,
        digest=digest_of_code(share.pk, code),
        created_at=now,
        expires_at=now + CODE_LASTS,
    )
    _note(share, Visit.CODE_ASKED, network)
    return share, code


@transaction.atomic
def come_in(token: str, code: str, *, network: str) -> str | None:
    """The word that the guest's browser keeps, where the code is the last one that was mailed, in
    time, unused and not tried too often; ``None`` otherwise, whatever the reason."""
    locked = open_share(token).select_for_update(of=("self",))
    share = locked.select_related("plan__customer").first()
    if share is None:
        _note_after_end(token, Visit.CODE_WRONG, network)
        return None
    now = timezone.now()
    last = share.codes.first()
    if last is None or last.used_at is not None or last.tries >= CODE_TRIES:
        _note_some(share, Visit.CODE_WRONG, network)
        return None
    last.tries += 1
    if now >= last.expires_at or not is_code(last.digest, share.pk, code):
        last.save(update_fields=["tries"])
        _note(share, Visit.CODE_WRONG, network)
        return None
    last.used_at = now
    last.save(update_fields=["tries", "used_at"])
    word = new_word()
    session = GuestSession.objects.create(
        share=share,
        digest=digest_of_word(word),
        expires_at=min(now + SESSION_LASTS, share.expires_at),
    )
    _note(share, Visit.CAME_IN, network)
    guest = Guest(
        share.pk, session.pk, share.plan_id, str(share.plan.customer), share.name, share.language,
        share.expires_at, token,
    )  # fmt: skip
    tell(guest, "share.entered", share)
    return word


@transaction.atomic
def leave(guest: Guest, *, network: str) -> None:
    """End the session; the link opens again with another code."""
    GuestSession.objects.filter(pk=guest.session_id).update(ended_at=timezone.now())
    note_visit(guest, Visit.LEFT, network=network)


def note_visit(guest: Guest, what: Visit, *, network: str) -> None:
    """Keep that a guest read or wrote something."""
    Access.objects.create(share_id=guest.share_id, what=what.value, network=network)


@transaction.atomic
def note_knock(token: str, *, network: str) -> None:
    """Keep that somebody who is not inside opened a link that is over; of other links nothing is
    kept until a code is asked for."""
    _note_after_end(token, Visit.OPENED_AFTER, network)


def note_end(share: Share, *, network: str) -> None:
    """Keep that the reader of a link has ended it."""
    _note(share, Visit.ENDED, network)


def _note_after_end(token: str, what: Visit, network: str) -> None:
    share = closed_share(token).select_for_update().first()
    if share is not None:
        _note_some(share, what, network)


def _note_some(share: Share, what: Visit, network: str) -> None:
    today = share.accesses.filter(what=what.value, at__gt=timezone.now() - timedelta(days=1))
    if today.count() < NOTED_A_DAY:
        _note(share, what, network)


def _note(share: Share, what: Visit, network: str) -> None:
    Access.objects.create(share=share, what=what.value, network=network)
