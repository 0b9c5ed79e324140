"""Sign-in, its throttle, and sign-out."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from clavero.conftest import AsPerson
from clavero.identity.sign_in import AccountAdapter
from clavero.identity.testing import PASSWORD, Cast

LIMIT = 5  # wrong passwords for one address, see ACCOUNT_RATE_LIMITS


def attempt(browser: Client, password: str, **headers: Any) -> Any:
    given = {"login": "senior@demo.example", "password": password}
    return browser.post("/accounts/login/", given, headers=headers)


def is_in(browser: Client) -> bool:
    return "_auth_user_id" in browser.session


def test_by_address_and_password_whatever_the_capitals(cast: Cast) -> None:
    browser = Client()
    given = {"login": "Senior@Demo.example", "password": PASSWORD}
    assert browser.post("/accounts/login/", given).headers["Location"] == "/"
    assert is_in(browser)


def test_it_leads_back_to_the_page_asked_for(cast: Cast) -> None:
    browser = Client()
    asked = browser.get("/people/chart/")
    assert asked.headers["Location"] == "/accounts/login/?next=/people/chart/"
    answer = browser.post(
        asked.headers["Location"],
        {"login": "senior@demo.example", "password": PASSWORD, "next": "/people/chart/"},
    )
    assert answer.headers["Location"] == "/people/chart/"


def test_it_does_not_lead_to_somebody_elses_site(cast: Cast) -> None:
    given = {"login": "senior@demo.example", "password": PASSWORD, "next": "https://evil.example/"}
    assert Client().post("/accounts/login/", given).headers["Location"] == "/"


def test_a_piece_of_a_page_sends_the_whole_page_to_sign_in(cast: Cast) -> None:
    answer = Client().get("/people/chart/", headers={"hx-request": "true"})
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=/people/chart/"


@pytest.mark.parametrize("language", ["en", "es"])
def test_after_five_wrong_passwords_even_the_right_one_waits(cast: Cast, language: str) -> None:
    browser = Client(headers={"accept-language": language})
    with translation.override(language):
        sentence = str(AccountAdapter.error_messages["too_many_login_attempts"])
    for _ in range(LIMIT):
        assert sentence not in attempt(browser, "wrong").content.decode()
    page = attempt(browser, PASSWORD)
    assert sentence in page.content.decode()
    assert not is_in(browser)


def test_the_throttle_counts_an_address_wherever_the_attempts_come_from(cast: Cast) -> None:
    for host in range(LIMIT):
        attempt(Client(REMOTE_ADDR=f"192.0.2.{host}"), "wrong")
    elsewhere = Client(REMOTE_ADDR="192.0.2.99")
    attempt(elsewhere, PASSWORD)
    assert not is_in(elsewhere)


def test_others_are_not_held_up(cast: Cast) -> None:
    for _ in range(LIMIT):
        attempt(Client(), "wrong")
    browser = Client()
    browser.post("/accounts/login/", {"login": "sales@demo.example", "password": PASSWORD})
    assert is_in(browser)


def test_a_flood_from_one_place_is_held_up(cast: Cast) -> None:
    given = {"login": "{}@demo.example", "password": "wrong"}
    answers = [
        Client().post("/accounts/login/", {**given, "login": f"{number}@demo.example"})
        for number in range(61)
    ]
    assert {answer.status_code for answer in answers[:60]} == {200}
    assert answers[60].status_code == 429
    assert "Too many attempts" in answers[60].content.decode()


def test_sign_out_takes_a_post(cast: Cast, as_person: AsPerson) -> None:
    browser = as_person(cast.senior)
    assert browser.get("/accounts/logout/").status_code == 200
    assert is_in(browser)
    assert browser.post("/accounts/logout/").headers["Location"] == "/accounts/login/"
    assert not is_in(browser)


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_confirm_login_code"])
def test_nobody_makes_their_own_account(name: str, cast: Cast) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)
    assert Client().get("/accounts/signup/").status_code == 404
