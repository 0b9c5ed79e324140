"""Links that open a page to people without an account, by which nobody guesses another one.

A link is an address that ends in ``language~key.signature``. It names its language, so that its
page speaks it before anybody has looked whether it exists; and what was not signed here is known
without a query.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse


def new_key() -> str:
    """What a link is found by: 144 bits that nobody guesses."""
    return secrets.token_urlsafe(18)


def language_of(token: str) -> str | None:
    """The language that a link speaks, whether or not it is one of ours."""
    language = token.partition("~")[0]
    return language if language in dict(settings.LANGUAGES) else None


@dataclass(frozen=True, slots=True)
class GuestLinks:
    """The links of one kind: a signature under one ``salt`` is none under another. ``pages`` is the
    namespace of the addresses that they open."""

    salt: str
    pages: str

    def token_of(self, key: str, language: str) -> str:
        """The last part of a link's address."""
        return self._signer.sign(f"{language}~{key}")

    def address_of(self, key: str, language: str, page: str) -> str:
        """The link to a page, as people get it."""
        token = self.token_of(key, language)
        return f"{settings.SITE}{reverse(f'{self.pages}:{page}', args=[token])}"

    def key_of(self, token: str) -> str | None:
        """The key in a link that we have signed; ``None`` for any other text."""
        try:
            return self._signer.unsign(token).partition("~")[2]
        except BadSignature:
            return None

    @property
    def _signer(self) -> Signer:
        return Signer(salt=self.salt, sep=".")
