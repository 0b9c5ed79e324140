"""How the link to complain is signed, and the form that it opens."""

from __future__ import annotations

from django.core import signing
from django.core.signing import BadSignature

from clavero.core.links import GuestLinks

_LINKS = GuestLinks(salt="clavero.care.link", pages="complain")
token_of, key_of = _LINKS.token_of, _LINKS.key_of
_FORM = "clavero.care.form"


def address_of(key: str, language: str) -> str:
    """The link itself, as people get it."""
    return _LINKS.address_of(key, language, "form")


def stamp_of(token: str) -> str:
    """What a form carries along: when it was opened, by which link."""
    return signing.dumps(token, salt=_FORM)


def is_stamp(stamp: str, token: str, *, most: int) -> bool:
    """Whether a form was opened by this link, at most so many seconds ago."""
    try:
        return bool(signing.loads(stamp, salt=_FORM, max_age=most) == token)
    except BadSignature:
        return False
