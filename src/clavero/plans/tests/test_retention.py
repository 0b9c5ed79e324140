"""How likely an account is to stay: the scorecard of methods §5.6."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from clavero.conftest import AsPerson
from clavero.core.estimates import Estimate
from clavero.core.revisions import revision_of
from clavero.identity.testing import Cast
from clavero.kpis.rules.catalogue import BY_KEY
from clavero.kpis.rules.kpi import Quality
from clavero.kpis.rules.wallet import WalletSource
from clavero.kpis.selectors import Value
from clavero.plans.models import Plan
from clavero.plans.rules.kinds import PlanState
from clavero.plans.rules.retention import WEIGHTS, Item, Scorecard, Shown, points_of
from clavero.plans.selectors.retention import shown_on
from clavero.plans.services import approve_plan, submit_plan
from clavero.plans.testing import SYSTEM, make_action, make_forecast, make_objective, make_row
from clavero.portfolio.models import Customer
from clavero.ui.testing import words

POINTS = st.dictionaries(
    st.sampled_from(Item), st.decimals(min_value=0, max_value=10, places=1), min_size=1
)


def test_the_published_table() -> None:
    assert sum(WEIGHTS.values()) == 100
    rates = [
        Scorecard({}, {Item.RHYTHM: Decimal(each)}).retention for each in ("8", "7.9", "4", "3.9")
    ]
    assert rates == [Decimal("0.97"), Decimal("0.92"), Decimal("0.85"), Decimal("0.70")]
    assert Scorecard({}, {}).retention is None, "nothing known is no rate"


def test_an_account_that_goes_silent_stays_less_likely() -> None:
    good = Shown(rhythm="active", growth=Decimal("0.05"), years=5, complaints=Decimal(0))
    bad = Shown(rhythm="at_risk", growth=Decimal("-0.4"), years=5, complaints=Decimal(3))
    assert Scorecard(points_of(good), {}).retention == Decimal("0.97")
    assert Scorecard(points_of(bad), {}).retention == Decimal("0.70")
    assert Item.CONTRACT not in points_of(bad), "what is not known is not zero"


@given(by_itself=POINTS, said=POINTS)
def test_the_score_lies_between_its_points(
    by_itself: dict[Item, Decimal], said: dict[Item, Decimal]
) -> None:
    card = Scorecard(by_itself, said)
    assert card.score is not None
    least, most = min(card.points.values()), max(card.points.values())
    slack = Decimal("1e-20")
    assert least - slack <= card.score <= most + slack
    assert 0 < card.known <= 1


@pytest.mark.django_db
def test_what_somebody_says_counts_and_the_forecast_starts_with_it(
    cast: Cast, as_person: AsPerson, customer: Customer, plan: Plan
) -> None:
    here = reverse("plans:retention", args=[customer.pk])
    forecast = reverse("plans:forecast", args=[customer.pk])
    browser = as_person(cast.senior)
    first = browser.get(forecast)
    assert first.context["form"].initial.get("retention") is None, "no silent rate"
    assert here in first.content.decode()
    assert browser.post(here, {"finance": "11", "seen": "0"}).status_code == 422
    answer = browser.post(here, {"finance": "3", "competitor": "5", "seen": "0"}, follow=True)
    assert "gives 4.0 of 10 points: of such accounts 85% stay" in words(answer)
    assert browser.get(forecast).context["form"].initial["retention"] == Decimal("85.0")
    make_forecast(customer)
    assert "its retention scorecard says 85%" in words(
        browser.get(reverse("plans:plan", args=[customer.pk]))
    )
    assert as_person(cast.sales).get(here).status_code == 404


@pytest.mark.django_db
def test_of_two_people_nobody_writes_over_what_the_other_said(
    cast: Cast, as_person: AsPerson, customer: Customer, plan: Plan
) -> None:
    here = reverse("plans:retention", args=[customer.pk])
    browser = as_person(cast.senior)
    browser.post(here, {"finance": "3", "competitor": "5", "seen": "0"})
    seen = str(browser.get(here).context["form"].initial["seen"])
    browser.post(here, {"finance": "3", "competitor": "8", "seen": seen})
    browser.post(here, {"finance": "6", "competitor": "5", "seen": seen})
    plan.refresh_from_db()
    said = {"competitor": "8", "finance": "6"}
    assert plan.retention_points == said, "what was left alone stays as it was said meanwhile"
    both = browser.post(here, {"finance": "6", "competitor": "4", "seen": seen})
    assert both.status_code == 422
    assert cast.senior.name in words(both)
    plan.refresh_from_db()
    assert plan.retention_points == said
    history = words(browser.get(f"{reverse('plans:plan', args=[customer.pk])}?history=1"))
    assert "How quiet competitors are there" in history


@pytest.mark.django_db
def test_many_points_of_a_scorecard_are_a_list_in_the_history(
    cast: Cast, as_person: AsPerson, customer: Customer, plan: Plan
) -> None:
    browser = as_person(cast.senior)
    points = {item.value: "7" for item in Item}
    browser.post(reverse("plans:retention", args=[customer.pk]), {**points, "seen": "0"})
    page = browser.get(f"{reverse('plans:plan', args=[customer.pk])}?history=1").content.decode()
    lines = page.split('class="text-secondary is-list"', 1)[1].split("</div>", 1)[0]
    assert lines.count('<span class="value">') == len(Item)


@pytest.mark.django_db
def test_another_scorecard_is_not_what_was_approved(
    cast: Cast, as_person: AsPerson, customer: Customer, plan: Plan
) -> None:
    browser = as_person(cast.senior)
    here = reverse("plans:retention", args=[customer.pk])
    browser.post(here, {"finance": "3", "seen": "0"})
    make_row(customer)
    make_action(customer, objective_id=make_objective(customer).pk)
    submit_plan(SYSTEM, customer_id=customer.pk)
    approve_plan(SYSTEM, customer_id=customer.pk, seen=revision_of(plan))
    seen = str(browser.get(here).context["form"].initial["seen"])
    browser.post(here, {"finance": "3", "seen": seen})
    plan.refresh_from_db()
    assert plan.state == PlanState.APPROVED, "nothing was said otherwise"
    browser.post(here, {"finance": "6", "seen": seen})
    plan.refresh_from_db()
    assert plan.state == PlanState.DRAFT
    side_by_side = words(browser.get(reverse("plans:versions", args=[customer.pk])))
    assert "How healthy its finances are 3 6" in side_by_side


def test_trends_compare_what_was_said_anew_by_the_same_source() -> None:
    kpi, day = BY_KEY["share-of-wallet"], date(2026, 1, 1)

    def told(share: str, on: date, source: WalletSource) -> dict[str, Value]:
        return {kpi.key: Value(kpi, Estimate(Decimal(share)), Quality.GOOD, on, source)}

    def change(now: dict[str, Value], before: dict[str, Value]) -> Decimal | None:
        given: Any = {"rhythm": "", "growth": None, "years": 0, "ends": ()}
        return shown_on(day, now, before, **given).share_change

    then = told("0.30", date(2025, 1, 1), WalletSource.DISCLOSED)
    assert change(told("0.35", day, WalletSource.DISCLOSED), then) == Decimal("0.05")
    assert change(told("0.35", day, WalletSource.RANK), then) is None, "asked elsewhere"
    assert change(then, then) is None, "nobody has said anything since"
    counted = {
        key: replace(each, is_counted=True)
        for key, each in told("0.35", day, WalletSource.DISCLOSED).items()
    }
    assert change(counted, then) is None, "counted now, and entered then"
    assert change(told("0.35", day, WalletSource.DISCLOSED), {}) is None
    points = points_of(Shown(share_change=Decimal("0.05"), service_change=Decimal("-0.2")))
    assert points == {Item.SHARE_TREND: Decimal("7.5"), Item.SERVICE_TREND: Decimal(0)}
