"""The times of complaints, which the room of complaints counts, beside what people enter."""

from __future__ import annotations

from datetime import date

from clavero.care.selectors import complaining_codes
from clavero.identity.rules import Actor
from clavero.kpis.selectors.complaining import complaint_figures
from clavero.kpis.services.telling import Told, tell_values
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import structure

_COUNTS = (
    "first-response", "median-response", "resolution", "answered-in-time", "open-complaints",
    "unanswered-complaints", "complaint-recurrence", "complaints-per-hundred-orders",
    "complaint-money",
)  # fmt: skip


def tell_complaints(actor: Actor, *, day: date) -> int:
    """Keep what complaints of the year to the end of ``day`` come to, of every account that
    complained and of each group above it; how many values. What the cases do not come to any more,
    as the money where its amount was taken back, is known no longer. Again it changes nothing."""
    shape = structure()
    forest, alone = shape.forests[Tree.LEGAL], shape.alone
    complained = {alone.survivor(record) for record in complaining_codes()}
    accounts = complained.union(*(forest.ancestors(code) for code in complained))
    found = complaint_figures({code: forest.codes(code) for code in sorted(accounts)}, day)
    told = [
        Told(shape.cards[code].id, key, value, n)
        for code, figures in found.items()
        for key, value, n in figures
    ]
    return tell_values(actor, day=day, told=told, counts=_COUNTS)
