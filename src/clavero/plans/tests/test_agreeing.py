"""What a plan says of the same months, set against one another, and how good it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from clavero.conftest import AsPerson
from clavero.identity.testing import Cast
from clavero.plans.agreeing import apart_in_words
from clavero.plans.models import Plan
from clavero.plans.rules.agreeing import Aimed, Apart, Outlook, disagreements
from clavero.plans.selectors import PlanPicture, plan_picture
from clavero.plans.showing import standing_of, steps_of
from clavero.plans.testing import (
    SYSTEM,
    make_action,
    make_forecast,
    make_objective,
    make_row,
)
from clavero.portfolio.models import Customer
from clavero.ui.testing import words

D = Decimal
YEAR = date(2027, 1, 1)


def outlook(**given: Any) -> Outlook:
    told = {"sales": (D(120), D(144)), "granted": (D(110), D(120)), "contributions": (D(5), D(6))}
    return Outlook(YEAR, D(100), **{**told, **given})


def aim(target: int, baseline: int | None = 100, until: date = date(2027, 12, 31)) -> Aimed:
    return Aimed(1, "Sell more", None if baseline is None else D(baseline), D(target), until)


def test_what_is_said_of_the_same_months() -> None:
    said = [each.what for each in disagreements(outlook(), [aim(120), aim(130), aim(110)])]
    assert said == [Apart.AIMS_ABOVE, Apart.AIMS_BELOW]
    assert [each.what for each in disagreements(None, [aim(90)])] == [Apart.GOES_BACK]
    far = outlook(sold=D(2000), contributions=(D(-9), D(6)))
    assert [each.what for each in disagreements(far, [])] == [Apart.FIRST_YEAR, Apart.LOSES]
    beyond = aim(500, until=date(2029, 1, 31))
    assert disagreements(outlook(sold=D(100)), [beyond]) == []


def test_twelve_months_lie_in_two_years_of_the_forecast() -> None:
    own = outlook()
    assert own.twelve_months_to(date(2027, 3, 15)) == D(105)
    assert own.twelve_months_to(date(2028, 6, 30)) == D(132)
    assert own.twelve_months_to(date(2026, 12, 31)) is None
    assert own.twelve_months_to(date(2029, 1, 31)) is None


def test_months_of_the_forecast_lie_by_the_season() -> None:
    own = outlook(weights=[D(4), *[D(1)] * 8, *[D(0)] * 3])
    assert own.twelve_months_to(date(2027, 12, 31)) == D(120)
    assert own.twelve_months_to(date(2027, 3, 15)) == D(110), "half of a year lies in its start"


@pytest.mark.django_db
def test_who_approves_reads_how_the_plan_stands(
    cast: Cast, as_person: AsPerson, customer: Customer, plan: Plan
) -> None:
    make_forecast(customer, kam_cost="5000")
    goal = make_objective(customer, "Sell", baseline=D(3000), target=D(2000))
    make_action(customer, objective_id=goal.pk)
    make_row(customer)
    as_person(cast.senior).post(reverse("plans:submit", args=[customer.pk]))
    page = words(as_person(cast.director).get(reverse("plans:decide", args=[customer.pk])))
    for told in (
        "of what a short plan needs is there",
        "The objective “Sell” asks for",
        "it costs money",
        "No need of the customer is written down.",
        "1 row does not say of when its source is.",
        "Its forecast",
        "What does not add up",
    ):
        assert told in page
    for name in ("plans:plan", "plans:decide"):
        html = as_person(cast.director).get(reverse(name, args=[customer.pk])).content.decode()
        assert reverse("plans:objective", args=[goal.pk]) in html


def test_the_steps_beyond_the_first_six_are_counted() -> None:
    found = steps_of(list(range(9)))
    assert (found["steps"], found["more_steps"]) == ([0, 1, 2, 3, 4, 5], [6, 7, 8])
    assert found["more_told"] == "and 3 more"


@pytest.mark.django_db
def test_a_full_plan_is_not_whole_while_its_quality_lacks_something(
    customer: Customer, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = plan_picture(SYSTEM, customer.pk)
    monkeypatch.setattr(PlanPicture, "completeness", D(1))
    assert standing_of(picture)["is_full_only"] is True
    assert [str(each.sentence) for each in standing_of(picture)["quality"]] == [
        "No need of the customer is written down.",
        "No initiative is worth something to both sides yet.",
    ]
    monkeypatch.setattr(PlanPicture, "completeness", D("0.997"))
    assert standing_of(picture)["part"].startswith("99")


def test_all_of_it_is_said_only_where_nothing_is_left() -> None:
    [almost] = disagreements(outlook(sales=(D(1),), sold=D(2000)), [])
    assert "99.9% less than" in apart_in_words(almost, "EUR")
    [nothing] = disagreements(outlook(sales=(D(0),), sold=D(2000)), [])
    assert "100% less than" in apart_in_words(nothing, "EUR")
