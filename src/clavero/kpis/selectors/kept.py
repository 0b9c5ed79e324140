"""What was computed, as values."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from clavero.core.estimates import Estimate, Missing
from clavero.core.money import plain
from clavero.core.period import Period, add_months
from clavero.identity.rules import Actor, Verb
from clavero.kpis import store
from clavero.kpis.models import CustomKpi, Entry, Refresh, RefreshStatus, Snapshot
from clavero.kpis.rules.catalogue import BUILT_IN, levels_of, own_bounds, own_joined
from clavero.kpis.rules.custom import COUNTS, Kind
from clavero.kpis.rules.kpi import (
    ANY,
    EVERYBODY,
    GROWING,
    Direction,
    Joined,
    Kpi,
    Level,
    Quality,
    Source,
    Unit,
    Window,
    grown,
)
from clavero.kpis.rules.parts import Parts, as_entered, quality, ratio_of, read
from clavero.kpis.rules.wallet import Place, WalletSource
from clavero.kpis.selectors.outside import (
    COUNTED_OF_TEAMS,
    as_read_by,
    is_of_the_team,
    reads_all_of,
    why_nothing,
    with_theirs,
)
from clavero.kpis.selectors.records import is_own, records_of
from clavero.kpis.store import Standing
from clavero.portfolio.selectors import Structure, structure
from clavero.portfolio.visibility import of_those_seen

_PLACES = 6
_WAITED_FOR = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Value:
    """A KPI of somebody on a day."""

    kpi: Kpi
    estimate: Estimate
    quality: Quality
    day: date  # of the snapshot, or on which it was said
    source: WalletSource | None = None  # of a share of wallet, with where it was said
    place: Place | None = None
    known: int = 0  # of so many cells of the white space the wallet is known
    cells: int = 0
    is_counted: bool = False  # by another room of Clavero, which has its records
    accounts: int = 0  # of so many accounts together
    joined: Joined | None = None
    is_hindsight: bool = False  # it was written down after the day that was asked about

    @classmethod
    def missing(cls, kpi: Kpi, day: date) -> Value:
        """Of a KPI of which nobody has said anything."""
        return cls(kpi, Estimate(None, reason=Missing.NOT_RECORDED), Quality.MISSING, day)


def refresh_under_way() -> Refresh | None:
    """The computation that somebody waits for; one that died hours ago is nobody's. One query."""
    since = timezone.now() - _WAITED_FOR
    running = Refresh.objects.filter(status=RefreshStatus.RUNNING, started__gt=since)
    return running.order_by("-pk").first()


def latest(on: date | None = None) -> Snapshot | None:
    """The snapshot that holds today, or held on a day."""
    return Snapshot.objects.filter(day__lte=on or timezone.localdate()).order_by("-day").first()


def with_year_before() -> tuple[Snapshot, Snapshot | None] | None:
    """The snapshot that holds today and that of twelve months earlier, where there is one; ``None``
    while nothing was computed. One query."""
    kept = list(Snapshot.objects.filter(day__lte=timezone.localdate()).order_by("-day")[:13])
    if not kept:
        return None
    first = add_months(kept[0].day, -12)
    return kept[0], next((each for each in kept if each.day == first), None)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every KPI there is, the company's own last, with the parts that ratios are of. ``is_served``
    is whether anything said what serving costs."""

    kpis: tuple[Kpi, ...]
    ratios: Mapping[str, tuple[str, str]]
    names: Mapping[str, str]
    is_served: bool = False

    @property
    def answering(self) -> list[Kpi]:
        """The KPIs of accounts that answer to targets of the playbook. What it asks of the
        contribution is asked of the gross margin, by that name, while nobody knows what serving
        costs; what only serving answers is asked of it all the same, and is missing."""
        of_accounts = [kpi for kpi in self.kpis if Level.ACCOUNT in kpi.levels]
        if self.is_served:
            return of_accounts
        known = [kpi for kpi in of_accounts if kpi.source is not Source.SERVING]
        answered = {kpi.playbook for kpi in known}
        return [*known, *(each for each in of_accounts if each.playbook not in answered)]

    @property
    def by_key(self) -> dict[str, Kpi]:
        """The KPIs by key."""
        return {kpi.key: kpi for kpi in self.kpis}

    @property
    def entered(self) -> dict[str, Kpi]:
        """Those that people enter, by key."""
        return {kpi.key: kpi for kpi in self.kpis if kpi.is_said}


def catalogue(snapshot: Snapshot | None = None) -> Catalogue:
    """What can be watched today, in the reader's language, by the ``snapshot`` that holds. One
    query."""
    own, language = own_kpis(), get_language() or ""
    return Catalogue(
        kpis=(*BUILT_IN, *map(_own, own)),
        ratios={
            each.key: (each.numerator, each.denominator)
            for each in own
            if each.kind == Kind.RATIO.value
        },
        names={each.key: each.name_in(language) for each in own},
        is_served=snapshot is not None and snapshot.is_served,
    )


def own_kpis() -> list[CustomKpi]:
    """The company's own KPIs that are watched."""
    return list(CustomKpi.objects.filter(retired_at=None))


