"""How an address is kept of somebody who asked to be forgotten."""

from __future__ import annotations

from django.utils.crypto import salted_hmac


def digest_of(email: str) -> str:
    """A keyed digest: whoever has the address and the installation's key can tell that it is this
    one, and nobody can read it from it."""
    address = email.strip().casefold()
    return salted_hmac("clavero.relationships.forgotten", address, algorithm="sha256").hexdigest()
