"""Guests get a letter about what we have answered, one a day at most, and end their link by it."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPException
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clavero.core.audit import history
from clavero.plans.services import retire_action
from clavero.sharing.models import Access, Answer, Share
from clavero.sharing.rules.entering import Visit
from clavero.sharing.selectors import Guest
from clavero.sharing.services import (
    comment,
    note_visit,
    reply,
    revoke_share,
    take_back,
    tell_guests,
)
from clavero.sharing.testing import SYSTEM, token
from clavero.sharing.tests.conftest import Shared
from clavero.sharing.tests.test_answer import action_key, initiative_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(shared: Shared, actors: SimpleNamespace, mailoutbox: Any) -> Answer:
    """The senior has answered, and nobody can take it back any more."""
    Share.objects.update(created_at=timezone.now() - timedelta(days=2))
    found = reply(
        actors.senior, customer_id=shared.customer.pk, key=action_key(shared), text="On Monday"
    )
    long_ago(found)
    mailoutbox.clear()
    return found


def long_ago(answer: Answer, minutes: int = 20) -> None:
    Answer.objects.filter(pk=answer.pk).update(at=timezone.now() - timedelta(minutes=minutes))


def test_one_letter_tells_all_that_is_new_and_the_next_comes_a_day_later(
    shared: Shared, answered: Answer, actors: SimpleNamespace, mailoutbox: Any
) -> None:
    about = {"customer_id": shared.customer.pk, "key": initiative_key(shared)}
    long_ago(reply(actors.senior, text="Both of us", **about), 18)
    reply(actors.senior, text="A moment ago", **about)
    assert (tell_guests(SYSTEM), tell_guests(SYSTEM)) == (1, 0)
    (letter,) = mailoutbox
    assert letter.to == [shared.share.email]
    assert "- List the critical spares\n- Stock on their site" in letter.body
    assert actors.senior.name in letter.body
    assert "On Monday" not in letter.body, "what was said stands behind the code"
    assert letter.extra_headers["List-Unsubscribe"].endswith("/end/>")
    assert history(shared.share)[0].verb == "share.told"
    Answer.objects.update(at=timezone.now() - timedelta(minutes=16))
    assert tell_guests(SYSTEM) == 0, "one a day"
    Share.objects.update(told_at=timezone.now() - timedelta(days=1, minutes=1))
    assert tell_guests(SYSTEM) == 1
    assert mailoutbox[-1].body.count("\n- ") == 1, "what the first told of is not told again"


def test_who_has_read_it_and_who_has_nothing_to_read_gets_none(
    shared: Shared, answered: Answer, guest: Guest, actors: SimpleNamespace, mailoutbox: Any
) -> None:
    mailoutbox.clear()
    note_visit(guest, Visit.READ, network="")
    assert tell_guests(SYSTEM) == 0
    Access.objects.all().delete()
    Answer.objects.filter(pk=answered.pk).update(at=timezone.now())
    take_back(actors.senior, answer_id=answered.pk)
    long_ago(answered)
    long_ago(comment(guest, key=action_key(shared), text="Ours to say"))
    assert tell_guests(SYSTEM) == 0
    Answer.objects.update(taken_back_at=None)
    retire_action(SYSTEM, action_id=shared.action.pk)
    assert tell_guests(SYSTEM) == 0, "the row is not shared any more"
    assert mailoutbox == []


def test_a_link_that_is_over_gets_none(shared: Shared, answered: Answer, mailoutbox: Any) -> None:
    Share.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert tell_guests(SYSTEM) == 0
    Share.objects.update(expires_at=timezone.now() + timedelta(days=1))
    revoke_share(SYSTEM, share_id=shared.share.pk)
    assert (tell_guests(SYSTEM), mailoutbox) == (0, [])


def test_a_letter_that_is_lost_is_written_again(
    answered: Answer, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_self: EmailMessage) -> int:
        raise SMTPException("no such mailbox")

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", refused)
        assert tell_guests(SYSTEM) == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert tell_guests(SYSTEM) == 0, "without a mail server nothing counts as told"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert tell_guests(SYSTEM) == 1


def test_a_guest_ends_the_link_without_a_code(
    shared: Shared, answered: Answer, mailoutbox: Any, client: Client
) -> None:
    tell_guests(SYSTEM)
    here = reverse("shared:end", args=[token(shared.share)])
    assert here in mailoutbox[-1].body
    assert client.get(here).status_code == 200
    assert Share.objects.get().revoked_at is None, "looking ends nothing"
    page = client.post(here)
    share = Share.objects.get()
    assert (share.revoked_at is not None, share.revoked_by_name) == (True, share.name)
    assert share.accesses.filter(what=Visit.ENDED.value).count() == 1
    assert history(shared.customer)[0].verb == "share.ended"
    made_up = client.post(reverse("shared:end", args=["es~made.up"]))
    assert page.content.decode().count("<p") == made_up.content.decode().count("<p")
