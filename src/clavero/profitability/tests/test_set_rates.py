"""Setting the rate book: works · refuses · an outsider is blind · audited · two people at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.core.revisions import revision_of
from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.portfolio.testing import make_customer
from clavero.profitability.models import ActivityEntry, CapacityEntry, CreditEntry
from clavero.profitability.rules.rates import Source
from clavero.profitability.services import set_activity, set_capacity, set_cost_of_capital
from clavero.profitability.testing import bring, set_rates
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person], Client]
DAY = date(2026, 1, 1)
TEAM: dict[str, Any] = {
    "key": "team", "name": "Team", "valid_from": DAY, "months": 3, "cost": Decimal(560_000),
}  # fmt: skip
VISIT: dict[str, Any] = {
    "key": "visit", "valid_from": DAY, "capacity": "team", "source": Source.FILE,
    "base": Decimal(60),
}  # fmt: skip


def test_practical_minutes_are_four_fifths_of_those_paid_for(actors: SimpleNamespace) -> None:
    entry = set_capacity(actors.director, **TEAM, theoretical=Decimal(875_000))
    assert entry.minutes == 700_000
    (told,) = history(entry)
    assert (told.verb, told.by_name) == ("capacity.set", actors.director.name)
    assert told.after["cost"] == "560000"


def test_a_later_entry_leaves_the_earlier_one(actors: SimpleNamespace) -> None:
    set_capacity(actors.director, **TEAM, minutes=Decimal(10))
    set_capacity(actors.director, **TEAM | {"valid_from": date(2026, 4, 1)}, minutes=Decimal(20))
    assert [each.minutes for each in CapacityEntry.objects.all()] == [20, 10]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"valid_from": date(2026, 1, 2)}, "not_a_first_of_month"),
        ({"minutes": None}, "minutes_missing"),
        ({"minutes": Decimal(0)}, "no_capacity"),
        ({"cost": Decimal(-1)}, "no_capacity"),
        ({"key": ""}, "name_missing"),
    ],
)
def test_what_is_no_capacity_is_refused(
    actors: SimpleNamespace, refuses: Any, change: dict[str, Any], code: str
) -> None:
    with refuses(code):
        set_capacity(actors.director, **{**TEAM, "minutes": Decimal(10), **change})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"capacity": "nobody"}, "unknown_capacity"),
        ({"capacity": "kam"}, "charged_by_hours"),
        ({"source": Source.LEDGER}, "not_in_the_ledger"),
        ({"base": Decimal(-1)}, "negative_time"),
        ({"extras": {"rush": Decimal(-1)}}, "negative_time"),
    ],
)
def test_what_is_no_activity_is_refused(
    actors: SimpleNamespace, refuses: Any, change: dict[str, Any], code: str
) -> None:
    for key in ("team", "kam"):
        set_capacity(actors.director, **TEAM | {"key": key}, minutes=Decimal(10))
    with refuses(code):
        set_activity(actors.director, **{**VISIT, **change})
    assert not ActivityEntry.objects.exists()


def test_a_characteristic_in_use_keeps_its_minutes(actors: SimpleNamespace, refuses: Any) -> None:
    set_rates()
    make_customer("A")
    entry = set_activity(actors.director, **VISIT, extras={"rush": Decimal(5)})
    bring("A,visit,2026-02-03,1,yes", header="account,event,date,count,rush")
    with refuses("extra_in_use"):
        set_activity(actors.director, **VISIT, seen=revision_of(entry))
    assert ActivityEntry.objects.get(key="visit").extras == {"rush": "5"}


def test_the_cost_of_capital_is_a_share(actors: SimpleNamespace, refuses: Any) -> None:
    set_cost_of_capital(actors.director, valid_from=DAY, cost_of_capital=Decimal("0.08"))
    with refuses("not_a_share"):
        set_cost_of_capital(actors.director, valid_from=DAY, cost_of_capital=Decimal(8))
    assert CreditEntry.objects.get().cost_of_capital == Decimal("0.08")


@pytest.mark.parametrize("member", ["executive", "senior", "administrator", "sales"])
def test_others_may_not(actors: SimpleNamespace, member: str) -> None:
    actor = getattr(actors, member)
    with pytest.raises(Forbidden):
        set_capacity(actor, **TEAM, minutes=Decimal(10))
    with pytest.raises(Forbidden):
        set_activity(actor, **VISIT)
    with pytest.raises(Forbidden):
        set_cost_of_capital(actor, valid_from=DAY, cost_of_capital=Decimal(0))


# -- two people at once ---------------------------------------------------------------------------


def test_nobody_writes_over_what_was_entered_meanwhile(as_person: AsPerson, cast: Cast) -> None:
    client, address = as_person(cast.director), reverse("profitability:capacity", args=["team"])
    set_rates(cost=1000, since=DAY)
    page = client.get(f"{address}?correct=2026-01-01")
    form = page.context["form"]
    set_rates_again = {
        "name": "The team", "valid_from": "2026-01-01", "months": "1", "minutes": "1000",
    }  # fmt: skip
    first = client.post(address, {**set_rates_again, "cost": "2000", "seen": form.initial["seen"]})
    assert first.status_code == 302
    second = client.post(address, {**set_rates_again, "cost": "3000", "seen": form.initial["seen"]})
    assert second.status_code == 422
    assert "changed “Cost” from “€1,000.00” to “€2,000.00”" in words(second)
    knowingly = client.post(
        address, {**set_rates_again, "cost": "3000", "seen": second.context["form"].data["seen"]}
    )
    assert knowingly.status_code == 302
    assert CapacityEntry.objects.get().cost == 3000


def test_an_entry_of_the_same_day_that_nobody_saw_is_told(as_person: AsPerson, cast: Cast) -> None:
    set_rates(since=DAY)
    answer = as_person(cast.director).post(
        reverse("profitability:capacity", args=["team"]),
        {"name": "T", "valid_from": "2026-01-01", "months": "3", "cost": "9", "minutes": "9"},
    )
    assert answer.status_code == 422
    told = words(answer)
    assert "There is an entry from 1 Jan 2026 already; clavero wrote it." in told
    assert "changed while you were looking" not in told
    assert CapacityEntry.objects.get().cost == 1000
    again = {field.html_name: field.value() or "" for field in answer.context["form"]}
    address = reverse("profitability:capacity", args=["team"])
    assert as_person(cast.director).post(address, again).status_code == 422
    assert CapacityEntry.objects.get().cost == 1000


# -- the page -------------------------------------------------------------------------------------


def test_the_page_shows_the_book_and_its_history(as_person: AsPerson, cast: Cast) -> None:
    set_rates(cost=800, visit=60, order=8)
    told = words(as_person(cast.director).get(reverse("profitability:rates")))
    assert "The team 1 Jan 2020 a month €800 1,000 €0.8000" in told
    assert "Visits 1 Jan 2020 The team counted by a file of events 60" in told
    assert "activity entered: Visits" in told
    assert "Enter the key account team" in told
    read = words(as_person(cast.executive).get(reverse("profitability:rates")))
    assert "The team" in read
    assert "Enter a capacity" not in read


def test_a_form_says_what_cannot_be_read(as_person: AsPerson, cast: Cast) -> None:
    set_rates()
    given = {"valid_from": "2026-01-15", "capacity": "team", "source": "file", "base": "60"}
    answer = as_person(cast.director).post(
        reverse("profitability:activity", args=["visit"]), {**given, "extras": "rush"}
    )
    told = words(answer)
    assert answer.status_code == 422
    assert "“rush” is not a characteristic and its minutes, such as rush 5." in told
    answer = as_person(cast.director).post(
        reverse("profitability:activity", args=["visit"]), {**given, "extras": "rush 5"}
    )
    assert "Rates change with a month. Choose the first day of a month." in words(answer)


def test_a_percentage_becomes_a_fraction(as_person: AsPerson, cast: Cast) -> None:
    client = as_person(cast.director)
    client.post(reverse("profitability:credit"), {"valid_from": "2026-01-01", "percent": "7.5"})
    assert CreditEntry.objects.get().cost_of_capital == Decimal("0.075")
    page = client.get(reverse("profitability:credit") + "?correct=2026-01-01")
    assert 'value="7.5"' in page.content.decode()
