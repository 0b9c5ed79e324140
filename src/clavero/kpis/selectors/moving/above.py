"""Why a KPI of a manager, a team or the company moved: the accounts that it counts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.core.exceptions import ObjectDoesNotExist

from clavero.core.estimates import Estimate
from clavero.core.period import Period
from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.identity.selectors import names_of
from clavero.kpis import store
from clavero.kpis.losses import losses
from clavero.kpis.models import Snapshot
from clavero.kpis.rules.bridge import Bridge, bridge
from clavero.kpis.rules.explained import Made, Records
from clavero.kpis.rules.kpi import Kpi, Level
from clavero.kpis.rules.members import Figure, Member, Way, counts, moved, rest, together
from clavero.kpis.rules.parts import NAMES, Parts
from clavero.kpis.rules.retention import annual, retention
from clavero.kpis.selectors.kept import Catalogue, catalogue, may_see, value_of, with_year_before
from clavero.kpis.selectors.moving.explaining import explained
from clavero.kpis.selectors.moving.products import by_product, with_serving
from clavero.ledger import selectors as ledger
from clavero.portfolio.rules.grouping import Forest, Tree
from clavero.portfolio.selectors import (
    Card,
    Held,
    Structure,
    data_span,
    held_on,
    held_on_days,
    structure,
)
from clavero.portfolio.selectors.kept import Kept
from clavero.portfolio.visibility import narrowed, scope_for

MOST_MEMBERS = 100
REST = "\0"  # no account has it for a code
WITHOUT_CUSTOMER = ""
_OF_PRODUCTS = {Records.SALES, Records.CONTRIBUTION, Records.SERVED}
People = Collection[int] | None
"""Whose accounts; ``None`` are those of the company."""


@dataclass(frozen=True, slots=True)
class KeptIn:
    """A month, and the part of the accounts owned as it began that was not lost in it; how many of
    those lost have bought again since."""

    month: Period
    rate: Estimate
    recovered: int = 0


@dataclass(frozen=True, slots=True)
class Together:
    """A KPI of several accounts, what each of them brought to it before and now, and its part of
    the change; those with the largest first. ``rest`` is what others lead of these groups, or the
    reader does not see. ``has_before`` says whether a year before is known at all. ``recovered``
    are those lost in the period that bought again, with the day."""

    level: Level
    subject: str
    title: str
    kpi: Kpi
    made: Made
    known: Catalogue = field(repr=False)
    snapshot: Snapshot
    period: Period
    before: Period
    value: Estimate
    was: Estimate | None
    members: Sequence[Member]
    cards: Mapping[str, Card] = field(repr=False)
    rest: Member | None = None
    has_before: bool = True
    bridge: Bridge | None = None
    months: Sequence[KeptIn] = ()
    recovered: Mapping[str, date] = field(default_factory=dict)

    @property
    def in_a_row(self) -> Decimal | None:
        """What the months come to one after the other: their product, never their average. ``None``
        where there are none."""
        rates = [each.rate.value for each in self.months if each.rate.value is not None]
        return annual(rates) if rates else None

    @property
    def ways(self) -> dict[Way, int]:
        """How many accounts came, left and stayed."""
        return counts(self.members)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Whose KPI is explained to whom."""

    level: Level
    subject: str
    people: People
    seen: Collection[str] | None
    shape: Structure
    made: Made

    @property
    def forest(self) -> Forest:
        return self.shape.forests[Tree.LEGAL]


def why_together(
    actor: Actor, level: Level, subject: str, people: People, key: str
) -> Together | None:
    """The accounts behind a KPI; ``None`` while nothing was computed. Raises ``ObjectDoesNotExist``
    for those whom the reader may not see, and for what is no computed KPI of theirs."""
    known = catalogue()
    kpi, made = explained(key, level, known)
    if not may_see(actor, level, subject):
        raise ObjectDoesNotExist(subject)
    title = "" if level is Level.COMPANY else names_of([int(subject)]).get(int(subject))
    if title is None:
        raise ObjectDoesNotExist(subject)
    kept = with_year_before()
    if kept is None:
        return None
    snapshot, earlier = kept
    scope, shape = scope_for(actor), structure()
    asked = _Asked(level, subject, people, scope.customers, shape, made)
    period = Period.ttm(snapshot.day)
    before = period.calendar_before()
    now: dict[str, Figure] | None
    was: dict[str, Figure] | None
    recovered: Mapping[str, date] = {}
    if made.records is Records.KEPT:
        (was, _), (now, recovered) = (_kept(asked, each) for each in (before, period))
    else:
        was, now = _before(asked, snapshot, earlier), _figures(asked, snapshot)
    found = moved(was or {}, now or {}, is_rate=made.is_rate)
    return Together(
        level=level,
        subject=subject,
        title=title,
        kpi=kpi,
        made=made,
        known=known,
        snapshot=snapshot,
        period=period,
        before=before,
        value=_value(asked, kpi, snapshot, known),
        was=None if earlier is None else _value(asked, kpi, earlier, known),
        members=_in_order(made, found),
        cards=shape.cards,
        rest=next((each for each in found if each.code == REST), None),
        has_before=was is not None,
        bridge=_bridge_of(asked, snapshot, scope, period, before),
        months=_months(asked, period) if made.records is Records.KEPT else (),
        recovered=recovered,
    )


