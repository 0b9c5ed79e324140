"""The frame of every page: language, appearance, and what assistive technology needs."""

from __future__ import annotations

import pytest
from django.test import Client

from clavero.identity.testing import Cast, sign_in


@pytest.fixture
def senior(client: Client, cast: Cast) -> Client:
    return sign_in(client, cast.senior)


def page(client: Client) -> str:
    return client.get("/profile/").content.decode()


def test_it_begins_with_the_way_to_the_content(senior: Client) -> None:
    text = page(senior)
    assert (
        text.index('href="#content"')
        < text.index("<nav")
        < text.index('<main class="shell-main" id="content"')
    )
    assert text.count("<h1") == 1


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_appearance_is_kept_and_in_the_first_byte(senior: Client, theme: str) -> None:
    answer = senior.post("/appearance/", {"theme": theme, "next": "/profile/"})
    assert answer.headers["Location"] == "/profile/"
    assert f'data-bs-theme="{theme}"' in page(senior)


def test_an_unknown_appearance_is_not_kept(senior: Client) -> None:
    assert senior.post("/appearance/", {"theme": "neon"}).status_code == 400
    senior.cookies["theme"] = "neon"
    assert 'data-theme="auto"' in page(senior)


def test_the_way_back_stays_in_the_house(senior: Client) -> None:
    answer = senior.post("/appearance/", {"theme": "dark", "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/"


def test_the_language_can_be_changed_before_sign_in(cast: Cast, client: Client) -> None:
    client.post("/language/", {"language": "es", "next": "/accounts/login/"})
    assert '<html lang="es"' in client.get("/accounts/login/").content.decode()


def test_the_person_stands_by_their_initials(senior: Client, cast: Cast) -> None:
    text = page(senior)
    assert cast.senior.name in text
    assert ">NV</span>" in text
