from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.identity.rules import Actor, Verb
from clavero.ui.navigation import Entry, Place, register


def _tends_nights(actor: Actor) -> bool:
    return actor.may(Verb.TEND_NIGHTS)


class NightlyConfig(AppConfig):
    name = "clavero.nightly"
    label = "nightly"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(
            Entry("nights", _("Night's work"), "nightly:nights", "moon-stars", _tends_nights, 92,
                  Place.SETTINGS)
        )  # fmt: skip
