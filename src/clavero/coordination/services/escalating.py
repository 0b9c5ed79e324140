"""Nobody forgets a request: when little time is left, and when it is over, the department's lead
and who asked are told, by tasks in the application and once each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from clavero.coordination.models import Request
from clavero.coordination.rules.requests import OWED, Standing, State, earliest, standing
from clavero.coordination.services._held import CLOCK, set_clock
from clavero.core.audit import record
from clavero.identity.rules import Actor
from clavero.identity.selectors import language_for
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
    asked = named.filter(pk=request_id).first()
    if asked is None:
        return 0
    stands = standing(
        State(asked.state), now=now, accept_due=asked.accept_due_at, due=asked.due_at,
        warn=asked.warn_at, delivered=asked.delivered_at,
    )  # fmt: skip
    told = asked.state in OWED and stands in {Standing.SOON, Standing.LATE}
    if told:
        _tell(actor, asked, stands)
    asked.told_at = now
    set_clock(asked)
    asked.save(update_fields=["told_at", *CLOCK])
    return 1 if told else 0


def _tell(actor: Actor, asked: Request, stands: Standing) -> None:
    ends = earliest(asked.due_at, asked.accept_due_at if asked.state == State.ASKED else None)
    today = timezone.localdate()
    due = today if ends is None else max(today, timezone.localdate(ends))
    step = "accept" if asked.state == State.ASKED else "deliver"
    key = f"{asked.pk}:{asked.given_back}:{step}:{stands}"
    lead = asked.department.lead or asked.owner
    if lead is not None and lead.is_active:
        # Of no account: of that the department sees nothing.
        add_task(
            actor, customer_id=None, text=_sentence(lead, asked, stands)[:300],
            due=due, owner_id=lead.pk, origin=Origin.REQUEST,
            origin_key=f"{key}:department",
        )  # fmt: skip
    customer = asked.customer
    account_id = customer.merged_into_id or customer.pk
    asker = asked.asker
    if asker is not None and not sees_account(asker, account_id):
        asker = None  # they have handed it over: it is for whoever leads the account
    add_task(
        actor, customer_id=account_id, text=_sentence(asker, asked, stands)[:300],
        due=due, owner_id=None if asker is None else asker.pk,
        origin=Origin.REQUEST, origin_key=f"{key}:asker",
    )  # fmt: skip
    record(actor, f"request.told_{stands}", asked, after={"step": step})


def _sentence(person: Person | None, asked: Request, stands: Standing) -> str:
    with override(language_for(person)):
        told = (
            gettext("The time of a request to %(department)s is over: %(text)s")
            if stands is Standing.LATE
            else gettext("The time of a request to %(department)s runs out: %(text)s")
        )
        return told % {"department": asked.department.name, "text": asked.text}
