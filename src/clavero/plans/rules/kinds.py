"""The states and kinds of what a plan holds beside its rows."""

from __future__ import annotations

from enum import StrEnum


class PlanState(StrEnum):
    """Where a plan stands between its writers and who approves it."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"


class ObjectiveKind(StrEnum):
    """What an objective is about."""

    ECONOMIC = "economic"
    RELATIONSHIP = "relationship"
    LEARNING = "learning"


class ActionState(StrEnum):
    """How far an action is."""

    TO_DO = "to_do"
    DOING = "doing"
    DONE = "done"
    DROPPED = "dropped"


OF_NOTES: dict[str, dict[str, str]] = {"market": {"about": "opportunity"}, "threat": {}}
"""What a note of the market can become in a plan, and what is known of such a row by that."""
OPEN_ACTIONS = (ActionState.TO_DO, ActionState.DOING)


class InitiativeState(StrEnum):
    """From the idea to the value that the customer signs."""

    IDEA = "idea"
    PROPOSED = "proposed"
    AGREED = "agreed"
    RUNNING = "running"
    DELIVERED = "delivered"
    VALIDATED = "validated"
    DROPPED = "dropped"


class RequestKind(StrEnum):
    """What a request asks for."""

    HOURS = "hours"
    CAPEX = "capex"
    OPEX = "opex"
    STOCK = "stock"
    IT = "it"
    DISCOUNT = "discount"


class RequestState(StrEnum):
    """What was said to a request."""

    REQUESTED = "requested"
    APPROVED = "approved"
    CUT = "cut"
    REFUSED = "refused"


GRANTED = (RequestState.APPROVED, RequestState.CUT)


class DraftState(StrEnum):
    """What became of a proposed score."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    OVERTAKEN = "overtaken"  # a later proposal says something else
