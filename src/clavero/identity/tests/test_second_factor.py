"""The second factor: turned on, asked for, recovered, turned off, and removed when lost."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client

from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.identity.doors import actor_for
from clavero.identity.services import remove_second_factor
from clavero.identity.testing import PASSWORD, Cast

SIGN_IN = {"login": "senior@demo.example", "password": PASSWORD}


def code_of(secret: str) -> str:
    """What the app on the phone shows now."""
    now = list(yield_hotp_counters_from_time())[1]  # of the tolerated ones, the middle
    return format_hotp_value(hotp_value(secret, now))


def turned_on(browser: Client) -> tuple[str, Any]:
    """Turn it on as a person does, and give the key and the page that follows."""
    asked = browser.get("/accounts/second-factor/totp/activate/", follow=True)
    assert asked.redirect_chain[-1][0].startswith("/accounts/reauthenticate/")
    page = browser.post(asked.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    done = browser.post(
        "/accounts/second-factor/totp/activate/", {"code": code_of(secret)}, follow=True
    )
    return secret, done


def test_it_is_turned_on_with_a_code_and_shows_the_recovery_codes(
    cast: Cast, as_person: AsPerson
) -> None:
    browser = as_person(cast.senior)
    _, page = turned_on(browser)
    assert page.redirect_chain[-1][0] == "/accounts/second-factor/recovery-codes/"
    codes = page.context["unused_codes"]
    assert len(codes) == 10
    assert codes[0] in page.content.decode()
    assert (
        codes[0] in browser.get("/accounts/second-factor/recovery-codes/download/").content.decode()
    )


def test_a_wrong_code_does_not_turn_it_on(cast: Cast, as_person: AsPerson) -> None:
    browser = as_person(cast.senior)
    browser.get("/accounts/second-factor/totp/activate/", follow=True)
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = browser.post("/accounts/second-factor/totp/activate/", {"code": "000000x"})
    assert "code" in page.context["form"].errors
    assert not Authenticator.objects.exists()


def test_the_password_alone_does_not_let_in_any_more(cast: Cast, as_person: AsPerson) -> None:
    _, page = turned_on(as_person(cast.senior))
    browser = Client()
    asked = browser.post("/accounts/login/", SIGN_IN)
    assert asked.headers["Location"] == "/accounts/second-factor/authenticate/"
    assert browser.get("/profile/").status_code == 302
    assert browser.get(asked.headers["Location"]).status_code == 200
    recovery = page.context["unused_codes"][0]
    assert browser.post(asked.headers["Location"], {"code": recovery}).headers["Location"] == "/"
    assert browser.get("/profile/").status_code == 200
    assert recovery not in browser.get("/accounts/second-factor/").context[
        "authenticators"
    ]["recovery_codes"].get_unused_codes()  # fmt: skip


def test_wrong_codes_are_throttled_too(cast: Cast, as_person: AsPerson) -> None:
    _, page = turned_on(as_person(cast.senior))
    browser = Client()
    browser.post("/accounts/login/", SIGN_IN)
    for _ in range(5):
        browser.post("/accounts/second-factor/authenticate/", {"code": "nonsense"})
    refused = browser.post(
        "/accounts/second-factor/authenticate/", {"code": page.context["unused_codes"][0]}
    )
    assert "Too many wrong attempts" in refused.content.decode()
    assert "_auth_user_id" not in browser.session


def test_new_recovery_codes_replace_the_old_ones(cast: Cast, as_person: AsPerson) -> None:
    browser = as_person(cast.senior)
    _, page = turned_on(browser)
    address = "/accounts/second-factor/recovery-codes/generate/"
    assert browser.get(address).status_code == 200
    again = browser.post(address, follow=True)
    assert not set(page.context["unused_codes"]) & set(again.context["unused_codes"])


def test_it_is_turned_off(cast: Cast, as_person: AsPerson) -> None:
    browser = as_person(cast.senior)
    turned_on(browser)
    assert browser.get("/accounts/second-factor/totp/deactivate/").status_code == 200
    browser.post("/accounts/second-factor/totp/deactivate/")
    assert not Authenticator.objects.exists()


def test_it_can_be_proved_instead_of_the_password(cast: Cast, as_person: AsPerson) -> None:
    _, page = turned_on(as_person(cast.senior))
    browser = as_person(cast.senior)
    assert browser.get("/accounts/second-factor/reauthenticate/").status_code == 200
    given = {"code": page.context["unused_codes"][0], "next": "/accounts/second-factor/"}
    answer = browser.post("/accounts/second-factor/reauthenticate/", given)
    assert answer.headers["Location"] == "/accounts/second-factor/"


def test_an_administrator_removes_it_when_the_phone_is_lost(
    cast: Cast, as_person: AsPerson
) -> None:
    turned_on(as_person(cast.senior))
    page = as_person(cast.administrator).get(f"/people/{cast.senior.pk}/")
    assert page.context["has_second_factor"]
    as_person(cast.administrator).post(f"/people/{cast.senior.pk}/second-factor/remove/")
    assert not Authenticator.objects.exists()
    assert history(cast.senior).get().verb == "person.second_factor_removed"
    browser = Client()
    assert browser.post("/accounts/login/", SIGN_IN).headers["Location"] == "/"


def test_nobody_else_removes_it(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        remove_second_factor(actor_for(cast.director), person_id=cast.senior.pk)
