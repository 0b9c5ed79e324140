from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clavero.identity.rules import Actor
from clavero.nightly.hooks import Step, add_step
from clavero.ui import screens
from clavero.ui.navigation import Entry, Place, register

if TYPE_CHECKING:
    from clavero.core.period import Period
    from clavero.work.hooks import Days, Rows


def _days(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days:
    from clavero.coordination.selectors.days import due_days  # brings the engine along

    return due_days(actor, customer_ids, period)


def _promised(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days:
    from clavero.coordination.selectors.days import promised_days

    return promised_days(actor, customer_ids, period)


def _open_requests(actor: Actor, customer_ids: Collection[int]) -> Rows:
    from clavero.coordination.selectors.handover import open_requests

    return open_requests(actor, customer_ids)


def _from_complaint(complaint_id: int, customer_id: int) -> str:
    return reverse("coordination:new", args=[customer_id]) + f"?complaint={complaint_id}"


def _request_of(key: str) -> str:
    number = key.partition(":")[0]
    return reverse("coordination:request", args=[int(number)]) if number.isdecimal() else ""


class CoordinationConfig(AppConfig):
    name = "clavero.coordination"
    label = "coordination"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.care.hooks import FROM_COMPLAINT, Onward
        from clavero.coordination.visibility import answers, asks
        from clavero.portfolio.visibility import sees_sales
        from clavero.work.hooks import COMES_OF, DAYS, ROWS_AT_HANDOVER
        from clavero.work.rules import Origin

        for entry in (
            Entry("requests", _("Requests"), "coordination:board", "send", sees_sales, 23),
            Entry("my_requests", _("Requests to us"), "coordination:queue", "inbox", answers, 10),
            Entry("its_requests", _("Requests to departments"), "coordination:account", "send",
                  sees_sales, 63, Place.CUSTOMER),
        ):  # fmt: skip
            register(entry)
        screens.register("coordination.requests", "clavero.coordination.lists.REQUESTS", sees_sales)
        DAYS.extend((_days, _promised))
        ROWS_AT_HANDOVER.append(_open_requests)
        COMES_OF[Origin.REQUEST] = _request_of
        FROM_COMPLAINT.append(Onward(_("Ask a department"), "send", asks, _from_complaint))
        add_step(
            Step("requests", _("Clocks of requests"), "clavero.coordination.jobs.escalate_at_night",
                 36, by_the_hour=True, of_today=True)
        )  # fmt: skip
