from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.ui import screens
from clavero.ui.navigation import Entry, register


class SelectionConfig(AppConfig):
    name = "clavero.selection"
    label = "selection"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.portfolio.words import tell_changes
        from clavero.selection.visibility import sees_selection
        from clavero.selection.words import CHANGE_NAMES, FIELD_NAMES, VALUE_WORDS

        register(
            Entry("selection", _("Selection"), "selection:selection", "key", sees_selection, 25)
        )
        screens.register("selection.list", "clavero.selection.lists.SELECTION", sees_selection)
        tell_changes(CHANGE_NAMES, FIELD_NAMES, VALUE_WORDS)
