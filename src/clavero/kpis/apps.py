from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.ledger.hooks import LedgerChange, on_change
from clavero.nightly.hooks import Step, add_step
from clavero.ui.navigation import Entry, Place, register


def _follow_ledger(change: LedgerChange) -> None:
    from clavero.kpis.models import Snapshot

    if not Snapshot.objects.exists():  # who never looks at a KPI imports as fast as before
        return
    # Imported when it happens: the services bring the engine along, and that takes seconds.
    from clavero.kpis.jobs import refresh_after_change

    refresh_after_change.enqueue()


class KpisConfig(AppConfig):
    name = "clavero.kpis"
    label = "kpis"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.portfolio.visibility import sees_sales

        on_change.append(_follow_ledger)
        register(Entry("kpis", _("KPIs"), "kpis:home", "gauge", sees_sales, 12))
        register(
            Entry("its_kpis", _("Its KPIs"), "kpis:account", "gauge", sees_sales, 10,
                  Place.CUSTOMER)
        )  # fmt: skip
        jobs = "clavero.kpis.jobs"
        add_step(Step("kpis", _("KPIs"), f"{jobs}.at_night", 10))
        add_step(Step("relationships", _("Relationships"), f"{jobs}.relationships_at_night", 12))
        add_step(Step("meetings", _("Meetings and calls"), f"{jobs}.meetings_at_night", 12,
                      of_today=True))  # fmt: skip
        # Before the alerts, which look at them.
        add_step(Step("loyalty", _("What surveys say"), f"{jobs}.ask_surveys", 14, of_today=True))
