"""Alerts follow what people decide: a look at one source after the change that may end its alerts.

An import and the night look at everything. In between, what somebody accepts, confirms or enters
can make an alert untrue, and nobody should be told of that.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

from django.db import transaction

_SOURCES = {
    "customer.handover_accepted": "selection",
    "customer.handover_arranged": "selection",
    "customer.status_decided": "selection",
    "customer.decision_withdrawn": "selection",
    "customer.placed": "matrix",
    "customer.place_withdrawn": "matrix",
    "survey.answered": "loyalty",
    "task.finished": "loyalty",
    "task.dropped": "loyalty",
    "kpi.entered": "kpis",
    "kpi.withdrawn": "kpis",
    "kpis.targets_set": "kpis",
    "silence.confirmed": "silence",
    "silence.refuted": "silence",
    "silence.withdrawn": "silence",
    "silence.adopted": "silence",
    "stop.recorded": "silence",
    "stop.withdrawn": "silence",
}
"""The source whose alerts a change may end, by the verb that the audit keeps."""


def follow(verb: str) -> None:
    """Look again once the transaction is there; once, however much has changed in it."""
    source = _SOURCES.get(verb)
    if source is None:
        return
    look = _look_at(source)
    waiting = transaction.get_connection().run_on_commit
    if all(each is not look for _savepoints, each, *_how in waiting):
        transaction.on_commit(look)


@cache
def _look_at(source: str) -> Callable[[], None]:
    return partial(_look, source)


def _look(source: str) -> None:
    # Imported when it happens: models are not there before every room is ready.
    from clavero.alerts.jobs import look_at
    from clavero.alerts.models import Alert
    from clavero.alerts.rules.raising import STANDING

    standing = [state.value for state in STANDING]
    # Without an alert that could end there is nothing to do: a company's first day stays quick.
    if Alert.objects.filter(state__in=standing, kind__startswith=f"{source}.").exists():
        look_at.enqueue(source)
