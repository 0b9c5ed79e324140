"""*Retention by cohort*, *How long customers stay*, *Contracts that renew*, *Purchases by cycle*
and *At constant retention*: what they say, their files, who sees what, and what they refuse."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from clavero.identity.models import Person
from clavero.identity.testing import Cast, actor_for
from clavero.ledger.testing import Row, ledger_of
from clavero.lifetime.rules.staying import Constant
from clavero.lifetime.rules.studies import By, ContractsAsked, StayingAsked
from clavero.lifetime.rules.terms import Step
from clavero.lifetime.selectors import (
    CyclesFit,
    assumed_for,
    cohorts_picture,
    contracts_picture,
    cycles_picture,
    kinds_of,
    staying_picture,
)
from clavero.lifetime.tests.company import MADE_UP, company
from clavero.portfolio.models import Customer
from clavero.portfolio.services import edit_customer
from clavero.portfolio.testing import SYSTEM, cover
from clavero.ui.testing import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
AsPerson = Callable[[Person], Client]
PAGES = ("cohorts", "staying", "contracts", "cycles")


def page(
    client: Client, name: str, query: str = "", *, args: Any = (), language: str = "en"
) -> Any:
    address = reverse(f"lifetime:{name}", args=args)
    return client.get(f"{address}?{query}", HTTP_ACCEPT_LANGUAGE=language)


def rows_of(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))


def yearly(customers: int = 330) -> dict[str, list[int]]:
    """Customers that order at most once a year since 2019, each with its own chance to skip a year
    and to leave; and the years in which each ordered."""
    random, ordered = np.random.default_rng(11), {}
    for number in range(customers):
        start, buys, leaves = 2019 + number % 4, random.beta(2, 1.5), random.beta(0.8, 4)
        years = [start]
        for year in range(start + 1, 2026):
            if random.random() < leaves:
                break
            if random.random() < buys:
                years.append(year)
        ordered[f"K{number:03}"] = years
    rows = [
        Row(document=f"F{code}-{year}", customer=code, customer_name=f"Customer {code[1:]}",
            date=date(year, 3, 5), net_amount=Decimal(100), cost=Decimal(60))
        for code, years in ordered.items() for year in years
    ]  # fmt: skip
    ledger_of([*rows, Row(document="end", customer="Z", date=date(2025, 12, 31))])
    return ordered


# -- cohorts -------------------------------------------------------------------------------------


def test_cohorts_with_their_pictures_and_counts(as_person: AsPerson, cast: Cast) -> None:
    company()
    picture = cohorts_picture(actor_for(cast.director), Step.QUARTER)
    assert picture is not None
    assert sum(cohort.customers for cohort in picture.cohorts) == 330
    second = sum(cohort.bought[1] for cohort in picture.cohorts if len(cohort.bought) > 1)
    came = sum(cohort.customers for cohort in picture.cohorts if len(cohort.bought) > 1)
    answer = page(as_person(cast.director), "cohorts")
    told = words(answer)
    assert f": {second} of {came}." in told
    assert "A year after it" in told
    assert "None" not in told
    for chart in ("heat", "retention", "cohorts"):
        assert f"chart={chart}" in answer.content.decode()
        file = page(as_person(cast.director), "cohorts", f"chart={chart}&as=csv")
        assert len(rows_of(file)) > 1
    monthly = words(page(as_person(cast.director), "cohorts", "step=month"))
    assert "In the month after the one in which they came" in monthly
    assert page(as_person(cast.director), "cohorts", "step=zzz").status_code == 200


def test_cohorts_are_taken_along_with_bounds_of_few(as_person: AsPerson, cast: Cast) -> None:
    company()
    client = as_person(cast.director)
    found = rows_of(page(client, "cohorts", "export=csv&sort=cohort"))
    assert found[0]["Terms later"] == "0"
    assert float(found[0]["Share"].rstrip("%")) in (1.0, 100.0)
    for row in found:
        assert float(row["At least"]) <= float(row["Share"]) <= float(row["At most"])
        assert int(row["Bought"]) <= int(row["Customers"])
    workbook = load_workbook(BytesIO(page(client, "cohorts", "export=xlsx").content))
    assert workbook.active is not None
    assert workbook.active.max_row == len(found) + 1
    one = rows_of(page(client, "cohorts", "export=csv&later=1"))
    assert {row["Terms later"] for row in one} == {"1"}
    few = {row["First purchase"] for row in found if int(row["Customers"]) < 30}
    if few:
        assert "–" in words(page(client, "cohorts", f"search={min(few)}"))


def test_a_manager_sees_the_cohorts_of_their_own(as_person: AsPerson, cast: Cast) -> None:
    company()
    cover(cast.senior, *Customer.objects.filter(code__in=["K0001", "K0002", "K0003"]))
    picture = cohorts_picture(actor_for(cast.senior), Step.YEAR)
    assert picture is not None
    assert not picture.is_whole
    assert sum(cohort.customers for cohort in picture.cohorts) == 3
    for name in PAGES:
        assert page(as_person(cast.senior), name).status_code == 200
        assert page(as_person(cast.hr), name).status_code == 403
    assert "They are few" in words(page(as_person(cast.senior), "cohorts"))
    alone = cohorts_picture(actor_for(cast.junior_two), Step.YEAR)
    assert alone is not None
    assert alone.cohorts == []
    for name in PAGES:
        assert page(as_person(cast.junior_two), name).status_code == 200


# -- staying -------------------------------------------------------------------------------------


def test_the_time_to_loss_by_segment(as_person: AsPerson, cast: Cast) -> None:
    company()
    some = Customer.objects.filter(code__lt="K0100")
    for customer in some:
        edit_customer(SYSTEM, customer_id=customer.pk, segment="Hotels")
    asked = StayingAsked(By.SEGMENT, 6)
    picture = staying_picture(actor_for(cast.director), asked)
    assert picture is not None
    assert [(group.name, group.customers) for group in picture.groups] == [
        ("", 230),
        ("Hotels", 100),
    ]
    last: dict[str, date] = {}
    for who, day, _amount in MADE_UP:
        last[who] = max(day, last.get(who, day))
    end = max(last.values())
    gone = sum((end - day).days >= 183 for day in last.values())
    assert picture.gone == gone
    answer = page(as_person(cast.director), "staying", "by=segment&months=6")
    told = words(answer)
    assert f"Of 330 customers, {gone} have not bought for 6 months and count as gone." in told
    assert "Hotels" in told
    assert "Not said" in told
    assert "chart=staying" in answer.content.decode()
    found = rows_of(page(as_person(cast.director), "staying", "by=segment&months=6&export=csv"))
    assert {row["Customers"] for row in found} == {"Hotels", "Not said"}
    # The longer the silence that counts as a loss, the fewer are gone.
    longer = staying_picture(actor_for(cast.director), StayingAsked(By.NOTHING, 12))
    assert longer is not None
    assert longer.gone < gone
    assert "All customers" in words(page(as_person(cast.director), "staying"))


# -- contracts -----------------------------------------------------------------------------------


def test_contracts_that_were_entered_give_the_published_fit(
    as_person: AsPerson, cast: Cast
) -> None:
    query = "cohorts=1000 869 743 653 593 551 517 491&margin=100&years=5"
    answer = page(as_person(cast.director), "contracts", query)
    told = words(answer)
    assert "1,000 customers that were entered and up to 7 renewals" in told
    assert "Of new customers 85.1% renew the first time" in told
    assert "0.668" in told
    assert "3.806" in told
    assert "-1,611.2" in told.replace("−", "-")
    assert "chart=survival" in answer.content.decode()
    found = rows_of(page(as_person(cast.director), "contracts", f"{query}&export=csv"))
    assert len(found) == 12, "seven that were seen and five to come"
    assert (found[0]["Came to it"], found[0]["Renewed"]) == ("1000", "869")
    assert found[-1]["Came to it"] == ""
    worth = next(name for name in found[0] if name.startswith("Worth before it"))
    values = [float(row[worth]) for row in found]
    assert values == sorted(values), "who has stayed longer is worth more"
    without = rows_of(
        page(as_person(cast.director), "contracts", "cohorts=1000 869 743&export=csv")
    )
    assert not any(name.startswith("Worth") for name in without[0])


def test_contracts_that_cannot_be_read_are_told_by_line(as_person: AsPerson, cast: Cast) -> None:
    yearly()
    told = words(page(as_person(cast.director), "contracts", "cohorts=100 80%0A100 x"))
    assert "Line 2 has something else than whole numbers" in told
    assert "renew the first time" not in told, "nothing else in its place"
    few = words(page(as_person(cast.director), "contracts", "cohorts=10 8 7"))
    assert "it takes 20 customers that came to a renewal, and there are 10" in few
    alike = words(page(as_person(cast.director), "contracts", "cohorts=100 100 100"))
    assert "nobody has left" in alike


def test_contracts_of_the_ledger_by_segment(as_person: AsPerson, cast: Cast) -> None:
    ordered = yearly()
    chosen = list(Customer.objects.filter(code__lt="K100").order_by("code"))
    for customer in chosen:
        edit_customer(SYSTEM, customer_id=customer.pk, segment="Service contract")
    assert kinds_of(actor_for(cast.director)) == [(By.SEGMENT, "Service contract")]
    all_ = contracts_picture(actor_for(cast.director), ContractsAsked())
    some = contracts_picture(
        actor_for(cast.director), ContractsAsked(of=(By.SEGMENT, "Service contract"))
    )
    assert (all_.customers, some.customers) == (331, 100)
    own = [years for code, years in ordered.items() if code < "K100"]
    assert some.seen[0].came == len(own)
    assert some.seen[0].renewed == sum(len(years) > 1 for years in own)
    third = [years for years in own if years[0] + 3 <= 2025]
    assert some.seen[2].renewed == sum(years[-1] >= years[0] + 3 for years in third)
    assert some.seen[2].came == sum(years[-1] >= years[0] + 2 for years in third)
    assert some.model is not None
    told = words(page(as_person(cast.director), "contracts", "of=segment:Service contract"))
    assert "learned this from 100 customers" in told
    cover(cast.senior, *chosen[:30])
    assert kinds_of(actor_for(cast.senior)) == [(By.SEGMENT, "Service contract")]
    theirs = contracts_picture(actor_for(cast.senior), ContractsAsked())
    assert theirs.customers == 30
    assert kinds_of(actor_for(cast.junior_two)) == []


# -- cycles --------------------------------------------------------------------------------------


def test_yearly_orders_by_cycle(as_person: AsPerson, cast: Cast) -> None:
    ordered = yearly()
    picture = cycles_picture(actor_for(cast.director), Step.YEAR)
    assert picture is not None
    fitted = picture.fitted
    assert isinstance(fitted, CyclesFit)
    assert (fitted.customers, fitted.a_cycle) == (330, 1)
    assert fitted.cycles[0].customers == 330
    assert fitted.cycles[0].bought == sum(years[0] + 1 in years for years in ordered.values())
    assert {row.code: (row.x, row.last.year) for row in picture.rows} == {
        code: (len(years) - 1, years[-1]) for code, years in ordered.items()
    }
    assert sum(each.bought for each in fitted.cycles) == sum(row.x for row in picture.rows)
    assert sum(each.expected for each in fitted.often) == pytest.approx(330)
    for one, other in zip(picture.rows, picture.rows[1:], strict=False):
        assert one.expected >= other.expected
    client = as_person(cast.director)
    answer = page(client, "cycles")
    told = words(answer)
    assert "BG/BB learned from the whole company's 330 customers" in told
    assert "choose a shorter cycle" not in told
    for chart in ("cycles", "often"):
        assert f"chart={chart}" in answer.content.decode()
    found = rows_of(page(client, "cycles", "export=csv"))
    assert len(found) == 330
    assert {"Code", "First cycle", "There at the next cycle"} <= found[0].keys()


def test_a_manager_sees_their_own_cycles_fitted_by_all(as_person: AsPerson, cast: Cast) -> None:
    yearly()
    cover(cast.senior, *Customer.objects.filter(code__in=["K001", "K002"]))
    whole = cycles_picture(actor_for(cast.director), Step.YEAR)
    theirs = cycles_picture(actor_for(cast.senior), Step.YEAR)
    assert whole is not None
    assert theirs is not None
    assert {row.code for row in theirs.rows} == {"K001", "K002"}
    assert set(theirs.rows) <= set(whole.rows)
    answer = page(as_person(cast.senior), "cycles")
    assert "Customer 001" in words(answer)
    assert "Customer 003" not in words(answer)
    assert "chart=cycles" not in answer.content.decode()


def test_cycles_of_a_small_base_are_refused(as_person: AsPerson, cast: Cast) -> None:
    yearly(60)
    told = words(page(as_person(cast.director), "cycles"))
    assert "No model can be fitted" in told
    assert "at least 300 customers" in told


def test_what_is_bought_often_asks_for_a_shorter_cycle(as_person: AsPerson, cast: Cast) -> None:
    company()
    told = words(page(as_person(cast.director), "cycles", "step=quarter"))
    assert "choose a shorter cycle" in told or "No model can be fitted" in told


# -- constant retention --------------------------------------------------------------------------


def test_an_account_at_constant_retention(as_person: AsPerson, cast: Cast) -> None:
    ordered = yearly()
    code = next(code for code, years in ordered.items() if 2025 in years)
    pk = Customer.objects.get(code=code).pk
    assumed = assumed_for(SYSTEM, pk)
    assert assumed is not None
    there = [years for years in ordered.values() if 2024 in years]
    assert assumed.there == len(there)
    assert assumed.stayed == sum(2025 in years for years in there)
    assert assumed.contribution == Decimal(40)
    client = as_person(cast.director)
    query = "margin=100&retention=80&discount=10&years=5"
    answer = page(client, "constant", query, args=[pk])
    told = words(answer)
    assert "It is worth €212.41" in told or "It is worth €212" in told
    assert "chart=years" in answer.content.decode()
    found = rows_of(page(client, "constant", f"{query}&export=csv", args=[pk]))
    assert len(found) == 5
    total = next(name for name in found[0] if name.startswith("Added up"))
    assert float(found[-1][total]) == pytest.approx(Constant(100, 0.8, 0.1).within(5), abs=0.01)
    limitless = words(page(client, "constant", "margin=1&retention=100&discount=0", args=[pk]))
    assert "worth without limit" in limitless
    assert "It is worth" not in limitless


def test_what_is_not_known_of_an_account_is_asked_for(as_person: AsPerson, cast: Cast) -> None:
    company()
    pk = Customer.objects.get(code="K0004").pk  # without any cost
    told = words(page(as_person(cast.director), "constant", args=[pk]))
    assert "No cost of it is known: enter what it leaves in a year." in told
    assert "It is worth" not in told
    cover(cast.senior, Customer.objects.get(code="K0001"))
    assert page(as_person(cast.senior), "constant", args=[pk]).status_code == 404
    assert page(as_person(cast.hr), "constant", args=[pk]).status_code == 403


# -- nothing yet ---------------------------------------------------------------------------------


def test_without_sales_each_page_says_so(as_person: AsPerson, cast: Cast) -> None:
    for name in PAGES:
        answer = page(as_person(cast.director), name)
        assert answer.status_code == 200
        assert "None" not in words(answer)
    assert cohorts_picture(SYSTEM, Step.YEAR) is None
    assert staying_picture(SYSTEM, StayingAsked()) is None
    assert cycles_picture(SYSTEM, Step.YEAR) is None
    assert contracts_picture(SYSTEM, ContractsAsked()).unfit is not None
