"""The forecast, the win-win test, requests and the value that the customer signs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.core.errors import Forbidden
from clavero.core.period import add_months
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.identity.testing import Cast
from clavero.opportunities.rules.pipeline import Ansoff
from clavero.plans.agreeing import found_apart
from clavero.plans.models import Forecast, Initiative, Plan, ResourceRequest
from clavero.plans.rules.kinds import InitiativeState, RequestKind, RequestState
from clavero.plans.rules.timeline import detail_of
from clavero.plans.selectors import (
    Case,
    Reading,
    Worth,
    outlook_of,
    plan_picture,
    waiting_requests,
)
from clavero.plans.services import (
    add_item,
    change_initiative,
    change_request,
    decide_request,
    retire_initiative,
    retire_request,
    sign_value,
)
from clavero.plans.showing import next_steps
from clavero.plans.testing import (
    SYSTEM,
    make_action,
    make_forecast,
    make_initiative,
    make_request,
    make_row,
)
from clavero.plans.valuing import lines_of, refused_in_words
from clavero.portfolio import selectors as portfolio
from clavero.portfolio.models import Customer
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], AbstractContextManager[None]]
TODAY = timezone.localdate()


def worth(customer: Customer) -> Worth:
    found = plan_picture(SYSTEM, customer.pk).worth
    assert found is not None
    return found


@pytest.fixture
def initiatives(customer: Customer, plan: Plan) -> list[Initiative]:
    """Those of O-5.1."""
    make_forecast(customer)
    half = {"ramp": [Decimal("0.5"), Decimal(1)], "probability": Decimal("0.8")}
    return [
        make_initiative(customer),
        make_initiative(customer, "Pumps for the new site", sales=Decimal(80), **half),
    ]


def test_o_5_1_through_the_services(customer: Customer, initiatives: list[Initiative]) -> None:
    base = worth(customer).cases[Case.BASE]
    assert [each.net_sales for each in base.years] == [
        Decimal("1089.0"), Decimal("1187.9"), Decimal("1246.727"),
    ]  # fmt: skip
    assert [each.contribution for each in base.years] == [
        Decimal("136.02"), Decimal("153.822"), Decimal("164.41086"),
    ]  # fmt: skip
    assert round(base.value, 4) == Decimal("374.3045")
    assert round(base.kept_value, 4) == Decimal("338.1093")
    cases = worth(customer).cases
    assert cases[Case.LOW].value < cases[Case.BASE].value < cases[Case.HIGH].value


def test_with_and_without_what_nobody_has_approved(
    actors: SimpleNamespace, customer: Customer, initiatives: list[Initiative]
) -> None:
    first, _second = initiatives
    request = make_request(customer, initiative_id=first.pk, amount=Decimal(10))
    readings = worth(customer).readings
    assert readings[Reading.ALL].years[0].costs == 70
    without = readings[Reading.GRANTED].years
    assert (without[0].net_sales, without[0].costs) == (Decimal(1062), 60)
    assert readings[Reading.LIKELY].years[0].net_sales == Decimal(1070)
    decide_request(
        actors.executive, request_id=request.pk, state=RequestState.CUT, granted=Decimal(4),
        reason="Half first", seen=revision_of(request),
    )  # fmt: skip
    readings = worth(customer).readings
    assert readings[Reading.GRANTED].years == readings[Reading.ALL].years
    assert readings[Reading.ALL].years[0].costs == 64


def test_a_refused_request_costs_nothing_and_its_initiative_does_not_count(
    actors: SimpleNamespace, customer: Customer, initiatives: list[Initiative]
) -> None:
    request = make_request(customer, initiative_id=initiatives[0].pk)
    decide_request(
        actors.executive, request_id=request.pk, state=RequestState.REFUSED, reason="Not now",
        seen=revision_of(request),
    )  # fmt: skip
    granted = worth(customer).readings[Reading.GRANTED].years[0]
    assert (granted.net_sales, granted.costs) == (Decimal(1062), 60)


def test_a_request_of_no_initiative_costs_where_it_is_needed(
    customer: Customer, initiatives: list[Initiative]
) -> None:
    make_request(customer, amount=Decimal(7), needed_on=TODAY + timedelta(days=420))
    years = worth(customer).readings[Reading.ALL].years
    assert [each.costs for each in years] == [60, 67, 60]


def test_both_sides_win_or_it_is_said(customer: Customer, initiatives: list[Initiative]) -> None:
    make_initiative(customer, "Theirs alone", customer_value=Decimal(4000))
    make_initiative(customer, "Ours alone", customer_investment=Decimal(500))
    make_initiative(customer, "Unknown", customer_value=None)
    found = [each.win_win for each in worth(customer).initiatives]
    assert [None if test is None else test.both_win for test in found] == [
        True, True, True, False, None,
    ]  # fmt: skip
    assert [None if test is None else test.is_lopsided for test in found] == [
        False, False, True, False, None,
    ]  # fmt: skip
    gates = [each.gate.value for each in plan_picture(SYSTEM, customer.pk).shortfalls]
    assert "no_win_win" not in gates


def test_risks_have_their_money(customer: Customer, plan: Plan) -> None:
    make_forecast(customer)
    for fields in (
        {"chance": "0.3", "contribution": "1000", "months": "6"},
        {},
    ):
        add_item(
            SYSTEM, customer_id=customer.pk, kind="risk", text="They merge",
            fields={"probability": 4, "impact": 5, **fields},
        )  # fmt: skip
    found = worth(customer)
    assert found.loss == 150
    assert [each.score for each in found.risks] == [20, 20]
    assert found.risks[1].loss is None


def test_what_does_not_go_together_is_said(customer: Customer, plan: Plan) -> None:
    make_forecast(customer)
    make_action(customer)
    make_initiative(customer, customer_value=None)
    make_request(customer)
    broken = {each.check.value: each.count for each in plan_picture(SYSTEM, customer.pk).broken}
    assert broken == {
        "actions_without_objective": 1, "initiatives_one_sided": 1, "requests_waiting": 1,
    }  # fmt: skip


def test_drivers_are_checked_and_two_people_told(
    actors: SimpleNamespace, customer: Customer, plan: Plan, refuses: Refuses
) -> None:
    for given, code in (
        ({"growth_low": "0.1"}, "growth_out_of_order"),
        ({"growth_low": "-1"}, "growth_too_low"),
        ({"kam_cost": "-1"}, "negative"),
        ({"retention": "1.1"}, "retention_outside"),
    ):
        with refuses(code):
            make_forecast(customer, **given)
    row = make_forecast(customer, actor=actors.senior)
    seen = revision_of(row)
    make_forecast(customer, actor=actors.senior, base="1200", seen=seen)
    with pytest.raises(ChangedMeanwhile):
        make_forecast(customer, actor=actors.junior_one, base="1300", seen=seen)
    with pytest.raises(Forbidden):
        make_forecast(customer, actor=actors.director)
    with pytest.raises(Customer.DoesNotExist):
        make_forecast(customer, actor=actors.junior_two)


def test_all_that_cannot_be_is_told_at_once(
    as_person: AsPerson, cast: Cast, customer: Customer, plan: Plan
) -> None:
    browser = as_person(cast.senior)
    address = reverse("plans:forecast", args=[customer.pk])
    given = {
        "base": "1000", "growth_low": "9", "growth_base": "3", "growth_high": "6",
        "gross_margin": "30", "cost_to_serve": "12", "kam_cost": "-5", "our_rate": "10",
        "their_rate": "10", "retention": "120", "seen": "0",
    }  # fmt: skip
    page = browser.post(address, given)
    assert set(page.context["form"].errors) == {"growth_base", "kam_cost", "retention"}
    address = reverse("plans:add_initiative", args=[customer.pk])
    given = {"text": "Stock", "kind": "penetration", "sales": "-1", "probability": "150"}
    page = browser.post(address, given)
    assert set(page.context["form"].errors) == {"sales", "probability"}


def test_initiatives_are_checked(
    actors: SimpleNamespace, customer: Customer, plan: Plan, refuses: Refuses
) -> None:
    for given, code in (
        ({"sales": Decimal(-1)}, "amount_negative"),
        ({"probability": Decimal(2)}, "probability_outside"),
        ({"ramp": [Decimal(2)]}, "ramp_outside"),
        ({"objective_id": 99}, "no_such_target"),
    ):
        with refuses(code):
            make_initiative(customer, **given)
    initiative = make_initiative(customer, actor=actors.senior)
    given = {"initiative_id": initiative.pk, "kind": Ansoff.UNIT, "text": "Stock on site"}
    with refuses("not_signed"):
        change_initiative(actors.senior, **given, state=InitiativeState.VALIDATED)
    with pytest.raises(Initiative.DoesNotExist):
        change_initiative(actors.junior_two, **given, state=InitiativeState.IDEA)
    make_request(customer, initiative_id=initiative.pk)
    with refuses("initiative_in_use"):
        retire_initiative(actors.senior, initiative_id=initiative.pk)


def test_a_value_is_agreed_when_the_customer_signs(
    actors: SimpleNamespace, customer: Customer, plan: Plan, refuses: Refuses
) -> None:
    initiative = make_initiative(customer)
    given: dict[str, Any] = {"initiative_id": initiative.pk, "value": Decimal(38)}
    with refuses("signer_missing"):
        sign_value(actors.senior, **given, by=" ")
    with refuses("signed_in_future"):
        sign_value(actors.senior, **given, by="Ana", on=TODAY + timedelta(1))
    with pytest.raises(Forbidden):
        sign_value(actors.executive, **given, by="Ana")
    sign_value(actors.junior_one, **given, by="Ana Gil")
    initiative.refresh_from_db()
    assert (initiative.state, initiative.validated_by) == ("validated", "Ana Gil")
    assert initiative.validated_value == 38


def test_a_signature_is_for_a_number(
    actors: SimpleNamespace, customer: Customer, plan: Plan
) -> None:
    initiative = make_initiative(customer, customer_value=Decimal(40))
    Plan.objects.update(state="approved")
    sign_value(actors.senior, initiative_id=initiative.pk, value=Decimal(40), by="Ana Gil")
    plan.refresh_from_db()
    assert plan.state == "approved"  # what was approved was signed as it is
    given: dict[str, Any] = {
        "initiative_id": initiative.pk,
        "kind": Ansoff.PENETRATION,
        "state": InitiativeState.VALIDATED,
    }

    def kept(**changed: Any) -> str:
        seen = revision_of(initiative)
        return str(change_initiative(actors.senior, **given, **changed, seen=seen).state)

    assert kept(text="Said better", customer_value=Decimal(40)) == "validated"
    assert kept(text="Said better", customer_value=Decimal(50)) == "idea", "as before it was signed"
    picture = plan_picture(actors.senior, customer.pk)
    assert [each.pk for each in picture.unsigned] == [initiative.pk]
    assert "Said better” was signed for another value" in " ".join(
        str(step.sentence) for step in next_steps(picture)
    )
    sign_value(actors.senior, initiative_id=initiative.pk, value=Decimal(45), by="Ana Gil")
    plan.refresh_from_db()
    assert plan.state == "draft"
    assert plan_picture(actors.senior, customer.pk).unsigned == []


def test_an_executive_decides_with_a_reason(
    actors: SimpleNamespace, customer: Customer, plan: Plan, refuses: Refuses
) -> None:
    request = make_request(customer, actor=actors.junior_one)
    assert [each.pk for each in waiting_requests(actors.executive)] == [request.pk]
    assert waiting_requests(actors.junior_two) == []
    seen = revision_of(request)

    def decide(who: Any, **given: Any) -> ResourceRequest:
        return decide_request(who, request_id=request.pk, **{"seen": seen, **given})

    for writer in (actors.senior, actors.director):
        with pytest.raises(Forbidden):
            decide(writer, state=RequestState.APPROVED)
    with pytest.raises(ResourceRequest.DoesNotExist):
        decide(actors.junior_two, state=RequestState.APPROVED)
    with refuses("no_decision"):
        decide(actors.executive, state=RequestState.REQUESTED)
    with refuses("reason_missing"):
        decide(actors.executive, state=RequestState.REFUSED)
    with refuses("granted_outside"):
        decide(actors.executive, state=RequestState.CUT, granted=Decimal(20), reason="All")
    change_request(
        actors.junior_one, request_id=request.pk, kind=RequestKind.HOURS, text="A technician",
        amount=Decimal(30), needed_on=request.needed_on, seen=seen,
    )  # fmt: skip
    with pytest.raises(ChangedMeanwhile):
        decide(actors.executive, state=RequestState.APPROVED)
    request.refresh_from_db()
    decide(actors.executive, state=RequestState.APPROVED, seen=revision_of(request))
    request.refresh_from_db()
    assert (request.state, request.granted) == ("approved", 30)
    told = portfolio.changes_of(customer)[0]
    assert str(told.what) == "means for its plan are decided on"
    assert ("State", "", "Approved") in [tuple(map(str, each)) for each in told.values]
    with refuses("decided_already"):
        retire_request(actors.junior_one, request_id=request.pk)
    with refuses("amount_not_positive"):
        make_request(customer, amount=Decimal(0))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"gross_margin": "1.5"}, "margin_outside"),
        ({"cost_to_serve": "1.01"}, "cost_to_serve_outside"),
        ({"base": "-1"}, "negative"),
    ],
)
def test_drivers_that_cannot_be(
    customer: Customer, plan: Plan, refuses: Refuses, given: dict[str, str], code: str
) -> None:
    with refuses(code):
        make_forecast(customer, **given)


def test_the_money_of_risks_that_nobody_has_said_is_not_nothing(
    customer: Customer, plan: Plan
) -> None:
    make_forecast(customer)
    make_row(customer, "They leave", "risk", fields={"probability": 2, "impact": 3})
    found = worth(customer)
    assert (found.loss, found.unsaid) == (None, 1)


def test_the_years_of_a_forecast_begin_when_it_is_made(
    customer: Customer, plan: Plan, initiatives: list[Initiative]
) -> None:
    begins = detail_of(TODAY).start
    assert Forecast.objects.get().start == begins
    make_request(customer, amount=Decimal(7), needed_on=add_months(begins, 13))
    assert [each.costs for each in worth(customer).readings[Reading.ALL].years] == [60, 67, 60]
    # A year ago it began earlier, whenever the plan was begun.
    Forecast.objects.update(start=add_months(begins, -12))
    Plan.objects.update(start=add_months(begins, -36), state="approved")
    assert [each.costs for each in worth(customer).readings[Reading.ALL].years] == [60, 60, 67]
    picture = plan_picture(SYSTEM, customer.pk)
    outlook = outlook_of(picture)
    assert outlook is not None
    assert outlook.start == add_months(begins, -12)
    over = "its first year is over"
    assert over in " ".join(str(each.sentence) for each in found_apart(picture, "EUR"))
    seen = revision_of(Forecast.objects.get())
    make_forecast(customer, seen=seen)
    assert Forecast.objects.get().start == begins
    plan.refresh_from_db()
    assert plan.state == "draft", "its years are others than were approved"
    picture = plan_picture(SYSTEM, customer.pk)
    assert over not in " ".join(str(each.sentence) for each in found_apart(picture, "EUR"))


def test_means_granted_for_a_day_before_the_forecast_are_spent(
    actors: SimpleNamespace, customer: Customer, initiatives: list[Initiative]
) -> None:
    begins = detail_of(TODAY).start
    granted = make_request(customer, amount=Decimal(7), needed_on=begins)
    make_request(customer, amount=Decimal(9), needed_on=begins)
    decide_request(
        actors.executive, request_id=granted.pk, state=RequestState.APPROVED,
        seen=revision_of(granted),
    )  # fmt: skip
    assert worth(customer).readings[Reading.ALL].years[0].costs == 60 + 7 + 9
    ResourceRequest.objects.update(needed_on=begins - timedelta(days=1))
    made_again = worth(customer).readings
    assert made_again[Reading.ALL].years[0].costs == 60 + 9, "what waits is still to be spent"
    assert made_again[Reading.GRANTED].years[0].costs == 60


def test_a_forecast_that_is_kept_as_it_is_changes_nothing(customer: Customer, plan: Plan) -> None:
    row = make_forecast(customer)
    Forecast.objects.update(changed_at=timezone.now() - timedelta(days=60), start=row.start)
    Plan.objects.update(state="approved")
    told = len(portfolio.changes_of(customer))
    make_forecast(customer, seen=revision_of(row))
    plan.refresh_from_db()
    assert plan.state == "approved"
    assert len(portfolio.changes_of(customer)) == told
    row.refresh_from_db()
    assert row.changed_at > timezone.now() - timedelta(days=1), "it was looked at"


def test_what_was_refused_brings_nothing_until_it_is_asked_for_anew(
    actors: SimpleNamespace, customer: Customer, initiatives: list[Initiative]
) -> None:
    first = initiatives[0]
    request = make_request(customer, initiative_id=first.pk)
    before = worth(customer).cases[Case.BASE].value
    decide_request(
        actors.executive, request_id=request.pk, state=RequestState.REFUSED, reason="Not now",
        seen=revision_of(request),
    )  # fmt: skip
    refused = worth(customer)
    for reading in Reading:
        sales = refused.readings[reading].years[0].net_sales
        assert sales == (Decimal(1070) if reading in {Reading.FULL, Reading.LIKELY} else 1062)
    assert refused.cases[Case.BASE].value < before
    assert [each.is_refused for each in refused.initiatives] == [True, False]
    assert first.text in refused_in_words(refused)
    make_request(customer, initiative_id=first.pk)
    again = worth(customer)
    assert again.cases[Case.BASE].value == before
    assert refused_in_words(again) == ""
    assert again.readings[Reading.GRANTED].years[0].net_sales == 1062


def test_each_initiative_at_full_value(customer: Customer, initiatives: list[Initiative]) -> None:
    full = worth(customer).readings[Reading.FULL]
    assert [each.net_sales for each in full.years] == [
        Decimal("1115.0"), Decimal("1245.9"), Decimal("1322.727"),
    ]  # fmt: skip


def test_the_profit_and_loss_line_by_line(
    customer: Customer, initiatives: list[Initiative], as_person: AsPerson, cast: Cast
) -> None:
    make_request(customer, amount=Decimal(7))
    lines = dict(lines_of(worth(customer).cases[Case.BASE].years))
    assert {key: amounts[0] for key, amounts in lines.items()} == {
        "net_sales": Decimal(1089), "gross_margin": Decimal("326.7"),
        "cost_to_serve": Decimal("-130.68"), "managing": -60, "means": -7,
        "contribution": Decimal("129.02"),
    }  # fmt: skip
    page = words(as_person(cast.senior).get(reverse("plans:forecast", args=[customer.pk])))
    for told in ("Gross margin", "€327", "−€131", "Managing the account", "Initiatives and means"):
        assert told in page
    begins = detail_of(TODAY).start
    assert f"{begins:%b %Y} – {add_months(begins, 11):%b %Y}" in page
