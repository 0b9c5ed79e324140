from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.ui.navigation import Entry, register


class PagesConfig(AppConfig):
    name = "clavero.pages"
    label = "pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.portfolio.visibility import sees_sales

        register(Entry("today", _("Today"), "pages:today", "sunrise", sees_sales, 5))
