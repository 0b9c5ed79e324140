from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.nightly.hooks import Step, add_step
from clavero.ui.navigation import Entry, Place, register


class ReportsConfig(AppConfig):
    name = "clavero.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.portfolio.visibility import sees_sales

        for entry in (
            Entry("reports", _("Documents"), "reports:home", "file-text", sees_sales, 17),
            Entry("its_reports", _("Its documents"), "reports:account", "file-text", sees_sales,
                  20, Place.CUSTOMER),
        ):  # fmt: skip
            register(entry)
        add_step(
            Step("documents", _("Old documents"), "clavero.reports.jobs.at_night", 70,
                 of_today=True)
        )  # fmt: skip
