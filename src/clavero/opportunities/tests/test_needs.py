"""Needs and solutions: works · refuses · an outsider is blind · audited · two at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.identity.testing import Cast
from clavero.opportunities.models import Need, Solution, TailoredSolution
from clavero.opportunities.rules.needs import Certainty, Closed, Horizon
from clavero.opportunities.selectors import (
    account_needs,
    changes_of,
    need_rows,
    need_seen,
    solutions,
)
from clavero.opportunities.services import (
    add_need,
    add_solution,
    change_need,
    change_solution,
    close_need,
    link_solution,
    offer_again,
    reopen_need,
    retire_solution,
    unlink_solution,
)
from clavero.opportunities.testing import SYSTEM, make_need, make_solution
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer, make_group, make_one

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], Any]


@pytest.fixture
def mine(cast: Cast) -> Customer:
    """A customer of the senior's."""
    customer = make_customer("C1")
    cover(cast.senior, customer)
    return customer


def test_a_need_is_written_down_and_found(mine: Customer, actors: SimpleNamespace) -> None:
    senior = actors.senior
    need = add_need(
        senior,
        customer_id=mine.pk,
        text="  Fewer stops ",
        source="Ana, maintenance",
        said_on=timezone.localdate(),
        horizon=Horizon.FUTURE,
        urgency=5,
        fit=7,
        owner_id=senior.user_id,
    )
    (row,) = need_rows(senior)
    assert (row.text, row.horizon, row.urgency, row.fit, row.owner) == (
        "Fewer stops", "future", 5, 7, senior.name,
    )  # fmt: skip
    assert history(need).get().verb == "need.added"
    assert account_needs(senior, mine.pk).gate.confirmed.n == 1


def test_an_outsider_is_blind(mine: Customer, actors: SimpleNamespace) -> None:
    need = make_need(mine)
    for name in ("sales", "hr", "logistics", "administrator"):
        assert need_rows(getattr(actors, name)) == []
        with pytest.raises(Need.DoesNotExist):
            need_seen(getattr(actors, name), need.pk)
        with pytest.raises(Need.DoesNotExist):
            change_need(getattr(actors, name), need_id=need.pk, text="x")
        with pytest.raises(Customer.DoesNotExist):
            account_needs(getattr(actors, name), mine.pk)
    assert [row.id for row in need_rows(actors.executive)] == [need.pk]
    with pytest.raises(Forbidden):
        close_need(actors.executive, need_id=need.pk, reason=Closed.GONE)


def test_the_needs_of_a_group_are_those_of_its_units(
    mine: Customer, actors: SimpleNamespace
) -> None:
    group = make_group("Group", mine, code="G")
    make_need(group, text="All of us")
    make_need(mine, text="Here")
    make_need(make_customer("C3"), text="Elsewhere")
    assert [row.text for row in account_needs(SYSTEM, group.pk).open] == ["Here", "All of us"]
    assert [row.text for row in account_needs(actors.senior, mine.pk).open] == ["Here"]


def test_a_need_of_a_merged_record_is_its_customers(mine: Customer) -> None:
    other = make_customer("C2")
    make_need(other)
    make_one(other, mine)
    (row,) = need_rows(SYSTEM)
    assert (row.customer_id, row.code) == (mine.pk, "C1")
    assert [each.id for each in account_needs(SYSTEM, mine.pk).open] == [row.id]


def test_what_is_refused(mine: Customer, cast: Cast, refuses: Refuses) -> None:
    tomorrow = timezone.localdate() + timedelta(1)
    for given, code in (
        ({"text": " "}, "text_missing"),
        ({"source": ""}, "source_missing"),
        ({"text": "x" * 2001}, "too_long"),
        ({"urgency": 6}, "no_urgency"),
        ({"fit": 11}, "no_fit"),
        ({"said_on": tomorrow}, "in_the_future"),
        ({"owner_id": cast.sales.pk}, "owner_blind"),
        ({"owner_id": cast.executive.pk}, "owner_blind"),
    ):
        with refuses(code):
            make_need(mine, **given)
    assert not Need.objects.exists()


def test_a_need_is_put_right_and_tells_it(mine: Customer) -> None:
    need = make_need(mine)
    change_need(SYSTEM, need_id=need.pk, certainty="confirmed", urgency=4)
    need.refresh_from_db()
    assert (need.certainty, need.urgency) == (Certainty.CONFIRMED, 4)
    told = {str(what): (str(was), str(now)) for what, was, now in changes_of(need)[0].values}
    assert told["How it is known"] == ("Stated", "Confirmed")
    with pytest.raises(TypeError):
        change_need(SYSTEM, need_id=need.pk, customer_id=1)


