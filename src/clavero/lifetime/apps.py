from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.ui import screens
from clavero.ui.navigation import Entry, register


class LifetimeConfig(AppConfig):
    name = "clavero.lifetime"
    label = "lifetime"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.portfolio.visibility import sees_sales

        register(
            Entry("lifetime", _("Lifetime value"), "lifetime:lifetime", "activity-heartbeat",
                  sees_sales, 17)
        )  # fmt: skip
        screens.register("lifetime.customers", "clavero.lifetime.lists.LIFETIME", sees_sales)
