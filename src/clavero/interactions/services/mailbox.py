"""The mails that were copied in: read once each, a few at a time, taken in at their accounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from time import monotonic
from typing import Protocol

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.care import selectors as care
from clavero.care.services import Mailed, MailTaken, complain_by_mail
from clavero.core.errors import Refusal
from clavero.core.tagged import is_own
from clavero.identity.rules import Actor
from clavero.interactions.models import Interaction, Mailbox, Unread
from clavero.interactions.post import Letter, Post, PostError, Server, opened
from clavero.interactions.rules.copying import Reason, accounts_in
from clavero.interactions.rules.found import Found
from clavero.interactions.rules.kinds import Origin
from clavero.interactions.rules.mails import (
    READ_WITH_FILES,
    Attached,
    UnreadableMail,
    files_of,
    read_mail,
)
from clavero.interactions.rules.matching import Matched, match
from clavero.interactions.selectors.matching import known_among
from clavero.interactions.services.taking import draft_of, take_all
from clavero.portfolio.selectors import account_of, merged_into, structure
from clavero.portfolio.visibility import accounts


class CopiedTo(Server, Protocol):
    """The mailbox, and the address that is written before all of its accounts'."""

    @property
    def address(self) -> str: ...
    @property
    def key(self) -> str: ...


MOST_MAILS, MOST_SECONDS = 200, 60
"""How much of a mailbox is read at once; the next hour goes on with it."""
_KEPT = timedelta(days=90)
SYSTEM = Actor.system()


@dataclass(frozen=True, slots=True)
class MailboxRead:
    """What became of the mails, of one to several accounts at each: how many were taken in,
    ``complaints`` of them, were there already, and were left, why."""

    taken: int
    there: int
    left: Counter[Reason]
    is_all: bool
    complaints: int = 0


class _Became(StrEnum):
    """What a mail became that was not left."""

    INTERACTION = "interaction"
    COMPLAINT = "complaint"  # or a note on one
    NOTHING_NEW = "nothing_new"


_OF_COMPLAINTS: dict[MailTaken, _Became | Reason] = {
    MailTaken.NEW: _Became.COMPLAINT,
    MailTaken.NOTED: _Became.COMPLAINT,
    MailTaken.THERE: _Became.NOTHING_NEW,
    MailTaken.ONE_TOO_MANY: Reason.TOO_MANY,
}


@dataclass(frozen=True, slots=True)
class _Looked:
    """A mail as it was read. ``complains`` are the numbers of the accounts that it complains for,
    with what is attached to it."""

    letter: Letter
    found: Found
    complains: Sequence[int] = ()
    attached: Attached = field(default_factory=Attached)


@dataclass(frozen=True, slots=True)
class _Unreadable:
    letter: Letter


def read_mailbox(
    actor: Actor, *, most: int = MOST_MAILS, seconds: float = MOST_SECONDS
) -> MailboxRead:
    """Take in what was copied to the mailbox since the last time. Nothing in it is changed: a mail
    that is not taken in lies where it lay, and is told with the reason.

    Raises :class:`Refusal` where there is no mailbox, or it cannot be read.
    """
    server: CopiedTo | None = settings.MAILBOX
    if server is None:
        raise Refusal(
            _("No mailbox is set up."), code="no_mailbox",
            hint=_("Set CLAVERO_MAILBOX and CLAVERO_MAILBOX_ADDRESS."),
        )  # fmt: skip
    box, _made = Mailbox.objects.get_or_create(key=server.key[:200])
    Unread.objects.filter(told_at__lt=timezone.now() - _KEPT).delete()
    try:
        with opened(server) as post:
            return _read(actor, box, post, server, most, monotonic() + seconds)
    except PostError as error:
        raise Refusal(
            _("The mailbox cannot be read: %(why)s"), code="mailbox_closed", why=_why(error)
        ) from error


def _read(
    actor: Actor, box: Mailbox, post: Post, server: CopiedTo, most: int, until: float
) -> MailboxRead:
    if box.validity != post.validity:  # the numbers begin anew: what is there is known by its name
        Mailbox.objects.filter(pk=box.pk).update(validity=post.validity, last_uid=0)
        box.validity, box.last_uid = post.validity, 0
    waiting = post.after(box.last_uid)
    became: Counter[_Became] = Counter()
    left: Counter[Reason] = Counter()
    done = 0
    for uid in waiting[:most]:
        if monotonic() > until:
            break
        looked = _look(post, uid, server)  # asked for before the database is held
        with transaction.atomic():
            if looked is not None:
                for outcome in _take(actor, box, looked, server):
                    if isinstance(outcome, Reason):
                        left[outcome] += 1
                    else:
                        became[outcome] += 1
            Mailbox.objects.filter(pk=box.pk).update(last_uid=uid, read_at=timezone.now())
        done += 1
    there = became[_Became.NOTHING_NEW]
    return MailboxRead(
        became.total() - there, there, left, done == len(waiting), became[_Became.COMPLAINT]
    )


