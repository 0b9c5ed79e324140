"""Events that files bring, and files taken out again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
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
    by_known_names,
    having_as_text,
    read_events,
)
from clavero.profitability.rules.rates import ActivityRate, Source
from clavero.profitability.selectors.book import read_rate_book
from clavero.profitability.services._version import bump, hold
from clavero.ui.brought import read_table

_AT_ONCE = 5_000
_LONGEST_NAME = 255
_Row = tuple[object, ...]
_Also = ServingEvent.also.through


def import_events(actor: Actor, *, content: bytes, name: str = "") -> TableReport:
    """Keep the events that a file tells of; rows that cannot be used are told one by one.

    The same file again changes nothing, while a row that stands twice in one file is two events. A
    row that another file has already is one event of both: it stays until both are taken out.
    Raises :class:`Refusal` where it is no file of events, and :class:`Forbidden`.
    """
    if not actor.may(Verb.BRING_EVENTS):
        raise Forbidden(Verb.BRING_EVENTS)
    today = timezone.localdate()
    found = read_table(content, lambda text: read_events(text, today), COLUMNS)
    return _keep(actor, found, name[:_LONGEST_NAME])


@transaction.atomic
def take_out_events(actor: Actor, *, file_id: int) -> EventFile:
    """Take out the events that only this file has; the same file can be brought again.

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
    _let_go(file)
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
    for line, as_written in read.events:
        found = book.activity(as_written.kind, as_written.day)
        event = by_known_names(as_written, () if found is None else found.time.extras)
        fault = next(_faults(event, found, ids), None)
        if fault is not None:
            refused.append(RefusedRow(line, *fault))
        else:
            good.append((ids[event.account], event))
    known = _known(good)
    rows = [each for each in good if not known.take(_as_row(*each))]
    if rows or (known.taken and not known.are_a_file()):
        _bring(actor, rows, known.taken, name)
    refused.sort(key=lambda bad: bad.line)
    return TableReport(
        read=read.rows, kept=len(rows), already_there=len(good) - len(rows), refused=refused
    )


def _bring(actor: Actor, rows: list[tuple[int, Event]], there: list[int], name: str) -> None:
    """A file with its new ``rows``, which also has the events numbered ``there``."""
    file = EventFile.objects.create(
        name=name, events=len(rows) + len(there), by_id=actor.user_id, by_name=actor.name
    )
    ServingEvent.objects.bulk_create(
        (_event_row(file, customer_id, event) for customer_id, event in rows), batch_size=_AT_ONCE
    )
    _Also.objects.bulk_create(
        (_Also(servingevent_id=each, eventfile_id=file.pk) for each in there), batch_size=_AT_ONCE
    )
    told = {"name": name, "events": file.events}
    record(actor, "events.brought", file, after=told)
    bump()


def _let_go(file: EventFile) -> None:
    """The rows that another file has go over to the first of those, and the others are gone."""
    _Also.objects.filter(eventfile=file).delete()
    file.rows.filter(also__isnull=True).delete()
    others = _Also.objects.filter(servingevent=OuterRef("pk")).order_by("eventfile_id")
    file.rows.update(file=Subquery(others.values("eventfile_id")[:1]))
    _Also.objects.filter(eventfile_id=F("servingevent__file_id")).delete()


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
    event: Event, found: ActivityRate | None, ids: Mapping[str, int]
) -> Iterator[tuple[str, str, RowFault | EventFault]]:
    if event.account not in ids:
        yield "account", event.account, RowFault.UNKNOWN_ACCOUNT
    if found is None and event.kind not in {*Standard}:
        yield "event", event.kind, EventFault.UNKNOWN_EVENT
    by_ledger = event.kind in BY_LEDGER if found is None else found.source is Source.LEDGER
    if by_ledger:
        yield "event", event.kind, EventFault.COUNTED_BY_LEDGER
    if found is not None and found.source is Source.APP:
        yield "event", event.kind, EventFault.COUNTED_IN_APP
    if event.minutes is None:
        extras = {} if found is None else found.time.extras
        for characteristic, _times in event.having:
            if characteristic not in extras:
                written = event.written[characteristic]
                yield characteristic, written, EventFault.UNKNOWN_CHARACTERISTIC


@dataclass(slots=True)
class _Known:
    """The events that are there already, each with what it says, and those that the rows of a
    file have ``taken``."""

    says: dict[int, _Row] = field(default_factory=dict)
    free: dict[_Row, list[int]] = field(default_factory=lambda: defaultdict(list))
    files: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    taken: list[int] = field(default_factory=list)

    def take(self, row: _Row) -> bool:
        """Whether such an event is there that no row before has taken."""
        if not self.free.get(row):
            return False
        self.taken.append(self.free[row].pop())
        return True

    def are_a_file(self) -> bool:
        """Whether the events taken are all that one of the files has."""
        taken = Counter(self.says[each] for each in self.taken)
        files = EventFile.objects.filter(pk__in=self.files, events=len(self.taken))
        return any(
            Counter(self.says[each] for each in self.files[file]) == taken
            for file in files.values_list("pk", flat=True)
        )


def _known(rows: list[tuple[int, Event]]) -> _Known:
    """The events that are there already, of the customers and days of the file."""
    known = _Known()
    if not rows:
        return known
    days = [event.day for _customer, event in rows]
    there = ServingEvent.objects.filter(
        day__gte=min(days), day__lte=max(days), kind__in={event.kind for _id, event in rows}
    )
    wanted = {customer_id for customer_id, _event in rows}
    for each in there.order_by("-pk").iterator(chunk_size=_AT_ONCE):
        if each.customer_id not in wanted:
            continue
        row = (
            each.customer_id, each.kind, each.day, each.count, each.minutes, each.travel,
            each.having,
        )  # fmt: skip
        known.says[each.pk] = row
        known.free[row].append(each.pk)
        known.files[each.file_id].append(each.pk)
    also = _Also.objects.filter(servingevent__in=there.order_by())
    for event_id, file_id in also.values_list("servingevent_id", "eventfile_id"):
        if event_id in known.says:
            known.files[file_id].append(event_id)
    return known


def _as_row(customer_id: int, event: Event) -> _Row:
    having = having_as_text(dict(event.having))
    amounts: tuple[Decimal | None, ...] = (event.count, event.minutes, event.travel)
    return (customer_id, event.kind, event.day, *amounts, having)
