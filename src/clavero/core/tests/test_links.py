"""A guest's link is signed, of one kind, and names its language."""

from __future__ import annotations

from clavero.core.links import GuestLinks, language_of, new_key

PLANS, SURVEYS = GuestLinks("plans", "shared"), GuestLinks("surveys", "answering")


def test_what_was_signed_is_known_and_nothing_else() -> None:
    key = new_key()
    token = PLANS.token_of(key, "es")
    assert PLANS.key_of(token) == key
    assert SURVEYS.key_of(token) is None
    assert PLANS.key_of(f"en{token[2:]}") is None
    assert PLANS.key_of(token[:-1]) is None
    assert PLANS.key_of("") is None


def test_a_language_is_read_before_the_signature() -> None:
    assert language_of("es~whatever") == "es"
    assert language_of("xx~whatever") is None
    assert language_of("") is None


def test_keys_differ() -> None:
    assert len({new_key() for _ in range(50)}) == 50
