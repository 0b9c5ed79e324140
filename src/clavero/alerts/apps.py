from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.alerts.hooks import on_delivery
from clavero.identity.rules import Actor, Verb
from clavero.ledger.hooks import LedgerChange, get_ready, on_change
from clavero.nightly.hooks import Step, add_step
from clavero.ui.navigation import Entry, Place, register

if TYPE_CHECKING:
    from clavero.portfolio.hooks import OfTeams


def _changes_of_team(actor: Actor, customer_id: int) -> OfTeams:
    from clavero.alerts.selectors import changes_of_team  # brings the engine along

    return changes_of_team(actor, customer_id)


def _look_again(change: LedgerChange) -> None:
    # Imported when it happens: the sources bring the engine along, and that takes seconds.
    from clavero.alerts.jobs import look

    look.enqueue()


def _load() -> None:
    from clavero.alerts import jobs
    from clavero.alerts.sources import sources

    del jobs
    sources()


def _send(delivery_id: int) -> None:
    from clavero.alerts.jobs import deliver

    deliver.enqueue(delivery_id)


def _manages_webhooks(actor: Actor) -> bool:
    return actor.may(Verb.MANAGE_WEBHOOKS)


class AlertsConfig(AppConfig):
    name = "clavero.alerts"
    label = "alerts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.alerts.following import follow
        from clavero.alerts.words import CHANGE_NAMES, FIELD_NAMES, VALUE_WORDS
        from clavero.core.audit import on_recorded
        from clavero.portfolio.hooks import CHANGES_OF_TEAMS
        from clavero.portfolio.visibility import sees_sales
        from clavero.portfolio.words import tell_changes

        on_change.append(_look_again)
        get_ready.append(_load)
        on_recorded.append(follow)
        on_delivery.append(_send)
        for entry in (
            Entry("alerts", _("Alerts"), "alerts:inbox", "bell", sees_sales, 15),
            Entry("its_alerts", _("Its alerts"), "alerts:customer", "bell", sees_sales, 15,
                  Place.CUSTOMER),
            Entry("webhooks", _("Webhooks"), "alerts:webhooks", "webhook", _manages_webhooks, 90,
                  Place.SETTINGS),
        ):  # fmt: skip
            register(entry)
        tell_changes(CHANGE_NAMES, FIELD_NAMES, VALUE_WORDS)
        CHANGES_OF_TEAMS.append(_changes_of_team)
        jobs = "clavero.alerts.jobs"
        for step in (
            Step("alerts", _("Alerts"), f"{jobs}.look_at_night", 40, of_today=True),
            Step("digests", _("Daily messages"), f"{jobs}.send_digests", 50, by_the_hour=True,
                 of_today=True),
            Step("deliveries", _("Webhooks"), f"{jobs}.deliver_due", 60, by_the_hour=True,
                 of_today=True),
        ):  # fmt: skip
            add_step(step)
