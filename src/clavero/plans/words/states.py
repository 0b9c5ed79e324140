"""States and kinds of objectives, actions, initiatives and requests."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from clavero.opportunities.rules.pipeline import Ansoff
from clavero.plans.rules.kinds import (
    ActionState,
    DraftState,
    InitiativeState,
    ObjectiveKind,
    PlanState,
    RequestKind,
    RequestState,
)
from clavero.plans.words.catalogue import Name

PLAN_STATE_NAMES: dict[str, Name] = {
    PlanState.DRAFT: pgettext_lazy("plan", "Draft"),
    PlanState.SUBMITTED: _("Waits for approval"),
    PlanState.APPROVED: pgettext_lazy("plan", "Approved"),
}
PLAN_STATE_TONES: dict[str, str] = {
    PlanState.DRAFT: "plain", PlanState.SUBMITTED: "warn", PlanState.APPROVED: "good",
}  # fmt: skip
OBJECTIVE_KIND_NAMES: dict[str, Name] = {
    ObjectiveKind.ECONOMIC: pgettext_lazy("objective", "Economic"),
    ObjectiveKind.RELATIONSHIP: _("Relationship"),
    ObjectiveKind.LEARNING: _("Learning"),
}
ACTION_STATE_NAMES: dict[str, Name] = {
    ActionState.TO_DO: _("To do"),
    ActionState.DOING: _("Under way"),
    ActionState.DONE: _("Done"),
    ActionState.DROPPED: _("Dropped"),
}
INITIATIVE_STATE_NAMES: dict[str, Name] = {
    InitiativeState.IDEA: _("Idea"),
    InitiativeState.PROPOSED: _("Proposed to the customer"),
    InitiativeState.AGREED: _("Agreed with the customer"),
    InitiativeState.RUNNING: _("Under way"),
    InitiativeState.DELIVERED: _("Delivered"),
    InitiativeState.VALIDATED: _("Value signed by the customer"),
    InitiativeState.DROPPED: _("Dropped"),
}
INITIATIVE_STATE_TONES: dict[str, str] = {
    InitiativeState.AGREED: "accent",
    InitiativeState.RUNNING: "accent",
    InitiativeState.DELIVERED: "good",
    InitiativeState.VALIDATED: "good",
}
ANSOFF_NAMES: dict[str, Name] = {
    Ansoff.PENETRATION: _("More of what it buys, where it buys"),
    Ansoff.PRODUCT: _("Something new, where it buys"),
    Ansoff.UNIT: _("What it buys, in another unit"),
    Ansoff.DIVERSIFICATION: _("Something new, in another unit"),
}
DRAFT_STATE_NAMES: dict[str, Name] = {
    DraftState.PROPOSED: _("Waits for somebody to accept it"),
    DraftState.ACCEPTED: _("In the matrix"),
    DraftState.REFUSED: _("Not taken"),
}
DRAFT_STATE_TONES: dict[str, str] = {
    DraftState.PROPOSED: "warn", DraftState.ACCEPTED: "good", DraftState.REFUSED: "plain",
}  # fmt: skip
REQUEST_KIND_NAMES: dict[str, Name] = {
    RequestKind.HOURS: _("Hours of people"),
    RequestKind.CAPEX: _("Investment"),
    RequestKind.OPEX: _("Running costs"),
    RequestKind.STOCK: _("Stock"),
    RequestKind.IT: _("Systems"),
    RequestKind.DISCOUNT: _("Discount"),
}
REQUEST_STATE_NAMES: dict[str, Name] = {
    RequestState.REQUESTED: _("Asked for"),
    RequestState.APPROVED: pgettext_lazy("request", "Approved"),
    RequestState.CUT: _("Approved in part"),
    RequestState.REFUSED: _("Turned down"),
}
REQUEST_STATE_TONES: dict[str, str] = {
    RequestState.REQUESTED: "warn",
    RequestState.APPROVED: "good",
    RequestState.CUT: "good",
    RequestState.REFUSED: "bad",
}
