"""After a process died: what it committed is finished, what it had not is cleared away."""

from __future__ import annotations

from clavero.identity.rules import Actor
from clavero.ledger import store as stores
from clavero.ledger.engine import cube
from clavero.ledger.models import Import, Status
from clavero.ledger.services import _settling
from clavero.ledger.services._permission import must_import


def recover(actor: Actor) -> bool:
    """Put the ledger in order; ``False`` when an import is at work, which has done so itself.

    Every import begins with it. Servers, workers and the list of imports call it too, so that
    nobody waits for an import that is dead.
    """
    must_import(actor)
    store = stores.current()
    with store.if_nobody_writes() as alone:
        if alone:
            _settling.recover(store)
    return alone


def recover_if_needed(actor: Actor) -> None:
    """Put the ledger in order where something seems to be under way. Costs one query."""
    is_reading = Import.objects.filter(status=Status.READING).exists()
    if is_reading or stores.current().is_unsettled():
        recover(actor)


def rebuild_figures(actor: Actor) -> None:
    """Compute every monthly figure again from the lines."""
    must_import(actor)
    store = stores.current()
    with store.exclusive():
        _settling.recover(store)
        cube.refresh(store, afresh=True)