def _look(post: Post, uid: int, server: CopiedTo) -> _Looked | _Unreadable | None:
    """Read one; ``None`` where it is gone. Of a complaint its attachments are asked for as well."""
    letter = post.letter(uid)
    if letter is None:
        return None
    try:
        found = read_mail(letter.raw, received=letter.received or timezone.now())
    except UnreadableMail:
        return _Unreadable(letter)
    complains = care.accounts_complaining(found.to)
    if not complains or found.is_automatic or is_own(found.sender, server.address):
        return _Looked(letter, found)
    whole = post.letter(uid, READ_WITH_FILES)
    return _Looked(letter, found, complains, files_of(whole.raw) if whole else Attached())


def _take(
    actor: Actor, box: Mailbox, looked: _Looked | _Unreadable, server: CopiedTo
) -> Iterator[_Became | Reason]:
    """Take one in at each account that it was sent to; what became of it there, or why it is
    left."""
    letter = looked.letter
    if isinstance(looked, _Unreadable):
        yield _left(box, letter, None, Reason.UNREADABLE)
        return
    found = looked.found
    if found.is_automatic or is_own(found.sender, server.address):
        yield _left(box, letter, found, Reason.AUTOMATIC)
        return
    complains = _accounts_today(actor, looked.complains)
    numbers = accounts_in(found.to, server.address, settings.SECRET_KEY)
    copied = [each for each in _accounts_today(actor, numbers) if each not in complains]
    for account in complains:
        yield _complain(box, looked, account)
    for account in copied:
        yield _copied(actor, box, looked, account, server)
    if not complains and not copied:
        yield _left(box, letter, found, Reason.NO_ACCOUNT)


def _copied(
    actor: Actor, box: Mailbox, looked: _Looked, account: int, server: CopiedTo
) -> _Became | Reason:
    """Take one in that was copied to an account."""
    letter, found = looked.letter, looked.found
    matched = _matched(actor, found, account, server)
    if not _is_known(actor, found, account):
        return _left(box, letter, found, Reason.STRANGER)
    records = structure().records(account)
    if Interaction.objects.filter(customer__in=records, uid=found.uid).exists():
        return _Became.NOTHING_NEW
    try:
        take_all(actor, [(draft_of(matched, account, Origin.MAILBOX), account)])
    except Refusal:  # of what nobody can have meant, such as a year
        return _left(box, letter, found, Reason.UNREADABLE)
    return _Became.INTERACTION


def _complain(box: Mailbox, looked: _Looked, account: int) -> _Became | Reason:
    """Let a mail open a complaint, or be noted on the one that it answers. Whoever knows the
    address may write, as with the customer's link: strangers to us work there, too."""
    found, letter = looked.found, looked.letter
    mail = Mailed(
        uid=found.uid,
        subject=found.subject,
        text=found.text,
        sender=found.sender,
        name=found.addresses[0].name if found.addresses else "",
        answers=found.answers,
        at=letter.received or timezone.now(),
        files=looked.attached.files,
        left_out=looked.attached.left_out,
        is_cut=found.is_cut,
    )
    try:
        outcome = _OF_COMPLAINTS[complain_by_mail(customer_id=account, mail=mail)]
    except Refusal:  # of a sender that is none
        outcome = Reason.UNREADABLE
    return _left(box, letter, found, outcome) if isinstance(outcome, Reason) else outcome


def _accounts_today(actor: Actor, numbers: Iterable[int]) -> list[int]:
    """The accounts of some numbers, or those that they were merged into, each once; without those
    that are no more."""
    found: list[int] = []
    for number in numbers:
        with suppress(ObjectDoesNotExist):
            target = accounts(actor).get(pk=merged_into(actor, number) or number).pk
            if target not in found:
                found.append(target)
    return found


def _matched(actor: Actor, found: Found, account: int, server: CopiedTo) -> Matched:
    """Who took part, without the mailbox itself and without the contacts of other accounts; those
    of its units are the group's."""
    people = tuple(each for each in found.addresses if not is_own(each.email, server.address))
    known = known_among(actor, {each.email for each in people})
    matched = match(replace(found, addresses=people), known)
    theirs = dict.fromkeys(
        contact
        for at, some in matched.accounts.items()
        if at in _units(actor, account)
        for contact in some
    )
    return replace(matched, accounts={account: tuple(theirs)})


def _units(actor: Actor, account: int) -> set[int]:
    """The numbers of an account and of those below it."""
    found = account_of(actor, account)
    return {found.shape.cards[code].id for code in found.codes}


def _is_known(actor: Actor, found: Found, account: int) -> bool:
    """Whether whoever sent it is one of ours or a contact of the account, or of one of its units:
    to an address that went astray strangers could write."""
    known = known_among(actor, {found.sender})
    theirs = {at for at, _contact in known.contacts.get(found.sender, ())}
    return found.sender in known.ours or not theirs.isdisjoint(_units(actor, account))


def _left(box: Mailbox, letter: Letter, found: Found | None, reason: Reason) -> Reason:
    Unread.objects.get_or_create(
        mailbox=box, validity=box.validity, uid=letter.uid,
        defaults={
            "reason": reason.value,
            "sender": "" if found is None else found.sender[:254],
            "subject": "" if found is None else found.subject,
        },
    )  # fmt: skip
    return reason


def _why(error: Exception) -> str:
    """What the server said, which it says in bytes."""
    told = error.args[0] if error.args else ""
    return told.decode("utf-8", "replace") if isinstance(told, bytes) else str(told)
