"""The address of each account to copy mails to, and why a mail is not taken in.

What an address says and how it is signed: ``core/tagged.py``.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from clavero.core.tagged import numbers_in, tagged

_COPIES = "clavero.interactions.mailbox"


class Reason(StrEnum):
    """Why a mail of the mailbox was not taken in."""

    NO_ACCOUNT = "no_account"  # it names none, or one with a signature that is not ours
    STRANGER = "stranger"  # its sender is neither ours nor a contact of the account
    AUTOMATIC = "automatic"  # a machine wrote it
    UNREADABLE = "unreadable"
    TOO_MANY = "too_many"  # more complaints than anybody writes


def copy_address(address: str, secret: str, number: int) -> str:
    """The address to copy in mails with an account.

    >>> copy_address("kam@x.example", "s", 7).partition("-")[0]
    'kam+7'
    """
    return tagged(address, secret, _COPIES, number)


def accounts_in(addresses: Iterable[str], address: str, secret: str) -> list[int]:
    """The accounts that a mail was copied in for; none where no address is truly of one.

    >>> accounts_in([copy_address("kam@x.example", "s", 7).upper()], "kam@x.example", "s")
    [7]
    """
    return numbers_in(addresses, address, secret, _COPIES)
