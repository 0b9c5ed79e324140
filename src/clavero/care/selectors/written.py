"""What people of the customer wrote in complaints, by their addresses: for who asks for it."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from clavero.care.models import Complaint, Mail


def complaints_by(addresses: Collection[str]) -> list[Complaint]:
    """The complaints of whoever has one of some addresses, in small letters, and those to which
    they wrote a mail."""
    if not addresses:
        return []
    digests = [sha256(each.encode()).hexdigest() for each in addresses]
    wrote = Mail.objects.filter(complaint=OuterRef("pk"), sender__in=digests)
    found = Complaint.objects.annotate(lower=Lower("from_email"))
    theirs = found.filter(Q(lower__in=addresses) | Exists(wrote)).select_related("customer")
    return list(theirs.order_by("pk"))


def written_by(addresses: Collection[str]) -> list[dict[str, Any]]:
    """The same as data, with what they said of it."""
    return [_as_data(each, addresses) for each in complaints_by(addresses)]


def _as_data(complaint: Complaint, addresses: Collection[str]) -> dict[str, Any]:
    own = complaint.from_email.casefold() in addresses
    called = {complaint.from_name, complaint.from_email} if own else set(addresses)
    words = [each for each in complaint.words.all() if each.by_name and each.by_name in called]
    return {
        "received": complaint.received_at.isoformat(),
        "channel": complaint.channel,
        "what": complaint.text,
        "more": complaint.detail if own else "",
        "name": complaint.from_name if own else "",
        "email": complaint.from_email if own else "",
        "phone": complaint.from_phone if own else "",
        "said": [{"at": each.at.isoformat(), "text": each.text} for each in words],
    }