def _in_order(made: Made, found: Sequence[Member]) -> list[Member]:
    """The accounts as they are told, of retention those that are lost first."""
    shown = [each for each in found if each.code != REST]
    if made.records is not Records.KEPT:
        return shown
    lost = int(made.part == "lost")
    return sorted(shown, key=lambda each: each.now is None or each.now.part != lost)


def _bridge_of(
    asked: _Asked, snapshot: Snapshot, scope: Scope, period: Period, before: Period
) -> Bridge | None:
    """Of money; after serving only where it is known what that cost."""
    if asked.made.records not in _OF_PRODUCTS:
        return None
    found = _bridge(asked, scope, period, before)
    if found is None or asked.made.records is not Records.SERVED:
        return found
    return with_serving(found, _parts(asked, snapshot))


def _parts(asked: _Asked, snapshot: Snapshot) -> Parts:
    found = store.read(snapshot.file, asked.level, [asked.subject])
    return found[0].parts if found else store.NO_PARTS


def _value(asked: _Asked, kpi: Kpi, snapshot: Snapshot, known: Catalogue) -> Estimate:
    return value_of(kpi, _parts(asked, snapshot), known)


def _before(
    asked: _Asked, snapshot: Snapshot, earlier: Snapshot | None
) -> dict[str, Figure] | None:
    """What each member brought before, by the same snapshot or one of a year earlier."""
    if asked.made.part_before:
        return _figures(asked, snapshot, before=True)
    return None if earlier is None else _figures(asked, earlier)


def _figures(
    asked: _Asked, snapshot: Snapshot, *, before: bool = False
) -> dict[str, Figure] | None:
    """What each account brings by a snapshot, and in one what those bring that are not shown;
    ``None`` where it is not known of any."""
    made = asked.made
    rows = store.read_parts(snapshot.file, made.names, asked.people, at_start=made.is_of_the_start)
    every = {code: made.figure(rows[code], before=before) for code in _tops(asked, rows)}
    known = {code: figure for code, figure in every.items() if figure is not None}
    whole = store.read(snapshot.file, asked.level, [asked.subject])
    parts = {name: getattr(whole[0].parts, name) for name in NAMES} if whole else {}
    total = made.sum_of(parts, before=before)
    if not known or total is None:
        return None
    shown = {
        code: figure
        for code, figure in known.items()
        if _is_shown(asked, code) and not figure.is_nothing
    }
    return _with_rest(shown, total)


def _tops(asked: _Asked, rows: Collection[str]) -> Iterator[str]:
    """The accounts that count by themselves: not those below another that counts."""
    for code in rows:
        if code == WITHOUT_CUSTOMER:
            if asked.made.records is not Records.COHORT:
                yield code
            continue
        above = asked.forest.parent(code)
        if above is None or (asked.people is not None and above not in rows):
            yield code


def _is_shown(asked: _Asked, code: str) -> bool:
    if code == WITHOUT_CUSTOMER:
        return asked.seen is None
    return code in asked.shape.cards and (asked.seen is None or code in asked.seen)


def _with_rest(found: dict[str, Figure], whole: Figure) -> dict[str, Figure]:
    left = rest(whole, list(found.values()))
    return found if left is None else {**found, REST: left}


def _kept(asked: _Asked, period: Period) -> tuple[dict[str, Figure] | None, dict[str, date]]:
    """The accounts that somebody led when a period began: 1 of 1 for each that was kept, or for
    each that was lost where losses are counted; and who of the lost bought again."""
    owned = _owned(asked, held_on(period.start, asked.shape))
    kept = retention(owned, losses(period), period)
    counted = kept.left if asked.made.part == "lost" else kept.stayed
    every = {code: Figure(Decimal(code in counted), Decimal(1)) for code in kept.stayed | kept.left}
    shown = {code: figure for code, figure in every.items() if _is_shown(asked, code)}
    back = {code: day for code, day in kept.recovered.items() if _is_shown(asked, code)}
    return _with_rest(shown, together(list(every.values()))) or None, back


def _months(asked: _Asked, period: Period) -> list[KeptIn]:
    """Month by month, with those who owned an account as the month began (methods §3.1)."""
    months = list(period.months())
    held, lost = held_on_days([each.start for each in months], asked.shape), losses(period)
    found = {each: retention(_owned(asked, held[each.start]), lost, each) for each in months}
    return [KeptIn(each, kept.retention, len(kept.recovered)) for each, kept in found.items()]


def _owned(asked: _Asked, held: Mapping[str, Held]) -> set[str]:
    return {
        each.account
        for each in held.values()
        if asked.people is None or each.person_id in asked.people
    }


_bridges: Kept[Bridge] = Kept(limit=64, weigh=lambda found: 1)


def _bridge(asked: _Asked, scope: Scope, period: Period, before: Period) -> Bridge | None:
    """The parts of the change of the accounts led now, as far as the reader sees them."""
    span = data_span()
    if span is None or span.start >= before.end:
        return None
    codes: frozenset[str] | None = None
    if asked.people is not None:
        held = held_on(period.last, asked.shape)
        codes = frozenset(
            same
            for code, each in held.items()
            if each.person_id in asked.people
            for same in asked.forest.same(code)
        )
    inside = scope if codes is None else narrowed(scope, codes)
    costed = asked.made.records is not Records.SALES
    # Products of 50,000 customers take seconds, which the next reader need not wait for.
    key = (ledger.version(), asked.shape.version, inside, period, costed)
    return _bridges.get(
        key,
        lambda: bridge(
            by_product(inside, before, costed=costed), by_product(inside, period, costed=costed)
        ),
    )
