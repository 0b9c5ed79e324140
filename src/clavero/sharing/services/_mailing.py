"""Messages to people of the customer, in their language."""

from __future__ import annotations

import logging
from email.utils import formataddr, parseaddr
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from clavero.sharing.models import Share

_log = logging.getLogger(__name__)


def reaches_people() -> bool:
    """Whether messages go anywhere: without a mail server they are only printed."""
    return not settings.EMAIL_BACKEND.endswith("console.EmailBackend")


def _from_company() -> str:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((name or settings.COMPANY, address))


def mail(share: Share, name: str, **words: Any) -> bool:
    """Send the message ``name`` to who a share is for; whether a mail server took it. It says which
    company writes, and an answer to it goes to whom its reader knows there."""
    with translation.override(share.language):
        told = {"share": share, "company": settings.COMPANY, "by": share.asks, **words}
        subject = " ".join(render_to_string(f"sharing/email/{name}_subject.txt", told).split())
        text = render_to_string(f"sharing/email/{name}_message.txt", told)
    message = EmailMessage(
        subject,
        text,
        _from_company(),
        [share.email],
        reply_to=[] if share.sender is None else [share.sender.email],
        headers={
            "Auto-Submitted": "auto-generated",
            **({"List-Unsubscribe": f"<{words['end']}>"} if "end" in words else {}),
        },
    )
    try:
        message.send()
    except (SMTPException, OSError):
        _log.warning("a message about share %s could not be sent", share.pk, exc_info=True)
        return False
    return reaches_people()
