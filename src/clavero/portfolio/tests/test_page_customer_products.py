"""What a customer bought by product: works · a file · groups roll up · strangers find nothing."""

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
from clavero.ledger.models import Product
from clavero.ledger.services import edit_product, merge_products, unmerge_product
from clavero.ledger.testing import SYSTEM, Row, ledger_of
from clavero.portfolio.testing import cover, make_customer, make_group, make_one
from clavero.portfolio.tests.company import of
from clavero.ui.testing import rows_of, words

AsPerson = Callable[[Person], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]


def bought(product: str | None, amount: int, day: date = date(2024, 5, 5), **more: object) -> Row:
    given = {"customer": "A", "family": "Belts", "product_name": f"The {product}", **more}
    document = f"{given['customer']}-{product}-{day}-{amount}"
    return Row(document, product=product, net_amount=Decimal(amount), date=day, **given)


def sales() -> list[Row]:
    """Of two years: P grew, Q is new, R stopped; P is also sold as P-OLD, in another family."""
    return [
        bought("P", 100, date(2023, 5, 5)),
        bought("R", 70, date(2023, 5, 5)),
        bought("P", 200, cost=Decimal(120), unit="pc", quantity=Decimal(4)),
        bought("P-OLD", 100, cost=Decimal(80), unit="pc", quantity=Decimal(2), family="V-belts"),
        bought("Q", 90, unit="m"),
        bought("Q", 10, unit="roll"),
        bought(None, 100, product_name=None, family=None),
        bought("P", 50, customer="B"),
        bought("S", 7, date(2024, 12, 31), customer="B"),
        bought("S", 7, date(2023, 1, 1), customer="B"),
    ]


@pytest.fixture
def director(as_person: AsPerson, cast: Cast) -> Client:
    return as_person(cast.director)


def show(client: Client, code: str, query: str = "?period=2024") -> HttpResponse:
    return client.get(reverse("portfolio:customer_products", args=[of(code).pk]) + query)


def merge(source: str, target: str) -> None:
    ids = dict(Product.objects.values_list("code", "pk"))
    merge_products(SYSTEM, source_id=ids[source], target_id=ids[target])


def told(response: HttpResponse) -> dict[str | None, Decimal]:
    return {row.code: row.net_sales for row in rows_of(response)}


def test_each_product_with_what_was_sold_of_it(director: Client) -> None:
    ledger_of(sales())
    merge("P-OLD", "P")
    response = show(director, "A")
    assert told(response) == {"P": 300, None: 100, "Q": 100, "R": 0}
    page = words(response)
    assert "2 products were bought; net sales are €500." in page
    assert "1 product is new against 2023" in page
    assert "is no longer bought." in page
    assert "The P P Belts €300 ▲ +200.0% (growth) 60.0% €100 33.3% margin 6 pc 2 5 May 2024" in page
    assert "Lines without product — €100" in page
    assert "The S" not in page


def test_quantities_that_cannot_be_added_are_left_out(director: Client) -> None:
    ledger_of(sales())
    found = {row.code: row for row in rows_of(show(director, "A"))}
    assert (found["P"].quantity, found["P"].quantity_unit) == (4, "pc")
    assert (found["Q"].quantity, found["Q"].quantity_unit) == (None, None)
    assert (found["R"].quantity, found["R"].contribution) == (None, None)
    assert found["P"].cost_known_share == 1
    assert found["P"].change == 100


def test_a_merge_and_a_name_put_right_are_seen_at_once_and_taken_back(director: Client) -> None:
    ledger_of(sales())
    assert told(show(director, "A"))["P"] == 200
    merge("P-OLD", "P")
    edit_product(SYSTEM, product_id=Product.objects.get(code="P").pk, name="The good P")
    response = show(director, "A")
    assert told(response)["P"] == 300
    assert "The good P" in words(response)
    assert "V-belts" not in words(response)  # the family is that of the product that stays
    unmerge_product(SYSTEM, product_id=Product.objects.get(code="P-OLD").pk)
    assert told(show(director, "A"))["P-OLD"] == 100


