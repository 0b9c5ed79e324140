from __future__ import annotations

from collections.abc import Iterable

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.identity.rules import Actor
from clavero.nightly.hooks import Step, add_step
from clavero.ui import screens
from clavero.ui.navigation import Entry, Place, register


def _confirmed(actor: Actor, customer_id: int) -> Iterable[str]:
    from clavero.silence.selectors import confirmed_loss  # with the engine: not to say ``--help``
    from clavero.silence.sentences import confirmed_in_words

    said = confirmed_loss(actor, customer_id)
    return () if said is None else (confirmed_in_words(said),)


class SilenceConfig(AppConfig):
    name = "clavero.silence"
    label = "silence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.portfolio.hooks import KNOWN_OF_CUSTOMER
        from clavero.portfolio.visibility import sees_sales
        from clavero.portfolio.words import tell_changes
        from clavero.silence.words import CHANGE_NAMES, FIELD_NAMES, VALUE_WORDS

        for entry in (
            Entry("silence", _("Falling silent"), "silence:silence", "zzz", sees_sales, 17),
            Entry("its_silence", _("Its rhythm"), "silence:customer", "zzz", sees_sales, 40,
                  Place.CUSTOMER),
        ):  # fmt: skip
            register(entry)
        screens.register("silence.customers", "clavero.silence.lists.SILENCE", sees_sales)
        KNOWN_OF_CUSTOMER.append(_confirmed)
        tell_changes(CHANGE_NAMES, FIELD_NAMES, VALUE_WORDS)
        add_step(Step("silence", _("Falling silent"), "clavero.silence.jobs.at_night", 20))
