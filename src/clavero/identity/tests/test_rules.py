"""The organisation chart as arithmetic: teams and circles."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clavero.identity.rules import ALLOWED, Actor, Role, Verb, closes_a_circle, team_of
from clavero.identity.words import ROLE_NAMES, VERB_SENTENCES

PEOPLE = range(1, 9)

# Everybody reports to somebody with a smaller number, or to nobody: a chart without circles.
charts = st.fixed_dictionaries(
    {person: st.one_of(st.none(), st.integers(1, person - 1)) if person > 1 else st.none()
     for person in PEOPLE}
)  # fmt: skip


def above(person: int, chart: dict[int, int | None]) -> set[int]:
    superiors = set()
    boss = chart[person]
    while boss is not None:
        superiors.add(boss)
        boss = chart[boss]
    return superiors


@given(charts)
def test_a_team_is_everybody_who_has_the_person_above(chart: dict[int, int | None]) -> None:
    for person in PEOPLE:
        assert team_of(person, chart) == {one for one in PEOPLE if person in above(one, chart)}


@given(charts, st.sampled_from(PEOPLE), st.one_of(st.none(), st.sampled_from(PEOPLE)))
def test_a_move_is_refused_exactly_when_it_closes_a_circle(
    chart: dict[int, int | None], person: int, boss: int | None
) -> None:
    seen = {person}
    step = boss
    while step is not None and step not in seen:
        seen.add(step)
        step = chart[step]
    assert closes_a_circle(person, boss, chart) == (step is not None)


def test_a_circle_that_is_there_already_does_not_hang() -> None:
    assert team_of(1, {1: 2, 2: 1}) == {2}


def test_the_system_may_do_everything_and_a_colleague_answers_requests_alone() -> None:
    assert all(Actor.system().may(verb) for verb in Verb)
    colleague = Actor(user_id=1, name="Olga", role=Role.COLLEAGUE)
    assert {verb for verb in Verb if colleague.may(verb)} == {Verb.ANSWER_REQUESTS}


def test_every_role_and_verb_has_its_permission_and_its_words() -> None:
    assert set(ALLOWED) == set(ROLE_NAMES) == set(Role)
    assert set(VERB_SENTENCES) == set(Verb)
