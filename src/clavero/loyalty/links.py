"""How a link is signed, and how an address that nobody may write to again is kept.

A link names its language, so that its page speaks it before anybody has looked whether it exists.
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.crypto import salted_hmac

_signer = Signer(salt="clavero.loyalty.link", sep=".")


def new_key() -> str:
    """What a link is found by: 144 bits that nobody guesses."""
    return secrets.token_urlsafe(18)


def token_of(key: str, language: str) -> str:
    """The last part of a link's address."""
    return _signer.sign(f"{language}~{key}")


def address_of(key: str, language: str, page: str = "survey") -> str:
    """The link itself, as people get it, or that to another ``page`` below it."""
    return f"{settings.SITE}{reverse(f'answering:{page}', args=[token_of(key, language)])}"


def key_of(token: str) -> str | None:
    """The key in a link that we have signed; ``None`` for any other text, without a query."""
    try:
        return _signer.unsign(token).partition("~")[2]
    except BadSignature:
        return None


def language_of(token: str) -> str | None:
    """The language that a link speaks, whether or not it is one of ours."""
    language = token.partition("~")[0]
    return language if language in dict(settings.LANGUAGES) else None


def digest_of(email: str) -> str:
    """What is kept of an address that does not want to be written to."""
    address = email.strip().casefold()
    return salted_hmac("clavero.loyalty.unwilling", address, algorithm="sha256").hexdigest()
