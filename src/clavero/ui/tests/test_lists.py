from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import django_filters
import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils.functional import Promise
from django.utils.translation import ngettext_lazy, override
from django_htmx.middleware import HtmxDetails
from openpyxl import load_workbook

from clavero.core.estimates import Estimate, growth
from clavero.core.period import Period
from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.ui.lists import Empty, Filters, Listing, Rows, Screen, Search, Table, columns


@dataclass(frozen=True)
class Customer:
    name: str
    abc: str
    net_sales: Decimal
    growth: Estimate
    since: date | None = None


CUSTOMERS = [
    Customer("Acme", "A", Decimal("1234.50"), growth(Decimal(8), Decimal(10)), date(2011, 3, 1)),
    Customer("Bolt", "A", Decimal(900), growth(Decimal(12), Decimal(10))),
    Customer("=cmd|' /C calc'!A0", "C", Decimal(-5), growth(Decimal(1), None), date(2010, 1, 2)),
]


class CustomerTable(Table):
    name = columns.Text("Customer", is_title=True)
    abc = columns.Badge("Class", names={"A": "A", "C": "C"}, orderable=False)
    net_sales = columns.Money("Net sales")
    growth = columns.Growth("Growth")
    since = columns.Day("First purchase")


class CustomerFilters(Filters):
    search = Search("name", label="Search customers")
    abc = django_filters.ChoiceFilter(label="Class", choices=[("A", "A"), ("C", "C")])
    net_sales = django_filters.RangeFilter(label="Net sales")
    falling = django_filters.BooleanFilter(label="Sales fell", method="that_fell")
    conditions: ClassVar[dict[str, str | Promise]] = {
        "abc": "of class %(value)s",
        "falling": "whose sales fell",
        "net_sales": "with net sales %(value)s",
    }

    def that_fell(self, rows: Rows[Customer], name: str, value: bool) -> Rows[Customer]:
        return rows.filter(growth__lt=0)


SCREEN = Screen(
    key="test.customers",
    title="Customers",
    counted=ngettext_lazy("%(shown)s customer", "%(shown)s customers", "count"),
    table=CustomerTable,
    filters=CustomerFilters,
    order="-net_sales",
    page_sizes=(2, 50),
    empty=Empty(title="No customers yet", verb="Import", url=lambda: "/import/"),
)


def opened(query: str = "", rows: list[Customer] = CUSTOMERS, **headers: str) -> Listing:
    return Listing(SCREEN, asked(query, **headers), Rows(rows), currency="EUR")


def asked(query: str = "", **headers: str) -> HttpRequest:
    request = RequestFactory(headers=headers).get(f"/customers/?{query}")
    request.user = AnonymousUser()
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    return request


def names(listing: Listing) -> list[str]:
    return [row.record.name for row in listing.page]


def file(listing: Listing) -> bytes:
    answer = listing.answer()
    assert answer is not None
    return answer.content


def test_it_opens_in_its_own_order_with_the_first_page() -> None:
    listing = opened()
    assert names(listing) == ["Acme", "Bolt"]
    assert listing.counted == "3 customers"
    assert listing.sentence == "Customers, sorted by net sales, from high to low"
    assert listing.page_after == "?page=2"


def test_it_says_its_filters_in_a_sentence() -> None:
    listing = opened("search=ac&abc=A&falling=true&net_sales_min=100&sort=name")
    assert names(listing) == ["Acme"]
    assert listing.sentence == (
        "Customers with “ac”, of class A, with net sales from 100, whose sales fell,"
        " sorted by customer, from A to Z"
    )
    assert listing.counted == "1 of 3 customers"


def test_each_filter_can_be_taken_away() -> None:
    listing = opened("abc=A&net_sales_min=100&net_sales_max=2000&sort=name&period=2011&page=1")
    assert [(chip.label, chip.url) for chip in listing.chips] == [
        ("of class A", "?net_sales_min=100&net_sales_max=2000&sort=name&period=2011"),
        ("with net sales from 100 to 2,000", "?abc=A&sort=name&period=2011"),
    ]
    assert listing.clear_url == "?sort=name&period=2011"


