"""The influence map: lines, scenarios, what is expired, and that it is the team's alone."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pptx import Presentation

from clavero.conftest import AsPerson, TodayIs
from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import make_customer, make_one
from clavero.relationships.models import Contact, Judgement, Line, Scenario
from clavero.relationships.rules.influence import LineKind
from clavero.relationships.rules.judging import Kind
from clavero.relationships.rules.people import Function, Party
from clavero.relationships.selectors import person_as_data
from clavero.relationships.selectors.influence import influence_map
from clavero.relationships.services import (
    delete_scenario,
    draw_line,
    erase_contact,
    make_scenario,
    merge_contacts,
    remove_line,
    set_absent,
)
from clavero.relationships.testing import SYSTEM, make_contact, make_judgement, make_tie

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(mine: Customer, cast: Cast) -> dict[str, Contact]:
    top = make_contact(mine, "Ángela Núñez")
    buyer = make_contact(mine, "Marta Gil", reports_to_id=top.pk)
    adviser = make_contact(mine, "Gonzalo Arbizu", party=Party.CONSULTANT, organisation="Arbizu")
    make_judgement(top, Kind.INFLUENCE, 10)
    make_judgement(buyer, Kind.ATTITUDE, -1)
    make_tie(buyer, cast.senior, strength=2)
    return {"top": top, "buyer": buyer, "adviser": adviser}


@pytest.fixture
def heard(people: dict[str, Contact]) -> Line:
    """The adviser influences the boss."""
    return draw_line(
        SYSTEM, start_id=people["adviser"].pk, end_id=people["top"].pk, kind=LineKind.INFLUENCE,
        source="She quotes him",
    )  # fmt: skip


def at(mine: Customer, query: str = "") -> str:
    return reverse("relationships:influence", args=[mine.pk]) + query


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_the_map_has_reports_lines_and_third_parties(
    people: dict[str, Contact], heard: Line, mine: Customer
) -> None:
    found = influence_map(SYSTEM, mine.pk)
    kinds = {(line.start, line.end, line.kind) for line in found.lines}
    assert kinds == {
        (people["buyer"].pk, people["top"].pk, LineKind.SOLID),
        (people["adviser"].pk, people["top"].pk, LineKind.INFLUENCE),
    }
    assert [each[2] for each in found.ties] == [2]
    entry = history(people["adviser"]).first()
    assert entry is not None
    assert (entry.verb, entry.after) == ("line.drawn", None), "what was thought stays in the line"


def test_what_has_expired_is_said(people: dict[str, Contact], heard: Line, mine: Customer) -> None:
    Judgement.objects.update(expires_on=timezone.localdate(), said_on="2020-01-01")
    Line.objects.update(expires_on=timezone.localdate())
    found = influence_map(SYSTEM, mine.pk)
    judged = found.people[people["top"].pk].influence
    assert judged is not None
    assert (judged.value, judged.has_expired) == (10, True)
    assert [line.has_expired for line in found.lines if line.id] == [True]


def test_a_line_is_refused(people: dict[str, Contact], mine: Customer) -> None:
    top, buyer = people["top"].pk, people["buyer"].pk
    far = make_contact(Customer.objects.create(code="ZZ", name="Z"), "Far away").pk
    for given, code in (
        ({"end_id": top, "kind": LineKind.CONFLICT}, "source_missing"),
        ({"end_id": buyer, "kind": LineKind.DOTTED}, "same_contact"),
        ({"end_id": far, "kind": LineKind.DOTTED}, "other_account"),
        ({"end_id": top, "kind": LineKind.SOLID}, "todays_boss"),
        (
            {"end_id": top, "kind": LineKind.INFLUENCE, "source": "x",
             "expires_on": timezone.localdate() + timedelta(1000)},
            "no_such_end",
        ),
    ):  # fmt: skip
        with pytest.raises(Refusal) as refused:
            draw_line(SYSTEM, start_id=buyer, **given)  # type: ignore[arg-type]
        assert refused.value.code == code
    assert not Line.objects.exists()


def test_a_scenario_is_a_copy_that_is_compared(
    people: dict[str, Contact], heard: Line, mine: Customer
) -> None:
    top, buyer, adviser = (people[key].pk for key in ("top", "buyer", "adviser"))
    scenario = make_scenario(SYSTEM, customer_id=mine.pk, name="After the merger")
    same = influence_map(SYSTEM, mine.pk, scenario_id=scenario.pk, compared=0)
    assert same.compared is not None
    assert same.compared.is_nothing
    draw_line(
        SYSTEM, start_id=adviser, end_id=buyer, kind=LineKind.SOLID, scenario_id=scenario.pk
    )  # fmt: skip
    copy = Line.objects.get(scenario=scenario, kind=LineKind.INFLUENCE.value)
    remove_line(SYSTEM, line_id=copy.pk)
    set_absent(SYSTEM, scenario_id=scenario.pk, contact_id=top, is_absent=True)
    found = influence_map(SYSTEM, mine.pk, scenario_id=scenario.pk, compared=0)
    assert found.compared is not None
    assert found.compared.lines.added == {(adviser, buyer, LineKind.SOLID)}
    assert found.compared.lines.gone == {(adviser, top, LineKind.INFLUENCE)}
    assert found.compared.absent == {top}
    assert len(influence_map(SYSTEM, mine.pk).lines) == 2, "today stays as it is"
    with pytest.raises(Refusal, match="above the one"):
        draw_line(
            SYSTEM, start_id=top, end_id=adviser, kind=LineKind.SOLID, scenario_id=scenario.pk
        )
    with pytest.raises(Refusal, match="of this name"):
        make_scenario(SYSTEM, customer_id=mine.pk, name="after the merger")
    again = make_scenario(SYSTEM, customer_id=mine.pk, name="Worse", of=scenario.pk)
    assert again.lines.count() == scenario.lines.filter(ended_on=None).count()
    assert again.absent.count() == 1
    delete_scenario(SYSTEM, scenario_id=scenario.pk)
    assert Scenario.objects.get() == again
    assert Contact.objects.get(pk=top).reports_to_id is None


def test_a_merged_record_keeps_its_lines(
    people: dict[str, Contact], heard: Line, mine: Customer
) -> None:
    other = make_contact(mine, "G. Arbizu", party=Party.CONSULTANT, organisation="Arbizu")
    merge_contacts(SYSTEM, source_id=people["adviser"].pk, target_id=other.pk)
    found = influence_map(SYSTEM, mine.pk)
    assert [line.start for line in found.lines if line.id] == [other.pk]


def test_taken_away_it_does_not_come_back_from_a_merged_record(
    people: dict[str, Contact], heard: Line, mine: Customer, actors: SimpleNamespace
) -> None:
    copy = make_contact(mine, "Marta Gil (copy)")
    draw_line(
        SYSTEM, start_id=copy.pk, end_id=heard.end_id, kind=LineKind(heard.kind),
        source="As before",
    )  # fmt: skip
    merge_contacts(SYSTEM, source_id=copy.pk, target_id=heard.start_id)

    def drawn() -> list[int | None]:
        lines = influence_map(actors.senior, mine.pk).lines
        return [each.id for each in lines if each.kind == heard.kind]

    (shown,) = drawn()
    assert shown is not None
    remove_line(SYSTEM, line_id=shown)
    assert drawn() == []


def test_said_again_after_merging_it_takes_the_place_of_what_was_said(
    people: dict[str, Contact], mine: Customer
) -> None:
    copy, adviser, top = make_contact(mine, "G. Arbizu"), people["adviser"], people["top"]
    for kind, start, end in (
        (LineKind.INFLUENCE, copy, top),
        (LineKind.CONFLICT, top, copy),
    ):
        draw_line(SYSTEM, start_id=start.pk, end_id=end.pk, kind=kind, source="Long ago")
    day = timezone.localdate() - timedelta(days=400)
    Line.objects.update(said_on=day, expires_on=day + timedelta(days=365))
    merge_contacts(SYSTEM, source_id=copy.pk, target_id=adviser.pk)
    scenario = make_scenario(SYSTEM, customer_id=mine.pk, name="As it was")
    copied = influence_map(SYSTEM, mine.pk, scenario_id=scenario.pk).lines
    told = {(each.kind, each.source, each.said_on, each.has_expired) for each in copied}
    assert told >= {
        (LineKind.INFLUENCE, "Long ago", day, True), (LineKind.CONFLICT, "Long ago", day, True),
    }, "a copy says nothing that nobody said"  # fmt: skip
    for kind in (LineKind.INFLUENCE, LineKind.CONFLICT):
        draw_line(SYSTEM, start_id=adviser.pk, end_id=top.pk, kind=kind, source="Today")
    found = [each for each in influence_map(SYSTEM, mine.pk).lines if each.id is not None]
    assert {(each.kind, each.source) for each in found} == {
        (LineKind.INFLUENCE, "Today"), (LineKind.CONFLICT, "Today"),
    }  # fmt: skip
    assert len(found) == Line.objects.filter(scenario=None, ended_on=None).count() == 2
    # Of what stood there twice before, the last counts.
    Line.objects.filter(scenario=None).delete()
    for start, source, ago in ((copy, "Older", 2), (adviser, "Newer", 1)):
        said = timezone.localdate() - timedelta(days=ago)
        Line.objects.create(
            start=start, end=top, kind=LineKind.INFLUENCE.value, source=source, said_on=said,
            expires_on=said + timedelta(days=100), by_name="x",
        )  # fmt: skip
    make_judgement(top, Kind.INFLUENCE, 9)  # maps are kept until something is said
    found = [each for each in influence_map(SYSTEM, mine.pk).lines if each.id is not None]
    assert [each.source for each in found] == ["Newer"]


def test_scenarios_of_a_merged_customer_are_the_accounts(
    mine: Customer, actors: SimpleNamespace
) -> None:
    other = make_customer("C2")
    scenario = make_scenario(SYSTEM, customer_id=other.pk, name="After the merger")
    make_one(other, mine)
    assert [each.pk for each in influence_map(actors.senior, mine.pk).scenarios] == [scenario.pk]
    with pytest.raises(Refusal):
        make_scenario(actors.senior, customer_id=mine.pk, name="After the merger")
    with pytest.raises(Scenario.DoesNotExist):
        delete_scenario(actors.sales, scenario_id=scenario.pk)
    make_scenario(actors.senior, customer_id=mine.pk, name="A copy", of=scenario.pk)
    delete_scenario(actors.senior, scenario_id=scenario.pk)
    assert [each.name for each in influence_map(SYSTEM, mine.pk).scenarios] == ["A copy"]


def test_a_person_may_read_it_and_be_forgotten(people: dict[str, Contact], heard: Line) -> None:
    who = people["adviser"].pk
    assert "She quotes him" in json.dumps(person_as_data(SYSTEM, who))
    erase_contact(SYSTEM, contact_id=who)
    assert not Line.objects.exists()


def test_it_is_the_teams_alone(
    people: dict[str, Contact], heard: Line, mine: Customer, actors: SimpleNamespace
) -> None:
    assert influence_map(actors.senior, mine.pk).people
    for stranger in (actors.sales, actors.junior_two, actors.logistics):
        with pytest.raises(Customer.DoesNotExist):
            influence_map(stranger, mine.pk)
        with pytest.raises(Line.DoesNotExist):
            remove_line(stranger, line_id=heard.pk)
        with pytest.raises(Customer.DoesNotExist):
            make_scenario(stranger, customer_id=mine.pk, name="x")
    with pytest.raises(Forbidden):
        influence_map(actors.executive, mine.pk)
    with pytest.raises(Forbidden):
        remove_line(actors.executive, line_id=heard.pk)


def test_on_the_page(
    people: dict[str, Contact], heard: Line, mine: Customer, cast: Cast, as_person: AsPerson
) -> None:
    senior: Client = as_person(cast.senior)
    page = words(senior.get(at(mine, "?ours=1")))
    assert "“She quotes him”" in page
    assert "1 stands against us." in page
    given = {"decision": "draw", "start_id": people["top"].pk, "end_id": people["buyer"].pk}
    assert senior.post(at(mine), {**given, "kind": "conflict"}).status_code == 422
    assert senior.post(at(mine), {**given, "kind": "dotted"}).status_code == 302
    made = senior.post(at(mine), {"decision": "copy", "name": "Merger"}, follow=True)
    assert "Nothing is different yet" in words(made)
    query = f"?scenario={Scenario.objects.get().pk}&with=0"
    senior.post(at(mine, query), {"decision": "absent", "number": people["top"].pk})
    assert "Ángela Núñez is no longer there." in words(senior.get(at(mine, query)))
    line = Line.objects.filter(scenario__isnull=False, kind="dotted").get()
    senior.post(at(mine, query), {"decision": "remove", "number": line.pk})
    assert "No longer here: Ángela Núñez reports in part to Marta Gil." in words(
        senior.get(at(mine, query))
    )
    for kind in ("svg", "pptx"):
        assert senior.get(at(mine, f"{query}&as={kind}&ours=1")).status_code == 200
    number = Scenario.objects.get().pk
    senior.post(at(mine, query), {"decision": "delete", "number": number})
    assert senior.get(at(mine, query)).status_code == 404
    assert as_person(cast.executive).get(at(mine)).status_code == 403


def test_a_map_that_has_no_room_is_told_in_numbers_and_shown_in_parts(
    mine: Customer, cast: Cast, as_person: AsPerson
) -> None:
    top = make_contact(mine, "Ángela Núñez")
    heads = [make_contact(mine, f"Head {each}", reports_to_id=top.pk) for each in range(6)]
    functions = list(Function)
    made = Contact.objects.bulk_create(
        Contact(
            customer=mine, name=f"Leocadia Villanueva {each}", by_name="A",
            function=functions[each % 5].value, reports_to=heads[each % 6] if each < 90 else None,
        )
        for each in range(140)
    )  # fmt: skip
    senior = as_person(cast.senior)
    page = reverse("relationships:influence", args=[mine.pk])
    first = senior.get(page).content.decode()
    assert "Of 147 people nobody has said yet who decides" in first
    assert "data-map-canvas" not in first
    assert "data-map-canvas" in senior.get(f"{page}?show=all").content.decode()
    one, other, *_rest = made
    make_judgement(one, Kind.INFLUENCE, 9)
    draw_line(
        SYSTEM, scenario_id=None, start_id=one.pk, end_id=other.pk, kind=LineKind.INFLUENCE,
        source="She quotes him",
    )  # fmt: skip
    deck = Presentation(io.BytesIO(senior.get(f"{page}?show=all&as=pptx").content))
    said = [
        "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        for slide in deck.slides
    ]
    overview, matter, *lists, reporting = said
    assert "of most influence: Leocadia Villanueva 0 9" in " ".join(overview.split())
    assert "heard by: Production 1" in overview
    assert "those who matter" in matter
    assert len(lists) == 4, "147 people and the names of their functions, 39 on each"
    assert "Purchasing" in lists[0]
    assert "Logistics" in "".join(lists)
    reports = " ".join(reporting.split())
    assert "92 lines that the slides before do not draw, in words." in reports
    assert "Reporting to Head 5: Leocadia Villanueva" in reports
    assert reports.count("Leocadia Villanueva") == 88, "the other two are drawn"
    begins = senior.get(page).content.decode()
    assert f"listed by function on {len(lists)} slides." in begins
    assert "Slides of everybody" in begins
    chart = page.replace("influence", "chart")
    for address in (f"{page}?show=all&as=pptx", f"{chart}?levels=all&as=pptx"):
        deck = Presentation(io.BytesIO(senior.get(address).content))
        told = [
            (run.font.size.pt, run.text)
            for slide in deck.slides
            for shape in slide.shapes
            if shape.has_text_frame
            for paragraph in shape.text_frame.paragraphs
            for run in paragraph.runs
        ]
        assert min(told)[0] >= 9, (address, min(told))
        everything = "\n".join(text for _size, text in told)
        assert everything.count("Leocadia") >= len(made)
        for slide in deck.slides:
            for shape in slide.shapes:
                assert shape.left >= 0
                assert shape.left + shape.width <= deck.slide_width, address
                assert shape.top + shape.height <= deck.slide_height, address


def test_what_has_expired_counts_for_nobody_in_the_overview(
    mine: Customer, cast: Cast, as_person: AsPerson, today_is: TodayIs
) -> None:
    Contact.objects.bulk_create(
        Contact(customer=mine, name=f"Leocadia {each}", by_name="A", function="finance")
        for each in range(60)
    )
    made = list(Contact.objects.order_by("pk"))
    for each in made[:3]:
        make_judgement(each, Kind.ATTITUDE, -1)
    draw_line(
        SYSTEM, scenario_id=None, start_id=made[0].pk, end_id=made[1].pk, kind=LineKind.INFLUENCE,
        source="She quotes him",
    )  # fmt: skip

    def overview() -> str:
        answer = as_person(cast.senior).get(
            reverse("relationships:influence", args=[mine.pk]), {"show": "all", "as": "pptx"}
        )
        slide = Presentation(io.BytesIO(answer.content)).slides[0]
        said = [each.text_frame.text for each in slide.shapes if each.has_text_frame]
        return " ".join(" ".join(said).split())

    assert "against 3 · not judged 57" in overview()
    assert "heard by" in overview()
    today_is(timezone.localdate() + timedelta(days=800))
    assert "against 0 · not judged 60" in overview()
    assert "heard by" not in overview()
