from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from clavero.nightly.hooks import Step, add_step
from clavero.ui import screens
from clavero.ui.navigation import Entry, Place, register

if TYPE_CHECKING:
    from clavero.core.period import Period
    from clavero.identity.rules import Actor
    from clavero.matrix.hooks import Heard
    from clavero.portfolio.selectors import Structure
    from clavero.work.hooks import Days


def _days(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days | None:
    from clavero.loyalty.selectors.days import due_days  # brings the engine along

    return due_days(actor, customer_ids, period)


def _forget(ids: Collection[int]) -> None:
    from clavero.loyalty.services import forget_contacts  # with the engines: not to say ``--help``

    forget_contacts(ids)


def _heard(code: str, day: date, shape: Structure | None) -> Heard | None:
    from clavero.loyalty.showing import heard_of

    return heard_of(code, day, shape)


def _kept(contact_id: int) -> list[dict[str, Any]]:
    from clavero.loyalty.selectors import kept_of_contact

    return kept_of_contact(contact_id)


def _send(invitation_id: int) -> None:
    from clavero.loyalty.jobs import send

    send.enqueue(invitation_id)


class LoyaltyConfig(AppConfig):
    name = "clavero.loyalty"
    label = "loyalty"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.loyalty.hooks import on_delivery
        from clavero.matrix.hooks import on_position
        from clavero.portfolio.visibility import sees_sales
        from clavero.relationships.hooks import KEPT_OF_CONTACT, on_erasure
        from clavero.work.hooks import DAYS

        for entry in (
            Entry("surveys", _("Surveys"), "loyalty:home", "message-star", sees_sales, 22),
            Entry("its_surveys", _("What it says of us"), "loyalty:account", "message-star",
                  sees_sales, 62, Place.CUSTOMER),
        ):  # fmt: skip
            register(entry)
        screens.register("loyalty.answers", "clavero.loyalty.tables.ANSWERS", sees_sales)
        add_step(Step("reminders", _("Reminders of surveys"),
                      "clavero.loyalty.jobs.remind_at_night", 14, of_today=True))  # fmt: skip
        on_delivery.append(_send)
        DAYS.append(_days)
        on_position.append(_heard)
        on_erasure.append(_forget)
        KEPT_OF_CONTACT["surveys"] = _kept
