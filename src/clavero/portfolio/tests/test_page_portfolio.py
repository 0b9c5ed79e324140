"""*Portfolio*: works · tells what cannot be read · shows everybody their own, and no more."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from clavero.core.period import Period
from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.ledger.testing import ledger_of
from clavero.portfolio.services import set_company_figures
from clavero.portfolio.testing import SYSTEM, cover, make_group
from clavero.portfolio.tests.company import of, sale, worked_rows
from clavero.portfolio.tests.page import two_years
from clavero.ui.services import save_view
from clavero.ui.testing import rows_of, words

AsPerson = Callable[[Person], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]


@pytest.fixture
def company(own_ledger: None) -> None:
    ledger_of(two_years())


@pytest.fixture
def director(as_person: AsPerson, cast: Cast) -> Client:
    return as_person(cast.director)


def show(client: Client, query: str = "", **extra: Any) -> HttpResponse:
    return client.get(f"{reverse('portfolio:portfolio')}{query}", **extra)


# -- the picture ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("company")
def test_the_director_reads_both_readings_of_80_20_and_what_has_changed(director: Client) -> None:
    page = words(show(director))
    assert (
        "4 of 10 customers (40.0%) make 80% of the sales; the top 20% of them make 60.0%." in page
    )
    assert "Against 2023, net sales grew by 2.2%, from €981 to €1.0k." in page
    assert "Then, 2 of 3 customers (66.7%) made 80%, and the top 20% made 51.0%." in page
    assert "2024, from 1 Jan 2024 to 31 Dec 2024. The data reach from 2 Jan 2023" in page
    assert "You see your" not in page


@pytest.mark.usefixtures("company")
def test_every_figure_says_why(director: Client) -> None:
    response = show(director)
    page = words(response)
    assert page.count("Why this number?") == 6
    assert all(tile.explanation for tile in response.context["tiles"])
    assert "1 ÷ HHI, with HHI = Σ share² " in page
    assert "Herfindahl index (HHI) 0.2391" in page  # methods O-1.2
    assert "Effective number of customers 4.2" in page
    assert "Gini index 0.550" in page


@pytest.mark.usefixtures("company")
def test_the_heart_comes_first(director: Client) -> None:
    html = show(director).content.decode()
    sections = ("chart-pareto", "alerts-title", "customers", "movers", "concentration", "stress")
    places = [html.index(f'id="{section}"') for section in sections]
    assert places == sorted(places)


@pytest.mark.usefixtures("company")
def test_customers_the_company_depends_on_are_named(director: Client) -> None:
    page = words(show(director))
    assert "Customer A 41.9% High" not in page  # of the ranking, not of the lines without customer
    assert "Customer A 42.0% High 25% or more: losing it would decide the year." in page
    assert "Customer B 18.0% Major 10% or more" in page


@pytest.mark.usefixtures("company")
def test_who_entered_and_who_left_class_a(director: Client) -> None:
    response = show(director)
    page = words(response)
    assert "Entered (3) Customer B €180 → €180 Customer C €0 → €120 Customer D €0 → €90" in page
    assert "Left (1) Customer K €500 → €0" in page
    leads_on = reverse("portfolio:customer", args=[of("K").pk])
    assert f'href="{leads_on}"' in response.content.decode()


@pytest.mark.usefixtures("company")
def test_what_the_ranking_leaves_out_is_said(director: Client) -> None:
    page = words(show(director, "?by=contribution"))
    assert "Lines without customer: €3." in page
    assert "4 customers with zero or less have no rank and no share" in page


def test_an_empty_ledger_leads_to_the_import(as_person: AsPerson, cast: Cast) -> None:
    assert reverse("ledger:new_import") in show(as_person(cast.director)).content.decode()
    assert "As soon as a sales file has been imported" in words(show(as_person(cast.senior)))


# -- the period, the ranking and the comparison ----------------------------------------------------


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    ("query", "period"),
    [
        ("", Period.year(2024)),
        ("?period=ttm", Period.year(2024)),
        ("?period=2023", Period.year(2023)),
        ("?period=all", Period.inclusive(date(2023, 1, 2), date(2024, 12, 31))),
        ("?period=2024-03", Period.month(2024, 3)),
        (
            "?period=dates&first=2024-03-01&last=2024-03-15",
            Period.inclusive(date(2024, 3, 1), date(2024, 3, 15)),
        ),
        (
            "?period=2024-03-01..2024-03-15",
            Period.inclusive(date(2024, 3, 1), date(2024, 3, 15)),
        ),
    ],
)
def test_a_period_is_chosen(director: Client, query: str, period: Period) -> None:
    response = show(director, query)
    assert response.context["picture"].period == period
    assert not response.context["form"].errors


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("?period=2024-13", "There is no such date."),
        ("?period=last+week", "Write a period as 2024, 2024-03 or 2024-01-15..2024-02-20."),
        ("?period=2024-03-15..2024-03-01", "The last day comes before the first."),
        ("?period=dates", "Choose a day."),
        ("?period=dates&first=2024-03-01", "Choose a day."),
        ("?period=dates&first=2024-03-15&last=2024-03-01", "The last day comes before the first."),
        ("?period=dates&first=soon&last=2024-03-01", "Enter a valid date."),
        ("?period=0001", "Choose a day from 1900 on."),
        ("?period=9998", "Choose a day before 2200."),
        ("?period=9999", "There is no such date."),
    ],
)
def test_a_period_that_cannot_be_read_is_told_and_the_default_is_shown(
    director: Client, query: str, message: str
) -> None:
    response = show(director, query)
    assert response.status_code == 200
    page = words(response)
    assert message in page
    assert "That period cannot be shown; below are the last twelve full months." in page
    assert response.context["picture"].period == Period.year(2024)


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("name", ["by", "tree", "compare"])
def test_another_wrong_choice_is_told_beside_its_field(director: Client, name: str) -> None:
    response = show(director, f"?{name}=rubbish")
    assert "Select a valid choice. rubbish is not one of the available choices." in words(response)
    assert "That period cannot be shown" not in words(response)


@pytest.mark.usefixtures("company")
def test_it_is_compared_with_nothing_when_nothing_is_asked(director: Client) -> None:
    page = words(show(director, "?compare=none"))
    assert "Against" not in page
    assert "Growth" not in page


@pytest.mark.usefixtures("company")
def test_before_the_data_nothing_is_compared_and_that_is_said(director: Client) -> None:
    page = words(show(director, "?period=2023"))
    assert "The data do not reach back to 2022, so nothing is compared." in page
    assert "Entered" not in page


def test_a_month_known_in_part_is_compared_with_nothing_and_that_is_said(director: Client) -> None:
    ledger_of([sale("A", date(2023, 3, 15), 100), sale("A", date(2024, 3, 31), 90)])
    page = words(show(director, "?period=2024-03"))
    assert "The data begin on 15 Mar 2023, within March 2023, so nothing is compared." in page


@pytest.mark.usefixtures("company")
def test_ranked_by_contribution(director: Client) -> None:
    response = show(director, "?by=contribution")
    page = words(response)
    assert "leave 80% of the contribution" in page
    assert "Share of contribution" in page
    assert [row.code for row in rows_of(response)][:2] == ["A", "B"]


def test_ranked_by_contribution_what_has_changed_is_told_of_the_contribution(
    director: Client,
) -> None:
    rows = [
        sale(each, date(year, 3, 5), 100, cost=Decimal(cost + 2025 - year))
        for year in (2024, 2025)
        for each, cost in zip("ABCDE", (30, 60, 70, 80, 90), strict=True)
    ]
    ledger_of([*rows, *(sale(None, day, 1) for day in (date(2024, 1, 1), date(2025, 12, 31)))])
    page = words(show(director, "?by=contribution&period=2025"))
    assert "The contribution went from €165 to €170." in page
    assert "Then, 3 of 5 customers (60.0%) left 80% of the contribution, and the top 20%" in page


@pytest.mark.usefixtures("company")
def test_groups_count_as_one_in_the_tree_chosen(director: Client) -> None:
    make_group("The group", of("B"), of("C"))
    assert [row.name for row in rows_of(show(director))][:2] == ["Customer A", "The group"]
    assert "The group" not in words(show(director, "?tree=none"))


@pytest.mark.usefixtures("company")
def test_a_period_before_the_data_is_empty_and_says_so(director: Client) -> None:
    response = show(director, "?period=dates&first=2019-01-01&last=2019-12-31")
    page = words(response)
    assert "Nobody bought in this period." in page
    assert "Show all the data" in page
    assert "Why this number?" not in page
    assert "What if one of them leaves?" not in page
    assert response.context["charts"] == {}


def test_without_any_cost_there_is_no_contribution(director: Client) -> None:
    ledger_of(worked_rows(with_cost=False))
    response = show(director)
    told = "Margin unknown: no line of this period has a cost. Why this number? Without the cost of"
    assert told in words(response)
    assert "Bring the cost in a column of the sales file" in words(response)
    assert not [head for head in response.context["listing"].headers if head.label == "Margin"]
    page = words(show(director, "?by=contribution"))
    nobody = "No line of this period has a cost, so customers have no contribution to rank by."
    assert f"Customers that make 80% — {nobody}" in page
    assert "10 customers without any known cost cannot be ranked by contribution." in page


def test_a_cost_known_in_part_is_said(director: Client) -> None:
    half = sale("A", date(2024, 5, 5), 100, cost=Decimal(60))
    ledger_of([half, sale("A", date(2024, 5, 6), 100)])
    page = words(show(director, "?period=2024"))
    assert (
        "Contribution €40 a margin of 40.0% on the 50.0% of net sales whose cost is known" in page
    )
    assert "Net sales of lines with cost €100.00" in page
    assert "€40 40.0% margin 50% known" in page


def test_customers_who_gave_back_more_than_they_bought_are_listed(director: Client) -> None:
    day = date(2024, 5, 5)
    ledger_of([sale("A", day, -5, kind="credit_note"), sale("B", day, -7, kind="credit_note")])
    response = show(director, "?period=2024")
    assert "No customer bought more than it gave back in this period." in words(response)
    assert {row.code for row in rows_of(response)} == {"A", "B"}
    assert "pareto" not in response.context["charts"]


def test_a_single_customer(director: Client) -> None:
    ledger_of([sale("A", date(2024, 5, 5), 100)])
    page = words(show(director, "?period=2024"))
    assert "1 of 1 customers (100.0%) makes 80% of the sales" in page
    assert "Existential More than 80%: without it there is no company." in page


# -- the list --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("company")
def test_the_list_is_searched_filtered_and_sorted_and_says_so(director: Client) -> None:
    response = show(director, "?search=customer+b")
    assert [row.code for row in rows_of(response)] == ["B"]
    assert "1 of 10 customers Customers with “customer b”, sorted by rank" in words(response)
    response = show(director, "?abc=A&sort=-growth")
    assert [row.code for row in rows_of(response)] == ["A", "B", "C", "D"]
    assert "Customers of class A, sorted by growth, from high to low." in words(response)
    response = show(director, "?movement=grew")
    assert "Customers with sales grew" in words(response)
    assert "B" not in [row.code for row in rows_of(response)]
    assert [row.code for row in rows_of(show(director, "?movement=loses"))] == ["D", "G", "I", "J"]


@pytest.mark.usefixtures("company")
def test_a_row_leads_to_its_customer_in_the_same_period(director: Client) -> None:
    html = show(director, "?period=2023&compare=none&abc=A").content.decode()
    address = reverse("portfolio:customer", args=[of("K").pk])
    assert f'href="{address}?period=2023&amp;compare=none"' in html


@pytest.mark.usefixtures("company")
def test_only_the_list_comes_when_only_it_was_asked_for(director: Client) -> None:
    response = show(
        director,
        "?abc=A",
        headers={"hx-request": "true", "hx-target": "list-portfolio-customers-results"},
    )
    html = response.content.decode()
    assert "<html" not in html
    assert "chart-pareto" not in html
    assert "of class A" in html


@pytest.mark.usefixtures("company")
def test_another_period_keeps_the_filters_and_the_filters_keep_the_period(director: Client) -> None:
    html = show(director, "?period=2024&abc=A&sort=-growth").content.decode()
    asking, listed = html.split('class="list-filters"')
    assert '<input type="hidden" name="abc" value="A">' in asking
    assert '<input type="hidden" name="sort" value="-growth">' in asking
    assert 'name="period" value="2024"' in listed


@pytest.mark.usefixtures("company")
def test_the_list_as_csv_has_what_a_screen_has_no_room_for(director: Client) -> None:
    response = show(director, "?abc=A&export=csv")
    assert response["Content-Type"].startswith("text/csv")
    first = next(iter(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))))
    assert first["Code"] == "A"
    assert first["Net sales (EUR)"] == "420"
    assert first["Net sales before (EUR)"] == "300"
    assert first["Share"] == "0.42"
    assert first["Alert"] == "High"
    assert first["Cost known"] == "1"
    assert Decimal(first["Growth"]) == Decimal("0.4")


@pytest.mark.usefixtures("company")
def test_the_list_as_a_workbook(director: Client) -> None:
    response = show(director, "?export=xlsx&sort=-net_sales")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    head, first, *_others = sheet.iter_rows(values_only=True)
    assert sheet.max_row == 11
    assert dict(zip(head, first, strict=True))["Net sales (EUR)"] == 420
    about = dict(openpyxl.load_workbook(io.BytesIO(response.content))["About this list"].values)
    assert about["Rank by"] == "Net sales"
    assert about["Count as one"] == "Legal groups"
    assert about["Net sales before"] == "2023"


@pytest.mark.usefixtures("company")
def test_a_saved_view_is_offered(director: Client, cast: Cast) -> None:
    save_view(actor_for(cast.director), screen="portfolio.customers", name="Giants", query="abc=A")
    assert "Giants" in words(show(director))


# -- the charts ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("company", "figures")
@pytest.mark.parametrize("key", ["pareto", "lorenz", "concentration", "stress"])
def test_every_chart_is_downloaded(director: Client, key: str) -> None:
    assert show(director, f"?chart={key}&as=svg").content.startswith(b"<svg")
    table = show(director, f"?chart={key}&as=csv")
    assert len(table.content.decode("utf-8-sig").splitlines()) > 3


@pytest.mark.usefixtures("company")
def test_a_chart_as_a_picture(director: Client) -> None:
    response = show(director, "?chart=concentration&as=png")
    assert response["Content-Type"] == "image/png"
    assert response.content.startswith(b"\x89PNG")


@pytest.mark.usefixtures("company")
def test_a_bar_leads_to_its_customer(director: Client) -> None:
    chart = show(director, "?period=2024").context["charts"]["pareto"]
    address = reverse("portfolio:customer", args=[of("A").pk])
    assert chart.rows[0]["href"] == f"{address}?period=2024"


# -- what a loss would do --------------------------------------------------------------------------


@pytest.fixture
def figures() -> None:
    set_company_figures(
        SYSTEM, valid_from=date(2024, 1, 1), currency="EUR",
        ebit=Decimal("41.5"), overhead=Decimal(80), cash=Decimal(33),
    )  # fmt: skip


@pytest.mark.usefixtures("company", "figures")
def test_the_loss_of_the_largest(director: Client) -> None:
    page = words(show(director))
    assert "Customer A 42.0% €58 −€17 loss 24.0" in page  # methods O-1.3: −16.5
    assert "The 2 largest together" in page


@pytest.mark.usefixtures("company")
def test_without_company_figures_the_director_is_asked_for_them(
    as_person: AsPerson, cast: Cast
) -> None:
    assert "Enter the company figures" in words(show(as_person(cast.director)))
    executive = words(show(as_person(cast.executive)))
    assert "What if one of them leaves?" in executive
    assert "Enter the company figures" not in executive
    cover(cast.senior, of("A"))
    assert "What if one of them leaves?" not in words(show(as_person(cast.senior)))


@pytest.mark.usefixtures("company")
def test_company_figures_in_another_currency_are_not_mixed_with_the_sales(director: Client) -> None:
    set_company_figures(
        SYSTEM, valid_from=date(2024, 1, 1), currency="USD", ebit=Decimal(41), overhead=Decimal(80)
    )
    response = show(director)
    assert "The company figures are in USD, the sales in EUR" in words(response)
    assert "stress" not in response.context["charts"]


# -- who sees what ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("company")
def test_a_senior_sees_her_accounts_and_her_teams(as_person: AsPerson, cast: Cast) -> None:
    cover(cast.senior, of("B"))
    cover(cast.junior_one, of("C"))
    cover(cast.sales, of("A"))
    response = show(as_person(cast.senior))
    page = words(response)
    assert [row.code for row in rows_of(response)] == ["B", "C"]
    assert rows_of(response)[0].share == Decimal("0.6")
    assert "You see your accounts and those of your team: shares, ranks and classes are of" in page
    assert "The largest of these 2 customers makes 60.0% of what they buy." in page
    assert "of these 2 customers leaves" in words(show(as_person(cast.senior), "?by=contribution"))
    assert "Lines without customer" not in page
    assert "Major" not in page


@pytest.mark.usefixtures("company")
def test_a_junior_sees_only_their_own_in_every_form(as_person: AsPerson, cast: Cast) -> None:
    cover(cast.junior_one, of("C"))
    cover(cast.junior_two, of("B"))
    client = as_person(cast.junior_one)
    assert "You see your own accounts" in words(show(client))
    for query in ("", "?export=csv", "?chart=pareto&as=csv", "?search=customer", "?tree=none"):
        content = show(client, query).content.decode()
        assert "Customer C" in content
        assert "Customer B" not in content
        assert "Customer A" not in content


@pytest.mark.usefixtures("company")
def test_who_looks_after_nobody_is_told_so(as_person: AsPerson, cast: Cast) -> None:
    assert "You look after no customer yet" in words(show(as_person(cast.sales)))


@pytest.mark.usefixtures("company")
def test_the_others_have_no_business_here(as_person: AsPerson, cast: Cast, client: Client) -> None:
    for person in (cast.logistics, cast.hr, cast.administrator):
        assert show(as_person(person)).status_code == 403
    assert show(client).status_code == 302


@pytest.mark.usefixtures("company")
def test_in_spanish_figures_are_written_as_in_spanish(director: Client, cast: Cast) -> None:
    cast.director.language = "es"
    cast.director.save()
    response = show(director)
    assert '<html lang="es"' in response.content.decode()
    assert "60,0 %" in words(response)
    assert "420 €" in words(response)


@pytest.mark.usefixtures("company")
def test_a_shared_view_shows_each_reader_their_own_customers(
    as_person: AsPerson, cast: Cast
) -> None:
    director = actor_for(cast.director)
    save_view(
        director, screen="portfolio.customers", name="All", query="period=2024&sort=name",
        is_shared=True,
    )  # fmt: skip
    cover(cast.senior, of("A"))
    page = as_person(cast.senior).get(reverse("portfolio:portfolio"))
    assert f"All shared by {cast.director.name}" in words(page)
    (view,) = page.context["listing"].views
    opened = as_person(cast.senior).get(f"{reverse('portfolio:portfolio')}?{view.query}")
    assert [row.code for row in rows_of(opened)] == ["A"]
