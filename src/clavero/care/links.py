"""How the link to complain is signed; it names its language, as those of shared plans do."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core import signing
from django.core.signing import BadSignature, Signer
from django.urls import reverse

_signer = Signer(salt="clavero.care.link", sep=".")
_FORM = "clavero.care.form"


def new_key() -> str:
    """What a link is found by: 144 bits that nobody guesses."""
    return secrets.token_urlsafe(18)


def token_of(key: str, language: str) -> str:
    """The last part of a link's address."""
    return _signer.sign(f"{language}~{key}")


def address_of(key: str, language: str) -> str:
    """The link itself, as people get it."""
    return f"{settings.SITE}{reverse('complain:form', args=[token_of(key, language)])}"


def key_of(token: str) -> str | None:
    """The key in a link that we have signed; ``None`` for any other text."""
    try:
        return _signer.unsign(token).partition("~")[2]
    except BadSignature:
        return None


def language_of(token: str) -> str | None:
    """The language that a link speaks, whether or not it is one of ours."""
    language = token.partition("~")[0]
    return language if language in dict(settings.LANGUAGES) else None


def stamp_of(token: str) -> str:
    """What a form carries along: when it was opened, by which link."""
    return signing.dumps(token, salt=_FORM)


def is_stamp(stamp: str, token: str, *, most: int) -> bool:
    """Whether a form was opened by this link, at most so many seconds ago."""
    try:
        return bool(signing.loads(stamp, salt=_FORM, max_age=most) == token)
    except BadSignature:
        return False
