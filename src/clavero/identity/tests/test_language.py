"""Whose language a page speaks: the person's choice, then the cookie, then the browser's."""

from __future__ import annotations

import pytest
from django.test import Client

from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.errors import Refusal
from clavero.identity.doors import actor_for
from clavero.identity.services import set_language
from clavero.identity.testing import Cast


def language_of(browser: Client, address: str, accept: str) -> str:
    return browser.get(address, headers={"accept-language": accept}).headers["Content-Language"]


def test_a_visitor_gets_what_the_browser_asks_for(cast: Cast) -> None:
    assert language_of(Client(), "/accounts/login/", "es-MX,es;q=0.9") == "es"
    assert language_of(Client(), "/accounts/login/", "en-GB") == "en"
    assert language_of(Client(), "/accounts/login/", "fi") == "en"


def test_a_visitors_choice_goes_before_the_browser(cast: Cast) -> None:
    browser = Client()
    browser.post("/language/", {"language": "es", "next": "/accounts/login/"})
    assert language_of(browser, "/accounts/login/", "en") == "es"


def test_a_persons_choice_goes_before_all(cast: Cast, as_person: AsPerson) -> None:
    set_language(actor_for(cast.senior), language="es")
    browser = as_person(cast.senior)
    browser.cookies["django_language"] = "en"
    assert language_of(browser, "/profile/", "en") == "es"
    cast.senior.refresh_from_db()
    assert actor_for(cast.senior).language == "es"
    assert history(cast.senior).get().after == {"language": "es"}


def test_the_switch_on_any_page_keeps_the_choice_of_who_is_signed_in(
    cast: Cast, as_person: AsPerson
) -> None:
    browser = as_person(cast.senior)
    answer = browser.post("/language/", {"language": "es", "next": "/profile/"})
    assert answer.headers["Location"] == "/profile/"
    cast.senior.refresh_from_db()
    assert cast.senior.language == "es"
    assert language_of(as_person(cast.senior), "/profile/", "en") == "es"


def test_a_language_that_is_not_there_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        set_language(actor_for(cast.senior), language="fr")
    assert refused.value.field == "language"
