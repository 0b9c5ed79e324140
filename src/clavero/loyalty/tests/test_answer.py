"""A contact answers by their link: once, in their language, and nothing is lost."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AtOnce
from clavero.core.errors import Refusal
from clavero.core.models import AuditEntry
from clavero.identity.testing import Cast, actor_for
from clavero.loyalty.links import token_of
from clavero.loyalty.models import Answer, Invitation, Unwilling
from clavero.loyalty.rules.answering import Said
from clavero.loyalty.rules.asking import State
from clavero.loyalty.services import answer, close_wave, revoke_invitation
from clavero.loyalty.testing import SYSTEM, make_answer, make_wave, token
from clavero.loyalty.tests.conftest import Asked


def page(link: str, name: str = "survey") -> str:
    return reverse(f"answering:{name}", args=[link])


def first(asked: Asked) -> Invitation:
    found = asked.wave.invitations.select_related("contact").first()
    assert found is not None
    return found


def test_it_is_answered_once_and_says_nothing_of_it_afterwards(asked: Asked) -> None:
    browser, link = Client(), token(first(asked))
    shown = browser.get(page(link))
    assert "¿Cómo lo estamos haciendo?" in shown.content.decode()
    assert (shown["Referrer-Policy"], shown["Content-Language"]) == ("no-referrer", "es")
    assert "noindex" in shown["X-Robots-Tag"]
    assert "no-store" in shown["Cache-Control"]
    assert first(asked).contact is not None
    assert "Contact c1 1" not in shown.content.decode()
    sent = {"nps": "9", "why": "Zumbador", "csat": "4", "service": "8", "service-other": "6"}
    done = browser.post(page(link), {**sent, "in": "es"})
    assert done.status_code == 302
    after = browser.get(done["Location"])
    assert "Gracias" in after.content.decode()
    assert "Zumbador" not in after.content.decode()
    again = browser.post(page(link), {"nps": "0"})
    assert (again.status_code, "Gracias" in again.content.decode()) == (200, True)
    kept = {each.question: each for each in Answer.objects.all()}
    assert (kept["nps"].value, kept["service"].value, kept["service"].other) == (9, 8, 6)
    assert kept["why"].text == "Zumbador"
    assert "sessionid" not in browser.cookies


def test_what_is_wrong_or_empty_is_marked_and_the_rest_stays(asked: Asked) -> None:
    browser, link = Client(), token(first(asked))
    wrong = browser.post(page(link), {"nps": "11", "why": "Stays here"})
    assert wrong.status_code == 422
    assert "Stays here" in wrong.content.decode()
    assert 'aria-describedby="e-nps"' in wrong.content.decode()
    assert 'id="e-nps"' in wrong.content.decode()
    long = browser.post(page(link), {"nps": "7", "why": "x" * 2001})
    assert (long.status_code, "x" * 2001 in long.content.decode()) == (422, True)
    assert re.search(r'value="7"\s+checked', long.content.decode())
    assert browser.post(page(link), {}).status_code == 422
    assert not Answer.objects.exists()


def test_the_language_changes_without_losing_what_is_written(asked: Asked) -> None:
    browser, link = Client(), token(first(asked))
    sent = {"nps": "3", "why": "Medio escrito", "in": "es", "language": "en"}
    shown = browser.post(page(link), sent)
    assert (shown.status_code, shown["Content-Language"]) == (200, "en")
    assert "How are we doing?" in shown.content.decode()
    assert "Medio escrito" in shown.content.decode()
    assert not Answer.objects.exists()
    assert "Thank you" in browser.post(page(link), {**sent, "language": "", "in": "en"}, follow=True
                                       ).content.decode()  # fmt: skip


def test_two_who_send_at_once_leave_one_answer(asked: Asked, at_once: AtOnce) -> None:
    link = token(first(asked))
    states = at_once(
        lambda: answer(link, said=[Said("nps", 9)]), lambda: answer(link, said=[Said("nps", 2)])
    )
    assert sorted(states) == [State.ANSWERED, State.OPEN]
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("state", ["revoked", "closed", "expired"])
def test_a_link_that_is_over_is_kind_and_keeps_nothing(state: str, asked: Asked) -> None:
    invitation = first(asked)
    if state == "revoked":
        revoke_invitation(SYSTEM, invitation_id=invitation.pk)
    elif state == "closed":
        close_wave(SYSTEM, wave_id=asked.wave.pk)
    else:
        yesterday = timezone.now() - timedelta(days=1)
        Invitation.objects.filter(pk=invitation.pk).update(expires_at=yesterday)
    browser = Client()
    for shown in (browser.get(page(token(invitation))), browser.post(page(token(invitation)))):
        assert shown.status_code == 200
        assert "no admite respuestas" in shown.content.decode()
    assert not Answer.objects.exists()


def test_what_is_no_link_of_ours_is_not_looked_up(db: None, django_assert_num_queries: Any) -> None:
    browser = Client()
    with django_assert_num_queries(0):
        shown = browser.get(page("es~made-up.signature"))
    assert (shown.status_code, shown["Content-Language"]) == (404, "es")
    assert shown["Referrer-Policy"] == "no-referrer"
    assert browser.post(page(token_of("unknown", "en"), "stop")).status_code == 404
    assert not Unwilling.objects.exists()


def test_forms_of_other_sites_are_refused(asked: Asked) -> None:
    browser, link = Client(enforce_csrf_checks=True), token(first(asked))
    answered = browser.post(page(link), {"nps": "9"}, headers={"origin": "https://else.example"})
    assert (answered.status_code, answered["Referrer-Policy"]) == (403, "no-referrer")


def test_who_does_not_want_to_be_asked_is_not(asked: Asked, cast: Cast) -> None:
    browser, invitation = Client(), first(asked)
    link = token(invitation)
    assert "address" in browser.get(page(link, "stop") + "?language=en").content.decode()
    assert not Unwilling.objects.exists()  # looking at it does nothing, as mail scanners look
    done = browser.post(page(link, "stop"), {"in": "es"})
    assert "No volveremos a preguntarle" in done.content.decode()
    assert "no admite respuestas" in browser.get(page(link)).content.decode()
    assert browser.post(page(link, "stop")).status_code == 200
    assert Unwilling.objects.count() == 1
    again = make_wave(asked.ega, name="Autumn")
    left = again.invitations.exclude(left_out="").get()
    assert (left.contact_id, left.left_out) == (invitation.contact_id, "unwilling")


def test_the_audit_tells_that_and_not_what(asked: Asked) -> None:
    make_answer(first(asked), 2, why="Secret")
    entry = AuditEntry.objects.get(verb="survey.answered")
    assert (entry.by_name, entry.after) == ("respondent", None)


def test_nothing_said_is_refused(asked: Asked) -> None:
    with pytest.raises(Refusal) as told:
        answer(token(first(asked)), said=[Said("innovation", 9)])  # was not asked
    assert told.value.code == "empty"


def test_nobody_is_let_in_by_it(asked: Asked, cast: Cast) -> None:
    browser = Client()
    browser.get(page(token(first(asked))))
    assert browser.get(reverse("pages:today")).status_code == 302
    assert actor_for(cast.senior).user_id
