"""The tasks of those who must approve a version of a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext, override

from clavero.identity.rules import Actor
from clavero.identity.selectors import language_for
from clavero.identity.selectors import people as colleagues
from clavero.negotiations.models import Approval
from clavero.negotiations.rules.documents import State, Verdict
from clavero.negotiations.selectors.documents import Home, document_home
from clavero.portfolio.selectors import people_who_see, structure
from clavero.work.rules import Origin
from clavero.work.services import add_task, end_task_of

if TYPE_CHECKING:
    from clavero.identity.models import Person
    from clavero.negotiations.models import Document, Negotiation, Version

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


def end_all_asking(actor: Actor, negotiation: Negotiation) -> None:
    """Nobody need approve the documents of a negotiation that came to nothing."""
    for each in _waiting(negotiation):
        end_asking(actor, each, has_decided=False)


def ask_all_again(actor: Actor, negotiation: Negotiation) -> None:
    """It goes on after all: whoever had not decided on the latest version of a document, and sees
    the account, gets a task again."""
    by_document: dict[int, list[Approval]] = {}
    for each in _waiting(negotiation):
        by_document.setdefault(each.version.document_id, []).append(each)
    for waiting in by_document.values():
        version = waiting[0].version
        home, known = who_may_approve(actor, version.document)
        asked = {each.person_id: each.asked_by_id for each in waiting if each.person_id in known}
        # Another row has another key: a task that has ended is not asked a second time.
        Approval.objects.filter(pk__in=[each.pk for each in waiting]).delete()
        ask_to_approve(actor, version.document, version, asked, home.customer_id)


def _waiting(negotiation: Negotiation) -> list[Approval]:
    """The approvals that are waited for: of the latest version of each document."""
    rows = Approval.objects.filter(
        version__document__negotiation=negotiation,
        version__document__state=State.DRAFT.value,
        verdict=Verdict.WAITING.value,
    ).annotate(latest=Max("version__document__versions__number"))
    return list(
        rows.filter(version__number=F("latest")).select_related("version__document").order_by("pk")
    )


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
