"""*Strategy of …* and *Proposals to decide*, as managers and others see them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.matrix import hooks
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.testing import hold
from clavero.playbook.models import Proposal
from clavero.playbook.rules.dates import coming
from clavero.playbook.rules.proposals import Kind, State
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer, make_one
from clavero.ui import formats
from clavero.ui.testing import notices, rows_of, words

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person], Client]
DAY, LATER = date(2026, 3, 2), date(2026, 9, 1)


@pytest.fixture(autouse=True)
def autumn(today_is: Callable[[date], None]) -> None:
    today_is(date(2026, 11, 2))


@pytest.fixture
def customer(cast: Cast) -> Customer:
    """An account of the senior's, to invest in."""
    found = make_customer("A", "Aceites Aljarafe")
    cover(cast.senior, found)
    hold(DAY, {"A": Strategy.INVEST})
    return found


@pytest.fixture
def senior(as_person: AsPerson, cast: Cast) -> Client:
    return as_person(cast.senior)


def page_of(customer: Customer) -> str:
    return reverse("playbook:account", args=[customer.pk])


def first(kind: Kind) -> Proposal:
    return Proposal.objects.filter(kind=kind).order_by("place")[0]


def decide(client: Client, proposal: Proposal, decision: str, **fields: str) -> Any:
    address = reverse("playbook:proposal", args=[proposal.pk])
    seen = client.get(address).context["drop"]["seen"].value()
    return client.post(address, {"decision": decision, "seen": seen, **fields})


def test_the_account_s_page_has_its_strategy_and_what_is_proposed(
    senior: Client, customer: Customer, cast: Cast
) -> None:
    told = words(senior.get(page_of(customer)))
    yearly = coming(date(2027, 3, 2), 12, after=timezone.localdate(), many=2)
    days = ", ".join(" ".join(formats.day(day).split()) for day in yearly)
    for sentence in (
        "Strategy of Aceites Aljarafe",
        "Invest, since the review of 2 Mar 2026.",
        f"11 proposals wait for {cast.senior.name} to decide.",
        "Interdependent or integrated",
        "Growth of net sales: at least 10%",
        "Meet the customer's management, every 3 months: executive sponsor",
        "Look back on the year together with the customer, every 12 months: key account manager "
        f"Next: {days}",
        "Look at the strategy again every month",
        "By 2 Mar 2027",
        "Accept all 11",
    ):
        assert sentence in told


def test_all_is_accepted_in_one_step(senior: Client, customer: Customer, cast: Cast) -> None:
    page = senior.get(page_of(customer))
    shown = [row.id for row in page.context["open"]]
    answer = senior.post(
        reverse("playbook:accept_all", args=[customer.pk]), {"shown": shown}, follow=True
    )
    assert notices(answer) == ["11 proposals are accepted."]
    assert f"{cast.senior.name} has decided on all that was proposed." in words(answer)
    assert "Accept all" not in words(answer)


def test_what_is_no_number_is_not_accepted(senior: Client, customer: Customer) -> None:
    address = reverse("playbook:accept_all", args=[customer.pk])
    answer = senior.post(address, {"shown": ["x", "²", "9" * 40]})
    assert answer.status_code == 422
    assert "Nothing of it waits that could be accepted as it is." in words(answer)


def test_one_is_accepted_one_edited_one_dropped(senior: Client, customer: Customer) -> None:
    objective, target, task = first(Kind.OBJECTIVE), first(Kind.KPI), first(Kind.TASK)
    address = reverse("playbook:proposal", args=[objective.pk])
    senior.post(address, {"decision": "accepted", "seen": ""})
    given = {"text": "Growth of net sales", "direction": "at_least", "target": "7.5",
             "unit": "percent", "due": "2027-03-02", "reason": "A small market"}  # fmt: skip
    assert decide(senior, target, "edited", **given).status_code == 302
    assert decide(senior, task, "dropped", reason="We meet anyway").status_code == 302
    told = words(senior.get(page_of(customer)))
    assert "Growth of net sales: at least 7.5%" in told
    assert "Proposed was: Growth of net sales: at least 10%" in told
    assert "A small market" in told
    assert "We meet anyway" in told
    assert [first(kind).state for kind in (Kind.OBJECTIVE, Kind.KPI, Kind.TASK)] == [
        "accepted", "edited", "dropped",
    ]  # fmt: skip
    again = words(senior.get(reverse("playbook:proposal", args=[target.pk])))
    assert "Agreed instead: Growth of net sales: at least 7.5%" in again


def test_the_review_dates_are_moved(senior: Client, customer: Customer) -> None:
    given = {"text": "Look at the strategy again", "due": "2030-01-01", "months": "2",
             "reason": "They close in March"}  # fmt: skip
    assert decide(senior, first(Kind.REVIEW), "edited", **given).status_code == 302
    told = words(senior.get(page_of(customer)))
    assert "Next: 1 Jan 2030, 1 Mar 2030, 1 May 2030, 1 Jul 2030, 2 Sep 2030" in told


