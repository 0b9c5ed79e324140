from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.db.models.expressions import Combinable
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clavero.contracts.hooks import AROUND_CONTRACT, Around, Way
from clavero.ui import screens
from clavero.ui.navigation import Entry, Place, register

if TYPE_CHECKING:
    from clavero.core.period import Period
    from clavero.identity.rules import Actor
    from clavero.work.hooks import Days, Rows


def _due(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days | None:
    from clavero.negotiations.selectors import due_days  # brings the engine along

    return due_days(actor, customer_ids, period)


def _rounds(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days | None:
    from clavero.negotiations.selectors import next_rounds

    return next_rounds(actor, customer_ids, period)


def _signatures(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days | None:
    from clavero.negotiations.selectors import due_signatures

    return due_signatures(actor, customer_ids, period)


def _known(actor: Actor, customer_ids: Collection[int]) -> Rows:
    from clavero.negotiations.selectors.days import known_negotiations  # brings the engine along

    return known_negotiations(actor, customer_ids)


def _came_of() -> Combinable:
    from clavero.negotiations.selectors import negotiation_of_contract  # brings the engine along

    return negotiation_of_contract()


def _ways(contract_id: int, negotiation_id: int | None) -> list[Way]:
    address = reverse("negotiations:contract_documents", args=[contract_id])
    found = [Way(_("Documents"), "file-text", address)]
    if negotiation_id is not None:
        address = reverse("negotiations:negotiation", args=[negotiation_id])
        found.insert(0, Way(_("The negotiation"), "messages", address))
    return found


class NegotiationsConfig(AppConfig):
    name = "clavero.negotiations"
    label = "negotiations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.portfolio.visibility import sees_sales
        from clavero.work.hooks import DAYS, ROWS_AT_HANDOVER

        for entry in (
            Entry("negotiations", _("Negotiations"), "negotiations:negotiations", "messages",
                  sees_sales, 22),
            Entry("its_negotiations", _("Negotiations"), "negotiations:account", "messages",
                  sees_sales, 64, Place.CUSTOMER),
        ):  # fmt: skip
            register(entry)
        screens.register(
            "negotiations.negotiations", "clavero.negotiations.lists.NEGOTIATIONS", sees_sales
        )
        DAYS.extend((_due, _rounds, _signatures))
        ROWS_AT_HANDOVER.append(_known)
        AROUND_CONTRACT.append(Around("negotiation_number", _came_of, _ways))
