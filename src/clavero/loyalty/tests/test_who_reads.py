"""The account team reads each answer; who sees all reads sums of three and more; others nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db.models.signals import post_init
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast, actor_for
from clavero.ledger.testing import Row, ledger_of
from clavero.loyalty.models import Invitation, Wave
from clavero.loyalty.selectors import account_loyalty, figures_on, single_answers, wave_results
from clavero.loyalty.testing import SYSTEM, answer_all, end, make_answer, make_contacts, make_wave
from clavero.loyalty.tests.conftest import Asked
from clavero.portfolio.models import Customer
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.testing import cover, make_customer, put_under
from clavero.relationships.rules.people import Function
from clavero.relationships.testing import make_tie


def test_worked_numbers_of_a_wave(cast: Cast, own_ledger: None) -> None:
    """O-3.4, by the ledger's own revenue."""
    sold = [("A", 500), ("B", 300), ("C", 200)]
    ledger_of([
        *(Row("F1", code, date(2026, 3, 2), Decimal(amount)) for code, amount in sold),
        Row("F2", "Z", date(2026, 4, 15)),
    ])  # fmt: skip
    found = [Customer.objects.get(code=code) for code in "ABC"]
    for customer, count in zip(found, (5, 2, 1), strict=True):
        make_contacts(customer, count)
    wave = make_wave(*found)
    answer_all(wave, [9, 10, 9, 8, 3, 6, 5, 9])
    result = wave_results(SYSTEM, wave.pk)
    assert result.readings is not None
    assert result.readings.respondents.value == Decimal("12.5")
    assert round(result.readings.accounts.value or 0, 2) == Decimal("13.33")
    assert result.readings.weighted.value == 10
    assert result.whole.nps is not None
    assert result.whole.nps.error == 0  # all who are known answered


def test_the_team_reads_singly_and_the_director_sums(asked: Asked, cast: Cast) -> None:
    answer_all(asked.wave, [9, 10, 2, 8, 7, 9], why="Zumbador")
    end(asked.wave)
    senior = wave_results(actor_for(cast.senior), asked.wave.pk)
    assert [each.name for each in senior.accounts] == ["Talleres Ega"]
    assert len(senior.known_rows) == len(senior.rows) == 4
    director = wave_results(actor_for(cast.director), asked.wave.pk)
    assert director.known_rows == []
    assert director.whole.answered == 6
    told = {each.name: each.is_told for each in director.accounts}
    # Of Urumea two answered: to tell Ega would tell what those two said.
    assert told == {"Talleres Ega": False, "Urumea Papel": False}
    assert director.readings is None
    assert single_answers(actor_for(cast.director), asked.wave.pk).rows == []
    assert len(single_answers(actor_for(cast.senior), asked.wave.pk).rows) == 4
    for stranger in (cast.logistics, cast.junior_two):
        with pytest.raises(Wave.DoesNotExist):
            wave_results(actor_for(stranger), asked.wave.pk)


def test_three_at_each_are_told(asked: Asked, cast: Cast) -> None:
    answer_all(asked.wave, [9, 10, 2, 8, 7, 9, 9])
    end(asked.wave)
    found = wave_results(actor_for(cast.director), asked.wave.pk)
    assert all(each.is_told for each in found.accounts)
    assert {each.key for each in found.functions} == {"purchasing"}


def test_a_question_is_told_when_enough_gave_it(
    asked: Asked, cast: Cast, as_person: AsPerson
) -> None:
    ega, urumea = (
        list(asked.wave.invitations.filter(customer=each).order_by("pk"))
        for each in (asked.ega, asked.urumea)
    )
    make_answer(ega[0], 2, service=(3, 9), csat=1)
    for invitation in (*ega[1:], *urumea):
        make_answer(invitation, None, csat=5)
    end(asked.wave)
    found = wave_results(actor_for(cast.director), asked.wave.pk)
    for group in (found.whole, *found.accounts):
        assert group.is_told
        assert group.csat is not None
    assert found.whole.nps is None, "one alone gave it"
    assert found.whole.versus == {}
    assert found.readings is None
    (of_ega,) = [each for each in found.accounts if each.key == "C1"]
    assert (of_ega.nps, of_ega.versus, sorted(of_ega.hidden)) == (None, {}, ["nps", "service"])
    page = as_person(cast.director).get(reverse("loyalty:wave", args=[asked.wave.pk]))
    assert "too few gave it" in page.content.decode()
    seen = account_loyalty(actor_for(cast.director), asked.ega.pk)
    assert seen.waves[0].scores.nps is None
    senior = account_loyalty(actor_for(cast.senior), asked.ega.pk)
    assert senior.waves[0].scores.score == -100, "who reads it singly anyway"


