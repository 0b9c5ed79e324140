"""What the playbook has proposed to the accounts that somebody sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from clavero.identity.rules import Actor
from clavero.matrix.rules.quadrants import Strategy
from clavero.playbook.defaults import default_playbook
from clavero.playbook.models import Proposal
from clavero.playbook.rules.deciding import State
from clavero.playbook.rules.plays import Kind, Playbook
from clavero.playbook.rules.proposing import Proposed, proposed
from clavero.portfolio.visibility import accounts

_A_DAY = date(2000, 1, 1)  # the texts of a play do not depend on the day


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal as its reader sees it."""

    proposal: Proposal
    kind: Kind
    state: State
    strategy: Strategy
    text: str


def proposals_of(actor: Actor, customer_id: int) -> list[Shown]:
    """All that was ever proposed to an account, what is open first, then by day.

    Raises ``Customer.DoesNotExist`` for strangers to it.
    """
    customer = accounts(actor).get(pk=customer_id)
    found = readable(Proposal.objects.filter(customer=customer).select_related("review"))
    return sorted(found, key=lambda each: (each.state is not State.OPEN, each.proposal.due))


def proposal(actor: Actor, proposal_id: int) -> Shown:
    """One proposal of an account that ``actor`` sees.

    Raises ``Proposal.DoesNotExist`` for strangers to it.
    """
    found = Proposal.objects.select_related("customer", "review")
    (shown,) = readable([found.get(pk=proposal_id, customer__in=accounts(actor))])
    return shown


def open_proposals(actor: Actor) -> QuerySet[Proposal]:
    """What is open of the accounts that ``actor`` sees, by day."""
    seen = accounts(actor)
    return Proposal.objects.filter(customer__in=seen, state=State.OPEN).select_related("customer")


def readable(proposals: Iterable[Proposal]) -> list[Shown]:
    """Proposals with their texts in the reader's language, where they are Clavero's own."""
    own = default_playbook()
    return [_shown(each, own) for each in proposals]


def _shown(proposal: Proposal, own: Playbook) -> Shown:
    kind, strategy = Kind(proposal.kind), Strategy(proposal.strategy)
    text = proposal.text
    if proposal.is_default and text == proposal.proposed:
        same = _of_kind(proposed(own[strategy], _A_DAY), kind)
        text = same[proposal.place].text if proposal.place < len(same) else text
    return Shown(proposal, kind, State(proposal.state), strategy, text)


def _of_kind(found: Iterable[Proposed], kind: Kind) -> list[Proposed]:
    return [each for each in found if each.kind is kind]
