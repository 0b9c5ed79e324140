"""What was agreed, as the rules that make terms of it read it."""

from __future__ import annotations

from clavero.negotiations.models import Negotiation
from clavero.negotiations.rules.contracting import Agreed


def agreed_points(found: Negotiation) -> list[Agreed]:
    """What was agreed of each point, if anything was. One query."""
    return [
        Agreed(each.of_kind, each.name, each.agreed, each.product, each.family)
        for each in found.points.all()
        if each.agreed
    ]
