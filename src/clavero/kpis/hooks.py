"""What rooms above know of what is watched here.

A domain above that knows our share of what accounts buy says so in its ``AppConfig.ready``:
``told_shares[Place.…] = ShareTold(…)``, by the place where people find what it knows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from clavero.kpis.rules.wallet import Place, Word

if TYPE_CHECKING:
    from clavero.portfolio.selectors import Structure


@dataclass(frozen=True, slots=True)
class ShareTold:
    """``words`` answers with what was said of the accounts of some codes, or of all, until a day;
    ``page`` is the name of the page about one of them."""

    words: Callable[[Collection[str] | None, date, Structure], Mapping[str, Word]]
    page: str


told_shares: dict[Place, ShareTold] = {}

counted_at: dict[str, str] = {
    **dict.fromkeys(("promoters", "satisfaction"), "loyalty:account"),
    **dict.fromkeys(
        ("first-response", "median-response", "resolution", "answered-in-time",
         "open-complaints", "unanswered-complaints", "complaint-recurrence",
         "complaints-per-hundred-orders", "complaint-money"),
        "care:account",
    ),
    **dict.fromkeys(
        ("meetings-and-calls", "meetings-kept", "meetings-beyond-purchasing", "senior-meetings",
         "days-since-contact"),
        "interactions:account",
    ),
    **dict.fromkeys(("contact-coverage", "resilience"), "relationships:matrix"),
    "relationship-quality": "relationships:account",
    "terms-kept": "contracts:account",
    **dict.fromkeys(("on-time-in-full", "in-full", "case-fill"), "portfolio:customer_lines"),
}  # fmt: skip
"""Where the records behind a KPI that a room counts are found: by its key, the name of the room's
page about an account. Rooms above add theirs."""
