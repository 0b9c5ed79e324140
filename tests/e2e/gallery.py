"""Every piece of the toolkit on a page, for the browser tests alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import ClassVar

import django_filters
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from clavero.config.urls import urlpatterns as product
from clavero.core.errors import Forbidden, Refusal
from clavero.core.estimates import Estimate, Missing, growth, ratio
from clavero.core.money import Money
from clavero.core.period import Period
from clavero.ui import answers, charts, screens
from clavero.ui.chart_theme import short_money
from clavero.ui.formats import Kind, money_compact
from clavero.ui.forms import DayInput, DropZone
from clavero.ui.lists import Empty, Filters, Listing, Rows, Screen, Search, Table, columns
from clavero.ui.parts import Crumb, Explanation, Input, Progress, Tile

NAMES = ["Aceros Núñez", "Bombas del Ebro", "Cerámicas Levante", "Dufour & Fils", "Electro Sur",
         "Ferrer Hermanos", "Grupo Ibaizabal", "Hidráulica Norte", "Ibérica de Válvulas",
         "Jardines Oliva", "Kappa Industrie", "La Rioja Envases"]  # fmt: skip


@dataclass(frozen=True)
class Customer:
    rank: int
    code: str
    name: str
    abc: str
    net_sales: Decimal
    share: Decimal
    growth: Estimate
    margin: Estimate
    last_purchase: date | None


def customers(count: int = 240) -> list[Customer]:
    rows, left = [], Decimal(2_400_000)
    for number in range(count):
        sales = (left * Decimal("0.11")).quantize(Decimal("0.01"))
        left -= sales
        before = sales * (80 + number * 37 % 50) / 100 if number % 11 else None
        rows.append(
            Customer(
                rank=number + 1,
                code=f"C{10_000 + number}",
                name=f"{NAMES[number % len(NAMES)]} {number // len(NAMES) + 1}",
                abc="A" if number < 14 else "B" if number < 27 else "C",
                net_sales=sales,
                share=sales / 2_400_000,
                growth=growth(sales, before),
                margin=ratio(sales * (10 + number % 30) / 100, sales)
                if number % 3
                else Estimate(None, reason=Missing.COST_UNKNOWN),
                last_purchase=date(2011, 1 + number % 12, 1 + number % 28) if number % 9 else None,
            )
        )
    return rows


class CustomerTable(Table):
    rank = columns.Number("Rank", initial_sort_descending=False)
    name = columns.Text("Customer", is_title=True, linkify=lambda record: f"#{record.code}")
    abc = columns.Badge("Class", tones={"A": "accent"})
    net_sales = columns.Money("Net sales")
    share = columns.Percent("Share")
    growth = columns.Growth("Growth")
    margin = columns.Percent("Margin")
    last_purchase = columns.Day("Last purchase")


class CustomerFilters(Filters):
    search = Search("name", "code", label="Search customers")
    abc = django_filters.ChoiceFilter(label="Class", choices=[(one, one) for one in "ABC"])
    falling = django_filters.BooleanFilter(
        label="Sales fell",
        method="that_fell",
        widget=forms.Select(choices=[("", "—"), ("true", "yes")]),
    )
    conditions: ClassVar[dict[str, str]] = {
        "abc": "of class %(value)s",
        "falling": "whose sales fell",
    }

    def that_fell(self, rows, name, value):
        return rows.filter(growth__lt=0)


SCREEN = Screen(
    key="gallery.customers",
    title="Customers",
    counted="%(shown)s customers",
    table=CustomerTable,
    filters=CustomerFilters,
    order="rank",
    empty=Empty(title="No customers yet", text="They come with the first sales file.",
                verb="Import sales", url=lambda: "/gallery/"),
)  # fmt: skip
screens.register(SCREEN.key, f"{__name__}.SCREEN", lambda _actor: True)


class SampleForm(forms.Form):
    name = forms.CharField(label="Name", help_text="As people say it.")
    email = forms.EmailField(label="E-mail", required=False)
    since = forms.DateField(label="Since", widget=DayInput, required=False)
    size = forms.ChoiceField(label="Size", choices=[("s", "Small"), ("l", "Large")])
    role = forms.ChoiceField(
        label="Role", choices=[("lead", "Lead"), ("deputy", "Deputy")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="I have read it", required=False)
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    file = forms.FileField(label="Sales file", widget=DropZone, required=False)


def pareto_chart(rows: list[Customer]) -> charts.Chart:
    running, values = Decimal(0), []
    for row in rows[:30]:
        running += row.share
        values.append(
            {
                "rank": row.rank,
                "name": row.name,
                "net_sales": row.net_sales,
                "cumulative": running,
                "href": "/gallery/?q=1",
            }
        )
    share = {"title": "Cumulative share", "axis": {"format": ".0%", "grid": False}}
    return charts.Chart(
        key="pareto",
        title="Who brings the sales",
        description="Fourteen customers bring 80% of the net sales of the 12 months.",
        spec={
            "encoding": {
                "x": {"field": "rank", "type": "ordinal", "axis": {"labelAngle": 0}},
                "tooltip": [
                    {"field": "name", "title": "Customer"},
                    {"field": "net_sales", "title": "Net sales", "format": "$,.0f"},
                    {"field": "cumulative", "title": "Cumulative", "format": ".1%"},
                ],
            },
            "layer": [
                {
                    "mark": {"type": "bar", "color": "@data-1"},
                    "encoding": {
                        "y": {"field": "net_sales", "type": "quantitative", "title": "Net sales",
                              "axis": {"labelExpr": short_money("EUR")}},
                    },
                },
                {
                    "mark": {"type": "line", "color": "@data-2", "point": {"color": "@data-2"}},
                    "encoding": {"y": {"field": "cumulative", "type": "quantitative", **share}},
                },
            ],
            "resolve": {"scale": {"y": "independent"}},
        },
        rows=values,
        fields=[
            charts.Field("name", "Customer"),
            charts.Field("net_sales", "Net sales", Kind.MONEY, "EUR"),
            charts.Field("cumulative", "Cumulative share", Kind.PERCENT),
        ],
        currency="EUR",
    )  # fmt: skip


def months_chart() -> charts.Chart:
    rows = [
        {"month": date(2011, month, 1), "net_sales": Decimal(60_000 + 9_000 * (month * 7 % 5)),
         "family": family}
        for month in range(1, 13) for family in ("Valves", "Pumps", "Seals")
    ]  # fmt: skip
    return charts.Chart(
        key="months",
        title="Sales by month",
        description="Net sales of 2011 by family.",
        spec={
            "mark": "bar",
            "encoding": {
                "x": {"field": "month", "type": "ordinal", "timeUnit": "yearmonth", "title": None,
                      "axis": {"format": "%b", "labelAngle": 0}},
                "y": {"field": "net_sales", "type": "quantitative", "title": None,
                      "axis": {"labelExpr": short_money("EUR")}},
                "color": {"field": "family", "title": None, "legend": {"orient": "top"}},
                "tooltip": [{"field": "month", "type": "temporal", "format": "%B %Y"},
                            {"field": "family"}, {"field": "net_sales", "format": "$,.0f"}],
            },
        },
        rows=rows,
        fields=[charts.Field("month", "Month"), charts.Field("family", "Family"),
                charts.Field("net_sales", "Net sales", Kind.MONEY, "EUR", 0)],
        currency="EUR",
        height=240,
    )  # fmt: skip


def tiles() -> list[Tile]:
    why = Explanation(
        sentence="What customers bought, less what they sent back, without taxes.",
        formula="invoices − credit notes",
        inputs=[
            Input("Invoices", "€2,451,022.10", "/gallery/"),
            Input("Credit notes", "€51,022.10"),
        ],
        period=Period.ttm(date(2011, 12, 10)),
        data_version=7,
        source="methods §1.1",
    )
    return [
        Tile("Net sales", money_compact(Money(Decimal(2_400_000), "EUR")),
             growth=growth(Decimal(120), Decimal(100)), comparison="on the 12 months before",
             explanation=why),
        Tile("Customers for 80 % of sales", "14", note="5.8% of 240 customers"),
        Tile("Largest customer", "11.0%", growth=growth(Decimal(97), Decimal(100)),
             comparison="on the 12 months before", url="/gallery/"),
        Tile("Contribution", "—", note="The cost is not known."),
    ]  # fmt: skip


def page(request: HttpRequest) -> HttpResponse:
    rows = customers()
    listing = Listing(SCREEN, request, Rows(rows), currency="EUR")
    shown = [pareto_chart(rows), months_chart()]
    if "say" in request.GET:
        messages.success(request, "The file has been imported.")
        messages.error(request, "One line was refused.")
    answer = listing.answer() or charts.picture_answer(request, shown)
    if answer:
        return answer
    form = SampleForm(request.POST or None)
    context = {
        "listing": listing,
        "charts": shown,
        "tiles": tiles(),
        "crumbs": [Crumb("Portfolio", "/gallery/")],
        "form": form,
        "progress": Progress("Reading the file", 340, 1000, "/gallery/doing/", note="340 of 1,000"),
    }
    source = (Path(__file__).parent / "gallery.html").read_text()
    return HttpResponse(engines["django"].from_string(source).render(context, request))


def nothing(request: HttpRequest) -> HttpResponse:
    listing = Listing(SCREEN, request, Rows([]), currency="EUR")
    source = '{% extends "ui/page.html" %}{% load ui %}{% block heading %}Customers{% endblock %}' \
             "{% block content %}{% listing listing %}{% endblock %}"  # fmt: skip
    return HttpResponse(engines["django"].from_string(source).render({"listing": listing}, request))


def refuse(request: HttpRequest) -> HttpResponse:
    raise Refusal("The plan has no objectives.", code="no_objectives", field="name",
                  hint="Add one before you ask for approval.")  # fmt: skip


def forbid(request: HttpRequest) -> HttpResponse:
    raise Forbidden("import_sales")


def ask(request: HttpRequest) -> HttpResponse:
    return answers.ask(
        request,
        title="Undo the import",
        question="Undo the import of december.csv?",
        consequences=["30,412 lines leave the ledger.", "Every picture is computed again."],
        verb="Undo the import",
        back="/gallery/",
        is_destructive=True,
    )


def work(request: HttpRequest) -> HttpResponse:
    return answers.show_progress(
        request,
        Progress("Reading the file", 340, 1000, "/gallery/doing/", note="340 of 1,000 lines"),
        title="Importing december.csv",
    )


urlpatterns = [
    *product,
    path("gallery/", include([
        path("", page), path("nothing/", nothing), path("refuse/", refuse), path("forbid/", forbid),
        path("ask/", ask), path("doing/", work),
    ])),
]  # fmt: skip