@pytest.mark.parametrize(
    ("decision", "fields", "told"),
    [
        ("dropped", {}, "This field is required."),
        ("edited", {"text": "x", "direction": "at_least", "target": "1", "unit": "percent"},
         "This field is required."),
        ("edited", {"text": "Growth of net sales", "direction": "at_least", "target": "10",
                    "unit": "percent", "due": "2027-03-02", "reason": "x"},
         "That is what was proposed already."),
        ("edited", {"text": "x", "direction": "at_least", "target": "many", "unit": "percent",
                    "due": "2027-03-02", "reason": "x"}, "Enter a number."),
        ("", {}, "Choose what becomes of the proposal."),
        ("open", {}, "Choose what becomes of the proposal."),
        ("superseded", {"reason": "x"}, "Choose what becomes of the proposal."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_and_nothing_is_decided(
    senior: Client, customer: Customer, decision: str, fields: dict[str, str], told: str
) -> None:
    answer = decide(senior, first(Kind.KPI), decision, **fields)
    assert answer.status_code == 422
    assert told in words(answer)
    assert first(Kind.KPI).state == State.OPEN


def test_who_decides_on_an_old_page_is_told_what_was_decided_and_may_send_again(
    senior: Client, customer: Customer, cast: Cast
) -> None:
    address = reverse("playbook:proposal", args=[first(Kind.KPI).pk])
    stale = str(senior.get(address).context["drop"]["seen"].value())
    other = {"text": "Growth", "direction": "at_least", "target": "5", "unit": "percent",
             "due": "2027-03-02", "reason": "A small market"}  # fmt: skip
    assert decide(senior, first(Kind.KPI), "edited", **other).status_code == 302
    for decision, form, fields in (
        ("accepted", "accept", {}),
        ("dropped", "drop", {"reason": "No"}),
        ("edited", "edit", {**other, "target": "6"}),
    ):
        mine = {"decision": decision, "seen": stale, **fields}
        answer = senior.post(address, mine)
        assert answer.status_code == 422
        told = words(answer)
        assert (
            f"{cast.senior.name} has accepted it as “Growth: at least 5% (by 2 Mar 2027)”" in told
        )
        assert "“A small market”" in told
        again = str(answer.context[form]["seen"].value())
        assert again != stale
        assert senior.post(address, {**mine, "seen": again}).status_code == 302
        assert first(Kind.KPI).state == decision
        stale, other = again, other
        decide(senior, first(Kind.KPI), "edited", **other)


def test_the_director_sees_what_is_open_and_does_not_decide(
    as_person: AsPerson, cast: Cast, customer: Customer
) -> None:
    director = as_person(cast.director)
    page = director.get(page_of(customer))
    assert "11 proposals wait" in words(page)
    assert "Accept all" not in words(page)
    assert "Change or drop" not in words(page)
    [row] = rows_of(director.get(reverse("playbook:proposals")))
    assert (row.name, row.open, row.manager) == ("Aceites Aljarafe", 11, cast.senior.name)


def test_what_an_earlier_strategy_proposed_is_still_read(
    senior: Client, customer: Customer
) -> None:
    senior.post(reverse("playbook:proposal", args=[first(Kind.KPI).pk]),
                {"decision": "accepted", "seen": ""})  # fmt: skip
    hold(LATER, {"A": Strategy.HARVEST})
    told = words(senior.get(page_of(customer)))
    assert "Manage for cash, since the review of 1 Sep 2026." in told
    assert "Of earlier strategies" in told
    assert "Of “Invest”, set aside by the review of 1 Sep 2026" in told


def test_without_a_review_it_says_so(as_person: AsPerson, cast: Cast) -> None:
    other = make_customer("B")
    director = as_person(cast.director)
    assert "It has no official strategy yet" in words(director.get(page_of(other)))
    hold(DAY, {"B": Strategy.INVEST})
    assert "Nobody looks after it, so nobody can decide" in words(director.get(page_of(other)))


def test_doors_lead_to_it(senior: Client, customer: Customer) -> None:
    for name in ("portfolio:customer", "matrix:why"):
        page = senior.get(reverse(name, args=[customer.pk])).content.decode()
        assert page_of(customer) in page


def test_an_old_address_leads_on(as_person: AsPerson, cast: Cast, customer: Customer) -> None:
    copy = make_customer("COPY")
    make_one(copy, customer)
    answer = as_person(cast.director).get(page_of(copy))
    assert answer.status_code == 302
    assert str(customer.pk) in answer["Location"]


def test_the_list_has_a_line_an_account_and_filters(
    as_person: AsPerson, cast: Cast, customer: Customer
) -> None:
    hold(LATER, {"B": Strategy.HARVEST})
    cover(cast.junior_one, Customer.objects.get(code="B"))
    senior, address = as_person(cast.senior), reverse("playbook:proposals")

    def codes(query: str = "") -> set[str]:
        return {row.code for row in rows_of(senior.get(address + query))}

    assert codes() == {"A", "B"}  # her own and her junior's
    assert codes("?whose=mine") == {"A"}
    assert codes("?whose=others") == {"B"}
    assert codes("?strategy=harvest") == {"B"}
    assert codes("?search=aljarafe") == codes("?search=nuria") == {"A"}
    assert codes("?state=open") == {"A", "B"}
    assert codes("?state=decided") == set()
    file = senior.get(f"{address}?export=csv").getvalue().decode("utf-8-sig")
    assert "KPI targets" in file


def test_strategies_older_than_the_playbook_are_proposed_on_request(
    as_person: AsPerson, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(hooks, "on_review", [])
        hold(DAY, {"A": Strategy.INVEST})
    director, address = as_person(cast.director), reverse("playbook:proposals")
    assert "1 account had its strategy before there was a playbook" in words(director.get(address))
    answer = director.post(reverse("playbook:propose_missing"), follow=True)
    assert notices(answer) == ["The playbook proposes for 1 account more."]
    assert "before there was a playbook" not in words(answer)
