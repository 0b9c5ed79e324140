"""The targets of an account against its forecast and its objectives."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from clavero.commercial.models import AccountTargets
from clavero.commercial.rules.against import Sides
from clavero.commercial.rules.targets import Cell, Target
from clavero.commercial.sentences import margins_in_words
from clavero.commercial.testing import make_targets
from clavero.conftest import AsPerson
from clavero.identity.testing import Cast
from clavero.plans.models import Forecast
from clavero.plans.rules.agreeing import Apart, Outlook, disagreements, twelve_months_to
from clavero.plans.testing import make_forecast, make_objective
from clavero.portfolio.models import Customer
from clavero.ui.testing import words

EVEN = [Decimal(1)] * 12
NEXT = timezone.localdate().year + 1


def test_a_year_of_targets_against_the_forecast_of_its_months() -> None:
    sides = Sides({2027: Decimal(2400), 2028: Decimal(1200)}, EVEN)
    sales, granted = (Decimal(1200), Decimal(1800)), (Decimal(1200), Decimal(600))
    outlook = Outlook(date(2027, 7, 1), Decimal(1000), sales, granted, ())
    first, second = sides.years(outlook)
    assert (first.first, first.is_whole, first.wanted, first.expected, first.gap) == (
        date(2027, 7, 1), False, Decimal(1200), Decimal(600), Decimal(-600),
    )  # fmt: skip
    assert (second.is_whole, second.expected, second.granted) == (True, Decimal(1500), Decimal(900))
    assert not second.agrees
    assert sides.wanted(twelve_months_to(date(2028, 6, 30))) == Decimal(1800)
    assert sides.wanted(twelve_months_to(date(2027, 6, 30))) is None


@pytest.mark.django_db
def test_forecast_targets_and_objectives_are_set_against_one_another(
    cast: Cast, as_person: AsPerson, account: Customer
) -> None:
    targets = reverse("commercial:account", args=[account.pk])
    plan = reverse("plans:plan", args=[account.pk])
    browser = as_person(cast.senior)
    assert targets in browser.get(plan).content.decode(), "the plan leads to its targets"
    make_forecast(account)
    Forecast.objects.update(start=date(NEXT, 1, 1))
    assert "The account has a forecast and no commercial targets" in words(browser.get(plan))
    make_targets(account, {Cell(NEXT, "Belts"): Target(Decimal(120_000), Decimal(60_000))})
    make_objective(account, "Sell more", target=Decimal(90_000), until=date(NEXT, 12, 31))
    margins = "The commercial targets leave a margin of 50.0%; the forecast counts with 30.0%"
    below = f"The forecast stays below the commercial targets: €118,970 in {NEXT}"
    aims = "the commercial targets of those twelve months are €120,000, which is more."
    for page in (browser.get(plan), browser.get(targets)):
        assert below in words(page)
        assert aims in words(page)
        assert margins in words(page)
    html = browser.get(targets).content.decode()
    assert plan in html
    assert reverse("plans:forecast", args=[account.pk]) in html


@pytest.mark.django_db
def test_the_forecast_of_the_same_months_is_one_figure(
    cast: Cast, as_person: AsPerson, account: Customer
) -> None:
    make_forecast(account, base="1200", growth_base="0.5", growth_high="0.5")
    Forecast.objects.update(start=date(NEXT - 1, 7, 1))
    make_targets(account, {Cell(NEXT, "Belts"): Target(Decimal(120_000))})
    AccountTargets.objects.update(weights=["9", *["1"] * 11])
    make_objective(account, "Sell more", target=Decimal(90_000), until=date(NEXT, 12, 31))
    # By the season 14 of 20 parts of 1,800, and 6 of 20 of 2,700.
    browser = as_person(cast.senior)
    plan = words(browser.get(reverse("plans:plan", args=[account.pk])))
    targets = words(browser.get(reverse("commercial:account", args=[account.pk])))
    assert "the forecast expects €2,070 of those twelve months" in plan
    assert "(€2,070 against €120,000)" in plan
    assert "(€2,070 against €120,000)" in targets


def test_margins_are_set_against_one_another() -> None:
    wanted, expected, left = Decimal("0.31"), Decimal("0.19"), Decimal("0.195")
    assert margins_in_words(wanted, expected, left) == [
        "The commercial targets leave a margin of 31.0%; the forecast counts with 19.0%, and the "
        "last twelve months left 19.5%."
    ]
    assert margins_in_words(expected, expected, left) == []
    assert margins_in_words(None, expected, left) == []
    outlook = Outlook(date(2027, 1, 1), Decimal(9), (Decimal(9),), (), (), margin=wanted, left=left)
    assert [each.what for each in disagreements(outlook, [])] == [Apart.MARGIN]
