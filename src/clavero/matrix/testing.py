"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.utils import timezone

from clavero.identity.rules import Actor
from clavero.matrix.models import AccountScore, MatrixReview
from clavero.matrix.rules.evidence import Source
from clavero.matrix.rules.quadrants import Strategy, sides_of
from clavero.matrix.services import Rated, hold_review, import_scores, score_account
from clavero.portfolio.models import Customer

SYSTEM = Actor.system()
HEADER = "account,criterion,value,subject,source,date"
_MEASURES = {
    True: {"volume": 5000, "growth": 0.15, "share": 0, "profitability": 0.2, "fit": 10},
    False: {"volume": 250, "growth": -0.05, "share": 1, "profitability": 0, "fit": 0},
}
_CRITERIA = ("quality", "service", "price", "innovation", "relationship")


def score(account: str, strategy: Strategy, day: date) -> None:
    """Scores that place ``account`` far inside the quadrant of ``strategy``."""
    is_attractive, is_strong = sides_of(strategy)
    said = {**_MEASURES[is_attractive], **dict.fromkeys(_CRITERIA, 9 if is_strong else 1)}
    rows = [f"{account},{what},{value},us,estimate,{day}" for what, value in said.items()]
    import_scores(SYSTEM, content="\n".join([HEADER, *rows]).encode())


def say(
    customer: Customer,
    *,
    criterion: str = "fit",
    value: int | str = 7,
    actor: Actor = SYSTEM,
    day: date | None = None,
    reason: str = "",
) -> AccountScore:
    """One score of a customer, entered by hand."""
    score_account(
        actor,
        customer_id=customer.pk,
        day=day or timezone.localdate(),
        source=Source.ESTIMATE,
        rated=[Rated(criterion, (Decimal(value),))],
        reason=reason,
    )
    return AccountScore.objects.latest("pk")


def hold(day: date, strategies: Mapping[str, Strategy]) -> MatrixReview:
    """A review of ``day`` that places each account in the strategy given."""
    for account, strategy in strategies.items():
        score(account, strategy, day)
    return hold_review(SYSTEM, day=day)
