"""Which accounts were lost: the one place where retention learns of it.

Nothing in Clavero records losses yet, so the answer is that nobody knows, and so is retention. The
part that records them is asked here, and nothing else has to change.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from clavero.kpis.rules.retention import Loss


def losses(known_on: date) -> Collection[Loss] | None:
    """The losses that were recorded by the end of ``known_on``, by account code; ``None`` while
    nobody records them."""
    del known_on
    return None
