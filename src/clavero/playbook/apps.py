from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.ui import screens
from clavero.ui.navigation import Entry, Place, register


class PlaybookConfig(AppConfig):
    name = "clavero.playbook"
    label = "playbook"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.matrix.hooks import on_review
        from clavero.playbook.words import CHANGE_NAMES, FIELD_NAMES, VALUE_WORDS
        from clavero.portfolio.visibility import sees_sales
        from clavero.portfolio.words import tell_changes

        on_review.append(_propose)
        register(Entry("playbook", _("Playbook"), "playbook:playbook", "book", sees_sales, 40))
        register(
            Entry("proposals", _("Its strategy"), "playbook:account", "book", sees_sales, 20,
                  Place.CUSTOMER)
        )  # fmt: skip
        screens.register("playbook.proposals", "clavero.playbook.lists.PROPOSALS", sees_sales)
        tell_changes(CHANGE_NAMES, FIELD_NAMES, VALUE_WORDS)


def _propose(review: object) -> None:
    from clavero.playbook.services import propose_from_review  # brings the engine along

    propose_from_review(review)  # type: ignore[arg-type]
