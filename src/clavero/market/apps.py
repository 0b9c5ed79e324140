from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.ui import screens
from clavero.ui.navigation import Entry, Place, register


class MarketConfig(AppConfig):
    name = "clavero.market"
    label = "market"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.market.words import CUSTOMER_CHANGES, CUSTOMER_FIELDS
        from clavero.portfolio.visibility import sees_sales
        from clavero.portfolio.words import tell_changes

        for entry in (
            Entry("market", _("Market notes"), "market:notes", "news", sees_sales, 22),
            Entry("its_market", _("Market notes"), "market:account", "news", sees_sales, 62,
                  Place.CUSTOMER),
        ):  # fmt: skip
            register(entry)
        tell_changes(CUSTOMER_CHANGES, CUSTOMER_FIELDS, {})
        screens.register("market.notes", "clavero.market.lists.NOTES", sees_sales)
