"""What other rooms are told of interactions: of a contact the last ones, and all for the person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse

from clavero.identity.rules import Actor
from clavero.interactions.models import Interaction
from clavero.interactions.rules.kinds import State
from clavero.interactions.visibility import interactions
from clavero.interactions.words import KIND_NAMES
from clavero.relationships.hooks import Met

_LAST = 5


def last_met(actor: Actor, contact_id: int) -> Iterable[Met]:
    """The last interactions that a contact took part in. One query."""
    held = interactions(actor).filter(contacts=contact_id, state=State.DONE.value).defer("text")
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
