from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.identity.rules import Actor, Verb
from clavero.ui import screens
from clavero.ui.hooks import on_language, tends_shared_views
from clavero.ui.navigation import Entry, Place, register


def _manages_people(actor: Actor) -> bool:
    return actor.may(Verb.MANAGE_PEOPLE)


def _tends_shared_views(actor: Actor) -> bool:
    return actor.may(Verb.TEND_SHARED_VIEWS)


def _everybody(actor: Actor) -> bool:
    return True


class IdentityConfig(AppConfig):
    name = "clavero.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for entry in (
            Entry("people", _("People"), "identity:people", "users", _manages_people, 80,
                  Place.SETTINGS),
            Entry("chart", _("Organisation chart"), "identity:chart", "sitemap", _everybody, 81,
                  Place.SETTINGS),
            Entry("roles", _("Who may do what"), "identity:roles", "shield-check", _everybody, 82,
                  Place.SETTINGS),
            Entry("profile", _("My profile"), "identity:profile", "user", _everybody, 10,
                  Place.PERSON),
        ):  # fmt: skip
            register(entry)

        screens.register("identity.people", "clavero.identity.lists.PEOPLE", _manages_people)
        if _tends_shared_views not in tends_shared_views:
            tends_shared_views.append(_tends_shared_views)

        from clavero.identity.views.own import remember_language

        if remember_language not in on_language:
            on_language.append(remember_language)
