"""An account that gets a strategy gets its proposals; its manager decides on each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record, record_many
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.rules import Actor, Verb
from clavero.matrix.hooks import Review
from clavero.matrix.rules.quadrants import Strategy
from clavero.playbook.models import TEXT_LENGTH, Proposal
from clavero.playbook.rules.deciding import NEED_A_REASON, State
from clavero.playbook.rules.plays import Kind
from clavero.playbook.rules.proposing import Proposed, proposed
from clavero.playbook.selectors import book_on
from clavero.portfolio.visibility import accounts

_AT_ONCE = 2_000


def propose_from_review(review: Review) -> None:
    """The matrix's hook: the accounts that a review gave another strategy, or their first one."""
    changed = {
        customer: strategy
        for customer, strategy in review.placed.items()
        if review.before.get(customer) is not strategy
    }
    propose(review.actor, review_id=review.id, day=review.day, strategies=changed)


@transaction.atomic
def propose(actor: Actor, *, review_id: int, day: date, strategies: Mapping[int, Strategy]) -> int:
    """Propose to each customer what its new strategy asks for; how many things.

    What was open of the strategy before is superseded; what somebody accepted stays. The same
    review again proposes nothing twice.
    """
    held = book_on(day)
    there = set(Proposal.objects.filter(review_id=review_id).values_list("customer_id", flat=True))
    new = {customer: each for customer, each in strategies.items() if customer not in there}
    Proposal.objects.filter(customer_id__in=new, state=State.OPEN).update(state=State.SUPERSEDED)
    rows: list[Proposal] = []
    for customer, strategy in new.items():
        places: Counter[Kind] = Counter()
        for each in proposed(held.book[strategy], day):
            rows.append(
                _row(review_id, customer, strategy, each, places[each.kind], held.version is None)
            )
            places[each.kind] += 1
    Proposal.objects.bulk_create(rows, batch_size=_AT_ONCE)
    counts = Counter(row.customer_id for row in rows)
    customers = accounts(actor).in_bulk(list(counts))
    record_many(
        actor,
        "customer.proposed_to",
        [
            (customers[each], None, {"proposals": count, "strategy": new[each].value})
            for each, count in counts.items()
        ],
    )
    return len(rows)


def _row(
    review_id: int, customer: int, strategy: Strategy, each: Proposed, place: int, is_default: bool
) -> Proposal:
    text = each.text[:TEXT_LENGTH]
    return Proposal(
        review_id=review_id,
        customer_id=customer,
        strategy=strategy.value,
        kind=each.kind.value,
        place=place,
        is_default=is_default,
        proposed=text,
        proposed_due=each.due,
        months=each.months,
        text=text,
        due=each.due,
    )


@transaction.atomic
def decide(
    actor: Actor,
    *,
    proposal_id: int,
    state: State,
    reason: str = "",
    text: str | None = None,
    due: date | None = None,
) -> Proposal:
    """Accept, edit or drop a proposal; a decision may be changed later.

    Dropping and editing need a reason. Raises ``Proposal.DoesNotExist`` for strangers to its
    account, :class:`Forbidden` for who does not decide and :class:`Refusal` for what cannot be.
    """
    proposal = _to_decide(actor, proposal_id)
    if state in {State.OPEN, State.SUPERSEDED}:
        raise ValueError("a decision accepts, edits or drops")
    if proposal.state == State.SUPERSEDED:
        raise Refusal(
            _("This was proposed for a strategy that the account no longer has."),
            code="superseded",
            hint=_("Decide on what its new strategy proposes."),
        )
    if state in NEED_A_REASON and not reason.strip():
        raise Refusal(
            _("Say why: the playbook learns from it."), code="reason_missing", field="reason"
        )
    if state is State.EDITED and text is not None and not text.strip() and proposal.text:
        raise Refusal(
            _("An empty text says nothing."),
            code="text_missing",
            field="text",
            hint=_("Write what is to be done, or drop it."),
        )
    before = {"state": proposal.state, "text": proposal.text, "due": proposal.due}
    if state is State.EDITED:
        proposal.text = proposal.text if text is None else text.strip()[:TEXT_LENGTH]
        proposal.due = due or proposal.due
    if state is State.ACCEPTED:
        proposal.text, proposal.due = proposal.proposed, proposal.proposed_due
    _decided(actor, proposal, state, reason)
    proposal.save()
    after = {"state": proposal.state, "text": proposal.text, "due": proposal.due}
    record(
        actor,
        "customer.proposal_decided",
        proposal.customer,
        before={key: before[key] for key in before if before[key] != after[key]},
        after={**{key: after[key] for key in after if before[key] != after[key]},
               **({"reason": reason.strip()} if reason.strip() else {})},
    )  # fmt: skip
    return proposal


@transaction.atomic
def accept_all(actor: Actor, *, customer_id: int) -> int:
    """Accept all that is open of an account as it came; how many."""
    customer = accounts(actor).get(pk=customer_id)
    if not actor.may(Verb.DECIDE_PROPOSALS):
        raise Forbidden(Verb.DECIDE_PROPOSALS)
    found = list(
        Proposal.objects.select_for_update(of=("self",)).filter(customer=customer, state=State.OPEN)
    )
    for each in found:
        _decided(actor, each, State.ACCEPTED, "")
    Proposal.objects.bulk_update(
        found, ["state", "reason", "decided_by_name", "decided_at"], batch_size=_AT_ONCE
    )
    if found:
        record(actor, "customer.proposals_accepted", customer, after={"proposals": len(found)})
    return len(found)


def _decided(actor: Actor, proposal: Proposal, state: State, reason: str) -> None:
    proposal.state = state.value
    proposal.reason = reason.strip()
    proposal.decided_by_name = actor.name
    proposal.decided_at = timezone.now()


def _to_decide(actor: Actor, proposal_id: int) -> Proposal:
    proposal = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("customer")
        .get(pk=proposal_id, customer__in=accounts(actor))
    )
    if not actor.may(Verb.DECIDE_PROPOSALS):
        raise Forbidden(Verb.DECIDE_PROPOSALS)
    return proposal
