"""Calendars and mails that people bring: read, looked at, and what was chosen of them taken in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.interactions.models import Brought
from clavero.interactions.rules.calendars import (
    Answer,
    Unfollowed,
    UnreadableCalendar,
    read_calendar,
)
from clavero.interactions.rules.found import Found
from clavero.interactions.rules.kinds import Kind, Origin
from clavero.interactions.rules.mails import UnreadableMail, mails_of, read_mail
from clavero.interactions.rules.matching import Known, Matched, addresses_of, match
from clavero.interactions.rules.series import Series, as_they_stand
from clavero.interactions.selectors.matching import (
    called_so,
    known_among,
    standing_of,
    taken_already,
)
from clavero.interactions.selectors.renewing import planned_otherwise
from clavero.interactions.services.recording import renew_interaction
from clavero.interactions.services.taking import Draft, draft_of, take_all
from clavero.interactions.visibility import require
from clavero.portfolio.visibility import accounts, scope_for
from clavero.relationships.rules.people import Function
from clavero.relationships.services import add_contact

MOST_BYTES = 25_000_000
MOST_ITEMS = 500
_KEPT = timedelta(days=7)
_CALENDAR = b"BEGIN:VCALENDAR"


@dataclass(frozen=True, slots=True)
class FileRead:
    """What a file says, the series that repeat in it, and what is told of the parts that cannot be
    read."""

    found: list[Found]
    refused: list[str]
    series: list[Series] = field(default_factory=list)


class Choice(NamedTuple):
    """That one of a file's is taken in, at an account."""

    place: int
    customer_id: int


