"""A review that was held by mistake is withdrawn, while nothing rests on it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record_many
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.rules import Actor, Verb
from clavero.matrix import hooks
from clavero.matrix.models import MatrixPlacement, MatrixReview
from clavero.matrix.rules.quadrants import Strategy
from clavero.portfolio.services import hold_structure
from clavero.portfolio.visibility import accounts
from clavero.ui import formats


@transaction.atomic
def withdraw_review(actor: Actor, *, review_id: int, reason: str) -> MatrixReview:
    """Take back a review that was held by mistake, with a reason; what the accounts were before
    holds again. It stays to be read, and counts on no day.

    Only the last one, and only while nothing rests on it: who has built on it refuses
    (``hooks.on_withdrawal``). Raises ``MatrixReview.DoesNotExist``.
    """
    if not actor.may(Verb.GOVERN_MATRIX):
        raise Forbidden(Verb.GOVERN_MATRIX)
    hold_structure()
    review = MatrixReview.objects.get(pk=review_id)
    _refuse_settled(review)
    if not reason.strip():
        raise Refusal(
            _("Say why it is withdrawn: those who look back will ask."),
            code="reason_missing",
            field="reason",
        )
    told = _told(actor, review)
    for hear in hooks.on_withdrawal:
        hear(told)
    review.withdrawn_at, review.withdrawn_by_name = timezone.now(), actor.name
    review.withdrawn_because = reason.strip()
    review.save(update_fields=["withdrawn_at", "withdrawn_by_name", "withdrawn_because"])
    _record(told, review)
    return review


def _refuse_settled(review: MatrixReview) -> None:
    if review.withdrawn_at is not None:
        raise Refusal(
            _("%(by)s has withdrawn it already: %(why)s"),
            code="changed_meanwhile",
            by=review.withdrawn_by_name,
            why=review.withdrawn_because,
        )
    later = MatrixReview.objects.standing().filter(day__gt=review.day).order_by("-day").first()
    if later is not None:
        raise Refusal(
            _("The review of %(later)s goes on from this one."),
            code="not_the_last",
            hint=_("Withdraw the later one first."),
            later=formats.day(later.day),
        )


def _told(actor: Actor, review: MatrixReview) -> hooks.Review:
    placements = review.placements.values_list("customer_id", "strategy")
    placed = {customer_id: Strategy(strategy) for customer_id, strategy in placements}
    earlier = MatrixPlacement.objects.filter(
        customer_id__in=placed, review__day__lt=review.day, review__withdrawn_at__isnull=True
    )
    # In the order of their reviews: the last one of each customer stays.
    was = earlier.order_by("review__day").values_list("customer_id", "strategy")
    before = {customer_id: Strategy(strategy) for customer_id, strategy in was}
    return hooks.Review(review.pk, review.day, review.created_at, actor, placed, before)


def _record(told: hooks.Review, review: MatrixReview) -> None:
    """An entry in the history of each account whose strategy is another one again."""
    changed = [each for each, after in told.placed.items() if told.before.get(each) is not after]
    customers = accounts(told.actor).in_bulk(changed)
    record_many(
        told.actor,
        "customer.place_withdrawn",
        [
            (
                customer,
                {"strategy": told.placed[each], "review": review.day},
                {"strategy": told.before.get(each), "reason": review.withdrawn_because},
            )
            for each, customer in customers.items()
        ],
    )
