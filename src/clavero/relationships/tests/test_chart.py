"""Who reports to whom: drawn, in a table, changed by one who may, and taken along."""

from __future__ import annotations

import io
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pptx import Presentation

from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors import structure
from clavero.relationships.models import Contact
from clavero.relationships.rules.people import Function, Level, Party
from clavero.relationships.selectors import contacts_there
from clavero.relationships.selectors.charts import org_chart
from clavero.relationships.services import change_contact, merge_contacts
from clavero.relationships.testing import SYSTEM, make_contact, make_tie
from clavero.relationships.views import chart as views

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(mine: Customer, cast: Cast) -> dict[str, Contact]:
    """A boss with two below, one of whom has a place below; a consultant; one without a place."""
    top = make_contact(mine, "Ángela Núñez", function=Function.MANAGEMENT, level=Level.BOARD)
    buyer = make_contact(mine, "Marta Gil", reports_to_id=top.pk, level=Level.DIRECTOR)
    plant = make_contact(
        mine, "Iñaki Peña", function=Function.PRODUCTION, reports_to_id=top.pk,
        level=Level.DIRECTOR,
    )  # fmt: skip
    cfo = make_contact(mine, "", title="CFO", function=Function.FINANCE, reports_to_id=buyer.pk)
    adviser = make_contact(mine, "Advisor", party=Party.CONSULTANT, organisation="Arbizu")
    alone = make_contact(mine, "Nobody's", function=Function.IT)
    make_tie(buyer, cast.senior)
    return {"top": top, "buyer": buyer, "plant": plant, "cfo": cfo, "adviser": adviser,
            "alone": alone}  # fmt: skip


@pytest.fixture
def senior(cast: Cast, as_person: AsPerson) -> Client:
    return as_person(cast.senior)


def at(mine: Customer, query: str = "") -> str:
    return reverse("relationships:chart", args=[mine.pk]) + query


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_everybody_stands_below_their_boss(people: dict[str, Contact], mine: Customer) -> None:
    found = org_chart(SYSTEM, mine.pk)
    names = {who: key for key, each in people.items() for who in [each.pk]}
    told = {names[who]: boss and names[boss] for who, boss in found.above.items()}
    assert told == {
        "top": None, "buyer": "top", "plant": "top", "cfo": "buyer", "alone": None,
    }  # fmt: skip
    assert found.elsewhere == 1
    change_contact(SYSTEM, contact_id=people["buyer"].pk, left_on=date(2024, 1, 1))
    found = org_chart(SYSTEM, mine.pk)
    assert found.above[people["cfo"].pk] == people["top"].pk, "the next one above who is there"


def test_the_page_says_what_the_picture_does(
    senior: Client, people: dict[str, Contact], mine: Customer
) -> None:
    page = words(senior.get(at(mine)))
    assert "CFO: unknown" in page
    assert "5 people and places. 1 more, of a third party, stands in the influence map." in page
    assert "Of 1 nobody has said whom they report to." in page
    page = words(senior.get(at(mine, "?function=finance")))
    assert "Iñaki Peña</a>" not in page
    assert "Ángela Núñez</a>" in page, "who is above them"
    closed = words(senior.get(at(mine, f"?closed={people['buyer'].pk}")))
    assert "CFO: unknown</a>" not in closed
    assert "1 more is hidden." in closed
    assert "Show those below" in closed
    branch = words(senior.get(at(mine, f"?under={people['buyer'].pk}")))
    assert "Only Marta Gil and those below" in branch


def test_the_boss_is_changed_and_it_is_undone(
    senior: Client, people: dict[str, Contact], mine: Customer
) -> None:
    buyer, plant, top = people["buyer"], people["plant"], people["top"]
    form = senior.get(at(mine, f"?move={buyer.pk}")).context["form"]
    given = {**form.initial, "reports_to_id": plant.pk}
    page = words(senior.post(at(mine, "?levels=3"), given, follow=True))
    assert "Marta Gil now reports to Iñaki Peña." in page
    buyer.refresh_from_db()
    assert buyer.reports_to_id == plant.pk
    entry = history(buyer).first()
    assert entry is not None
    assert (entry.verb, entry.after) == ("contact.changed", {"reports_to_id": plant.pk})
    undo = {"contact_id": buyer.pk, "reports_to_id": top.pk, "seen": entry.pk}
    senior.post(at(mine), undo)
    buyer.refresh_from_db()
    assert buyer.reports_to_id == top.pk


def test_what_cannot_be_is_refused(
    senior: Client, people: dict[str, Contact], mine: Customer
) -> None:
    top, cfo = people["top"], people["cfo"]
    form = senior.get(at(mine, f"?move={top.pk}")).context["form"]
    page = senior.post(at(mine), {**form.initial, "reports_to_id": cfo.pk})
    assert page.status_code == 422
    assert "They would end up above the one they report to." in words(page)
    stranger = make_contact(Customer.objects.create(code="ZZ", name="Z"), "Far away")
    odd = {"contact_id": stranger.pk, "reports_to_id": top.pk, "seen": 0}
    assert senior.post(at(mine), odd).status_code == 404


def test_who_changed_it_meanwhile_is_told(
    senior: Client, people: dict[str, Contact], mine: Customer
) -> None:
    buyer, plant = people["buyer"], people["plant"]
    form = senior.get(at(mine, f"?move={buyer.pk}")).context["form"]
    change_contact(SYSTEM, contact_id=buyer.pk, reports_to_id=None)
    page = senior.post(at(mine), {**form.initial, "reports_to_id": plant.pk})
    assert page.status_code == 422
    assert "clavero emptied “Reports to”" in words(page)


