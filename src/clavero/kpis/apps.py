from django.apps import AppConfig

from clavero.ledger.hooks import LedgerChange, on_change


def _follow_ledger(change: LedgerChange) -> None:
    # Imported when it happens: the services bring the engine along, and that takes seconds.
    from clavero.kpis.jobs import refresh_after_change
    from clavero.kpis.selectors import is_in_use

    if is_in_use():  # who never looks at a KPI imports as fast as before
        refresh_after_change.enqueue()


class KpisConfig(AppConfig):
    name = "clavero.kpis"
    label = "kpis"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        on_change.append(_follow_ledger)
