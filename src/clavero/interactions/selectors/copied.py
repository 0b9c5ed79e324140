"""Where mails are copied to, and what of the mailbox was not taken in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from clavero.core.errors import Forbidden
from clavero.identity.rules import Actor, Verb
from clavero.interactions.models import Mailbox, Unread
from clavero.interactions.rules.copying import copy_address

_MOST = 100


@dataclass(frozen=True, slots=True)
class MailboxSeen:
    """The mailbox for who directs the department: its address, when it was last read, and the mails
    that were left in it, the latest first."""

    address: str
    read_at: datetime | None
    left: Sequence[Unread]


def copy_to(customer_id: int) -> str:
    """The address to copy mails with an account to; nothing while no mailbox is set up. For who has
    found the account among those that they may see."""
    server = settings.MAILBOX
    if server is None:
        return ""
    return copy_address(server.address, settings.SECRET_KEY, customer_id)


def sees_mailbox(actor: Actor) -> bool:
    """Who reads which mails were left: whoever tends the relationships of all accounts."""
    return actor.may(Verb.SEE_WHOLE_PORTFOLIO) and actor.may(Verb.TEND_CONTACTS)


def mailbox_seen(actor: Actor) -> MailboxSeen:
    """The mailbox. Raises :class:`Forbidden` for who does not direct the department."""
    if not sees_mailbox(actor):
        raise Forbidden(Verb.SEE_WHOLE_PORTFOLIO)
    server = settings.MAILBOX
    if server is None:
        return MailboxSeen("", None, ())
    box = Mailbox.objects.filter(key=server.key[:200]).first()
    if box is None:
        return MailboxSeen(server.address, None, ())
    return MailboxSeen(server.address, box.read_at, list(box.unread.all()[:_MOST]))
