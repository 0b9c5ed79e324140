"""A review is held after a question, and one held by mistake is withdrawn for a reason."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from clavero.core.errors import Forbidden, Refusal
from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.matrix import hooks
from clavero.matrix.models import MatrixPlacement, MatrixReview
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.selectors import matrix_rows, official_strategies, reviews
from clavero.matrix.services import hold_review, withdraw_review
from clavero.matrix.testing import hold, score
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors import changes_of
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
FIRST, SECOND, THIRD = date(2024, 3, 1), date(2025, 3, 1), date(2026, 3, 1)
AsPerson = Callable[[Person], Client]
Refuses = Callable[[str], AbstractContextManager[None]]
REVIEWS = "/matrix/reviews/"


def strategies(as_of: date = THIRD) -> dict[str, Strategy]:
    return {code: each.strategy for code, each in official_strategies(SYSTEM, as_of=as_of).items()}


@pytest.fixture
def director(as_person: AsPerson, cast: Cast) -> Client:
    return as_person(cast.director)


def test_it_is_asked_with_what_it_would_place(director: Client) -> None:
    hold(FIRST, {"A": Strategy.INVEST, "B": Strategy.HARVEST})
    score("A", Strategy.HARVEST, SECOND)
    score("C", Strategy.MAINTAIN, SECOND)
    asked = director.post(reverse("matrix:reviews"), {"day": "2025-03-01", "note": "We met"})
    told = words(asked)
    assert "Hold the review of 1 Mar 2025?" in told
    assert "It places 3 accounts: Maintain: 1; Manage for cash: 2." in told
    assert "1 account would get its first official strategy." in told
    assert "A: from Invest to Manage for cash" in told
    assert MatrixReview.objects.count() == 1
    carried = {name: asked.context["carried"][name] for name in ("day", "note", "seen")}
    assert director.post(REVIEWS, carried).status_code == 302
    held = MatrixReview.objects.get(day=SECOND)
    assert held.note == "We met"
    assert strategies()["A"] is Strategy.HARVEST


def test_what_has_changed_meanwhile_is_asked_again(director: Client, refuses: Refuses) -> None:
    score("A", Strategy.INVEST, FIRST)
    seen = director.post(REVIEWS, {"day": "2024-03-01"}).context["carried"]["seen"]
    score("B", Strategy.HARVEST, FIRST)
    again = director.post(REVIEWS, {"day": "2024-03-01", "seen": seen})
    assert "This has changed while you were looking at it" in words(again)
    assert "It places 2 accounts" in words(again)
    with refuses("changed_meanwhile"):
        hold_review(SYSTEM, day=FIRST, seen=seen)
    assert not MatrixReview.objects.exists()
    assert director.post(REVIEWS, again.context["carried"]).status_code == 302
    assert MatrixReview.objects.count() == 1


def test_a_day_that_cannot_be_is_not_asked_about(director: Client) -> None:
    score("A", Strategy.INVEST, FIRST)
    for day in ("2999-01-01", "2020-01-01", ""):
        assert director.post(REVIEWS, {"day": day}).status_code == 422


def test_what_the_accounts_were_before_holds_again(director: Client, cast: Cast) -> None:
    hold(FIRST, {"A": Strategy.INVEST})
    kept = MatrixPlacement.objects.values().get()
    review = hold(SECOND, {"A": Strategy.HARVEST, "NEW": Strategy.MAINTAIN})
    address = reverse("matrix:withdraw_review", args=[review.pk])
    assert address in director.get(REVIEWS).content.decode()
    assert "Maintain: 1" in words(director.get(address))
    assert director.post(address, {"reason": " "}).status_code == 422
    answer = director.post(address, {"reason": "A slip of the mouse"}, follow=True)
    assert "The review of 1 Mar 2025 is withdrawn." in words(answer)
    assert strategies() == strategies(as_of=SECOND) == {"A": Strategy.INVEST}
    assert MatrixPlacement.objects.values().get(review__day=FIRST) == kept
    [row] = [each for each in matrix_rows(SYSTEM, as_of=THIRD) if each.card.code == "A"]
    assert row.trail is not None
    assert len(row.trail.placements) == 1
    # It stays to be read, with who withdrew it and why.
    told = words(director.get(REVIEWS))
    assert f"withdrawn by {cast.director}" in told
    assert "A slip of the mouse" in told
    assert [each.day for each in reviews(THIRD)] == [FIRST]
    assert director.post(address, {"reason": "Again"}).status_code == 404


def test_another_one_can_be_held_on_its_day(refuses: Refuses) -> None:
    review = hold(FIRST, {"A": Strategy.INVEST})
    withdraw_review(SYSTEM, review_id=review.pk, reason="A slip")
    with refuses("changed_meanwhile"):
        withdraw_review(SYSTEM, review_id=review.pk, reason="A slip")
    hold(FIRST, {"A": Strategy.HARVEST})
    assert strategies() == {"A": Strategy.HARVEST}


def test_only_the_last_one_without_listeners_on_it_goes(
    refuses: Refuses, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = hold(FIRST, {"A": Strategy.INVEST})
    second = hold(SECOND, {"A": Strategy.HARVEST, "B": Strategy.INVEST})
    with refuses("not_the_last"):
        withdraw_review(SYSTEM, review_id=first.pk, reason="A slip")
    with refuses("reason_missing"):
        withdraw_review(SYSTEM, review_id=second.pk, reason=" ")
    heard: list[hooks.Review] = []

    def built_on(review: hooks.Review) -> None:
        heard.append(review)
        raise Refusal("A plan rests on it.", code="built_on")

    monkeypatch.setattr(hooks, "on_withdrawal", [built_on])
    with refuses("built_on"):
        withdraw_review(SYSTEM, review_id=second.pk, reason="A slip")
    a, b = (Customer.objects.get(code=code).pk for code in "AB")
    assert heard[0].placed == {a: Strategy.HARVEST, b: Strategy.INVEST}
    assert heard[0].before == {a: Strategy.INVEST}
    assert strategies()["A"] is Strategy.HARVEST


@pytest.mark.parametrize("who", ["senior", "junior_one", "executive", "sales", "administrator"])
def test_only_the_director_withdraws_one(actors: SimpleNamespace, who: str) -> None:
    review = hold(FIRST, {"A": Strategy.INVEST})
    with pytest.raises(Forbidden):
        withdraw_review(getattr(actors, who), review_id=review.pk, reason="A slip")
    assert strategies() == {"A": Strategy.INVEST}


def test_why_it_was_withdrawn_is_for_those_who_see_every_account(
    cast: Cast, as_person: AsPerson, actors: SimpleNamespace
) -> None:
    review = hold(FIRST, {"A": Strategy.INVEST})
    withdraw_review(actors.director, review_id=review.pk, reason="A leaves us in May")
    told = words(as_person(cast.senior).get(REVIEWS))
    assert "withdrawn by" in told
    assert "leaves us in May" not in told
    assert reverse("matrix:withdraw_review", args=[review.pk]) not in told


def test_it_stands_in_the_account_s_history(actors: SimpleNamespace) -> None:
    hold(FIRST, {"A": Strategy.INVEST})
    review = hold(SECOND, {"A": Strategy.HARVEST})
    withdraw_review(actors.director, review_id=review.pk, reason="A slip")
    changes = changes_of(Customer.objects.get(code="A"))
    [values] = [
        change.values for change in changes if str(change.what) == "review of the matrix withdrawn"
    ]
    told = [tuple(map(str, each)) for each in values]
    assert ("Strategy", "Manage for cash", "Invest") in told
    assert any("A slip" in each for each in told)
