from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import gettext_lazy, override

from clavero.ui import palette
from clavero.ui.chart_parts import share
from clavero.ui.chart_theme import colours, config, format_locale, time_locale
from clavero.ui.charts import (
    TEXT_LETTERS,
    Chart,
    Field,
    OtherFile,
    chart_response,
    picture_answer,
    to_png,
)
from clavero.ui.formats import NBSP, Kind
from clavero.ui.templatetags.ui import chart as chart_tag

CHART = Chart(
    key="months",
    title="Sales by month",
    description="They doubled.",
    spec={
        "mark": {"type": "bar", "color": "@data-2"},
        "encoding": {
            "x": {"field": "month", "type": "ordinal", "timeUnit": "yearmonth"},
            "y": {"field": "sales", "type": "quantitative", "axis": {"format": "$,.0f"}},
        },
    },
    rows=[
        {
            "month": date(2011, 1, 1),
            "sales": Decimal("1000.50"),
            "by": gettext_lazy("One"),
            "href": "/c/1/",
        },
        {"month": date(2011, 2, 1), "sales": None, "by": "=2+2"},
    ],
    fields=[
        Field("by", "By"),
        Field("month", "Month"),
        Field("sales", "Net sales", Kind.MONEY, "EUR"),
    ],
    currency="EUR",
)


def file(kind: str) -> bytes:
    answer = chart_response(CHART, kind)
    assert answer is not None
    return answer.content


def test_the_browser_gets_plain_rows_and_colours_by_name() -> None:
    payload = json.loads(json.dumps(CHART.payload()))
    assert payload["spec"]["data"]["values"] == [
        {"month": "2011-01-01", "sales": 1000.5, "by": "One", "href": "/c/1/"},
        {"month": "2011-02-01", "sales": None, "by": "=2+2"},
    ]
    assert payload["spec"]["mark"]["color"] == "@data-2"


def test_the_table_says_the_same_in_the_readers_writing() -> None:
    with override("en"):
        first, second = [[(text, url) for _field, text, url in row] for row in CHART.table]
    assert first == [("One", "/c/1/"), (f"1{NBSP}Jan{NBSP}2011", ""), ("€1,000.50", "")]
    assert second[2] == ("—", "")


def test_the_server_draws_the_same_chart() -> None:
    with override("es"):
        svg = file("svg").decode()
    assert svg.startswith("<svg")
    assert palette.LIGHT["data-2"] in svg
    assert "@" not in svg.replace("@keyframes", "")
    assert "Sales by month" in svg
    assert "€" in svg


def test_a_picture_for_documents() -> None:
    assert file("png").startswith(b"\x89PNG")


def test_the_data_are_exact_and_harmless() -> None:
    with override("en"):
        lines = file("csv").decode("utf-8-sig").splitlines()
    assert lines == ["By,Month,Net sales", "One,2011-01-01,1000.5", "'=2+2,2011-02-01,"]


def test_the_data_have_no_figures_that_only_a_division_left() -> None:
    long = Decimal(2) / 3
    chart = replace(
        CHART,
        rows=[{"money": long, "yen": 1000 * long, "share": long, "months": 10 * long, "n": 3}],
        fields=[
            Field("money", "Money", Kind.MONEY, "EUR"),
            Field("yen", "Yen", Kind.MONEY, "JPY"),
            Field("share", "Share", Kind.PERCENT),
            Field("months", "Months", Kind.NUMBER, places=1),
            Field("n", "Count", Kind.NUMBER),
        ],
    )
    answer = chart_response(chart, "csv")
    assert answer is not None
    assert answer.content.decode().splitlines()[1] == "0.67,667,0.666667,6.7,3"


def test_the_address_asks_for_the_file(rf: RequestFactory) -> None:
    assert picture_answer(rf.get("/?chart=months"), [CHART]) is None
    assert picture_answer(rf.get("/?chart=other&as=csv"), [CHART]) is None
    answer = picture_answer(rf.get("/?chart=months&as=csv"), [CHART])
    assert answer is not None
    assert answer["Content-Disposition"] == 'attachment; filename="sales-by-month.csv"'


def test_the_downloads_keep_the_pages_parameters(rf: RequestFactory) -> None:
    context = {"request": rf.get("/portfolio/?period=2011&chart=x&as=png")}
    assert chart_tag(context, CHART)["address"] == "/portfolio/?period=2011&chart=months"


def test_a_picture_may_offer_more_files_and_a_whole_screen(rf: RequestFactory) -> None:
    def shown(picture: Chart) -> str:
        context = chart_tag({"request": rf.get("/")}, picture)
        return render_to_string("ui/partials/chart.html", context)

    slides = OtherFile("Slides", "/slides?a=1&b=2", "presentation")
    more = shown(replace(CHART, files=[slides], fills_the_screen=True))
    assert 'href="/slides?a=1&amp;b=2"' in more
    assert "data-chart-fill" in more
    assert "data-chart-fill" not in shown(CHART)


def test_the_data_stand_in_the_page_without_a_script(rf: RequestFactory) -> None:
    rows = [{"by": "</template><script>", "month": date(2011, 1, 1), "sales": None}]
    context = chart_tag({"request": rf.get("/")}, replace(CHART, rows=rows))
    html = render_to_string("ui/partials/chart.html", context)
    [data] = re.findall(r'<template id="chart-months-data">(.*?)</template>', html, re.DOTALL)
    assert json.loads(data)["spec"]["data"]["values"][0]["by"] == "</template><script>"
    assert "<script" not in html


@pytest.mark.parametrize(("language", "currency"), [("en", ["€", ""]), ("es", ["", f"{NBSP}€"])])
def test_numbers_in_the_readers_writing(language: str, currency: list[str]) -> None:
    with override(language):
        assert format_locale("EUR")["currency"] == currency


def test_months_in_the_readers_language() -> None:
    with override("es"):
        assert time_locale()["shortMonths"][0] == "ene"
        assert time_locale()["days"][0] == "domingo"
    with override("en"):
        assert time_locale()["shortMonths"][0] == "Jan"


def test_every_colour_of_the_theme_has_a_name_in_the_palette() -> None:
    for colour in (palette.LIGHT, palette.DARK):
        assert "@" not in json.dumps(colours(config(), colour))


def test_a_drawing_says_of_what_it_is_to_the_eye_and_to_the_ear() -> None:
    chart = replace(CHART, description="They “doubled” <twice>. " * 12, note="26 Nov 2026")
    answer = chart_response(chart, "svg")
    assert answer is not None
    svg = answer.content.decode()
    root = svg.partition(">")[0]
    assert 'role="img"' in root, "no mark says anything of itself"
    assert 'aria-label="Sales by month. They “doubled” &lt;twice&gt;.' in root
    assert "26 Nov 2026" in root
    lines = re.findall(r">([^<>]+)</t(?:ext|span)>", svg)
    assert {"Sales by month", "26 Nov 2026"} <= set(lines)
    assert all(len(unescape(line)) <= TEXT_LETTERS for line in lines)
    assert "mark container" not in svg
    assert "axis titled" not in svg


def test_a_picture_beside_words_has_none_of_its_own() -> None:
    assert len(to_png(CHART, is_titled=False)) < len(to_png(CHART))


def test_a_tick_of_a_share_says_where_it_lies() -> None:
    assert share("part", "Part")["axis"]["format"] == "~%", "0.5% would be written as 1%"
