"""The waterfall of one customer: every step, what is missing, down to the events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clavero.core.period import Period
from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_group, make_one
from clavero.profitability.rules.rates import Source
from clavero.profitability.selectors import account_profit, profit_picture
from clavero.profitability.services import set_activity, set_capacity, set_cost_of_capital
from clavero.profitability.testing import SYSTEM, bring, make_work, set_rates
from clavero.ui.testing import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
AsPerson = Callable[[Person], Client]
YEAR = Period.year(2024)
EARLY = date(2020, 1, 1)


def company() -> None:
    """A has everything a waterfall can have; B nothing but sales."""
    day = date(2024, 3, 5)
    sold: dict[str, Any] = {"customer": "A", "customer_name": "Alfa", "date": day}
    ledger_of(
        [
            Row("F1", **sold, net_amount=Decimal(900), cost=Decimal(500), quantity=Decimal(10),
                list_price=Decimal(100), delivered_date=day, paid_date=date(2024, 4, 4)),
            Row("N1", **sold, kind="credit_note", net_amount=Decimal(-90), cost=Decimal(-50),
                quantity=Decimal(-1)),
            Row("N2", **sold, kind="credit_note", net_amount=Decimal(-10), cost=Decimal(0),
                quantity=None),
            Row("F2", customer="B", date=date(2024, 1, 1), net_amount=Decimal(50)),
            Row("F3", customer="B", date=date(2024, 12, 31), net_amount=Decimal(50)),
        ]
    )  # fmt: skip
    set_rates(order=8, delivery=20, visit=60, **{"return": 30})
    set_activity(
        SYSTEM, key="complaint", valid_from=EARLY, capacity="team", source=Source.FILE,
        base=Decimal(10), extras={"rush": Decimal(5)}, travel=Decimal(3),
    )  # fmt: skip
    set_cost_of_capital(SYSTEM, valid_from=EARLY, cost_of_capital=Decimal("0.0912500"))


def page(client: Client, code: str = "A", query: str = "") -> Any:
    customer = Customer.objects.get(code=code)
    address = reverse("profitability:customer", args=[customer.pk])
    return client.get(f"{address}?period=2024{query}")


def test_every_step_from_gross_sales_to_net_contribution(as_person: AsPerson, cast: Cast) -> None:
    company()
    bring("A,visit,2024-05-02,1,90,25.50,", "A,complaint,2024-05-03,2,,,1",
          header="account,event,date,count,minutes,travel,rush")  # fmt: skip
    set_capacity(
        SYSTEM, key="kam", valid_from=EARLY, months=1, cost=Decimal(500), minutes=Decimal(1000)
    )
    make_work(Customer.objects.get(code="A"), cast.senior, hours="1", money="12")
    told = words(page(as_person(cast.director)))
    for step in (
        "Gross sales €1,000.00",
        "Discounts −€100.00 list price less invoiced",
        "Rebates and other credit −€10.00 credit notes without a quantity",
        "Returns −€90.00 credit notes with a quantity",
        "Net sales €800.00",
        "Cost of goods −€450.00",
        "Gross margin €350.00",
        # an order 8, a delivery 20, a return 30, a visit 90 + 25.50, complaints 2 × 10 + 5 + 6
        "Cost to serve −€204.50",
        "Cost of credit −€6.00 net sales × 30.0 days ÷ 365 × 9.125%",
        "Customer contribution €139.50",
        "Key account team's time −€30.00 1 hour at €30.00",
        "Key account team's spending −€12.00 as recorded",
        "Net contribution €97.50",
    ):
        assert step in told
    assert "Of net sales of €800, €140 is left: 17.4%." in told


def test_why_goes_down_to_the_events(as_person: AsPerson, cast: Cast) -> None:
    company()
    bring("A,complaint,2024-05-03,2,1", header="account,event,date,count,rush")
    told = words(page(as_person(cast.director)))
    assert (
        "Complaints The team 2 10 each + rush 1 × 5 25 €1.0000 €25.00 €6.00 2 × €3.00 €31.00"
        in told
    )
    assert "3 May 2024 Complaints Alfa 2 — — rush × 1 events.csv" in told


def test_some_measured_and_some_not_are_told_apart(as_person: AsPerson, cast: Cast) -> None:
    company()
    bring("A,complaint,2024-05-03,3,,,1", "A,complaint,2024-05-04,2,33.5,7.25,",
          header="account,event,date,count,minutes,travel,rush")  # fmt: skip
    told = words(page(as_person(cast.director)))
    assert (
        "Complaints The team 5 3 × 10 + rush 1 × 5 + 33.5 measured of the other 2 68.5 €1.0000 "
        "€68.50 €16.25 3 × €3.00 + €7.25 from files €84.75" in told
    )


def test_only_what_changed_is_told_by_its_rates_and_their_day(
    as_person: AsPerson, cast: Cast
) -> None:
    company()
    bring("A,complaint,2024-02-03,2", "A,complaint,2024-08-03,1", "A,visit,2024-02-01,1",
          "A,visit,2024-08-01,1")  # fmt: skip
    set_activity(
        SYSTEM, key="complaint", valid_from=date(2024, 7, 1), capacity="team", source=Source.FILE,
        base=Decimal(20),
    )  # fmt: skip
    told = words(page(as_person(cast.director)))
    assert "Complaints The team, rates of 1 Jan 2020 2 10 each 20" in told
    assert "Complaints The team, rates of 1 Jul 2024 1 20 each 20" in told
    assert "Visits The team 2 60 each 120" in told
    assert told.count("rates of") == 2


def test_a_rate_is_told_so_that_it_can_be_multiplied_by_hand(
    as_person: AsPerson, cast: Cast
) -> None:
    company()
    set_rates(cost=1000, minutes=7000, since=date(2021, 1, 1))
    bring("A,visit,2024-02-01,100")
    told = words(page(as_person(cast.director)))
    assert "6,000 €0.142857 €857.14" in told


def test_hours_and_credit_are_told_by_each_rate_that_held(as_person: AsPerson, cast: Cast) -> None:
    company()
    for since, cost in ((EARLY, 500), (date(2024, 3, 1), 1000)):
        set_capacity(
            SYSTEM, key="kam", valid_from=since, months=1, cost=Decimal(cost),
            minutes=Decimal(1000),
        )  # fmt: skip
    set_cost_of_capital(SYSTEM, valid_from=date(2024, 3, 1), cost_of_capital=Decimal("0.073"))
    alfa = Customer.objects.get(code="A")
    make_work(alfa, cast.senior, hours="1", day=date(2024, 2, 1))
    make_work(alfa, cast.senior, hours="2", day=date(2024, 3, 1))
    told = words(page(as_person(cast.director)))
    assert "−€150.00 1 hour at €30.00 + 2 hours at €60.00" in told
    assert "Cost of credit −€4.80 net sales × 30.0 days ÷ 365 × 7.30%" in told
    set_cost_of_capital(SYSTEM, valid_from=date(2024, 4, 1), cost_of_capital=Decimal("0.146"))
    ledger_of(
        [
            Row("F9", customer="A", date=date(2024, 6, 5), net_amount=Decimal(100),
                paid_date=date(2024, 7, 5), cost=Decimal(1)),
        ]
    )  # fmt: skip
    told = words(page(as_person(cast.director)))
    assert "(800.00 × 7.30% + 100.00 × 14.60%) × 30.0 days ÷ 365" in told


def test_what_is_missing_is_shown_as_missing(as_person: AsPerson, cast: Cast) -> None:
    company()
    told = words(page(as_person(cast.director), "B"))
    assert "Discounts — no line has a list price" in told
    assert "Cost of goods — known for 0.0% of the amounts" in told
    assert "Customer contribution —" in told
    assert "What is left of net sales of €100 is not known." in told
    assert "no invoice of this customer has a day of payment" in told
    assert "Nobody has recorded work in this period" in told


def test_the_customers_page_leads_here(as_person: AsPerson, cast: Cast) -> None:
    company()
    customer = Customer.objects.get(code="A")
    told = as_person(cast.director).get(
        reverse("portfolio:customer", args=[customer.pk]) + "?period=2024"
    )
    address = reverse("profitability:customer", args=[customer.pk])
    assert f'href="{address}?period=2024"' in told.content.decode()


def test_strangers_do_not_find_it_and_managers_do(as_person: AsPerson, cast: Cast) -> None:
    company()
    cover(cast.junior_one, Customer.objects.get(code="A"))
    assert page(as_person(cast.junior_one)).status_code == 200
    assert page(as_person(cast.junior_two)).status_code == 404
    assert page(as_person(cast.hr)).status_code == 403


def test_a_merged_record_leads_on(as_person: AsPerson, cast: Cast) -> None:
    company()
    old = Customer.objects.get(code="B")
    make_one(old, Customer.objects.get(code="A"))
    answer = page(as_person(cast.director), "B")
    assert answer.status_code == 302


def test_a_group_is_the_sum_of_its_members_and_the_list_says_the_same(cast: Cast) -> None:
    company()
    bring("A,visit,2024-05-02,1", "B,visit,2024-05-02,3")
    members = Customer.objects.filter(code__in=["A", "B"])
    alone = [account_profit(SYSTEM, each.pk, period=YEAR, tree=None) for each in members]
    group = make_group("Group", *members, code="G")
    whole = account_profit(SYSTEM, group.pk, period=YEAR)
    served = [each.served.waterfall.cost_of_serving for each in (*alone, whole)]
    assert served[0] + served[1] == served[2]  # type: ignore[operator]
    (row,) = profit_picture(SYSTEM, period=YEAR).rows
    assert row.serving == served[2]
    assert row.net_sales == whole.served.waterfall.net_sales


def test_the_waterfall_is_downloaded(as_person: AsPerson, cast: Cast) -> None:
    company()
    client = as_person(cast.director)
    assert page(client, query="&chart=waterfall&as=png").content.startswith(b"\x89PNG")
    assert "Cost of goods" in page(client, query="&chart=waterfall&as=csv").content.decode()
