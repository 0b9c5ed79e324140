"""Falling silent: an account that somebody leads has been silent for longer than its rhythm allows,
has lost a product family, or buys ever less while its orders still come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from clavero.alerts.rules.signals import Severity, Signal
from clavero.core.period import add_months
from clavero.identity.rules import Actor
from clavero.ledger.selectors import holes_lately, shown_currency
from clavero.portfolio.selectors import anybody_leads
from clavero.silence.selectors import QuietFamily, SilenceRow, State, account_silence, states

SILENT, FAMILY, VOLUME = "silence.silent", "silence.family", "silence.volume"
KINDS = frozenset({SILENT, FAMILY, VOLUME})

_NEWS_FOR = timedelta(days=365)
_BACK = 90  # days, of a family whose rhythm is not known
_STATES = {State.AT_RISK: Severity.WARNING, State.LOST: Severity.URGENT}


def signals(on: date) -> list[Signal] | None:
    """Of every account with a manager; nobody asks for a call to the others."""
    if not anybody_leads(on):
        return []  # before anything is computed, which takes seconds for a large company
    if holes_lately():
        return None  # a missing file would accuse everybody: what is known stays as it is
    picture = states(Actor.system(), on)
    if picture is None:
        return None
    return [
        signal
        for row in picture.rows
        if row.manager_id is not None and row.id is not None and row.said is None
        for signal in _of(row, on)
    ]


def _of(row: SilenceRow, on: date) -> Iterator[Signal]:
    address = reverse("silence:customer", args=[row.id])
    if (severity := _STATES.get(row.state)) is not None:
        yield Signal(
            key=f"{SILENT}:{row.code}:{row.last_purchase}",
            kind=SILENT,
            account=row.code,
            severity=severity,
            since=row.last_purchase,
            address=address,
            parameters={
                "state": row.state.key,
                "day": row.last_purchase.isoformat(),
                "silent": row.silent,
                "usual": row.usual,
                "chance": row.chance,
            },
        )
        return
    for family in row.families:
        if not _is_news(family, row, on):
            continue
        yield Signal(
            key=f"{FAMILY}:{row.code}:{family.name}",
            kind=FAMILY,
            account=row.code,
            severity=Severity.NOTICE,
            since=family.last_purchase,
            address=address,
            parameters={
                "family": family.name,
                "day": family.last_purchase.isoformat(),
                "silent": family.silent,
                "usual": family.usual,
            },
        )
    yield from _volume(row, on, address)


def _is_news(family: QuietFamily, row: SilenceRow, on: date) -> bool:
    """What was lost a year ago stands on the account's page and is no alert; of an account that has
    just come back a family is quiet only once it could have been bought again."""
    if on - family.last_purchase > _NEWS_FOR:
        return False
    back = row.recovered_on
    if back is None or family.last_purchase >= back:
        return True
    return (on - back).days > (family.usual or _BACK)


def _volume(row: SilenceRow, on: date, address: str) -> Iterator[Signal]:
    assert row.id is not None
    found = account_silence(Actor.system(), row.id, on)
    volume = None if found is None else found.volume
    if volume is None or (since := volume.since) is None:
        return
    lacking = [month for month in volume.months if month.month >= since]
    last = lacking[-1].month
    yield Signal(
        key=f"{VOLUME}:{row.code}:{since}",
        kind=VOLUME,
        account=row.code,
        severity=Severity.WARNING,
        since=since,
        address=address,
        parameters={
            "day": since.isoformat(),
            "until": (add_months(last, 1) - timedelta(days=1)).isoformat(),
            "bought": round(sum(month.amount for month in lacking)),
            "expected": round(sum(month.target for month in lacking)),
            "currency": shown_currency(),
            "lacking": round(lacking[-1].lacking, 1),
        },
    )
