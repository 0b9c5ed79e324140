"""Hours and money spent on accounts with a strategy, beside what the playbook says."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.matrix.selectors import official_strategies
from clavero.playbook.hooks import on_contacts
from clavero.playbook.rules.conduct import (
    NOTHING,
    Account,
    Difference,
    Quadrant,
    quadrants,
    warnings,
)
from clavero.playbook.selectors.versions import InForce, playbook_on
from clavero.portfolio.selectors import Card, Structure, leads_of, structure
from clavero.profitability.selectors import spent


@dataclass(frozen=True, slots=True)
class Conduct:
    """How the team's hours and money went in a period. ``is_recorded`` is false where nobody keeps
    them or nothing was written down; ``cards`` names the accounts by their codes."""

    period: Period
    holding: InForce
    accounts: tuple[Account, ...]
    quadrants: tuple[Quadrant, ...]
    warnings: tuple[Difference, ...]
    cards: Mapping[str, Card]
    is_recorded: bool


def conduct(actor: Actor, period: Period) -> Conduct:
    """The accounts that ``actor`` sees, by the strategies at the end of ``period``."""
    last = period.end - timedelta(days=1)
    shape = structure()
    officials = official_strategies(actor, as_of=last, known=shape)
    managers = leads_of(officials, shape, timezone.localdate())
    spending = spent(actor, period, tree=None, known=shape)
    contacts = _contacts(officials, shape)
    found = tuple(
        Account(
            code=code,
            strategy=official.strategy,
            manager=managers[code].name if code in managers else "",
            hours=spending[code].total.hours if code in spending else None,
            money=spending[code].total.money if code in spending else None,
            contacts=None if contacts is None else contacts.get(code, 0),
        )
        for code, official in sorted(officials.items())
    )
    holding = playbook_on(last)
    by_strategy = quadrants(found, holding.settings.shares)
    return Conduct(
        period=period,
        holding=holding,
        accounts=found,
        quadrants=by_strategy,
        warnings=tuple(warnings(found, by_strategy)),
        cards={code: shape.cards[code] for code in officials},
        is_recorded=any((each.hours or NOTHING) or (each.money or NOTHING) for each in found),
    )


def _contacts(codes: Collection[str], known: Structure) -> Mapping[str, int] | None:
    """How many people of each account are known today, as the room that keeps them says."""
    for counted in on_contacts:
        return counted(codes, known)
    return None
