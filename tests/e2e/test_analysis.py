"""The page that ``clavero analyse`` writes, opened from disk as its reader does."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils.translation import override
from playwright.sync_api import Browser, expect
from pytest_django import Settings

from clavero.cli.report import page as report_page
from clavero.cli.sentences import Reading
from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.selectors import portfolio_picture
from tests.e2e.conftest import Faults

SALES = (420, 180, 120, 90, 60, 45, 35, 25, 15, 10)


@pytest.fixture
def file(db: None, settings: Settings, tmp_path: Path) -> Path:
    settings.LEDGER_HOME = tmp_path / "ledger"
    ledger_of(
        Row(f"F{n}", f"C{n}", net_amount=Decimal(amount), customer_name=f"Customer <{n}>")
        for n, amount in enumerate(SALES)
    )
    picture = portfolio_picture(Actor.system(), period=Period.year(2024))
    target = tmp_path / "report.html"
    target.write_text(report_page(picture, Reading("sales.csv", 10, 0, 0, 0, [], "EUR")), "utf-8")
    return target


def test_no_column_is_cut_off_beside_another(
    db: None, browser: Browser, settings: Settings, tmp_path: Path
) -> None:
    settings.LEDGER_HOME = tmp_path / "ledger"
    ledger_of(
        Row(f"F{year}{n}", f"C{n}", date=date(year, 5, 27), net_amount=Decimal(1_668_417 - n),
            cost=Decimal(year * 600), customer_name=f"Construcciones Núñez Villanueva {n}")
        for year in (2023, 2024) for n in range(5)
    )  # fmt: skip
    target = tmp_path / "report.html"
    with override("es"):
        picture = portfolio_picture(Actor.system(), period=Period.year(2024))
        made = report_page(picture, Reading("ventas.csv", 10, 0, 0, 0, [], "EUR"))
    target.write_text(made, "utf-8")
    page = browser.new_page(viewport={"width": 1366, "height": 800})
    page.goto(target.as_uri())
    assert page.locator(".wide").evaluate("it => it.scrollWidth - it.clientWidth") == 0
    page.close()


def test_it_searches_sorts_and_tells_its_bars(browser: Browser, faults: Faults, file: Path) -> None:
    page = browser.new_page()
    faults.watch(page)
    page.goto(file.as_uri())
    page.get_by_role("searchbox").fill("customer <3>")
    expect(page.locator("output")).to_have_text("1 of 10 customers")
    page.get_by_role("searchbox").fill("")
    heading = page.locator(".list [role=button]", has_text="Net sales")
    heading.press("Enter")
    expect(page.locator(".list tbody tr").first).to_contain_text("Customer <0>")
    heading.press("Enter")
    expect(page.locator(".list tbody tr").first).to_contain_text("Customer <9>")
    page.locator(".drawing [aria-roledescription=bar]").first.hover()
    expect(page.locator(".tip")).to_contain_text("Net sales: €420")
    page.close()


def test_a_phone_shows_rank_name_and_net_sales_at_once(browser: Browser, file: Path) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(file.as_uri())
    rest = page.locator(".list").evaluate(
        """list => {
          const shown = list.closest(".wide").getBoundingClientRect().right;
          return [...list.querySelectorAll("tr > :nth-child(3)")].map(
            (cell) => shown - cell.getBoundingClientRect().right,
          );
        }"""
    )
    assert len(rest) == 11
    assert min(rest) >= 0
    page.close()
