"""Factors of success become scores of the matrix: proposed from the plan, accepted by a person."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal
from clavero.identity.rules import Actor, Verb
from clavero.matrix.rules.evidence import Source
from clavero.matrix.rules.scores import Subject
from clavero.matrix.services import Rated, score_account
from clavero.plans.models import Plan, PlanItem, ScoreDraft
from clavero.plans.rules.factors import Scored, scores, weighs_right
from clavero.plans.rules.kinds import DraftState
from clavero.plans.selectors.drafts import position_criteria
from clavero.plans.services._telling import tell
from clavero.plans.services._writing import plan_of_account

_COMPETITOR_LENGTH = 80


@transaction.atomic
def propose_scores(
    actor: Actor,
    *,
    customer_id: int,
    criteria: Mapping[int, str],
    source: Source,
    said_on: date,
) -> list[ScoreDraft]:
    """Propose what the factors say of the criteria of the matrix; ``criteria`` gives one to each
    factor by its number. What waits of an earlier proposal is overtaken."""
    plan = plan_of_account(actor, customer_id)
    found = _scored(plan, criteria)
    if said_on > timezone.localdate():
        raise Refusal(
            _("Nobody has said it yet: the day is to come."),
            code="in_the_future",
            field="said_on",
            hint=_("Write the day on which it was said."),
        )
    ScoreDraft.objects.filter(plan=plan, state=DraftState.PROPOSED.value).update(
        state=DraftState.OVERTAKEN.value
    )
    drafts = ScoreDraft.objects.bulk_create(
        ScoreDraft(
            plan=plan,
            criterion=each.criterion,
            us=each.us,
            best=each.best,
            competitor=each.competitor[:_COMPETITOR_LENGTH],
            source=source.value,
            said_on=said_on,
            factors=list(each.factors),
            by_name=actor.name,
        )
        for each in found
    )
    tell(actor, "plan.scores_proposed", plan, count=len(drafts))
    return drafts


@transaction.atomic
def accept_scores(
    actor: Actor, *, customer_id: int, drafts: Collection[int], seen: int | None = None
) -> int:
    """Take proposed scores into the matrix, with the factors that they come from as their evidence;
    how many are new there. ``seen`` is the newest score of the account that the person looked at.
    """
    plan, waiting = _waiting(actor, customer_id, drafts)
    texts = dict(PlanItem.objects.filter(plan=plan, kind="csf").values_list("pk", "text"))
    count = 0
    for draft in waiting:
        named = ", ".join(f"“{texts[each]}”" for each in draft.factors if each in texts)
        count += score_account(
            actor,
            customer_id=customer_id,
            day=draft.said_on,
            source=Source(draft.source),
            rated=[
                Rated(draft.criterion, (draft.us,)),
                Rated(draft.criterion, (draft.best,), Subject.COMPETITOR),
            ],
            competitor=draft.competitor,
            reason=gettext("Customer plan, factors of success: %(factors)s") % {"factors": named},
            seen=seen,
        )
    _decide(actor, waiting, DraftState.ACCEPTED)
    tell(actor, "plan.scores_accepted", plan, count=len(waiting))
    return count


@transaction.atomic
def refuse_scores(actor: Actor, *, customer_id: int, drafts: Collection[int]) -> None:
    """Leave the matrix as it is."""
    plan, waiting = _waiting(actor, customer_id, drafts)
    _decide(actor, waiting, DraftState.REFUSED)
    tell(actor, "plan.scores_refused", plan, count=len(waiting))


def _scored(plan: Plan, criteria: Mapping[int, str]) -> list[Scored]:
    rows = dict(
        PlanItem.objects.filter(plan=plan, kind="csf", retired_at=None).values_list("pk", "data")
    )
    if not weighs_right(rows.values()):
        raise Refusal(
            _("The weights of the factors are not 100 together."),
            code="weights_not_100",
            hint=_("Put them right first: a score is their weighted mean."),
        )
    unknown = {each for each in criteria.values() if each} - position_criteria().keys()
    if unknown or not criteria.keys() <= rows.keys():
        raise Refusal(
            _("The matrix has no such criterion, or the plan no such factor."),
            code="no_such_criterion",
            hint=_("Somebody has changed them meanwhile: look at the page again."),
        )
    found = scores(rows, criteria)
    if not found:
        raise Refusal(
            _("No factor stands for a criterion of the matrix."),
            code="nothing_proposed",
            hint=_("Choose a criterion beside at least one factor."),
        )
    return found


def _waiting(
    actor: Actor, customer_id: int, drafts: Collection[int]
) -> tuple[Plan, list[ScoreDraft]]:
    plan = plan_of_account(actor, customer_id, Verb.SCORE_ACCOUNTS)
    waiting = list(
        ScoreDraft.objects.filter(plan=plan, pk__in=drafts, state=DraftState.PROPOSED.value)
    )
    if not waiting or len(waiting) < len(set(drafts)):
        raise Refusal(
            _("These scores do not wait any more."),
            code="not_waiting",
            hint=_("Somebody has decided on them or proposed others: look at the page again."),
        )
    return plan, waiting


def _decide(actor: Actor, waiting: Collection[ScoreDraft], state: DraftState) -> None:
    for draft in waiting:
        draft.state, draft.decided_by_name = state.value, actor.name
        draft.decided_at = timezone.now()
    ScoreDraft.objects.bulk_update(waiting, ["state", "decided_by_name", "decided_at"])