def test_a_question_does_not_follow_from_a_group_within_another(asked: Asked, cast: Cast) -> None:
    quality = make_contacts(asked.ega, 3, function=Function.QUALITY)
    wave = make_wave(asked.ega, name="Autumn")
    for invitation in wave.invitations.order_by("pk"):
        is_of_quality = invitation.contact_id in {each.pk for each in quality}
        is_first = invitation.contact_id == min(
            each.contact_id for each in wave.invitations.all() if each.contact_id
        )
        make_answer(invitation, 9 if is_of_quality or is_first else None, csat=4)
    end(wave)
    found = wave_results(actor_for(cast.director), wave.pk)
    scores = {each.key: (each.csat is not None, each.score) for each in found.functions}
    # Four gave it, three of them of one function: the fourth would follow.
    assert scores == {"purchasing": (True, None), "quality": (True, None)}
    assert found.whole.score == 100


def test_nothing_follows_from_two_days_of_a_wave(
    asked: Asked, cast: Cast, as_person: AsPerson
) -> None:
    *first, last = asked.wave.invitations.order_by("pk")
    for invitation in first:
        make_answer(invitation, 9)
    director = actor_for(cast.director)
    before = wave_results(director, asked.wave.pk)
    make_answer(last, 0)
    after = wave_results(director, asked.wave.pk)
    for found, answered in ((before, 6), (after, 7)):
        assert (found.whole.answered, found.whole.is_told, found.whole.nps) == (
            answered,
            False,
            None,
        )
        assert not any(each.is_told for each in (*found.accounts, *found.functions, *found.people))
    assert figures_on(timezone.localdate()) == [], "nor in KPIs"
    page = as_person(cast.director).get(reverse("loyalty:wave", args=[asked.wave.pk]))
    assert "Told when the wave has ended" in page.content.decode()
    senior = wave_results(actor_for(cast.senior), asked.wave.pk)
    assert [each.is_told for each in senior.accounts] == [True], "who reads each of them anyway"
    end(asked.wave)
    assert wave_results(director, asked.wave.pk).whole.is_told
    assert {each.code for each in figures_on(timezone.localdate())} == {"C1", "C2"}


def test_who_looks_after_an_account_in_any_role_is_its_team(asked: Asked, cast: Cast) -> None:
    cover(cast.executive, asked.urumea, role=CoverageRole.SPONSOR)
    answer_all(asked.wave, [9, 10, 2, 8, 7])
    end(asked.wave)
    found = wave_results(actor_for(cast.executive), asked.wave.pk)
    assert {row.account for row in found.known_rows} == {"C2"}
    # Of the one who answered there they know; of the other four nobody is told singly.
    assert all(each.is_told for each in found.accounts)
    assert found.whole.is_told


def test_by_function_and_who_knows_them(asked: Asked, cast: Cast) -> None:
    quality = make_contacts(asked.ega, 3, function=Function.QUALITY)
    for contact in quality:
        make_tie(contact, cast.senior)
    wave = make_wave(asked.ega, name="Autumn")
    answer_all(wave, [1, 2, 3, 4, 9, 9, 10])
    found = wave_results(actor_for(cast.senior), wave.pk)
    functions = {each.key: each.score for each in found.functions}
    assert functions == {"purchasing": -100, "quality": 100}
    people = {each.name: each.score for each in found.people}
    assert people == {"": -100, str(cast.senior): 100}


def test_of_a_part_of_a_group_the_whole_is_told(asked: Asked, cast: Cast) -> None:
    plant = make_customer("C9", "Ega Norte")
    put_under(asked.ega, plant)
    make_contacts(plant, 3)
    wave = make_wave(asked.ega, name="Autumn")
    answer_all(wave, [9] * 7)
    director = account_loyalty(actor_for(cast.director), plant.pk)
    assert (director.is_team, director.group_id) == (False, asked.ega.pk)
    assert [each.scores.is_told for each in director.waves] == [False]
    senior = account_loyalty(actor_for(cast.senior), plant.pk)
    assert [(each.scores.answered, len(each.said)) for each in senior.waves] == [(3, 3)]
    whole = account_loyalty(actor_for(cast.director), asked.ega.pk)
    assert whole.waves[0].scores.answered == 7


