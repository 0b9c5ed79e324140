"""The matrix to take along: slides with tables of their own, and the numbers with both sums."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pptx import Presentation
from pptx.enum.text import PP_ALIGN

from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.matrix.services import hold_review, import_scores
from clavero.matrix.testing import HEADER, SYSTEM
from clavero.matrix.tests.worked import ACCOUNTS, CRITERIA
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover
from clavero.ui.testing import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("scored")]
AsPerson = Callable[[Person], Client]
DAY = date(2026, 3, 1)


@pytest.fixture
def scored() -> None:
    """The accounts of the worked numbers with their competitor, and sixteen hardly known ones."""
    rows = [f"{HEADER},competitor", *(f"Z{number},fit,5,us,survey,{DAY}," for number in range(16))]
    for account, inputs in ACCOUNTS.items():
        ours = {**inputs.potential, **inputs.us}
        rows += [f"{account},{what},{value},us,customer,{DAY}," for what, value in ours.items()]
        theirs = inputs.competitors["Rival"]
        rows += [
            f"{account},{what},{value},competitor,estimate,{DAY},Rival"
            for what, value in theirs.items()
        ]
    import_scores(SYSTEM, content="\n".join(rows).encode())


def sheets(client: Client, query: str = "") -> dict[str, list[tuple[Any, ...]]]:
    answer = client.get(f"{reverse('matrix:workbook')}{query}")
    assert ".xlsx" in answer["Content-Disposition"]
    book = load_workbook(io.BytesIO(answer.content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def slides(client: Client, query: str = "") -> list[Any]:
    answer = client.get(f"{reverse('matrix:slides')}{query}")
    assert ".pptx" in answer["Content-Disposition"]
    return list(Presentation(io.BytesIO(answer.content)).slides)


def texts(slide: Any) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def table(slide: Any) -> list[list[str]]:
    [frame] = [shape for shape in slide.shapes if shape.has_table]
    return [[cell.text for cell in row.cells] for row in frame.table.rows]


# -- the workbook ----------------------------------------------------------------------------------


def test_the_sums_of_each_account_add_up_to_its_scores(as_person: AsPerson, cast: Cast) -> None:
    found = sheets(as_person(cast.director))
    head, *accounts = found["Account analysis matrix"]
    alfa = dict(zip(head, next(row for row in accounts if row[0] == "Alfa"), strict=True))
    assert alfa["Potential"] == pytest.approx(8.401026, abs=1e-6)
    assert alfa["Our own score"] == pytest.approx(7.3)
    assert (alfa["The best competitor"], alfa["The best competitor's score"]) == ("Rival", 6.05)
    head, *lines = found["Sums"]
    of_alfa = [dict(zip(head, row, strict=True)) for row in lines if row[0] == "Alfa"]
    for name, score in (("Business potential", 8.401026), ("Our position", 7.3), ("Rival", 6.05)):
        points = [line["Points"] for line in of_alfa if line["Sum"] == name]
        assert len(points) == 5
        assert sum(points) == pytest.approx(score, abs=1e-6)
    fit = next(line for line in of_alfa if line["Factor"] == "Fit of objectives")
    assert (fit["Value"], fit["Score"], fit["Weight"]) == (8, 8, 15)
    assert fit["Who says so"] == "the customer"
    assert fit["Said on"].date() == DAY


def test_a_factor_that_nobody_scored_brings_no_points(as_person: AsPerson, cast: Cast) -> None:
    head, *lines = sheets(as_person(cast.director))["Sums"]
    of_one = [dict(zip(head, row, strict=True)) for row in lines if row[0] == "Z0"]
    growth = next(line for line in of_one if line["Factor"] == "Growth")
    assert (growth["Value"], growth["Score"], growth["Points"]) == (None, None, None)
    assert growth["Who says so"] == "nobody"


def test_the_workbook_is_of_the_accounts_that_meet_the_filters(
    as_person: AsPerson, cast: Cast
) -> None:
    found = sheets(as_person(cast.director), "?strategy=selective")
    assert [row[0] for row in found["Account analysis matrix"]] == ["Code", "Beta"]
    assert {row[0] for row in found["Sums"]} == {"Code", "Beta"}


# -- the slides ------------------------------------------------------------------------------------


def test_the_first_slide_shows_the_picture_beside_the_largest_accounts(
    as_person: AsPerson, cast: Cast
) -> None:
    first, *_rest = slides(as_person(cast.director))
    title, foot = texts(first)
    assert title.startswith(
        "Account analysis matrix: 20 accounts. Invest: 1; Invest selectively: 1"
    )
    assert "Clavero's own settings" in foot
    assert f"made by {cast.director.name}" in foot
    [picture] = [shape for shape in first.shapes if shape.shape_type == 13]
    assert picture.image.content_type == "image/png"
    assert "Invest: 1" in picture._element.nvPicPr.cNvPr.get("descr")
    head, *rows = table(first)
    assert head[0] == "Account"
    assert rows[0] == ["Alfa", "Invest", "15,117", "35%"]
    assert len(rows) == 14


def test_a_crowd_has_the_first_slide_for_itself(as_person: AsPerson, cast: Cast) -> None:
    alfa = ACCOUNTS["Alfa"]
    said = {**alfa.potential, **alfa.us}
    rows = [
        f"Y{number},{what},{value},us,customer,{DAY}"
        for number in range(28)
        for what, value in said.items()
    ]
    import_scores(SYSTEM, content="\n".join([HEADER, *rows]).encode())
    first, *rest = slides(as_person(cast.director))
    [picture] = [shape for shape in first.shapes if shape.shape_type == 13]
    assert not any(shape.has_table for shape in first.shapes)
    assert picture.width > picture.height * 1.7
    assert sum(len(table(slide)) - 1 for slide in rest) == 48


def test_numbers_end_in_one_column_and_words_begin_in_one(as_person: AsPerson, cast: Cast) -> None:
    first, second, *_rest = slides(as_person(cast.director))
    for slide, numbers in ((first, {2, 3}), (second, {2, 3, 7, 8})):
        [frame] = [shape for shape in slide.shapes if shape.has_table]
        for row in frame.table.rows:
            sides = [cell.text_frame.paragraphs[0].alignment for cell in row.cells]
            assert {at for at, side in enumerate(sides) if side == PP_ALIGN.RIGHT} == numbers


def test_a_strategy_that_today_s_scores_do_not_give_is_borderline_in_every_table(
    as_person: AsPerson, cast: Cast
) -> None:
    hold_review(SYSTEM, day=DAY)
    rows = [f"Alfa,{what},4.7,us,customer,2026-03-02" for what in CRITERIA]
    import_scores(SYSTEM, content="\n".join([HEADER, *rows]).encode())
    client = as_person(cast.director)
    first, second, *_rest = slides(client)
    assert table(first)[1][:2] == ["Alfa", "Invest (borderline)"]
    assert table(second)[1][4] == "Invest (borderline)"
    told = words(client.get(reverse("matrix:matrix")))
    assert "Invest (borderline)" in told
    assert "borderline; today's scores: Invest selectively" in told
    alfa = Customer.objects.get(code="Alfa").pk
    why = words(client.get(reverse("matrix:why", args=[alfa])))
    assert "Invest, borderline: today it lies in “Invest selectively”" in why
    assert "would bring it back to Invest." in why
    assert "would make it Invest." not in why


def test_all_accounts_follow_in_tables(as_person: AsPerson, cast: Cast) -> None:
    cover(cast.senior, Customer.objects.get(code="Alfa"))
    _first, *rest = slides(as_person(cast.director))
    rows = [row for slide in rest for row in table(slide)[1:]]
    titles = [texts(slide)[0] for slide in rest]
    assert titles[0].startswith("Accounts 1 to 18 of 20 · Invest: 1")
    assert titles[1] == "Accounts 19 to 20 of 20"
    assert len(rows) == 20
    assert rows[0] == [
        "Alfa", cast.senior.name, "8.40", "7.30", "Invest", "—", "—", "15,117", "35%",
    ]  # fmt: skip
    assert rows[-1][2:5] == ["—", "—", "—"]


def test_slides_are_of_the_accounts_that_meet_the_filters(as_person: AsPerson, cast: Cast) -> None:
    first, second = slides(as_person(cast.director), "?strategy=harvest")
    assert "with the strategy “Manage for cash”: 1 account." in texts(first)[0]
    assert [row[0] for row in table(second)] == ["Account", "Delta"]


def test_a_manager_takes_only_their_own_accounts_along(as_person: AsPerson, cast: Cast) -> None:
    cover(cast.junior_one, Customer.objects.get(code="Gama"))
    client = as_person(cast.junior_one)
    assert [row[0] for row in sheets(client)["Account analysis matrix"]] == ["Code", "Gama"]
    assert {row[0] for row in sheets(client)["Sums"]} == {"Code", "Gama"}
    assert [row[0] for row in table(slides(client)[1])] == ["Account", "Gama"]


def test_nobody_scored_makes_a_slide_that_says_so(as_person: AsPerson, cast: Cast) -> None:
    [only] = slides(as_person(cast.junior_two))
    assert "0 accounts. No account can be classified yet." in texts(only)[0]
