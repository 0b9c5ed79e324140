"""What every account leaves after serving, all at once, and from what that follows."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any, NamedTuple

from django.db.models import Count, Max, Min, QuerySet, Sum

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.portfolio.selectors import structure
from clavero.portfolio.visibility import narrowed, scope_for
from clavero.profitability.models import ServingEvent
from clavero.profitability.rules.rates import KAM
from clavero.profitability.selectors.book import counted_in_app, rate_book, serving_version
from clavero.profitability.selectors.counting import count
from clavero.profitability.selectors.figures import Figures, everybody


class AfterServing(NamedTuple):
    """What an account bought, what serving it and waiting for its money cost, and what is left of
    the gross margin after both; ``None`` is unknown."""

    net_sales: Decimal
    serving: Decimal | None
    contribution: Decimal | None


def after_serving(
    actor: Actor, period: Period, only: Collection[str] | None = None
) -> dict[str, AfterServing] | None:
    """The customers that ``actor`` sees, each by itself, of whom anything was counted, by code;
    ``only`` those with these codes. ``None`` while nothing says what serving costs."""
    book = rate_book(serving_version())
    if not book.activities:
        return None
    scope = scope_for(actor)
    if only is not None:
        scope = narrowed(scope, frozenset(only))
    rollup = structure().forest(None).rollup(scope.customers)
    figures = Figures(count(scope, period, rollup, book), period, book)
    if not figures.is_serving_known:
        return None
    found = {}
    for code, served in everybody(figures):
        fall = served.waterfall
        serving, credit = fall.cost_of_serving, fall.credit
        found[code] = AfterServing(
            fall.net_sales,
            None if serving is None or credit is None else serving + credit,
            fall.contribution,
        )
    return found


def basis_of_serving(period: Period) -> str | None:
    """The same as long as what serving costs in ``period`` is the same for the same sales, told
    without computing it; ``None`` while nothing says what it costs. The hours of account teams are
    no cost of serving, and so change nothing here."""
    book = rate_book(serving_version())
    if not book.activities:
        return None
    # A row of a file never changes: it comes, and it goes.
    events = ServingEvent.objects.filter(day__gte=period.start, day__lt=period.end).order_by()
    rates = (
        sorted((key, each) for key, each in book.capacities.items() if key != KAM),
        sorted(book.activities.items()),
        book.credit,
    )
    within = {"day__gte": period.start, "day__lt": period.end}
    in_app = [
        (kind, _marks(rows), sorted(told.shared(rows, None).items()) if told.shared else ())
        for kind, told in counted_in_app(book).items()
        for rows in [told.rows().filter(**within)]
    ]
    told = (rates, _marks(events), counted_since(), *in_app)
    return sha256(repr(told).encode()).hexdigest()


def _marks(events: QuerySet[Any]) -> list[tuple[str, int | None]]:
    marks = events.order_by().aggregate(rows=Count("pk"), last=Max("pk"), marks=Sum("pk"))
    return sorted(marks.items())


def counted_since() -> date | None:
    """The day of the first event that a file ever told of, or that was recorded where Clavero
    counts; ``None`` without any. One query, and one for each activity that Clavero counts."""
    book = rate_book(serving_version())
    rows = [ServingEvent.objects.all(), *(told.rows() for told in counted_in_app(book).values())]
    days = [each.order_by().aggregate(first=Min("day"))["first"] for each in rows]
    return min((day for day in days if day is not None), default=None)
