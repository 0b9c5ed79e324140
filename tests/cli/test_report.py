"""The page that ``clavero analyse`` writes: complete, alone, honest, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils.translation import override

from clavero.cli.report import Reading, page
from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.selectors import portfolio_picture

pytestmark = pytest.mark.usefixtures("ledger")

SALES = (420, 180, 120, 90, 60, 45, 35, 25, 15, 10)
READING = Reading("sales.csv", 12, 2, 1, 4, [("The date cannot be read.", 3)], "EUR")


def _ten(**more: object) -> list[Row]:
    return [
        Row(f"F{n}", f"C{n}", net_amount=Decimal(amount), customer_name=f"Customer <{n}>", **more)
        for n, amount in enumerate(SALES)
    ]


def _page(rows: list[Row], reading: Reading = READING, language: str = "en") -> str:
    ledger_of(rows)
    picture = portfolio_picture(Actor.system(), period=Period.year(2024))
    with override(language):
        return page(picture, reading)


def test_it_says_the_picture_in_one_sentence() -> None:
    assert "<h1>4 of 10 customers make 80% of sales</h1>" in _page(_ten())


def test_it_needs_nothing_from_anywhere() -> None:
    html = _page(_ten())
    assert "default-src 'none'" in html
    fetched = re.findall(
        r"""(?:src|href)=["'](?!data:)([^"'#]+)|url\((?!#)([^)]+)\)|@import""", html
    )
    assert fetched == []
    namespaces = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert set(re.findall(r"https?://[^\s\"'<)]+", html)) <= namespaces


def test_on_a_phone_it_has_drawings_of_its_own_and_names_the_figures_of_each_customer() -> None:
    html = _page(_ten())
    assert html.count('<div class="phone"><svg') == 2
    names = re.findall(r'\bid="([^"]+)"', html)
    assert len(names) == len(set(names)), "what one drawing defines is not another's"
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(names)
    assert '.list td:nth-child(4) { --head: "Share"; }' in html
    assert 'useGrouping: "always"' in html, "2,554 has its sign in Spanish too"


def test_names_cannot_break_out_of_it() -> None:
    html = _page(_ten())
    assert "Customer <1>" not in html
    assert "Customer &lt;1&gt;" in html


def test_it_warns_of_those_on_whom_the_company_depends() -> None:
    html = _page(_ten())
    assert html.count('class="alert high"') == 1
    assert html.count('class="alert major"') == 2


def test_it_says_what_is_not_known() -> None:
    html = _page([*_ten(), Row("F90", None, net_amount=Decimal("12.34"))])
    assert "€12.34 (1.2% of net sales) stand on lines without customer." in html
    assert "The file has no cost" in html
    assert "3 of 12 rows were refused" in html
    assert "The date cannot be read." in html
    assert "2 lines stand more than once in their invoice" in html
    assert "1 line has a price of zero." in html
    assert "4 lines have a negative price; they count as they are written." in html


def test_without_sales_nothing_is_a_part_of_them() -> None:
    rows = [Row("F1", net_amount=Decimal(-200)), Row("F90", None, net_amount=Decimal(100))]
    html = _page(rows)
    assert "€100.00 stand on lines without customer." in html
    assert "of net sales)" not in html
    assert "— of net sales" not in html


def test_cost_known_in_part_is_told_in_part() -> None:
    rows = [*_ten(cost=Decimal(5)), Row("F91", "C0", net_amount=Decimal(580))]
    html = _page(rows)
    assert "The cost is known for 63.3% of net sales" in html
    assert "a margin of 95.0% on the 63.3% of net sales whose cost is known" in html
    assert re.search(r"98\.8% margin\s+</span>\s+<span[^>]*>\s+cost known: 42%", html)


def test_a_currency_that_was_assumed_is_said() -> None:
    sentence = "The file names no currency: its amounts are taken to be in EUR."
    assert sentence in _page(_ten(), replace(READING, is_currency_assumed=True))
    assert sentence not in _page(_ten())


def test_a_file_without_gaps_is_told_so() -> None:
    whole = Reading("sales.csv", 10, 0, 0, 0, [], "EUR")
    html = _page(_ten(cost=Decimal(5)), whole)
    assert "Every row was read, with its customer and its cost." in html


def test_the_charts_follow_the_appearance_and_tell_their_marks() -> None:
    html = _page(_ten())
    assert html.count("<svg") == 5, "the mark, and each drawing wide and for a phone"
    assert 'fill="var(--' in html
    assert 'aria-label="Customer: Customer &lt;0&gt;; Net sales: €420' in html


def test_figures_are_written_as_the_reader_does() -> None:
    assert "42,0" in _page(_ten(), language="es")


def test_nobody_who_bought_is_told_and_not_an_error() -> None:
    html = _page([Row("A1", "C1", net_amount=Decimal(-5), kind="credit_note")])
    assert "No customer bought more than it gave back" in html
    assert "1 customer gave back as much as it bought or more" in html


def test_a_long_list_ends_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clavero.cli.report.MOST_ROWS", 4)
    html = _page([*_ten(), Row("F92", "C92", net_amount=Decimal(-5), kind="credit_note")])
    assert "6 smaller customers are not listed here; they are in every total." in html
    assert 'data-all="11"' in html
    assert html.index("6 smaller") < html.index('<table class="list')
    assert re.findall(r"<option>(.)</option>", html) == ["A"]
    # The one without rank is told to be listed, and is.
    assert re.findall(r'<tr data-class="(.?)">', html) == ["A", "A", "A", "A", ""]


def test_a_list_of_thousands_is_whole() -> None:
    rows = [Row(f"F{n}", f"C{n}", net_amount=Decimal(n + 1)) for n in range(2_100)]
    html = _page(rows)
    assert html.count("<tr data-class=") == 2_100
    assert "not listed here" not in html
    assert re.findall(r"<option>(.)</option>", html) == ["A", "B", "C"]
