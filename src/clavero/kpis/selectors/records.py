"""What was said of a record counts for the customer that it was merged into, for as long as it is.

A customer's own word goes before that of a record merged into it.
"""

from __future__ import annotations

from collections.abc import Iterable

from clavero.kpis.models import Entry, FrameworkVersion
from clavero.portfolio.selectors import Structure

Spoken = Entry | FrameworkVersion


def records_of(codes: Iterable[str], shape: Structure) -> dict[str, str]:
    """The codes under which something may have been said of accounts, each with its account."""
    alone = shape.alone
    return {record: alone.survivor(code) for code in codes for record in alone.same(code)}


def accounts_of(codes: Iterable[str], shape: Structure) -> set[str]:
    """The customers that records are today."""
    return {shape.alone.survivor(code) for code in codes}


def is_own(each: Spoken, account: str) -> bool:
    """Whether something was said of the customer itself, and not of a record merged into it."""
    return each.customer.code == account