def test_outsiders_are_blind(
    people: dict[str, Contact], mine: Customer, actors: SimpleNamespace, cast: Cast,
    as_person: AsPerson,
) -> None:  # fmt: skip
    for stranger in (actors.sales, actors.junior_two, actors.logistics):
        with pytest.raises(Customer.DoesNotExist):
            org_chart(stranger, mine.pk)
    reader = as_person(cast.executive)
    page = words(reader.get(at(mine)))
    assert "Change the boss" not in page
    assert reader.post(at(mine), {}).status_code == 403


@pytest.mark.parametrize("kind", ["svg", "png", "pptx"])
def test_the_picture_is_taken_along(
    senior: Client, people: dict[str, Contact], mine: Customer, kind: str
) -> None:
    answer = senior.get(at(mine, f"?as={kind}"))
    assert f".{kind}" in answer["Content-Disposition"]
    if kind == "svg":
        assert "Iñaki Peña" in answer.content.decode()
    if kind == "pptx":
        slide = Presentation(io.BytesIO(answer.content)).slides[0]
        texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert any(text.startswith("Iñaki Peña") for text in texts), "a text that can be edited"


def test_a_large_chart_goes_over_several_slides(senior: Client, mine: Customer) -> None:
    top = make_contact(mine, "The boss", function=Function.MANAGEMENT)
    for number in range(8):
        head = make_contact(mine, f"Head {number}", reports_to_id=top.pk)
        Contact.objects.bulk_create(
            Contact(customer=mine, name=f"{number} of {each}", function="it", by_name="Ana",
                    reports_to=head)
            for each in range(18)
        )  # fmt: skip
    page = senior.get(at(mine)).content.decode()
    assert "Slides of everybody (PPTX)" in page
    assert "?levels=all&amp;as=pptx" in page
    begins = Presentation(io.BytesIO(senior.get(at(mine, "?as=pptx")).content))
    assert len(begins.slides) == 1, "the upper levels, as on the screen"
    told = [shape.text_frame.text for shape in begins.slides[0].shapes if shape.has_text_frame]
    assert any("144 more are hidden." in text for text in told)
    assert "+ 18 below" in told
    deck = Presentation(io.BytesIO(senior.get(at(mine, "?levels=all&as=pptx")).content))
    assert len(deck.slides) == 17, "each branch in two parts, in letters that can be read"
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width


def test_slides_of_people_without_bosses_begin_with_some(senior: Client, mine: Customer) -> None:
    Contact.objects.bulk_create(
        Contact(customer=mine, name=f"Loose {each}", by_name="A", function="it")
        for each in range(160)
    )
    deck = Presentation(io.BytesIO(senior.get(at(mine, "?as=pptx")).content))
    assert len(deck.slides) <= 6
    told = [shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame]
    assert any("more are hidden." in text for text in told)


def test_third_parties_elsewhere_are_counted_where_the_page_counts_them(
    senior: Client, people: dict[str, Contact], mine: Customer
) -> None:
    page = words(senior.get(at(mine)))
    assert "5 people and places. 1 more, of a third party, stands in the influence map." in page
    account = words(senior.get(reverse("relationships:account", args=[mine.pk])))
    assert "1 place is held by somebody unknown: 6 people and places in all." in account
    merge_contacts(SYSTEM, source_id=people["alone"].pk, target_id=people["plant"].pk)
    assert contacts_there(["C1"], structure()) == {"C1": 5}, "each once"


def test_a_large_chart_is_drawn_once_for_all_who_open_it(
    senior: Client, people: dict[str, Contact], mine: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = senior.get(at(mine)).content
    monkeypatch.setattr(views, "chart_drawing", lambda *_of: pytest.fail("drawn again"))
    monkeypatch.setattr(views, "chart_rows", lambda *_of, **_for: pytest.fail("written again"))
    monkeypatch.setattr(views, "payload", lambda *_of: pytest.fail("put together again"))
    again = senior.get(at(mine)).content
    assert len(again) == len(first)
    monkeypatch.undo()
    change_contact(SYSTEM, contact_id=people["buyer"].pk, name="Somebody Else")
    assert "Somebody Else" in senior.get(at(mine)).content.decode().split("data-map-payload>")[1]


def test_a_large_chart_opens_with_what_can_be_read(senior: Client, mine: Customer) -> None:
    top = make_contact(mine, "Ángela Núñez", level=Level.BOARD)
    for number in range(9):
        boss = make_contact(mine, f"Head {number}", reports_to_id=top.pk)
        Contact.objects.bulk_create(
            Contact(customer=mine, name=f"H{number} P{each}", by_name="A", function="it",
                    reports_to=boss)
            for each in range(8)
        )  # fmt: skip
    Contact.objects.bulk_create(
        Contact(customer=mine, name=f"Loose {each}", by_name="A", function="it")
        for each in range(30)
    )
    page = words(senior.get(at(mine)))
    assert "Head 8" in page
    assert "H8 P7" not in page.split("data-map-payload>")[1]
    assert "102 more people are not in the picture." in page
    assert "Loose 29" not in page.split("data-map-payload>")[1].split("</template>")[0]
    # One branch is opened without the others.
    assert "levels=open" in page
    heads = Contact.objects.filter(name__startswith="Head").order_by("pk")
    closed = ",".join(str(each.pk) for each in heads[:8])
    opened = words(senior.get(at(mine, f"?levels=open&closed={closed}")))
    assert "H8 P7" in opened
    assert "H7 P7" not in opened.split("data-map-payload>")[1]
    assert "Loose 29" in words(senior.get(at(mine, "?levels=all"))).split("data-map-payload>")[1]
    # What is taken along has everybody.
    assert "Loose 29" in senior.get(at(mine, "?as=svg")).content.decode()
