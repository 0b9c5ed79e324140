"""Where accounts will be in three years (methods O-2.5), in every place that shows it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html
from openpyxl import load_workbook
from pptx import Presentation

from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.matrix.services import import_scores
from clavero.matrix.testing import HEADER, SYSTEM
from clavero.matrix.tests.worked import ACCOUNTS, FACTORS
from clavero.portfolio.models import Customer
from clavero.ui.testing import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("forecast")]
AsPerson = Callable[[Person], Client]
DAY = date(2026, 3, 1)
MATRIX = reverse("matrix:matrix")
AHEAD = {
    ("Beta", "planned"): (3200, 0.08, 0.35, 0.15, 8),
    ("Gama", "inertial"): (2100, 0, 0.72, 0.10, 3),
}


@pytest.fixture
def forecast() -> None:
    rows = [f"{HEADER},forecast"]
    for account, inputs in ACCOUNTS.items():
        ours = {**inputs.potential, **inputs.us}
        rows += [f"{account},{what},{value},us,customer,{DAY}," for what, value in ours.items()]
    for (account, which), values in AHEAD.items():
        rows += [
            f"{account},{what},{value},us,estimate,{DAY},{which}"
            for what, value in zip(FACTORS, values, strict=True)
        ]
    import_scores(SYSTEM, content="\n".join(rows).encode())


@pytest.fixture
def director(as_person: AsPerson, cast: Cast) -> Client:
    return as_person(cast.director)


def why(client: Client, code: str) -> Any:
    return client.get(reverse("matrix:why", args=[Customer.objects.get(code=code).pk]))


def test_the_table_and_its_file_have_both_numbers_of_both_forecasts(director: Client) -> None:
    told = words(director.get(MATRIX))
    assert "Invest selectively potential 7.38 position 4.60" in told
    assert "Maintain potential 4.17 position 7.25" in told
    content = director.get(f"{MATRIX}?export=csv").content.decode("utf-8-sig")
    listed = {row["Code"]: row for row in csv.DictReader(io.StringIO(content))}
    beta, gama = listed["Beta"], listed["Gama"]
    assert float(beta["Potential by plan"]) == pytest.approx(7.3771, abs=5e-5)
    assert float(beta["Position by plan"]) == pytest.approx(4.6)
    assert beta["Potential without investment"] == ""
    assert float(gama["Potential without investment"]) == pytest.approx(4.1658, abs=5e-5)


def test_the_bubble_and_the_pictures_own_table_say_it(director: Client) -> None:
    page = director.get(MATRIX)
    rows = {row["label"]: row for row in page.context["picture"].rows}
    assert rows["Beta"]["planned_told"] == "Invest selectively: potential 7.38, position 4.60"
    assert rows["Beta"]["inertial_told"] == "—"
    content = director.get(f"{MATRIX}?chart=matrix&as=csv").content.decode("utf-8-sig")
    listed = {row["Account"]: row for row in csv.DictReader(io.StringIO(content))}
    assert float(listed["Beta"]["Potential by plan"]) == pytest.approx(7.38, abs=0.005)
    assert float(listed["Gama"]["Potential without investment"]) == pytest.approx(4.17, abs=0.005)
    tips = [field["title"] for field in tooltip(page.context["picture"].spec)]
    assert tips[-2:] == ["Without investment", "By plan, in three years"]


def tooltip(spec: Any) -> list[Any]:
    [found] = [
        layer["encoding"]["tooltip"]
        for layer in spec["layer"]
        if layer.get("mark", {}).get("type") == "arc" and "tooltip" in layer["encoding"]
    ]
    return list(found)


def test_the_slide_and_the_workbook_have_them(director: Client) -> None:
    deck = Presentation(io.BytesIO(director.get(reverse("matrix:slides")).content))
    [frame] = [shape for shape in deck.slides[1].shapes if shape.has_table]
    head, *rows = [[cell.text for cell in row.cells] for row in frame.table.rows]
    by_name = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    assert by_name["Beta"]["By plan"] == "Invest selectively\n7.38 · 4.60"
    assert by_name["Gama"]["Without investment"] == "Maintain\n4.17 · 7.25"
    book = load_workbook(io.BytesIO(director.get(reverse("matrix:workbook")).content))
    head, *accounts = list(book["Account analysis matrix"].iter_rows(values_only=True))
    beta = dict(zip(head, next(row for row in accounts if row[0] == "Beta"), strict=True))
    assert beta["Potential by plan"] == pytest.approx(7.3771, abs=5e-5)
    head, *lines = list(book["Sums"].iter_rows(values_only=True))
    name = "Business potential, in three years, with the plan carried out"
    told = [dict(zip(head, line, strict=True)) for line in lines]
    ahead = [line for line in told if (line["Account"], line["Sum"]) == ("Beta", name)]
    assert sum(line["Points"] for line in ahead) == pytest.approx(7.3771, abs=5e-5)
    assert ahead[0]["Who says so"] == "our own estimate"


def test_why_it_is_here_opens_the_sum_of_each_forecast(director: Client) -> None:
    page = why(director, "Beta")
    told = words(page)
    assert "In three years, with the plan carried out Invest selectively: potential 7.38" in told
    assert "without investment" not in told.partition("Its reviews")[0].partition("In three")[2]
    tree = html.fromstring(page.content.decode())
    [table] = tree.xpath("//div[@aria-labelledby='future-planned-1']//tbody")
    rows = [[" ".join(cell.text_content().split()) for cell in row] for row in table]
    volume = rows[0]
    assert volume[:4] == [
        "Volume of business", "2,500", "3,200",
        "0 points at 250, 10 at 5,000, each doubling worth the same",
    ]  # fmt: skip
    assert volume[-1] == "our own estimate, 1 Mar 2026"
    assert sum(float(row[6]) for row in rows) == pytest.approx(7.377, abs=1e-9)
    heading = tree.xpath("//h4[@id='future-planned-1']")[0].text_content()
    assert " ".join(heading.split()) == "Business potential: 7.377, today 7.36"
    # Of the position nobody has forecast anything: it stays.
    [table] = tree.xpath("//div[@aria-labelledby='future-planned-2']//tbody")
    assert {row[-1].text_content().strip() for row in table} == {
        "as it is today: nobody has forecast it"
    }
    assert "In three years" not in words(why(director, "Alfa"))


def test_what_the_plan_buys_is_said_where_both_are_forecast(director: Client) -> None:
    rows = [f"{HEADER},forecast"]
    rows += [
        f"Gama,{what},9,us,estimate,{DAY},planned"
        for what in ("quality", "service", "price", "innovation", "relationship")
    ]
    import_scores(SYSTEM, content="\n".join(rows).encode())
    told = words(why(director, "Gama"))
    # 9 − 7.25 of position; the potential stays at 4.5383 by plan and falls to 4.1658 without.
    assert "+0.37 of potential and +1.75 of position" in told
