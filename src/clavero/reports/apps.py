from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.identity.rules import Actor, Verb
from clavero.nightly.hooks import Step, add_step
from clavero.ui.navigation import Entry, Place, register


def _brings_templates(actor: Actor) -> bool:
    return actor.may(Verb.BRING_TEMPLATES)


def _file_of_pack(customer_id: int) -> str:
    from django.urls import reverse

    from clavero.reports.rules import Kind

    address = reverse("reports:account", args=[customer_id])
    return f"{address}?kind={Kind.HANDOVER.value}"


class ReportsConfig(AppConfig):
    name = "clavero.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.portfolio.visibility import sees_sales
        from clavero.work.hooks import FILE_OF_PACK

        for entry in (
            Entry("reports", _("Documents"), "reports:home", "file-text", sees_sales, 17),
            Entry("its_reports", _("Its documents"), "reports:account", "file-text", sees_sales,
                  20, Place.CUSTOMER),
            Entry("account_documents", _("Documents"), "reports:account", "file-text", sees_sales,
                  10, Place.ACCOUNT),
            Entry("plan_documents", _("Documents"), "reports:account", "file-text", sees_sales, 5,
                  Place.PLAN),
            Entry("portfolio_documents", _("Documents"), "reports:portfolio", "file-text",
                  sees_sales, 10, Place.PORTFOLIO),
            Entry("templates", _("Document templates"), "reports:templates", "template",
                  _brings_templates, 95, Place.SETTINGS),
        ):  # fmt: skip
            register(entry)
        FILE_OF_PACK.append(_file_of_pack)
        add_step(
            Step("documents", _("Old documents"), "clavero.reports.jobs.at_night", 70,
                 of_today=True)
        )  # fmt: skip
