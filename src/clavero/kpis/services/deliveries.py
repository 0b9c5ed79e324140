"""How much of what was ordered came, and when, which the sales ledger counts line by line."""

from __future__ import annotations

from datetime import date

from clavero.identity.rules import Actor
from clavero.kpis.selectors.delivering import delivered_by_account
from clavero.kpis.services.telling import Told, tell_values

_COUNTS = ("on-time-in-full", "in-full", "case-fill")


def tell_deliveries(actor: Actor, *, day: date) -> int:
    """Keep what part of the lines of the last twelve full months came in full, and on time as well,
    and what part of the units ordered came, of every account that somebody leads and of the groups
    above it, where lines say how much was ordered; how many values were news. Where no line says it
    any more, or nobody leads the account, what was counted is known no longer. Again it changes
    nothing."""
    told = [
        Told(each.customer_id, key, value, n)
        for each in delivered_by_account(day)
        for key, value, n in each.figures
    ]
    return tell_values(actor, day=day, told=told, counts=_COUNTS)
