from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.identity.rules import Actor, Verb
from clavero.ui import screens
from clavero.ui.navigation import Entry, register


def _imports_sales(actor: Actor) -> bool:
    return actor.may(Verb.IMPORT_SALES)


class LedgerConfig(AppConfig):
    name = "clavero.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(Entry("imports", _("Import"), "ledger:imports", "upload", _imports_sales, 50))
        screens.register("ledger.imports", "clavero.ledger.lists.IMPORTS", _imports_sales)
