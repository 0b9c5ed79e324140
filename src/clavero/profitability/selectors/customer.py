"""One account's waterfall, down to its events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Card, structure
from clavero.portfolio.selectors.counted import Counted as Counts
from clavero.portfolio.selectors.counted import counted
from clavero.portfolio.selectors.kept import Kept
from clavero.portfolio.visibility import accounts, narrowed, scope_for
from clavero.profitability.models import ServingEvent
from clavero.profitability.rules.rates import RateBook, Source
from clavero.profitability.selectors.book import rate_book, serving_version
from clavero.profitability.selectors.counting import count
from clavero.profitability.selectors.figures import Figures, Served
from clavero.profitability.selectors.picture import Versions

_MOST_KEPT = 500
MOST_EVENTS = 20


@dataclass(frozen=True, slots=True)
class AccountProfit:
    """An account with what it leaves; ``counts`` says what counts for it."""

    card: Card
    counts: Counts
    period: Period
    versions: Versions
    served: Served
    book: RateBook
    not_counted: frozenset[str]
    is_serving_known: bool
    is_work_recorded: bool


_kept: Kept[AccountProfit] = Kept(limit=_MOST_KEPT, weigh=lambda _found: 1)


def account_profit(
    actor: Actor, customer_id: int, *, period: Period, tree: Tree | None = Tree.LEGAL
) -> AccountProfit:
    """What one account leaves, with all that rolls up to it in ``tree``.

    Raises ``Customer.DoesNotExist`` for strangers to it.
    """
    code = accounts(actor).values_list("code", flat=True).get(pk=customer_id)
    scope, shape = scope_for(actor), structure()
    card = shape.cards[code]
    counts = counted(card, tree, scope, shape)
    versions = Versions(ledger.version(), shape.version, serving_version())

    def compute() -> AccountProfit:
        book = rate_book(versions.serving)
        rollup = dict.fromkeys(counts.codes, code)
        found = count(narrowed(scope, counts.codes), period, rollup, book)
        figures = Figures(found, period, book)
        return AccountProfit(
            card=card,
            counts=counts,
            period=period,
            versions=versions,
            served=figures.of(code),
            book=book,
            not_counted=found.not_counted,
            is_serving_known=figures.is_serving_known,
            is_work_recorded=found.is_work_recorded,
        )

    return _kept.get((versions, card.code, counts, period), compute)


def events_of(profit: AccountProfit) -> list[Any]:
    """The latest rows of files that count for the account, one more than are shown where there
    are more."""
    elsewhere = [key for key in profit.book.activities if not profit.book.is_from(Source.FILE, key)]
    return list(
        ServingEvent.objects.exclude(kind__in=elsewhere)
        .filter(
            customer__code__in=profit.counts.codes,
            day__gte=profit.period.start,
            day__lt=profit.period.end,
        )
        .select_related("customer", "file")[: MOST_EVENTS + 1]
    )
