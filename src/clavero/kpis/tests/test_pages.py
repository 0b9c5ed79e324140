"""*Boards*: what stands on them, and who may look."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.identity.testing import Cast
from clavero.kpis.models import CustomKpi, Entry, FrameworkVersion, Snapshot
from clavero.kpis.testing import enter_something, refreshed, set_something
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_group, standing

pytestmark = pytest.mark.django_db
D = Decimal
DAY = date(2025, 1, 1)


def sold(year: int, amount: int, product: str, quantity: int, family: str) -> Row:
    return Row(
        f"F{product}{year}", "A", date(year, 5, 5), D(amount), product=product, family=family,
        quantity=D(quantity), product_name=f"Product {product}",
    )  # fmt: skip


def _its(cast: Cast) -> Customer:
    """A customer that the senior leads, computed for two years' ends."""
    ledger_of([
        Row("F0", "Z", date(2021, 1, 5)),
        sold(2023, 100, "P", 10, "Belts"),
        sold(2023, 50, "Q", 5, "Pumps"),
        sold(2024, 144, "P", 12, "Belts"),
        sold(2024, 30, "R", 3, "Tools"),
        Row("F3", "Z", date(2024, 12, 31)),
    ])  # fmt: skip
    found = Customer.objects.get(code="A")
    cover(cast.senior, found)
    refreshed(DAY, since=date(2024, 1, 1))
    return found


_standing, cast, its = standing(_its)


def read(as_person: AsPerson, person: Any, name: str, *arguments: int) -> str:
    answer = as_person(person).get(reverse(f"kpis:{name}", args=arguments))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_a_board_says_how_it_stands_and_against_what(
    its: Customer, cast: Cast, as_person: AsPerson
) -> None:
    set_something(its, target="200")
    page = read(as_person, cast.senior, "account", its.pk)
    assert "€174" in page
    assert "off target" in page
    assert "at least €200" in page
    assert "Compared with 2023." in page
    assert "From €150 in January 2024 to €174 in January 2025." in page
    assert "▲ +€24" in page


def test_without_targets_nothing_is_judged(its: Customer, cast: Cast, as_person: AsPerson) -> None:
    page = read(as_person, cast.senior, "account", its.pk)
    assert "Nobody has set targets" in page
    assert "on target" not in page


def test_why_it_moved_adds_up(its: Customer, cast: Cast, as_person: AsPerson) -> None:
    page = read(as_person, cast.senior, "why", its.pk)
    assert "From €150 to €174: +€24." in page
    for part in ("+€24", "+€20", "+€30", "−€50"):  # price, volume, new, lost
        assert part in page
    assert "Came in: Tools" in page
    assert "Bought no more: Pumps" in page


def test_a_manager_sees_each_account_once(its: Customer, cast: Cast, as_person: AsPerson) -> None:
    group = make_group("The group", its, code="G")
    cover(cast.senior, group)
    refreshed(DAY)
    page = read(as_person, cast.senior, "manager", cast.senior.pk)
    assert "The group" in page
    assert reverse("kpis:account", args=[its.pk]) not in page
    assert "Nobody has recorded it yet." in page  # retention, until losses are recorded


def test_home_is_the_readers_own_board(its: Customer, cast: Cast, as_person: AsPerson) -> None:
    assert "How the company stands" in read(as_person, cast.executive, "home")
    for person, name in ((cast.senior, "team"), (cast.sales, "manager")):
        answer = as_person(person).get(reverse("kpis:home"))
        assert answer["Location"] == reverse(f"kpis:{name}", args=[person.pk])


def test_a_correction_and_what_came_later_are_told(
    its: Customer, cast: Cast, as_person: AsPerson
) -> None:
    Snapshot.objects.update(corrected_at=timezone.now(), known_on=date(2025, 2, 3), asked_on=DAY)
    page = read(as_person, cast.senior, "account", its.pk)
    assert "Corrected on" in page
    assert "nobody can say what it would have been before" in page


