"""What nobody can have meant of an opportunity is refused, or asked back before it is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from clavero.conftest import AsPerson
from clavero.identity.testing import Cast
from clavero.opportunities.models import Opportunity
from clavero.opportunities.rules.pipeline import falls, is_plausible
from clavero.opportunities.services import add_opportunity, change_opportunity
from clavero.opportunities.testing import SYSTEM, make_opportunity
from clavero.portfolio.models import Customer

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], Any]
Sold = dict[str, Customer]
D = Decimal
LONG_AGO = date(2019, 5, 1)


def address(customer: Customer) -> str:
    return reverse("opportunities:new", args=[customer.pk])


@pytest.fixture
def senior(cast: Cast, sold: Sold, as_person: AsPerson) -> Client:
    client: Client = as_person(cast.senior)
    return client


@given(st.dates(date(2010, 1, 1), date(2040, 1, 1)), st.integers(-360, 3600))
def test_the_days_of_a_year_back_and_ten_ahead_are_plausible(today: date, days: int) -> None:
    assert is_plausible(today + timedelta(days), today)
    assert not is_plausible(today + timedelta(days - 4200), today) or days > 3800
    assert not is_plausible(today + timedelta(days + 4100), today)


@given(st.lists(st.decimals(0, 1, places=2), max_size=5))
def test_a_rising_ramp_does_not_fall(parts: list[Decimal]) -> None:
    assert not falls(sorted(parts))
    assert falls(parts) == (parts != sorted(parts))


@pytest.mark.parametrize(
    ("field", "day"),
    [
        ("closes_on", LONG_AGO),
        ("closes_on", date(2199, 1, 1)),
        ("starts_on", date(1999, 1, 1)),
        ("starts_on", date(2199, 1, 1)),
    ],
)
def test_a_day_out_of_reach_is_refused(sold: Sold, refuses: Refuses, field: str, day: date) -> None:
    with refuses("odd_day"):
        make_opportunity(sold["A"], **{field: day})
    assert not Opportunity.objects.exists()


def test_a_day_that_has_gone_out_of_reach_can_stay(sold: Sold, refuses: Refuses) -> None:
    row = make_opportunity(sold["A"])
    Opportunity.objects.filter(pk=row.pk).update(closes_on=LONG_AGO)
    change_opportunity(SYSTEM, opportunity_id=row.pk, closes_on=LONG_AGO, title="Still open")
    with refuses("odd_day"):
        change_opportunity(SYSTEM, opportunity_id=row.pk, closes_on=LONG_AGO + timedelta(1))


def test_a_ramp_that_falls_is_refused(sold: Sold, refuses: Refuses) -> None:
    with refuses("falling_ramp"):
        make_opportunity(sold["A"], ramp=[D("0.5"), D("0.3")])
    assert make_opportunity(sold["A"], ramp=[D("0.3"), D("0.3"), D(1)]).ramp == ["0.3", "0.3", "1"]


def test_more_than_all_that_is_sold_is_asked_back(sold: Sold, refuses: Refuses) -> None:
    told: dict[str, Any] = {
        "customer_id": sold["A"].pk, "title": "All", "closes_on": timezone.localdate()
    }  # fmt: skip
    with refuses("more_than_all"):
        add_opportunity(SYSTEM, value=D(5_000), **told)
    row = add_opportunity(SYSTEM, value=D(5_000), is_sure=True, **told)
    change_opportunity(SYSTEM, opportunity_id=row.pk, value=D(5_000), title="It stays as it was")
    with refuses("more_than_all"):
        change_opportunity(SYSTEM, opportunity_id=row.pk, value=D(6_000))


def test_the_form_asks_back_and_keeps_what_is_meant(senior: Client, sold: Sold) -> None:
    given = {
        "title": "Everything", "value": "99,999,999,999,999", "ansoff": "penetration",
        "closes_on": timezone.localdate().isoformat(), "stage": "identified",
    }  # fmt: skip
    first = senior.get(address(sold["A"])).content.decode()
    assert "It is meant so" not in first
    asked = senior.post(address(sold["A"]), given)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "more than the company sold to everybody in twelve months, €" in page
    assert 'type="checkbox" name="is_sure"' in page
    assert "99,999,999,999,999" in page, "nothing written is lost"
    assert senior.post(address(sold["A"]), {**given, "is_sure": "on"}).status_code == 302
    assert Opportunity.objects.get().value == D("99999999999999")


def test_limits_are_written_by_the_field_and_in_the_refusal(senior: Client, sold: Sold) -> None:
    assert "0.01 or more." in senior.get(address(sold["A"])).content.decode()
    for value in ("-10", "\u221210"):
        page = senior.post(address(sold["A"]), {"value": value}).content.decode()
        assert "Write 0.01 or more." in page