def once_watched(key: str) -> tuple[Kpi, str] | None:
    """One of the company's own KPIs, watched or no more, with its name in the reader's language;
    what was said by it is still of its unit. One query."""
    own = CustomKpi.objects.filter(key=key).first()
    return None if own is None else (_own(own), own.name_in(get_language() or ""))


def entries_of(actor: Actor, code: str) -> QuerySet[Entry]:
    """What was entered of one account, of records merged into it too, the latest first; nothing
    for strangers to it, and nothing of what only the account's team may know."""
    records = records_of([code], structure())
    found = Entry.objects.filter(of_those_seen(actor), customer__code__in=list(records))
    return found if reads_all_of(actor, code) else found.exclude(COUNTED_OF_TEAMS)


def entry(actor: Actor, entry_id: int) -> Entry | None:
    """One entry, of an account that ``actor`` sees, as far as they may know it."""
    seen = Entry.objects.filter(of_those_seen(actor), pk=entry_id)
    found = seen.select_related("customer").first()
    if found is None or not is_of_the_team(found) or reads_all_of(actor, found.customer.code):
        return found
    return None


def value_of(kpi: Kpi, parts: Parts, known: Catalogue) -> Estimate:
    """A computed KPI from somebody's parts."""
    if kpi.source is Source.RATIO:
        return ratio_of(*known.ratios[kpi.key], parts, is_rate=kpi.is_rate)
    return read(kpi.key, kpi.version, parts)


def values(parts: Parts, level: Level, day: date, known: Catalogue) -> Iterator[Value]:
    """The computed KPIs of a level, from somebody's parts."""
    for kpi in known.kpis:
        if level not in kpi.levels or kpi.is_said:
            continue
        found = value_of(kpi, parts, known)
        yield Value(kpi, found, quality(found, is_of_cases=kpi.is_of_cases), day)


def all_entered(
    actor: Actor,
    codes: Collection[str] | None,
    until: date,
    known: Catalogue,
    shape: Structure,
) -> list[tuple[str, Entry]]:
    """Everything that was entered until a day, the latest last, with the account that it is of: of
    a record that was merged, the one that it became. What ``actor`` may not know of it is left out,
    or stands as it went out. One query; one more for who is not of every account's team."""
    rows = Entry.objects.filter(day__lte=until, key__in=sorted(known.entered))
    if codes is not None:
        rows = rows.filter(customer__code__in=sorted(records_of(codes, shape)))
    survivor = shape.alone.survivor
    rows = with_theirs(actor, rows).select_related("customer")
    found = [(survivor(each.customer.code), each) for each in rows]
    found = as_read_by(actor, found, until, shape)
    return sorted(found, key=lambda said: (said[1].day, is_own(said[1], said[0]), said[1].pk or 0))


