"""What waits and what is due, for the accounts that somebody sees."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from clavero.core.revisions import revision_of
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.testing import hold
from clavero.playbook.models import Proposal
from clavero.playbook.rules.proposals import Kind, kind_of
from clavero.playbook.selectors import ToDo, to_do
from clavero.playbook.services import accept_proposal, drop_proposal
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer
from clavero.portfolio.visibility import scope_for

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
A_YEAR_ON = date(2027, 3, 2)


@pytest.fixture
def account(cast: Cast) -> Customer:
    """An account of the senior's, to invest in."""
    customer = make_customer("A")
    cover(cast.senior, customer)
    hold(DAY, {"A": Strategy.INVEST})
    return customer


def accept(actor: Actor, account: Customer, kind: Kind) -> Proposal:
    first = Proposal.objects.filter(customer=account, kind=kind).order_by("place")[0]
    return accept_proposal(actor, proposal_id=first.pk, seen=revision_of(account))


def asked(actor: Actor, today: date = DAY, days: int = 14) -> ToDo:
    return to_do(actor, scope_for(actor), today=today, until=today + timedelta(days=days))


def test_proposals_wait_until_they_are_decided(actors: SimpleNamespace, account: Customer) -> None:
    (waiting,) = asked(actors.senior).waiting
    assert waiting.is_mine
    assert not asked(actors.director).waiting[0].is_mine
    many = sum(waiting.open.values())
    accept(actors.senior, account, Kind.OBJECTIVE)
    assert sum(asked(actors.senior).waiting[0].open.values()) == many - 1
    for each in Proposal.objects.filter(customer=account).exclude(state="accepted"):
        drop_proposal(
            actors.senior, proposal_id=each.pk, reason="Not now", seen=revision_of(account)
        )
    assert asked(actors.senior).waiting == ()


def test_what_was_agreed_once_is_due_up_to_its_day(
    actors: SimpleNamespace, account: Customer
) -> None:
    accept(actors.senior, account, Kind.OBJECTIVE)
    assert asked(actors.senior).due == ()
    (due,) = asked(actors.senior, A_YEAR_ON - timedelta(days=14)).due
    assert (due.day, due.card.code, kind_of(due.what)) == (A_YEAR_ON, "A", Kind.OBJECTIVE)
    assert due.is_mine
    assert due.lead is not None
    assert due.lead.person_id == actors.senior.user_id
    assert asked(actors.senior, A_YEAR_ON).due == (due,)
    assert asked(actors.senior, A_YEAR_ON + timedelta(days=1)).due == ()


def test_what_comes_again_stands_with_its_next_day(
    actors: SimpleNamespace, account: Customer
) -> None:
    accept(actors.senior, account, Kind.REVIEW)
    (first,) = asked(actors.senior, A_YEAR_ON).due
    assert first.day == A_YEAR_ON
    assert asked(actors.senior, A_YEAR_ON + timedelta(days=1)).due == ()
    (second,) = asked(actors.senior, date(2028, 3, 1)).due
    assert second.day == date(2028, 3, 2)


def test_strangers_are_asked_nothing(actors: SimpleNamespace, account: Customer) -> None:
    accept(actors.senior, account, Kind.OBJECTIVE)
    for actor in (actors.sales, actors.logistics):
        assert asked(actor, A_YEAR_ON) == ToDo((), ())