def test_an_accounts_page_reads_what_was_said_there(
    asked: Asked, cast: Cast, actors: SimpleNamespace
) -> None:
    """A wave may ask ten thousand people: the page of one account does not read them again."""
    answer_all(asked.wave, [9, 10, 2, 8, 7, 9, 9])
    end(asked.wave)
    other = make_wave(asked.ega, asked.urumea, name="Autumn")  # takes answers still
    answer_all(other, [9] * 7)
    elsewhere = make_wave(asked.urumea, name="Summer")
    answer_all(elsewhere, [9, 9, 9])
    end(elsewhere)

    def read(actor: Actor) -> list[int]:
        found: list[int] = []

        def note(instance: Invitation, **_given: object) -> None:
            found.append(instance.wave_id)

        post_init.connect(note, sender=Invitation)
        try:
            seen = account_loyalty(actor, asked.ega.pk)
        finally:
            post_init.disconnect(note, sender=Invitation)
        assert [each.wave.name for each in seen.waves] == ["Autumn", "Spring"]
        assert [each.scores.is_told for each in seen.waves] == [seen.is_team, True]
        return sorted(found)

    first, again = read(actors.director), read(actors.director)
    assert elsewhere.pk not in first, "what others were asked elsewhere is not read at all"
    assert again == sorted([asked.wave.pk] * 4 + [other.pk] * 4)
    assert read(actors.senior) == again


def test_pages_say_what_may_be_said(asked: Asked, cast: Cast, as_person: AsPerson) -> None:
    answer_all(asked.wave, [9, 10, 2, 8, 7, 9], why="Zumbador", service=(8, 6))
    end(asked.wave)
    page = reverse("loyalty:wave", args=[asked.wave.pk])
    team = as_person(cast.senior).get(page).content.decode()
    assert "NPS 25 (± " in team
    assert "4 of 4 answered" in team
    assert "Zumbador" in team
    assert "8.0 against 6.0: 2.0 ahead" in team
    director = as_person(cast.director).get(page).content.decode()
    assert "6 of 7 answered" in director
    assert "Fewer than three: not told" in director
    assert "Zumbador" not in director
    answers = as_person(cast.senior).get(
        reverse("loyalty:answers", args=[asked.wave.pk]) + "?export=csv"
    )
    assert answers["Content-Type"].startswith("text/csv")
    content = b"".join(answers) if answers.streaming else answers.content
    assert content.decode("utf-8-sig").count("Zumbador") == 4
    home = as_person(cast.director).get(reverse("loyalty:home")).content.decode()
    assert "6 of 7 answered" in home


def test_why_it_is_not_told_which_wave_counts_and_how_sure_it_is(
    asked: Asked, cast: Cast, as_person: AsPerson
) -> None:
    answer_all(asked.wave, [9, 10, 2, 8, 7, 9])  # four at Ega, two at Urumea
    end(asked.wave)
    director, senior = as_person(cast.director), as_person(cast.senior)
    page = director.get(reverse("loyalty:wave", args=[asked.wave.pk])).content.decode()
    assert "Not told: what one or two others said would follow from it" in page
    assert "Fewer than three: not told" in page
    account = reverse("loyalty:account", args=[asked.ega.pk])
    assert "would follow from it" in director.get(account).content.decode()
    told = senior.get(account).content.decode()
    assert "in KPIs and in alerts nothing is told of it yet" in told
    later = make_wave(asked.ega, name="Later")
    answer_all(later, [9, 9, 2])
    end(later)
    told = senior.get(account).content.decode()
    assert "the sum of “Later” is told: NPS 33 of 3 answers" in told
    # By methods §3.8: of four known three answered, so √((4 − 3)/(4 − 1)) of the error.
    whole = wave_results(actor_for(cast.senior), later.pk).whole.nps
    assert whole is not None
    assert whole.error is not None
    assert round(whole.error, 1) == 31.4
    page = senior.get(reverse("loyalty:wave", args=[later.pk])).content.decode()
    assert "The standard error is 31.4 points: 3 answers of 4 people" in page
