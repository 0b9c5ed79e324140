"""Complaints that customers write as mails, and what they answer to ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from clavero.care.models import DETAIL_LENGTH, NAME_LENGTH, TEXT_LENGTH, Complaint, Mail, Word
from clavero.care.rules.cases import Channel, Severity, State
from clavero.care.rules.entering import may_write
from clavero.care.services._held import say_what_is_written
from clavero.care.services.files import attached
from clavero.care.services.handling import go_on, note
from clavero.care.services.writing import checked, written
from clavero.core.errors import Refusal
from clavero.core.guests import guest_name
from clavero.identity.rules import Actor
from clavero.identity.selectors import language_for
from clavero.portfolio.selectors import lead_who_acts, structure
from clavero.portfolio.visibility import accounts

if TYPE_CHECKING:
    from clavero.portfolio.models import Customer

_SYSTEM = Actor.system()


class MailTaken(StrEnum):
    """What became of a mail to an account's address for complaints."""

    NEW = "new"
    NOTED = "noted"  # on the complaint that it answers
    THERE = "there"
    ONE_TOO_MANY = "one_too_many"


@dataclass(frozen=True, slots=True)
class Mailed:
    """A mail as the mailbox has it: ``uid`` is what it calls itself, ``answers`` the mails that it
    answers, ``at`` when it came, ``files`` what is attached, by name, and ``left_out`` the names of
    what could not be had; ``is_cut`` that its text is longer."""

    uid: str
    subject: str
    text: str
    sender: str
    name: str
    answers: Sequence[str]
    at: datetime
    files: Sequence[tuple[str, bytes]] = ()
    left_out: Sequence[str] = ()
    is_cut: bool = False


@transaction.atomic
def complain_by_mail(*, customer_id: int, mail: Mailed) -> MailTaken:
    """Open a case for a mail, or note it on the one that it answers: of a case that waits for the
    customer it is what was waited for. The same mail again changes nothing. Nothing is ever sent
    back, so that two machines cannot write to each other for ever.

    Raises ``Customer.DoesNotExist``.
    """
    # Locked, so that two mails at once are counted one after the other.
    customer = accounts(_SYSTEM).select_for_update(of=("self",)).get(pk=customer_id)
    # What came to records that were merged into it since is of the account as well.
    mails = Mail.objects.filter(customer__in=structure().records(customer.pk))
    if mails.filter(uid=mail.uid).exists():
        return MailTaken.THERE
    now = timezone.now()
    sender = sha256(mail.sender.encode()).hexdigest()
    answered = mails.filter(uid__in=mail.answers).select_related("complaint").first()
    lately = mails.filter(at__gt=mail.at - timedelta(days=1), at__lte=mail.at).order_by()
    knocks = list(lately.values_list("sender", "at"))
    # Whoever writes about a case that is there may do so as often as it takes within a day.
    if not may_write(knocks, sender if answered is None else "", mail.at):
        return MailTaken.ONE_TOO_MANY
    with override(language_for(lead_who_acts(customer))):  # what is told of it is kept as said
        guest = Actor.system(guest_name((mail.name or mail.sender)[:NAME_LENGTH]))
        if answered is None:
            complaint = _opened(guest, customer, mail, min(mail.at, now))
        else:
            complaint = _noted(guest, answered.complaint, mail)
        Mail.objects.create(
            complaint=complaint, customer=customer, uid=mail.uid, sender=sender, at=mail.at
        )
        _attach(guest, complaint, mail)
    return MailTaken.NEW if answered is None else MailTaken.NOTED


def _opened(guest: Actor, customer: Customer, mail: Mailed, at: datetime) -> Complaint:
    first = next(iter(mail.text.splitlines()), "")
    values = checked(
        {
            "text": (mail.subject or first or gettext("without a subject"))[:TEXT_LENGTH],
            "detail": mail.text[:DETAIL_LENGTH],
            "severity": Severity.NORMAL,
            "from_name": mail.name[:NAME_LENGTH],
            "from_email": mail.sender,
        }
    )
    return written(guest, customer, values, channel=Channel.EMAIL, at=at)


def _noted(guest: Actor, complaint: Complaint, mail: Mailed) -> Complaint:
    text = (mail.text or mail.subject or gettext("without a subject"))[:DETAIL_LENGTH]
    if complaint.state == State.WAITING:
        complaint = go_on(guest, complaint_id=complaint.pk, text=text)
    else:
        complaint = note(guest, complaint_id=complaint.pk, text=text)
    say_what_is_written(complaint, sha256(mail.uid.encode()).hexdigest()[:20])
    return complaint


def _attach(guest: Actor, complaint: Complaint, mail: Mailed) -> None:
    """Keep what is attached; what cannot be kept, or was cut, is told on the case, so that nobody
    misses it."""
    refused = list(mail.left_out)
    for name, content in mail.files:
        try:
            attached(guest, complaint, name, content)
        except Refusal as refusal:
            refused.append(f"{name}: {refusal}")
    told: list[str] = []
    if refused:
        names = {"files": "; ".join(refused)}
        told.append(gettext("Not kept of what was attached: %(files)s") % names)
    if mail.is_cut or len(mail.text) > DETAIL_LENGTH:
        told.append(gettext("The mail is longer: the rest of it stands in the mailbox."))
    if told:
        Word.objects.create(
            complaint=complaint, text="\n".join(told)[:DETAIL_LENGTH], at=timezone.now(),
            by_name=guest.name,
        )  # fmt: skip
