from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.identity.rules import Actor
from clavero.ui import screens
from clavero.ui.navigation import Entry, Place, register

if TYPE_CHECKING:
    from datetime import date

    from clavero.portfolio.hooks import Advice


def _advice(actor: Actor, customer_id: int) -> list[Advice]:
    from clavero.work.selectors.packs import advice_on_moving  # brings the engine along

    return advice_on_moving(actor, customer_id)


def _warnings(person_id: int, day: date) -> list[str]:
    from clavero.work.warning import warnings_of_load  # brings the engine along

    return warnings_of_load(person_id, day)


def _warnings_if_key(customer_id: int, day: date) -> list[str]:
    from clavero.work.warning import warnings_if_key  # brings the engine along

    return warnings_if_key(customer_id, day)


def _is_somebody(actor: Actor) -> bool:
    """Whoever has signed in may have tasks."""
    return True


class WorkConfig(AppConfig):
    name = "clavero.work"
    label = "work"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.portfolio.hooks import (
            ADVICE_ON_COVERAGE,
            WARNINGS_IF_KEY,
            WARNINGS_ON_COVERAGE,
        )
        from clavero.portfolio.visibility import sees_sales

        ADVICE_ON_COVERAGE.append(_advice)
        WARNINGS_ON_COVERAGE.append(_warnings)
        WARNINGS_IF_KEY.append(_warnings_if_key)

        for entry in (
            Entry("work", pgettext_lazy("tasks", "Work"), "work:tasks", "checkbox", sees_sales, 12),
            Entry("my_tasks", _("My tasks"), "work:tasks", "checkbox",
                  lambda actor: not sees_sales(actor), 15, Place.PERSON),
            Entry("my_calendar", _("My calendar and reminders"), "work:mine", "calendar-event",
                  _is_somebody, 16, Place.PERSON),
            Entry("its_team", _("Account team"), "work:team", "users", sees_sales, 14,
                  Place.CUSTOMER),
            Entry("its_due", _("What falls due"), "work:account", "calendar-due", sees_sales, 12,
                  Place.CUSTOMER),
        ):  # fmt: skip
            register(entry)
        screens.register("work.tasks", "clavero.work.lists.TASKS", _is_somebody)
