"""Plans and what they hold."""

from clavero.plans.models.drafts import ScoreDraft
from clavero.plans.models.plan import Forecast, Plan, PlanItem, PlanLink, TemplateVersion
from clavero.plans.models.retention import RetentionCurve
from clavero.plans.models.review import PlanReview, PlanVersion, ReviewPoint
from clavero.plans.models.work import Action, Initiative, Objective, ResourceRequest

__all__ = [
    "Action",
    "Forecast",
    "Initiative",
    "Objective",
    "Plan",
    "PlanItem",
    "PlanLink",
    "PlanReview",
    "PlanVersion",
    "ResourceRequest",
    "RetentionCurve",
    "ReviewPoint",
    "ScoreDraft",
    "TemplateVersion",
]
