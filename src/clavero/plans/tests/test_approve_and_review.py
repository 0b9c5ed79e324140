"""Versions and reviews by difference."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from html import unescape
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.identity.testing import Cast
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.testing import hold
from clavero.plans.leading import leads_to
from clavero.plans.models import Plan, PlanReview, PlanVersion
from clavero.plans.rules.reviewing import Answer
from clavero.plans.selectors import review_seen
from clavero.plans.services import (
    answer_point,
    approve_plan,
    change_item,
    close_review,
    open_review,
    return_plan,
    submit_plan,
    write_review,
)
from clavero.plans.testing import (
    make_action,
    make_forecast,
    make_initiative,
    make_objective,
    make_request,
    make_row,
)
from clavero.portfolio.models import Customer
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.testing import cover
from clavero.ui.testing import notices, words

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], AbstractContextManager[None]]
TODAY = timezone.localdate()


@pytest.fixture
def full(customer: Customer, plan: Plan) -> Plan:
    make_row(customer)
    make_action(customer)
    make_objective(customer)
    make_forecast(customer)
    make_initiative(customer)
    make_request(customer)
    return plan


def approve(actor: Any, customer: Customer, plan: Plan, **given: Any) -> PlanVersion:
    return approve_plan(actor, customer_id=customer.pk, **{"seen": revision_of(plan), **given})


def test_handed_in_by_its_lead_and_approved_as_a_version(
    actors: SimpleNamespace, customer: Customer, full: Plan, refuses: Refuses
) -> None:
    with pytest.raises(Forbidden):
        submit_plan(actors.junior_one, customer_id=customer.pk)
    with pytest.raises(Customer.DoesNotExist):
        submit_plan(actors.junior_two, customer_id=customer.pk)
    with refuses("not_submitted"):
        approve(actors.director, customer, full)
    submit_plan(actors.senior, customer_id=customer.pk)
    with refuses("nothing_to_submit"):
        submit_plan(actors.senior, customer_id=customer.pk)
    with pytest.raises(Forbidden):
        approve(actors.senior, customer, full)
    version = approve(actors.director, customer, full, note="Good")
    full.refresh_from_db()
    assert (full.state, full.approved_number, version.number) == ("approved", 1, 1)
    assert version.content["3"][next(iter(version.content["3"]))]["text"] == "Fewer stops"
    assert set(version.content) == {"3", "9", "10", "11", "12", "13"}
    assert [entry.verb for entry in history(customer)[:2]] == ["plan.approved", "plan.submitted"]
    make_row(customer, "More")
    full.refresh_from_db()
    assert full.state == "draft"
    version.refresh_from_db()
    assert len(version.content["3"]) == 1


def test_who_decides_second_is_told_what_the_first_decided_and_loses_no_word(
    actors: SimpleNamespace, customer: Customer, full: Plan, cast: Cast, as_person: AsPerson
) -> None:
    page = reverse("plans:decide", args=[customer.pk])

    def give_back() -> str:
        sent = {"note": "The margin is too thin", "back": "1", "seen": str(revision_of(full))}
        answer = as_person(cast.executive).post(page, sent)
        assert answer.status_code == 422
        told = unescape(answer.content.decode())
        assert "The margin is too thin" in told
        return told

    submit_plan(actors.senior, customer_id=customer.pk)
    approve(actors.director, customer, full)
    assert f"{actors.director.name} approved it on" in give_back()
    make_row(customer, "More")
    submit_plan(actors.senior, customer_id=customer.pk)
    return_plan(actors.director, customer_id=customer.pk, note="No risks are named")
    assert "It was given back already: No risks are named" in give_back()


def test_an_empty_plan_is_not_handed_in(
    actors: SimpleNamespace, customer: Customer, plan: Plan, refuses: Refuses
) -> None:
    with refuses("too_empty"):
        submit_plan(actors.senior, customer_id=customer.pk)


def test_what_is_approved_is_what_was_read(
    actors: SimpleNamespace, customer: Customer, full: Plan
) -> None:
    submit_plan(actors.senior, customer_id=customer.pk)
    seen = revision_of(full)
    make_row(customer, "Written in the last moment", actor=actors.junior_one)
    with pytest.raises(ChangedMeanwhile) as told:
        approve(actors.director, customer, full, seen=seen)
    assert actors.junior_one.name in str(told.value)
    approve(actors.director, customer, full, seen=told.value.revision)


def test_given_back_for_a_reason(
    actors: SimpleNamespace, customer: Customer, full: Plan, refuses: Refuses
) -> None:
    submit_plan(actors.senior, customer_id=customer.pk)
    with refuses("note_missing"):
        return_plan(actors.executive, customer_id=customer.pk, note=" ")
    return_plan(actors.executive, customer_id=customer.pk, note="Where is the risk?")
    full.refresh_from_db()
    assert (full.state, full.returned_because) == ("draft", "Where is the risk?")


def test_approval_and_comparison_on_their_pages(
    cast: Cast, as_person: AsPerson, actors: SimpleNamespace, customer: Customer, full: Plan
) -> None:
    senior, director = as_person(cast.senior), as_person(cast.director)
    senior.post(reverse("plans:submit", args=[customer.pk]))
    address = reverse("plans:decide", args=[customer.pk])
    page = director.get(address)
    assert "handed it in" in words(page)
    seen = page.context["form"].initial["seen"]
    page = director.post(address, {"seen": seen, "back": "1"})
    assert page.status_code == 422
    page = director.post(address, {"seen": seen}, follow=True)
    assert "The plan is approved." in notices(page)
    row = full.planitems.get()
    change_item(
        actors.senior, item_id=row.pk, text=row.text, seen=revision_of(row),
        fields={"force": "buyers", "strength": 5},
    )  # fmt: skip
    told = words(senior.get(reverse("plans:versions", args=[customer.pk])))
    assert "How strong or how likely it is, 1 to 5 3 5" in told
    empty = words(
        senior.get(reverse("plans:versions", args=[customer.pk]) + "?before=nothing&after=1")
    )
    assert "Kind: Force of its market" in empty
    assert "KPI: Net sales" in empty
    compare = reverse("plans:versions", args=[customer.pk])
    for query in ({"before": "1", "after": "1"}, {"before": "nothing", "after": "1"}):
        assert senior.get(compare, query).status_code == 200
    assert senior.get(compare, {"before": "77", "after": "1"}).status_code == 422


def test_a_review_asks_what_has_changed(
    cast: Cast, actors: SimpleNamespace, customer: Customer, full: Plan, refuses: Refuses
) -> None:
    hold(date(2026, 2, 1), {customer.code: Strategy.INVEST})
    first = open_review(actors.senior, customer_id=customer.pk, agenda="All of it")
    with refuses("review_open"):
        open_review(actors.junior_one, customer_id=customer.pk)
    (point,) = review_seen(actors.senior, first.pk).points
    assert point.kind == "first"
    with refuses("points_open"):
        close_review(actors.senior, review_id=first.pk)
    answer_point(actors.senior, point_id=point.pk, answer=Answer.CONFIRMED)
    write_review(
        actors.senior, review_id=first.pk, agenda="All of it", notes="Fine", decisions="Go on",
        seen=revision_of(first),
    )  # fmt: skip
    close_review(actors.senior, review_id=first.pk)
    with refuses("review_closed"):
        answer_point(actors.senior, point_id=point.pk, answer=Answer.CORRECTED)
    hold(date(2026, 8, 1), {customer.code: Strategy.MAINTAIN})
    cover(cast.sales, customer, role=CoverageRole.MEMBER)
    make_action(customer, "Late", end=TODAY - timedelta(1))
    second = open_review(actors.junior_one, customer_id=customer.pk)
    points = {each.kind: each for each in review_seen(actors.senior, second.pk).points}
    assert points.keys() == {"strategy", "team", "overdue"}
    assert points["strategy"].parameters == {"before": "invest", "after": "maintain"}
    late = leads_to("overdue", points["overdue"].parameters, customer.pk)
    assert [text for text, _address in late] == ["Late"], "a point names the rows it speaks of"
    ((_text, address),) = leads_to("light", {"kpi": "margin"}, customer.pk)
    assert address == reverse("kpis:account", args=[customer.pk])
    given: dict[str, Any] = {"point_id": points["team"].pk, "answer": Answer.ACTION}
    with refuses("until_missing"):
        answer_point(actors.senior, **given, note="Meet")
    with refuses("text_missing"):
        answer_point(actors.senior, **given, until=TODAY)
    answered = answer_point(actors.senior, **given, note="Meet the team", until=TODAY)
    assert answered.action is not None
    assert answered.action.owner_id == actors.senior.user_id
    for stranger in (actors.junior_two, actors.logistics):
        with pytest.raises(PlanReview.DoesNotExist):
            close_review(stranger, review_id=second.pk)
    with pytest.raises(Forbidden):
        close_review(actors.director, review_id=second.pk)


def test_a_review_on_its_pages(
    cast: Cast, as_person: AsPerson, customer: Customer, full: Plan
) -> None:
    browser = as_person(cast.senior)
    page = browser.post(
        reverse("plans:reviews", args=[customer.pk]), {"agenda": "Prices"}, follow=True
    )
    assert "This is the first review" in words(page)
    review = PlanReview.objects.get()
    point = review.points.get()
    address = reverse("plans:answer", args=[point.pk])
    assert browser.post(address, {"answer": "action", "note": "x"}).status_code == 422
    page = browser.post(address, {"answer": "confirmed"}, follow=True)
    assert "Everything is answered." in words(page)
    here = reverse("plans:review", args=[review.pk])
    page = browser.post(
        here, {"seen": revision_of(review), "agenda": "", "notes": "", "decisions": "Go on"},
        follow=True,
    )  # fmt: skip
    page = browser.post(reverse("plans:close_review", args=[review.pk]), follow=True)
    assert page.status_code == 200
    assert "Go on" in words(as_person(cast.director).get(here))
    assert "Go on" in words(browser.get(reverse("plans:reviews", args=[customer.pk])))
