"""Customers on their way to a key account manager."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from clavero.identity.rules import ALLOWED, Actor, Role, Verb
from clavero.identity.selectors import people
from clavero.portfolio.selectors import Structure
from clavero.portfolio.visibility import accounts
from clavero.selection.models import Decision, Handover
from clavero.selection.rules.steps import IN_PROGRAMME, Status
from clavero.selection.visibility import sees_selection
from clavero.work.hooks import Coming

MANAGERS = frozenset(role for role in Role if Verb.PROPOSE_KEY_ACCOUNTS in ALLOWED[role])
"""The roles that manage key accounts."""


@dataclass(frozen=True, slots=True)
class NoLongerKey:
    """Why a customer on its way is not a key account any more: ``withdrawn_by`` has withdrawn the
    decision that made it one, or else the committee has decided the ``status`` since."""

    status: Status | None
    withdrawn_by: str


def handovers(actor: Actor) -> QuerySet[Handover]:
    """The handovers that ``actor`` gives or receives, and those of the customers they see where
    their role has to do with the selection; the open ones first, then the latest accepted."""
    found: QuerySet[Any] = Handover.objects.select_related("customer", "giver", "receiver")
    found = found.annotate(**_what_was_decided()).order_by(
        F("accepted_at").desc(nulls_first=True), "-pk"
    )
    if actor.user_id is None:
        return found
    theirs = Q(giver_id=actor.user_id) | Q(receiver_id=actor.user_id)
    if sees_selection(actor):
        seen = accounts(actor).order_by()
        theirs |= Q(customer__in=seen) | Q(customer__merged_into__in=seen)
    return found.filter(theirs)


def _what_was_decided() -> dict[str, Subquery]:
    """The last decision that holds today on each handover's customer, and the last withdrawn one
    that had made it key; both with the page's own query."""
    of_it = Decision.objects.filter(candidate__customer=OuterRef("customer"))
    holds = of_it.valid().filter(day__lte=timezone.localdate()).order_by("-day", "-pk")
    gone = of_it.filter(withdrawn_at__isnull=False, status__in=IN_PROGRAMME).order_by("-pk")
    return {
        "decided": Subquery(holds.values(told=JSONObject(pk="pk", status="status"))[:1]),
        "withdrawn": Subquery(gone.values(told=JSONObject(pk="pk", by="withdrawn_by"))[:1]),
    }


def last_status() -> Subquery:
    """The status of the last decision that holds today on each handover's customer."""
    of_it = Decision.objects.filter(candidate__customer=OuterRef("customer"))
    holds = of_it.valid().filter(day__lte=timezone.localdate()).order_by("-day", "-pk")
    return Subquery(holds.values("status")[:1])


def no_longer_key(handover: Any) -> NoLongerKey | None:
    """Why one of :func:`handovers` rests; ``None`` once accepted, or while it is key."""
    decided, withdrawn = handover.decided, handover.withdrawn
    status = None if decided is None else Status(decided["status"])
    if not handover.is_open or status in IN_PROGRAMME:
        return None
    is_taken_back = withdrawn is not None and (decided is None or decided["pk"] < withdrawn["pk"])
    return NoLongerKey(status, withdrawn["by"] if is_taken_back else "")


def coming(shape: Structure) -> list[Coming]:
    """The handovers that were arranged, and nobody has accepted yet, of what is still key. One
    query."""
    found = Handover.objects.filter(accepted_at=None).annotate(status=last_status())
    found = found.filter(status__in=[each.value for each in IN_PROGRAMME]).order_by("pk")
    rows = found.values_list("customer__code", "receiver_id", "changes_on")
    return [Coming(shape.alone.survivor(code), who, day) for code, who, day in rows]


def open_handover(records: Collection[int]) -> Handover | None:
    """The handover of a customer, by the numbers of its records, that nobody has accepted yet."""
    found = Handover.objects.filter(customer__in=records, accepted_at=None)
    return found.select_related("customer", "giver", "receiver").first()


def managers(actor: Actor) -> QuerySet[Any]:
    """Who can receive a key account."""
    return people(actor).filter(is_active=True, role__in=MANAGERS).order_by("name")
