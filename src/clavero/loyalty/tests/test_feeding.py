"""What came back goes on: to a task and to the matrix; and it is forgotten."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.identity.testing import Cast, actor_for
from clavero.loyalty.models import Answer, Invitation
from clavero.loyalty.selectors import figures_on, waiting_for_a_call, wave_results
from clavero.loyalty.testing import SYSTEM, answer_all, end, make_answer, make_survey, make_wave
from clavero.loyalty.tests.conftest import Asked
from clavero.portfolio.selectors import structure
from clavero.relationships.selectors import person_as_data
from clavero.relationships.services import erase_contact
from clavero.work.models import Task
from clavero.work.services import finish_task


def test_a_detractor_is_called(asked: Asked, cast: Cast, settings: Any) -> None:
    settings.HOUSE_LANGUAGE = "en"
    first, second, third = asked.wave.invitations.all()[:3]
    make_answer(first, 6, why="Late")
    make_answer(second, 7)
    make_answer(third, None, csat=1)
    task = Task.objects.get()
    assert (task.origin, task.origin_key, task.owner_id) == (
        "survey",
        str(first.pk),
        cast.senior.pk,
    )
    assert (task.customer_id, task.text) == (asked.ega.pk, "Call after an answer to “Spring”")
    assert "Late" not in task.detail
    today = timezone.localdate()
    (waiting,) = waiting_for_a_call(today)
    assert (waiting.code, waiting.wave) == ("C1", "Spring")
    finish_task(actor_for(cast.senior), task_id=task.pk)
    assert waiting_for_a_call(today) == []


def test_the_matrix_is_told_and_a_person_keeps_it(
    asked: Asked, cast: Cast, as_person: AsPerson
) -> None:
    answer_all(asked.wave, [9] * 7, service=(8, 6))
    end(asked.wave)
    page = reverse("matrix:score", args=[asked.ega.pk])
    shown = as_person(cast.senior).get(page).content.decode()
    assert "we 8.0, the best other one 6.0" in shown
    filled = as_person(cast.senior).get(f"{page}?heard=1").content.decode()
    assert "Survey “Spring”, answered by 4 people" in filled
    assert 'value="8.0"' in filled
    other = as_person(cast.senior).get(reverse("matrix:score", args=[asked.urumea.pk]))
    assert other.status_code == 404


def test_who_is_forgotten_takes_their_words_along(asked: Asked, cast: Cast) -> None:
    said = answer_all(asked.wave, [9, 10, 2, 8], why="Zumbador")
    one = said[2]
    assert one.contact_id is not None
    told = person_as_data(actor_for(cast.senior), one.contact_id)["surveys"]
    assert (told[0]["wave"], told[0]["answers"][0]["value"]) == ("Spring", 2)
    before = wave_results(actor_for(cast.senior), asked.wave.pk)
    erase_contact(actor_for(cast.senior), contact_id=one.contact_id)
    after = wave_results(actor_for(cast.senior), asked.wave.pk)
    assert (after.whole.nps, after.whole.answered) == (before.whole.nps, before.whole.answered)
    one.refresh_from_db()
    assert one.contact_id is None
    assert not Answer.objects.filter(invitation=one, text__gt="").exists()
    assert Answer.objects.filter(text="Zumbador").count() == 3


def test_who_is_forgotten_before_they_answer_is_not_asked(asked: Asked) -> None:
    waiting = asked.wave.invitations.first()
    assert waiting is not None
    assert waiting.contact_id is not None
    erase_contact(SYSTEM, contact_id=waiting.contact_id)
    assert Invitation.objects.get(pk=waiting.pk).revoked_at is not None


def test_each_account_by_its_last_wave(asked: Asked) -> None:
    answer_all(asked.wave, [0] * 7)
    autumn = make_wave(asked.ega, name="Autumn", version=make_survey(name="Other"))
    answer_all(autumn, [10] * 4)
    end(asked.wave)
    end(autumn)
    found = {each.code: (each.wave, each.nps) for each in figures_on(timezone.localdate())}
    assert found == {"C1": ("Autumn", 100), "C2": ("Spring", -100)}


def test_what_an_ended_wave_tells_is_read_once(
    asked: Asked, django_assert_num_queries: Any
) -> None:
    answer_all(asked.wave, [9, 10, 2, 8, 7, 9, 9])
    today, shape = timezone.localdate(), structure()
    with django_assert_num_queries(1):
        assert figures_on(today, shape=shape) == [], "it takes answers"
    end(asked.wave)
    before = figures_on(today, shape=shape)
    assert {each.code for each in before} == {"C1", "C2"}
    with django_assert_num_queries(1):
        assert figures_on(today, {"C1"}, shape) == [each for each in before if each.code == "C1"]
