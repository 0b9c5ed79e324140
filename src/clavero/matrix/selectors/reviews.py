"""The reviews that were held, and where they have placed the accounts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from clavero.identity.rules import Actor
from clavero.matrix.models import MatrixPlacement, MatrixReview
from clavero.matrix.rules.position import Mode
from clavero.matrix.rules.quadrants import Placement, Side, Strategy, sides_of
from clavero.matrix.rules.version import Version
from clavero.portfolio.selectors import Card, Structure, structure
from clavero.portfolio.visibility import scope_for


@dataclass(frozen=True, slots=True)
class Official:
    """Where an account officially is: its last review, the scores of then, since which review
    without a break it has this strategy, and the strategies of the reviews before, latest first."""

    customer_id: int
    name: str
    strategy: Strategy
    is_borderline: bool
    potential: float
    position: float
    reviewed_on: date
    review_id: int
    since: date
    before: tuple[Strategy, ...] = ()


@dataclass(frozen=True, slots=True)
class Trail:
    """An account at each of its reviews, the latest first."""

    placements: tuple[MatrixPlacement, ...]

    @property
    def last(self) -> MatrixPlacement:
        """The latest."""
        return self.placements[0]

    @property
    def placement(self) -> Placement:
        """The official placement, from which the next review goes on."""
        return placement_of(self.last)

    def official(self, card: Card) -> Official:
        """Where the account of ``card`` officially is."""
        last, strategies = self.last, [Strategy(each.strategy) for each in self.placements]
        since = last
        for each in self.placements:
            if each.strategy != last.strategy:
                break
            since = each
        return Official(
            customer_id=card.id,
            name=card.title,
            strategy=strategies[0],
            is_borderline=last.strategy != last.computed,
            potential=last.potential,
            position=last.position,
            reviewed_on=last.review.day,
            review_id=last.review_id,
            since=since.review.day,
            before=tuple(strategies[1:]),
        )


def official_strategies(
    actor: Actor, *, as_of: date, known: Structure | None = None
) -> dict[str, Official]:
    """The official strategy of each account that ``actor`` sees, by its code; those that no review
    has placed until ``as_of`` are left out."""
    found = trails(scope_for(actor).customers, as_of, known)
    if not found:
        return {}
    cards = (known or structure()).cards
    return {code: trail.official(cards[code]) for code, trail in found.items()}


def reviews(until: date, *, withdrawn_too: bool = False) -> list[MatrixReview]:
    """The reviews held until a day, the latest first; those withdrawn count for nothing, and are
    only read."""
    held = MatrixReview.objects.all() if withdrawn_too else MatrixReview.objects.standing()
    found = held.filter(day__lte=until).select_related("version")
    return list(found.order_by("-day", "-pk"))


def review_to_withdraw(review_id: int) -> MatrixReview:
    """A review that stands. Raises ``MatrixReview.DoesNotExist``."""
    return MatrixReview.objects.standing().get(pk=review_id)


def modes_of_reviews(until: date) -> dict[int, Mode]:
    """In which mode each review held until a day read the positions, by its number."""
    return {
        review.pk: Mode(review.version.content["mode"]) if review.version else Version().mode
        for review in reviews(until)
    }


def counts_by_review(actor: Actor, *, as_of: date) -> dict[int, dict[Strategy, int]]:
    """How many of the accounts that ``actor`` sees each review put into each strategy, by the
    review's number, withdrawn ones too; strategies without any are left out."""
    placements = MatrixPlacement.objects.filter(review__day__lte=as_of)
    codes = scope_for(actor).customers
    if codes is not None:
        placements = placements.filter(customer__code__in=codes)
    counted = placements.order_by().values_list("review_id", "strategy").annotate(Count("pk"))
    found: dict[int, dict[Strategy, int]] = {}
    for review_id, strategy, count in counted:
        found.setdefault(review_id, {})[Strategy(strategy)] = count
    return {each: {s: counts[s] for s in Strategy if s in counts} for each, counts in found.items()}


def trails(
    codes: Collection[str] | None, as_of: date, known: Structure | None = None
) -> Mapping[str, Trail]:
    """Every account's reviews until ``as_of``; ``codes`` are the customers to look at, ``None``
    all. What was placed under a record merged since is the survivor's, where the same review did
    not place it itself. One query; the structure, where it is not ``known``, is read only if there
    are reviews or for some customers."""
    placements = MatrixPlacement.objects.filter(
        review__day__lte=as_of, review__withdrawn_at__isnull=True
    )
    if codes is not None:
        known = known or structure()
        records = {record for code in codes for record in known.alone.same(code)}
        placements = placements.filter(customer__code__in=records)
    rows = list(placements.select_related("review", "customer").order_by("-review__day", "pk"))
    if not rows:
        return {}
    alone = (known or structure()).alone
    placed: dict[str, dict[int, MatrixPlacement]] = {}
    for each in rows:
        code = alone.survivor(each.customer.code)
        there = placed.setdefault(code, {})
        if each.review_id not in there or each.customer.code == code:
            there[each.review_id] = each
    return {code: Trail(tuple(found.values())) for code, found in placed.items()}


def placement_of(row: MatrixPlacement) -> Placement:
    """A kept placement, as the rules have it."""
    potential_high, position_high = sides_of(Strategy(row.strategy))
    return Placement(
        potential=Side(potential_high, row.potential_across),
        position=Side(position_high, row.position_across),
        computed=Strategy(row.computed),
    )
