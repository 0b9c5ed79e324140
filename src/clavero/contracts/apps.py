from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.ui import screens
from clavero.ui.navigation import Entry, Place, register

if TYPE_CHECKING:
    from clavero.core.period import Period
    from clavero.core.scope import Scope
    from clavero.identity.rules import Actor
    from clavero.work.hooks import Due


def _due(
    actor: Actor, scope: Scope, customer_ids: Collection[int] | None, period: Period
) -> Iterable[Due]:
    from clavero.contracts.selectors import told_due  # brings the engine along

    return told_due(actor, scope, customer_ids, period)


class ContractsConfig(AppConfig):
    name = "clavero.contracts"
    label = "contracts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.portfolio.visibility import sees_sales
        from clavero.work.hooks import DUE

        for entry in (
            Entry("contracts", _("Contracts"), "contracts:contracts", "file-certificate",
                  sees_sales, 23),
            Entry("its_contracts", _("Contracts"), "contracts:account", "file-certificate",
                  sees_sales, 64, Place.CUSTOMER),
        ):  # fmt: skip
            register(entry)
        screens.register("contracts.contracts", "clavero.contracts.lists.CONTRACTS", sees_sales)
        DUE.append(_due)
