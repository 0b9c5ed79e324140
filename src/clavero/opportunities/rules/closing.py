"""Why an opportunity was lost."""

from __future__ import annotations

from enum import StrEnum


class LossReason(StrEnum):
    """Why the customer did not buy."""

    PRICE = "price"
    COMPETITOR = "competitor"
    SERVICE = "service"
    PRODUCT = "product"
    POSTPONED = "postponed"
    NO_BUDGET = "no_budget"
    NO_NEED = "no_need"
    OTHER = "other"


def needs_a_note(reason: LossReason) -> bool:
    """Whether the reason alone says too little."""
    return reason in {LossReason.COMPETITOR, LossReason.OTHER}
