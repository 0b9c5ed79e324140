"""Both maps as files: what every file can hold, and that no line of the page is missing."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pptx import Presentation

from clavero.conftest import AsPerson, TodayIs
from clavero.identity.testing import Cast
from clavero.matrix.rules.position import Stage
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors.kept import EVERYTHING_KEPT
from clavero.relationships.content.influence import View, line_in_words, shown_of
from clavero.relationships.content.influence_pages import counted
from clavero.relationships.models import Contact, Judgement, Line
from clavero.relationships.rules.influence import LineKind
from clavero.relationships.rules.judging import Kind
from clavero.relationships.rules.people import Function, Party
from clavero.relationships.rules.sides import Side
from clavero.relationships.selectors.influence import Lined, influence_map
from clavero.relationships.services import draw_line, make_scenario, remove_line, say_stage
from clavero.relationships.testing import SYSTEM, make_contact, make_judgement, make_tie
from clavero.ui.slides import HIGH, WIDE

WIDTH, HEIGHT = (round(each * 914400) for each in (WIDE, HIGH))
pytestmark = pytest.mark.django_db
ODD = "Marta\x0bGil\x01"


def texts(shapes: Any) -> str:
    """All that a slide says, on one line."""
    told = (shape.text_frame.text for shape in shapes if shape.has_text_frame)
    return " ".join(" ".join(told).split())


def in_its_place(deck: list[Any]) -> None:
    """Nothing leaves its slide, and all of it can be read."""
    for slide in deck:
        for shape in slide.shapes:
            assert 0 <= shape.left <= shape.left + shape.width <= WIDTH
            assert 0 <= shape.top <= shape.top + shape.height <= HEIGHT
            for paragraph in shape.text_frame.paragraphs if shape.has_text_frame else ():
                assert all(run.font.size.pt >= 9 for run in paragraph.runs)


def slides(client: Client, address: str) -> list[Any]:
    return list(Presentation(io.BytesIO(client.get(address).content)).slides)


def test_a_text_is_kept_as_every_file_can_hold_it(mine: Customer) -> None:
    contact = make_contact(mine, ODD, title="Head\x0bof purchasing")
    assert (contact.name, contact.title) == ("Marta Gil", "Head of purchasing")


@pytest.mark.parametrize("room", ["influence", "chart"])
def test_a_name_from_before_with_a_control_character_is_drawn_in_every_file(
    room: str, mine: Customer, cast: Cast, as_person: AsPerson
) -> None:
    top = make_contact(mine, "Top")
    one = make_contact(
        mine, "Odd", reports_to_id=top.pk, party=Party.CONSULTANT, organisation="Deloitte"
    )
    draw_line(SYSTEM, start_id=one.pk, end_id=top.pk, kind=LineKind.INFLUENCE, source="Says so")
    Contact.objects.filter(pk=one.pk).update(
        name=ODD, title="Head\x0bof it", organisation="Delo\x02itte"
    )
    Customer.objects.filter(pk=mine.pk).update(name="Ac\x0bme")
    senior = as_person(cast.senior)
    page = reverse(f"relationships:{room}", args=[mine.pk])
    drawn = ElementTree.fromstring(senior.get(f"{page}?as=svg").content)
    assert "Marta Gil" in " ".join("".join(drawn.itertext()).split())
    assert senior.get(f"{page}?as=png").content.startswith(b"\x89PNG")
    (slide,) = slides(senior, f"{page}?as=pptx")
    assert "Marta Gil" in texts(slide.shapes)


def test_what_has_expired_counts_for_nothing_in_the_overview(mine: Customer) -> None:
    one, other = (
        make_contact(mine, name, function=function)
        for name, function in (("Ana", Function.FINANCE), ("Luis", Function.PRODUCTION))
    )
    make_judgement(one, Kind.ATTITUDE, -1)
    make_judgement(other, Kind.ATTITUDE, 1)
    for kind in (LineKind.INFLUENCE, LineKind.CONFLICT):
        draw_line(SYSTEM, start_id=one.pk, end_id=other.pk, kind=kind, source="Says so")

    def overview() -> str:
        found = influence_map(SYSTEM, mine.pk)
        page = counted(found, shown_of(found, View()), "", "Map", (852.0, 353.0))
        return " ".join(line.text for node in page.nodes for line in node.within)

    before = overview()
    for told in ("against 1", "heard by: Production 1", "at odds with: Finance 1"):
        assert told in before
    today = timezone.localdate()
    Judgement.objects.update(said_on="2020-01-01", expires_on=today)
    Line.objects.update(expires_on=today)
    for each in EVERYTHING_KEPT:  # past the services, nobody is told
        each.forget()
    after = overview()
    assert after.count("for us 0 · against 0 · not judged 1") == 2
    for told in ("heard by", "at odds with"):
        assert told not in after


def crowd(mine: Customer, count: int = 150) -> list[Contact]:
    """A top and people of four levels below, all of influence, which of some has expired, and some
    joined to somebody far away."""
    functions = list(Function)
    people: list[Contact] = []
    for number in range(count):
        boss = None if number == 0 else people[0 if number < 9 else (number - 1) // 4]
        people.append(
            Contact.objects.create(
                customer=mine, name=f"Leocadia Fernández-Villaverde {number}", by_name="A",
                title="Director of industrial purchasing and of transformation",
                function=functions[number % 9].value, reports_to=boss,
            )
        )  # fmt: skip
    today = timezone.localdate()
    until = today + timedelta(90)
    Judgement.objects.bulk_create(
        Judgement(
            contact=each, kind=Kind.INFLUENCE.value, value=4 + number % 7,
            said_on=today - timedelta(90), expires_on=today if number % 3 else until,
            by_name="A", source="x",
        )
        for number, each in enumerate(people)
    )  # fmt: skip
    Line.objects.bulk_create(
        Line(
            start=people[number], end=people[(number * 7 + 11) % count], kind=kind.value,
            said_on=today, expires_on=until, by_name="A", source="x",
        )
        for number, kind in zip(
            range(1, 40), [LineKind.INFLUENCE, LineKind.CONFLICT, LineKind.DOTTED] * 13, strict=True
        )
    )  # fmt: skip
    return people


@pytest.mark.parametrize(
    "query", ["", "&show=all", "&ours=1", "&show=all&ours=1", "&show=all&function=purchasing"]
)
def test_every_line_of_the_page_is_on_a_slide(
    query: str, mine: Customer, cast: Cast, as_person: AsPerson
) -> None:
    people = crowd(mine)
    for each in people[:60]:
        make_tie(each, cast.senior if each.pk % 2 else cast.junior_one)
    senior = as_person(cast.senior)
    page = reverse("relationships:influence", args=[mine.pk])
    context = senior.get(f"{page}?{query}").context
    found, view = context["found"], context["view"]
    there = shown_of(found, view)
    deck = slides(senior, f"{page}?as=pptx{query}")
    drawn = {shape._element._nvXxPr.cNvPr.get("descr") for slide in deck for shape in slide.shapes}
    rows = [each.partition(": ") for each in drawn if each and each.startswith("Reporting to ")]
    told = drawn | {
        f"{name} reports to {head.removeprefix('Reporting to ')}"
        for head, _colon, names in rows
        for name in names.split(" · ")
    }
    lines = [
        line_in_words(found, line)
        for line in found.lines
        if {line.start, line.end} <= there.keys()
    ]  # fmt: skip
    assert len(lines) > 20
    assert set(lines) <= told
    ours = " ".join(each for each in drawn if each and " knows " in each)
    known = {who for _person, who, _strength in found.ties if who in there}
    assert known
    for who in known:
        assert (found.people[who].row.name in ours) is view.with_ours
    in_its_place(deck)


def test_what_a_scenario_no_longer_has_is_on_its_slides(
    mine: Customer, cast: Cast, as_person: AsPerson
) -> None:
    crowd(mine)
    scenario = make_scenario(SYSTEM, customer_id=mine.pk, name="After the merger")
    gone = [
        remove_line(SYSTEM, line_id=each.pk)
        for each in scenario.lines.filter(kind=LineKind.INFLUENCE.value)
    ]
    assert len(gone) == 13
    page = reverse("relationships:influence", args=[mine.pk])
    query = f"?scenario={scenario.pk}&with=0&show=all&as=pptx"
    deck = slides(as_person(cast.senior), f"{page}{query}")
    found = influence_map(SYSTEM, mine.pk, scenario_id=scenario.pk, compared=0)
    drawn = {shape._element._nvXxPr.cNvPr.get("descr") for one in deck for shape in one.shapes}
    for each in gone:
        told = line_in_words(found, Lined(None, each.start_id, each.end_id, LineKind.INFLUENCE))
        assert {told, f"− {told}"} & drawn
    in_its_place(deck)


def test_who_knows_whom_goes_as_slides_a_picture_and_a_drawing(
    mine: Customer, cast: Cast, as_person: AsPerson, today_is: TodayIs
) -> None:
    today_is(date(2026, 3, 2))
    said = {"customer_id": mine.pk, "side": Side.OURS, "source": "Yearly review"}
    say_stage(SYSTEM, stage=Stage.INTERDEPENDENT, **said)
    for function in list(Function)[:8]:
        contact = make_contact(mine, ODD, function=function)
        for person in (cast.senior, cast.junior_one):
            make_tie(contact, person, strength=2)
    today_is(date(2026, 5, 2))
    page = reverse("relationships:matrix", args=[mine.pk])
    senior, executive = as_person(cast.senior), as_person(cast.executive)
    for kind in ("pptx", "png", "svg"):
        assert f'href="?as={kind}"' in senior.get(page).content.decode()
    deck = slides(senior, f"{page}?as=pptx")
    told = [texts(slide.shapes) for slide in deck]
    assert "Who knows whom at Customer C1 (1 of 2)" in told[0]
    assert "2 of 3" in told[0]
    assert "Marta Gil" in told[0]
    assert "and 1 more" in told[0]
    assert "Nobody of our Technical service knows anybody in their Production" in told[-2]
    assert "31 Mar 2026" in told[-1].replace("\xa0", " ")
    in_its_place(deck)
    assert "2 of 3" in "".join(
        ElementTree.fromstring(senior.get(f"{page}?as=svg").content).itertext()
    )
    assert senior.get(f"{page}?as=png").content.startswith(b"\x89PNG")
    assert senior.get(f"{page}?as=other").status_code == 200
    outside = " ".join(texts(slide.shapes) for slide in slides(executive, f"{page}?as=pptx"))
    assert "known" in outside
    for hidden in ("Marta Gil", cast.senior.name, "of 3"):
        assert hidden not in outside
    assert as_person(cast.sales).get(f"{page}?as=pptx").status_code == 404


def test_an_empty_matrix_has_no_files(mine: Customer, cast: Cast, as_person: AsPerson) -> None:
    page = reverse("relationships:matrix", args=[mine.pk])
    answer = as_person(cast.senior).get(f"{page}?as=pptx")
    assert answer["Content-Type"].startswith("text/html")
    assert 'href="?as=pptx"' not in answer.content.decode()
