"""Messages to contacts, in their language: the invitation, and the reminders after it."""

from __future__ import annotations

import logging
from datetime import timedelta
from email.utils import formataddr, parseaddr
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation

from clavero.loyalty.links import address_of
from clavero.loyalty.models import Invitation
from clavero.loyalty.rules.asking import State, state_of
from clavero.relationships.selectors import email_of

_CLAIMED = timedelta(minutes=10)
_log = logging.getLogger(__name__)


def reaches_people() -> bool:
    """Whether messages go anywhere: without a mail server they are only printed."""
    return not settings.EMAIL_BACKEND.endswith("console.EmailBackend")


def deliver(invitation_id: int) -> bool:
    """Send the invitation, or the reminder that is due, if the link still opens anything; whether a
    mail server took it. Sent once: a second call for the same message does nothing, at the same
    moment either."""
    if not _claim(invitation_id):
        return False
    invitation = _to_send(invitation_id)  # after the claim: what another has sent is told by now
    address = "" if invitation is None else email_of(invitation.contact_id or 0)
    if invitation is None or not address:
        Invitation.objects.filter(pk=invitation_id).update(claimed_at=None)
        return False
    try:
        _message(invitation, address).send()
    except (SMTPException, OSError):
        _log.warning("invitation %s could not be sent", invitation.pk, exc_info=True)
        _note(invitation, is_sent=False)
        return False
    _note(invitation, is_sent=True)
    return reaches_people()


def _claim(invitation_id: int) -> bool:
    """Whether nobody else is sending it; a worker that was killed over it is no longer."""
    now = timezone.now()
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - _CLAIMED)
    return bool(Invitation.objects.filter(free, pk=invitation_id).update(claimed_at=now))


def _to_send(invitation_id: int) -> Invitation | None:
    found = Invitation.objects.select_related("wave__version", "wave__sender", "contact")
    invitation = found.filter(pk=invitation_id, left_out="").first()
    if invitation is None or invitation.contact is None:
        return None
    state = state_of(
        answered_at=invitation.answered_at,
        revoked_at=invitation.revoked_at,
        expires_at=invitation.expires_at,
        closed_at=invitation.wave.closed_at,
        now=timezone.now(),
    )
    is_due = invitation.sent_at is None or (
        invitation.reminded_at is not None and invitation.sent_at < invitation.reminded_at
    )
    return invitation if state is State.OPEN and is_due else None


def _message(invitation: Invitation, address: str) -> EmailMessage:
    contact, wave = invitation.contact, invitation.wave
    assert contact is not None
    name = "reminder" if invitation.reminders else "invitation"
    language = invitation.language
    link, stop = (address_of(invitation.key, language, page) for page in ("survey", "stop"))
    with translation.override(language):
        asked = wave.version.asked
        told = {
            "name": contact.name,
            "company": settings.COMPANY,
            "by": wave.asks,
            "title": asked.title[language],
            "intro": asked.intro.get(language, ""),
            "link": link,
            "stop": stop,
            "until": wave.closes_on,
        }
        subject = " ".join(render_to_string(f"loyalty/email/{name}_subject.txt", told).split())
        text = render_to_string(f"loyalty/email/{name}_message.txt", told)
    return EmailMessage(
        subject,
        text,
        _from_company(),
        [address],
        reply_to=[] if wave.sender is None else [wave.sender.email],
        headers={"Auto-Submitted": "auto-generated", "List-Unsubscribe": f"<{stop}>"},
    )


def _from_company() -> str:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or settings.COMPANY, address))


@transaction.atomic
def _note(invitation: Invitation, *, is_sent: bool) -> None:
    now = timezone.now()
    row = Invitation.objects.filter(pk=invitation.pk)
    told = {"sent_at": now, "failed_at": None} if is_sent else {"failed_at": now}
    row.update(claimed_at=None, **told)
