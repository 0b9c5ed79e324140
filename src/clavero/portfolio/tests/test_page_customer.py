"""*Customer*: works · says what is missing · strangers find nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse, QueryDict
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.ledger.testing import ledger_of
from clavero.portfolio.address import family_address
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.testing import cover, make_customer, make_group, make_one
from clavero.portfolio.tests.company import of, sale
from clavero.portfolio.tests.page import two_years
from clavero.ui.testing import rows_of, words

AsPerson = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def company(own_ledger: None) -> None:
    ledger_of(two_years())


@pytest.fixture
def director(as_person: AsPerson, cast: Cast) -> Client:
    return as_person(cast.director)


def show(client: Client, code: str, query: str = "", **extra: Any) -> HttpResponse:
    return client.get(reverse("portfolio:customer", args=[of(code).pk]) + query, **extra)


# -- what it buys ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("company")
def test_a_customer_at_a_glance(director: Client) -> None:
    response = show(director, "A")
    page = words(response)
    assert "Number 1 of 10 customers, class A, with 42.0% of what they all buy." in page
    assert "Against 2023, net sales grew by 40.0%, from €300 to €420." in page
    assert "Growth, year on year ▲ +40.0%" in page
    assert page.count("▲") == 1, "the year that the period is grew as much, and says it once"
    assert "Contribution €58 a margin of 13.8%" in page
    assert "Orders 1 in 1 month with orders" in page
    assert "Rank in the company 1 of 10 class A, 42.0% of the sales" in page
    assert "There are too few orders to judge the silence." in page
    assert page.count("Why this number?") == 6


@pytest.mark.usefixtures("company")
def test_its_months_and_its_families(director: Client) -> None:
    response = show(director, "A")
    months = response.context["charts"]["months"]
    assert len(months.rows) == 12
    march = months.rows[2]
    assert (march["net_sales"], march["net_sales_before"]) == (Decimal(420), Decimal(300))
    assert "It buys from 1 product family; the first, Belts, makes 100.0%." in words(response)


@pytest.mark.usefixtures("company")
def test_a_month_opens_its_lines(director: Client) -> None:
    page = show(director, "A", "?period=2024&tree=buying").content.decode()
    lines = reverse("portfolio:customer_lines", args=[of("A").pk])
    address = f"{lines}?period=2024-03&tree=buying"
    assert address.replace("&", "&amp;") in page
    assert director.get(address).status_code == 200


@pytest.mark.usefixtures("own_ledger")
def test_a_family_opens_its_products(director: Client) -> None:
    ledger_of(
        [
            sale("A", date(2024, 5, 5), 100, family="Nuts & bolts", product="N"),
            sale("A", date(2024, 5, 5), 90, family="Belts", product="B"),
            sale("A", date(2024, 5, 5), 80, family=None, product="X"),
        ]
    )
    products = reverse("portfolio:customer_products", args=[of("A").pk])
    address = f"{products}?period=2024&tree=buying&family=Nuts+%26+bolts"
    response = show(director, "A", "?period=2024&tree=buying")
    nuts, _belts, without = response.context["charts"]["families"].rows
    assert nuts["href"] == address
    assert "href" not in without
    assert f'<a href="{escape(address)}">Nuts &amp; bolts</a>' in response.content.decode()
    assert [row.code for row in rows_of(director.get(address))] == ["N"]
    plain = family_address(QueryDict(), of("A").pk)
    assert plain("Belts") == f"{products}?family=Belts"


@pytest.mark.usefixtures("company")
def test_a_period_without_sales_is_shown_as_one(director: Client) -> None:
    response = show(director, "K")
    page = words(response)
    assert "Against 2023, net sales fell by 100.0%, from €500 to €0." in page
    assert "Only customers with positive net sales have a rank." in page
    assert "Margin unknown: no line has a cost." in page


@pytest.mark.usefixtures("company")
def test_before_the_data_there_is_nothing(director: Client) -> None:
    response = show(director, "A", "?period=2019")
    assert "There are no sales in this period" in words(response)
    assert response.context["charts"] == {}


@pytest.mark.usefixtures("company")
def test_a_period_that_cannot_be_read_is_told(director: Client) -> None:
    page = words(show(director, "A", "?period=2024-13"))
    assert "There is no such date." in page
    assert "from €300 to €420" in page


@pytest.mark.usefixtures("own_ledger")
def test_the_unknown_part_of_the_margin_is_said(director: Client) -> None:
    day = date(2024, 5, 5)
    ledger_of([sale("A", day, 100, cost=Decimal(60)), sale("A", date(2024, 5, 6), 300)])
    page = words(show(director, "A", "?period=2024"))
    assert (
        "Contribution €40 a margin of 40.0% on the 25.0% of net sales whose cost is known" in page
    )
    assert "Net sales of lines with cost €100.00" in page
    assert "Margin 40.0% " in page


@pytest.mark.usefixtures("own_ledger")
def test_a_silence_longer_than_ever_is_told_first(director: Client) -> None:
    weekly = [sale("A", date(2024, 1, day), 10) for day in (1, 8, 15, 22, 29)]
    ledger_of([*weekly, sale("A", date(2024, 2, 5), 10), sale("B", date(2024, 6, 30), 10)])
    page = words(show(director, "A", "?period=2024"))
    assert "It has been silent for 146 days: longer than ever" in page
    assert "146 days usual gap 7 days, the median of 5 gaps" in page
    assert "⚠ Silent for longer than ever, and at least twice its usual gap." in page


@pytest.mark.usefixtures("own_ledger")
def test_a_customer_without_any_sales_has_a_page(director: Client, cast: Cast) -> None:
    make_customer("A", "Acme")
    page = words(show(director, "A"))
    assert "There are no sales in this period" in page
    assert "Nobody looks after this customer." in page


@pytest.mark.usefixtures("company")
def test_a_customer_whose_sales_were_undone_says_so(director: Client, cast: Cast) -> None:
    cover(cast.senior, make_customer("Z", "Zeta"))
    title = "The ledger has no lines of this customer"
    page = words(show(director, "Z"))
    assert title in page
    assert "its figures are back as soon as its sales are imported or redone" in page
    assert "net sales went from" not in page
    assert title not in words(show(director, "A"))
    make_one(of("A"), of("Z"))
    assert title not in words(show(director, "Z")), "the lines of A count for it"
    make_group("Empty group", code="EMPTY")
    assert title not in words(show(director, "EMPTY"))


# -- where it belongs ------------------------------------------------------------------------------


@pytest.mark.usefixtures("company")
def test_its_groups_and_their_sales(director: Client) -> None:
    group = make_group("The group", of("B"), of("C"), code="G1")
    make_group("The buyers", of("B"), of("A"), code="G2", tree=Tree.BUYING)
    response = show(director, "B")
    page = words(response)
    assert "A part of The group, with which it counts as one in the portfolio." in page
    assert "It counts as a part of its group: The group" in page
    assert "The group €0 €300 Customer B €180 €180 Customer C €120 €120" in page
    assert "The buyers €0 €600 Customer A €420 €420 Customer B €180 €180" in page
    page = words(director.get(reverse("portfolio:customer", args=[group.pk])))
    assert "Number 2 of 9 customers, class A, with 30.0% of what they all buy." in page


@pytest.mark.usefixtures("company")
def test_a_merged_record_leads_to_the_customer_it_is(director: Client, client: Client) -> None:
    make_one(of("J"), of("A"))
    response = show(director, "J", "?period=2024&compare=none")
    address = reverse("portfolio:customer", args=[of("A").pk])
    assert response.status_code == 302
    assert response["Location"] == f"{address}?period=2024&compare=none"
    page = words(show(director, "A"))
    assert "Also known as" in page
    assert "Customer J J" in page
    assert "€430" in page


@pytest.mark.usefixtures("company")
def test_who_looks_after_it(director: Client, as_person: AsPerson, cast: Cast) -> None:
    cover(cast.senior, of("A"), start=date(2024, 1, 1))
    cover(cast.sales, of("A"), role=CoverageRole.MEMBER, end=date(2024, 7, 1))
    page = words(show(director, "A"))
    assert f"{cast.senior.name} Key account manager since 1 Jan 2024" in page
    assert f"{cast.sales.name} Account team member from 1 Jan 2000 to 30 Jun 2024" in page
    assert "Change who looks after it" in page
    assert "Change who looks after it" not in words(show(as_person(cast.senior), "A"))


# -- onwards ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("company")
def test_its_lines_and_its_group_are_of_the_same_period(director: Client) -> None:
    make_group("The group", of("A"), code="G1")
    html = show(director, "A", "?period=2023&compare=none").content.decode()
    lines = reverse("portfolio:customer_lines", args=[of("A").pk])
    group = reverse("portfolio:customer", args=[of("G1").pk])
    assert f'href="{lines}?period=2023&amp;compare=none"' in html
    assert f'href="{group}?period=2023&amp;compare=none"' in html
    assert f'href="{reverse("portfolio:portfolio")}?period=2023&amp;compare=none"' in html


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("key", ["months", "families"])
def test_every_chart_is_downloaded(director: Client, key: str) -> None:
    assert show(director, "A", f"?chart={key}&as=svg").content.startswith(b"<svg")
    assert b"420" in show(director, "A", f"?chart={key}&as=csv").content


@pytest.mark.usefixtures("company")
def test_a_buying_group_in_the_ranking_leads_to_the_same_figures(director: Client) -> None:
    group = make_group("The buyers", of("B"), of("A"), code="G2", tree=Tree.BUYING)
    query = "?period=2024&compare=none&tree=buying"
    address = reverse("portfolio:customer", args=[group.pk])
    ranking = director.get(reverse("portfolio:portfolio") + query).content.decode()
    link = (address + query).replace("&", "&amp;")
    assert f'href="{link}"' in ranking
    response = director.get(address + query)
    page = words(response)
    assert "Each buying group counts as one here." in page
    assert "Number 1 of 9 customers, class A, with 60.0% of what they all buy." in page
    assert '<input type="hidden" name="tree" value="buying"' in response.content.decode()
    for name in ("customer_lines", "customer_products"):
        onwards = reverse(f"portfolio:{name}", args=[group.pk]) + query
        assert f'href="{onwards.replace("&", "&amp;")}"' in response.content.decode()
        page = words(director.get(onwards))
        assert "Each buying group counts as one here." in page
        assert "€600" in page or "€420.00" in page
    assert "Each buying group counts as one here." in words(director.get(address))


@pytest.mark.usefixtures("company")
def test_a_customer_by_itself_says_so(director: Client) -> None:
    make_group("The group", of("A"), of("B"), code="G1")
    page = words(show(director, "A", "?tree=none"))
    assert "Each customer counts by itself here." in page
    assert "Number 1 of 10 customers" in page
    assert "A part of The group" not in page
    assert "among all customers with positive net sales, each by itself." in page
    assert "counts" not in words(show(director, "C", "?tree=legal"))
    assert show(director, "A", "?tree=unheard-of").status_code == 200


# -- who sees it -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("company")
def test_strangers_find_nothing_and_outsiders_may_not(as_person: AsPerson, cast: Cast) -> None:
    cover(cast.senior, of("A"))
    for person in (cast.director, cast.executive, cast.senior):
        assert show(as_person(person), "A").status_code == 200
    for person in (cast.junior_one, cast.sales):
        assert show(as_person(person), "A").status_code == 404
    for person in (cast.logistics, cast.hr, cast.administrator):
        assert show(as_person(person), "A").status_code == 403


@pytest.mark.usefixtures("company")
def test_who_sees_a_part_of_a_group_does_not_see_the_rest(as_person: AsPerson, cast: Cast) -> None:
    make_group("The group", of("B"), of("C"), code="G1")
    cover(cast.junior_one, of("B"))
    page = words(show(as_person(cast.junior_one), "B"))
    assert "The rank in the company is shown to those who see all customers." in page
    assert "Customer C" not in page
    assert "€300" not in page
    assert "The group" not in page


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("query", ["", "?tree=buying", "?tree=legal", "?tree=none"])
def test_who_sees_a_part_of_a_buying_group_sees_neither_names_nor_a_part_of_its_sales(
    as_person: AsPerson, cast: Cast, query: str
) -> None:
    group = make_group("The buyers", of("B"), of("C"), code="G2", tree=Tree.BUYING)
    cover(cast.sales, group, of("B"))
    seller = as_person(cast.sales)
    response = show(seller, "G2", query)
    page = words(response)
    assert "Customer C" not in page
    assert reverse("portfolio:customer", args=[of("C").pk]) not in response.content.decode()
    assert "€180" not in page
    said = "Not all of its members are yours to see, so the figures are only its own."
    assert said in page
    for name in ("customer_lines", "customer_products"):
        assert said in words(seller.get(reverse(f"portfolio:{name}", args=[group.pk]) + query))


@pytest.mark.usefixtures("company")
def test_a_hidden_group_is_not_named_by_who_looks_after_it(as_person: AsPerson, cast: Cast) -> None:
    holding = make_group("Secret Holding", of("A"), of("B"), code="HOLD")
    cover(cast.sales, of("A"))
    cover(cast.senior, holding)
    page = words(show(as_person(cast.sales), "A"))
    assert f"{cast.senior.name} Key account manager since 1 Jan 2000 through its group" in page
    assert "Secret Holding" not in page
    assert "through Secret Holding" in words(show(as_person(cast.director), "A"))


@pytest.mark.usefixtures("company")
def test_a_merged_record_leads_strangers_nowhere(as_person: AsPerson, cast: Cast) -> None:
    make_one(of("J"), of("A"))
    cover(cast.senior, of("A"))
    assert show(as_person(cast.senior), "J").status_code == 302
    assert show(as_person(cast.sales), "J").status_code == 404
