"""An account's manager accepts, edits or drops what the playbook proposes for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.core.revisions import ChangedMeanwhile, changes_since
from clavero.identity.rules import Actor, Verb
from clavero.playbook.models import Proposal
from clavero.playbook.rules.guides import LONGEST_RHYTHM, Reviews, Task
from clavero.playbook.rules.proposals import Kind, Proposed, State, is_over, kind_of, to_plain
from clavero.playbook.selectors import (
    ProposalRow,
    account_strategy,
    proposal_to_decide,
    row_of,
)
from clavero.playbook.services._told import told
from clavero.playbook.words import proposed_in_words
from clavero.portfolio.visibility import accounts
from clavero.ui import formats


@transaction.atomic
def accept_proposal(actor: Actor, *, proposal_id: int, seen: int = 0) -> Proposal:
    """What was proposed holds as it is. ``seen`` is the revision of the account that the person
    looked at: what somebody has decided on the proposal since is told instead."""
    proposal = _to_decide(actor, proposal_id, seen)
    if is_over(row_of(proposal).proposed, timezone.localdate()):
        raise Refusal(
            _("The day by which that was to be reached has passed."),
            code="over",
            hint=_("Change it: say by when it is to be reached, and why."),
        )
    return _decide(actor, proposal, State.ACCEPTED)


@transaction.atomic
def drop_proposal(actor: Actor, *, proposal_id: int, reason: str, seen: int = 0) -> Proposal:
    """What was proposed does not hold, for a reason."""
    proposal = _to_decide(actor, proposal_id, seen)
    _refuse_without_reason(reason)
    return _decide(actor, proposal, State.DROPPED, reason=reason)


@transaction.atomic
def edit_proposal(
    actor: Actor, *, proposal_id: int, content: Proposed, reason: str, seen: int = 0
) -> Proposal:
    """Something else holds instead of what was proposed, for a reason."""
    proposal = _to_decide(actor, proposal_id, seen)
    if (kind := Kind(proposal.kind)) is not kind_of(content.what):
        raise TypeError(f"{kind} is not edited into {content.what}")
    _refuse_unfit(content)
    plain = to_plain(content)
    if plain == proposal.content:
        raise Refusal(
            _("That is what was proposed already."),
            code="nothing_changed",
            hint=_("Accept it, or write what should hold instead."),
        )
    _refuse_without_reason(reason)
    return _decide(actor, proposal, State.EDITED, reason=reason, agreed=plain)


@transaction.atomic
def accept_all(actor: Actor, *, customer_id: int, shown: Collection[int]) -> int:
    """Everything of ``shown`` that still waits holds as it was proposed; how many.

    What somebody has decided meanwhile stays as they did, and what was to be reached by a day that
    has passed waits for another one. Raises ``Customer.DoesNotExist`` for
    strangers to the account.
    """
    account = account_strategy(actor, customer_id, as_of=timezone.localdate())
    if not account.decides:
        raise Forbidden(Verb.DECIDE_PROPOSALS)
    rows = Proposal.objects.filter(
        customer_id=customer_id, pk__in=shown, state=State.OPEN.value, superseded_on=None
    )
    today = timezone.localdate()
    waiting = [
        each
        for each in rows.select_for_update().order_by("place", "pk")
        if not is_over(row_of(each).proposed, today)
    ]
    if not waiting:
        raise Refusal(
            _("Nothing of it waits that could be accepted as it is."),
            code="nothing_open",
            hint=_(
                "Look at the account again: what was decided meanwhile stays, and what was to be "
                "reached by a day that has passed needs another one."
            ),
        )
    now = timezone.now()
    for each in waiting:
        _write(actor, each, State.ACCEPTED, now)
    Proposal.objects.bulk_update(waiting, ["state", "decided_by_name", "decided_at"])
    customer = accounts(actor).get(pk=customer_id)
    record(
        actor,
        "customer.proposals_accepted",
        customer,
        after={"starting_points": told(waiting)},
    )
    return len(waiting)


def _to_decide(actor: Actor, proposal_id: int, seen: int) -> Proposal:
    """The proposal, locked, as the person has seen it."""
    found = proposal_to_decide(actor, proposal_id)
    if not found.decides:
        raise Forbidden(Verb.DECIDE_PROPOSALS)
    locked = Proposal.objects.select_for_update(of=("self",)).select_related("customer")
    proposal = locked.get(pk=proposal_id)
    if proposal.superseded_on is not None:
        raise Refusal(
            _("A review has put something else in its place, so there is nothing to decide here."),
            code="superseded",
            hint=_("Look at what is proposed for the account now."),
        )
    _refuse_decided_meanwhile(proposal, seen)
    return proposal


def _refuse_decided_meanwhile(proposal: Proposal, seen: int) -> None:
    since = [
        entry.pk
        for entry in changes_since(proposal.customer, seen)
        if entry.verb in {"customer.proposals_accepted", "customer.proposal_decided"}
        for each in (entry.after or {}).get("starting_points", ())
        if (each["kind"], each["key"]) == (proposal.kind, proposal.key)
    ]
    if since and proposal.decided_at is not None:
        told_first = _decision_in_words(row_of(proposal), proposal.decided_at)
        raise ChangedMeanwhile({"decision": told_first}, revision=since[-1])


def _decision_in_words(row: ProposalRow, at: datetime) -> str:
    """Who decided what on a proposal, when and why."""
    sentences = {
        State.ACCEPTED: gettext("%(by)s has accepted it as it was proposed (%(moment)s)."),
        State.EDITED: gettext("%(by)s has accepted it as “%(what)s” (%(moment)s): “%(reason)s”."),
        State.DROPPED: gettext("%(by)s has dropped it (%(moment)s): “%(reason)s”."),
    }
    return sentences[row.state] % {
        "by": row.decided_by,
        "what": proposed_in_words(row.holds),
        "moment": formats.moment(at),
        "reason": row.reason,
    }


def _refuse_without_reason(reason: str) -> None:
    if not reason.strip():
        raise Refusal(
            _("Say why: the director and whoever comes after you will ask."),
            code="reason_missing",
            field="reason",
        )


def _refuse_unfit(content: Proposed) -> None:
    what = content.what
    if isinstance(what, Task | Reviews) and not 1 <= what.months <= LONGEST_RHYTHM:
        raise Refusal(
            _("A rhythm goes from 1 to %(most)s months."),
            code="months_outside",
            field="months",
            most=LONGEST_RHYTHM,
        )


def _decide(
    actor: Actor,
    proposal: Proposal,
    state: State,
    *,
    reason: str = "",
    agreed: dict[str, Any] | None = None,
) -> Proposal:
    before: dict[str, Any] = {"state": proposal.state}
    if agreed != proposal.agreed:
        before["starting_points"] = told([proposal])
    _write(actor, proposal, state, timezone.now())
    proposal.reason, proposal.agreed = reason.strip(), agreed
    proposal.save()
    after: dict[str, Any] = {"state": proposal.state, "starting_points": told([proposal])}
    if proposal.reason:
        after["reason"] = proposal.reason
    record(actor, "customer.proposal_decided", proposal.customer, before=before, after=after)
    return proposal


def _write(actor: Actor, proposal: Proposal, state: State, now: datetime) -> None:
    proposal.state = state.value
    proposal.decided_by_name, proposal.decided_at = actor.name, now
