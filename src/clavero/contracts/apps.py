from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.nightly.hooks import Step, add_step
from clavero.ui import screens
from clavero.ui.navigation import Entry, Place, register

if TYPE_CHECKING:
    from clavero.core.period import Period
    from clavero.identity.rules import Actor
    from clavero.work.hooks import Days, Rows


def _due(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days | None:
    from clavero.contracts.selectors import due_days  # brings the engine along

    return due_days(actor, customer_ids, period)


def _due_terms(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days | None:
    from clavero.contracts.selectors import due_terms

    return due_terms(actor, customer_ids, period)


def _due_prices(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days | None:
    from clavero.contracts.selectors import due_prices

    return due_prices(actor, customer_ids, period)


def _due_steps(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days | None:
    from clavero.contracts.selectors import due_steps

    return due_steps(actor, customer_ids, period)


def _known_contracts(actor: Actor, customer_ids: Collection[int]) -> Rows:
    from clavero.contracts.selectors.handover import known_contracts  # brings the engine along

    return known_contracts(actor, customer_ids)


class ContractsConfig(AppConfig):
    name = "clavero.contracts"
    label = "contracts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.portfolio.visibility import sees_sales
        from clavero.work.hooks import DAYS, ROWS_AT_HANDOVER

        for entry in (
            Entry("contracts", _("Contracts"), "contracts:contracts", "file-certificate",
                  sees_sales, 23),
            Entry("its_contracts", _("Contracts"), "contracts:account", "file-certificate",
                  sees_sales, 64, Place.CUSTOMER),
        ):  # fmt: skip
            register(entry)
        screens.register("contracts.contracts", "clavero.contracts.lists.CONTRACTS", sees_sales)
        screens.register("contracts.findings", "clavero.contracts.lists.FINDINGS", sees_sales)
        screens.register("contracts.prices", "clavero.contracts.lists.PRICES", sees_sales)
        screens.register("contracts.renewals", "clavero.contracts.lists.RENEWALS", sees_sales)
        DAYS.extend((_due, _due_terms, _due_prices, _due_steps))
        ROWS_AT_HANDOVER.append(_known_contracts)
        # Before the KPIs, which are held against what is in force.
        add_step(
            Step("contracts", _("Contracts that renew themselves"),
                 "clavero.contracts.jobs.run_on_at_night", 8, by_the_hour=True, of_today=True)
        )  # fmt: skip
