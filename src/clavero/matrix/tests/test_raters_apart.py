"""Whoever rates far from what somebody else has just said says what came of the talk (§2.2)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.matrix.models import AccountScore
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.services import hold_review
from clavero.matrix.testing import SYSTEM, score
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person], Client]
DAY = date(2026, 3, 1)


@pytest.fixture
def alfa(cast: Cast) -> Customer:
    customer = make_customer("Alfa", "Alfa")
    cover(cast.senior, customer)
    return customer


def enter(client: Client, alfa: Customer, day: date = DAY, **given: str) -> Any:
    seen = "999999"  # whatever was there
    asked = {"day": f"{day}", "source": "customer", "forecast": "", "seen": seen, **given}
    return client.post(reverse("matrix:score", args=[alfa.pk]), asked)


def test_who_is_more_than_three_points_from_another_talks_first(
    as_person: AsPerson, cast: Cast, alfa: Customer
) -> None:
    assert enter(as_person(cast.director), alfa, us_fit="1", us_growth="3").status_code == 302
    senior = as_person(cast.senior)
    answer = enter(senior, alfa, us_fit="9", us_growth="14")
    assert answer.status_code == 422
    told = words(answer)
    assert f"{cast.director.name} gave 1 (1 Mar 2026): yours is 8 points from it." in told
    assert "gave 3% (1 Mar 2026): yours is 5.5 points from it." in told, "on the factor's scale"
    assert AccountScore.objects.count() == 2
    answer = enter(senior, alfa, us_fit="9", reason="We talked: the board has signed joint goals.")
    assert answer.status_code == 302
    assert enter(senior, alfa, us_fit="4").status_code == 302, "one's own word is no other's"


def test_three_points_or_another_kind_of_source_need_no_talk(
    as_person: AsPerson, cast: Cast, alfa: Customer
) -> None:
    enter(as_person(cast.director), alfa, us_quality="4")
    senior = as_person(cast.senior)
    assert enter(senior, alfa, us_quality="7").status_code == 302
    enter(as_person(cast.director), alfa, us_service="2")
    assert enter(senior, alfa, us_service="9", source="estimate").status_code == 302


def test_what_was_said_before_the_last_review_or_a_year_ago_is_another_round(
    as_person: AsPerson, cast: Cast, alfa: Customer
) -> None:
    director, senior = as_person(cast.director), as_person(cast.senior)
    enter(director, alfa, DAY - timedelta(days=400), us_price="1")
    assert enter(senior, alfa, us_price="9").status_code == 302
    score("Alfa", Strategy.INVEST, DAY)
    enter(director, alfa, us_fit="1")
    assert enter(senior, alfa, DAY, us_fit="9").status_code == 422
    hold_review(SYSTEM, day=DAY)
    assert enter(senior, alfa, DAY + timedelta(days=1), us_fit="9").status_code == 302
    assert AccountScore.objects.latest("pk").value == Decimal(9)
