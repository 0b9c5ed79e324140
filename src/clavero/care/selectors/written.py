"""What people of the customer wrote in complaints, by their addresses: for who asks for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse

from clavero.care.models import Attachment, Complaint, Mail
from clavero.care.visibility import complaints
from clavero.core.guests import bare_name
from clavero.identity.rules import Actor

_SAYS = (
    "text", "detail", "why", "corrective", "from_name", "from_phone", "words__text",
    "words__by_name", "files__name", "files__by_name",
)  # fmt: skip
_LONG_ENOUGH = 6
"""Letters of a name or a telephone that are looked for within texts: less is within other words."""


def complaints_by(addresses: Collection[str]) -> list[Complaint]:
    """The complaints of whoever has one of some addresses, in small letters, and those to which
    they wrote a mail."""
    return [each for each, is_theirs in _about(addresses, (), ()) if is_theirs]


def complaints_naming(
    addresses: Collection[str], called: Collection[str], codes: Collection[str]
) -> list[Complaint]:
    """The complaints of some customers that name somebody by an address, a name or a telephone, in
    whatever place, and are not theirs."""
    return [each for each, is_theirs in _about(addresses, called, codes) if not is_theirs]


def _about(
    addresses: Collection[str], called: Collection[str], codes: Collection[str]
) -> list[tuple[Complaint, bool]]:
    """Both, with whether each is theirs. Two queries."""
    if not addresses and not called:
        return []
    digests = [sha256(each.encode()).hexdigest() for each in addresses]
    wrote = Mail.objects.filter(complaint=OuterRef("pk"), sender__in=digests)
    found = Complaint.objects.annotate(lower=Lower("from_email"), wrote=Exists(wrote))
    theirs = Q(lower__in=list(addresses)) | Q(wrote=True)
    if codes:
        theirs |= _naming(addresses, called) & Q(customer__code__in=sorted(codes))
    rows = found.filter(theirs).select_related("customer").prefetch_related("files")
    return [
        (each, each.wrote or each.lower in addresses) for each in rows.order_by("pk").distinct()
    ]


def _naming(addresses: Collection[str], called: Collection[str]) -> Q:
    names = Q(pk=None)
    for word in (each for each in (*addresses, *called) if len(each) >= _LONG_ENOUGH):
        for field in _SAYS:
            names |= Q(**{f"{field}__icontains": word})
    for word in called:
        names |= Q(from_name__iexact=word)
    return names


def sent_by(
    complaint: Complaint, addresses: Collection[str], called: Collection[str]
) -> list[Attachment]:
    """The files of a case that are there and that somebody sent who has one of some addresses, or
    is ``called`` so: by their link or by mail, files bear the name of who sent them."""
    words = {each.casefold() for each in (*addresses, *called, *_said_of(complaint, addresses))}
    return [
        each for each in _there(complaint) if bare_name(each.by_name).strip().casefold() in words
    ]


def files_left(
    addresses: Collection[str], called: Collection[str], codes: Collection[str]
) -> list[Attachment]:
    """The files that others attached to cases that somebody sent or is named in: only who opens
    them sees whether they are in one."""
    left: list[Attachment] = []
    for complaint, is_theirs in _about(addresses, called, codes):
        sent = sent_by(complaint, addresses, called) if is_theirs else ()
        left += [each for each in _there(complaint) if each not in sent]
    return left


def files_of(addresses: Collection[str], called: Collection[str]) -> list[Attachment]:
    """All files that somebody sent."""
    return [each for case in complaints_by(addresses) for each in sent_by(case, addresses, called)]


def _there(complaint: Complaint) -> list[Attachment]:
    return [each for each in complaint.files.all() if each.erased_at is None]


def _said_of(complaint: Complaint, addresses: Collection[str]) -> Iterable[str]:
    """What a complaint says of who sent it, if they did."""
    if complaint.from_email.casefold() not in addresses:
        return ()
    return tuple(each for each in (complaint.from_name, complaint.from_email) if each)


@dataclass(frozen=True, slots=True)
class FileLeft:
    """A file that somebody has to look at: what it is called, of which complaint, and its page."""

    name: str
    complaint: str
    complaint_url: str


def left_to_look_at(
    actor: Actor, addresses: Collection[str], called: Collection[str], codes: Collection[str]
) -> tuple[list[FileLeft], int]:
    """Of :func:`files_left` those at accounts that ``actor`` sees, and how many others there
    are."""
    every = files_left(addresses, called, codes)
    numbers = {each.complaint_id for each in every}
    seen = {each.pk: each for each in complaints(actor).filter(pk__in=numbers)} if every else {}
    shown = [
        FileLeft(
            each.name, seen[each.complaint_id].text,
            reverse("care:complaint", args=[each.complaint_id]),
        )
        for each in every
        if each.complaint_id in seen
    ]  # fmt: skip
    return shown, len(every) - len(shown)


def written_by(addresses: Collection[str], called: Collection[str] = ()) -> list[dict[str, Any]]:
    """The same as data, with what they said of it and the files they sent."""
    return [_as_data(each, addresses, called) for each in complaints_by(addresses)]


def naming_as_data(
    addresses: Collection[str], called: Collection[str], codes: Collection[str]
) -> list[dict[str, Any]]:
    """That there are complaints of others in which somebody is named, without what is theirs."""
    return [
        {"received": each.received_at.isoformat(), "files": len(_there(each))}
        for each in complaints_naming(addresses, called, codes)
    ]


def _as_data(
    complaint: Complaint, addresses: Collection[str], names: Collection[str]
) -> dict[str, Any]:
    own = complaint.from_email.casefold() in addresses
    called = {complaint.from_name, complaint.from_email} if own else set(addresses)
    words = [
        each for each in complaint.words.all() if each.by_name and bare_name(each.by_name) in called
    ]
    sent = sent_by(complaint, addresses, names)
    return {
        "received": complaint.received_at.isoformat(),
        "channel": complaint.channel,
        "what": complaint.text,
        "more": complaint.detail if own else "",
        "name": complaint.from_name if own else "",
        "email": complaint.from_email if own else "",
        "phone": complaint.from_phone if own else "",
        "said": [{"at": each.at.isoformat(), "text": each.text} for each in words],
        "files": [
            {"name": each.name, "size": each.size, "at": each.created_at.isoformat()}
            for each in sent
        ],
        "files_of_others": len(_there(complaint)) - len(sent),
    }
