"""How a link is signed, how codes and sessions are kept without being known.

A link names its language, so that its door speaks it before anybody has looked whether it exists.
"""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from clavero.sharing.rules.entering import CODE_DIGITS

_signer = Signer(salt="clavero.sharing.link", sep=".")


def new_key() -> str:
    """What a link is found by: 144 bits that nobody guesses."""
    return secrets.token_urlsafe(18)


def token_of(key: str, language: str) -> str:
    """The last part of a link's address."""
    return _signer.sign(f"{language}~{key}")


def address_of(key: str, language: str) -> str:
    """The link itself, as people get it."""
    return f"{settings.SITE}{reverse('shared:plan', args=[token_of(key, language)])}"


def end_address_of(key: str, language: str) -> str:
    """Where its reader ends a link."""
    return f"{settings.SITE}{reverse('shared:end', args=[token_of(key, language)])}"


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


def new_code() -> str:
    """Digits, each as likely as the other."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def digest_of_code(share_id: int, code: str) -> str:
    """What is kept of a code: without the signing key its digits cannot be tried out."""
    return salted_hmac("clavero.sharing.code", f"{share_id}:{code}", algorithm="sha256").hexdigest()


def is_code(digest: str, share_id: int, code: str) -> bool:
    """Whether these digits are the ones kept."""
    return constant_time_compare(digest, digest_of_code(share_id, code))


def new_word() -> str:
    """What a guest's browser brings along."""
    return secrets.token_urlsafe(32)


def digest_of_word(word: str) -> str:
    """What is kept of it: long and random as it is, a plain digest says nothing."""
    return hashlib.sha256(word.encode()).hexdigest()