def test_targets_are_set_in_percent(its: Customer, cast: Cast, as_person: AsPerson) -> None:
    address = reverse("kpis:targets", args=[its.pk])
    client, today = as_person(cast.senior), timezone.localdate().isoformat()
    asked = {"valid_from": today, "reason": "The plan", "seen": "", "target-margin": "22",
             "tolerance-margin": "2.5", "weight-margin": "90"}  # fmt: skip
    answer = client.post(address, asked)
    assert answer.status_code == 422
    assert "The weights are 90 together" in answer.content.decode()
    assert client.post(address, {**asked, "weight-margin": "100"}).status_code == 302
    (item,) = FrameworkVersion.objects.get().content["items"]
    assert (item["target"], item["tolerance"]) == ("0.22", "0.025")


def test_who_answers_for_a_target_stands_beside_it(
    its: Customer, cast: Cast, as_person: AsPerson
) -> None:
    address = reverse("kpis:targets", args=[its.pk])
    client, today = as_person(cast.senior), timezone.localdate().isoformat()
    page = client.get(address).content.decode()
    offered = set(re.findall(r'<option value="(\d+)"', page.partition("owner-margin")[2]))
    assert {str(each.pk) for each in (cast.director, cast.senior, cast.executive)} <= offered
    assert str(cast.sales.pk) not in offered, "who does not see the account"
    asked = {"valid_from": today, "reason": "The plan", "seen": "", "target-net-sales": "200",
             "weight-net-sales": "100", "owner-net-sales": cast.director.pk}  # fmt: skip
    assert client.post(address, {**asked, "owner-net-sales": cast.sales.pk}).status_code == 422
    assert client.post(address, asked).status_code == 302
    assert f"{cast.director.name} answers for it" in read(as_person, cast.senior, "account", its.pk)
    again = client.get(address).content.decode()
    assert f'<option value="{cast.director.pk}" selected' in again


def test_a_value_is_entered_and_withdrawn(its: Customer, cast: Cast, as_person: AsPerson) -> None:
    client, address = as_person(cast.senior), reverse("kpis:values", args=[its.pk])
    asked = {"key": "satisfaction", "day": "2025-01-02", "value": "85", "n": "9", "note": ""}
    assert client.post(address, asked).status_code == 302
    assert Entry.objects.get().value == D("0.85")
    assert "85.0%" in read(as_person, cast.senior, "values", its.pk)
    withdraw = reverse("kpis:withdraw", args=[Entry.objects.get().pk])
    assert client.post(withdraw).status_code == 302
    assert not Entry.objects.exists()


def test_a_file_of_values_tells_its_bad_rows(
    its: Customer, cast: Cast, as_person: AsPerson
) -> None:
    text = "account,kpi,date,value\nA,promoters,2025-01-02,40\nA,promotors,2025-01-02,40\n"
    file = SimpleUploadedFile("values.csv", text.encode())
    answer = as_person(cast.senior).post(reverse("kpis:load_values"), {"content": file})
    page = answer.content.decode()
    assert "1 value is kept." in page
    assert "there is no such KPI that is entered" in page
    assert Entry.objects.count() == 1


def test_the_companys_own_kpis(its: Customer, cast: Cast, as_person: AsPerson) -> None:
    client = as_person(cast.director)
    asked = {"key": "visits", "name": "Visits", "unit": "count", "direction": "at_least",
             "numerator": "", "denominator": ""}  # fmt: skip
    assert client.post(reverse("kpis:own"), asked).status_code == 302
    assert "Visits" in read(as_person, cast.director, "own")
    assert client.post(reverse("kpis:retire", args=["visits"])).status_code == 302
    assert CustomKpi.objects.get().retired_at is not None
    enter_something(its)
    assert "Promoters (NPS)" in read(as_person, cast.senior, "account", its.pk)