def test_the_pages_own_parameters_travel_along() -> None:
    assert opened("period=2011&abc=A&sort=name&size=50").kept == [("period", "2011")]


def test_missing_values_come_last_both_ways() -> None:
    last = CUSTOMERS[1].name
    assert names(opened("sort=since&size=50"))[-1] == last
    assert names(opened("sort=-since&size=50"))[-1] == last


def test_heads_lead_to_the_other_order() -> None:
    heads = {head.label: head for head in opened().headers}
    assert heads["Net sales"].direction == "descending"
    assert heads["Net sales"].url == "?sort=net_sales"
    assert heads["First purchase"].url == "?sort=-since"  # the newest first
    assert heads["Class"].url == ""


@pytest.mark.parametrize("query", ["sort=gone", "page=99", "page=x", "size=7", "abc=Z"])
def test_an_old_address_still_opens(query: str) -> None:
    assert names(opened(query))


def test_an_actor_may_get_fewer_columns() -> None:
    listing = Listing(SCREEN, asked(), Rows(CUSTOMERS), currency="EUR", hide=["growth"])
    assert "Growth" not in [head.label for head in listing.headers]


def test_columns_for_files_alone_are_in_files_alone() -> None:
    screen = replace(SCREEN, only_in_files=("since",))

    def heads(query: str = "", *, in_file: bool = False) -> list[str]:
        listing = Listing(screen, asked(query), Rows(CUSTOMERS), in_file=in_file)
        return [column.name for column in listing.table.columns]

    assert "since" not in heads()
    assert "since" not in heads("export=odt"), "no file"
    assert "since" in heads("export=csv")
    assert "since" in heads(in_file=True)


def test_what_is_the_lists_own_stays_with_another_period() -> None:
    query = asked("abc=A&period=ttm&sort=name&size=50&search=&page=2").GET
    assert SCREEN.kept_of(query) == [("abc", "A"), ("sort", "name"), ("size", "50")]
    assert replace(SCREEN, filters=None).kept_of(query) == [("sort", "name"), ("size", "50")]


def test_nothing_yet_says_the_next_step() -> None:
    listing = opened(rows=[])
    assert (listing.total, listing.screen.empty.href) == (0, "/import/")


# -- partial answers ---------------------------------------------------------------------------


def test_a_whole_page_is_left_to_the_view() -> None:
    assert opened().answer() is None
    assert opened(**{"HX-Request": "true", "HX-Target": "something-else"}).answer() is None


def test_a_change_of_the_filters_brings_the_results_alone(cast: Cast) -> None:
    headers = {"HX-Request": "true", "HX-Target": "list-test-customers-results"}
    listing = opened("abc=C&search=", **headers)
    listing._request.user = cast.senior
    answer = listing.answer()
    assert answer is not None
    assert answer["HX-Push-Url"] == "/customers/?abc=C"
    text = answer.content.decode()
    assert "Search customers" not in text
    assert "1 of 3 customers" in text


# -- files -------------------------------------------------------------------------------------


def test_csv_for_an_english_reader() -> None:
    lines = file(opened("export=csv")).decode("utf-8-sig").splitlines()
    assert lines[0] == "Customer,Class,Net sales (EUR),Growth,First purchase"
    assert lines[1] == "Acme,A,1234.5,-0.2,2011-03-01"
    assert len(lines) == 4  # every row, not the page


def test_csv_for_a_spanish_reader() -> None:
    with override("es"):
        lines = file(opened("export=csv")).decode("utf-8-sig").splitlines()
    assert lines[1] == "Acme;A;1234,5;-0,2;2011-03-01"


def test_files_respect_the_filters_and_the_order() -> None:
    lines = file(opened("export=csv&abc=A&sort=name")).decode().splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["Acme", "Bolt"]


