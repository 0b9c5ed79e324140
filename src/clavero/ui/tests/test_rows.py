from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.core.estimates import Estimate, Missing
from clavero.core.money import Money
from clavero.ui.lists import Rows


@dataclass(frozen=True)
class Customer:
    name: str
    sales: Decimal | None
    abc: str = "C"


customers = st.lists(
    st.builds(
        Customer,
        name=st.text("aÁñ b", max_size=4),
        sales=st.none() | st.decimals(-5, 5, places=1),
        abc=st.sampled_from("ABC"),
    )
)


@given(customers, st.booleans())
def test_order_is_that_of_the_values_with_the_missing_last(
    rows: list[Customer], is_down: bool
) -> None:
    ordered = list(Rows(rows).order_by("-sales" if is_down else "sales"))
    known = [row for row in rows if row.sales is not None]
    known.sort(key=lambda row: row.sales or Decimal(0), reverse=is_down)
    assert ordered == known + [row for row in rows if row.sales is None]


@given(customers, st.sampled_from("ABC"), st.decimals(-5, 5, places=1))
def test_filters_keep_what_meets_all_of_them(
    rows: list[Customer], abc: str, least: Decimal
) -> None:
    found = list(Rows(rows).filter(abc=abc, sales__gte=least))
    assert found == [
        row for row in rows if row.abc == abc and row.sales is not None and row.sales >= least
    ]


@given(customers, st.integers(0, 5), st.integers(1, 5))
def test_a_page_is_a_slice_of_the_whole(rows: list[Customer], start: int, size: int) -> None:
    source = Rows(rows).order_by("name")
    assert source[start : start + size] == list(source)[start : start + size]
    assert source.count() == len(source) == len(rows)


def test_search_is_blind_to_capitals_and_accents() -> None:
    rows = Rows([Customer("Aceros Núñez", None), Customer("Acme", None)])
    assert [row.name for row in rows.search(["name"], "nunez ACEROS")] == ["Aceros Núñez"]
    assert rows.search(["name"], "zzz").count() == 0


def test_filtering_leaves_the_source_as_it_was() -> None:
    rows = Rows([Customer("a", Decimal(1)), Customer("b", None)])
    assert rows.filter(sales__isnull=True).count() == 1
    assert rows.where(lambda row: row.name == "a").order_by("-name").count() == 1
    assert rows.count() == 2


@pytest.mark.parametrize(
    ("lookup", "wanted", "names"),
    [
        ("name__icontains", "A", ["a"]),
        ("name__in", ["b", "c"], ["b"]),
        ("sales__range", (Decimal(0), Decimal(1)), ["a"]),
        ("sales__lt", Decimal(3), ["a", "b"]),
        ("sales__lte", Decimal(2), ["a", "b"]),
        ("sales__gt", Decimal(1), ["b"]),
        ("sales__isnull", False, ["a", "b"]),
    ],
)
def test_lookups(lookup: str, wanted: object, names: list[str]) -> None:
    rows = Rows([Customer("a", Decimal(1)), Customer("b", Decimal(2)), Customer("d", None)])
    assert [row.name for row in rows.filter(**{lookup: wanted})] == names


def test_money_and_estimates_count_as_their_value() -> None:
    @dataclass
    class Row:
        amount: Money
        rate: Estimate

    rows = Rows([
        Row(Money(Decimal(2), "EUR"), Estimate(None, reason=Missing.NO_DATA)),
        Row(Money(Decimal(1), "EUR"), Estimate(Decimal("0.5"))),
    ])  # fmt: skip
    assert [row.amount.amount for row in rows.order_by("amount")] == [1, 2]
    assert rows.filter(rate__gt=0).count() == 1


def test_a_field_of_a_field() -> None:
    @dataclass
    class Line:
        customer: Customer | None

    rows = Rows([Line(Customer("b", None)), Line(None), Line(Customer("a", None))])
    assert [line.customer and line.customer.name for line in rows.order_by("customer__name")] == [
        "a", "b", None,
    ]  # fmt: skip
