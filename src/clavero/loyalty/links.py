"""How a link to a survey is signed, and how an address that nobody may write to again is kept."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

from clavero.core.links import GuestLinks

_LINKS = GuestLinks(salt="clavero.loyalty.link", pages="answering")
token_of, key_of = _LINKS.token_of, _LINKS.key_of


def address_of(key: str, language: str, page: str = "survey") -> str:
    """The link itself, as people get it, or that to another ``page`` below it."""
    return _LINKS.address_of(key, language, page)


def digest_of(email: str) -> str:
    """What is kept of an address that does not want to be written to."""
    address = email.strip().casefold()
    return salted_hmac("clavero.loyalty.unwilling", address, algorithm="sha256").hexdigest()
