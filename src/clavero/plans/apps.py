from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.ui.navigation import Entry, Place, register


class PlansConfig(AppConfig):
    name = "clavero.plans"
    label = "plans"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.plans.words import CHANGE_NAMES, FIELD_NAMES, VALUE_WORDS
        from clavero.portfolio.visibility import sees_sales
        from clavero.portfolio.words import tell_changes

        for entry in (
            Entry("plans", _("Customer plans"), "plans:home", "map-2", sees_sales, 16),
            Entry("its_plan", _("Its plan"), "plans:plan", "map-2", sees_sales, 10,
                  Place.CUSTOMER),
        ):  # fmt: skip
            register(entry)
        tell_changes(CHANGE_NAMES, FIELD_NAMES, VALUE_WORDS)