def last_entered(
    rows: Iterable[tuple[str, Entry]], on: date, known: Catalogue
) -> dict[str, list[Value]]:
    """Of ``rows``, the latest last, the last value by a day of each KPI of each account."""
    kpis = known.by_key
    last = {(account, each.key): each for account, each in rows if each.day <= on}
    found: dict[str, list[Value]] = {}
    for (code, key), each in last.items():
        kpi = kpis[key]
        told, day = as_said(kpi, each, on)
        good = quality(told, is_of_cases=kpi.is_of_cases)
        value = Value(
            kpi, told, good, day, is_counted=each.is_counted, is_hindsight=each.is_told_after(on)
        )
        found.setdefault(code, []).append(value)
    return found


def as_said(kpi: Kpi, entry: Entry, on: date) -> tuple[Estimate, date]:
    """What an entry comes to on a day, and of which day that is."""
    if entry.value is None:
        return Estimate(None, reason=why_nothing(entry)), entry.day
    number, day = entry.value, entry.day
    if kpi.key in GROWING and entry.by_id is None:
        number, day = grown(kpi.key, number, day, on), on
    return as_entered(kpi, number, entry.n, entry.error), day


def as_noted(entry: Entry) -> Estimate:
    """An entry as it was written, whatever it has become since; of one without a value, the
    reason."""
    if entry.value is None:
        return Estimate(None, reason=why_nothing(entry))
    return Estimate(entry.value, n=entry.n)


def may_see(actor: Actor, level: Level, subject: str) -> bool:
    """Whether ``actor`` may see how a manager, a team or the company stands: all of it who sees
    the whole portfolio, one's own and one's people's everybody else."""
    if actor.may(Verb.SEE_WHOLE_PORTFOLIO):
        return True
    if level is Level.COMPANY:
        return False
    person = int(subject)
    below = actor.team if actor.may(Verb.SEE_TEAM_ACCOUNTS) else frozenset()
    if level is Level.TEAM:
        return person in below or (person == actor.user_id and bool(below))
    return person == actor.user_id or person in below


def _own(own: CustomKpi) -> Kpi:
    is_ratio, unit = own.kind == Kind.RATIO.value, Unit(own.unit)
    joined = None if is_ratio else own_joined(unit)
    return Kpi(
        own.key,
        unit,
        Direction(own.direction),
        Source.RATIO if is_ratio else Source.ENTRY,
        Window.TTM if is_ratio else Window.ENTERED,
        levels=EVERYBODY if is_ratio else levels_of(joined),
        bounds=ANY if is_ratio else own_bounds(unit),
        is_rate=unit is Unit.RATE and (not is_ratio or {own.numerator, own.denominator} <= COUNTS),
        joined=joined,
    )


def as_data(row: Standing, value: Value) -> dict[str, object]:
    """A value for programs."""
    found = value.estimate
    low, high = found.interval or (None, None)
    return {
        "level": row.level.value,
        "subject": row.subject,
        "kpi": value.kpi.key,
        "formula": value.kpi.version,
        "unit": value.kpi.unit.value,
        "value": _text(found.value),
        "numerator": _text(found.numerator),
        "denominator": _text(found.denominator),
        "n": found.n,
        "low": low,
        "high": high,
        "change": _text(found.change),
        "reason": None if found.reason is None else found.reason.value,
        "quality": value.quality.value,
        "source": None if value.source is None else value.source.value,
        "day": value.day.isoformat(),
        "is_hindsight": value.is_hindsight,
    }


def snapshot_as_data(snapshot: Snapshot) -> dict[str, object]:
    """Where values come from, for programs."""
    corrected = snapshot.corrected_at
    return {
        "day": snapshot.day.isoformat(),
        "period": str(Period.ttm(snapshot.day)),
        "ledger_version": snapshot.ledger_version,
        "structure_version": snapshot.structure_version,
        "method_version": snapshot.method_version,
        "settings_version": store.settings_of(snapshot.file),
        "made_at": snapshot.made_at.isoformat(),
        "corrected_at": None if corrected is None else corrected.isoformat(),
        "known_on": None if snapshot.known_on is None else snapshot.known_on.isoformat(),
        "is_hindsight": snapshot.is_hindsight,
    }


def _text(amount: Decimal | None) -> str | None:
    """To the decimals in which amounts and values are kept: a division has no end of them."""
    return None if amount is None else plain(round(amount, _PLACES))
