"""Negotiations are written down, begun, broken off and taken up again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core import writing
from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.money import is_currency
from clavero.core.writing import as_told, refuse_empty, tidy
from clavero.identity.rules import Actor
from clavero.negotiations.models import Negotiation
from clavero.negotiations.rules.negotiating import Move, State
from clavero.negotiations.rules.points import MONEY
from clavero.negotiations.selectors import who_may_lead
from clavero.negotiations.services._asking import ask_all_again, end_all_asking
from clavero.negotiations.services._held import (
    agreed_texts,
    moved,
    open_to_change,
    reason_of,
)
from clavero.negotiations.visibility import require
from clavero.negotiations.words import WORDS
from clavero.portfolio.selectors import today_of
from clavero.portfolio.visibility import accounts


@transaction.atomic
def add_negotiation(actor: Actor, *, customer_id: int, **given: Any) -> Negotiation:
    """Begin to prepare a negotiation; whoever writes it down leads it, unless somebody else is
    named. Raises ``Customer.DoesNotExist`` for strangers to the account."""
    customer = accounts(actor).get(pk=customer_id)
    require(actor)
    values = _checked(given)
    refuse_empty(values, "title", _("Say what is negotiated."))
    owner_id = values.setdefault("owner_id", actor.user_id)
    if owner_id is not None and owner_id != actor.user_id:
        _refuse_leader(customer.code, owner_id)
    found = Negotiation(customer=customer, by_name=actor.name, **values)
    _check_days(found.starts, found.ends)
    found.save()
    record(actor, "negotiation.added", found, after=as_told(values))
    return found


@transaction.atomic
def change_negotiation(
    actor: Actor, *, negotiation_id: int, seen: int = 0, **given: Any
) -> Negotiation:
    """Change what is prepared, while it goes on; fields that are not given stay. ``seen`` is the
    revision looked at. Raises ``Negotiation.DoesNotExist`` for strangers."""
    found = open_to_change(actor, negotiation_id)
    values = _checked(given)
    refuse_empty(values, "title", _("Say what is negotiated."))
    owner_id = values.get("owner_id")
    if owner_id is not None and owner_id not in {found.owner_id, actor.user_id}:
        _refuse_leader(today_of(found.customer).code, owner_id)
    _check_days(values.get("starts", found.starts), values.get("ends", found.ends))
    if values.get("currency", found.currency) != found.currency:
        _refuse_money_there(found)
    writing.changed(actor, found, values, seen=seen, verb="negotiation.changed", words=WORDS)
    return found


@transaction.atomic
def begin(actor: Actor, *, negotiation_id: int) -> Negotiation:
    """What was prepared is negotiated."""
    found = moved(actor, negotiation_id, Move.BEGIN)
    begun(actor, found)
    return found


def begun(actor: Actor, found: Negotiation) -> None:
    """Write down that it has begun, of one that is locked."""
    found.state = State.NEGOTIATING.value
    found.save(update_fields=["state"])
    record(actor, "negotiation.begun", found, after={"state": found.state})


@transaction.atomic
def break_off(actor: Actor, *, negotiation_id: int, reason: str) -> Negotiation:
    """It comes to nothing, and why."""
    found = moved(actor, negotiation_id, Move.BREAK_OFF)
    told = reason_of(reason, _("Say why it is broken off."))
    end_all_asking(actor, found)
    return _ended(actor, found, State.BROKEN_OFF, told, "negotiation.broken_off")


@transaction.atomic
def resume(actor: Actor, *, negotiation_id: int, reason: str) -> Negotiation:
    """It goes on after all, and why; what was agreed is open again."""
    found = moved(actor, negotiation_id, Move.RESUME)
    was_broken_off = found.state == State.BROKEN_OFF
    told = reason_of(reason, _("Say why it is taken up again."))
    agreed = {"agreed": agreed_texts(found.points.all())}
    found.points.exclude(agreed="").update(agreed="")
    _ended(actor, found, State.NEGOTIATING, told, "negotiation.resumed", **agreed)
    if was_broken_off:
        ask_all_again(actor, found)
    return found


def _ended(
    actor: Actor, found: Negotiation, state: State, reason: str, verb: str, **was: str
) -> Negotiation:
    before = {"reason": found.reason, **was}
    found.state, found.reason = state.value, reason
    found.ended_on = None if state is State.NEGOTIATING else timezone.localdate()
    found.save(update_fields=["state", "reason", "ended_on"])
    record(actor, verb, found, before=before, after={"reason": reason})
    return found


def _checked(given: dict[str, Any]) -> dict[str, Any]:
    values = tidy(Negotiation, given)
    if "currency" in values:
        values["currency"] = values["currency"].upper()
        if not is_currency(values["currency"]):
            raise Refusal(
                _("Write a currency in three capital letters, such as EUR."),
                code="no_currency",
                field="currency",
            )
    return values


def _refuse_money_there(found: Negotiation) -> None:
    """What was written in one currency is not read in another."""
    in_money = Q(kind__in=[each.value for each in MONEY])
    said = ~Q(target="", limit="", asked="", agreed="") | Q(offers__isnull=False)
    worth = Q(our_value__isnull=False) | Q(their_value__isnull=False) | Q(base__isnull=False)
    priced = Q(cost__isnull=False) | Q(worth__isnull=False)
    points = found.points.filter((in_money & said) | worth)
    if points.exists() or found.concessions.filter(priced).exists():
        raise Refusal(
            _("Amounts are written in %(currency)s: they would be read in another currency."),
            code="amounts_there",
            field="currency",
            hint=_("Empty them first, or prepare another negotiation in the other currency."),
            currency=found.currency,
        )


def _check_days(starts: date | None, ends: date | None) -> None:
    if starts is not None and ends is not None and ends < starts:
        raise Refusal(_("It would end before it begins."), code="ends_before_start", field="ends")


def _refuse_leader(code: str, owner_id: int) -> None:
    if owner_id not in dict(who_may_lead(code)):
        raise Refusal(
            _("Who leads it must see the account and be allowed to negotiate."),
            code="no_leader",
            field="owner_id",
            hint=_("Choose somebody from the list."),
        )
