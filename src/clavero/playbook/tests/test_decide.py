"""An account's manager accepts, edits or drops each proposal."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from clavero.core.errors import Forbidden, Refusal
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.identity.testing import Cast
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.testing import hold
from clavero.playbook.models import Proposal
from clavero.playbook.rules.guides import (
    Direction,
    Doer,
    Kpi,
    Objective,
    Reviews,
    Task,
    Unit,
)
from clavero.playbook.rules.proposals import Kind, Proposed, State, kind_of
from clavero.playbook.selectors import (
    account_strategy,
    agreed,
    proposal_to_decide,
)
from clavero.playbook.services import accept_all, accept_proposal, drop_proposal, edit_proposal
from clavero.portfolio.models import COVERAGE_ROLE_NAMES, Customer
from clavero.portfolio.selectors import changes_of
from clavero.portfolio.services import transfer_coverage
from clavero.portfolio.testing import SYSTEM, cover, make_customer, make_group

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], AbstractContextManager[None]]
DAY, LATER = date(2026, 3, 2), date(2026, 9, 1)
IN_A_YEAR = date(2027, 3, 2)
EDITS: list[tuple[Kind, Proposed]] = [
    (Kind.OBJECTIVE, Proposed(Objective("joint-plan", "A plan of two years"), IN_A_YEAR)),
    (Kind.OBJECTIVE, Proposed(Objective("joint-plan"), LATER)),
    (Kind.KPI, Proposed(Kpi("sales-growth", Direction.AT_LEAST, Decimal(5), Unit.PERCENT), LATER)),
    (Kind.TASK, Proposed(Task("initiatives-meeting", 2, Doer.TEAM), LATER)),
    (Kind.REVIEW, Proposed(Reviews("review", 2, "With the chairwoman"), date(2026, 5, 4))),
]


@pytest.fixture(autouse=True)
def autumn(today_is: Callable[[date], None]) -> None:
    today_is(date(2026, 11, 2))


@pytest.fixture
def account(cast: Cast) -> Customer:
    """An account of the senior's, to invest in."""
    customer = make_customer("A")
    cover(cast.senior, customer)
    hold(DAY, {"A": Strategy.INVEST})
    return customer


def plain(sentence: object) -> str:
    """What is said, whatever spaces it has."""
    return " ".join(str(sentence).split())


def first(kind: Kind) -> Proposal:
    return Proposal.objects.filter(kind=kind).order_by("place")[0]


def test_accepted_it_holds_as_proposed(account: Customer, actors: SimpleNamespace) -> None:
    accept_proposal(actors.senior, proposal_id=first(Kind.KPI).pk)
    kept = first(Kind.KPI)
    assert (kept.state, kept.decided_by_name, kept.reason) == ("accepted", actors.senior.name, "")
    [found] = agreed(actors.senior)
    [holding] = found.holding
    assert isinstance(holding.what, Kpi)
    assert (holding.what.key, holding.what.target, holding.due) == ("sales-growth", 10, IN_A_YEAR)
    assert (found.code, found.strategy) == ("A", Strategy.INVEST)
    assert len(found.waiting) == Proposal.objects.count() - 1


@pytest.mark.parametrize(("kind", "content"), EDITS)
def test_edited_the_other_content_holds_and_the_proposed_stays(
    account: Customer, actors: SimpleNamespace, kind: Kind, content: Proposed
) -> None:
    proposal = first(kind)
    edit_proposal(actors.senior, proposal_id=proposal.pk, content=content, reason="It is small")
    row = proposal_to_decide(actors.senior, proposal.pk).row
    assert (row.state, row.holds, row.reason) == (State.EDITED, content, "It is small")
    assert row.proposed != content
    [found] = agreed(actors.senior)
    assert found.of(kind) == [content]


def test_dropped_it_does_not_hold(account: Customer, actors: SimpleNamespace) -> None:
    drop_proposal(actors.senior, proposal_id=first(Kind.TASK).pk, reason="It has no sponsor")
    assert (first(Kind.TASK).state, first(Kind.TASK).reason) == ("dropped", "It has no sponsor")
    assert agreed(actors.senior)[0].of(Kind.TASK) == []


def test_all_are_accepted_at_once_but_those_not_shown(
    account: Customer, actors: SimpleNamespace
) -> None:
    every = list(Proposal.objects.values_list("pk", flat=True))
    drop_proposal(actors.senior, proposal_id=every[0], reason="No")
    count = accept_all(actors.senior, customer_id=account.pk, shown=every[:-1])
    assert count == len(every) - 2
    assert Proposal.objects.get(pk=every[0]).state == State.DROPPED
    assert Proposal.objects.get(pk=every[-1]).state == State.OPEN
    told = [each for each in changes_of(account) if str(each.what) == "proposals are accepted"]
    assert len(told) == 1


