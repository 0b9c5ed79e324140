"""Why an account's KPI moved: the products, families, lines and hours behind it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from clavero.contracts.selectors import (
    Conventions,
    conventions_of,
    own_windows,
    windows_by_customer,
)
from clavero.core.estimates import Estimate
from clavero.core.period import Period, add_months
from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.kpis import store
from clavero.kpis.models import Snapshot
from clavero.kpis.rules.additional import BASE_MONTHS
from clavero.kpis.rules.bridge import Bridge, bridge, largest
from clavero.kpis.rules.explained import Made, Records
from clavero.kpis.rules.kpi import Kpi, Level
from clavero.kpis.rules.members import Members, Way, members
from clavero.kpis.rules.parts import Parts
from clavero.kpis.selectors.kept import Catalogue, catalogue, value_of, with_year_before
from clavero.kpis.selectors.moving.explaining import explained
from clavero.kpis.selectors.moving.products import by_product, with_serving
from clavero.ledger import selectors as ledger
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Structure, structure
from clavero.portfolio.visibility import accounts, narrowed, scope_for

MOST_MOVES = 10
MOST_LINES = 25
_LINES = {Records.DELIVERIES: ledger.Which.LATE, Records.PAYMENTS: ledger.Which.AWAITED}


@dataclass(frozen=True, slots=True)
class Move:
    """A product and what it brought before and now."""

    code: str
    before: Decimal
    now: Decimal

    @property
    def change(self) -> Decimal:
        """How much more or less."""
        return self.now - self.before


@dataclass(frozen=True, slots=True)
class Family:
    """A product family and what it sold before and now; ``is_additional`` if it had not been bought
    in the 24 months before, ``None`` where that is not known."""

    name: str
    before: Decimal
    now: Decimal
    is_additional: bool | None

    @property
    def way(self) -> Way:
        """Whether it came in, is bought no more, or stayed."""
        if self.before <= 0 < self.now:
            return Way.CAME
        return Way.LEFT if self.now <= 0 < self.before else Way.STAYED


@dataclass(frozen=True, slots=True)
class Why:
    """An account's KPI, the value of a year before, and what stands behind the change: of money the
    bridge that adds up to it with the products, of the others the families, or lines."""

    title: str
    kpi: Kpi
    made: Made
    known: Catalogue = field(repr=False)
    snapshot: Snapshot
    period: Period
    before: Period
    value: Estimate
    was: Estimate | None
    bridge: Bridge | None = None
    moves: Sequence[Move] = ()
    families: Sequence[Family] = ()
    offered: Members | None = None  # the families that the company sold
    lines: Sequence[Mapping[str, Any]] = ()
    more_lines: bool = False
    windows: Conventions | None = None  # by which deliveries are counted


def why_moved(actor: Actor, customer_id: int, key: str = "net-sales") -> Why | None:
    """The change from the twelve months before; ``None`` while nothing was computed, or where the
    ledger does not reach back. Raises ``ObjectDoesNotExist`` for strangers to the account, and
    :class:`NotExplained` for what is no computed KPI of an account."""
    customer = accounts(actor).get(pk=customer_id)
    known = catalogue()
    kpi, made = explained(key, Level.ACCOUNT, known)
    kept = with_year_before()
    if kept is None:
        return None
    snapshot, earlier = kept
    period = Period.ttm(snapshot.day)
    before = period.calendar_before()
    span = ledger.span(scope_for(Actor.system()))
    if span is None or span.start >= before.end:
        return None
    shape = structure()
    codes = shape.forests[Tree.LEGAL].codes(customer.code)
    scope = narrowed(scope_for(actor), frozenset(codes))
    parts = _parts(snapshot, customer.code) or Parts()
    parts_before = None if earlier is None else _parts(earlier, customer.code)
    return Why(
        title=str(customer),
        kpi=kpi,
        made=made,
        known=known,
        snapshot=snapshot,
        period=period,
        before=before,
        value=value_of(kpi, parts, known),
        was=None if parts_before is None else value_of(kpi, parts_before, known),
        **(
            _lines(made.records, scope, period, codes, shape)
            if made.records in _LINES
            else _behind(made, parts, scope, period, before, span)
        ),
    )


def _lines(
    records: Records, scope: Scope, period: Period, codes: Collection[str], shape: Structure
) -> dict[str, Any]:
    """The lines that make the number what it is; of deliveries, with the windows they are held
    against."""
    windows, told = None, {}
    if records is Records.DELIVERIES:
        windows = own_windows(windows_by_customer(period, shape, codes))
        told = {"windows": conventions_of(codes, period, shape)}
    found = ledger.lines(
        scope, customers=None, period=period, limit=MOST_LINES + 1, which=_LINES[records],
        windows=windows,
    ).to_pylist()  # fmt: skip
    return {"lines": found[:MOST_LINES], "more_lines": len(found) > MOST_LINES, **told}


def _behind(
    made: Made, parts: Parts, scope: Scope, period: Period, before: Period, span: Period
) -> dict[str, Any]:
    """What the number is made of, by the kind of its records."""
    if made.records is Records.CONTRIBUTION:
        return _products(made, scope, period, before)
    if made.records is Records.SERVED:
        found = _products(made, scope, period, before)
        return {**found, "bridge": with_serving(found["bridge"], parts)}
    if made.records is Records.SALES:
        return {**_products(made, scope, period, before), **_families(scope, period, before, span)}
    if made.records is Records.FAMILIES:
        everybody = scope_for(Actor.system())
        offered = (_sold_of(everybody, each) for each in (before, period))
        was, is_ = ({name for name, sold in each.items() if sold > 0} for each in offered)
        return {**_families(scope, period, before, span), "offered": members(was, is_)}
    return {}


def _products(made: Made, scope: Scope, period: Period, before: Period) -> dict[str, Any]:
    costed = made.records is not Records.SALES
    now, was = (by_product(scope, each, costed=costed) for each in (period, before))
    left = {
        code: tuple(each[code].left if code in each else Decimal(0) for each in (was, now))
        for code in now.keys() | was.keys()
    }
    moves = largest(((code, is_ - then) for code, (then, is_) in left.items()), MOST_MOVES)
    return {
        "bridge": bridge(was, now),
        "moves": [Move(code, *left[code]) for code, change in moves if change],
    }


def _families(scope: Scope, period: Period, before: Period, span: Period) -> dict[str, Any]:
    base = Period(add_months(period.start, -BASE_MONTHS), period.start)
    now, was = (_sold_of(scope, each) for each in (period, before))
    earlier = _sold_of(scope, base) if span.start <= base.start else None
    found = [
        Family(
            name,
            was.get(name, Decimal(0)),
            now.get(name, Decimal(0)),
            None
            if earlier is None
            else now.get(name, Decimal(0)) > 0 >= earlier.get(name, Decimal(0)),
        )
        for name in now.keys() | was.keys()
    ]
    return {"families": sorted(found, key=lambda each: (-each.now, -each.before, each.name))}


def _sold_of(scope: Scope, period: Period) -> dict[str, Decimal]:
    """The net sales of each family."""
    found = ledger.by_family(scope, period, customers=None).to_pylist()
    return {row["family"]: row["net_sales"] for row in found if row["family"]}


def _parts(snapshot: Snapshot, code: str) -> Parts | None:
    found = store.read(snapshot.file, Level.ACCOUNT, [code])
    return found[0].parts if found else None
