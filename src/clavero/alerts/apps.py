from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.ledger.hooks import LedgerChange, on_change
from clavero.ui.navigation import Entry, Place, register


def _look_again(change: LedgerChange) -> None:
    # Imported when it happens: the sources bring the engine along, and that takes seconds.
    from clavero.alerts.jobs import look

    look.enqueue()


class AlertsConfig(AppConfig):
    name = "clavero.alerts"
    label = "alerts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.alerts.words import CHANGE_NAMES, FIELD_NAMES, VALUE_WORDS
        from clavero.portfolio.visibility import sees_sales
        from clavero.portfolio.words import tell_changes

        on_change.append(_look_again)
        for entry in (
            Entry("alerts", _("Alerts"), "alerts:inbox", "bell", sees_sales, 15),
            Entry("its_alerts", _("Its alerts"), "alerts:customer", "bell", sees_sales, 15,
                  Place.CUSTOMER),
        ):  # fmt: skip
            register(entry)
        tell_changes(CHANGE_NAMES, FIELD_NAMES, VALUE_WORDS)
