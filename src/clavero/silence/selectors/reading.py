"""The rhythms of all accounts that a reader sees, judged at once, and kept while nothing changes.

What a base tells of each (regularity, the spread of rates, first gaps) is always of the whole
company: who looks after ten accounts judges them by what fifty thousand tell.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from clavero.core.period import add_months, first_of_month
from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Structure
from clavero.portfolio.selectors.kept import Kept
from clavero.portfolio.visibility import scope_for
from clavero.silence.rules.kinds import BINDS
from clavero.silence.rules.rhythm import Flags, Rhythms, rhythms_of
from clavero.silence.rules.settings import Settings
from clavero.silence.rules.states import Judged, Known, judge, know
from clavero.silence.rules.stops import Calendar, Days, day_of, number
from clavero.silence.selectors.known import Stops, all_stops, stamp

AHEAD = 60
"""Months of calendar after the last day: as far as it is said when a state will begin."""
_MOST_ROWS = 1_000_000  # some 150 bytes each, families included: one large base and its parts


@dataclass(frozen=True)
class Read:
    """``table`` names the account, and the family, of the rhythms, in their order, with all days of
    each of them, those after the day asked for included."""

    table: pa.Table
    rhythms: Rhythms
    has_open_order: Flags

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def accounts(self) -> list[str]:
        """Whose rhythms they are."""
        found: list[str] = self.table["account"].to_pylist()
        return found

    def families(self, at: Any) -> list[tuple[str, str]]:
        """Account and family of the rhythms at these positions: a company has a million of them, of
        which a few are looked at."""
        chosen = self.table.select(["account", "family"]).take(pa.array(at, pa.int64()))
        return list(zip(*(column.to_pylist() for column in chosen.columns), strict=True))

    def days(self, at: int) -> list[int]:
        """The days on which one bought."""
        found: list[int] = self.table["days"][at].as_py()
        return found


@dataclass(frozen=True)
class Reading:
    """Accounts, and their families, as of a day."""

    as_of: date
    calendar: Calendar
    stops: Stops
    accounts: Read
    families: Read

    def __len__(self) -> int:
        return len(self.accounts) + len(self.families)


@dataclass(frozen=True)
class KnownOfAll:
    """What the company's base tells of accounts, and of families."""

    accounts: Known
    families: Known


_readings: Kept[Reading] = Kept(limit=_MOST_ROWS, weigh=lambda reading: len(reading) + 1)
_known: Kept[KnownOfAll] = Kept(limit=8, weigh=lambda _known: 1)
_tables: Kept[pa.Table] = Kept(limit=1, weigh=lambda _table: 1)


def reading(
    scope: Scope,
    shape: Structure,
    as_of: date,
    settings: Settings,
    *,
    rollup: Mapping[str, str] | None = None,
) -> Reading:
    """The rhythms of accounts in ``scope``, in the legal tree unless ``rollup`` says otherwise."""
    if rollup is not None:
        return _read(scope, shape, as_of, settings, rollup)
    key = (ledger.version(), shape.version, stamp(), scope, as_of, *_how_read(settings))
    of_tree = shape.forests[Tree.LEGAL]
    return _readings.get(
        key, lambda: _read(scope, shape, as_of, settings, of_tree.rollup(scope.customers))
    )


def reading_of_accounts(
    scope: Scope,
    shape: Structure,
    as_of: date,
    settings: Settings,
    stops: Stops | None = None,
    only: Collection[str] | None = None,
) -> Reading:
    """:func:`reading` without families, in a fraction of the time: one table of days serves every
    day asked for, and so do ``stops``, where the caller has them; of the accounts ``only``."""
    key = (ledger.version(), shape.version, scope)
    rollup = shape.forests[Tree.LEGAL].rollup(scope.customers)
    table = _tables.get(
        key, lambda: ledger.purchase_days(scope, rollup=rollup, by_family=False).combine_chunks()
    )
    if only is not None:
        among = pc.is_in(table["account"], value_set=pa.array(sorted(only), pa.string()))
        table = table.filter(among).combine_chunks()
    return _read_table(table, shape, as_of, settings, stops)


def known_of_accounts(shape: Structure, as_of: date, settings: Settings) -> Known:
    """What :func:`known_of_all` says of accounts."""
    everybody = scope_for(Actor.system())
    return know(reading_of_accounts(everybody, shape, as_of, settings).accounts.rhythms)


