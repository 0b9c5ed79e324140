"""What can be read about plans."""

from clavero.plans.selectors.clashing import placed
from clavero.plans.selectors.content import content_of, versions_of
from clavero.plans.selectors.curves import curve_of
from clavero.plans.selectors.drafts import drafts_of, position_criteria
from clavero.plans.selectors.facts import (
    ReviewSeen,
    facts_of,
    point_seen,
    review_seen,
    reviews_of,
)
from clavero.plans.selectors.figures import Figures, figures_of_plans
from clavero.plans.selectors.history import WORDS, changes_of_plan, changes_of_row
from clavero.plans.selectors.listing import PlanRow, plan_rows
from clavero.plans.selectors.live import Live, live
from clavero.plans.selectors.market import offers_of_notes, uses_of_notes
from clavero.plans.selectors.outlook import aims_of, outlook_kept, outlook_of
from clavero.plans.selectors.outward import Marked, Outward, outward_of, plan_to_share
from clavero.plans.selectors.pictured import Measured, SectionPicture
from clavero.plans.selectors.plan import (
    PlanPicture,
    plan_picture,
    plan_to_approve,
    plan_with_live,
)
from clavero.plans.selectors.retention import scorecard_of, shown_by
from clavero.plans.selectors.rights import hands_in
from clavero.plans.selectors.rows import (
    ActionChoices,
    RowSeen,
    action_choices,
    actions_of,
    actions_of_initiative,
    after_of,
    answered_by,
    choices_of,
    links_of,
    need_in_plan,
    plan_seen,
    plan_to_decide,
    plan_with_structure,
    row_seen,
    targets_of,
)
from clavero.plans.selectors.templates import (
    InForce,
    PlanTemplate,
    all_templates,
    latest_templates,
    plan_template,
    templates_of,
    templates_on,
)
from clavero.plans.selectors.to_do import (
    Submitted,
    my_actions,
    submitted,
    waiting_requests,
)
from clavero.plans.selectors.tools import ToolRows, tool_rows
from clavero.plans.selectors.value import (
    Case,
    InitiativeWorth,
    Outcome,
    Reading,
    RiskWorth,
    Worth,
    ramp_of,
    win_win_of,
    worth_of,
)

__all__ = [
    "WORDS",
    "ActionChoices",
    "Case",
    "Figures",
    "InForce",
    "InitiativeWorth",
    "Live",
    "Marked",
    "Measured",
    "Outcome",
    "Outward",
    "PlanPicture",
    "PlanRow",
    "PlanTemplate",
    "Reading",
    "ReviewSeen",
    "RiskWorth",
    "RowSeen",
    "SectionPicture",
    "Submitted",
    "ToolRows",
    "Worth",
    "action_choices",
    "actions_of",
    "actions_of_initiative",
    "after_of",
    "aims_of",
    "all_templates",
    "answered_by",
    "changes_of_plan",
    "changes_of_row",
    "choices_of",
    "content_of",
    "curve_of",
    "drafts_of",
    "facts_of",
    "figures_of_plans",
    "hands_in",
    "latest_templates",
    "links_of",
    "live",
    "my_actions",
    "need_in_plan",
    "offers_of_notes",
    "outlook_kept",
    "outlook_of",
    "outward_of",
    "placed",
    "plan_picture",
    "plan_rows",
    "plan_seen",
    "plan_template",
    "plan_to_approve",
    "plan_to_decide",
    "plan_to_share",
    "plan_with_live",
    "plan_with_structure",
    "point_seen",
    "position_criteria",
    "ramp_of",
    "review_seen",
    "reviews_of",
    "row_seen",
    "scorecard_of",
    "shown_by",
    "submitted",
    "targets_of",
    "templates_of",
    "templates_on",
    "tool_rows",
    "uses_of_notes",
    "versions_of",
    "waiting_requests",
    "win_win_of",
    "worth_of",
]
