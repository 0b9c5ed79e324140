"""How a link to a plan is signed, how codes and sessions are kept without being known."""

from __future__ import annotations

import hashlib
import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

from clavero.core.links import GuestLinks
from clavero.sharing.rules.entering import CODE_DIGITS

_LINKS = GuestLinks(salt="clavero.sharing.link", pages="shared")
token_of, key_of = _LINKS.token_of, _LINKS.key_of


def address_of(key: str, language: str) -> str:
    """The link itself, as people get it."""
    return _LINKS.address_of(key, language, "plan")


def end_address_of(key: str, language: str) -> str:
    """Where its reader ends a link."""
    return _LINKS.address_of(key, language, "end")


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
