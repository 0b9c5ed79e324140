"""Where hours and money go, beside what the playbook asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.matrix.selectors import official_strategies
from clavero.playbook.rules.conduct import Account, Notice, Quadrant, quadrants, warnings
from clavero.playbook.rules.plays import Playbook
from clavero.playbook.selectors.books import book_on
from clavero.portfolio.selectors import leads_of, structure
from clavero.profitability.selectors import Amounts, Spent, spent


@dataclass(frozen=True, slots=True)
class Conduct:
    """What the accounts of each strategy took in ``period``, and what to talk about."""

    period: Period
    book: Playbook
    quadrants: list[Quadrant]
    warnings: list[Notice]
    accounts: list[Account]

    @property
    def is_kept(self) -> bool:
        """Whether anybody has kept hours or money."""
        return any(each.hours or each.money for each in self.quadrants)


def conduct_of(actor: Actor, *, period: Period, as_of: date) -> Conduct:
    """Conduct of the accounts that ``actor`` sees and that have an official strategy."""
    known = structure()
    official = official_strategies(actor, as_of=as_of, known=known)
    leads = leads_of(official, known, as_of)
    spending = spent(actor, period, tree=None)
    nothing = Spent(Amounts())
    accounts = [
        Account(
            id=each.customer_id,
            name=each.name,
            strategy=each.strategy,
            hours=spending.get(code, nothing).total.hours,
            money=spending.get(code, nothing).total.money,
            has_lead=code in leads,
        )
        for code, each in official.items()
    ]
    book = book_on(as_of).book
    return Conduct(period, book, quadrants(accounts, book), warnings(accounts, book), accounts)
