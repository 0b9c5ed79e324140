from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.identity.rules import Actor, Verb
from clavero.ui import screens
from clavero.ui.navigation import Entry, Place, register

if TYPE_CHECKING:
    from collections.abc import Collection

    from clavero.core.period import Period
    from clavero.identity.rules import Actor
    from clavero.kpis.rules.wallet import Word
    from clavero.portfolio.selectors import Structure
    from clavero.work.hooks import Days, Rows


def _shares(codes: Collection[str] | None, on: date, shape: Structure) -> Mapping[str, Word]:
    # Imported when it happens: the selectors bring the ledger's engine along.
    from clavero.opportunities.selectors.wallets import shares

    return shares(codes, on, shape)


def _tends(actor: Actor) -> bool:
    return actor.may(Verb.TEND_OPPORTUNITIES)


def _due_days(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days | None:
    from clavero.opportunities.selectors.days import due_days  # brings the engine along

    return due_days(actor, customer_ids, period)


def _known_needs(actor: Actor, customer_ids: Collection[int]) -> Rows:
    from clavero.opportunities.selectors.handover import known_needs  # brings the engine along

    return known_needs(actor, customer_ids)


def _known_opportunities(actor: Actor, customer_ids: Collection[int]) -> Rows:
    from clavero.opportunities.selectors.handover import known_opportunities

    return known_opportunities(actor, customer_ids)


class OpportunitiesConfig(AppConfig):
    name = "clavero.opportunities"
    label = "opportunities"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.work.hooks import DAYS, ROWS_AT_HANDOVER

        DAYS.append(_due_days)
        ROWS_AT_HANDOVER.extend((_known_needs, _known_opportunities))
        from clavero.kpis.hooks import ShareTold, told_shares
        from clavero.kpis.rules.wallet import Place as TellsShare
        from clavero.opportunities.words import (
            CUSTOMER_CHANGES,
            CUSTOMER_FIELDS,
            CUSTOMER_VALUES,
        )
        from clavero.portfolio.visibility import sees_sales
        from clavero.portfolio.words import tell_changes

        for entry in (
            Entry("needs", _("Needs"), "opportunities:needs", "bulb", sees_sales, 18),
            Entry("pipeline", _("Pipeline"), "opportunities:pipeline", "target-arrow", sees_sales,
                  19),
            Entry("white_space", _("White space"), "opportunities:load_grid", "layout-grid", _tends,
                  76, Place.SETTINGS),
            Entry("its_needs", _("What it needs"), "opportunities:account_needs", "bulb",
                  sees_sales, 50, Place.CUSTOMER),
            Entry("its_white_space", _("White space"), "opportunities:grid", "layout-grid",
                  sees_sales, 52, Place.CUSTOMER),
            Entry("its_opportunities", _("Opportunities"), "opportunities:account", "target-arrow",
                  sees_sales, 54, Place.CUSTOMER),
            Entry("its_additional", _("Additional services"), "opportunities:additional",
                  "trending-up", sees_sales, 56, Place.CUSTOMER),
        ):  # fmt: skip
            register(entry)
        told_shares[TellsShare.WHITE_SPACE] = ShareTold(_shares, "opportunities:grid")
        tell_changes(CUSTOMER_CHANGES, CUSTOMER_FIELDS, CUSTOMER_VALUES)
        screens.register("opportunities.needs", "clavero.opportunities.lists.NEEDS", sees_sales)
        screens.register(
            "opportunities.pipeline", "clavero.opportunities.lists.PIPELINE", sees_sales
        )
