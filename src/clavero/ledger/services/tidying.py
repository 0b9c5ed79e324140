"""Housekeeping, by hand or after an import, at most once a day."""

from __future__ import annotations

import logging

from clavero.identity.rules import Actor
from clavero.ledger import store as stores
from clavero.ledger.services import _settling, _tidying
from clavero.ledger.services._permission import must_import
from clavero.ledger.services._tidying import Tidied

log = logging.getLogger(__name__)


def tidy(actor: Actor) -> Tidied:
    """Join the small files of a month and delete those that nothing refers to, now.

    No line and no figure changes, and every import can be undone and redone as before.
    """
    must_import(actor)
    store = stores.current()
    with store.exclusive():
        _settling.recover(store)
        return _tidying.tidy(store)


def tidying_is_due() -> bool:
    """Whether the last housekeeping was a day ago."""
    return _tidying.is_due(stores.current())


def tidy_if_due(actor: Actor) -> Tidied | None:
    """The day's housekeeping; ``None`` when it is done already or somebody is writing.

    What goes wrong in it is written in the log and tried again: no import depends on it.
    """
    must_import(actor)
    store = stores.current()
    if not tidying_is_due():
        return None
    with store.if_nobody_writes() as alone:
        if not alone:
            return None
        try:
            _settling.recover(store)
            return _tidying.tidy(store)
        except Exception:
            log.exception("the ledger's housekeeping failed")
            return None
