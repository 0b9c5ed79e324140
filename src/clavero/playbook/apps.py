from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.matrix.hooks import Review, on_review, on_withdrawal
from clavero.ui import screens
from clavero.ui.navigation import Entry, Place, register

if TYPE_CHECKING:
    from collections.abc import Collection

    from clavero.core.period import Period
    from clavero.identity.rules import Actor
    from clavero.work.hooks import Days


def _propose(review: Review) -> None:
    # Imported when it happens: the services bring the engine along, and that takes seconds.
    from clavero.playbook.services import propose_for_review

    propose_for_review(review)


def _withdraw(review: Review) -> None:
    from clavero.playbook.services import withdraw_for_review

    withdraw_for_review(review)


def _due_days(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days | None:
    from clavero.playbook.selectors.days import due_days  # brings the engine along

    return due_days(actor, customer_ids, period)


class PlaybookConfig(AppConfig):
    name = "clavero.playbook"
    label = "playbook"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.work.hooks import DAYS

        DAYS.append(_due_days)
        from clavero.playbook.words import CHANGE_NAMES, FIELD_NAMES, VALUE_WORDS
        from clavero.portfolio.visibility import sees_sales
        from clavero.portfolio.words import tell_changes

        on_review.append(_propose)
        on_withdrawal.append(_withdraw)
        register(Entry("playbook", _("Playbook"), "playbook:playbook", "book-2", sees_sales, 22))
        register(
            Entry("strategy", _("Its strategy"), "playbook:account", "book-2", sees_sales, 20,
                  Place.CUSTOMER)
        )  # fmt: skip
        screens.register("playbook.proposals", "clavero.playbook.lists.PROPOSALS", sees_sales)
        tell_changes(CHANGE_NAMES, FIELD_NAMES, VALUE_WORDS)
