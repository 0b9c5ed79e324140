"""Addresses of a mailbox that say a number: nobody guesses one, and each says what it is for.

``kam+7-3f…@company.example``: the number and a signature of it, which only this installation can
make. Whoever was given one knows none of the others.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from hashlib import sha256

_SIGNED = 20  # letters of hexadecimals: 80 bits
_TAG = re.compile(rf"([a-z]?)([0-9]{{1,12}})-([0-9a-f]{{{_SIGNED}}})")


def tagged(address: str, secret: str, purpose: str, number: int, mark: str = "") -> str:
    """The address of a ``number``, by which mails for a ``purpose`` are told; ``mark`` is a letter
    before it, for people to tell purposes apart.

    >>> tagged("kam@x.example", "s", "complaints", 7, "q").partition("-")[0]
    'kam+q7'
    """
    local, _at, host = address.partition("@")
    return f"{local}+{mark}{number}-{_signature(secret, purpose, number)}@{host}"


def numbers_in(
    addresses: Iterable[str], address: str, secret: str, purpose: str, mark: str = ""
) -> list[int]:
    """The numbers that ``addresses`` truly say for a ``purpose``, each once, in their order.

    >>> mine, other = (
    ...     tagged("kam@x.example", "s", "complaints", number, "q").upper() for number in (7, 9)
    ... )
    >>> numbers_in([mine, other, mine], "kam@x.example", "s", "complaints", "q")
    [7, 9]
    >>> numbers_in([mine], "kam@x.example", "s", "orders", "q")
    []
    >>> numbers_in(["kam+8-00000000000000000000@x.example"], "kam@x.example", "s", "orders")
    []
    """
    numbers: dict[int, None] = {}
    local, _at, host = address.partition("@")
    for each in addresses:
        before, _sign, behind = each.lower().rpartition("@")
        own, plus, tag = before.partition("+")
        found = _TAG.fullmatch(tag)
        if not plus or own != local or behind != host or found is None or found.group(1) != mark:
            continue
        number = int(found.group(2))
        if hmac.compare_digest(found.group(3), _signature(secret, purpose, number)):
            numbers[number] = None
    return list(numbers)


def is_own(address: str, ours: str) -> bool:
    """Whether an address is the mailbox's own, with whatever stands behind its plus.

    >>> is_own("Kam+7-aa@x.example", "kam@x.example"), is_own("ka@x.example", "kam@x.example")
    (True, False)
    """
    local, _at, host = ours.partition("@")
    before, _sign, behind = address.lower().rpartition("@")
    return behind == host and before.partition("+")[0] == local


def _signature(secret: str, purpose: str, number: int) -> str:
    told = f"{purpose}:{number}"
    return hmac.new(secret.encode(), told.encode(), sha256).hexdigest()[:_SIGNED]
