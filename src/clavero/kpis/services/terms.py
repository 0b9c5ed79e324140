"""How far what was negotiated is kept, which the room of contracts computes from the ledger."""

from __future__ import annotations

from datetime import date

from clavero.contracts.selectors import kept_by_account
from clavero.identity.rules import Actor
from clavero.kpis.services.telling import Told, tell_values

_COUNTS = ("terms-kept",)


def tell_terms(actor: Actor, *, day: date) -> int:
    """Keep the part of their terms that the accounts with contracts, and we towards them, have
    kept until ``day``; how many were news. Of an account of which nothing was due any more, as its
    term was withdrawn, or of which it cannot be told, it is known no longer. Again it changes
    nothing."""
    told = [
        Told(each.customer_id, "terms-kept", each.part, each.terms)
        for each in kept_by_account(actor, day)
    ]
    return tell_values(actor, day=day, told=told, counts=_COUNTS)
