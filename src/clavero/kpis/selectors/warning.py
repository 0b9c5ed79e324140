"""What the lights of past months were worth: how often red came before a real loss."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from clavero.core import audit
from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.kpis import store
from clavero.kpis.models import Snapshot
from clavero.kpis.rules.kpi import Level, Light
from clavero.kpis.rules.retention import Loss
from clavero.kpis.rules.warning import Warned, warned
from clavero.kpis.selectors.frameworks import NOTHING, frameworks
from clavero.kpis.selectors.health import business_light, watched_rows
from clavero.kpis.selectors.kept import all_entered, catalogue, last_entered, latest
from clavero.kpis.selectors.outside import whose_eyes
from clavero.ledger import selectors as ledger
from clavero.portfolio.selectors import data_span, structure
from clavero.portfolio.selectors.kept import Kept
from clavero.portfolio.visibility import scope_for
from clavero.silence import selectors as silence

MOST_MONTHS = 60
FEWEST_MONTHS = 2
"""Months below which nothing came before anything."""


@dataclass(frozen=True, slots=True)
class WarningReport:
    """``months`` were read, ``hindsight`` of them with lines that came in later; ``confirmed`` of
    ``losses`` by managers. ``found`` is ``None`` where nothing can be known yet."""

    months: int
    first: date
    hindsight: int
    losses: int
    confirmed: int
    found: Warned | None


_reports: Kept[WarningReport] = Kept(limit=64, weigh=lambda report: 1)


def warning_report(actor: Actor) -> WarningReport | None:
    """The report of the accounts that ``actor`` sees; ``None`` while nothing was computed.

    It looks at the figures alone: a loss *is* a long silence, so that rhythm would warn of itself.
    Past months are held against the targets of today, by what had been entered then.
    """
    today = timezone.localdate()
    last = latest(today)
    if last is None:
        return None
    key = (last.file, ledger.version(), audit.stamp(), scope_for(actor), today, whose_eyes(actor))
    return _reports.get(key, lambda: _report(actor, last, today))


def _report(actor: Actor, last: Snapshot, today: date) -> WarningReport:
    kept = list(Snapshot.objects.filter(day__lte=today).order_by("-day")[:MOST_MONTHS])[::-1]
    hindsight = sum(each.is_hindsight for each in kept)
    span = data_span()
    if span is None or len(kept) < FEWEST_MONTHS:
        return WarningReport(len(kept), kept[0].day, hindsight, 0, 0, None)
    seen, shape, known = scope_for(actor).customers, structure(), catalogue(last)
    codes = {row.subject for row in watched_rows(last, seen, shape)}
    # Who was lost may have no lead any more: it counts from the months in which it had one.
    for each in kept:
        led = {row.subject for row in store.read_led(each.file)}
        codes |= {code for code in led if code in shape.cards and (seen is None or code in seen)}
    rows = {each.day: store.read(each.file, Level.ACCOUNT, codes) for each in kept}
    held = frameworks(actor, codes, today, known, shape)
    told = all_entered(actor, codes, today, known, shape)
    history: dict[str, list[tuple[date, Light]]] = {}
    for day, month in rows.items():
        by_then = last_entered(told, day, known)
        for row in month:
            light = business_light(row, day, held.get(row.subject, NOTHING), known, by_then)
            history.setdefault(row.subject, []).append((day, light))
    inside = Period(kept[0].day, today + timedelta(days=1))
    # Who was lost by itself and has bought again was lost all the same, as retention has it.
    ends = [each.day - timedelta(days=1) for each in kept[1:]]
    lost = silence.losses(actor, inside, months=ends, of=history.keys())
    found = [each for each in lost if each.code in history]
    until = min(today, span.end)
    report = warned(history, [Loss(each.code, each.lost_on) for each in found], until)
    confirmed = sum(each.is_confirmed for each in found)
    return WarningReport(len(kept), kept[0].day, hindsight, len(found), confirmed, report)
