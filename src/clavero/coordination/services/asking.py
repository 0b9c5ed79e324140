"""Something is asked of a department."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.care.selectors import usual_hours
from clavero.coordination.models import Department, ProcessVersion, Request, Word
from clavero.coordination.rules.requests import Urgency
from clavero.coordination.selectors.governed import choosable_departments, level_on, table_of
from clavero.coordination.services._held import set_clock
from clavero.coordination.services.involving import involve
from clavero.coordination.visibility import require
from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.core.writing import refuse_empty, tidy
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.visibility import accounts
from clavero.work.rules import Origin


@transaction.atomic
def ask_department(
    actor: Actor,
    *,
    customer_id: int,
    department_id: int,
    text: str,
    detail: str = "",
    promise: str = "",
    promised_on: date | None = None,
    urgency: Urgency = Urgency.NORMAL,
    process_id: int | None = None,
    origin: Origin = Origin.HAND,
    origin_key: str = "",
) -> Request:
    """Ask a department for something for a customer; ``process_id`` is a version of a process.

    Raises ``Customer.DoesNotExist`` for strangers to the account.
    """
    customer = accounts(actor).get(pk=customer_id)
    require(actor, Verb.ASK_DEPARTMENTS)
    values: dict[str, Any] = tidy(
        Request, {"text": text, "detail": detail, "promise": promise, "origin_key": origin_key}
    )
    refuse_empty(values, "text", _("Say what you ask for."))
    now = timezone.now()
    if promised_on is not None:
        refuse_empty(values, "promise", _("Say what the customer was promised for that day."))
        if promised_on < timezone.localdate(now):
            raise Refusal(
                _("The customer was promised it for a day that has passed."),
                code="promise_passed",
                field="promised_on",
                hint=_("Agree on another day with them first."),
            )
    if department_id not in dict(choosable_departments()):
        raise Refusal(
            _("Nobody of this department would see it."),
            code="no_department",
            field="department_id",
            hint=_("Choose one from the list."),
        )
    process = None
    if process_id is not None:
        process = ProcessVersion.objects.filter(pk=process_id, process__is_open=True).first()
        if process is None:
            raise Refusal(
                _("There is no such process any more."), code="no_process", field="process_id"
            )
        if process.checklist and not values["detail"]:
            raise Refusal(
                _("A request of “%(process)s” says more than a title."),
                code="detail_missing",
                field="detail",
                hint=_("Write: %(points)s."),
                process=process.process.name,
                points=", ".join(process.checklist),
            )
    day = timezone.localdate(now)
    level = table_of(level_on(department_id, day))[Urgency(urgency)]
    asked = Request(
        customer=customer,
        department=Department.objects.get(pk=department_id),
        process=process,
        promised_on=promised_on,
        urgency=Urgency(urgency).value,
        asker_id=actor.user_id,
        origin=Origin(origin).value,
        asked_at=now,
        accept_minutes=level.accept.total_seconds() // 60,
        deliver_minutes=level.deliver.total_seconds() // 60,
        hours=usual_hours(day),
        by_name=actor.name,
        **values,
    )
    set_clock(asked)
    asked.save()
    Word.objects.create(request=asked, what="ask", at=now, by_name=actor.name)
    told = {"text": asked.text, "department": asked.department.name, "urgency": asked.urgency}
    record(actor, "request.asked", asked, after=told)
    involve(actor, asked)
    return asked
