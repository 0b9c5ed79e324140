"""The lines behind a customer's figures: works · pages · a file · strangers find nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.testing import cover, make_customer, make_group
from clavero.portfolio.tests.company import of, sale
from clavero.portfolio.tests.page import two_years
from clavero.portfolio.views import customer as views
from clavero.ui.testing import words

AsPerson = Callable[[Person], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]

DAY = date(2024, 5, 5)


@pytest.fixture
def director(as_person: AsPerson, cast: Cast) -> Client:
    return as_person(cast.director)


def show(client: Client, code: str, query: str = "") -> HttpResponse:
    return client.get(reverse("portfolio:customer_lines", args=[of(code).pk]) + query)


def test_the_lines_of_a_period(director: Client) -> None:
    ledger_of(two_years())
    page = words(show(director, "A", "?period=2024"))
    assert "The ledger's lines of 2024, the latest first." in page
    assert "A-240305 5 Mar 2024 — Belts 1 €420.00 €362.00" in page
    assert "A-230305" not in page
    assert "Customer B" not in page


def test_a_credit_note_a_missing_cost_and_another_currency(director: Client) -> None:
    ledger_of(
        [
            sale("A", DAY, 200, line="10"),
            sale("A", date(2024, 5, 6), -20, kind="credit_note"),
            sale("A", date(2024, 5, 7), 90, currency="USD", rate=Decimal("0.9")),
        ]
    )
    page = words(show(director, "A", "?period=2024"))
    assert "A-240507 7 May 2024 — — 1 €90.00 $100.00 — The cost is not known." in page
    assert "A-240506 Credit note 6 May 2024" in page
    assert "A-240505 / 10 5 May 2024" in page


def test_of_a_group_each_line_names_its_customer(director: Client) -> None:
    ledger_of([sale("A", DAY, 200), sale("B", DAY, 100)])
    make_group("The group", of("A"), of("B"), code="G1")
    page = words(show(director, "G1", "?period=2024"))
    assert "A-240505 5 May 2024 Customer A" in page
    assert "B-240505 5 May 2024 Customer B" in page


def test_there_are_pages(director: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "LINES_A_PAGE", 2)
    rows = [Row(document=f"F{day}", customer="A", date=date(2024, 5, day)) for day in range(1, 6)]
    ledger_of(rows)
    first = show(director, "A", "?period=2024")
    assert "F5" in words(first)
    assert "F3" not in words(first)
    assert 'rel="next" href="?period=2024&amp;page=2"' in first.content.decode()
    assert 'rel="prev"' not in first.content.decode()
    last = show(director, "A", "?period=2024&page=3")
    assert "F1" in words(last)
    assert 'rel="next"' not in last.content.decode()
    for rubbish in ("0", "-1", "x", "٣", "9" * 20):
        assert "F5" in words(show(director, "A", f"?period=2024&page={rubbish}"))


def test_a_period_without_lines(director: Client) -> None:
    ledger_of(two_years())
    assert "There are no lines in this period" in words(show(director, "K", "?period=2024"))


def test_a_period_that_cannot_be_read_is_told(director: Client) -> None:
    ledger_of(two_years())
    page = words(show(director, "A", "?period=dates&first=2024-05-01&last=2024-04-01"))
    assert "The last day comes before the first." in page
    assert "A-240305" in page


def test_all_lines_as_a_file(director: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "LINES_A_PAGE", 1)
    ledger_of([sale("A", DAY, "200.5", cost=Decimal(60)), sale("A", date(2024, 5, 6), 1)])
    response = show(director, "A", "?period=2024&export=csv")
    assert response["Content-Disposition"] == 'attachment; filename="customer-a-2024.csv"'
    records = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [record["Date"] for record in records] == ["2024-05-06", "2024-05-05"]
    assert records[1]["Net amount (EUR)"] == "200.5"
    assert records[1]["Cost (EUR)"] == "60"
    assert records[1]["Kind"] == "Invoice"


def test_a_formula_in_a_name_stays_a_text(director: Client) -> None:
    ledger_of([sale("A", DAY, 1, product_name="=1+1")])
    content = show(director, "A", "?period=2024&export=csv").content.decode("utf-8-sig")
    assert ",'=1+1," in content


def test_without_a_ledger_there_are_no_lines(director: Client) -> None:
    make_customer("A")
    assert show(director, "A").status_code == 404


def test_strangers_find_nothing_and_outsiders_may_not(as_person: AsPerson, cast: Cast) -> None:
    ledger_of(two_years())
    cover(cast.senior, of("A"))
    assert show(as_person(cast.senior), "A").status_code == 200
    for query in ("", "?export=csv"):
        assert show(as_person(cast.junior_one), "A", query).status_code == 404
        assert show(as_person(cast.administrator), "A", query).status_code == 403
