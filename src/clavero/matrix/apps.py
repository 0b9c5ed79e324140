from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.ui import screens
from clavero.ui.navigation import Entry, Place, register


class MatrixConfig(AppConfig):
    name = "clavero.matrix"
    label = "matrix"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.matrix.words import CHANGE_NAMES, FIELD_NAMES, VALUE_WORDS
        from clavero.portfolio.visibility import sees_sales
        from clavero.portfolio.words import tell_changes

        register(Entry("matrix", _("Matrix"), "matrix:matrix", "chart-scatter", sees_sales, 20))
        register(
            Entry(
                "why", _("Its place"), "matrix:why", "chart-scatter", sees_sales, 10, Place.CUSTOMER
            )
        )
        screens.register("matrix.matrix", "clavero.matrix.lists.MATRIX", sees_sales)
        tell_changes(CHANGE_NAMES, FIELD_NAMES, VALUE_WORDS)