def test_what_was_to_be_reached_by_a_day_that_has_passed_needs_another_day(
    account: Customer, actors: SimpleNamespace, refuses: Refuses, today_is: Callable[[date], None]
) -> None:
    today_is(date(2027, 3, 3))
    every = [each.pk for each in Proposal.objects.all()]
    with refuses("over"):
        accept_proposal(actors.senior, proposal_id=first(Kind.KPI).pk)
    accept_all(actors.senior, customer_id=account.pk, shown=every)
    waits = {each.kind for each in Proposal.objects.filter(state=State.OPEN)}
    assert waits == {Kind.OBJECTIVE, Kind.KPI}, "what comes again has no last day"
    with refuses("nothing_open"):
        accept_all(actors.senior, customer_id=account.pk, shown=every)
    later = Proposed(Objective("joint-plan"), date(2027, 12, 1))
    edit_proposal(
        actors.senior, proposal_id=first(Kind.OBJECTIVE).pk, content=later, reason="It took longer"
    )


def test_of_another_account_nothing_is_accepted(
    account: Customer, actors: SimpleNamespace, refuses: Refuses
) -> None:
    hold(LATER, {"B": Strategy.INVEST})
    others = list(Proposal.objects.filter(customer__code="B").values_list("pk", flat=True))
    with refuses("nothing_open"):
        accept_all(actors.senior, customer_id=account.pk, shown=others)
    assert set(Proposal.objects.filter(pk__in=others).values_list("state", flat=True)) == {"open"}


def test_editing_and_dropping_need_a_reason(
    account: Customer, actors: SimpleNamespace, refuses: Refuses
) -> None:
    proposal = first(Kind.OBJECTIVE)
    with refuses("reason_missing"):
        drop_proposal(actors.senior, proposal_id=proposal.pk, reason=" ")
    with refuses("reason_missing"):
        edit_proposal(actors.senior, proposal_id=proposal.pk, content=EDITS[0][1], reason="")
    with refuses("nothing_changed"):
        edit_proposal(actors.senior, proposal_id=proposal.pk, reason="Why not",
                      content=Proposed(Objective("joint-plan"), IN_A_YEAR))  # fmt: skip
    assert first(Kind.OBJECTIVE).state == State.OPEN


@pytest.mark.parametrize("months", [0, 37])
def test_a_rhythm_that_cannot_be_is_refused(
    account: Customer, actors: SimpleNamespace, refuses: Refuses, months: int
) -> None:
    for what in (Task("initiatives-meeting", months, Doer.LEAD), Reviews("review", months)):
        with refuses("months_outside"):
            edit_proposal(actors.senior, proposal_id=first(kind_of(what)).pk,
                          content=Proposed(what, DAY), reason="x")  # fmt: skip


def test_a_decision_can_be_changed_and_its_history_stays(
    account: Customer, actors: SimpleNamespace
) -> None:
    proposal = first(Kind.KPI)
    accept_proposal(actors.senior, proposal_id=proposal.pk)
    drop_proposal(actors.senior, proposal_id=proposal.pk, reason="No longer",
                  seen=revision_of(account))  # fmt: skip
    assert first(Kind.KPI).state == State.DROPPED
    last, before = changes_of(account)[:2]
    assert {str(last.what), str(before.what)} == {"a proposal is decided"}
    assert ("Decision", "Accepted", "Dropped") in [tuple(map(str, each)) for each in last.values]


def test_of_two_people_the_second_is_told_what_the_first_wrote_and_decides(
    account: Customer, cast: Cast, actors: SimpleNamespace
) -> None:
    kpi, objective, task = (first(kind).pk for kind in (Kind.KPI, Kind.OBJECTIVE, Kind.TASK))
    stale = revision_of(account)
    accept_proposal(actors.senior, proposal_id=kpi, seen=stale)
    edit_proposal(actors.senior, proposal_id=objective, content=EDITS[0][1], reason="It is small")
    drop_proposal(actors.senior, proposal_id=task, reason="We meet anyway")
    (coverage,) = account.coverage.all()
    transfer_coverage(SYSTEM, coverage_id=coverage.pk, to_person_id=cast.junior_one.pk,
                      on=timezone.localdate())  # fmt: skip
    for number, told in (
        (kpi, "has accepted it as it was proposed"),
        (objective, "has accepted it as “A plan of two years (by 2 Mar 2027)”"),
        (objective, ": “It is small”."),
        (task, "has dropped it"),
        (task, ": “We meet anyway”."),
    ):
        with pytest.raises(ChangedMeanwhile) as refused:
            drop_proposal(actors.junior_one, proposal_id=number, reason="No", seen=stale)
        assert told in plain(refused.value)
        assert cast.senior.name in str(refused.value)
    drop_proposal(actors.junior_one, proposal_id=kpi, reason="No", seen=revision_of(account))
    dropped = Proposal.objects.get(pk=kpi)
    assert (dropped.state, dropped.decided_by_name) == (State.DROPPED, cast.junior_one.name)


