"""A document's way to both signatures."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal, Sentence
from clavero.core.files.kinds import Kind
from clavero.core.files.taking import taken
from clavero.core.writing import tidy
from clavero.identity.rules import Actor, Verb
from clavero.negotiations.models import Approval, Document, Version
from clavero.negotiations.rules.documents import State, Step, Verdict, all_approved
from clavero.negotiations.selectors.documents import may_release
from clavero.negotiations.services._asking import ask_to_approve, end_asking, who_may_approve
from clavero.negotiations.services._held import (
    document_to_change,
    reason_of,
    refuse_broken_off,
    refuse_step,
    stepped,
)
from clavero.negotiations.services.documents import kept_file


@transaction.atomic
def ask_approval(actor: Actor, *, document_id: int, people: Collection[int]) -> Document:
    """Name who must approve the latest version, beside those named already; each gets a task.
    Raises ``Document.DoesNotExist`` for strangers."""
    found = stepped(actor, document_id, Step.ASK)
    version = _latest(found)
    home, known = who_may_approve(actor, found)
    asked_before = set(version.approvals.values_list("person", flat=True))
    wanted = set(people) - asked_before
    if not wanted:
        raise Refusal(_("Choose who must approve it."), code="nobody_chosen", field="people")
    if not wanted <= known.keys():
        raise Refusal(
            _("Only people who see the account approve its documents."),
            code="no_approver",
            field="people",
            hint=_("Choose from the list."),
        )
    _refuse_alone(actor, wanted | asked_before)
    told = {"version": version.number, "people": ", ".join(known[each] for each in sorted(wanted))}
    record(actor, "document.approval_asked", found, after=told)
    asked = dict.fromkeys(wanted, actor.user_id)
    ask_to_approve(actor, found, version, asked, home.customer_id)
    return found


@transaction.atomic
def release_approver(
    actor: Actor, *, document_id: int, person_id: int, instead: int | None = None, reason: str = ""
) -> Document:
    """Somebody who was asked need not approve the latest version any more, or somebody else does
    ``instead``; for whoever asked them, or has written the document down. Where all others have
    approved it, it is approved. Raises ``Document.DoesNotExist`` for strangers."""
    found = stepped(actor, document_id, Step.ASK)
    told = str(tidy(Approval, {"reason": reason})["reason"])
    every = list(_latest(found).approvals.select_related("version", "person", "asked_by"))
    theirs = next((each for each in every if each.person_id == person_id), None)
    if theirs is None:
        raise Refusal(
            _("They need not approve it any more."),
            code="not_asked",
            hint=_("Look at the document again."),
        )
    if not may_release(actor, found, theirs):
        raise Refusal(
            _("%(name)s has asked for this approval, and takes it back."),
            code="asked_by_another",
            name=str(theirs.asked_by),
        )
    if theirs.verdict != Verdict.WAITING:
        raise Refusal(
            _("%(name)s has decided on this version: that stays."),
            code="decided_already",
            hint=_("Another version is approved anew."),
            name=theirs.person.name,
        )
    home, known = who_may_approve(actor, found)
    if instead is not None and (
        instead not in known or instead in {each.person_id for each in every}
    ):
        raise Refusal(
            _("Only people who see the account approve its documents."),
            code="no_approver",
            field="instead",
            hint=_("Choose from the list."),
        )
    version = theirs.version
    left = {each.person_id for each in every if each.pk != theirs.pk} | ({instead} - {None})
    _refuse_alone(actor, left)
    end_asking(actor, theirs, has_decided=False)
    theirs.delete()
    after = {"version": version.number, "reason": told}
    if instead is not None:
        ask_to_approve(actor, found, version, {instead: actor.user_id}, home.customer_id)
        after["people"] = known[instead]
    before = {"version": version.number, "people": theirs.person.name}
    record(actor, "document.approver_released", found, before=before, after=after)
    _approved_by_all(found, version)
    return found


@transaction.atomic
def approve(actor: Actor, *, document_id: int, version: int = 0, reason: str = "") -> Document:
    """Whoever must approve the latest version does; once all have, the document is approved.
    ``version`` is the number that was looked at."""
    found, mine = _mine(actor, document_id, Step.APPROVE, version)
    told = str(tidy(Approval, {"reason": reason})["reason"])
    _decide(actor, found, mine, Verdict.APPROVED, told, "document.approved")
    _approved_by_all(found, mine.version)
    return found


@transaction.atomic
def give_back(actor: Actor, *, document_id: int, reason: str, version: int = 0) -> Document:
    """Whoever must approve the latest version does not, and says why: it needs another one."""
    found, mine = _mine(actor, document_id, Step.RETURN, version)
    told = reason_of(reason, _("Say what has to be different."))
    _decide(actor, found, mine, Verdict.RETURNED, told, "document.returned")
    return found


@transaction.atomic
def send(
    actor: Actor,
    *,
    document_id: int,
    sent_to: str,
    sent_on: date | None = None,
    expected_on: date | None = None,
) -> Document:
    """What is approved goes to the customer; ``expected_on`` is by when they should sign."""
    found = stepped(actor, document_id, Step.SEND)
    told = str(tidy(Document, {"sent_to": sent_to})["sent_to"])
    if not told:
        raise Refusal(_("Say to whom it was sent."), code="sent_to_missing", field="sent_to")
    found.sent_on = _past(sent_on, "sent_on")
    if expected_on is not None and expected_on < found.sent_on:
        raise Refusal(
            _("They would sign before it was sent."), code="expected_before", field="expected_on"
        )
    found.sent_to, found.expected_on, found.state = told, expected_on, State.SENT.value
    found.save(update_fields=["sent_to", "sent_on", "expected_on", "state"])
    after = {"sent_to": told, "sent_on": found.sent_on, "expected_on": expected_on}
    record(actor, "document.sent", found, after=after)
    return found


@transaction.atomic
def sign_by_them(actor: Actor, *, document_id: int, signed_on: date | None = None) -> Document:
    """They have signed; we have still to."""
    found = stepped(actor, document_id, Step.THEY_SIGN)
    found.signed_on = _signed_after(
        signed_on, found.sent_on, _("They would sign before it was sent.")
    )
    found.state = State.SIGNED_BY_THEM.value
    found.save(update_fields=["signed_on", "state"])
    record(actor, "document.signed_by_them", found, after={"signed_on": found.signed_on})
    return found


@transaction.atomic
def refused_by_them(actor: Actor, *, document_id: int, reason: str) -> Document:
    """They do not sign what was sent, and say why: it is a draft again, which needs another
    version."""
    found = stepped(actor, document_id, Step.THEY_REFUSE)
    told = reason_of(reason, _("Say why they do not sign."))
    before = {"sent_to": found.sent_to, "sent_on": found.sent_on, "expected_on": found.expected_on}
    found.sent_to, found.sent_on, found.expected_on = "", None, None
    found.state = State.DRAFT.value
    found.save(update_fields=[*before, "state"])
    record(actor, "document.refused_by_them", found, before=before, after={"reason": told})
    return found


@transaction.atomic
def unsign(actor: Actor, *, document_id: int, reason: str) -> Document:
    """That they have signed was a mistake: it was sent, and is waited for."""
    found = stepped(actor, document_id, Step.UNSIGN)
    told = reason_of(reason, _("Say why it is taken back."))
    before = {"signed_on": found.signed_on}
    found.signed_on, found.state = None, State.SENT.value
    found.save(update_fields=["signed_on", "state"])
    record(actor, "document.unsigned", found, before=before, after={"reason": told})
    return found


@transaction.atomic
def sign_by_both(
    actor: Actor, *, document_id: int, content: tuple[str, bytes], signed_on: date | None = None
) -> Document:
    """Both have signed: the signed PDF is kept with its digest, and nothing changes any more."""
    found = stepped(actor, document_id, Step.BOTH_SIGN)
    name, read = content
    kind = taken(name, read, kinds={Kind.PDF}, hint=_("Send the signed document as a PDF."))
    before = found.signed_on or found.sent_on
    day = _signed_after(signed_on, before, _("Both would sign before they did."))
    row = kept_file(actor, name, read, kind)
    found.signed, found.signed_on, found.state = row, day, State.SIGNED.value
    found.save(update_fields=["signed", "signed_on", "state"])
    told = {"signed_on": day, "file": row.name, "digest": row.digest}
    record(actor, "document.signed", found, after=told)
    return found


def _refuse_alone(actor: Actor, people: Collection[int | None]) -> None:
    """What somebody asks approval for, they do not approve alone."""
    if set(people) == {actor.user_id}:
        raise Refusal(
            _("Nobody approves alone what they ask approval for."),
            code="approves_alone",
            field="people",
            hint=_("Choose somebody else too."),
        )


def _approved_by_all(found: Document, version: Version) -> None:
    verdicts = version.approvals.values_list("verdict", flat=True)
    if all_approved([Verdict(each) for each in verdicts]):
        found.state = State.APPROVED.value
        found.save(update_fields=["state"])


def _mine(actor: Actor, document_id: int, step: Step, number: int) -> tuple[Document, Approval]:
    found = document_to_change(actor, document_id)
    version = _latest(found)
    mine = version.approvals.filter(person=actor.user_id).select_related("version").first()
    if mine is None:
        raise Forbidden(Verb.NEGOTIATE)
    refuse_step(found, step)
    if found.negotiation is not None:
        refuse_broken_off(found.negotiation)
    if number and number != version.number:
        raise Refusal(
            _("There is version %(number)s meanwhile."),
            code="changed_meanwhile",
            hint=_("Look at it first."),
            number=version.number,
        )
    if mine.verdict != Verdict.WAITING:
        raise Refusal(_("You have decided on this version already."), code="decided_already")
    return found, mine


def _decide(
    actor: Actor, found: Document, mine: Approval, verdict: Verdict, reason: str, verb: str
) -> None:
    mine.verdict, mine.reason, mine.at = verdict.value, reason, timezone.now()
    mine.save(update_fields=["verdict", "reason", "at"])
    record(actor, verb, found, after={"version": mine.version.number, "reason": reason})
    end_asking(actor, mine)


def _signed_after(day: date | None, before: date | None, sentence: Sentence) -> date:
    signed = _past(day, "signed_on")
    if before is not None and signed < before:
        raise Refusal(sentence, code="signed_before", field="signed_on")
    return signed


def _past(day: date | None, field: str) -> date:
    today = timezone.localdate()
    day = today if day is None else day
    if day > today:
        raise Refusal(_("This day is still to come."), code="in_the_future", field=field)
    return day


def _latest(found: Document) -> Version:
    version: Version | None = found.versions.first()
    assert version is not None, "a document has a version from its beginning"
    return version
