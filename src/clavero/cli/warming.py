"""What the first reader after an import would wait for, computed before anybody asks.

The pictures are kept process by process, so each process that serves pages warms its own; the
background worker is made ready for documents.
"""

from __future__ import annotations

import logging
import threading
import time

from django.db import connections

from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.lifetime.rules.asking import Asked
from clavero.lifetime.selectors import held_out_of, lifetime_picture
from clavero.portfolio.selectors import portfolio_picture, scope_for
from clavero.profitability.selectors import profit_picture, serving_version
from clavero.reports.services import get_ready
from clavero.silence.selectors import states

_PAUSE = 10  # seconds; a picture that is there already costs a few milliseconds to find

_log = logging.getLogger(__name__)
_READER = Actor.system()


def start() -> None:
    """Keep this process warm from now on, in the background."""
    threading.Thread(target=_keep_warm, name="warming", daemon=True).start()


def start_worker() -> None:
    """Have the background worker ready for documents, while nobody waits for one."""
    threading.Thread(target=_make_worker_ready, name="documents", daemon=True).start()


def get_worker_ready() -> None:
    """Bring along what documents are made with, and look at the sales that each of them tells of,
    which starts the ledger's engine, too."""
    if ledger.version():
        _look_at_sales()
    get_ready()


def _make_worker_ready() -> None:
    try:
        get_worker_ready()
    except Exception:  # whoever orders one is told
        _log.exception("What documents are made with could not be started.")
    finally:
        connections.close_all()


def warm() -> None:
    """Compute the pictures that *Portfolio*, *Profitability*, *Falling silent* and *Lifetime value*
    open with, unless they are there.

    The second reads every line of its months, and is of no use before somebody has set a rate.
    """
    if ledger.version():
        _look_at_sales()
        lifetimes = lifetime_picture(_READER, Asked())
        if lifetimes is not None:
            held_out_of(lifetimes)


def _look_at_sales() -> None:
    period = ledger.resolve_period("ttm", scope_for(_READER))
    portfolio_picture(_READER, period=period)
    if serving_version().number:
        profit_picture(_READER, period=period)
    states(_READER)


def _keep_warm() -> None:
    while True:
        try:
            warm()
        except Exception:  # pages say it themselves, and the next round may go well
            _log.exception("The portfolio could not be computed beforehand.")
        finally:
            connections.close_all()
        time.sleep(_PAUSE)
