from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.ui import screens
from clavero.ui.navigation import Entry, Place, register

if TYPE_CHECKING:
    from clavero.identity.rules import Actor
    from clavero.relationships.hooks import DaysMet, Met


def _days_met(ties: Mapping[int, Collection[int]]) -> DaysMet:
    from clavero.interactions.selectors import days_met

    return days_met(ties)


def _met(actor: Actor, contact_id: int) -> Iterable[Met]:
    from clavero.interactions.telling import last_met

    return last_met(actor, contact_id)


def _kept_of(contact_id: int) -> list[dict[str, Any]]:
    from clavero.interactions.telling import as_data

    return [dict(each) for each in as_data([contact_id])]


class InteractionsConfig(AppConfig):
    name = "clavero.interactions"
    label = "interactions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.portfolio.visibility import sees_sales
        from clavero.relationships.hooks import KEPT_OF_CONTACT, on_days_met, on_met

        for entry in (
            Entry("interactions", _("Interactions"), "interactions:home", "messages",
                  sees_sales, 23),
            Entry("its_interactions", _("Interactions"), "interactions:account", "messages",
                  sees_sales, 59, Place.CUSTOMER),
        ):  # fmt: skip
            register(entry)
        for key in ("all", "account"):
            place = {"all": "INTERACTIONS", "account": "OF_ACCOUNT"}[key]
            screens.register(
                f"interactions.{key}", f"clavero.interactions.lists.{place}", sees_sales
            )
        on_days_met.append(_days_met)
        on_met.append(_met)
        KEPT_OF_CONTACT["contacts_with_us"] = _kept_of
