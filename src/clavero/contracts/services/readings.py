"""Levels of an index and measurements of services are written down, brought, and taken back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.contracts.models import Reading, Term
from clavero.contracts.rules.reading import LEVEL_COLUMNS, read_levels
from clavero.contracts.rules.terms import TermKind
from clavero.contracts.services._held import to_change
from clavero.contracts.visibility import contracts
from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.tables import TableReport
from clavero.core.writing import as_told, tidy
from clavero.identity.rules import Actor
from clavero.ui import formats
from clavero.ui.brought import read_table


@transaction.atomic
def write_level(actor: Actor, *, term_id: int, day: date, value: Decimal) -> Reading:
    """From ``day`` on an index stands at a level; one written of the same day gives way. Raises
    ``Term.DoesNotExist`` for strangers to the customer."""
    term = _read_for(actor, term_id, TermKind.INDEXATION)
    _refuse_to_come(day)
    if value <= 0:
        raise Refusal(_("Write a level above zero."), code="not_above_zero", field="value")
    return _written(actor, term, day, value=value)


@transaction.atomic
def bring_levels(actor: Actor, *, term_id: int, content: bytes) -> TableReport:
    """Keep the levels of a file; one of a day that is there already gives way to the file's.

    Raises :class:`Refusal` where it is no such table.
    """
    term = _read_for(actor, term_id, TermKind.INDEXATION)
    today = timezone.localdate()
    read = read_table(content, lambda text: read_levels(text, today), LEVEL_COLUMNS)
    there = {each.day: each.value for each in term.readings.all()}
    known = {day for day, value in read.levels.items() if there.get(day) == value}
    new = {day: value for day, value in read.levels.items() if day not in known}
    Reading.objects.bulk_create(
        [Reading(term=term, day=day, value=value, by_name=actor.name) for day, value in
         new.items()],
        update_conflicts=True, unique_fields=["term", "day"], update_fields=["value", "by_name"],
    )  # fmt: skip
    if new:
        told = {"kind": term.kind, "levels": len(new)}
        record(actor, "contract.levels_brought", term.contract, after=told)
    return TableReport(
        read=read.rows, kept=len(new), already_there=len(known), refused=read.refused
    )


@transaction.atomic
def write_measurement(
    actor: Actor, *, term_id: int, day: date, kept: int, cases: int, note: str = ""
) -> Reading:
    """Up to ``day`` a service was kept in so many of all cases since the measurement before; one
    written of the same day gives way. Raises ``Term.DoesNotExist`` for strangers to the customer.
    """
    term = _read_for(actor, term_id, TermKind.SERVICE)
    _refuse_to_come(day)
    if not term.start <= day <= term.end:
        raise Refusal(
            _("The service is promised from %(start)s to %(end)s."),
            code="outside_term",
            field="day",
            start=formats.day(term.start),
            end=formats.day(term.end),
        )
    if cases <= 0:
        raise Refusal(_("Write in how many cases it was looked at."), code="no_cases",
                      field="cases")  # fmt: skip
    if not 0 <= kept <= cases:
        raise Refusal(_("It cannot be kept in more cases than there were."), code="more_than_all",
                      field="kept")  # fmt: skip
    return _written(actor, term, day, value=Decimal(kept), cases=cases, note=note)


@transaction.atomic
def take_reading_back(actor: Actor, *, term_id: int, reading_id: int) -> None:
    """What was written was wrong. Nothing happens to what is gone."""
    term = _read_for(actor, term_id, TermKind.INDEXATION, TermKind.SERVICE)
    found = term.readings.filter(pk=reading_id).first()
    if found is None:
        return
    told = {"kind": term.kind, "start": found.day, "reading": found.value}
    found.delete()
    record(actor, "contract.reading_taken_back", term.contract, before=as_told(told))


def _written(actor: Actor, term: Term, day: date, **given: object) -> Reading:
    texts = tidy(Reading, given)
    before = term.readings.filter(day=day).first()
    row, _is_new = Reading.objects.update_or_create(
        term=term, day=day, defaults={**texts, "by_name": actor.name}
    )
    told = {"kind": term.kind, "start": day}
    record(
        actor, "contract.reading_written", term.contract,
        before=None if before is None else as_told({**told, "reading": before.value}),
        after=as_told({**told, "reading": row.value}),
    )  # fmt: skip
    return row


def _refuse_to_come(day: date) -> None:
    if day > timezone.localdate():
        raise Refusal(_("This day is still to come."), code="in_the_future", field="day")


def _read_for(actor: Actor, term_id: int, *kinds: TermKind) -> Term:
    """The term, with its contract locked."""
    found = Term.objects.filter(contract__in=contracts(actor)).get(pk=term_id)
    found.contract = to_change(actor, found.contract_id)
    if found.kind not in kinds or found.withdrawn_on is not None:
        raise Refusal(_("Nothing is read for this term."), code="nothing_is_read")
    return found
