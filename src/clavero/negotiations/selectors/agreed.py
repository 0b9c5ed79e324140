"""What was agreed, as the rules that make terms of it read it."""

from __future__ import annotations

from collections.abc import Iterable

from clavero.negotiations.models import Negotiation, Point
from clavero.negotiations.rules.contracting import Agreed


def agreed_points(found: Negotiation) -> list[Agreed]:
    """What was agreed of each point, if anything was. One query."""
    return as_agreed(found.points.all())


def as_agreed(points: Iterable[Point]) -> list[Agreed]:
    """The same of points that were read before."""
    return [
        Agreed(each.of_kind, each.name, each.agreed, each.product, each.family, each.pk, each.base)
        for each in points
        if each.agreed
    ]
