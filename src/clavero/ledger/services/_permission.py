"""Who may change the ledger."""

from __future__ import annotations

from clavero.core.errors import Forbidden
from clavero.identity.rules import Actor, Verb


def must_import(actor: Actor) -> None:
    """Everything that changes the ledger takes the verb of importing."""
    if not actor.may(Verb.IMPORT_SALES):
        raise Forbidden
