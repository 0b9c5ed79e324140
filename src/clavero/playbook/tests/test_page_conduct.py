"""*Conduct*: hours and money beside the playbook, and what nobody recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clavero.core.period import Period, add_months, first_of_month
from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.testing import hold
from clavero.playbook.selectors import conduct
from clavero.playbook.testing import adopt_something
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer
from clavero.profitability.testing import make_work
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person], Client]
DAY = date(2020, 3, 2)
YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))


def months_ago(count: int) -> date:
    """The first day of the month ``count`` months before this one."""
    return add_months(first_of_month(timezone.localdate()), -count)


@pytest.fixture
def company(cast: Cast) -> None:
    hold(DAY, {"I": Strategy.INVEST, "H": Strategy.HARVEST, "N": Strategy.INVEST})
    cover(cast.senior, Customer.objects.get(code="I"), Customer.objects.get(code="H"))


@pytest.fixture
def recorded(company: None, cast: Cast) -> None:
    """Ten hours on I, thirty and money on H, and some on an account without a strategy."""
    spent = {"I": ("10", "0"), "H": ("30", "1500"), "X": ("9", "0")}
    make_customer("X")
    for at, (code, (hours, money)) in enumerate(spent.items()):
        customer = Customer.objects.get(code=code)
        for part in range(2):  # a day has 24 hours
            day = months_ago(2 + part) + timedelta(days=at)
            each = str(Decimal(hours) / 2)
            make_work(customer, cast.senior, day=day, hours=each, money=money if part else "0")


@pytest.mark.usefixtures("recorded")
def test_it_says_by_which_version_it_judges(as_person: AsPerson, cast: Cast) -> None:
    told = words(as_person(cast.director).get(reverse("playbook:conduct")))
    assert "Held against Clavero's own playbook, which held on" in told
    adopt_something("Another text")
    told = words(as_person(cast.director).get(reverse("playbook:conduct")))
    assert "Held against Clavero's own playbook, which held on" in told, "the past is judged by it"


@pytest.mark.usefixtures("company")
def test_without_a_record_it_says_so_and_still_tells_who_is_missing(
    as_person: AsPerson, cast: Cast
) -> None:
    told = words(as_person(cast.director).get(reverse("playbook:conduct")))
    assert "No hours and no money are recorded for this period yet." in told
    assert "40 to 50% of the time" in told
    assert "Nobody looks after 1 account with the strategy “Invest”: N" in told
    assert "takes" not in told.split("Where conduct and strategy differ")[1].split("By strategy")[0]


@pytest.mark.usefixtures("recorded")
def test_it_warns_in_sentences(as_person: AsPerson, cast: Cast) -> None:
    told = words(as_person(cast.director).get(reverse("playbook:conduct")))
    for sentence in (
        "“Invest” gets 25.0% of the time; the playbook asks for 40% at least.",
        "“Manage for cash” takes 75.0% of the time; the playbook gives it 10% at most.",
        "€1,500 went to 1 account with the strategy “Manage for cash”, in which nothing is",
        "1 account with the strategy “Manage for cash” takes more than its part of the time, "
        "10% at most: H 75.0%",
        "below its share",
        "above its share",
    ):
        assert sentence in told
    assert "No hours and no money" not in told


@pytest.mark.usefixtures("recorded")
def test_the_months_are_whole_and_end_before_this_one(as_person: AsPerson, cast: Cast) -> None:
    make_work(Customer.objects.get(code="H"), cast.senior, day=timezone.localdate(), hours="8")
    director, address = as_person(cast.director), reverse("playbook:conduct")

    def hours(query: str = "") -> Decimal:
        found = director.get(address + query).context["found"]
        return sum((each.hours for each in found.quadrants), Decimal(0))

    assert hours() == hours("?months=12") == hours("?months=99") == hours("?months=x") == 40
    assert hours("?months=3") == 40
    assert hours("?months=1") == 0


@pytest.mark.usefixtures("recorded")
def test_a_manager_sees_their_own_accounts_alone(as_person: AsPerson, cast: Cast) -> None:
    found = {row.name for row in as_person(cast.senior).get(reverse("playbook:conduct")).context[
        "table"].data.data}  # fmt: skip
    assert len(found) == 2
    told = words(as_person(cast.junior_two).get(reverse("playbook:conduct")))
    assert "No account that you see has an official strategy yet" in told


@pytest.mark.usefixtures("recorded")
def test_what_nobody_wrote_down_is_unknown() -> None:
    found = conduct(Actor.system(), Period(months_ago(12), months_ago(0)))
    assert {each.code: each.hours for each in found.accounts} == {
        "I": Decimal(10), "H": Decimal(30), "N": None,
    }  # fmt: skip


@pytest.mark.usefixtures("recorded")
def test_the_strategies_are_those_of_the_period(as_person: AsPerson) -> None:
    hold(date(2026, 2, 2), {"I": Strategy.HARVEST})
    before = {each.code: each.strategy for each in conduct(Actor.system(), YEAR).accounts}
    assert before["I"] is Strategy.INVEST
