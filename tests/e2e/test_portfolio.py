"""The main job in a browser: from the portfolio to a customer and the lines behind its figures."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from clavero.identity.testing import Cast
from clavero.ledger.models import Product
from clavero.ledger.testing import ledger_of, make_product, some_rows
from clavero.portfolio.models import Customer
from clavero.portfolio.services import set_company_figures
from clavero.portfolio.testing import SYSTEM, cover, make_customer, make_group
from tests.e2e.conftest import PageAt

PORTFOLIO = "/portfolio/"


@pytest.fixture(autouse=True)
def company(live_server: Any, cast: Cast, settings: Any, tmp_path: Path) -> None:
    """Twelve customers over two years; the first is a group, and somebody looks after it."""
    settings.LEDGER_HOME = tmp_path / "ledger"
    ledger_of(some_rows(customers=12, months=26))
    named = dict(Customer.objects.values_list("code", "pk"))
    Customer.objects.filter(code="C1").update(name="RODAMIENTOSYTRANSMISIONES" * 4)
    Customer.objects.filter(code="C2").update(
        name="Sociedad Hispanoportuguesa de Rodamientos y Transmisiones Industriales, S.A. "
        "(antes Transmisiones del Duero y del Tajo, Sociedad Anónima)"
    )
    first = Customer.objects.get(pk=named["C1"])
    make_group("The group of groups", first, Customer.objects.get(pk=named["C7"]), code="G1")
    cover(cast.senior, first)
    make_customer("D1", "Customer 3, S.L.")
    set_company_figures(
        SYSTEM, valid_from=date(2024, 1, 1), currency="EUR",
        ebit=Decimal(3_000), overhead=Decimal(9_000), cash=Decimal(2_000),
    )  # fmt: skip


def of(code: str) -> int:
    return Customer.objects.get(code=code).pk


def heading(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def bars(page: Page) -> Any:
    return page.locator("#chart-pareto .mark-rect path")


# -- the main path -------------------------------------------------------------------------------


def test_from_the_portfolio_to_the_lines_of_a_customer(page_at: PageAt) -> None:
    page = page_at()
    page.goto(f"{PORTFOLIO}?period=2024")
    expect(page.locator(".headline")).to_contain_text("make 80% of the sales")
    bars(page).first.hover()
    expect(page.locator("#vg-tooltip-element")).to_contain_text("The group of groups")
    bars(page).first.click()
    page.wait_for_url("**/portfolio/customers/*/?period=2024")
    heading(page, "The group of groups")
    expect(page.locator("#chart-months svg.marks")).to_be_visible()
    page.get_by_role("link", name="Its products").click()
    page.wait_for_url("**/products/?period=2024")
    expect(page.locator(".headline")).to_contain_text("3 products were bought")
    page.get_by_role("navigation", name="Where you are").get_by_role("link").last.click()
    page.get_by_role("link", name="Its lines").click()
    page.wait_for_url("**/lines/?period=2024")
    expect(page.get_by_role("region", name="Lines").locator("tbody tr")).to_have_count(24)
    page.get_by_role("navigation", name="Where you are").get_by_role("link").last.click()
    heading(page, "The group of groups")
    page.get_by_role("navigation", name="Where you are").get_by_role("link").first.click()
    expect(page.get_by_label("Period")).to_have_value("2024")


def test_by_keyboard_alone(page_at: PageAt) -> None:
    page = page_at()
    page.goto(PORTFOLIO)
    page.get_by_label("Period").focus()
    page.keyboard.type("2023")
    press_tab_until(page, page.get_by_role("button", name="Show", exact=True).first)
    page.keyboard.press("Enter")
    page.wait_for_url("**period=2023**")
    expect(page.locator(".page-subtitle")).to_contain_text("2023, from 1 Jan 2023")
    why = page.locator(".tile summary").first
    press_tab_until(page, why)
    page.keyboard.press("Enter")
    expect(page.locator(".tile .why-body").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(why).to_be_focused()
    switch = page.locator("#chart-pareto").get_by_role("button", name="Show as a table")
    press_tab_until(page, switch)
    page.keyboard.press("Enter")
    press_tab_until(page, page.locator("#chart-pareto-table a").first)
    page.keyboard.press("Enter")
    heading(page, "The group of groups")


def press_tab_until(page: Page, target: Any, most: int = 60) -> None:
    for _ in range(most):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {target}")


def test_every_chart_is_a_table_too(page_at: PageAt) -> None:
    page = page_at()
    page.goto(PORTFOLIO)
    expect(bars(page).first).to_be_visible()
    figures = page.locator("figure[data-chart]")
    expect(figures).to_have_count(4)
    for figure in figures.all():
        figure.get_by_role("button", name="Show as a table").click()
        expect(figure.get_by_role("table").locator("tbody tr").first).to_be_visible()


def test_dates_are_asked_for_only_when_dates_were_chosen(page_at: PageAt) -> None:
    page = page_at()
    page.goto(PORTFOLIO)
    expect(page.get_by_label("First day")).to_be_hidden()
    page.get_by_label("Period").select_option("Other dates")
    page.get_by_label("First day").fill("2024-02-01")
    page.get_by_label("Last day").fill("2024-02-15")
    page.get_by_role("button", name="Show", exact=True).first.click()
    expect(page.locator(".page-subtitle")).to_contain_text("1 Feb 2024 to 15 Feb 2024")


# -- the list ------------------------------------------------------------------------------------


def test_the_list_is_filtered_without_drawing_the_page_again(page_at: PageAt) -> None:
    page = page_at()
    page.goto(f"{PORTFOLIO}?period=2024")
    expect(bars(page).first).to_be_visible()
    page.evaluate("document.querySelector('.headline').dataset.kept = '1'")
    page.get_by_label("Class", exact=True).select_option("B")
    expect(page.locator(".list-sentence")).to_contain_text("Customers of class B")
    page.get_by_label("Search customers").press_sequentially("customer 1")
    expect(page.locator(".list-sentence")).to_contain_text("with “customer 1”, of class B")
    assert page.url.endswith("?period=2024&search=customer+1&abc=B&sort=rank")
    expect(page.locator(".headline[data-kept]")).to_be_visible()
    page.get_by_role("link", name="Remove all").click()
    expect(page.locator(".list-sentence")).to_contain_text("11 customers")


def test_without_javascript_everything_is_there(page_at: PageAt) -> None:
    page = page_at(javascript=False)
    page.goto(PORTFOLIO)
    page.get_by_label("Period").select_option("2024")
    page.get_by_role("button", name="Show", exact=True).first.click()
    expect(page.locator(".page-subtitle")).to_contain_text("2024, from 1 Jan 2024")
    page.get_by_label("Class", exact=True).select_option("A")
    page.locator(".list-apply").click()
    expect(page.locator(".list-sentence")).to_contain_text("Customers of class A")
    expect(page.get_by_label("Period")).to_have_value("2024")
    page.locator("#chart-pareto table a").first.click()
    heading(page, "The group of groups")


# -- keeping records -----------------------------------------------------------------------------


def test_two_records_are_found_to_be_one(page_at: PageAt, cast: Cast) -> None:
    page = page_at(person=cast.administrator)
    page.goto(reverse("portfolio:record", args=[of("D1")]))
    page.get_by_text("Merge it into another customer").click()
    page.get_by_label("It is the same customer as").fill("C3")
    page.get_by_role("button", name="Look at both").click()
    expect(page.locator(".ask-question")).to_contain_text("Customer 3 (C3)?")
    page.get_by_role("button", name="Merge them").click()
    expect(page.locator(".notice")).to_contain_text("Customer 3, S.L. is merged into Customer 3.")


def test_two_products_are_found_to_be_one_and_taken_apart(page_at: PageAt) -> None:
    make_product("N1-OLD", "NARROW BELT")
    make_product("N1", "Narrow belt")
    page = page_at()
    page.goto("/products/")
    page.get_by_label("Search products").press_sequentially("narrow")
    expect(page.locator(".list-sentence")).to_contain_text("2 of 5 products")
    page.get_by_role("link", name="Probable duplicates").click()
    page.get_by_role("button", name="The same: keep N1", exact=True).click()
    expect(page.locator(".notice")).to_contain_text("NARROW BELT is merged into Narrow belt.")
    page.goto(reverse("portfolio:product", args=[Product.objects.get(code="N1").pk]))
    page.get_by_label("Name").fill("Belt, narrow")
    page.get_by_role("button", name="Save").click()
    heading(page, "Belt, narrow")
    page.get_by_role("button", name="Take it apart").click()
    expect(page.locator(".notice")).to_contain_text("NARROW BELT stands by itself again.")


def test_what_a_customer_no_longer_buys_without_javascript(page_at: PageAt, cast: Cast) -> None:
    page = page_at(person=cast.senior, javascript=False)
    page.goto(reverse("portfolio:customer_products", args=[of("C1")]) + "?period=2024")
    page.get_by_label("Movement", exact=True).select_option("sales fell")
    page.locator(".list-apply").click()
    expect(page.locator(".list-sentence")).to_contain_text("with sales fell")
    expect(page.get_by_label("Period")).to_have_value("2024")


# -- every screen --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("width", "theme", "language"),
    [(390, "light", "en"), (390, "dark", "es"), (1280, "light", "es"), (1920, "dark", "en")],
)
def test_every_page_fits_every_screen(
    page_at: PageAt, width: int, theme: str, language: str
) -> None:
    page = page_at(width, theme, language)
    customer = of("G1")
    for address in (
        PORTFOLIO,
        f"{PORTFOLIO}?period=2024-13&by=contribution&tree=none",
        reverse("portfolio:customer", args=[customer]),
        reverse("portfolio:customer", args=[of("C2")]),
        reverse("portfolio:customer_lines", args=[customer]),
        reverse("portfolio:customer_products", args=[customer]),
        reverse("portfolio:products"),
        reverse("portfolio:product", args=[Product.objects.get(code="P0").pk]),
        reverse("portfolio:product_duplicates"),
        reverse("portfolio:coverage", args=[of("C1")]),
        reverse("portfolio:records"),
        reverse("portfolio:record", args=[of("C1")]),
        reverse("portfolio:merge", args=[of("D1")]) + "?target=C1",
        reverse("portfolio:duplicates"),
        reverse("portfolio:new_group"),
        reverse("portfolio:figures"),
    ):
        page.goto(address)
        charts = page.locator("[data-chart]").count()
        expect(page.locator(".chart-picture svg.marks")).to_have_count(charts)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        expect(page.locator("html")).to_have_attribute("lang", language)


@pytest.mark.parametrize("width", [390, 700, 1280, 1700])
def test_an_explanation_stays_on_the_page(page_at: PageAt, width: int) -> None:
    page = page_at(width)
    for address in (PORTFOLIO, reverse("portfolio:customer", args=[of("C2")])):
        page.goto(address)
        for summary in page.locator(".tile summary").all():
            summary.click()
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            box = page.locator(".tile .why[open] .why-body").bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            page.keyboard.press("Escape")


# -- on a phone ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_shares_under_the_largest_do_not_touch_on_a_phone(
    page_at: PageAt, language: str
) -> None:
    page = page_at(width=390, language=language)
    page.goto(PORTFOLIO)
    labels = page.locator("#chart-concentration .role-axis-label text")
    expect(labels.filter(has_text="50")).to_have_count(1)
    found = sorted(
        (box["x"], box["x"] + box["width"])
        for label in labels.filter(has_text="%").all()
        if (box := label.bounding_box())
    )
    assert len(found) >= 3
    assert all(end + 4 <= start for (_, end), (start, _) in pairwise(found))
