"""What a contact is: on which side, in which function, how high, and what they decide.

Source: methods §9.4, contact records.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class Party(StrEnum):
    """On whose side a contact stands."""

    CUSTOMER = "customer"
    CONSULTANT = "consultant"
    DISTRIBUTOR = "distributor"
    ASSOCIATION = "association"
    OTHER = "other"


class Function(StrEnum):
    """A function of the customer's."""

    PURCHASING = "purchasing"
    PRODUCTION = "production"
    MAINTENANCE = "maintenance"
    QUALITY = "quality"
    LOGISTICS = "logistics"
    DEVELOPMENT = "development"
    MARKETING = "marketing"
    SALES = "sales"
    FINANCE = "finance"
    IT = "it"
    SAFETY = "safety"
    PEOPLE = "people"
    MANAGEMENT = "management"
    OTHER = "other"


class Level(StrEnum):
    """How high in the organisation, the highest first."""

    BOARD = "board"
    DIRECTOR = "director"
    MANAGER = "manager"
    SPECIALIST = "specialist"
    STAFF = "staff"


LEVELS = list(Level)


class Part(StrEnum):
    """The part that a contact has in the decision to buy."""

    DECIDER = "decider"
    ECONOMIC_BUYER = "economic_buyer"
    BUYER = "buyer"
    TECHNICAL_BUYER = "technical_buyer"
    INFLUENCER = "influencer"
    INITIATOR = "initiator"
    USER = "user"
    GATEKEEPER = "gatekeeper"
    COACH = "coach"


def is_there(left_on: date | None, on: date) -> bool:
    """Whether somebody is there on a day: from the day on which they left they are not.

    >>> [is_there(left, date(2026, 3, 2)) for left in (None, date(2026, 3, 2), date(2026, 3, 3))]
    [True, False, True]
    """
    return left_on is None or on < left_on
