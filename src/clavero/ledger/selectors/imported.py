"""What can be read about imports, currencies and rates."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
from django.db.models import Count, Max, Min, OuterRef, QuerySet, Subquery

from clavero.core.errors import Forbidden
from clavero.core.period import Period
from clavero.core.revisions import revision_of, revisions_of
from clavero.identity.rules import Actor, Verb
from clavero.ledger import store as stores
from clavero.ledger.models import ExchangeRate, Import, LedgerSettings, SourceMapping, Status
from clavero.ledger.rules.rates import EURO, cross_rate

_RATE_HOLDS = 7  # days
_RATES = pa.schema(
    [("currency", pa.string()), ("day", pa.date32()), ("rate", pa.decimal128(20, 14))]
)


@dataclass(frozen=True, slots=True)
class KnownRates:
    """``rate`` is of the ``last`` day: units of ``currency`` for one euro."""

    currency: str
    days: int
    first: date
    last: date
    rate: Decimal


def imports(actor: Actor) -> QuerySet[Import]:
    """What was brought in or tried, newest first."""
    if not actor.may(Verb.IMPORT_SALES):
        raise Forbidden
    return Import.objects.all()


def last_arrival(period: Period) -> datetime | None:
    """When the last of the lines of ``period`` came in: before it, nobody knew all of them."""
    there = Import.objects.filter(
        status=Status.DONE, first_day__lt=period.end, last_day__gte=period.start
    )
    moment: datetime | None = there.aggregate(last=Max("finished"))["last"]
    return moment


def import_taking_over(row: Import) -> Import | None:
    """The import of the same file that has the lines of ``row`` when that is undone."""
    return row.again.filter(status=Status.ALREADY_THERE).order_by("created", "id").first()


def reporting_currency() -> str | None:
    """The currency of every total; ``None`` until the first import sets it."""
    known = LedgerSettings.objects.filter(id=1).first()
    return known.reporting_currency if known and known.reporting_currency else None


def mapping_revisions(actor: Actor) -> dict[str, int]:
    """Of each source whose reading is saved, the number of the last word on it."""
    if not actor.may(Verb.IMPORT_SALES):
        raise Forbidden
    sources = {str(pk): source for pk, source in SourceMapping.objects.values_list("pk", "source")}
    return {
        sources[key]: revision for key, revision in revisions_of(SourceMapping, sources).items()
    }


def currency_revision() -> int:
    """The number of the last word on the ledger's settings."""
    return revision_of(LedgerSettings(pk=1))


def shown_currency() -> str:
    """The currency to write amounts in: the reporting currency, the euro while there is none."""
    return reporting_currency() or EURO


def known_currencies() -> list[str]:
    """Those in which an amount can be said and converted: the reporting currency first, then the
    euro and all others of which rates are known. Two queries."""
    rated = ExchangeRate.objects.order_by("currency").values_list("currency", flat=True).distinct()
    return list(dict.fromkeys([shown_currency(), *sorted({EURO, *rated})]))


def refused_rows(actor: Actor, *, import_id: str) -> Path | None:
    """The file of an import's refused rows, to be corrected; ``None`` when it has none."""
    row = imports(actor).filter(pk=import_id).first()
    if row is None:
        return None
    path = stores.current().refused(row.pk)
    return path if path.is_file() else None


def known_rates(actor: Actor) -> list[KnownRates]:
    """Of each currency, the days whose rates are known, and the last of these rates."""
    if not actor.may(Verb.IMPORT_SALES):
        raise Forbidden
    latest = ExchangeRate.objects.filter(currency=OuterRef("currency")).order_by("-day")
    found = (
        ExchangeRate.objects.order_by("currency")
        .values("currency")
        .annotate(days=Count("id"), first=Min("day"), last=Max("day"))
        .annotate(rate=Subquery(latest.values("rate")[:1]))
    )
    return [KnownRates(**each) for each in found]


def rates(
    currency: str,
    *,
    of: Collection[str] | None = None,
    first: date | None = None,
    last: date | None = None,
) -> pa.Table:
    """``currency``, ``day`` and ``rate``: units of ``currency`` for one of the row's; of all, or
    ``of`` some from the ``first`` to the ``last`` day.

    The bank's rates are against the euro; two of one day make the rate between two others. They
    are published on working days: each holds until the next one, for a week at most.
    """
    against_euro: dict[str, dict[date, Decimal]] = {}
    published = ExchangeRate.objects.all()
    if of is not None:
        published = published.filter(currency__in={*of, currency})
    if first is not None:
        published = published.filter(day__gt=first - timedelta(days=_RATE_HOLDS))
    if last is not None:
        published = published.filter(day__lte=last)
    for code, day, rate in published.values_list("currency", "day", "rate"):
        against_euro.setdefault(code, {})[day] = rate
    held = {code: _held(by_day) for code, by_day in against_euro.items()}
    held[EURO] = {day: Decimal(1) for days in held.values() for day in days}
    ours = held.get(currency, {})
    rows = [
        {"currency": code, "day": day, "rate": crossed}
        for code, days in held.items()
        if code != currency
        for day, rate in days.items()
        if day in ours and (crossed := cross_rate(ours[day], rate)) is not None
    ]
    return pa.Table.from_pylist(rows, schema=_RATES)


# -- inside ----------------------------------------------------------------------------------------


def _held(published: Mapping[date, Decimal]) -> dict[date, Decimal]:
    """Rates by day, those of days without one of their own taken from before."""
    days = sorted(published)
    return {
        day + timedelta(days=later): published[day]
        for day, following in zip(days, [*days[1:], date.max], strict=True)
        for later in range(min((following - day).days, _RATE_HOLDS))
    }
