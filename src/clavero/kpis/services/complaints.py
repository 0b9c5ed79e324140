"""The times of complaints, which the room of complaints counts, beside what people enter."""

from __future__ import annotations

from datetime import date

from clavero.care.selectors import complaining_codes
from clavero.identity.rules import Actor
from clavero.kpis.selectors.complaining import complaint_figures
from clavero.kpis.services.telling import Told, tell_values
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import structure


def tell_complaints(actor: Actor, *, day: date) -> int:
    """Keep what complaints of the year to the end of ``day`` come to, of every account that
    complained and of each group above it; how many values. Again it changes nothing."""
    codes = complaining_codes()
    if not codes:
        return 0
    shape = structure()
    forest, alone = shape.forests[Tree.LEGAL], shape.alone
    complained = {alone.survivor(record) for record in codes}
    accounts = complained.union(*(forest.ancestors(code) for code in complained))
    found = complaint_figures({code: forest.codes(code) for code in sorted(accounts)}, day)
    told = [
        Told(shape.cards[code].id, key, value, n)
        for code, figures in found.items()
        for key, value, n in figures
    ]
    return tell_values(actor, day=day, told=told)
