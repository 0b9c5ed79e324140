from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.nightly.hooks import TO_GO_ON_WITH
from clavero.ui.navigation import Entry, Place, register

if TYPE_CHECKING:
    from collections.abc import Collection

    from clavero.core.period import Period
    from clavero.identity.rules import Actor
    from clavero.work.hooks import Days


def _due_days(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days | None:
    from clavero.investment.selectors.days import due_days  # brings the engine along

    return due_days(actor, customer_ids, period)


class InvestmentConfig(AppConfig):
    name = "clavero.investment"
    label = "investment"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.work.hooks import DAYS

        DAYS.append(_due_days)
        TO_GO_ON_WITH.append("clavero.investment.jobs.go_on")
        from clavero.investment.visibility import proposes, sees_investments
        from clavero.investment.words import CHANGE_NAMES, FIELD_NAMES, VALUE_WORDS
        from clavero.portfolio.words import tell_changes

        for entry in (
            Entry("investments", _("Investments"), "investment:home", "coin", sees_investments, 23),
            Entry("its_investment", _("Investment"), "investment:propose", "coin", proposes, 25,
                  Place.CUSTOMER),
        ):  # fmt: skip
            register(entry)
        tell_changes(CHANGE_NAMES, FIELD_NAMES, VALUE_WORDS)
