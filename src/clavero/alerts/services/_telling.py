"""How the audit keeps what happens to an alert: on the alert, and in the customer's changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from clavero.alerts.models import Alert
from clavero.alerts.rules.signals import OF_ANSWERS
from clavero.alerts.selectors.history import as_told, of_customer
from clavero.alerts.services.webhooks import announce
from clavero.core.audit import Who, record_many
from clavero.kpis.rules.catalogue import OF_JUDGEMENTS

Change = tuple[Alert, Mapping[str, Any] | None, Mapping[str, Any]]
"""An alert, with what changes of it before and after; ``None`` before it was."""


_VERBS = {
    "raised": "customer.alert_raised",
    "returned": "customer.alert_returned",
    "resolved": "customer.alert_resolved",
    "assigned": "customer.alert_assigned",
    "snoozed": "customer.alert_snoozed",
    "closed": "customer.alert_closed",
    "reopened": "customer.alert_reopened",
}
"""What is not among these is a detail, which the customer's changes do not tell."""


def tell(who: Who, verb: str, changes: Iterable[Change]) -> None:
    """Keep ``verb`` on each alert and, unless it is a detail, on its customer; webhooks hear it.
    What only an account's team may know is kept on the alert alone, and read from there
    (:func:`clavero.alerts.selectors.history.changes_of_team`)."""
    found = list(changes)
    record_many(who, f"alert.{verb}", found)
    # Whoever sees a customer reads its changes, and another program is nobody's team.
    found = [each for each in found if not _is_of_the_team(each[0])]
    if found:
        announce(verb, [alert for alert, _before, _after in found])
    if verb in _VERBS:
        told = (
            (
                alert.customer,
                None if before is None else of_customer(before),
                {**of_customer(after), "alert": as_told(alert)},
            )
            for alert, before, after in found
        )
        record_many(who, _VERBS[verb], told)


def _is_of_the_team(alert: Alert) -> bool:
    return alert.kind in OF_ANSWERS or alert.parameters.get("kpi") in OF_JUDGEMENTS
