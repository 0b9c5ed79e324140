"""Both maps as files: what every file can hold, and that no line of the page is missing."""

from __future__ import annotations

import io
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pptx import Presentation

from clavero.conftest import AsPerson
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors.kept import EVERYTHING_KEPT
from clavero.relationships.content.influence import View, shown_of
from clavero.relationships.content.influence_pages import counted
from clavero.relationships.models import Contact, Judgement, Line
from clavero.relationships.rules.influence import LineKind
from clavero.relationships.rules.judging import Kind
from clavero.relationships.rules.people import Function, Party
from clavero.relationships.selectors.influence import influence_map
from clavero.relationships.services import draw_line
from clavero.relationships.testing import SYSTEM, make_contact, make_judgement

pytestmark = pytest.mark.django_db
ODD = "Marta\x0bGil\x01"


def texts(shapes: Any) -> str:
    """All that a slide says, on one line."""
    told = (shape.text_frame.text for shape in shapes if shape.has_text_frame)
    return " ".join(" ".join(told).split())


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