def test_two_people_at_once_are_told(mine: Customer, actors: SimpleNamespace) -> None:
    need = make_need(mine)
    seen = revision_of(need)
    change_need(actors.director, need_id=need.pk, text="Otherwise", seen=seen)
    change_need(actors.senior, need_id=need.pk, text=need.text, urgency=5, seen=seen)
    need.refresh_from_db()
    assert (need.text, need.urgency) == ("Otherwise", 5), "what was left alone stays"
    with pytest.raises(ChangedMeanwhile) as told:
        change_need(actors.senior, need_id=need.pk, text="Mine", seen=seen)
    assert "Otherwise" in told.value.told["text"]


def test_a_need_is_closed_for_a_reason_and_opened_again(mine: Customer, refuses: Refuses) -> None:
    need = make_need(mine)
    close_need(SYSTEM, need_id=need.pk, reason=Closed.MET, note="Stock on site")
    assert need_rows(SYSTEM) == []
    (row,) = need_rows(SYSTEM, is_open=False)
    assert (row.closed_reason, row.closed_note) == ("met", "Stock on site")
    with refuses("need_closed"):
        change_need(SYSTEM, need_id=need.pk, text="x")
    reopen_need(SYSTEM, need_id=need.pk)
    with refuses("already_open"):
        reopen_need(SYSTEM, need_id=need.pk)
    verbs = [entry.verb for entry in history(need)]
    assert verbs == ["need.reopened", "need.closed", "need.added"]


def test_solutions_are_tailored_to_a_need(mine: Customer, actors: SimpleNamespace) -> None:
    need, stock = make_need(mine), make_solution(families=["Belts", " Belts", "Chains"])
    assert stock.families == ["Belts", "Chains"]
    link_solution(actors.senior, need_id=need.pk, solution_id=stock.pk, tailoring="Ours to refill")
    link_solution(actors.senior, need_id=need.pk, solution_id=stock.pk, tailoring="Theirs")
    (link,) = need_seen(actors.senior, need.pk).links
    assert (link.name, link.tailoring) == ("Stock on site", "Theirs")
    assert need_rows(SYSTEM)[0].solutions == "Stock on site"
    assert solutions().get().used == 1  # type: ignore[attr-defined]
    unlink_solution(actors.senior, need_id=need.pk, solution_id=stock.pk)
    with pytest.raises(TailoredSolution.DoesNotExist):
        unlink_solution(actors.senior, need_id=need.pk, solution_id=stock.pk)
    verbs = [entry.verb for entry in history(need)]
    assert verbs[:2] == ["need.solution_unlinked", "need.solution_linked"]


def test_the_director_decides_what_is_offered(actors: SimpleNamespace, refuses: Refuses) -> None:
    with pytest.raises(Forbidden):
        add_solution(actors.senior, name="Mine")
    stock = add_solution(actors.director, name="Stock on site")
    for given, code in (
        ({"name": " "}, "name_missing"),
        ({"name": "Stock on site"}, "name_taken"),
        ({"name": "Many", "families": [str(number) for number in range(31)]}, "too_many_families"),
    ):
        with refuses(code):
            add_solution(actors.director, **given)
    change_solution(actors.director, solution_id=stock.pk, name="Stock on site", description="All")
    retire_solution(actors.director, solution_id=stock.pk)
    with refuses("already_retired"):
        retire_solution(actors.director, solution_id=stock.pk)
    twin = add_solution(actors.director, name="Stock on site")
    with refuses("name_taken"):
        offer_again(actors.director, solution_id=stock.pk)
    change_solution(actors.director, solution_id=twin.pk, name="Another")
    offer_again(actors.director, solution_id=stock.pk)
    with refuses("already_offered"):
        offer_again(actors.director, solution_id=stock.pk)
    assert [entry.verb for entry in history(stock)] == [
        "solution.offered_again", "solution.retired", "solution.changed", "solution.added",
    ]  # fmt: skip


def test_a_retired_solution_is_not_linked(mine: Customer) -> None:
    need, stock = make_need(mine), make_solution()
    retire_solution(SYSTEM, solution_id=stock.pk)
    with pytest.raises(Solution.DoesNotExist):
        link_solution(SYSTEM, need_id=need.pk, solution_id=stock.pk)


def test_the_database_keeps_what_must_hold(mine: Customer) -> None:
    need = make_need(mine)
    for given in ({"urgency": 0}, {"fit": 11}, {"closed_reason": "met"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Need.objects.filter(pk=need.pk).update(**given)
