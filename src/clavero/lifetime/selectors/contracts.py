"""Contracts that renew or end: the cohorts of the ledger, or those that a reader entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.lifetime.rules import contracts
from clavero.lifetime.rules.contracts import Renewal, ShiftedBetaGeometric, Unfit
from clavero.lifetime.rules.fitting import Why
from clavero.lifetime.rules.histories import Purchases
from clavero.lifetime.rules.studies import By, ContractsAsked
from clavero.lifetime.rules.terms import last_whole, numbers_of, remaining
from clavero.lifetime.selectors.base import Versions, purchases_of, versions_of
from clavero.lifetime.selectors.staying import kind_of
from clavero.portfolio.selectors import Structure, data_span, scope_for, structure

AHEAD = 5
"""Renewals that are projected after those that were seen."""


class Term(NamedTuple):
    """The ``number``-th renewal: what was seen of it (``came`` of 0: nothing was), and what the fit
    says. ``still`` is the part of a cohort that is there after it; ``residual`` are the discounted
    payments to come of one that stands before it, without an end, and ``within`` those of the years
    asked for."""

    number: int
    came: int
    renewed: int
    seen_still: Decimal | None
    retention: Decimal
    still: Decimal
    residual: Decimal | None
    within: Decimal


@dataclass(frozen=True)
class ContractsPicture:
    """``unfit`` says why there are no ``terms``; ``kinds`` is what customers can be chosen by."""

    asked: ContractsAsked
    data: Period | None
    versions: Versions
    is_whole: bool
    customers: int
    model: ShiftedBetaGeometric | None
    log_likelihood: float | None
    unfit: Unfit | None
    seen: Sequence[Renewal]
    terms: Sequence[Term]
    new: tuple[Decimal | None, Decimal] | None
    """The payments of a customer that signs now, the first one made then: without an end, and
    within the years asked for."""


def contracts_picture(actor: Actor, asked: ContractsAsked) -> ContractsPicture:
    """The fit to what was entered or, without that, to the customers that ``actor`` sees."""
    data, shape, scope = data_span(), structure(), scope_for(actor)
    versions = versions_of(shape)
    cohorts: Sequence[Sequence[int]] = asked.typed
    if not cohorts and data is not None:
        cohorts = _of_ledger(purchases_of(scope, versions), shape, asked, data)
    seen, customers = contracts.renewals(*cohorts), sum(each[0] for each in cohorts)
    reason, model, height = contracts.unfit(*cohorts), None, None
    if reason is None:
        found = contracts.fit(*cohorts)
        if isinstance(found, Why):
            reason = Unfit.NOT_FOUND
        else:
            model, height = ShiftedBetaGeometric(*found.parameters), found.log_likelihood
    return ContractsPicture(
        asked=asked,
        data=data,
        versions=versions,
        is_whole=scope.is_everything,
        customers=customers,
        model=model,
        log_likelihood=height,
        unfit=reason,
        seen=seen,
        terms=_terms(model, seen, asked) if model else [],
        new=_new(model, asked) if model else None,
    )


def kinds_of(actor: Actor) -> list[tuple[By, str]]:
    """The segments and sectors of the customers that ``actor`` sees, in order."""
    shape, codes = structure(), scope_for(actor).customers
    cards = [card for code, card in shape.cards.items() if codes is None or code in codes]
    said = {(By.SEGMENT, card.segment) for card in cards}
    said |= {(By.SECTOR, card.sector) for card in cards}
    return sorted((by, name) for by, name in said if name)


def _of_ledger(
    bought: Purchases, shape: Structure, asked: ContractsAsked, data: Period
) -> list[list[int]]:
    by, name = asked.of
    if by is not By.NOTHING:
        chosen = [kind_of(shape, code, by) == name for code in bought.names]
        kept = np.array(chosen, dtype=bool)[bought.customer]
        bought = Purchases(
            bought.names, bought.customer[kept], bought.day[kept], bought.amount[kept]
        )
    terms = numbers_of(asked.step, bought.day)
    return list(remaining(bought, terms, last_whole(asked.step, data)).values())


def _terms(
    model: ShiftedBetaGeometric, seen: Sequence[Renewal], asked: ContractsAsked
) -> list[Term]:
    discount, ahead = asked.discount_a_term, asked.years * asked.step.a_year
    survival, found = model.survival(len(seen) + AHEAD), []
    still = Decimal(1)
    for number in range(1, len(seen) + AHEAD + 1):
        came, renewed = (
            (seen[number - 1].came, seen[number - 1].renewed) if number <= len(seen) else (0, 0)
        )
        still = still * renewed / came if came else still
        found.append(
            Term(
                number=number,
                came=came,
                renewed=renewed,
                seen_still=still if came else None,
                retention=Decimal(model.retention(number)),
                still=Decimal(float(survival[number])),
                residual=_finite(model.residual(number - 1, discount)),
                within=Decimal(model.residual_within(number - 1, discount, ahead)),
            )
        )
    return found


def _new(model: ShiftedBetaGeometric, asked: ContractsAsked) -> tuple[Decimal | None, Decimal]:
    """A payment now, and what is to come of one that stands a term before its first renewal."""
    discount, ahead = asked.discount_a_term, asked.years * asked.step.a_year
    worth = 1 / (1 + discount)
    without_end = _finite(1 + worth * model.residual(0, discount))
    return without_end, Decimal(1 + worth * model.residual_within(0, discount, ahead - 1))


def _finite(value: float) -> Decimal | None:
    return Decimal(value) if np.isfinite(value) else None