def test_a_group_and_its_merged_records_roll_up(director: Client) -> None:
    ledger_of([*sales(), bought("P", 5, customer="C")])
    make_one(of("C"), of("B"))
    make_group("The group", of("A"), of("B"), code="G1")
    assert told(show(director, "G1"))["P"] == 255
    assert told(show(director, "B"))["P"] == 55
    moved = show(director, "C")
    assert moved["Location"] == f"/portfolio/customers/{of('B').pk}/?period=2024"


def test_the_list_is_searched_filtered_and_sorted(director: Client) -> None:
    ledger_of(sales())
    assert list(told(show(director, "A", "?period=2024&search=the+q"))) == ["Q"]
    assert list(told(show(director, "A", "?period=2024&family=V-belts"))) == ["P-OLD"]
    for movement, codes in (
        ("grew", ["P", None, "P-OLD", "Q"]),
        ("new", [None, "P-OLD", "Q"]),
        ("stopped", ["R"]),
        ("loses", []),
    ):
        found = told(show(director, "A", f"?period=2024&movement={movement}"))
        assert sorted(found, key=str) == sorted(codes, key=str), movement
    assert next(iter(told(show(director, "A", "?period=2024&sort=net_sales")))) == "R"


def test_without_a_comparison_nothing_is_compared(director: Client) -> None:
    ledger_of(sales())
    for query in ("?period=2024&compare=none", "?period=all"):
        response = show(director, "A", query)
        assert all(row.net_sales_before is None for row in rows_of(response))
        assert "Growth" not in words(response)
    assert "R" not in told(show(director, "A", "?period=2024&compare=none"))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_as_a_file(director: Client, kind: str) -> None:
    ledger_of(sales())
    merge("P-OLD", "P")
    response = show(director, "A", f"?period=2024&export={kind}")
    assert response["Content-Disposition"].endswith(f'.{kind}"')
    if kind == "csv":
        records = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
        first = records[0]
        assert (first["Code"], first["Net sales (EUR)"], first["Change (EUR)"]) == (
            "P", "300", "200",
        )  # fmt: skip
        assert (first["Quantity"], first["Unit"], first["Cost known"]) == ("6", "pc", "1")
        assert "Lines without product" in {record["Product"] for record in records}


def test_from_the_customers_page_and_back(director: Client) -> None:
    ledger_of(sales())
    address = f"/portfolio/customers/{of('A').pk}/"
    page = director.get(f"{address}?period=2023").content.decode()
    assert f'href="{address}products/?period=2023"' in page
    assert f'href="{address}?period=2023"' in show(director, "A", "?period=2023").content.decode()


def test_a_period_without_sales_and_one_that_cannot_be_read(director: Client) -> None:
    ledger_of(sales())
    page = words(show(director, "A", "?period=2023-07&compare=none"))
    assert "There are no lines in this period" in page
    page = words(show(director, "A", "?period=dates&first=2024-05-01&last=2024-04-01"))
    assert "The last day comes before the first." in page


def test_without_a_ledger_there_are_no_products(director: Client) -> None:
    make_customer("A")
    assert show(director, "A").status_code == 404


def test_strangers_find_nothing_and_outsiders_may_not(as_person: AsPerson, cast: Cast) -> None:
    ledger_of(sales())
    make_group("The group", of("A"), of("B"), code="G1")
    cover(cast.senior, of("A"))
    assert told(show(as_person(cast.senior), "A"))["P"] == 200
    for query in ("?period=2024", "?period=2024&export=csv"):
        assert show(as_person(cast.senior), "G1", query).status_code == 404
        assert show(as_person(cast.senior), "B", query).status_code == 404
        assert show(as_person(cast.junior_one), "A", query).status_code == 404
        assert show(as_person(cast.administrator), "A", query).status_code == 403
