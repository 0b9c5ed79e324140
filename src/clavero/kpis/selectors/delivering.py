"""What part of their lines came in full, and on time as well, for the accounts somebody leads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clavero.core.period import Period, first_of_month, known_days
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import data_span, held_on, structure
from clavero.portfolio.visibility import narrowed, scope_for

COUNTS = ("in_full", "short", "otif_lines", "otif")


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many lines of an account, with all below it, came how, by the names of the ledger's
    counts."""

    customer_id: int
    counts: Counter[str]

    @property
    def figures(self) -> Iterator[tuple[str, Decimal, int]]:
        """Each KPI that can be told, its value, and of how many lines."""
        measured = self.counts["in_full"] + self.counts["short"]
        for key, part, whole in (
            ("on-time-in-full", self.counts["otif"], self.counts["otif_lines"]),
            ("in-full", self.counts["in_full"], measured),
        ):
            if whole:
                yield key, Decimal(part) / whole, whole


def delivered_by_account(on: date) -> list[Delivered]:
    """Of every account that somebody leads on a day, and of the groups above it: the lines of the
    last twelve full months that the ledger knows by then. One pass over them."""
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
    found: dict[str, Counter[str]] = {code: Counter() for code in sorted(wanted)}
    for row in ledger.punctuality(scope, period, rollup=alone.rollup()).to_pylist():
        code = row["account"]
        for each in (code, *forest.ancestors(code)):
            if each in found:
                found[each].update({name: row[name] for name in COUNTS})
    return [Delivered(shape.cards[code].id, counts) for code, counts in found.items()]
