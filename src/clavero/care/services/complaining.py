"""The customer's own way in: a link that somebody of ours makes, and what is written by it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from clavero.care.links import key_of
from clavero.care.models import Complaint, Door, Knock
from clavero.care.rules.cases import Channel, Severity
from clavero.care.rules.entering import hour_of, may_write
from clavero.care.rules.files import MOST_AT_ONCE
from clavero.care.services.files import attached
from clavero.care.services.writing import checked, written
from clavero.care.visibility import require
from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.files.taking import taken
from clavero.core.guests import guest_name
from clavero.core.links import new_key
from clavero.core.writing import refuse_empty, tidy
from clavero.identity.rules import Actor
from clavero.identity.selectors import language_for
from clavero.portfolio.selectors import lead_who_acts, today_of
from clavero.portfolio.visibility import accounts
from clavero.work.rules.tasks import Origin
from clavero.work.services import tell_task

File = tuple[str, bytes]
HELD_BACK = "held_back"


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


def complain(token: str, *, network: str, files: Sequence[File] = (), **given: Any) -> Complaint:
    """What somebody of the customer's wrote by a link.

    Refused as :data:`HELD_BACK` where it was not kept, because the link opens nothing or too much
    came by it: whoever wrote is told so, in the same words of both, and in the second case whoever
    leads the account as well.
    """
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
    kept = _kept(token, network, files, values)
    if kept is None:
        raise held_back()
    return kept


def forget_knocks() -> None:
    """Of who used a link, nothing is kept that holds nobody back any more."""
    Knock.objects.filter(at__lte=timezone.now() - timedelta(days=1)).delete()


def held_back() -> Refusal:
    """The one answer to whatever was not kept: nobody has it, and what to do instead."""
    return Refusal(
        _("Your message could not be taken just now, and nobody has it."),
        code=HELD_BACK,
        hint=_("Call or write to your usual contact, or send it again in an hour."),
    )


@transaction.atomic
def _kept(
    token: str, network: str, files: Sequence[File], values: dict[str, Any]
) -> Complaint | None:
    key = key_of(token)
    door = (
        None
        if key is None
        else Door.objects.select_for_update(of=("self",))
        .select_related("customer")
        .filter(key=key, closed_at=None)
        .first()
    )
    if door is None:
        return None
    now = timezone.now()
    forget_knocks()
    knocks = list(Knock.objects.filter(door=door).values_list("network", "at"))
    if not may_write(knocks, network, now):
        _say_that_some_were_held_back(door)
        return None
    Knock.objects.create(door=door, network=network, at=hour_of(now))
    customer = door.customer
    with override(language_for(lead_who_acts(customer))):
        guest = Actor.system(guest_name(str(values.get("from_name") or door.name)))
    complaint = written(guest, customer, values, channel=Channel.LINK, at=now, door=door)
    for name, content in files:
        attached(guest, complaint, name, content)
    return complaint


def _say_that_some_were_held_back(door: Door) -> None:
    """A task for whoever leads the account, one a day however many there are."""
    lead, today = lead_who_acts(door.customer), timezone.localdate()
    with override(language_for(lead)):
        text = gettext("Ask what they complain of: by the link “%(name)s” too much came at once")
    tell_task(
        Actor.system(),
        customer_id=today_of(door.customer).id,
        text=text % {"name": door.name},
        due=today,
        owner_id=None if lead is None else lead.pk,
        origin=Origin.COMPLAINT,
        origin_key=f"door:{door.pk}:{today.isoformat()}",
    )
