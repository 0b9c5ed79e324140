"""Whom the ledger puts forward."""

from __future__ import annotations

from dataclasses import dataclass, replace

from clavero.identity.rules import Actor, Verb
from clavero.portfolio.selectors import (
    By,
    Card,
    PortfolioRow,
    data_span,
    growth_of_the_year,
    period_asked,
    portfolio_picture,
    structure,
)
from clavero.profitability.selectors import profit_picture
from clavero.selection.models import Candidate, SelectionCycle
from clavero.selection.rules.proposing import Figures, Reason, reasons_for


@dataclass(frozen=True, slots=True)
class Proposed:
    """A customer that could be put forward, and why."""

    card: Card
    reasons: tuple[Reason, ...]


def proposals(actor: Actor, cycle: SelectionCycle | None) -> list[Proposed]:
    """The customers that the ledger puts forward by the last twelve full months, without those on
    the list of ``cycle``; the largest first.

    Only who sees every customer can be told: a class among one's own accounts says nothing.
    """
    if not actor.may(Verb.SEE_WHOLE_PORTFOLIO) or data_span() is None:
        return []
    shape = structure()
    by_sales = _placed(actor, By.SALES)
    results = _results(actor)
    growth = growth_of_the_year(actor, by_sales)
    listed = Candidate.objects.filter(cycle=cycle).values_list("customer__code", flat=True)
    there = {shape.alone.survivor(code) for code in listed} if cycle else set()
    found = []
    for code, row in by_sales.items():
        figures = replace(
            results.get(code, Figures()),
            by_sales=row.abc,
            sales_rank=row.rank,
            growth=growth.get(code),
        )
        reasons = reasons_for(figures)
        if reasons and code not in there and code in shape.cards:
            found.append(Proposed(shape.cards[code], reasons))
    return found


def _results(actor: Actor) -> dict[str, Figures]:
    """By what each customer leaves: its contribution after serving, and its gross margin while
    nobody has said what serving costs."""
    served = profit_picture(actor, period=period_asked(actor, "ttm"))
    if served.is_serving_known and served.on_the_curve:
        return {
            row.code: Figures(
                by_result=row.by_contribution,
                result_rank=row.rank,
                is_served=True,
                loses=row.loses,
            )
            for row in served.rows
        }
    by_margin = _placed(actor, By.CONTRIBUTION)
    return {
        code: Figures(by_result=row.abc, result_rank=row.rank) for code, row in by_margin.items()
    }


def _placed(actor: Actor, by: By) -> dict[str, PortfolioRow]:
    """The ranked accounts of the last twelve full months, by code, the largest first."""
    picture = portfolio_picture(actor, period=period_asked(actor, "ttm"), by=by)
    return {row.code: row for row in picture.rows}
