"""The strategy of an account, what was proposed for it, and what still waits to be decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from clavero.core.revisions import revision_of
from clavero.core.scope import Scope
from clavero.identity.rules import Actor, Verb
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.selectors import Official, official_strategies
from clavero.playbook.models import Proposal
from clavero.playbook.rules.proposals import Kind, Proposed, State, proposed_of
from clavero.playbook.selectors.versions import InForce, playbook_on
from clavero.portfolio.selectors import Card, Lead, Structure, leads_of, structure, structure_at
from clavero.portfolio.visibility import account_with_version, accounts, scope_for


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal. ``proposed`` is what the guide said, ``holds`` what was agreed instead or the
    same."""

    id: int
    customer_id: int
    strategy: Strategy
    kind: Kind
    state: State
    proposed: Proposed
    holds: Proposed
    reason: str
    decided_by: str
    decided_on: date | None
    superseded_on: date | None

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return self.state is State.OPEN and self.superseded_on is None


@dataclass(frozen=True, slots=True)
class AccountStrategy:
    """An account with its official strategy, its manager, and what was proposed for it: ``now``
    for the strategy that it has, ``before`` for earlier ones. ``seen`` is its revision."""

    customer_id: int
    title: str
    official: Official | None
    lead: Lead | None
    holding: InForce
    now: tuple[ProposalRow, ...]
    before: tuple[ProposalRow, ...]
    decides: bool
    seen: int

    @property
    def open(self) -> list[ProposalRow]:
        """What waits for a decision."""
        return [each for each in self.now if each.is_open]


@dataclass(frozen=True, slots=True)
class ToDecide:
    """A proposal with the name and the revision of its account, and whether the reader decides."""

    row: ProposalRow
    title: str
    decides: bool
    seen: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """An account with proposals, and how many of them wait, by kind; ``since`` is the day of the
    review that made them."""

    card: Card
    strategy: Strategy
    since: date
    lead: Lead | None
    open: dict[Kind, int]
    decided: int
    is_mine: bool


def account_strategy(actor: Actor, customer_id: int, *, as_of: date) -> AccountStrategy:
    """An account's strategy and proposals. Raises ``Customer.DoesNotExist`` for strangers."""
    customer, version = account_with_version(actor, customer_id)
    seen = revision_of(customer)  # read before the decisions that it stands for
    shape = structure() if version is None else structure_at(version)
    lead = _lead_of(customer.code, shape)
    proposed = Proposal.objects.filter(customer__in=shape.records(customer.pk))
    rows = [row_of(each) for each in proposed]
    return AccountStrategy(
        customer_id=customer.pk,
        title=str(customer),
        official=official_strategies(actor, as_of=as_of, known=shape).get(customer.code),
        lead=lead,
        holding=playbook_on(as_of),
        now=tuple(each for each in rows if each.superseded_on is None),
        before=tuple(each for each in rows if each.superseded_on is not None),
        decides=decides(actor, lead),
        seen=seen,
    )


def proposal_to_decide(actor: Actor, proposal_id: int) -> ToDecide:
    """A proposal of an account that ``actor`` sees. Raises ``Customer.DoesNotExist`` for
    strangers to it."""
    customer = accounts(actor).get(proposals=proposal_id)
    seen = revision_of(customer)  # read before the decision that it stands for
    return ToDecide(
        row=row_of(Proposal.objects.get(pk=proposal_id)),
        title=str(customer),
        decides=decides(actor, _lead_of(customer.code, structure())),
        seen=seen,
    )


def waiting(actor: Actor) -> list[Waiting]:
    """Every account that ``actor`` sees with proposals for its strategy of today."""
    found = current_by_account(scope_for(actor))
    shape = structure()
    managers = leads_of(found, shape, timezone.localdate())
    return [
        waiting_of(actor, shape.cards[code], rows, managers.get(code))
        for code, rows in found.items()
    ]


def without_proposals(actor: Actor, *, as_of: date) -> dict[int, Official]:
    """The accounts whose strategy of ``as_of`` nothing has been proposed for, by their id: those
    that were placed before there was a playbook."""
    officials = {
        each.customer_id: each for each in official_strategies(actor, as_of=as_of).values()
    }
    have = dict(
        Proposal.objects.filter(customer_id__in=officials, superseded_on=None)
        .order_by()
        .values_list("customer_id", "strategy")
        .distinct()
    )
    return {key: each for key, each in officials.items() if have.get(key) != each.strategy.value}


def _lead_of(code: str, shape: Structure) -> Lead | None:
    """The manager of one account that the reader sees."""
    return leads_of([code], shape, timezone.localdate()).get(code)


def decides(actor: Actor, lead: Lead | None) -> bool:
    """Whether an account is the actor's own to decide about: they are its manager today."""
    is_theirs = lead is not None and lead.person_id == actor.user_id
    return is_theirs and actor.may(Verb.DECIDE_PROPOSALS)


def row_of(proposal: Proposal) -> ProposalRow:
    """A kept proposal, read."""
    kind, key = Kind(proposal.kind), proposal.key
    holds = proposal.content if proposal.agreed is None else proposal.agreed
    decided = proposal.decided_at
    return ProposalRow(
        id=proposal.pk,
        customer_id=proposal.customer_id,
        strategy=Strategy(proposal.strategy),
        kind=kind,
        state=State(proposal.state),
        proposed=proposed_of(kind, key, proposal.content),
        holds=proposed_of(kind, key, holds),
        reason=proposal.reason,
        decided_by=proposal.decided_by_name,
        decided_on=None if decided is None else timezone.localdate(decided),
        superseded_on=proposal.superseded_on,
    )


def current_by_account(scope: Scope) -> dict[str, list[Proposal]]:
    """The proposals for the strategies of today of the accounts in ``scope``, by their codes. One
    query."""
    rows = Proposal.objects.filter(superseded_on=None).select_related("customer", "review")
    rows = rows.filter(customer__merged_into=None)
    if scope.customers is not None:
        rows = rows.filter(customer__code__in=scope.customers)
    found: dict[str, list[Proposal]] = {}
    for each in rows:
        found.setdefault(each.customer.code, []).append(each)
    return found


def waiting_of(actor: Actor, card: Card, rows: list[Proposal], lead: Lead | None) -> Waiting:
    """An account's proposals for its strategy of today, counted."""
    waits = [each for each in rows if each.state == State.OPEN.value]
    return Waiting(
        card=card,
        strategy=Strategy(rows[0].strategy),
        since=rows[0].review.day,
        lead=lead,
        open={kind: sum(each.kind == kind.value for each in waits) for kind in Kind},
        decided=len(rows) - len(waits),
        is_mine=decides(actor, lead),
    )
