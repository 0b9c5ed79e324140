"""Nobody forgets a request: when little time is left, and when it is over, the department's lead
and who asked are told, by tasks in the application and once each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from clavero.coordination.models import Request
from clavero.coordination.rules.requests import OWED, Standing, State, standing
from clavero.coordination.services._held import CLOCK, set_clock
from clavero.core.audit import record
from clavero.identity.rules import Actor
from clavero.portfolio.selectors import sees_account
from clavero.work.rules import Origin
from clavero.work.services import add_task

if TYPE_CHECKING:
    from clavero.identity.models import Person


def escalate(actor: Actor) -> int:
    """Tell of every request that has come to a point since it was last looked at; of how many.
    Doing it again tells nothing twice."""
    due = Request.objects.filter(look_at__lt=timezone.now()).order_by("look_at", "pk")
    return sum(_look(actor, key) for key in due.values_list("pk", flat=True))


@transaction.atomic
def _look(actor: Actor, request_id: int) -> int:
    now = timezone.now()
    found = Request.objects.select_for_update(of=("self",)).filter(look_at__lt=now)
    named = found.select_related("customer", "hours", "department__lead", "owner", "asker")
    request = named.filter(pk=request_id).first()
    if request is None:
        return 0
    stands = standing(
        State(request.state), now=now, accept_due=request.accept_due_at, due=request.due_at,
        warn=request.warn_at, delivered=request.delivered_at,
    )  # fmt: skip
    told = request.state in OWED and stands in {Standing.SOON, Standing.LATE}
    if told:
        _tell(actor, request, stands)
    request.told_at = now
    set_clock(request)
    request.save(update_fields=["told_at", *CLOCK])
    return 1 if told else 0


def _tell(actor: Actor, request: Request, stands: Standing) -> None:
    step = "accept" if request.state == State.ASKED else "deliver"
    key = f"{request.pk}:{request.given_back}:{step}:{stands}"
    lead = request.department.lead or request.owner
    if lead is not None and lead.is_active:
        # Of no account: of that the department sees nothing.
        add_task(
            actor, customer_id=None, text=_sentence(lead, request, stands)[:300],
            due=timezone.localdate(), owner_id=lead.pk, origin=Origin.REQUEST,
            origin_key=f"{key}:department",
        )  # fmt: skip
    customer = request.customer
    account_id = customer.merged_into_id or customer.pk
    asker = request.asker
    if asker is not None and not sees_account(asker, account_id):
        asker = None  # they have handed it over: it is for whoever leads the account
    add_task(
        actor, customer_id=account_id, text=_sentence(asker, request, stands)[:300],
        due=timezone.localdate(), owner_id=None if asker is None else asker.pk,
        origin=Origin.REQUEST, origin_key=f"{key}:asker",
    )  # fmt: skip
    record(actor, f"request.told_{stands}", request, after={"step": step})


def _sentence(person: Person | None, request: Request, stands: Standing) -> str:
    with override(person.language if person is not None and person.language else None):
        told = (
            gettext("The time of a request to %(department)s is over: %(text)s")
            if stands is Standing.LATE
            else gettext("The time of a request to %(department)s runs out: %(text)s")
        )
        return told % {"department": request.department.name, "text": request.text}
