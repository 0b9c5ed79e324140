"""How long what somebody said can be relied on. Source: methods §2.2 and §5.2."""

from __future__ import annotations

from datetime import date

from clavero.core.period import add_months

STALE_AFTER_MONTHS = 12


def is_stale(said: date, on: date) -> bool:
    """Whether what was said on a day is more than twelve months old.

    >>> is_stale(date(2024, 3, 5), date(2025, 3, 5)), is_stale(date(2024, 3, 5), date(2025, 3, 6))
    (False, True)
    """
    first = add_months(on, -STALE_AFTER_MONTHS)
    return (said.year, said.month, said.day) < (first.year, first.month, on.day)