def known_of_all(shape: Structure, as_of: date, settings: Settings) -> KnownOfAll:
    """What the whole company's rhythms tell, whoever asks."""
    key = (ledger.version(), shape.version, stamp(), as_of, *_how_read(settings))

    def tell() -> KnownOfAll:
        of_all = reading(scope_for(Actor.system()), shape, as_of, settings)
        return KnownOfAll(know(of_all.accounts.rhythms), know(of_all.families.rhythms))

    return _known.get(key, tell)


def judged(read: Read, known: Known, settings: Settings) -> Judged:
    """The states of what was read."""
    return judge(read.rhythms, known, settings, read.has_open_order)


def calendar_of(first: date, as_of: date, stops: Sequence[Any], settings: Settings) -> Calendar:
    """A calendar from the first day to some years after the last one."""
    end = add_months(first_of_month(as_of), AHEAD)
    return Calendar(first, end, stops, workdays_only=settings.workdays_only)


def _how_read(settings: Settings) -> tuple[bool, int]:
    """The settings on which rhythms depend; the others judge them."""
    return settings.workdays_only, settings.recent_gaps


def _read(
    scope: Scope, shape: Structure, as_of: date, settings: Settings, rollup: Mapping[str, str]
) -> Reading:
    table = ledger.purchase_days(scope, rollup=rollup).combine_chunks()
    return _read_table(table, shape, as_of, settings)


def _read_table(
    table: pa.Table,
    shape: Structure,
    as_of: date,
    settings: Settings,
    stops: Stops | None = None,
) -> Reading:
    stops = all_stops(shape) if stops is None else stops
    days = table["days"].combine_chunks()
    all_days = days.flatten()
    first = day_of(pc.min(all_days).as_py()) if len(all_days) else as_of
    first, last = min(first, as_of), max(as_of, _last(all_days, as_of))
    calendar = calendar_of(first, last, stops.of_all, settings)
    own = {
        code: [*stops.of_all, *found]
        for code in {*table["account"].unique().to_pylist()}
        if (found := stops.of(code, shape))
    } if stops.by_code else {}  # fmt: skip
    calendars = {code: calendar_of(first, last, found, settings) for code, found in own.items()}
    bound = _bound(stops, own, as_of)
    whole = table["is_whole"].combine_chunks()
    of_accounts, of_families = table.filter(whole), table.filter(pc.invert(whole))
    named = of_families.filter(pc.is_valid(of_families["family"]))
    recent = settings.recent_gaps
    accounts = _apart(of_accounts, as_of, calendar, calendars, bound, recent)
    families = _apart(named, as_of, calendar, calendars, bound, recent)
    return Reading(as_of, calendar, stops, accounts, families)


def _apart(
    table: pa.Table,
    as_of: date,
    calendar: Calendar,
    own: Mapping[str, Calendar],
    bound: bool | frozenset[str],
    recent: int,
) -> Read:
    """Those that had bought by then, with their rhythms, and who has an open order."""
    lists = table["days"].combine_chunks()
    starts = np.asarray(lists.offsets)[:-1].astype(np.int64)
    base = int(starts[0]) if len(starts) else 0
    days: Days = np.asarray(lists.flatten(), dtype=np.int32)
    codes = table["account"].to_pylist() if own or bound else []
    places = {at: own[code] for at, code in enumerate(codes) if code in own}
    present, found = rhythms_of(days, starts - base, number(as_of), calendar, places, recent=recent)
    there = table if len(present) == len(table) else table.take(pa.array(present))
    if isinstance(bound, frozenset) and bound:
        flags = np.array([codes[at] in bound for at in present], dtype=bool)
    else:
        flags = np.full(len(present), bool(bound))
    return Read(there, found, flags)


def _bound(stops: Stops, own: Mapping[str, Sequence[Any]], as_of: date) -> bool | frozenset[str]:
    """Who has an open order or contract: everybody, or the accounts named."""
    if any(stop.kind in BINDS and stop.covers(as_of) for stop in stops.of_all):
        return True
    return frozenset(
        code
        for code, found in own.items()
        if any(stop.kind in BINDS and stop.covers(as_of) for stop in found)
    )


def _last(days: pa.Array, as_of: date) -> date:
    return day_of(pc.max(days).as_py()) if len(days) else as_of
