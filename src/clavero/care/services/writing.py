"""Complaints are written down, and put right."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.care.models import Complaint, Door, Word
from clavero.care.rules.cases import FIRST_YEAR, Channel, Severity
from clavero.care.services._held import (
    CLOCK,
    owner_given,
    promise,
    promise_again,
    set_clock,
    to_handle,
)
from clavero.care.visibility import require
from clavero.care.words import WORDS
from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.money import is_currency
from clavero.core.writing import as_told, changed, refuse_empty, tidy
from clavero.identity.rules import Actor
from clavero.ledger.selectors import shown_currency
from clavero.portfolio.selectors import lead_who_acts, structure
from clavero.portfolio.visibility import accounts

if TYPE_CHECKING:
    from clavero.portfolio.models import Customer

FIELDS = (
    "text", "detail", "severity", "cause", "why", "corrective", "money", "currency", "from_name",
    "from_email", "from_phone",
)  # fmt: skip


@transaction.atomic
def add_complaint(
    actor: Actor,
    *,
    customer_id: int,
    text: str,
    channel: Channel = Channel.PHONE,
    severity: Severity = Severity.NORMAL,
    received_at: datetime | None = None,
    owner_id: int | None = None,
    **given: Any,
) -> Complaint:
    """Write a complaint down that was told to us. Without ``owner_id`` it is for whoever leads the
    account, or for the actor. Raises ``Customer.DoesNotExist`` for strangers to the account."""
    customer = accounts(actor).get(pk=customer_id)
    require(actor)
    now = timezone.now()
    at = received_at or now
    refuse_moment(at)
    if owner_id is not None:
        owner_given(actor, owner_id, customer)
    values = checked({"text": text, "severity": severity, **given})
    return written(
        actor, customer, values, channel=channel, at=at, owner_id=owner_id, fallback=actor.user_id
    )


def written(
    actor: Actor,
    customer: Customer,
    values: dict[str, Any],
    *,
    channel: Channel,
    at: datetime,
    owner_id: int | None = None,
    fallback: int | None = None,
    door: Door | None = None,
) -> Complaint:
    """A new case, of values that were checked."""
    if owner_id is None:
        lead = lead_who_acts(customer)
        owner_id = fallback if lead is None else lead.pk
    complaint = Complaint(
        customer=customer, channel=channel.value, received_at=at, owner_id=owner_id, door=door,
        by_name=actor.name, **values,
    )  # fmt: skip
    promise(complaint, customer, structure(), at)
    set_clock(complaint)
    complaint.save()
    Word.objects.create(complaint=complaint, what="received", at=at, by_name=actor.name)
    told = {name: value for name, value in values.items() if value not in ("", None)}
    record(actor, "complaint.added", complaint, after=as_told({**told, "owner_id": owner_id}))
    record(actor, "complaint.added", customer, after={"complaint_text": complaint.text})
    return complaint


@transaction.atomic
def change_complaint(actor: Actor, *, complaint_id: int, seen: int = 0, **given: Any) -> Complaint:
    """Put a complaint right; fields that are not given stay. Another severity of a case that is
    open is another promise, by the terms of the day it came; what was answered or resolved keeps
    the time it had. ``seen`` is the revision looked at.

    Raises ``Complaint.DoesNotExist`` for strangers to its account.
    """
    complaint = to_handle(actor, complaint_id)
    before = (complaint.money, complaint.currency)
    values, severity = checked(given, complaint), complaint.severity
    if complaint.resolved_at is not None and complaint.cause and values.get("cause") == "":
        raise Refusal(
            _("What was resolved has a cause."),
            code="cause_missing",
            field="cause",
            hint=_("Choose another one, or leave it: it is how one sees whether it comes back."),
        )
    if not changed(actor, complaint, values, seen=seen, verb="complaint.changed", words=WORDS):
        return complaint
    asked = tuple(values.get(name, getattr(complaint, name)) for name in ("money", "currency"))
    if (complaint.money, complaint.currency) not in {before, asked}:
        raise Refusal(  # one has written the amount, and the other the currency
            _("Somebody has put the money at stake right meanwhile."),
            code="another_amount",
            field="money",
            hint=_("Open the page again and look at the amount with its currency."),
        )
    if complaint.severity == severity or not complaint.is_open:
        return complaint
    promise_again(complaint)
    set_clock(complaint)
    complaint.save(update_fields=["answer_minutes", "resolve_minutes", "stops", *CLOCK])
    return complaint


def refuse_moment(at: datetime) -> None:
    """Refuse a moment at which nobody can have complained: one to come, or a slip in the year, of
    which every clock would count the working hours until today."""
    if at > timezone.now():
        raise Refusal(_("This moment is still to come."), code="in_the_future", field="received_at")
    if at.year < FIRST_YEAR:
        raise Refusal(
            _("So long ago nobody has complained."),
            code="too_long_ago",
            field="received_at",
            hint=_("Look at the year."),
        )


def checked(given: dict[str, Any], complaint: Complaint | None = None) -> dict[str, Any]:
    """The values as they can be kept, of a ``complaint`` that is there or of a new one. Money has
    the currency that is given, else the one it had, else the reporting currency."""
    unknown = given.keys() - set(FIELDS)
    if unknown:
        raise TypeError(f"a complaint has no {', '.join(sorted(unknown))}")
    found = tidy(Complaint, given)
    refuse_empty(found, "text", _("Say what is wrong."))
    for name in ("severity", "cause"):
        if name in found:
            found[name] = str(found[name] or "")
    money = found.get("money")
    if isinstance(money, Decimal) and money < 0:
        raise Refusal(
            _("Money at stake is never less than nothing."), code="negative", field="money"
        )
    if {"money", "currency"} & found.keys():
        _refuse_no_currency(found)
        had = (None, "") if complaint is None else (complaint.money, complaint.currency)
        if found.get("money", had[0]) is None:
            found["currency"] = ""
        else:
            found["currency"] = found.get("currency") or had[1] or shown_currency()
    return found


def _refuse_no_currency(found: dict[str, Any]) -> None:
    given = str(found.get("currency") or "").upper()
    if given and not is_currency(given):
        raise Refusal(
            _("Write a currency in three capital letters, such as EUR."),
            code="no_currency",
            field="currency",
        )
    if "currency" in found:
        found["currency"] = given
