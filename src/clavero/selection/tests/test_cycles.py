"""The year of a selection: opened with last year's list, moved on, and closed for good."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clavero.core.errors import Forbidden
from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.portfolio.testing import cover, make_customer, make_one
from clavero.selection.models import Candidate, SelectionCycle
from clavero.selection.rules.cycle import Stage
from clavero.selection.rules.settings import Settings
from clavero.selection.rules.steps import Status
from clavero.selection.selectors import (
    customer_course,
    cycle_list,
    latest_cycle,
    list_with,
    status_of_customer,
)
from clavero.selection.services import (
    accept_proposals,
    add_evidence,
    adopt_settings,
    answer_filter,
    move_cycle,
    open_cycle,
    put_forward,
    rate,
)
from clavero.selection.testing import (
    SYSTEM,
    end_rating,
    make_candidate,
    make_decision,
    make_key,
    the_open_year,
)
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person], Client]
Refuses = Callable[[str], AbstractContextManager[None]]
THIS_YEAR = timezone.localdate().year


def close() -> SelectionCycle:
    end_rating()
    cycle = the_open_year()
    return move_cycle(SYSTEM, year=cycle.year, to=Stage.CLOSED, seen=Stage.DECIDING)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_first_button_opens_the_year(as_person: AsPerson, cast: Cast, language: str) -> None:
    Person.objects.filter(pk=cast.director.pk).update(language=language)
    director = as_person(cast.director)
    page = director.get(reverse("selection:selection")).content.decode()
    found = re.search(r'name="year" value="([^"]*)"', page)
    assert found is not None
    answer = director.post(reverse("selection:cycles"), {"year": found[1]})
    assert answer.status_code == 302
    assert latest_cycle() is not None


def test_the_director_opens_a_year_from_the_page(as_person: AsPerson, cast: Cast) -> None:
    director = as_person(cast.director)
    assert "Open the selection of" in words(director.get(reverse("selection:selection")))
    answer = director.post(reverse("selection:cycles"), {"year": THIS_YEAR}, follow=True)
    assert f"Key accounts {THIS_YEAR}" in words(answer)
    assert "Candidates are being rated" in words(answer)


def test_only_the_director_opens_and_moves(actors: SimpleNamespace) -> None:
    for actor in (actors.senior, actors.junior_one, actors.executive):
        with pytest.raises(Forbidden):
            open_cycle(actor, year=THIS_YEAR)
    cycle = open_cycle(actors.director, year=THIS_YEAR)
    with pytest.raises(Forbidden):
        move_cycle(actors.senior, year=cycle.year, to=Stage.DECIDING, seen=Stage.RATING)


def test_one_year_is_open_at_a_time_and_each_comes_after_the_one_before(refuses: Refuses) -> None:
    with refuses("not_a_year"):
        open_cycle(SYSTEM, year=THIS_YEAR + 2)
    open_cycle(SYSTEM, year=THIS_YEAR)
    with refuses("still_open"):
        open_cycle(SYSTEM, year=THIS_YEAR + 1)
    close()
    with refuses("not_after_the_last"):
        open_cycle(SYSTEM, year=THIS_YEAR)
    assert open_cycle(SYSTEM, year=THIS_YEAR + 1).is_open


def test_no_year_is_offered_that_cannot_be_opened(as_person: AsPerson, cast: Cast) -> None:
    director = as_person(cast.director)
    address = reverse("selection:cycles")
    for year in (THIS_YEAR, THIS_YEAR + 1):
        page = director.get(address)
        assert page.context["can_open"]
        assert page.context["form"].initial == {"year": year}
        open_cycle(SYSTEM, year=year)
        close()
    page = director.get(address)
    assert 'name="year"' not in page.content.decode()
    assert f"The next year can be opened from 1 Jan {THIS_YEAR + 1} on" in words(page)


def test_a_year_begins_with_last_year_s_list_without_those_who_left() -> None:
    key, out, not_key, undecided = (make_customer(code) for code in ("KEY", "OUT", "NOT", "UND"))
    candidates = [make_candidate(each) for each in (key, out, not_key, undecided)]
    end_rating()
    make_decision(candidates[0], Status.KEY)
    make_decision(candidates[1], Status.KEY)
    make_decision(candidates[1], Status.EXIT)
    make_decision(candidates[2], Status.NOT_KEY)
    close()
    cycle = open_cycle(SYSTEM, year=THIS_YEAR + 1)
    found = {each.customer.code: each.grounds[0]["ground"] for each in cycle.candidates.all()}
    assert found == {"KEY": "key", "NOT": "last_year", "UND": "last_year"}
    listed = {row.card.code: row.standing.status for row in cycle_list(SYSTEM, cycle).rows}
    assert listed == {
        "KEY": Status.KEY,
        "NOT": Status.CANDIDATE,
        "UND": Status.CANDIDATE,
    }


def test_a_record_merged_meanwhile_counts_for_what_it_became() -> None:
    copy, kept = make_customer("COPY"), make_customer("KEPT")
    make_key(copy)
    close()
    make_one(copy, kept)
    cycle = open_cycle(SYSTEM, year=THIS_YEAR + 1)
    [candidate] = cycle.candidates.all()
    assert candidate.customer.code == "KEPT"
    [row] = cycle_list(SYSTEM, cycle).rows
    assert row.standing.status is Status.KEY


def test_a_candidate_merged_within_its_year_stays_on_the_list(cast: Cast) -> None:
    copy, kept = make_customer("COPY"), make_customer("KEPT")
    candidate = make_key(copy).candidate
    make_one(copy, kept)
    cycle = candidate.cycle
    [row] = cycle_list(SYSTEM, cycle).rows
    assert (row.card.code, row.standing.status) == ("KEPT", Status.KEY)
    assert list_with(SYSTEM, candidate.pk)[1].card.code == "KEPT"
    today = timezone.localdate()
    assert status_of_customer(SYSTEM, kept.pk, today) is Status.KEY
    assert len(customer_course(SYSTEM, kept.pk, today).decisions) == 1


def test_what_is_closed_never_changes(actors: SimpleNamespace, refuses: Refuses) -> None:
    candidate = make_candidate(make_customer("C1"))
    cycle = close()
    what: list[Callable[[], object]] = [
        lambda: answer_filter(actors.director, candidate_id=candidate.pk, answers={}),
        lambda: add_evidence(
            actors.director, candidate_id=candidate.pk, text="More", day=date(2026, 1, 1)
        ),
        lambda: rate(actors.director, candidate_id=candidate.pk, scores={}),
        lambda: make_decision(candidate, Status.KEY),
    ]
    for each in what:
        with refuses("closed"):
            each()
    with refuses("changed_meanwhile"):
        move_cycle(SYSTEM, year=cycle.year, to=Stage.RATING, seen=Stage.CLOSED)
    with refuses("no_open_year"):
        put_forward(SYSTEM, customer_id=make_customer("C2").pk, reason="It grows")


def test_a_closed_year_keeps_its_criteria(actors: SimpleNamespace) -> None:
    candidate = make_candidate(make_customer("C1"))
    cycle = close()
    today = timezone.localdate()
    adopt_settings(
        actors.director, settings=Settings(questions=("solvency",)), valid_from=today,
        reason="Simpler", approved_by="Ana", approved_on=today, seen=None,
    )  # fmt: skip
    [row] = cycle_list(SYSTEM, cycle).rows
    assert row.candidate == candidate
    assert len(row.standing.filter.open) == 5


def test_of_two_who_move_a_year_the_second_is_told(refuses: Refuses) -> None:
    cycle = the_open_year()
    end_rating()
    with refuses("changed_meanwhile"):
        move_cycle(SYSTEM, year=cycle.year, to=Stage.DECIDING, seen=Stage.RATING)
    back = move_cycle(SYSTEM, year=cycle.year, to=Stage.RATING, seen=Stage.DECIDING)
    assert back.rated_on is None


def test_a_year_moves_on_from_its_page(as_person: AsPerson, cast: Cast) -> None:
    cycle = the_open_year()
    director = as_person(cast.director)
    address = reverse("selection:move", args=[cycle.year, "deciding"])
    asked = director.get(address)
    assert "Shall the rating end" in words(asked)
    answer = director.post(address, {"seen": "rating"}, follow=True)
    assert "The committee decides" in words(answer)
    found = latest_cycle()
    assert found is not None
    assert found.stage == Stage.DECIDING


def test_whoever_moves_a_year_on_is_told_what_it_leaves_open(
    as_person: AsPerson, cast: Cast
) -> None:
    for code in ("C1", "C2"):
        make_candidate(make_customer(code, f"Talleres {code}"))
    cycle, director = the_open_year(), as_person(cast.director)
    asked = words(director.get(reverse("selection:move", args=[cycle.year, "deciding"])))
    assert "Nobody has rated: Talleres C1, Talleres C2." in asked
    assert "The filter has an open question for: Talleres C1, Talleres C2." in asked
    end_rating()
    close_it = reverse("selection:move", args=[cycle.year, "closed"])
    assert "2 of 2 candidates have no decision: Talleres C1, Talleres C2." in words(
        director.get(close_it)
    )
    make_decision(Candidate.objects.get(customer__code="C1"), Status.NOT_KEY)
    assert "1 of 2 candidates has no decision: Talleres C2." in words(director.get(close_it))


def test_who_puts_forward_sees_the_customer_and_says_why(
    cast: Cast, actors: SimpleNamespace, refuses: Refuses
) -> None:
    the_open_year()
    own, other = make_customer("OWN"), make_customer("OTHER")
    cover(cast.junior_one, own)
    with refuses("reason_missing"):
        put_forward(actors.junior_one, customer_id=own.pk, reason=" ")
    candidate = put_forward(actors.junior_one, customer_id=own.pk, reason="It opens a plant")
    assert candidate.by_name == cast.junior_one.name
    with refuses("on_the_list"):
        put_forward(actors.director, customer_id=own.pk, reason="Again")
    with pytest.raises(type(own).DoesNotExist):
        put_forward(actors.junior_one, customer_id=other.pk, reason="It grows")
    with pytest.raises(Forbidden):
        put_forward(actors.executive, customer_id=other.pk, reason="It grows")
    end_rating()
    with refuses("rating_ended"):
        put_forward(actors.director, customer_id=other.pk, reason="It grows")


def test_a_customer_is_put_forward_from_its_own_page(as_person: AsPerson, cast: Cast) -> None:
    the_open_year()
    customer = make_customer("C1", "Talleres Ega")
    cover(cast.senior, customer)
    client = as_person(cast.senior)
    address = reverse("selection:customer", args=[customer.pk])
    assert "It has never been on the list" in words(client.get(address))
    answer = client.post(address, {"reason": "It opens a plant"}, follow=True)
    assert "put forward by hand · It opens a plant" in words(answer)
    assert "Put it forward" not in words(client.get(address))
    listed = words(client.get(reverse("selection:selection")))
    assert "Talleres Ega" in listed
    assert "rate it first" in listed


def test_nobody_is_proposed_without_sales(actors: SimpleNamespace, refuses: Refuses) -> None:
    the_open_year()
    with refuses("nobody_chosen"):
        accept_proposals(actors.director, customer_ids=[make_customer("C1").pk])


def test_the_open_year_follows_the_criteria_of_today(actors: SimpleNamespace) -> None:
    make_candidate(make_customer("C1"))
    today = timezone.localdate()
    adopt_settings(
        actors.director, settings=Settings(questions=("solvency",)),
        valid_from=today + timedelta(days=1), reason="Simpler", approved_by="Ana",
        approved_on=today, seen=None,
    )  # fmt: skip
    [row] = cycle_list(SYSTEM, the_open_year()).rows
    assert len(row.standing.filter.open) == 5
