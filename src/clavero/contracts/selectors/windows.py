"""The delivery windows that customers have agreed, as the lines of each are held against them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from clavero.contracts.models import Term
from clavero.contracts.rules.terms import DeliveryWindow, TermKind
from clavero.contracts.rules.windows import in_turn
from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Structure, account_within
from clavero.portfolio.visibility import scope_for


@dataclass(frozen=True, slots=True)
class Conventions:
    """By which windows the deliveries of an account are counted: its ``own``, each with the days of
    which it is, and whether some of its lines are counted by everybody's."""

    own: Sequence[DeliveryWindow]
    has_common: bool


def windows_by_customer(
    period: Period, shape: Structure, codes: Collection[str] | None = None
) -> Mapping[str, Sequence[DeliveryWindow]]:
    """Of each customer with a window of its own in ``period``, or of those with ``codes``, the
    windows that hold, on no day two: that of its own contract before that of a group above it; of
    two of one account the one that began last, then the one written last. One query.

    They are what numbers of the customer are counted by, whoever reads these: they say nothing of
    the contract but its days.
    """
    terms = Term.objects.filter(
        kind=TermKind.DELIVERY, withdrawn_on=None, start__lt=period.end, end__gte=period.start
    ).select_related("contract__customer")
    everybody = scope_for(Actor.system())
    forest, found = shape.forests[Tree.LEGAL], defaultdict[str, list[tuple[int, Term]]](list)
    for term in terms:
        account = shape.alone.survivor(term.contract.customer.code)
        depth = len(forest.ancestors(account))
        for code in account_within(everybody, account, shape).codes:
            if codes is None or code in codes:
                found[code].append((depth, term))
    return {
        code: in_turn(_rule(term) for _depth, term in sorted(of, key=_nearest, reverse=True))
        for code, of in sorted(found.items())
    }


def own_windows(windows: Mapping[str, Sequence[DeliveryWindow]]) -> pa.Table:
    """The same as the ledger reads them."""
    rows = [
        {"customer": code, "start": each.valid.start, "end": each.valid.end,
         "before": each.days_early, "after": each.days_late, "in_full": each.in_full}
        for code, of in windows.items()
        for each in of
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=ledger.OWN_WINDOW)


def conventions_of(codes: Collection[str], period: Period, shape: Structure) -> Conventions:
    """The windows by which lines of customers with ``codes``, dated in ``period``, are counted.
    One query."""
    windows = windows_by_customer(period, shape, codes)
    found: dict[tuple[object, ...], DeliveryWindow] = {}
    has_common = False
    for code in codes:
        held = 0
        for each in windows.get(code, ()):
            days = Period(max(each.valid.start, period.start), min(each.valid.end, period.end))
            held += days.days
            alike = each.days_early, each.days_late, each.in_full
            if (known := found.get(alike)) is not None:
                both = known.valid, days
                days = Period(min(one.start for one in both), max(one.end for one in both))
            found[alike] = replace(each, valid=days)
        has_common = has_common or held < period.days
    return Conventions(sorted(found.values(), key=lambda each: each.valid.start), has_common)


def _nearest(told: tuple[int, Term]) -> tuple[int, int, int]:
    depth, term = told
    return depth, term.start.toordinal(), term.pk


def _rule(term: Term) -> DeliveryWindow:
    rule = term.rule
    assert isinstance(rule, DeliveryWindow)
    return rule
