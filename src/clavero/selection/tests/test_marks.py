"""Who is key stands beside the names of customers: works · only for those who may know."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.rules import Role
from clavero.identity.testing import Cast
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.marks import marks_for
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors import structure
from clavero.portfolio.services import merge_customers
from clavero.portfolio.testing import cover
from clavero.selection.rules.steps import Status
from clavero.selection.testing import SYSTEM, make_candidate, make_decision, make_key
from clavero.ui.testing import words

AsPerson = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def of(code: str) -> Customer:
    return Customer.objects.get(code=code)


@pytest.fixture
def company(db: None, settings: Any, tmp_path: Path) -> None:
    """A is key, B is on probation, C is a candidate, D was turned down, E was never listed."""
    settings.LEDGER_HOME = tmp_path / "ledger"
    ledger_of([Row(date=date(2024, 3, 5), customer=code) for code in "ABCDE"])
    for code in "BCD":
        make_candidate(of(code))
    make_key(of("A"))
    make_key(of("B"))
    make_decision(make_candidate(of("B")), Status.PROBATION)
    make_decision(make_candidate(of("D")), Status.NOT_KEY)


def told(person: Person) -> dict[str, list[str]]:
    found = marks_for(actor_for(person), structure())
    return {code: [str(mark.label) for mark in marks] for code, marks in found.items()}


@pytest.mark.usefixtures("company")
def test_each_customer_is_called_what_it_is(cast: Cast) -> None:
    assert told(cast.director) == {
        "A": ["Key account"],
        "B": ["On probation"],
        "C": ["Candidate"],
    }


@pytest.mark.usefixtures("company")
def test_a_merged_record_speaks_for_what_it_became(cast: Cast) -> None:
    merge_customers(SYSTEM, source_id=of("A").pk, target_id=of("E").pk)
    assert told(cast.director)["E"] == ["Key account"]
    assert "A" not in told(cast.director)


@pytest.mark.usefixtures("company")
def test_who_has_nothing_to_do_with_it_is_told_nothing(cast: Cast) -> None:
    manager = cast.junior_one
    manager.role = Role.ACCOUNT_MANAGER
    manager.save()
    assert told(manager) == {}


@pytest.mark.usefixtures("company")
def test_the_list_its_file_and_the_customers_page_say_it(as_person: AsPerson, cast: Cast) -> None:
    director = as_person(cast.director)
    listed = director.get(reverse("portfolio:portfolio") + "?period=2024")
    assert "Key account" in words(listed)
    address = reverse("portfolio:portfolio") + "?period=2024&export=csv"
    rows = list(csv.DictReader(StringIO(director.get(address).content.decode("utf-8-sig"))))
    assert {row["Code"]: row["Programme"] for row in rows}["B"] == "On probation"
    assert {row["Code"]: row["Programme"] for row in rows}["D"] == ""
    page = words(director.get(reverse("portfolio:customer", args=[of("A").pk])))
    assert "Key account Code A" in page
    assert "As a key account" in page, "a door leads to its course"


@pytest.mark.usefixtures("company")
def test_an_account_manager_sees_the_customer_and_no_mark(as_person: AsPerson, cast: Cast) -> None:
    manager = cast.junior_one
    manager.role = Role.ACCOUNT_MANAGER
    manager.save()
    cover(manager, of("A"))
    page = words(as_person(manager).get(reverse("portfolio:customer", args=[of("A").pk])))
    assert "Code A" in page
    assert "ey account" not in page.split("Who looks after it")[0]
