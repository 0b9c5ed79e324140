from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from clavero.identity.rules import Actor
from clavero.identity.testing import Cast, sign_in
from clavero.ui import navigation
from clavero.ui.context import Shell
from clavero.ui.navigation import Entry, Place, entries_for


@pytest.fixture(autouse=True)
def entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_entries", {})
    for entry in (
        Entry("b", "Second", "identity:chart", "users", lambda actor: True, order=20),
        Entry(
            "a",
            "First",
            "identity:people",
            "users",
            lambda actor: actor.team != frozenset(),
            order=10,
        ),
        Entry("p", "Profile", "identity:profile", "user", lambda actor: True, place=Place.PERSON),
    ):
        navigation.register(entry)


def keys(actor: Actor, place: Place = Place.MAIN) -> list[str]:
    return [entry.key for entry in entries_for(actor, place)]


def test_each_sees_their_entries_in_order() -> None:
    alone = Actor.system()
    leader = Actor(user_id=1, name="L", role=alone.role, team=frozenset({2}))
    assert keys(alone) == ["b"]
    assert keys(leader) == ["a", "b"]
    assert keys(alone, Place.PERSON) == ["p"]


def test_a_key_is_registered_once() -> None:
    navigation.register(Entry("b", "Other", "identity:chart", "users", lambda actor: True))
    assert [entry.label for entry in entries_for(Actor.system())] == ["Other"]


def test_the_longest_address_is_the_current_one(cast: Cast, rf: RequestFactory) -> None:
    request = rf.get("/people/chart/")
    request.user = cast.senior
    shell = Shell(request)
    assert [(line.entry.key, line.is_current) for line in shell.main] == [("a", False), ("b", True)]


def test_the_page_shows_them(cast: Cast, client: Client) -> None:
    page = sign_in(client, cast.senior).get("/profile/").content.decode()
    assert "First" in page
    assert 'aria-current="page"' in page
