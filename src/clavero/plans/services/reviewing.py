"""Reviews by difference: what has changed is confirmed, corrected or turned into an action."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.core.revisions import reconcile
from clavero.identity.rules import Actor, Verb
from clavero.market.selectors import account_notes
from clavero.plans.models import Plan, PlanReview, ReviewPoint
from clavero.plans.rules.reviewing import Answer, differences
from clavero.plans.selectors.facts import facts_of
from clavero.plans.selectors.history import WORDS
from clavero.plans.selectors.plan import plan_picture
from clavero.plans.services._telling import tell
from clavero.plans.services._writing import check_text, plan_of_account
from clavero.plans.services.work import add_action
from clavero.portfolio.visibility import accounts


@transaction.atomic
def open_review(actor: Actor, *, customer_id: int, agenda: str = "") -> PlanReview:
    """Ask what has changed since the last review. Raises ``Customer.DoesNotExist`` for
    strangers."""
    plan = plan_of_account(actor, customer_id)
    if PlanReview.objects.filter(plan=plan, closed_at=None).exists():
        raise Refusal(
            _("A review of this plan is open already."),
            code="review_open",
            hint=_("Finish that one first."),
        )
    found = account_notes(actor, customer_id)
    news = [each.id for each in (*found.own, *found.of_sector, *found.of_market)]
    now = facts_of(plan_picture(actor, customer_id), news)
    review = PlanReview.objects.create(
        plan=plan,
        day=timezone.localdate(),
        agenda=agenda.strip(),
        facts=now,
        by_name=actor.name,
    )
    ReviewPoint.objects.bulk_create(
        ReviewPoint(review=review, kind=each.point.value, parameters=dict(each.parameters))
        for each in differences(plan.facts, now)
    )
    record(actor, "review.opened", review, after={"agenda": review.agenda})
    tell(actor, "plan.review_opened", plan)
    return review


@transaction.atomic
def answer_point(
    actor: Actor,
    *,
    point_id: int,
    answer: Answer,
    note: str = "",
    until: date | None = None,
) -> ReviewPoint:
    """It is so and the plan holds; the plan has been put right; or somebody does something, which
    ``note`` says, ``until`` a day."""
    seen = ReviewPoint.objects.filter(review__plan__customer__in=accounts(actor).values("pk"))
    point = seen.select_related("review").get(pk=point_id)
    _locked(actor, point.review)
    point.refresh_from_db()
    if point.answer:
        raise Refusal(
            _("%(name)s has answered this point already."),
            code="answered_already",
            hint=_("Open the review again: it stands there."),
            name=point.by_name,
        )
    point.note = note.strip()[:300]
    if answer is Answer.ACTION:
        if until is None:
            raise Refusal(_("Say until when."), code="until_missing", field="until")
        action = add_action(
            actor,
            customer_id=point.review.plan.customer_id,
            text=check_text(note, "note"),
            end=until,
        )
        point.action = action
    point.answer, point.by_name = answer.value, actor.name
    point.save()
    record(actor, "review.answered", point, after={"answer": answer.value, "note": point.note})
    return point


@transaction.atomic
def write_review(
    actor: Actor, *, review_id: int, agenda: str, notes: str, decisions: str, seen: int = 0
) -> PlanReview:
    """What the meeting was about, what was said and decided."""
    review = _review(actor, review_id)
    asked = {"agenda": agenda.strip(), "notes": notes.strip(), "decisions": decisions.strip()}
    now = {name: getattr(review, name) for name in asked}
    stay = reconcile(review, seen=seen, now=now, asked=asked, words=WORDS)
    after = {name: text for name, text in asked.items() if name not in stay and text != now[name]}
    for name, text in after.items():
        setattr(review, name, text)
    if after:
        review.save()
        before = {name: now[name] for name in after}
        record(actor, "review.written", review, before=before, after=after)
    return review


@transaction.atomic
def close_review(actor: Actor, *, review_id: int) -> PlanReview:
    """Everything has been answered: from now on, changes count from today."""
    review = _review(actor, review_id)
    left = review.points.filter(answer="").count()
    if left:
        raise Refusal(
            _("Points of the review are not answered yet: %(count)s."),
            code="points_open",
            hint=_("Confirm each, put the plan right, or make an action of it."),
            count=left,
        )
    review.closed_at = timezone.now()
    review.save(update_fields=["closed_at"])
    plan = review.plan
    plan.facts, plan.reviewed_at = review.facts, review.closed_at
    plan.save(update_fields=["facts", "reviewed_at"])
    record(actor, "review.closed", review)
    tell(actor, "plan.reviewed", plan, note=review.decisions)
    return review


def _review(actor: Actor, review_id: int) -> PlanReview:
    seen = PlanReview.objects.filter(plan__customer__in=accounts(actor).values("pk"))
    review = seen.get(pk=review_id)
    _locked(actor, review)
    review.refresh_from_db()
    return review


def _locked(actor: Actor, review: PlanReview) -> None:
    if not actor.may(Verb.WRITE_PLANS):
        raise Forbidden(Verb.WRITE_PLANS)
    locked = Plan.objects.select_for_update(of=("self",)).select_related("customer")
    review.plan = locked.get(pk=review.plan_id)
    if PlanReview.objects.filter(pk=review.pk, closed_at__isnull=False).exists():
        raise Refusal(
            _("This review is closed."), code="review_closed", hint=_("Open another one.")
        )
