"""Notes of the market are written, put right, and withdrawn for a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core import writing
from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.writing import as_told, refuse_empty, tidy
from clavero.identity.rules import Actor
from clavero.market.models import Note
from clavero.market.rules import Effect
from clavero.market.visibility import notes, require
from clavero.market.words import WORDS
from clavero.portfolio.visibility import accounts

_FIELDS = ("sector", "text", "detail", "effect", "source", "address", "seen_on", "until")
_is_address = URLValidator(schemes=["http", "https"])


@transaction.atomic
def add_note(
    actor: Actor,
    *,
    text: str,
    source: str,
    seen_on: date,
    customer_id: int | None = None,
    sector: str = "",
    effect: Effect = Effect.WATCH,
    detail: str = "",
    address: str = "",
    until: date | None = None,
) -> Note:
    """Write down what happens around an account, in a sector, or in the whole market.

    Raises ``Customer.DoesNotExist`` for strangers to the account.
    """
    customer = None if customer_id is None else accounts(actor).get(pk=customer_id)
    require(actor)
    if customer is not None and sector.strip():
        raise Refusal(
            _("A note is of an account or of a sector, not of both."),
            code="about_both",
            field="sector",
            hint=_("Leave the sector out, or write the note of the sector."),
        )
    given = _checked(
        sector=sector, text=text, source=source, seen_on=seen_on, effect=effect.value,
        detail=detail, address=address, until=until,
    )  # fmt: skip
    _refuse_backwards(given["seen_on"], given["until"])
    note = Note.objects.create(customer=customer, by_name=actor.name, **given)
    record(actor, "note.added", note, after=as_told(given))
    if customer is not None:
        record(actor, "note.added", customer, after={"note_text": note.text})
    return note


@transaction.atomic
def change_note(actor: Actor, *, note_id: int, seen: int = 0, **given: Any) -> Note:
    """Put a note right; fields that are not given stay. ``seen`` is the revision looked at.

    Raises ``Note.DoesNotExist`` for strangers to its account.
    """
    note = _to_change(actor, note_id)
    unknown = given.keys() - set(_FIELDS)
    if unknown:
        raise TypeError(f"a note has no {', '.join(sorted(unknown))}")
    if note.customer_id is not None:
        given.pop("sector", None)
    checked = _checked(**given)
    _refuse_backwards(checked.get("seen_on", note.seen_on), checked.get("until", note.until))
    writing.changed(actor, note, checked, seen=seen, verb="note.changed", words=WORDS)
    return note


@transaction.atomic
def withdraw_note(actor: Actor, *, note_id: int, because: str, seen: int = 0) -> Note:
    """It no longer holds, for a reason."""
    note = _to_change(actor, note_id)
    given = tidy(Note, {"withdrawn_because": because})
    refuse_empty(given, "withdrawn_because", _("Say why it no longer holds."))
    given["withdrawn_on"] = timezone.localdate()
    writing.changed(actor, note, given, seen=seen, verb="note.withdrawn", words=WORDS)
    return note


def _to_change(actor: Actor, note_id: int) -> Note:
    """The note, locked."""
    note = notes(actor).select_for_update(of=("self",)).get(pk=note_id)
    require(actor)
    if not note.is_open:
        raise Refusal(
            _("This note was withdrawn."),
            code="note_withdrawn",
            hint=_("Write a new one with what holds now."),
        )
    return note


def _checked(**given: Any) -> dict[str, Any]:
    found = tidy(Note, given)
    refuse_empty(found, "text", _("Say what happens."))
    refuse_empty(found, "source", _("Say who told it, or where it is written."))
    if "seen_on" in found and found["seen_on"] > timezone.localdate():
        raise Refusal(
            _("Nobody can have seen it on a day to come."),
            code="in_the_future",
            field="seen_on",
            hint=_("Write the day on which it was seen."),
        )
    if found.get("address"):
        try:
            _is_address(found["address"])
        except ValidationError as fault:
            raise Refusal(
                _("This is no address of a page."),
                code="no_address",
                field="address",
                hint=_("An address begins with https:// or http://."),
            ) from fault
    return found


def _refuse_backwards(seen_on: date, until: date | None) -> None:
    if until is not None and until < seen_on:
        raise Refusal(
            _("The day to look again lies before the day it was seen."),
            code="backwards",
            field="until",
        )
