"""Days on which nothing is expected of a customer, or of all."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.visibility import accounts
from clavero.silence.models import NOTE_LENGTH, KnownStop
from clavero.silence.rules.kinds import StopKind
from clavero.silence.selectors.known import stops_seen
from clavero.silence.services._stamp import bump, hold

A_YEAR = timedelta(days=365)
LONGEST = 10 * A_YEAR


@transaction.atomic
def record_stop(
    actor: Actor,
    *,
    customer_id: int | None,
    kind: StopKind,
    first: date,
    last: date,
    every_year: bool = False,
    note: str = "",
) -> KnownStop:
    """Keep that from ``first`` to ``last`` nothing is expected of a customer; of all customers
    without ``customer_id``.

    Raises ``Customer.DoesNotExist`` for strangers to the customer.
    """
    customer = None if customer_id is None else accounts(actor).get(pk=customer_id)
    verb = Verb.GOVERN_SILENCE if customer is None else Verb.JUDGE_SILENCE
    if not actor.may(verb):
        raise Forbidden(verb)
    _check(kind, first, last, every_year=every_year, note=note)
    hold()
    same = KnownStop.objects.filter(
        customer=customer, kind=kind.value, first=first, last=last, every_year=every_year
    )
    if same.exists():
        raise Refusal(
            _("This stop is recorded already."),
            code="stop_is_there",
            field="first",
            hint=_("Look at the list of stops."),
        )
    stop = KnownStop.objects.create(
        customer=customer, kind=kind.value, first=first, last=last, every_year=every_year,
        note=note.strip(), by_id=actor.user_id, by_name=actor.name,
    )  # fmt: skip
    record(actor, "stop.recorded", customer or stop, after=_told(stop))
    bump()
    return stop


@transaction.atomic
def withdraw_stop(actor: Actor, *, stop_id: int) -> None:
    """Take back a stop that was wrong: its days count again.

    Raises ``KnownStop.DoesNotExist`` for strangers to the customer, and when somebody else has
    withdrawn it meanwhile.
    """
    hold()
    stop = stops_seen(actor).get(pk=stop_id)
    verb = Verb.GOVERN_SILENCE if stop.customer is None else Verb.JUDGE_SILENCE
    if not actor.may(verb):
        raise Forbidden(verb)
    record(actor, "stop.withdrawn", stop.customer or stop, before=_told(stop))
    stop.delete()
    bump()


def _check(kind: StopKind, first: date, last: date, *, every_year: bool, note: str) -> None:
    if last < first:
        raise Refusal(
            _("It ends before it begins."),
            code="ends_before_it_begins",
            field="last",
            hint=_("Write the first day or a later one."),
        )
    if last - first >= (A_YEAR if every_year else LONGEST):
        raise Refusal(
            _("It would take out a whole year of every year.")
            if every_year
            else _("It would take out more than ten years."),
            code="too_long",
            field="last",
            hint=_("Write when it ends; it can be recorded again."),
        )
    if kind is StopKind.OTHER and not note.strip():
        raise Refusal(
            _("Say what is known: those who look back will ask."),
            code="note_missing",
            field="note",
        )
    refuse_long_note(note)


def refuse_long_note(note: str) -> None:
    """Refuse a note that would not be kept whole."""
    if len(note.strip()) > NOTE_LENGTH:
        raise Refusal(
            _("That is more than %(most)s letters."),
            code="note_too_long",
            field="note",
            hint=_("Write it shorter."),
            most=NOTE_LENGTH,
        )


def _told(stop: KnownStop) -> dict[str, Any]:
    return {
        "stop_kind": stop.kind,
        "stop_first": stop.first,
        "stop_last": stop.last,
        "stop_every_year": stop.every_year,
        "silence_note": stop.note,
    }
