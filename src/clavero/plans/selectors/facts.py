"""What a review compares: an account and its plan on a day, in a few plain facts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from clavero.core.freshness import is_stale
from clavero.identity.rules import Actor
from clavero.kpis.rules.catalogue import OF_JUDGEMENTS
from clavero.kpis.rules.kpi import Light
from clavero.plans.models import PlanReview, ReviewPoint
from clavero.plans.selectors.plan import PlanPicture
from clavero.plans.selectors.standing import STALE
from clavero.portfolio.visibility import accounts

_SHARE = "share-of-wallet"
NOTICE_DAYS = 120
"""So long before the last day on which a contract can be given notice reviews tell of it: a quarter
and the month in which the next review is held; ours, without empirical basis."""
MOST_NAMED = 20
"""So many rows are called by what they say; the others are counted."""


def facts_of(picture: PlanPicture, news: Collection[int] | None = None) -> dict[str, Any]:
    """The facts of today; what is not known is left out. ``news`` are the notes of the market that
    hold for the account, by number."""
    live, moment = picture.live, timezone.now()
    lead = live.lead
    health = live.health
    share = live.values.get(_SHARE)
    named = {
        "overdue": [["action", each.pk, each.text] for each in picture.late_actions],
        "behind": [
            ["objective", each.row.pk, each.row.text]
            for each in picture.measured
            if each.light is Light.RED
        ],
        "old_rows": [
            *(
                ["row", each.pk, each.text]
                for each in picture.items
                if each.confirmed_at < moment - STALE
                or (each.dated is not None and is_stale(each.dated, picture.today))
            ),
            *(
                [what, row.pk, row.text]
                for what, rows in picture.sourced.items()
                for row in rows
                if row.dated is not None and is_stale(row.dated, picture.today)
            ),
            *(["need", each.id, each.text] for each in picture.needs if each.is_old),
        ],
    }
    found: dict[str, Any] = {
        "day": picture.today.isoformat(),
        "sales": None if live.sales is None else str(live.sales),
        "margin": _first_margin(picture),
        "share": _text(None if share is None else share.estimate.value),
        "units": {each.code: each.title for each in live.below},
        "notices": {
            str(each.id): [each.title, each.notice_on.isoformat()]
            for each in live.contracts
            if each.notice_on is not None
            and not each.is_decided
            and 0 <= (each.notice_on - live.day).days <= NOTICE_DAYS
        },
        "contracts": {str(each.id): [each.title, each.end.isoformat()] for each in live.contracts},
        "needs": {str(each.id): each.text for each in picture.needs},
        "news": None if news is None else sorted(news),
        "strategy": None if live.official is None else live.official.strategy.value,
        "lead": None if lead is None else lead.person,
        "team": sorted({row.person for row in live.team}),
        **{name: len(rows) for name, rows in named.items()},
        "named": {name: rows[:MOST_NAMED] for name, rows in named.items()},
    }
    if health is not None:
        found["lights"] = {
            each.key: each.light.value
            for each in health.health.signals
            if each.light is not Light.GREY and each.key not in OF_JUDGEMENTS  # of the team alone
        }
        if health.silence is not None:
            found["silence"] = health.silence.state.key
    return {name: value for name, value in found.items() if value is not None}


def _first_margin(picture: PlanPicture) -> str | None:
    years = picture.live.years
    return _text(years[0].margin.value) if years else None


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


@dataclass(frozen=True, slots=True)
class ReviewSeen:
    """A review with its points."""

    row: PlanReview
    points: Sequence[ReviewPoint]

    @property
    def open_points(self) -> int:
        """How many nobody has answered."""
        return sum(not each.answer for each in self.points)


def review_seen(actor: Actor, review_id: int) -> ReviewSeen:
    """A review of a plan that ``actor`` sees. Raises ``PlanReview.DoesNotExist`` for strangers."""
    rows = PlanReview.objects.filter(plan__customer__in=accounts(actor).values("pk"))
    row = rows.select_related("plan__customer").get(pk=review_id)
    return ReviewSeen(row, list(row.points.select_related("action")))


def reviews_of(actor: Actor, customer_id: int) -> Sequence[PlanReview]:
    """The reviews of a plan, the latest first. Raises ``Customer.DoesNotExist`` for strangers."""
    customer = accounts(actor).get(pk=customer_id)
    return list(PlanReview.objects.filter(plan__customer=customer))


def point_seen(actor: Actor, point_id: int) -> ReviewPoint:
    """A point of a review of a plan that ``actor`` sees. Raises ``ReviewPoint.DoesNotExist`` for
    strangers."""
    rows = ReviewPoint.objects.filter(review__plan__customer__in=accounts(actor).values("pk"))
    return rows.select_related("review__plan__customer").get(pk=point_id)
