from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from clavero.nightly.hooks import Step, add_step
from clavero.ui import screens
from clavero.ui.navigation import Entry, Place, register

_OF_CUSTOMERS = ("added", "moved", "hours_chosen", "door_opened", "door_shut")

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from clavero.core.period import Period
    from clavero.identity.rules import Actor
    from clavero.work.hooks import Days, Rows


def _answers(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days:
    from clavero.care.selectors.deadlines import due_answers  # brings the engine along

    return due_answers(actor, customer_ids, period)


def _solutions(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days:
    from clavero.care.selectors.deadlines import due_solutions

    return due_solutions(actor, customer_ids, period)


def _known_complaints(actor: Actor, customer_ids: Collection[int]) -> Rows:
    from clavero.care.selectors.handover import known_complaints  # brings the engine along

    return known_complaints(actor, customer_ids)


def _open_complaints(actor: Actor, customer_ids: Collection[int]) -> Rows:
    from clavero.care.selectors.handover import open_complaints

    return open_complaints(actor, customer_ids)


def _received() -> QuerySet[Any]:
    from clavero.care.selectors.times import received_by_day

    return received_by_day()


def _received_stamp() -> tuple[int, ...]:
    from clavero.care.models import Complaint
    from clavero.core import audit

    return audit.stamp_of(Complaint)


def _complaint_of(key: str) -> str:
    number = key.partition(":")[0]
    return reverse("care:complaint", args=[int(number)]) if number.isdecimal() else ""


class CareConfig(AppConfig):
    name = "clavero.care"
    label = "care"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from clavero.care.words import CHANGE_NAMES, FIELD_NAMES
        from clavero.portfolio.visibility import sees_sales
        from clavero.portfolio.words import tell_changes
        from clavero.profitability.hooks import COUNTED_IN_APP, InApp
        from clavero.profitability.rules.events import Standard
        from clavero.work.hooks import COMES_OF, DAYS, ROWS_AT_HANDOVER
        from clavero.work.rules import Origin

        for entry in (
            Entry("complaints", _("Complaints"), "care:inbox", "message-report", sees_sales, 22),
            Entry("its_complaints", _("Complaints"), "care:account", "message-report", sees_sales,
                  62, Place.CUSTOMER),
        ):  # fmt: skip
            register(entry)
        screens.register("care.complaints", "clavero.care.lists.COMPLAINTS", sees_sales)
        COUNTED_IN_APP[Standard.COMPLAINT] = InApp(_received, _received_stamp, "care:account")
        DAYS.extend((_answers, _solutions))
        COMES_OF[Origin.COMPLAINT] = _complaint_of
        ROWS_AT_HANDOVER.extend((_open_complaints, _known_complaints))
        of_customers = ("complaint_text", "complaint_link", "complaint_hours")
        tell_changes(
            {f"complaint.{verb}": CHANGE_NAMES[f"complaint.{verb}"] for verb in _OF_CUSTOMERS},
            {name: FIELD_NAMES[name] for name in of_customers},
        )
        add_step(
            Step("complaints", _("Clocks of complaints"), "clavero.care.jobs.escalate_at_night", 35,
                 by_the_hour=True, of_today=True)
        )  # fmt: skip
