"""The customer's own way in: a link that somebody of ours makes, and what is written by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.care.links import key_of
from clavero.care.models import Complaint, Door, Knock
from clavero.care.rules.cases import Channel, Severity
from clavero.care.rules.entering import may_write
from clavero.care.rules.files import MOST_AT_ONCE
from clavero.care.services.files import attached
from clavero.care.services.writing import checked, written
from clavero.care.visibility import require
from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.files.taking import taken
from clavero.core.links import new_key
from clavero.core.writing import refuse_empty, tidy
from clavero.identity.rules import Actor
from clavero.portfolio.visibility import accounts

File = tuple[str, bytes]


@transaction.atomic
def open_door(actor: Actor, *, customer_id: int, name: str, language: str) -> Door:
    """Make a link for somebody of an account. Raises ``Customer.DoesNotExist`` for strangers."""
    customer = accounts(actor).get(pk=customer_id)
    require(actor)
    given = tidy(Door, {"name": name})
    refuse_empty(given, "name", _("Say for whom the link is."))
    door = Door.objects.create(
        customer=customer, key=new_key(), language=language, by_name=actor.name, **given
    )
    told = {"complaint_link": door.name}
    record(actor, "complaint.door_opened", customer, after=told)
    return door


@transaction.atomic
def shut_door(actor: Actor, *, customer_id: int, door_id: int) -> None:
    """Take a link back: it opens nothing any more. What was written by it stays."""
    customer = accounts(actor).get(pk=customer_id)
    require(actor)
    door = Door.objects.select_for_update().get(pk=door_id, customer=customer)
    if door.closed_at is None:
        door.closed_at = timezone.now()
        door.save(update_fields=["closed_at"])
        record(actor, "complaint.door_shut", customer, after={"complaint_link": door.name})


@transaction.atomic
def complain(
    token: str, *, network: str, files: Sequence[File] = (), **given: Any
) -> Complaint | None:
    """What somebody of the customer's wrote by a link; ``None`` where the link opens nothing, or
    too much came by it: the page says the same of both as of one that was kept."""
    key = key_of(token)
    door = (
        None
        if key is None
        else Door.objects.select_for_update(of=("self",))
        .select_related("customer")
        .filter(key=key, closed_at=None)
        .first()
    )
    values = checked({"severity": Severity.NORMAL, **given})
    if len(files) > MOST_AT_ONCE:
        raise Refusal(
            _("Send %(most)s files at most."),
            code="too_many_files",
            field="content",
            most=MOST_AT_ONCE,
        )
    for name, content in files:
        taken(name, content)
    if door is None:
        return None
    now = timezone.now()
    Knock.objects.filter(door=door, at__lt=now - timedelta(days=1)).delete()
    knocks = list(Knock.objects.filter(door=door).values_list("network", "at"))
    if not may_write(knocks, network, now):
        return None
    Knock.objects.create(door=door, network=network, at=now)
    customer = door.customer
    guest = Actor.system(str(values.get("from_name") or door.name))
    complaint = written(guest, customer, values, channel=Channel.LINK, at=now, door=door)
    for name, content in files:
        attached(guest, complaint, name, content)
    return complaint
