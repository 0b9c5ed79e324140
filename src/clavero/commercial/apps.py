from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.ui.navigation import Entry, Place, register

if TYPE_CHECKING:
    from clavero.plans.hooks import Said, SectionRows
    from clavero.plans.models import Plan
    from clavero.plans.selectors import PlanPicture


def _check(picture: PlanPicture, currency: str) -> Iterable[Said]:
    # Imported when it happens: the selectors bring the engine along, and that takes seconds.
    from clavero.commercial.checking import check_targets_of

    return check_targets_of(picture, currency)


def _content(plan: Plan) -> SectionRows:
    from clavero.commercial.freezing import targets_of_plan

    return targets_of_plan(plan)


def _season(plan: Plan) -> Sequence[Decimal] | None:
    from clavero.commercial.selectors import season_of

    row = getattr(plan, "commercial_targets", None)
    return None if row is None else season_of(row)


class CommercialConfig(AppConfig):
    name = "clavero.commercial"
    label = "commercial"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.plans.hooks import ALONG, CHECKS, CONTENT, SEASONS
        from clavero.plans.words.changes import ROW_FIELDS
        from clavero.portfolio.visibility import sees_sales

        for entry in (
            Entry("commercial", _("Commercial plan"), "commercial:together", "target-arrow",
                  sees_sales, 17),
            Entry("its_targets", _("Its targets"), "commercial:account", "target-arrow",
                  sees_sales, 11, Place.CUSTOMER),
            Entry("targets_of_plan", _("Commercial targets"), "commercial:account",
                  "target-arrow", sees_sales, 5, Place.PLAN),
        ):  # fmt: skip
            register(entry)
        ALONG.append("commercial_targets")
        CHECKS.append(_check)
        CONTENT.append(_content)
        SEASONS.append(_season)
        ROW_FIELDS["target_sales"] = _("Target of net sales")
        ROW_FIELDS["target_margin"] = _("Target of margin")
