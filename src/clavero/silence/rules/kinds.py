"""The short lists that people choose from."""

from __future__ import annotations

from enum import StrEnum


class StopKind(StrEnum):
    """Why nothing is expected."""

    HOLIDAY = "holiday"
    SEASON = "season"
    FRAMEWORK = "framework"  # an order that is called off, or delivered by itself
    CONTRACT = "contract"
    STOCK = "stock"  # bought ahead, as before a price increase
    OTHER = "other"


BINDS = frozenset({StopKind.FRAMEWORK, StopKind.CONTRACT})
"""While one of these runs, an order or contract is open, and nobody is lost."""


class Finding(StrEnum):
    """What the manager says of a loss."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"


class LossReason(StrEnum):
    """Why a customer is lost."""

    COMPETITOR = "competitor"  # methods §3.1 (a)
    STOPPED = "stopped"  # (b): it no longer buys regularly
    PRICE = "price"
    SERVICE = "service"
    QUALITY = "quality"
    NO_NEED = "no_need"
    CLOSED = "closed"  # (c): reported apart
    OTHER = "other"


class Spare(StrEnum):
    """What keeps a silence from a worse state."""

    SEASON = "season"  # it was as silent around the same day of an earlier year
    ORDER = "order"  # an open order, or a contract
