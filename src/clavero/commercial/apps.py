from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.ui.navigation import Entry, Place, register

if TYPE_CHECKING:
    from clavero.plans.hooks import Said
    from clavero.plans.models import Plan


def _check(plan: Plan, currency: str) -> Iterable[Said]:
    # Imported when it happens: the selectors bring the engine along, and that takes seconds.
    from clavero.commercial.checking import check_targets_of

    return check_targets_of(plan, currency)


class CommercialConfig(AppConfig):
    name = "clavero.commercial"
    label = "commercial"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.plans.hooks import ALONG, CHECKS
        from clavero.portfolio.visibility import sees_sales

        for entry in (
            Entry("commercial", _("Commercial plan"), "commercial:together", "target-arrow",
                  sees_sales, 17),
            Entry("its_targets", _("Its targets"), "commercial:account", "target-arrow",
                  sees_sales, 11, Place.CUSTOMER),
        ):  # fmt: skip
            register(entry)
        ALONG.append("commercial_targets")
        CHECKS.append(_check)