class NewContact(NamedTuple):
    """That an address of nobody known is written down as a contact of an account."""

    email: str
    name: str
    customer_id: int


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How many were taken in, were there already, how many contacts are new, and how many that were
    planned have another hour, place or people now or are called off."""

    kept: int
    there: int
    contacts: int
    renewed: int = 0


def read_file(content: bytes) -> FileRead:
    """What stands in a calendar, a mail or a box of mails. One that is none of them is refused."""
    if len(content) > MOST_BYTES:
        raise Refusal(
            _("The file is larger than Clavero reads at once."), code="too_large", field="content",
            hint=_("Split it into smaller files."),
        )  # fmt: skip
    start = content.lstrip(b"\xef\xbb\xbf \r\n\t")[: len(_CALENDAR)].upper()
    read = _calendar(content) if start == _CALENDAR else _mails(content)
    if len(read.found) > MOST_ITEMS:
        raise Refusal(
            _("There are more than %(most)s in the file."),
            code="too_many",
            field="content",
            hint=_("Export fewer months, or a smaller folder."),
            most=MOST_ITEMS,
        )
    if not read.found and not read.refused:
        raise Refusal(_("Nothing that took place stands in the file."), code="nothing_found",
                      field="content")  # fmt: skip
    return read


def bring_file(actor: Actor, *, content: bytes, name: str) -> Brought:
    """Read a file and keep what it says until its bringer has chosen, a week at most."""
    require(actor)
    read = read_file(content)  # before the database is held: it may take a while
    items = [each.as_data() for each in _as_they_stand(actor, read)]
    with transaction.atomic():
        Brought.objects.filter(brought_at__lt=timezone.now() - _KEPT).delete()
        Brought.objects.filter(person_id=actor.user_id).delete()
        return Brought.objects.create(
            person_id=actor.user_id, name=name[:200], refused=read.refused, items=items
        )


def take_in(
    actor: Actor, *, brought_id: int, chosen: Sequence[Choice], new: Sequence[NewContact] = ()
) -> TakenIn:
    """Take in what was chosen of one's own file; what is there already stays as it is. It is
    written a few at a time: taken in once more after it was interrupted, the rest follows.

    Raises ``Brought.DoesNotExist`` for a file of somebody else's, and ``Customer.DoesNotExist`` for
    strangers to an account.
    """
    require(actor)
    row = Brought.objects.get(pk=brought_id, person_id=actor.user_id)
    added = _add_contacts(actor, row.pk, new)
    items = [Found.of_data(each) for each in row.items]
    wanted = [each for each in chosen if 0 <= each.place < len(items)]
    known = known_among(actor, addresses_of(items))
    matched = [match(each, known) for each in items]
    chosen_at = [(matched[each.place], each.customer_id) for each in wanted]
    found = _take(actor, chosen_at, [each for each, _at in chosen_at], known)
    row.delete()
    return TakenIn(found.kept, found.there, added, found.renewed)


def take_file(actor: Actor, *, content: bytes) -> tuple[TakenIn, FileRead]:
    """Take in all of a file that is known to have been with an account, and nothing that a machine
    wrote or the actor has declined: for programs, which cannot choose. It is written a few at a
    time, as :func:`take_in` does."""
    require(actor)
    read = read_file(content)
    found = [each for each in _as_they_stand(actor, read) if not each.is_automatic]
    known = known_among(actor, addresses_of(found))
    matched, mine = [match(each, known) for each in found], known.address_of(actor.user_id)
    wanted = [each for each in matched if not each.found.is_declined_by(mine)]
    at = [(each, at) for each in wanted for at in each.accounts]
    return _take(actor, at, matched, known), read


def _as_they_stand(actor: Actor, read: FileRead) -> list[Found]:
    """With what a calendar moved or called off of its series since it was brought before."""
    return as_they_stand(read.found, read.series, standing_of(scope_for(actor), read.series))


@transaction.atomic
def _add_contacts(actor: Actor, brought_id: int, new: Sequence[NewContact]) -> int:
    """Write strangers down, all or none of them; those who became known since are no strangers."""
    Brought.objects.select_for_update().get(pk=brought_id, person_id=actor.user_id)
    known = known_among(actor, {each.email for each in new}).contacts
    strangers = [
        each
        for each in new
        if each.customer_id not in {at for at, _contact in known.get(each.email, ())}
    ]
    for each in strangers:
        add_contact(
            actor, customer_id=each.customer_id, function=Function.OTHER,
            name=each.name or each.email, email=each.email,
        )  # fmt: skip
    return len(strangers)


def _take(
    actor: Actor, wanted: Sequence[tuple[Matched, int]], said: Sequence[Matched], known: Known
) -> TakenIn:
    found = [each.found for each in said]
    rows = called_so(found)
    there = taken_already(found, rows)
    drafts: list[tuple[Draft, int]] = []
    for each, at in wanted:
        if each.found.is_gone or at in there.setdefault(each.found.uid, set()):
            continue
        there[each.found.uid].add(at)
        is_mail = each.found.kind is Kind.EMAIL
        drafts.append((draft_of(each, at, Origin.MAIL if is_mail else Origin.CALENDAR), at))
    for at in {at for _each, at in wanted}:
        accounts(actor).get(pk=at)  # raises for strangers
    mine = known.address_of(actor.user_id)
    otherwise = planned_otherwise(scope_for(actor), rows, said, mine)
    renewed = sum(renew_interaction(actor, each) for some in otherwise.values() for each in some)
    kept = take_all(actor, drafts)
    return TakenIn(kept, max(0, len(wanted) - kept - renewed), 0, renewed)


def _calendar(content: bytes) -> FileRead:
    read, told = FileRead([], []), 0
    zone, now = timezone.get_current_timezone(), timezone.now()
    try:
        for each in read_calendar(content, zone=zone, now=now):
            if isinstance(each, str):
                told += 1
                read.refused.append(_told(len(read.found) + told, each))
            elif isinstance(each, Answer):
                told += 1
                read.refused.append(_answered(each.called))
            elif isinstance(each, Unfollowed):
                read.refused.append(_unfollowed(each.called))
            elif isinstance(each, Series):
                read.series.append(each)
            else:
                read.found.append(each)
            if len(read.found) > MOST_ITEMS:
                break
    except UnreadableCalendar as error:
        raise Refusal(
            _("The file cannot be read as a calendar."), code="damaged_calendar", field="content",
            hint=_("Export it again as iCalendar (.ics), a year or so of it."),
        ) from error  # fmt: skip
    return read


def _mails(content: bytes) -> FileRead:
    read = FileRead([], [])
    for number, raw in enumerate(mails_of(content), 1):
        try:
            read.found.append(read_mail(raw))
        except UnreadableMail as error:
            if number == 1 and not content.startswith(b"From "):
                raise Refusal(
                    _("The file is neither a calendar nor a mail."), code="damaged_mail",
                    field="content", hint=_("Bring what was saved as .ics, .eml or .mbox."),
                ) from error  # fmt: skip
            read.refused.append(_told(number, ""))
        if len(read.found) > MOST_ITEMS:
            break
    return read


def _answered(called: str) -> str:
    name = called or gettext("without a subject")
    return gettext(
        "“%(name)s” is an answer to an invitation, and says nothing of the meeting itself. Bring "
        "the invitation, or the calendar that it stands in."
    ) % {"name": name}


def _unfollowed(called: str) -> str:
    name = called or gettext("without a subject")
    return gettext(
        "“%(name)s” repeats, or moves its other times, in a way that is not followed: one time of "
        "it is taken. Bring the others one by one."
    ) % {"name": name}


def _told(number: int, called: str) -> str:
    if called:
        return gettext("Entry %(number)s, “%(name)s”, does not say when it is.") % {
            "number": number, "name": called,
        }  # fmt: skip
    return gettext("Mail %(number)s cannot be read: it has no date, or is damaged.") % {
        "number": number
    }
