"""A strategy proposes once; managers decide on their own accounts, and say why they differ."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import translation

from clavero.core.errors import Forbidden
from clavero.identity.testing import Cast
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.services import hold_review
from clavero.playbook.models import Proposal
from clavero.playbook.rules.deciding import State
from clavero.playbook.selectors import open_proposals, proposals_of
from clavero.playbook.services import accept_all, decide, propose
from clavero.playbook.testing import REVIEWED, SYSTEM, first_proposal, placed
from clavero.portfolio.selectors import changes_of
from clavero.portfolio.testing import cover

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], AbstractContextManager[None]]
LATER = date(2026, 6, 1)


def states(customer: object) -> dict[str, int]:
    found: dict[str, int] = {}
    for state in Proposal.objects.filter(customer=customer).values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def test_an_account_that_gets_a_strategy_gets_its_proposals_once() -> None:
    customer = placed("A", Strategy.MAINTAIN)
    count = Proposal.objects.count()
    assert count == 2 + 2 + 2 + 1  # objectives, targets, tasks and the review
    review = Proposal.objects.all()[0].review_id
    again = propose(
        SYSTEM, review_id=review, day=REVIEWED, strategies={customer.pk: Strategy.MAINTAIN}
    )
    assert (again, Proposal.objects.count()) == (0, count)
    hold_review(SYSTEM, day=LATER)  # nothing changes
    assert Proposal.objects.count() == count
    assert any(str(each.what) == "the playbook has proposed to it" for each in changes_of(customer))


def test_another_strategy_supersedes_what_is_open_and_keeps_what_is_accepted() -> None:
    customer = placed("A", Strategy.MAINTAIN)
    kept = decide(SYSTEM, proposal_id=first_proposal(customer).pk, state=State.ACCEPTED)
    placed("A", Strategy.INVEST, LATER)
    kept.refresh_from_db()
    assert kept.state == State.ACCEPTED
    assert states(customer)["superseded"] == 6
    assert {
        each.strategy for each in proposals_of(SYSTEM, customer.pk) if each.state is State.OPEN
    } == {Strategy.INVEST}


def test_dropping_and_changing_say_why(actors: SimpleNamespace, refuses: Refuses) -> None:
    customer = placed("A", Strategy.MAINTAIN)
    proposal = first_proposal(customer)
    for state in (State.DROPPED, State.EDITED):
        with refuses("reason_missing"):
            decide(actors.director, proposal_id=proposal.pk, state=state, text="Other")
    with refuses("text_missing"):
        decide(
            actors.director, proposal_id=proposal.pk, state=State.EDITED, text=" ", reason="Shorter"
        )
    changed = decide(
        actors.director,
        proposal_id=proposal.pk,
        state=State.EDITED,
        text="Renew before June",
        due=date(2026, 5, 29),
        reason="It ends in June",
    )
    assert (changed.text, changed.due, changed.reason) == (
        "Renew before June",
        date(2026, 5, 29),
        "It ends in June",
    )
    assert changed.proposed != changed.text
    again = decide(actors.director, proposal_id=proposal.pk, state=State.ACCEPTED)
    assert (again.text, again.due) == (again.proposed, again.proposed_due)


def test_what_is_superseded_is_not_decided_on(refuses: Refuses) -> None:
    customer = placed("A", Strategy.MAINTAIN)
    old = first_proposal(customer)
    placed("A", Strategy.INVEST, LATER)
    with refuses("superseded"):
        decide(SYSTEM, proposal_id=old.pk, state=State.ACCEPTED)


def test_all_is_accepted_in_one_tap() -> None:
    customer = placed("A", Strategy.HARVEST)
    dropped = decide(
        SYSTEM, proposal_id=first_proposal(customer).pk, state=State.DROPPED, reason="Not for them"
    )
    assert accept_all(SYSTEM, customer_id=customer.pk) == 4
    assert accept_all(SYSTEM, customer_id=customer.pk) == 0
    dropped.refresh_from_db()
    assert dropped.state == State.DROPPED


def test_a_manager_decides_on_their_own_and_finds_no_other(
    cast: Cast, actors: SimpleNamespace
) -> None:
    mine, other = placed("MINE", Strategy.INVEST), placed("OTHER", Strategy.INVEST, LATER)
    cover(cast.junior_one, mine)
    assert {each.customer_id for each in open_proposals(actors.junior_one)} == {mine.pk}
    decide(actors.junior_one, proposal_id=first_proposal(mine).pk, state=State.ACCEPTED)
    with pytest.raises(Proposal.DoesNotExist):
        decide(actors.junior_one, proposal_id=first_proposal(other).pk, state=State.ACCEPTED)


@pytest.mark.parametrize("who", ["executive", "sales"])
def test_who_only_reads_decides_nothing(cast: Cast, actors: SimpleNamespace, who: str) -> None:
    customer = placed("A", Strategy.INVEST)
    if who == "sales":
        cover(cast.sales, customer)
    with pytest.raises(Forbidden):
        decide(getattr(actors, who), proposal_id=first_proposal(customer).pk, state=State.ACCEPTED)
    with pytest.raises(Forbidden):
        accept_all(getattr(actors, who), customer_id=customer.pk)


def test_what_clavero_recommends_is_read_in_the_reader_s_language() -> None:
    customer = placed("A", Strategy.HARVEST)
    english = {each.text for each in proposals_of(SYSTEM, customer.pk)}
    with translation.override("es"):
        spanish = {each.text for each in proposals_of(SYSTEM, customer.pk)}
    assert "Earn with every order, or not take it" in english
    assert english.isdisjoint(spanish - {""})
