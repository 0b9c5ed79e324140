"""The address of each account to copy mails to: nobody guesses one, and each says its account.

``kam+7-3f…@company.example``: the number of the account and a signature of it, which only this
installation can make. Whoever was given the address of one account knows that of no other.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from enum import StrEnum
from hashlib import sha256

_SIGNED = 20  # letters of hexadecimals: 80 bits
_TAG = re.compile(rf"([0-9]{{1,12}})-([0-9a-f]{{{_SIGNED}}})")


class Reason(StrEnum):
    """Why a mail of the mailbox was not taken in."""

    NO_ACCOUNT = "no_account"  # it names none, or one with a signature that is not ours
    STRANGER = "stranger"  # its sender is neither ours nor a contact of the account
    AUTOMATIC = "automatic"  # a machine wrote it
    UNREADABLE = "unreadable"


def signature(secret: str, number: int) -> str:
    """What stands behind an account's number."""
    told = f"clavero.interactions.mailbox:{number}"
    return hmac.new(secret.encode(), told.encode(), sha256).hexdigest()[:_SIGNED]


def copy_address(address: str, secret: str, number: int) -> str:
    """The address to copy in mails with an account.

    >>> copy_address("kam@x.example", "s", 7).partition("-")[0]
    'kam+7'
    """
    local, _at, host = address.partition("@")
    return f"{local}+{number}-{signature(secret, number)}@{host}"


def account_in(addresses: Iterable[str], address: str, secret: str) -> int | None:
    """The account that a mail was copied in for; ``None`` where no address is truly of one.

    >>> account_in([copy_address("kam@x.example", "s", 7).upper()], "kam@x.example", "s")
    7
    >>> account_in(["kam+8-00000000000000000000@x.example"], "kam@x.example", "s") is None
    True
    """
    local, _at, host = address.partition("@")
    for each in addresses:
        before, _sign, behind = each.lower().rpartition("@")
        own, plus, tag = before.partition("+")
        found = _TAG.fullmatch(tag)
        if not plus or own != local or behind != host or found is None:
            continue
        number = int(found.group(1))
        if hmac.compare_digest(found.group(2), signature(secret, number)):
            return number
    return None


def is_own(address: str, ours: str) -> bool:
    """Whether an address is the mailbox's own, with whatever stands behind its plus."""
    local, _at, host = ours.partition("@")
    before, _sign, behind = address.lower().rpartition("@")
    return behind == host and before.partition("+")[0] == local
