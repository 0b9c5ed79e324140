"""Draws in the background: asked for, made step by step, gone on with, shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.identity.testing import Cast
from clavero.investment import jobs
from clavero.investment.models import Assessment, Case, Drawing, Round
from clavero.investment.services import assessing, make_draws, order_draws, set_level
from clavero.investment.testing import SYSTEM, assess, expected, make_case, with_terms
from clavero.nightly.hooks import go_on
from clavero.portfolio.testing import make_customer
from clavero.ui.testing import notices, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(cast: Cast) -> Round:
    """A round with two accounts, of which the budget takes one."""
    for code in "AB":
        make_case(make_customer(code), ("whole", expected(100, 40, 60, 80, low=(0, 0, 0))))
    return with_terms(150)


class Killed(BaseException):
    """As a worker ends that is killed."""


@pytest.fixture
def killed_after(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], list[int]]:
    """A worker that is killed when it has looked at so many parts of the draws; those it began."""
    real = assessing.times_chosen

    def kill(parts: int) -> list[int]:
        begun: list[int] = []

        def counted(problem: Any, draws: Any, which: range) -> dict[str, int]:
            if len(begun) == parts:
                raise Killed
            begun.append(which.start)
            return real(problem, draws, which)

        monkeypatch.setattr(assessing, "times_chosen", counted)
        return begun

    return kill


def _long_ago(row: Drawing) -> None:
    then = timezone.now() - assessing.GIVEN_UP - timedelta(seconds=1)
    Drawing.objects.filter(pk=row.pk).update(beat_at=then)


def test_a_killed_worker_loses_nothing(
    actors: SimpleNamespace, found: Round, killed_after: Callable[[int], list[int]]
) -> None:
    whole = assess(actors.director, round_id=found.pk)
    row = order_draws(actors.director, round_id=found.pk)
    killed_after(7)
    with pytest.raises(Killed):
        make_draws(row.pk)
    row.refresh_from_db()
    assert (row.state, row.found["looked_at"]) == ("checking", 70)
    assert 45 < row.percent < 100
    begun = killed_after(1_000)
    make_draws(row.pk)
    assert begun == [], "while it may be alive, nobody goes on with it"
    _long_ago(row)
    make_draws(row.pk)
    assert begun[0] == 70, "what was done is not done again"
    row.refresh_from_db()
    assert row.state == "done"
    assert row.assessment is not None
    assert row.assessment.found == whole.found, "the same as if nobody had been killed"
    assert [each.verb for each in history(found)][:2] == [
        "investment.assessed", "investment.draws_ordered",
    ]  # fmt: skip
    assert history(found)[0].by_name == actors.director.name
    make_draws(row.pk)
    assert Assessment.objects.count() == 2, "what is made is made once"


def test_what_was_found_of_other_cases_is_not_gone_on_with(
    found: Round, killed_after: Callable[[int], list[int]]
) -> None:
    row = order_draws(SYSTEM, round_id=found.pk)
    killed_after(3)
    with pytest.raises(Killed):
        make_draws(row.pk)
    case = Case.objects.get(customer__code="A")
    set_level(SYSTEM, case_id=case.pk, name="more", expected=expected(120, 90, 90, 90))
    begun = killed_after(1_000)
    _long_ago(row)
    make_draws(row.pk)
    assert begun[0] == 0
    made = Drawing.objects.get(pk=row.pk).assessment
    assert made is not None
    assert {(each["account"], each["level"]) for each in made.found["options"]} == {
        ("A", "whole"), ("A", "more"), ("B", "whole"),
    }  # fmt: skip


def test_who_was_taken_for_dead_writes_nothing(
    found: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = order_draws(SYSTEM, round_id=found.pk)
    real = assessing.times_chosen

    def overtaken(*given: Any) -> dict[str, int]:
        monkeypatch.setattr(assessing, "times_chosen", real)
        _long_ago(row)
        make_draws(row.pk)  # another has gone on with it and is ready
        return real(*given)

    monkeypatch.setattr(assessing, "times_chosen", overtaken)
    make_draws(row.pk)
    assert Assessment.objects.count() == 1
    row.refresh_from_db()
    assert row.state == "done"


def test_only_those_who_decide_ask_and_once_at_a_time(
    actors: SimpleNamespace, found: Round
) -> None:
    first = order_draws(actors.executive, round_id=found.pk)
    assert order_draws(actors.director, round_id=found.pk).pk == first.pk
    for actor in (actors.senior, actors.hr, actors.administrator):
        with pytest.raises(Forbidden):
            order_draws(actor, round_id=found.pk)
    with pytest.raises(Round.DoesNotExist):
        order_draws(actors.director, round_id=0)


def test_what_goes_wrong_is_said(
    as_person: AsPerson, cast: Cast, found: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = order_draws(SYSTEM, round_id=found.pk)

    def broken(*_given: Any) -> dict[str, int]:
        raise ZeroDivisionError

    monkeypatch.setattr(assessing, "times_chosen", broken)
    with pytest.raises(ZeroDivisionError):
        make_draws(row.pk)
    page = as_person(cast.director).get(reverse("investment:risk", args=[found.pk]))
    assert "Something went wrong while the draws were made. Draw again." in words(page)
    assert order_draws(SYSTEM, round_id=found.pk).pk != row.pk, "it can be asked for again"


def test_the_page_shows_how_far_they_are_and_what_they_stand_on(
    as_person: AsPerson, cast: Cast, found: Round
) -> None:
    director = as_person(cast.director)
    page_address = reverse("investment:risk", args=[found.pk])
    bar_address = reverse("investment:drawing", args=[found.pk])
    assert director.get(bar_address).headers["Location"] == page_address
    row = order_draws(SYSTEM, round_id=found.pk)
    told = words(director.get(page_address))
    assert "The draws wait for their turn" in told
    assert "Nothing is drawn yet" not in told
    Drawing.objects.filter(pk=row.pk).update(
        state="checking", percent=63, claim="x", beat_at=timezone.now()
    )
    bar = director.get(bar_address, headers={"hx-request": "true"})
    assert "Looking how firm the choice is" in words(bar)
    assert 'value="63"' in bar.content.decode()
    assert "Go on with it" not in words(director.get(page_address))
    _long_ago(row)
    assert "Go on with it" in words(director.get(page_address))
    page = director.post(page_address, follow=True)  # without a worker it is done at once
    assert notices(page) == ["The draws are made."]
    told = words(page)
    assert "of version 1 of the terms" in told
    assert Assessment.objects.get().identity[:8] in told
    done = director.get(bar_address, headers={"hx-request": "true"})
    assert done.headers["HX-Redirect"] == page_address
    with_terms(120)
    told = words(director.get(page_address))
    assert "Cases or terms have changed since" in told
    assert "of version 1 of the terms" in told


def test_a_worker_that_begins_goes_on_with_what_others_left(
    found: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = order_draws(SYSTEM, round_id=found.pk)
    queued: list[tuple[int, Any]] = []

    class Later:
        def __init__(self, then: Any) -> None:
            self.then = then

        def enqueue(self, drawing_id: int) -> None:
            queued.append((drawing_id, self.then))

    class Draw:
        def get_backend(self) -> Any:
            return type("Backend", (), {"supports_defer": True})

        def using(self, *, run_after: Any) -> Later:
            return Later(run_after)

    monkeypatch.setattr(jobs, "draw", Draw())
    beat = timezone.now()
    Drawing.objects.filter(pk=row.pk).update(claim="x", state="drawing", beat_at=beat)
    go_on()
    assert queued == [(row.pk, beat + assessing.GIVEN_UP)]