def test_what_was_decided_on_another_proposal_stands_in_nobody_s_way(
    account: Customer, actors: SimpleNamespace
) -> None:
    stale = revision_of(account)
    accept_proposal(actors.senior, proposal_id=first(Kind.KPI).pk, seen=stale)
    drop_proposal(actors.senior, proposal_id=first(Kind.TASK).pk, reason="No", seen=stale)
    others = Proposal.objects.filter(state=State.OPEN).values_list("pk", flat=True)
    assert accept_all(actors.senior, customer_id=account.pk, shown=list(others)) == len(others)


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_in_the_same_instant_one_is_told(
    account: Customer, actors: SimpleNamespace, at_once: Any
) -> None:
    number = first(Kind.KPI).pk
    answers = at_once(
        lambda: accept_proposal(actors.senior, proposal_id=number),
        lambda: drop_proposal(actors.senior, proposal_id=number, reason="No"),
    )
    refused = [each for each in answers if isinstance(each, Refusal)]
    assert [each.code for each in refused] == ["changed_meanwhile"]


def test_what_another_strategy_set_aside_is_not_decided(
    account: Customer, actors: SimpleNamespace, refuses: Refuses
) -> None:
    number = first(Kind.KPI).pk
    hold(LATER, {"A": Strategy.HARVEST})
    with refuses("superseded"):
        accept_proposal(actors.senior, proposal_id=number)
    with refuses("nothing_open"):
        accept_all(actors.senior, customer_id=account.pk, shown=[number])
    found = account_strategy(actors.senior, account.pk, as_of=LATER)
    assert {each.strategy for each in found.now} == {Strategy.HARVEST}
    assert {each.strategy for each in found.before} == {Strategy.INVEST}


@pytest.mark.parametrize("who", ["director", "executive"])
def test_who_sees_the_account_but_does_not_manage_it_may_not(
    account: Customer, actors: SimpleNamespace, who: str
) -> None:
    actor, number = getattr(actors, who), first(Kind.KPI).pk
    with pytest.raises(Forbidden):
        accept_proposal(actor, proposal_id=number)
    with pytest.raises(Forbidden):
        accept_all(actor, customer_id=account.pk, shown=[number])
    assert first(Kind.KPI).state == State.OPEN


def test_the_superior_and_the_deputy_read_and_do_not_decide(
    cast: Cast, actors: SimpleNamespace
) -> None:
    customer = make_customer("A")
    cover(cast.junior_one, customer)
    [deputy] = [role for role in COVERAGE_ROLE_NAMES if role.value == "deputy"]
    cover(cast.junior_two, customer, role=deputy)
    hold(DAY, {"A": Strategy.INVEST})
    for actor in (actors.senior, actors.junior_two):
        assert not account_strategy(actor, customer.pk, as_of=DAY).decides
        with pytest.raises(Forbidden):
            accept_proposal(actor, proposal_id=first(Kind.KPI).pk)
    accept_proposal(actors.junior_one, proposal_id=first(Kind.KPI).pk)


def test_who_manages_the_group_manages_its_companies(cast: Cast, actors: SimpleNamespace) -> None:
    customer = make_customer("A")
    cover(cast.senior, make_group("The group", customer))
    hold(DAY, {"A": Strategy.INVEST})
    accept_proposal(actors.senior, proposal_id=first(Kind.KPI).pk)
    assert first(Kind.KPI).state == State.ACCEPTED


@pytest.mark.parametrize("who", ["junior_one", "sales", "hr", "logistics"])
def test_an_outsider_is_blind(account: Customer, actors: SimpleNamespace, who: str) -> None:
    actor, number = getattr(actors, who), first(Kind.KPI).pk
    with pytest.raises(Customer.DoesNotExist):
        accept_proposal(actor, proposal_id=number)
    with pytest.raises(Customer.DoesNotExist):
        accept_all(actor, customer_id=account.pk, shown=[number])
    assert agreed(actor) == []


def test_the_history_of_the_account_tells_from_what_to_what(
    account: Customer, actors: SimpleNamespace
) -> None:
    kind, content = EDITS[2]
    edit_proposal(actors.senior, proposal_id=first(kind).pk, content=content, reason="Small")
    change = changes_of(account)[0]
    assert str(change.what) == "a proposal is decided"
    assert {tuple(map(plain, each)) for each in change.values} == {
        ("Decision", "To decide", "Accepted with changes"),
        (
            "Proposals",
            "Growth of net sales: at least 10% (by 2 Mar 2027)",
            "Growth of net sales: at least 5% (by 1 Sep 2026)",
        ),
        ("Why", "", "Small"),
    }
