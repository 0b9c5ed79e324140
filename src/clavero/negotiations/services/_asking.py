"""The tasks of those who must approve a version of a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext, override

from clavero.identity.rules import Actor
from clavero.identity.selectors import language_for
from clavero.identity.selectors import people as colleagues
from clavero.negotiations.models import Approval
from clavero.negotiations.selectors.documents import Home, document_home
from clavero.portfolio.selectors import people_who_see, structure
from clavero.work.rules import Origin
from clavero.work.services import add_task, end_task_of

if TYPE_CHECKING:
    from clavero.identity.models import Person
    from clavero.negotiations.models import Document, Version

_LONGEST = 300  # characters of a task


def who_may_approve(actor: Actor, found: Document) -> tuple[Home, dict[int, str]]:
    """What a document belongs to, and those who see that account, by their numbers."""
    _document, home = document_home(actor, found.pk)
    return home, dict(people_who_see(home.code, structure()))


def ask_to_approve(
    actor: Actor, found: Document, version: Version, asked: Mapping[int, int | None],
    customer_id: int,
) -> None:  # fmt: skip
    """People must approve a version, each ``asked`` by somebody; a task for each, but for the one
    who does this."""
    rows = Approval.objects.bulk_create(
        Approval(version=version, person_id=person, asked_by_id=by)
        for person, by in sorted(asked.items())
    )
    by_person = {each.person_id: each for each in rows}
    wanted = asked.keys() - {actor.user_id}
    for person in colleagues(Actor.system()).filter(pk__in=wanted):
        _tell(actor, person, found, by_person[person.pk], customer_id)


def end_asking(actor: Actor, approval: Approval, *, has_decided: bool = True) -> None:
    """Somebody has decided on a version, or need not any more."""
    for key in (_key(approval), _key(approval).rpartition(":")[0]):
        end_task_of(actor, origin=Origin.CONTRACT, origin_key=key, is_done=has_decided)


def _tell(
    actor: Actor, person: Person, found: Document, approval: Approval, customer_id: int
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
        origin_key=_key(approval),
    )


def _key(approval: Approval) -> str:
    """Another one each time that somebody is asked; tasks of before have it without the last
    number."""
    version = approval.version
    of = f"{version.document_id}:{version.number}:{approval.person_id}"
    return f"negotiations:{of}:{approval.pk}"
