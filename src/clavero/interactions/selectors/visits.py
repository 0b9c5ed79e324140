"""Visits to several units at once: one of them is done for all of these together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from decimal import Decimal

from django.db.models import Q, QuerySet

from clavero.interactions.models import Interaction
from clavero.interactions.rules.together import parts_of_one, told_before
from clavero.interactions.selectors.standing import Tops, standing_of
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Structure, structure


def shared_visits(
    rows: QuerySet[Interaction], codes: Collection[str] | None
) -> Mapping[int, Decimal]:
    """What part of one visit each of some visits is, by its number, where it is one with others: of
    those with the customers of some ``codes``, whoever the others are with. One query."""
    shape = structure()
    near = Q(customer__code__in=sorted(_units_of_groups(shape, codes)))
    named = rows.exclude(uid="")  # a calendar may have several groups in one entry
    if codes is not None:
        named = named.filter(customer__code__in=sorted(codes))
    near |= Q(uid__in=named.order_by().values("uid")) if codes is not None else ~Q(uid="")
    together: dict[int, list[int]] = defaultdict(list)
    for number, first in told_before(standing_of(rows.filter(near), shape)).items():
        together[first].append(number)
    return {
        number: part
        for first, others in together.items()
        for number, part in zip(
            (first, *others), parts_of_one(1 + len(others)), strict=True
        )
    }  # fmt: skip


def _units_of_groups(shape: Structure, codes: Collection[str] | None) -> set[str]:
    """All records of the groups of some customers, or of every group; customers alone left out."""
    forest, tops = shape.forests[Tree.LEGAL], Tops(shape)
    found: dict[str, list[str]] = defaultdict(list)
    wanted = None if codes is None else {tops.top(code) for code in codes}
    for code in shape.cards:
        top = tops.top(code)
        if wanted is None or top in wanted:
            found[top].extend(forest.same(forest.survivor(code)))
    return {code for some in found.values() if len(some) > 1 for code in some}
