from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.nightly.hooks import Step, add_step
from clavero.ui import screens
from clavero.ui.navigation import Entry, Place, register


class LifetimeConfig(AppConfig):
    name = "clavero.lifetime"
    label = "lifetime"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.portfolio.visibility import sees_sales

        for entry in (
            Entry("lifetime", _("Lifetime value"), "lifetime:lifetime", "activity-heartbeat",
                  sees_sales, 17),
            Entry("its_lifetime", _("Lifetime value"), "lifetime:customer", "activity-heartbeat",
                  sees_sales, 35, Place.CUSTOMER),
        ):  # fmt: skip
            register(entry)
        for key, name in (
            ("customers", "LIFETIME"), ("cohorts", "COHORTS"), ("staying", "STAYING"),
            ("contracts", "CONTRACTS"), ("cycles", "CYCLES"), ("years", "YEARS"),
        ):  # fmt: skip
            screens.register(f"lifetime.{key}", f"clavero.lifetime.lists.{name}", sees_sales)
        add_step(Step("lifetime", _("Lifetime value"), "clavero.lifetime.jobs.at_night", 30))
