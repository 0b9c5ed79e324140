"""The charts of the portfolio: what they draw, where a click leads, and that they can be drawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from clavero.ledger.testing import ledger_of
from clavero.portfolio.charts import (
    concentration_chart,
    families_chart,
    lorenz_chart,
    months_chart,
    pareto_chart,
    stress_chart,
)
from clavero.portfolio.charts.portfolio import MOST_BARS
from clavero.portfolio.rules.picture import By
from clavero.portfolio.selectors import customer_picture, portfolio_picture, stress_picture
from clavero.portfolio.services import set_company_figures
from clavero.portfolio.testing import SYSTEM
from clavero.portfolio.tests.company import YEAR, of, sale, worked_rows
from clavero.ui.charts import Chart, to_svg
from clavero.ui.formats import NBSP

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]


def address(customer_id: int) -> str:
    return f"/customers/{customer_id}"


def all_charts() -> Iterator[Chart]:
    picture = portfolio_picture(SYSTEM, period=YEAR)
    yield pareto_chart(picture, currency="EUR", address=address)
    yield pareto_chart(
        portfolio_picture(SYSTEM, period=YEAR, by=By.CONTRIBUTION), currency="EUR", address=address
    )
    yield lorenz_chart(picture)
    yield concentration_chart(picture)
    stress = stress_picture(SYSTEM, picture)
    if stress is not None:
        yield stress_chart(stress, address=address)
    for code in picture.rows[:1]:
        customer = customer_picture(SYSTEM, of(code.code).pk, period=YEAR)
        yield months_chart(customer, currency="EUR", address=lambda month: f"/{month:%Y-%m}/")
        yield families_chart(customer, currency="EUR", address=lambda name: f"/{name}/")


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_chart_can_be_drawn_and_read(language):
    ledger_of(worked_rows())
    set_company_figures(
        SYSTEM, valid_from=date(2024, 1, 1), currency="EUR", ebit=Decimal("41.5"), cash=Decimal(9)
    )
    with translation.override(language):
        charts = list(all_charts())
        assert len(charts) == 7
        for chart in charts:
            assert "<svg" in to_svg(chart)
            assert str(chart.title)
            assert "%(" not in str(chart.description)
            names = {field.name for field in chart.fields}
            assert all(names <= set(row) | {"runway", "href"} for row in chart.rows)


def test_charts_of_nothing_can_be_drawn_too():
    ledger_of([sale(None, date(2024, 1, 1), 5), sale("1", date(2024, 2, 1), 0)])
    for chart in all_charts():
        assert "<svg" in to_svg(chart)
        assert str(chart.description)


def test_the_pareto_chart_of_the_worked_number():
    ledger_of(worked_rows())
    chart = pareto_chart(portfolio_picture(SYSTEM, period=YEAR), currency="EUR", address=address)
    assert [row["abc"] for row in chart.rows] == list("AAAABBBCCC")
    assert [row["mark"] for row in chart.rows] == ["A", "", "", "", "B", "", "", "C", "", ""]
    assert chart.rows[3]["cumulative_share"] == Decimal("0.81")
    assert chart.rows[0]["href"] == f"/customers/{of('A').pk}"
    assert str(chart.description) == (
        "The top 20% of the customers make 60.0%. 4 customers (40.0%) make 80%."
    )


def test_many_customers_are_sixty_bars_of_which_the_last_is_all_others():
    ledger_of([sale(f"{at:03d}", date(2024, 1, 2), 1000 - at) for at in range(100)])
    chart = pareto_chart(portfolio_picture(SYSTEM, period=YEAR), currency="EUR", address=address)
    assert len(chart.rows) == MOST_BARS + 1
    last = chart.rows[-1]
    assert last["label"] == "41 others"
    assert last["value"] == sum(1000 - at for at in range(MOST_BARS, 100))
    assert last["height"] == 1000  # cut at the largest, and marked
    assert last["mark"] == "↑ €37.8k"
    assert last["cumulative_share"] == 1
    assert "href" not in last


def test_the_curve_says_how_many_make_80():
    ledger_of(worked_rows())
    chart = pareto_chart(portfolio_picture(SYSTEM, period=YEAR), currency="EUR", address=address)
    assert {row["label"]: row["crossing"] for row in chart.rows if "crossing" in row} == {
        "Customer D": "4 make 80%"
    }
    assert "4 make 80%" in to_svg(chart)


@pytest.mark.parametrize(("customers", "named"), [(MOST_BARS, False), (MOST_BARS + 40, True)])
def test_all_others_have_a_name_under_their_bar(customers, named):
    ledger_of([sale(f"{at:03d}", date(2024, 1, 2), 1000 - at) for at in range(customers)])
    chart = pareto_chart(portfolio_picture(SYSTEM, period=YEAR), currency="EUR", address=address)
    assert (">40 others<" in to_svg(chart)) is named


@pytest.mark.parametrize(
    ("language", "tick", "other"), [("en", ">€2M<", " M€"), ("es", f">2{NBSP}M€<", ">€")]
)
def test_an_axis_of_money_is_written_as_the_language_writes_it(language, tick, other):
    ledger_of([sale("1", date(2024, 1, 2), 4_000_000), sale("2", date(2024, 1, 2), 1_000_000)])
    with translation.override(language):
        picture = portfolio_picture(SYSTEM, period=YEAR)
        svg = to_svg(pareto_chart(picture, currency="EUR", address=address))
    assert tick in svg
    assert other not in svg


def test_customers_of_one_name_have_bars_of_their_own():
    same = {"customer_name": "Acme"}
    ledger_of([sale(code, date(2024, 1, 2), 9, **same) for code in "123"])
    chart = pareto_chart(portfolio_picture(SYSTEM, period=YEAR), currency="EUR", address=address)
    assert [row["label"] for row in chart.rows] == ["Acme", "Acme (2)", "Acme (3)"]


def test_concentration_shows_what_the_largest_make():
    ledger_of(worked_rows())
    chart = concentration_chart(portfolio_picture(SYSTEM, period=YEAR))
    assert [(row["label"], row["share"]) for row in chart.rows] == [
        ("The largest", Decimal("0.42")),
        ("The 3 largest", Decimal("0.72")),
        ("The 5 largest", Decimal("0.87")),
        ("The 10 largest", 1),
    ]


@pytest.mark.parametrize(("language", "ten"), [("en", "The 10"), ("es", "Los 10")])
def test_every_alert_level_stands_under_the_concentration(language, ten):
    ledger_of(worked_rows())
    with translation.override(language):
        svg = to_svg(concentration_chart(portfolio_picture(SYSTEM, period=YEAR)))
    written = svg.replace(NBSP, "")
    assert all(f">{level}%<" in written for level in (0, 10, 25, 50, 80, 100))
    assert f">{ten} " in svg


def test_a_company_that_loses_money_already_is_not_said_to_come_to_it():
    ledger_of(worked_rows())
    set_company_figures(
        SYSTEM, valid_from=date(2024, 1, 1), currency="EUR", ebit=Decimal(-120_000),
        overhead=Decimal(80),
    )  # fmt: skip
    stress = stress_picture(SYSTEM, portfolio_picture(SYSTEM, period=YEAR))
    assert stress is not None
    assert str(stress_chart(stress, address=address).description) == (
        "The company loses money already; without Customer A it would lose €120,058."
    )


def test_the_stress_chart_says_who_would_sink_the_company():
    ledger_of(worked_rows())
    set_company_figures(
        SYSTEM, valid_from=date(2024, 1, 1), currency="EUR", ebit=Decimal("41.5"),
        overhead=Decimal(80),
    )  # fmt: skip
    stress = stress_picture(SYSTEM, portfolio_picture(SYSTEM, period=YEAR))
    assert stress is not None
    chart = stress_chart(stress, address=address)
    assert [(row["label"], row["ebit"], row["side"]) for row in chart.rows[:3]] == [
        ("None: today", Decimal("41.5"), "Profit"),
        ("Customer A", Decimal("-16.5"), "Loss"),
        ("Customer B", Decimal("8.5"), "Profit"),
    ]
    assert chart.rows[-1]["label"] == "The 3 largest together"
    assert "Without Customer A the company would lose money" in str(chart.description)


def test_many_families_are_twelve_bars_and_the_rest():
    ledger_of(
        [
            sale("1", date(2024, 1, 2), 100 - at, document=f"D{at}", family=f"Family {at:02d}")
            for at in range(15)
        ]
    )
    picture = customer_picture(SYSTEM, of("1").pk, period=YEAR)
    chart = families_chart(picture, currency="EUR", address=lambda name: f"/{name}/")
    assert len(chart.rows) == 13
    assert chart.rows[-1]["label"] == "3 other families"
    assert chart.rows[-1]["net_sales"] == 88 + 87 + 86