def test_a_file_says_its_filters_and_its_period() -> None:
    request = asked("export=xlsx&abc=A")
    year = Period.parse("2011-01-01..2011-06-30")
    answer = Listing(SCREEN, request, Rows(CUSTOMERS), currency="EUR", period=year).answer()
    assert answer is not None
    assert "customers-2011-01-01_2011-06-30-of-class-a-" in answer["Content-Disposition"]
    list_sheet, about = load_workbook(io.BytesIO(answer.content)).worksheets
    assert list_sheet.max_row == 3
    said = [[cell.value for cell in row] for row in about.rows]
    assert said[0] == ["List", "Customers of class A, sorted by net sales, from high to low"]
    assert said[1] == ["Rows", "2 of 3 customers"]
    assert said[3] == ["Period", "the 6 months to June 2011"]
    assert [row[1].date() for row in said[4:]] == [date(2011, 1, 1), date(2011, 6, 30)]


def test_a_text_like_a_formula_stays_a_text() -> None:
    assert "'=cmd|" in file(opened("export=csv")).decode()
    sheet = load_workbook(io.BytesIO(file(opened("export=xlsx")))).active
    assert sheet is not None
    cell = sheet.cell(row=4, column=1)
    assert (cell.data_type, cell.value) == ("s", CUSTOMERS[2].name)


def test_a_workbook_holds_numbers_and_dates() -> None:
    sheet: Any = load_workbook(io.BytesIO(file(opened("export=xlsx")))).active
    head, first = list(sheet.iter_rows(max_row=2))
    assert [cell.value for cell in head][2] == "Net sales (EUR)"
    assert first[2].value == 1234.5
    assert first[2].number_format == '#,##0.00 "EUR"'
    assert (first[3].value, first[3].number_format) == (-0.2, "0.0%")
    assert first[4].value.date() == date(2011, 3, 1)


# -- over a QuerySet ---------------------------------------------------------------------------


class PersonTable(Table):
    name = columns.Text("Name")
    superior = columns.Text("Reports to", accessor="reports_to__name")


class PersonFilters(Filters):
    search = Search("name", "email", label="Search")
    reports_to = django_filters.ModelChoiceFilter(
        label="Reports to", queryset=lambda request: Person.objects.all()
    )
    conditions: ClassVar[dict[str, str | Promise]] = {"reports_to": "who report to %(value)s"}


PEOPLE = Screen(
    key="test.people", title="People", counted="%(shown)s people", table=PersonTable,
    filters=PersonFilters, order="superior", empty=Empty(title="Nobody"),
)  # fmt: skip


def people(query: str = "") -> Listing:
    return Listing(PEOPLE, asked(query), Person.objects.select_related("reports_to"))


def test_a_queryset_is_filtered_sorted_and_said_alike(cast: Cast) -> None:
    listing = people(f"reports_to={cast.senior.pk}&sort=-name")
    assert names(listing) == sorted([cast.junior_one.name, cast.junior_two.name], reverse=True)
    assert listing.sentence.startswith(f"People who report to {cast.senior.name}, sorted by name")


def test_people_without_superior_come_last(cast: Cast) -> None:
    assert names(people())[-1] == names(people("sort=-superior"))[-1] == cast.executive.name


def test_every_word_is_searched(cast: Cast) -> None:
    assert names(people("search=ram+agui")) == [cast.director.name]


def test_a_page_of_a_queryset_takes_two_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        assert names(people())


SPELT = ["Aceites", "Áridos", "ASTILLEROS", "élite", "Nz", "Ñu", "zas"]


def test_names_stand_as_in_a_dictionary_in_memory_and_in_the_database(cast: Cast) -> None:
    rows = [Customer(name, "A", Decimal(1), growth(None, None)) for name in reversed(SPELT)]
    assert names(opened("sort=name&size=50", rows)) == SPELT
    assert names(opened("sort=-name&size=50", rows)) == SPELT[::-1]
    for number, name in enumerate(reversed(SPELT)):
        Person.objects.create(
            name=name,
            email=f"p{number}@example.com",
            role=cast.junior_one.role,
            reports_to=cast.senior,
        )
    below = f"reports_to={cast.senior.pk}&size=100"
    shown = [name for name in names(people(f"{below}&sort=name")) if name in SPELT]
    assert shown == SPELT
    shown = [name for name in names(people(f"{below}&sort=-name")) if name in SPELT]
    assert shown == SPELT[::-1]
