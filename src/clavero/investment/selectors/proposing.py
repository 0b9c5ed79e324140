"""Which accounts to put forward, and what is known already of one that somebody puts forward."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max, Q

from clavero.core.money import round_for_display
from clavero.identity.rules import Actor
from clavero.investment.models import Case, Round
from clavero.investment.rules.cases import Outlook, Years, contributions
from clavero.investment.rules.kinds import Stage
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.rules.scoring import AxisScore
from clavero.matrix.selectors import account_in_matrix, official_strategies
from clavero.portfolio.selectors import Card, structure

_THOUSAND = 1_000  # the matrix counts volume in thousands


@dataclass(frozen=True, slots=True)
class Prefilled:
    """The contribution of each year without and with the plan, as the matrix's forecasts say them;
    ``None`` where nobody has forecast enough."""

    title: str
    inertial: Years | None
    planned: Years | None


def open_round_for(customer_id: int) -> tuple[Round | None, int | None]:
    """The open round, and the case of a customer in it, where there are any. One query."""
    of_customer = Max("cases__id", filter=Q(cases__customer_id=customer_id))
    found = Round.objects.filter(stage=Stage.OPEN).annotate(case_there=of_customer).first()
    return (None, None) if found is None else (found, found.case_there)


def suggested(actor: Actor, found: Round, *, as_of: date) -> list[Card]:
    """The accounts of *selective investment* that ``actor`` sees and nobody has put forward, by
    name."""
    there = set(Case.objects.filter(round=found).values_list("customer_id", flat=True))
    shape = structure()
    selective = [
        shape.cards[code]
        for code, official in official_strategies(actor, as_of=as_of, known=shape).items()
        if official.strategy is Strategy.SELECTIVE and official.customer_id not in there
    ]
    return sorted(selective, key=lambda card: (card.title.casefold(), card.code))


def prefilled(actor: Actor, customer_id: int, *, as_of: date) -> Prefilled:
    """What the matrix forecasts of an account, in money.

    Raises ``Customer.DoesNotExist`` for strangers to it.
    """
    row = account_in_matrix(actor, customer_id, as_of=as_of).row
    now = _outlook(row.reading.potential)
    if now is None:
        return Prefilled(row.card.title, None, None)

    def ahead(axis: AxisScore | None) -> Years | None:
        then = None if axis is None else _outlook(axis)
        if then is None:
            return None
        found = contributions(now, then)
        return tuple(round_for_display(each) for each in found)

    inertial = row.inertial.then.potential if row.inertial else None
    planned = row.planned.then.potential if row.planned else None
    return Prefilled(row.card.title, ahead(inertial), ahead(planned))


def _outlook(axis: AxisScore) -> Outlook | None:
    known = {each.factor: each.value for each in axis.contributions}
    found = [known.get(name) for name in ("volume", "share", "profitability")]
    if None in found:
        return None
    volume, share, margin = (Decimal(str(each)) for each in found)
    return Outlook(volume * _THOUSAND, share, margin)
