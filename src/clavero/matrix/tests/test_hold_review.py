"""A review places accounts officially: by hysteresis, told to those who listen, and for good."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clavero.core.errors import Forbidden
from clavero.identity.doors import actor_for
from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.matrix import hooks
from clavero.matrix.models import AccountScore, MatrixPlacement, MatrixReview
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.selectors import matrix_as_data, matrix_rows, official_strategies
from clavero.matrix.services import hold_review, import_scores, withdraw_score
from clavero.matrix.testing import HEADER, hold
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors import changes_of
from clavero.portfolio.testing import cover, make_customer, make_one
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
FIRST, SECOND, THIRD = date(2024, 3, 1), date(2025, 3, 1), date(2026, 3, 1)
AsPerson = Callable[[Person], Client]
Refuses = Callable[[str], AbstractContextManager[None]]


def say(account: str, day: date, **values: float) -> None:
    rows = [f"{account},{what},{value},us,estimate,{day}" for what, value in values.items()]
    import_scores(SYSTEM, content="\n".join([HEADER, *rows]).encode())


def strategies(as_of: date = THIRD) -> dict[str, Strategy]:
    return {code: each.strategy for code, each in official_strategies(SYSTEM, as_of=as_of).items()}


def test_each_account_that_can_be_classified_is_placed() -> None:
    say("LITTLE", FIRST, fit=5)
    hold(FIRST, {"A": Strategy.INVEST, "B": Strategy.HARVEST})
    assert strategies() == {"A": Strategy.INVEST, "B": Strategy.HARVEST}
    assert strategies(as_of=FIRST - timedelta(days=1)) == {}
    placed = MatrixPlacement.objects.get(customer__code="A")
    assert (placed.potential, placed.position) == (10.0, 9.0)
    assert placed.sums["position"][0] | {"by": ""} == {
        "factor": "quality",
        "value": 9.0,
        "score": 9.0,
        "weight": 25.0,
        "points": 2.25,
        "source": "estimate",
        "day": "2024-03-01",
        "by": "",
    }


def test_a_small_crossing_takes_two_reviews() -> None:
    hold(FIRST, {"A": Strategy.INVEST})
    criteria = dict.fromkeys(("quality", "service", "price", "innovation", "relationship"), 4.7)
    say("A", SECOND, **criteria)
    [row] = matrix_rows(SYSTEM, as_of=SECOND, with_later=True)
    assert (row.strategy, row.is_borderline, row.would_change) == (Strategy.INVEST, True, False)
    hold_review(SYSTEM, day=SECOND)
    official = official_strategies(SYSTEM, as_of=SECOND)["A"]
    assert (official.strategy, official.is_borderline) == (Strategy.INVEST, True)
    [row] = matrix_rows(SYSTEM, as_of=THIRD, with_later=True)
    assert row.would_change
    hold_review(SYSTEM, day=THIRD)
    official = official_strategies(SYSTEM, as_of=THIRD)["A"]
    assert (official.strategy, official.is_borderline) == (Strategy.SELECTIVE, False)
    assert (official.since, official.reviewed_on) == (THIRD, THIRD)
    assert official.before == (Strategy.INVEST, Strategy.INVEST)


def test_what_a_review_placed_stays_whatever_is_said_later() -> None:
    hold(FIRST, {"A": Strategy.INVEST})
    kept = MatrixPlacement.objects.values_list("potential", "position", "sums").get()
    hold(SECOND, {"A": Strategy.HARVEST})
    assert strategies(as_of=FIRST) == {"A": Strategy.INVEST}
    old = MatrixPlacement.objects.filter(review__day=FIRST)
    assert old.values_list("potential", "position", "sums").get() == kept


def test_who_listens_is_told_within_the_review(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[hooks.Review] = []
    hold(FIRST, {"A": Strategy.INVEST, "B": Strategy.MAINTAIN})
    monkeypatch.setattr(hooks, "on_review", [heard.append])
    hold(SECOND, {"A": Strategy.HARVEST, "C": Strategy.SELECTIVE})
    [review] = heard
    a, b, c = (Customer.objects.get(code=code).pk for code in "ABC")
    assert review.day == SECOND
    assert review.before == {a: Strategy.INVEST, b: Strategy.MAINTAIN}
    assert review.placed == {a: Strategy.HARVEST, b: Strategy.MAINTAIN, c: Strategy.SELECTIVE}


def test_a_listener_that_fails_undoes_the_review(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_review: hooks.Review) -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr(hooks, "on_review", [fail])
    with pytest.raises(RuntimeError):
        hold(FIRST, {"A": Strategy.INVEST})
    assert not MatrixReview.objects.exists()
    assert not MatrixPlacement.objects.exists()


def test_a_change_of_strategy_stands_in_the_account_s_history() -> None:
    hold(FIRST, {"A": Strategy.INVEST})
    hold(SECOND, {"A": Strategy.INVEST})
    hold(THIRD, {"A": Strategy.HARVEST})
    changes = changes_of(Customer.objects.get(code="A"))
    placed = [change.values for change in changes if str(change.what) == "placed in the matrix"]
    assert len(placed) == 2  # nothing changed at the second
    assert ("Strategy", "Invest", "Manage for cash") in [
        tuple(map(str, each)) for each in placed[0]
    ]


@pytest.mark.parametrize("who", ["senior", "junior_one", "executive", "sales", "administrator"])
def test_only_the_director_holds_one(actors: SimpleNamespace, who: str) -> None:
    with pytest.raises(Forbidden):
        hold_review(getattr(actors, who), day=FIRST)
    assert not MatrixReview.objects.exists()


def test_a_day_that_cannot_be_is_refused(actors: SimpleNamespace, refuses: Refuses) -> None:
    with refuses("nothing_to_review"):
        hold_review(actors.director, day=FIRST)
    hold(SECOND, {"A": Strategy.INVEST})
    for day in (FIRST, SECOND):
        with refuses("before_the_last"):
            hold_review(actors.director, day=day)
    with refuses("in_the_future"):
        hold_review(actors.director, day=timezone.localdate() + timedelta(days=1))
    assert MatrixReview.objects.count() == 1


def test_a_manager_reads_of_their_own_accounts_alone(cast: Cast, actors: SimpleNamespace) -> None:
    hold(FIRST, {"MINE": Strategy.INVEST, "OTHER": Strategy.HARVEST})
    cover(cast.junior_one, Customer.objects.get(code="MINE"))
    assert official_strategies(actors.junior_one, as_of=THIRD).keys() == {"MINE"}
    assert official_strategies(actors.hr, as_of=THIRD) == {}


def test_of_merged_records_the_survivor_s_place_holds() -> None:
    hold(FIRST, {"OLD": Strategy.HARVEST, "REAL": Strategy.INVEST})
    make_one(Customer.objects.get(code="OLD"), Customer.objects.get(code="REAL"))
    make_customer("X")
    assert strategies() == {"REAL": Strategy.INVEST}


def test_what_a_record_was_merged_into_takes_its_past_along(cast: Cast) -> None:
    """A merge says that two records are one account: where it was placed stays."""
    hold(FIRST, {"OLD": Strategy.HARVEST})
    [before] = matrix_rows(SYSTEM, as_of=FIRST)
    new = make_customer("NEW")
    cover(cast.senior, new)
    make_one(Customer.objects.get(code="OLD"), new)
    make_customer("X")
    [row] = matrix_rows(SYSTEM, as_of=FIRST)
    assert (row.card.code, row.place) == ("NEW", before.place)
    found = official_strategies(actor_for(cast.senior), as_of=FIRST)
    assert {code: (each.customer_id, each.strategy) for code, each in found.items()} == {
        "NEW": (new.pk, Strategy.HARVEST)
    }


def test_what_was_noted_of_a_review_is_for_those_who_see_every_account(
    cast: Cast, as_person: AsPerson
) -> None:
    hold(FIRST, {"MINE": Strategy.INVEST, "OTHER": Strategy.HARVEST})
    MatrixReview.objects.update(note="Other leaves us in May")
    mine = Customer.objects.get(code="MINE")
    cover(cast.senior, mine)
    for address in (reverse("matrix:reviews"), reverse("matrix:why", args=[mine.pk])):
        assert "leaves us in May" in words(as_person(cast.director).get(address))
        told = words(as_person(cast.senior).get(address))
        assert "2024" in told
        assert "leaves us in May" not in told


def test_after_the_review_of_today_the_next_one_is_from_tomorrow_on(
    cast: Cast, as_person: AsPerson
) -> None:
    hold(timezone.localdate(), {"A": Strategy.INVEST})
    director, address = as_person(cast.director), reverse("matrix:reviews")
    told = words(director.get(address))
    assert "Today's review is held: the next one can be held from tomorrow on." in told
    assert "A review today would place" not in told
    answer = director.post(address, {"day": f"{timezone.localdate()}", "note": ""})
    assert answer.status_code == 422


def test_a_past_day_keeps_what_was_known_then() -> None:
    """What is entered or withdrawn later changes nothing of it, on the day of a review nor after
    it; of an account of which nothing was known, what was entered later counts, and is told."""
    hold(FIRST, {"A": Strategy.INVEST})
    between = FIRST + timedelta(days=3)

    def told(day: date) -> dict[str, tuple[object, ...]]:
        keys = ("potential", "position", "strategy", "coverage_of_weights", "hindsight")
        rows = map(matrix_as_data, matrix_rows(SYSTEM, as_of=day))
        return {row["account"]: tuple(row[key] for key in keys) for row in rows}

    on_it, after_it = told(FIRST), told(between)
    assert on_it["A"] == after_it["A"] == (10.0, 9.0, "invest", 100.0, False)
    withdrawn = AccountScore.objects.filter(customer__code="A", criterion="fit").get()
    withdraw_score(SYSTEM, score_id=withdrawn.pk)
    say("A", FIRST, quality=1, fit=1)
    say("B", FIRST, quality=1)
    assert told(FIRST)["A"] == on_it["A"]
    assert told(between)["A"] == after_it["A"]
    assert told(between)["B"][-1], "nobody had said anything of it"
    [row] = [row for row in matrix_rows(SYSTEM, as_of=THIRD) if row.card.code == "A"]
    assert not row.said.is_hindsight
    now = [row for row in matrix_rows(SYSTEM, as_of=timezone.localdate()) if row.card.code == "A"]
    assert now[0].place.position != 9.0, "today all that is known counts"
