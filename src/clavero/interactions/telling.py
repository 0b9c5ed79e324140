"""What other rooms are told of interactions: planned ones to the calendar, of a contact the last
ones, and all of them for the person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Min, Q
from django.urls import reverse

from clavero.core.period import Period
from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.interactions.models import Interaction
from clavero.interactions.rules.kinds import State
from clavero.interactions.visibility import interactions, interactions_within
from clavero.interactions.words import KIND_NAMES
from clavero.portfolio.selectors import today_of
from clavero.relationships.hooks import Met
from clavero.work.hooks import Due
from clavero.work.rules.tasks import DueKind

_LAST = 5


def last_met(scope: Scope, contact_id: int) -> Iterable[Met]:
    """The last interactions that a contact took part in. One query."""
    held = (
        interactions_within(scope).filter(contacts=contact_id, state=State.DONE.value).defer("text")
    )
    for each in held.order_by("-starts_at", "-pk")[:_LAST]:
        url = reverse("interactions:interaction", args=[each.pk])
        yield Met(each.starts_at, KIND_NAMES[each.kind], each.subject, url)


def as_data(contact_ids: Collection[int]) -> Iterator[Mapping[str, Any]]:
    """All in which a person took part, for the person: what was said with them, too."""
    found = Interaction.objects.filter(contacts__in=contact_ids).distinct()
    for each in found.order_by("starts_at", "pk").prefetch_related("decisions"):
        yield {
            "kind": each.kind,
            "state": each.state,
            "at": each.starts_at.isoformat(),
            "subject": each.subject,
            "minutes": each.text,
            "decisions": [decision.text for decision in each.decisions.all()],
        }


def due_in(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Iterator[Due]:
    """What was planned for the days of a period, and whether it was held. One query."""
    found = (
        interactions(actor)
        .filter(was_planned=True, day__gte=period.start, day__lt=period.end)
        .exclude(state=State.CANCELLED.value)
    )
    if customer_ids is not None:
        wanted = list(customer_ids)
        found = found.filter(Q(customer__in=wanted) | Q(customer__merged_into__in=wanted))
    rows = found.defer("text").select_related("customer").annotate(who=Min("ours__person"))
    for each in rows.order_by("day", "pk"):
        yield Due(
            day=each.day, kind=DueKind.MEETING, text=each.subject,
            customer_id=today_of(each.customer).id,
            url=reverse("interactions:interaction", args=[each.pk]),
            owner_id=each.who, is_done=each.state == State.DONE,
        )  # fmt: skip
