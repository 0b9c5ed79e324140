"""Whether files are missing in the ledger's last months."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from django.utils import timezone

from clavero.core.period import Period, first_of_month, known_days
from clavero.ledger import store as stores
from clavero.ledger.rules.holes import Hole, holes
from clavero.ledger.selectors.sales import version
from clavero.ledger.store import Store


def holes_lately() -> tuple[Hole, ...]:
    """The last whole months of which the ledger holds hardly any lines; none is the rule. Found
    once a version. It needs nobody's leave: it names no customer and no amount."""
    return _found(stores.current(), version(), first_of_month(timezone.localdate()))


@lru_cache(maxsize=2)
def _found(store: Store, _version: int, this_month: date) -> tuple[Hole, ...]:
    files = store.files()
    if not files:
        return ()
    lines: dict[str, int] = {}
    for file in files:
        lines[file.month] = lines.get(file.month, 0) + file.rows
    first, last = min(file.first for file in files), max(file.last for file in files)
    known = known_days(Period.inclusive(first, last))
    months = [
        f"{month.start:%Y-%m}"
        for month in Period(known.start, known.end).months()
        if month.end <= min(known.end, this_month)  # no month to come is missing
    ]
    return tuple(holes(lines, months))
