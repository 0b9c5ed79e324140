from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.ui import screens
from clavero.ui.navigation import Entry, Place, register


class RelationshipsConfig(AppConfig):
    name = "clavero.relationships"
    label = "relationships"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.portfolio.visibility import sees_sales

        for entry in (
            Entry("contacts", _("Contacts"), "relationships:contacts", "users-group",
                  sees_sales, 21),
            Entry("its_contacts", _("Contacts"), "relationships:account", "users-group",
                  sees_sales, 58, Place.CUSTOMER),
            Entry("its_chart", _("Organisation chart"), "relationships:chart", "hierarchy",
                  sees_sales, 59, Place.CUSTOMER),
            Entry("its_matrix", _("Who knows whom"), "relationships:matrix", "hierarchy-3",
                  sees_sales, 60, Place.CUSTOMER),
        ):  # fmt: skip
            register(entry)
        screens.register(
            "relationships.contacts", "clavero.relationships.lists.CONTACTS", sees_sales
        )
