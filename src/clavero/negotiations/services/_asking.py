"""The tasks of those who must approve a version of a document."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext, override

from clavero.identity.rules import Actor
from clavero.identity.selectors import language_for
from clavero.identity.selectors import people as colleagues
from clavero.work.rules import Origin
from clavero.work.services import add_task, end_task_of

if TYPE_CHECKING:
    from clavero.identity.models import Person
    from clavero.negotiations.models import Document, Version

_LONGEST = 300  # characters of a task


def tell_approvers(
    actor: Actor, found: Document, version: Version, people: Collection[int], customer_id: int
) -> None:
    """A task for each who must approve a version, but for the one who asks."""
    for person in colleagues(Actor.system()).filter(pk__in=set(people) - {actor.user_id}):
        _tell(actor, person, found, version, customer_id)


def end_asking(actor: Actor, version: Version, person_id: int, *, has_decided: bool = True) -> None:
    """Somebody has decided on a version, or need not any more: another one has come."""
    end_task_of(
        actor,
        origin=Origin.CONTRACT,
        origin_key=_key(version, person_id),
        is_done=has_decided,
    )


def _tell(
    actor: Actor, person: Person, found: Document, version: Version, customer_id: int
) -> None:
    with override(language_for(person)):
        text = gettext("Approve the document “%(title)s”") % {"title": found.title}
    add_task(
        # Whoever asks may give nobody tasks otherwise.
        Actor.system(actor.name),
        customer_id=customer_id,
        text=text[:_LONGEST],
        owner_id=person.pk,
        due=timezone.localdate(),
        origin=Origin.CONTRACT,
        origin_key=_key(version, person.pk),
    )


def _key(version: Version, person_id: int) -> str:
    return f"negotiations:{version.document_id}:{version.number}:{person_id}"
