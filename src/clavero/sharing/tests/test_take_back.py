"""A comment is taken back by who has written it, within a short time."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.identity.testing import Cast
from clavero.sharing.models import Answer
from clavero.sharing.selectors import Guest, sharing_of
from clavero.sharing.services import comment, reply, sign, take_back
from clavero.sharing.testing import make_guest, make_share
from clavero.sharing.tests.conftest import Refuses, Shared
from clavero.sharing.tests.test_answer import VALUE, action_key, initiative_key
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db


def said_long_ago(answer: Answer) -> None:
    Answer.objects.filter(pk=answer.pk).update(at=timezone.now() - timedelta(minutes=16))


def test_a_guest_takes_a_comment_back_and_that_stays(
    shared: Shared, guest: Guest, actors: SimpleNamespace, cast: Cast, as_person: AsPerson
) -> None:
    answer = comment(guest, key=action_key(shared), text="Far too dear")
    take_back(guest, answer_id=answer.pk)
    assert take_back(guest, answer_id=answer.pk).taken_back_at is not None, "once more is nothing"
    assert [each.verb for each in history(answer)] == ["answer.taken_back", "answer.given"]
    assert sharing_of(actors.senior, shared.customer.pk).news == []
    page = as_person(cast.senior).get(reverse("sharing:account", args=[shared.customer.pk]))
    assert f"Taken back by {guest.name}" in words(page)
    assert "Far too dear" not in words(page)


def test_only_comments_only_ones_own_and_only_for_a_while(
    shared: Shared, guest: Guest, actors: SimpleNamespace, refuses: Refuses, mailoutbox: Any
) -> None:
    late = comment(guest, key=action_key(shared), text="Late")
    said_long_ago(late)
    with refuses("too_late"):
        take_back(guest, answer_id=late.pk)
    signed = sign(guest, key=initiative_key(shared), value=VALUE, version=1)
    answer = comment(guest, key=action_key(shared), text="Mine")
    ours = reply(actors.senior, customer_id=shared.customer.pk, key=action_key(shared), text="Ours")
    colleague = make_guest(
        make_share(shared.customer, name="Jon Arana", email="jon@ega.example"), mailoutbox
    )
    for who, whose in (
        (guest, signed), (guest, ours), (colleague, answer), (actors.senior, answer),
        (actors.junior_one, ours),
    ):  # fmt: skip
        with pytest.raises(Answer.DoesNotExist):
            take_back(who, answer_id=whose.pk)
    assert take_back(actors.senior, answer_id=ours.pk).taken_back_at is not None


def test_the_pages_offer_it_to_who_wrote_it(
    shared: Shared, cast: Cast, as_person: AsPerson
) -> None:
    senior = as_person(cast.senior)
    here = reverse("sharing:account", args=[shared.customer.pk])
    senior.post(
        reverse("sharing:reply", args=[shared.customer.pk]),
        {"key": action_key(shared), "text": "On Monday"},
    )
    answer = Answer.objects.get()
    assert "Take this comment back" in words(senior.get(here))
    assert "Take this comment back" not in words(as_person(cast.director).get(here))
    page = senior.post(reverse("sharing:take_back", args=[answer.pk]), follow=True)
    assert f"Taken back by {cast.senior.name}" in words(page)
