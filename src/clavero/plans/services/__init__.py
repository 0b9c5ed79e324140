"""What people do with plans."""

from clavero.plans.services._writing import plan_of_account, written_on
from clavero.plans.services.approving import approve_plan, return_plan, submit_plan
from clavero.plans.services.calibrating import count_losses
from clavero.plans.services.drafts import accept_scores, propose_scores, refuse_scores
from clavero.plans.services.forecasting import set_forecast
from clavero.plans.services.initiatives import (
    add_initiative,
    change_initiative,
    retire_initiative,
    sign_value,
)
from clavero.plans.services.merges import settle_plans
from clavero.plans.services.moving import move_along, put_back
from clavero.plans.services.needs import hear_of_need
from clavero.plans.services.plans import hold_plan, set_years, start_plan
from clavero.plans.services.requests import (
    change_request,
    decide_request,
    request_resources,
    retire_request,
)
from clavero.plans.services.retention import say_retention
from clavero.plans.services.reviewing import (
    answer_point,
    close_review,
    open_review,
    write_review,
)
from clavero.plans.services.rows import (
    add_item,
    change_item,
    confirm_item,
    link_item,
    link_need,
    retire_item,
    unlink_item,
    unlink_need,
)
from clavero.plans.services.telling import tell_figures
from clavero.plans.services.templates import adopt_template, take_template
from clavero.plans.services.work import (
    add_action,
    add_objective,
    change_action,
    change_objective,
    move_action,
    retire_action,
    retire_objective,
    shift_action,
)

__all__ = [
    "accept_scores",
    "add_action",
    "add_initiative",
    "add_item",
    "add_objective",
    "adopt_template",
    "answer_point",
    "approve_plan",
    "change_action",
    "change_initiative",
    "change_item",
    "change_objective",
    "change_request",
    "close_review",
    "confirm_item",
    "count_losses",
    "decide_request",
    "hear_of_need",
    "hold_plan",
    "link_item",
    "link_need",
    "move_action",
    "move_along",
    "open_review",
    "plan_of_account",
    "propose_scores",
    "put_back",
    "refuse_scores",
    "request_resources",
    "retire_action",
    "retire_initiative",
    "retire_item",
    "retire_objective",
    "retire_request",
    "return_plan",
    "say_retention",
    "set_forecast",
    "set_years",
    "settle_plans",
    "shift_action",
    "sign_value",
    "start_plan",
    "submit_plan",
    "take_template",
    "tell_figures",
    "unlink_item",
    "unlink_need",
    "write_review",
    "written_on",
]
