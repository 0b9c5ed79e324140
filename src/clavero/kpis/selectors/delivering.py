"""What part of their lines came in full, and on time as well, and what part of the units ordered
came, for the accounts somebody leads: by their own delivery windows, where they agreed any."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from clavero.contracts.selectors import own_windows, windows_by_customer
from clavero.core.period import Period, first_of_month, known_days
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import data_span, held_on, structure
from clavero.portfolio.visibility import narrowed, scope_for

COUNTS = ("otif_lines", "full_lines", "otif")


@dataclass(slots=True)
class Filled:
    """How many lines of one unit were due, the units ordered on them and those that came."""

    lines: int = 0
    ordered: Decimal = Decimal(0)
    brought: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many lines of an account, with all below it, came how, by the names of the ledger's
    counts; and of those due, by their unit, how many there are, the units ordered on them and
    those that came."""

    customer_id: int
    counts: Counter[str]
    units: dict[str, Filled] = field(default_factory=dict)

    @property
    def figures(self) -> Iterator[tuple[str, Decimal, int]]:
        """Each KPI that can be told, its value, and of how many lines."""
        # One basis for both, that of a contract's page: the lines due that say both quantities.
        if due := self.counts["otif_lines"]:
            yield "on-time-in-full", Decimal(self.counts["otif"]) / due, due
            yield "in-full", Decimal(self.counts["full_lines"]) / due, due
        # Boxes and kilograms make no sum: each unit's part weighs by its lines.
        filled = [each for each in self.units.values() if each.ordered > 0]
        if lines := sum(each.lines for each in filled):
            parts = sum((each.lines * each.brought / each.ordered for each in filled), Decimal(0))
            yield "case-fill", parts / lines, lines


def delivered_by_account(on: date) -> list[Delivered]:
    """Of every account that somebody leads on a day, and of the groups above it: the lines of the
    last twelve full months that the ledger knows by then, each held against the window that its
    customer has agreed, or else against everybody's. One pass over them for what came when, one for
    what came of what was ordered."""
    span = data_span()
    if span is None:
        return []
    period = Period.ttm(first_of_month(min(known_days(span).end, on)))
    shape = structure()
    forest, alone = shape.forests[Tree.LEGAL], shape.alone
    led = held_on(on, shape)
    wanted = {*led, *(above for code in led for above in forest.ancestors(code))}
    records = frozenset(
        same for code in wanted for each in forest.subtree(code) for same in forest.same(each)
    )
    if not records:
        return []
    scope = narrowed(scope_for(Actor.system()), records)
    windows = own_windows(windows_by_customer(period, shape))
    counts: dict[str, Counter[str]] = {code: Counter() for code in sorted(wanted)}
    units: dict[str, dict[str, Filled]] = {code: defaultdict(Filled) for code in wanted}
    asked = {"rollup": alone.rollup(), "windows": windows}
    for row in ledger.punctuality(scope, period, **asked).to_pylist():
        for each in (row["account"], *forest.ancestors(row["account"])):
            if each in counts:
                counts[each].update({name: row[name] for name in COUNTS})
    for row in ledger.filled(scope, period, **asked).to_pylist():
        for each in (row["account"], *forest.ancestors(row["account"])):
            if each in units:
                of = units[each][row["unit"]]
                of.lines += row["lines"]
                of.ordered += row["ordered"]
                of.brought += row["brought"]
    return [Delivered(shape.cards[code].id, of, dict(units[code])) for code, of in counts.items()]
