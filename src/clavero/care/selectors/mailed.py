"""The address of each account to which its customer writes complaints."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from clavero.core.tagged import numbers_in, tagged

_PURPOSE, _MARK = "clavero.care.mailbox", "q"


def address_to_complain(customer_id: int) -> str:
    """Where a customer writes complaints to; nothing while no mailbox is set up. For who has found
    the account among those that they may see."""
    server = settings.MAILBOX
    if server is None:
        return ""
    return tagged(server.address, settings.SECRET_KEY, _PURPOSE, customer_id, _MARK)


def accounts_complaining(addresses: Iterable[str]) -> list[int]:
    """The accounts for which a mail to these addresses complains; none where it does not."""
    server = settings.MAILBOX
    if server is None:
        return []
    return numbers_in(addresses, server.address, settings.SECRET_KEY, _PURPOSE, _MARK)
