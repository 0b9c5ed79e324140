"""Events that files bring, and files taken out again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.core.tables import RefusedRow, RowFault, TableReport
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.selectors import ids_of
from clavero.portfolio.visibility import records
from clavero.profitability.models import EventFile, ServingEvent
from clavero.profitability.rules.events import (
    BY_LEDGER,
    COLUMNS,
    Event,
    EventFault,
    EventsRead,
    Standard,
    having_as_text,
    read_events,
)
from clavero.profitability.rules.rates import RateBook, Source
from clavero.profitability.selectors.book import read_rate_book
from clavero.profitability.services._version import bump, hold
from clavero.ui.brought import read_table

_AT_ONCE = 5_000
_LONGEST_NAME = 255
_Row = tuple[object, ...]


def import_events(actor: Actor, *, content: bytes, name: str = "") -> TableReport:
    """Keep the events that a file tells of; rows that cannot be used are told one by one.

    The same rows again change nothing, while a row that stands twice in one file is two events.
    Raises :class:`Refusal` where it is no file of events, and :class:`Forbidden`.
    """
    if not actor.may(Verb.BRING_EVENTS):
        raise Forbidden(Verb.BRING_EVENTS)
    today = timezone.localdate()
    found = read_table(content, lambda text: read_events(text, today), COLUMNS)
    return _keep(actor, found, name[:_LONGEST_NAME])


@transaction.atomic
def take_out_events(actor: Actor, *, file_id: int) -> EventFile:
    """Take out the events that a file brought; the same file can be brought again.

    Raises ``EventFile.DoesNotExist``.
    """
    if not actor.may(Verb.BRING_EVENTS):
        raise Forbidden(Verb.BRING_EVENTS)
    hold()
    file = EventFile.objects.select_for_update().get(pk=file_id)
    if file.taken_out_at is not None:
        raise Refusal(
            _("The events of this file were taken out already."),
            code="already_taken_out",
            hint=_("Bring the file again if they should count."),
        )
    file.rows.all().delete()
    file.taken_out_at = timezone.now()
    file.save()
    told = {"name": file.name, "events": file.events}
    record(actor, "events.taken_out", file, before=told)
    bump()
    return file


@transaction.atomic
def _keep(actor: Actor, read: EventsRead, name: str) -> TableReport:
    hold()
    book = read_rate_book()
    named = {event.account for _line, event in read.events}
    ids = ids_of(named, records(actor))
    refused = list(read.refused)
    good: list[tuple[int, Event]] = []
    for line, event in read.events:
        fault = next(_faults(event, book, ids), None)
        if fault is not None:
            refused.append(RefusedRow(line, *fault))
        else:
            good.append((ids[event.account], event))
    known = _known(good)
    rows = []
    for customer_id, event in good:
        row = _as_row(customer_id, event)
        if known[row]:
            known[row] -= 1
        else:
            rows.append((customer_id, event))
    if rows:
        _bring(actor, rows, name)
    refused.sort(key=lambda bad: bad.line)
    return TableReport(
        read=read.rows, kept=len(rows), already_there=len(good) - len(rows), refused=refused
    )


def _bring(actor: Actor, rows: list[tuple[int, Event]], name: str) -> None:
    file = EventFile.objects.create(
        name=name, events=len(rows), by_id=actor.user_id, by_name=actor.name
    )
    ServingEvent.objects.bulk_create(
        (_event_row(file, customer_id, event) for customer_id, event in rows), batch_size=_AT_ONCE
    )
    record(actor, "events.brought", file, after={"name": name, "events": len(rows)})
    bump()


def _event_row(file: EventFile, customer_id: int, event: Event) -> ServingEvent:
    return ServingEvent(
        file=file,
        customer_id=customer_id,
        kind=event.kind,
        day=event.day,
        count=event.count,
        minutes=event.minutes,
        travel=event.travel,
        having=having_as_text(dict(event.having)),
    )


def _faults(
    event: Event, book: RateBook, ids: Mapping[str, int]
) -> Iterator[tuple[str, str, RowFault | EventFault]]:
    if event.account not in ids:
        yield "account", event.account, RowFault.UNKNOWN_ACCOUNT
    found = book.activity(event.kind, event.day)
    if found is None and event.kind not in {*Standard}:
        yield "event", event.kind, EventFault.UNKNOWN_EVENT
    by_ledger = event.kind in BY_LEDGER if found is None else found.source is Source.LEDGER
    if by_ledger:
        yield "event", event.kind, EventFault.COUNTED_BY_LEDGER
    if event.minutes is None:
        extras = {} if found is None else found.time.extras
        for characteristic, times in event.having:
            if characteristic not in extras:
                yield characteristic, f"{times:f}", EventFault.UNKNOWN_CHARACTERISTIC


def _known(rows: list[tuple[int, Event]]) -> Counter[_Row]:
    """The events that are there already, of the customers and days of the file."""
    if not rows:
        return Counter()
    days = [event.day for _customer, event in rows]
    there = ServingEvent.objects.filter(
        day__gte=min(days), day__lte=max(days), kind__in={event.kind for _id, event in rows}
    )
    wanted = {customer_id for customer_id, _event in rows}
    return Counter(
        (each.customer_id, each.kind, each.day, each.count, each.minutes, each.travel, each.having)
        for each in there.iterator(chunk_size=_AT_ONCE)
        if each.customer_id in wanted
    )


def _as_row(customer_id: int, event: Event) -> _Row:
    having = having_as_text(dict(event.having))
    amounts: tuple[Decimal | None, ...] = (event.count, event.minutes, event.travel)
    return (customer_id, event.kind, event.day, *amounts, having)
