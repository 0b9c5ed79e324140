"""An account that gets a strategy gets its proposals, once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from clavero.core.errors import Forbidden
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.matrix import hooks
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.services import withdraw_review
from clavero.matrix.testing import hold
from clavero.playbook.models import Proposal
from clavero.playbook.rules.defaults import DEFAULT
from clavero.playbook.rules.guides import Objective
from clavero.playbook.rules.proposals import Kind, State
from clavero.playbook.selectors import latest_playbook, row_of, waiting
from clavero.playbook.services import (
    accept_all,
    accept_proposal,
    adopt_playbook,
    edit_proposal,
    propose_for_review,
    propose_missing,
)
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors import changes_of
from clavero.portfolio.testing import cover, make_customer, make_one

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
FIRST, SECOND, THIRD = date(2024, 3, 1), date(2025, 3, 1), date(2026, 3, 2)


def of(code: str, **conditions: object) -> list[Proposal]:
    return list(Proposal.objects.filter(customer__code=code, **conditions).order_by("pk"))


def test_the_starting_points_of_its_strategy_are_proposed() -> None:
    hold(FIRST, {"A": Strategy.INVEST, "B": Strategy.HARVEST})
    for code, strategy in (("A", Strategy.INVEST), ("B", Strategy.HARVEST)):
        guide, found = DEFAULT.guides[strategy], of(code)
        assert Counter(each.kind for each in found) == {
            Kind.OBJECTIVE: len(guide.objectives),
            Kind.KPI: len(guide.kpis),
            Kind.TASK: len(guide.tasks),
            Kind.REVIEW: 1,
        }
        assert {each.state for each in found} == {State.OPEN}
        assert {each.strategy for each in found} == {strategy}
    [reviews] = of("A", kind=Kind.REVIEW)
    assert reviews.content == {"text": "", "months": 1, "due": "2024-04-01"}
    [target] = of("A", key="sales-growth")
    assert target.content == {
        "text": "", "direction": "at_least", "target": "10", "unit": "percent",
        "due": "2025-03-03",  # a year on, and the Monday after
    }  # fmt: skip
    [meeting] = of("A", key="sponsor-meeting")
    assert meeting.content["due"] == "2024-06-01"


def test_the_same_strategy_again_within_the_year_proposes_nothing() -> None:
    hold(FIRST, {"A": Strategy.INVEST})
    before = list(Proposal.objects.values())
    hold(date(2024, 9, 2), {"A": Strategy.INVEST})
    assert list(Proposal.objects.values()) == before


def test_a_review_that_confirms_a_strategy_proposes_the_objectives_of_the_next_year(
    cast: Cast, actors: SimpleNamespace
) -> None:
    hold(FIRST, {"A": Strategy.INVEST})
    customer = Customer.objects.get(code="A")
    cover(cast.senior, customer)
    accept_all(actors.senior, customer_id=customer.pk, shown=[each.pk for each in of("A")])
    first = of("A")
    # Some days before they end: a yearly review is never held on the very day.
    review = hold(date(2025, 2, 20), {"A": Strategy.INVEST})
    once = {Kind.OBJECTIVE, Kind.KPI}
    ended, going_on = of("A", superseded_on=date(2025, 2, 20)), of("A", superseded_on=None)
    assert [each.pk for each in ended] == [each.pk for each in first if each.kind in once]
    new = [each for each in going_on if each.review_id == review.pk]
    assert {each.kind for each in new} == once
    assert {each.content["due"] for each in new} == {"2026-02-20"}
    assert {each.state for each in new} == {State.OPEN}
    assert [each.key for each in new] == [each.key for each in ended]
    rest = [each for each in going_on if each.review_id != review.pk]
    assert {each.kind for each in rest} == {Kind.TASK, Kind.REVIEW}
    told = [str(each.what) for each in changes_of(customer)]
    assert "objectives and targets whose year is over are set aside" in told
    withdraw_review(actors.director, review_id=review.pk, reason="A slip")
    assert [each.pk for each in of("A", superseded_on=None)] == [each.pk for each in first]


def test_what_was_given_more_time_is_not_proposed_beside_itself(
    cast: Cast, actors: SimpleNamespace
) -> None:
    hold(FIRST, {"A": Strategy.INVEST})
    cover(cast.senior, Customer.objects.get(code="A"))
    [target] = of("A", key="sales-growth")
    longer = replace(row_of(target).proposed, due=date(2026, 1, 30))
    edit_proposal(actors.senior, proposal_id=target.pk, content=longer, reason="It takes longer")
    hold(SECOND, {"A": Strategy.INVEST})
    [stays] = of("A", key="sales-growth", superseded_on=None)
    assert stays.pk == target.pk
    assert len(of("A", kind=Kind.OBJECTIVE, superseded_on=SECOND)) > 0


def test_the_same_review_heard_twice_proposes_nothing() -> None:
    review = hold(FIRST, {"A": Strategy.INVEST})
    count = Proposal.objects.count()
    placed = {Customer.objects.get(code="A").pk: Strategy.INVEST}
    assert (
        propose_for_review(hooks.Review(review.pk, FIRST, review.created_at, SYSTEM, placed, {}))
        == 0
    )
    assert Proposal.objects.count() == count


def test_another_strategy_sets_the_old_proposals_aside_and_keeps_what_was_decided(
    cast: Cast, actors: SimpleNamespace
) -> None:
    hold(FIRST, {"A": Strategy.INVEST})
    customer = Customer.objects.get(code="A")
    cover(cast.senior, customer)
    [accepted] = of("A", kind=Kind.REVIEW)
    accept_all(actors.senior, customer_id=customer.pk, shown=[accepted.pk])
    hold(SECOND, {"A": Strategy.HARVEST})
    old, new = of("A", strategy=Strategy.INVEST), of("A", strategy=Strategy.HARVEST)
    assert {each.superseded_on for each in old} == {SECOND}
    accepted.refresh_from_db()
    assert (accepted.state, accepted.decided_by_name) == (State.ACCEPTED, actors.senior.name)
    assert {each.superseded_on for each in new} == {None}
    assert len(new) == len(DEFAULT.guides[Strategy.HARVEST].kpis) + 4


def test_a_strategy_that_comes_back_is_proposed_anew() -> None:
    hold(FIRST, {"A": Strategy.INVEST})
    hold(SECOND, {"A": Strategy.HARVEST})
    hold(THIRD, {"A": Strategy.INVEST})
    now = of("A", superseded_on=None)
    assert {each.review.day for each in now} == {THIRD}
    assert {each.strategy for each in now} == {Strategy.INVEST}


def test_the_playbook_of_the_review_s_day_is_asked(actors: SimpleNamespace) -> None:
    guide = replace(DEFAULT.guides[Strategy.INVEST], objectives=(Objective("own", "Our own"),))
    version = adopt_playbook(
        actors.director,
        playbook=replace(DEFAULT, guides={**DEFAULT.guides, Strategy.INVEST: guide}),
        valid_from=date.max.replace(year=2990),
        approved_by="x",
        approved_on=FIRST,
        reason="x",
        seen=None,
    )
    hold(FIRST, {"A": Strategy.INVEST})
    assert not of("A", key="own")
    version.valid_from = SECOND
    version.save()
    hold(SECOND, {"B": Strategy.INVEST})
    assert [each.content["text"] for each in of("B", kind=Kind.OBJECTIVE)] == ["Our own"]
    assert latest_playbook().number == version.pk


def test_it_stands_in_the_account_s_history_in_words() -> None:
    hold(FIRST, {"A": Strategy.INVEST})
    hold(SECOND, {"A": Strategy.HARVEST})
    changes = changes_of(Customer.objects.get(code="A"))
    whats = [str(each.what) for each in changes]
    assert "proposals of an earlier strategy are set aside" in whats
    latest = changes[whats.index("the playbook has proposed to it")]
    said = " ".join(" ".join(str(now) for _what, _was, now in latest.values).split())
    assert "Manage for cash" in said
    assert "Days to payment: at most 60 days (by 2 Mar 2026)" in said


def test_a_review_that_fails_proposes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_review: hooks.Review) -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr(hooks, "on_review", [*hooks.on_review, fail])
    with pytest.raises(RuntimeError):
        hold(FIRST, {"A": Strategy.INVEST})
    assert not Proposal.objects.exists()


def test_what_was_placed_before_there_was_a_playbook_is_proposed_by_the_director(
    monkeypatch: pytest.MonkeyPatch, actors: SimpleNamespace
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(hooks, "on_review", [])
        hold(FIRST, {"A": Strategy.INVEST, "B": Strategy.HARVEST})
    assert not Proposal.objects.exists()
    with pytest.raises(Forbidden):
        propose_missing(actors.senior)
    assert propose_missing(actors.director) == 2
    assert {each.strategy for each in of("B")} == {Strategy.HARVEST}
    assert propose_missing(actors.director) == 0


def test_each_sees_the_proposals_of_the_accounts_they_see(
    cast: Cast, actors: SimpleNamespace
) -> None:
    hold(FIRST, {"MINE": Strategy.INVEST, "OTHER": Strategy.HARVEST})
    cover(cast.junior_one, Customer.objects.get(code="MINE"))

    def seen(actor: Actor) -> set[str]:
        return {each.card.code for each in waiting(actor)}

    assert seen(actors.junior_one) == {"MINE"}
    assert seen(actors.senior) == {"MINE"}  # she leads the junior
    assert seen(actors.junior_two) == set()
    assert seen(actors.hr) == set()
    assert seen(actors.director) == seen(actors.executive) == {"MINE", "OTHER"}
    assert [each.is_mine for each in waiting(actors.junior_one)] == [True]
    assert [each.is_mine for each in waiting(actors.senior)] == [False]


def test_of_merged_records_the_survivor_s_proposals_are_shown(actors: SimpleNamespace) -> None:
    hold(FIRST, {"OLD": Strategy.HARVEST, "REAL": Strategy.INVEST})
    make_one(Customer.objects.get(code="OLD"), Customer.objects.get(code="REAL"))
    make_customer("X")
    assert {each.card.code for each in waiting(actors.director)} == {"REAL"}


def test_with_a_withdrawn_review_its_proposals_go_and_those_before_hold_again(
    actors: SimpleNamespace,
) -> None:
    hold(date(2025, 3, 1), {"A": Strategy.INVEST})
    before = [each.pk for each in of("A")]
    review = hold(date(2026, 3, 1), {"A": Strategy.HARVEST, "B": Strategy.MAINTAIN})
    withdraw_review(actors.director, review_id=review.pk, reason="A slip")
    assert [each.pk for each in of("A", superseded_on=None)] == before
    assert not of("B")
    told = [str(each.what) for each in changes_of(Customer.objects.get(code="B"))]
    assert "proposals of a withdrawn review are gone" in told


def test_a_review_whose_proposals_somebody_has_decided_on_stays(
    cast: Cast, actors: SimpleNamespace, refuses: Callable[[str], AbstractContextManager[None]]
) -> None:
    review = hold(date(2026, 3, 1), {"A": Strategy.INVEST})
    cover(cast.senior, Customer.objects.get(code="A"))
    accept_proposal(actors.senior, proposal_id=of("A")[0].pk)
    with refuses("built_on"):
        withdraw_review(actors.director, review_id=review.pk, reason="A slip")
    assert of("A", review_id=review.pk)
