"""How the audit keeps what happens to shares: on them, and the large steps on the customer."""

from __future__ import annotations

from typing import Any

from clavero.core.audit import Who, record
from clavero.sharing.models import Share

OF_CUSTOMER = (
    "share.given",
    "share.revoked",
    "share.signed",
    "share.commented",
    "share.ticked",
    "share.ended",
)
"""What the history of the customer tells, too, and by it *Today* what has changed."""


def tell(who: Who, verb: str, share: Share, **values: Any) -> None:
    """Keep a step of a share whose plan and customer are at hand."""
    told = {f"share_{name}": value for name, value in values.items() if value not in (None, "")}
    record(who, verb, share, after=told)
    if verb in OF_CUSTOMER:
        record(who, verb, share.plan.customer, after=told)
