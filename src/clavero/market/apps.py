from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.ui import screens
from clavero.ui.navigation import Entry, Place, register

if TYPE_CHECKING:
    from clavero.core.period import Period
    from clavero.identity.rules import Actor
    from clavero.work.hooks import Days


def _days(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days:
    from clavero.market.days import due_days  # brings the engine along

    return due_days(actor, customer_ids, period)


class MarketConfig(AppConfig):
    name = "clavero.market"
    label = "market"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.market.words import CUSTOMER_CHANGES, CUSTOMER_FIELDS
        from clavero.portfolio.visibility import sees_sales
        from clavero.portfolio.words import tell_changes
        from clavero.work.hooks import DAYS

        for entry in (
            Entry("market", _("Market notes"), "market:notes", "news", sees_sales, 22),
            Entry("its_market", _("Market notes"), "market:account", "news", sees_sales, 62,
                  Place.CUSTOMER),
        ):  # fmt: skip
            register(entry)
        DAYS.append(_days)
        tell_changes(CUSTOMER_CHANGES, CUSTOMER_FIELDS, {})
        screens.register("market.notes", "clavero.market.lists.NOTES", sees_sales)
