"""A file of events: what was done for accounts, row by row, and which rows cannot be used.

Its columns are ``account,event,date,count``, in any order; ``minutes`` are those that all events
of a row took together, ``travel`` what they cost on the road, and every other column is a
characteristic that makes events longer: how often it applies, or *yes* for each.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from clavero.core.tables import BadRow, RefusedRow, TableRow, table_rows

COLUMNS = ("account", "event", "date", "count")
MINUTES, TRAVEL = "minutes", "travel"
OPTIONAL = (MINUTES, TRAVEL)
LONGEST_KEY = 40
_LONGEST_ACCOUNT = 255
_MOST = Decimal(10**9)
_PLACES = 4
_YES = frozenset({"yes", "y", "true", "x", "si", "sí", "s"})
_NO = frozenset({"", "no", "n", "false", "0"})


class EventFault(StrEnum):
    """Why a row of events cannot be used, beside what any row can have wrong."""

    UNKNOWN_EVENT = "unknown_event"
    COUNTED_BY_LEDGER = "counted_by_ledger"
    COUNTED_IN_APP = "counted_in_app"
    UNKNOWN_CHARACTERISTIC = "unknown_characteristic"
    NOT_HOW_OFTEN = "not_how_often"


class Standard(StrEnum):
    """Kinds of events that every company has; it adds its own."""

    ORDER = "order"
    DELIVERY = "delivery"
    RETURN = "return"
    COMPLAINT = "complaint"
    VISIT = "visit"
    SUPPORT = "support"


BY_LEDGER = frozenset({Standard.ORDER, Standard.DELIVERY, Standard.RETURN})
"""Those that sales lines tell of."""

_ALSO = {
    "orders": Standard.ORDER, "pedido": Standard.ORDER, "pedidos": Standard.ORDER,
    "deliveries": Standard.DELIVERY, "entrega": Standard.DELIVERY, "entregas": Standard.DELIVERY,
    "returns": Standard.RETURN, "devolución": Standard.RETURN, "devoluciones": Standard.RETURN,
    "complaints": Standard.COMPLAINT, "queja": Standard.COMPLAINT, "quejas": Standard.COMPLAINT,
    "visits": Standard.VISIT, "visita": Standard.VISIT, "visitas": Standard.VISIT,
    "support_hour": Standard.SUPPORT, "support_hours": Standard.SUPPORT,
    "soporte": Standard.SUPPORT, "asistencia": Standard.SUPPORT,
    "horas_de_asistencia": Standard.SUPPORT,
}  # fmt: skip
_CHARACTERISTICS_ALSO = {
    "urgent": "rush", "urgencia": "rush", "urgente": "rush",
    "exportación": "export", "exportacion": "export",
    "cliente_nuevo": "new_customer", "nuevo_cliente": "new_customer",
    "order_by_hand": "manual_order", "pedido_a_mano": "manual_order",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Event:
    """What a row says. ``having`` is how often each characteristic applies, all events together;
    ``minutes`` and ``travel`` are of all of them too, ``None`` where the row says nothing.
    ``written`` is how the file has each characteristic, for who is told that it is unknown."""

    account: str
    kind: str
    day: date
    count: Decimal
    minutes: Decimal | None = None
    travel: Decimal | None = None
    having: tuple[tuple[str, Decimal], ...] = ()
    written: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(slots=True)
class EventsRead:
    """A whole file: how many rows it has, what they say with their lines, and the ones refused."""

    rows: int = 0
    events: list[tuple[int, Event]] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)


def read_events(text: str, today: date) -> EventsRead:
    """What a CSV text says. Raises ``core.tables.UnreadableTable`` where columns are missing.

    >>> read = read_events(
    ...     "account,event,date,count,rush\\nAlfa,orders,2026-03-01,3,yes\\n"
    ...     "Alfa,visit,2026-03-01,none,\\n", date(2026, 4, 1))
    >>> [(event.kind, event.count, dict(event.having)) for _line, event in read.events]
    [('order', Decimal('3'), {'rush': Decimal('3')})]
    >>> [(bad.line, bad.column, bad.reason.value) for bad in read.refused]
    [(3, 'count', 'not_a_number')]
    """
    read = EventsRead()
    for row in table_rows(text, COLUMNS, optional=OPTIONAL, numbers=("count", *OPTIONAL)):
        read.rows += 1
        if isinstance(row, RefusedRow):
            read.refused.append(row)
            continue
        try:
            read.events.append((row.line, _event(row, today)))
        except BadRow as bad:
            read.refused.append(bad.told)
    return read


def key_of(name: str) -> str:
    """A kind's key from how people write it.

    >>> key_of(" Credit check "), key_of("Visitas")
    ('credit_check', 'visit')
    """
    key = re.sub(r"\W+", "_", name.casefold()).strip("_")[:LONGEST_KEY]
    return _ALSO[key].value if key in _ALSO else key


def by_known_names(event: Event, known: Collection[str]) -> Event:
    """The event with the characteristics that are not ``known`` under their standard key, where
    the file calls them as the pages do in one of Clavero's languages.

    >>> had = (("urgencia", Decimal(1)),)
    >>> event = Event("A", "visit", date(2026, 3, 1), Decimal(1), having=had)
    >>> by_known_names(event, {"rush"}).having, by_known_names(event, {"urgencia"}).having
    ((('rush', Decimal('1')),), (('urgencia', Decimal('1')),))
    """
    having = dict(event.having)
    for name in having.keys() - set(known):
        key = _CHARACTERISTICS_ALSO.get(name, name)
        if key in known and key not in having:
            having[key] = having.pop(name)
    return replace(event, having=tuple(sorted(having.items())))


def having_as_text(having: Mapping[str, Decimal]) -> str:
    """Characteristics as a table keeps them, the same text for the same ones."""
    return ";".join(f"{name}={having[name].normalize():f}" for name in sorted(having))


def having_of_text(text: str) -> dict[str, Decimal]:
    """What :func:`having_as_text` has written."""
    pairs = (part.partition("=") for part in text.split(";") if part)
    return {name: Decimal(times) for name, _sign, times in pairs}


def _event(row: TableRow, today: date) -> Event:
    count = row.number("count", low=Decimal(0), high=_MOST, places=_PLACES, above=True)
    limits = {"low": Decimal(0), "high": _MOST}
    having = _having(row, count)
    return Event(
        account=row.said("account", longest=_LONGEST_ACCOUNT),
        kind=key_of(row.said("event", longest=LONGEST_KEY)),
        day=row.day("date", today),
        count=count,
        minutes=row.number_or_none(MINUTES, **limits, places=_PLACES),
        travel=row.number_or_none(TRAVEL, **limits, places=2),
        having=tuple(sorted(having.items())),
        written={name: row.cells[name] for name in having},
    )


def _having(row: TableRow, count: Decimal) -> dict[str, Decimal]:
    found = {}
    for name, text in row.cells.items():
        if name in {*COLUMNS, MINUTES, TRAVEL} or text.casefold() in _NO:
            continue
        if text.casefold() in _YES:
            found[name] = count
            continue
        try:
            times = row.number(name, low=Decimal(0), high=_MOST, places=_PLACES)
        except BadRow:
            raise row.bad(name, EventFault.NOT_HOW_OFTEN) from None
        if times:
            found[name] = times
    return found
