"""Why an account's sales moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from clavero.core.period import Period
from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.kpis.models import Snapshot
from clavero.kpis.rules.bridge import Bridge, Sold, bridge, largest, members
from clavero.kpis.selectors.kept import latest
from clavero.ledger import selectors as ledger
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import structure
from clavero.portfolio.visibility import accounts, narrowed, scope_for

MOST_MOVES = 10
WITHOUT_PRODUCT = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A product and what it sold before and now."""

    code: str
    before: Decimal
    now: Decimal

    @property
    def change(self) -> Decimal:
        """How much more or less."""
        return self.now - self.before


@dataclass(frozen=True, slots=True)
class Families:
    """The product families that came in, and those that were bought no more."""

    entered: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Why:
    """The change of an account's net sales in parts that add up to it, the products behind it, and
    the families that came and went."""

    title: str
    snapshot: Snapshot
    period: Period
    before: Period
    bridge: Bridge
    moves: list[Move]
    families: Families


def why_moved(actor: Actor, customer_id: int) -> Why | None:
    """The bridge from the twelve months before; ``None`` while nothing was computed, or where the
    ledger does not reach back. Raises ``ObjectDoesNotExist`` for strangers to the account."""
    customer = accounts(actor).get(pk=customer_id)
    snapshot = latest()
    if snapshot is None:
        return None
    period = Period.ttm(snapshot.day)
    before = period.calendar_before()
    span = ledger.span(scope_for(Actor.system()))
    if span is None or span.start >= before.end:
        return None
    forest = structure().forests[Tree.LEGAL]
    scope = narrowed(scope_for(actor), frozenset(forest.codes(customer.code)))
    now, was = _sold(scope, period), _sold(scope, before)
    moves = [
        (code, now.get(code, _NOTHING).amount - was.get(code, _NOTHING).amount)
        for code in now.keys() | was.keys()
    ]
    came = members(_families(scope, before), _families(scope, period))
    return Why(
        title=str(customer),
        snapshot=snapshot,
        period=period,
        before=before,
        bridge=bridge(was, now),
        moves=[
            Move(code, was.get(code, _NOTHING).amount, now.get(code, _NOTHING).amount)
            for code, change in largest(moves, MOST_MOVES)
            if change
        ],
        families=Families(came.entered, came.left),
    )


_NOTHING = Sold(Decimal(0))


def _sold(scope: Scope, period: Period) -> Mapping[str, Sold]:
    return {
        row["product"] or WITHOUT_PRODUCT: Sold(row["net_sales"], row["quantity"])
        for row in ledger.by_product(scope, period).to_pylist()
    }


def _families(scope: Scope, period: Period) -> set[str]:
    found = ledger.by_family(scope, period, customers=None).to_pylist()
    return {row["family"] for row in found if row["family"] and row["net_sales"] > 0}
