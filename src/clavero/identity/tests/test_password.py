"""A forgotten password, and a new one."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from clavero.conftest import AsPerson
from clavero.identity.testing import PASSWORD, Cast

NEW = "otra-clave-larga-7"


def link_in_mail() -> str:
    (message,) = mail.outbox
    found = re.search(r"http://testserver(/\S+)", message.body)
    assert found is not None, message.body
    return found[1]


def test_a_link_by_mail_lets_the_person_choose_another(cast: Cast) -> None:
    browser = Client()
    asked = browser.post("/accounts/password/reset/", {"email": "Senior@demo.example"}, follow=True)
    assert asked.redirect_chain == [("/accounts/password/reset/done/", 302)]
    form = browser.get(link_in_mail(), follow=True)
    answer = browser.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert answer.headers["Location"] == "/"
    assert browser.session["_auth_user_id"] == str(cast.senior.pk)
    cast.senior.refresh_from_db()
    assert cast.senior.check_password(NEW)


def test_the_mail_speaks_the_persons_language(cast: Cast) -> None:
    cast.senior.language = "es"
    cast.senior.save()
    Client(headers={"accept-language": "en"}).post(
        "/accounts/password/reset/", {"email": "senior@demo.example"}
    )
    with translation.override("es"):
        assert mail.outbox[0].subject == "Clavero: " + gettext("Choose a new password")


def test_a_stranger_learns_nothing_and_gets_no_mail(cast: Cast) -> None:
    answers = [
        Client().post("/accounts/password/reset/", {"email": email}, follow=True)
        for email in ("senior@demo.example", "stranger@demo.example")
    ]
    assert len(mail.outbox) == 1
    assert answers[0].redirect_chain == answers[1].redirect_chain


def test_whoever_has_no_access_gets_no_link(cast: Cast) -> None:
    cast.senior.is_active = False
    cast.senior.save()
    Client().post("/accounts/password/reset/", {"email": "senior@demo.example"})
    assert mail.outbox == []


def test_a_made_up_link_says_so(cast: Cast) -> None:
    page = Client().get("/accounts/password/reset/key/1-abc-def/")
    assert "This link does not work any more" in page.content.decode()


@pytest.mark.parametrize("weak", ["short", "1234567890", "password123", "senior@demo.example"])
def test_a_weak_password_is_not_taken(cast: Cast, as_person: AsPerson, weak: str) -> None:
    given = {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    page = as_person(cast.senior).post("/accounts/password/change/", given)
    assert "password1" in page.context["form"].errors


def test_a_new_password_needs_the_old_one(cast: Cast, as_person: AsPerson) -> None:
    given = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    page = as_person(cast.senior).post("/accounts/password/change/", given)
    assert "oldpassword" in page.context["form"].errors


def test_a_new_password_ends_the_other_sessions_and_tells_by_mail(
    cast: Cast, as_person: AsPerson
) -> None:
    here, elsewhere = as_person(cast.senior), as_person(cast.senior)
    given = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post("/accounts/password/change/", given).headers["Location"] == "/profile/"
    assert here.get("/profile/").status_code == 200
    assert elsewhere.get("/profile/").status_code == 302
    assert mail.outbox[0].to == ["senior@demo.example"]
