"""A contact answers, once, or asks not to be asked again.

Nothing here says whether a link exists: what is asked of one that is not ours is done to nobody.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.loyalty.links import digest_of
from clavero.loyalty.models import Answer, Invitation, Unwilling
from clavero.loyalty.rules.answering import Said, is_detractor, recommends
from clavero.loyalty.rules.asking import State
from clavero.loyalty.selectors.respondents import invitation_of, state_now
from clavero.loyalty.services.following import follow_up

RESPONDENT = Actor.system("respondent")
"""Whom the audit keeps: that somebody answered, never who or what."""


@transaction.atomic
def answer(token: str, *, said: Sequence[Said]) -> State:
    """Keep what somebody says; the state in which the link was found. Only an open one keeps
    anything, and of two who send at once the first. An answer that says nothing is refused."""
    # The wave too: an answer that is under way when it is closed counts before, or not at all.
    locked = invitation_of(token).select_for_update(of=("self", "wave"))
    invitation = locked.select_related("wave__version", "customer").first()
    if invitation is None:
        return State.REVOKED
    state = state_now(invitation)
    if state is not State.OPEN:
        return state
    asked = {each.key for each in invitation.wave.version.asked.questions}
    kept = [each for each in said if each.is_something and each.question in asked]
    if not kept:
        raise Refusal(_("Answer one question at least; the others can stay empty."), code="empty")
    Answer.objects.bulk_create(
        Answer(
            invitation=invitation,
            question=each.question,
            value=each.value,
            other=each.other,
            text=each.text,
        )
        for each in kept
    )
    invitation.answered_at = timezone.now()
    invitation.save(update_fields=["answered_at"])
    record(RESPONDENT, "survey.answered", invitation)
    if is_detractor(recommends(kept)):
        follow_up(invitation)
    return State.OPEN


@transaction.atomic
def stop_asking(token: str) -> bool:
    """Never ask again at this address; what is open for it opens nothing any more. Whether the link
    is one of ours; a second time changes nothing."""
    invitation = invitation_of(token).select_related("contact").first()
    if invitation is None:
        return False
    now = timezone.now()
    open_ones = Invitation.objects.filter(left_out="", answered_at=None, revoked_at=None)
    contact = invitation.contact
    if contact is None or not contact.email:
        open_ones.filter(pk=invitation.pk).update(revoked_at=now)
        return True
    kept, is_new = Unwilling.objects.get_or_create(digest=digest_of(contact.email))
    open_ones.filter(contact__email__iexact=contact.email).update(revoked_at=now)
    if is_new:
        record(RESPONDENT, "survey.unwilling", kept)
    return True
