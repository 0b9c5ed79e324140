from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.identity.rules import Actor, Verb
from clavero.ui import screens
from clavero.ui.navigation import Entry, Place, register


def _sees_rates(actor: Actor) -> bool:
    return actor.may(Verb.SEE_WHOLE_PORTFOLIO)


def _brings_events(actor: Actor) -> bool:
    return actor.may(Verb.BRING_EVENTS)


class ProfitabilityConfig(AppConfig):
    name = "clavero.profitability"
    label = "profitability"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.portfolio.visibility import sees_sales

        for entry in (
            Entry("profitability", _("Profitability"), "profitability:whale", "chart-area-line",
                  sees_sales, 15),
            Entry("rates", _("Rates of serving"), "profitability:rates", "clock-dollar",
                  _sees_rates, 72, Place.SETTINGS),
            Entry("events", _("Events"), "profitability:events", "calendar-event",
                  _brings_events, 74, Place.SETTINGS),
            Entry("its_profitability", _("Profitability"), "profitability:customer",
                  "chart-area-line", sees_sales, 30, Place.CUSTOMER),
        ):  # fmt: skip
            register(entry)
        screens.register(
            "profitability.customers", "clavero.profitability.lists.PROFIT", sees_sales
        )
        screens.register("profitability.hours", "clavero.profitability.lists.HOURS", sees_sales)
