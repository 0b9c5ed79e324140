"""Conduct against strategy: where hours and money go, beside what the playbook asks.

Source: methods §2.4 (shares of time), spec S4. Hours and money are of the managers' own records;
where none is kept there is nothing to warn of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from clavero.matrix.rules.quadrants import Strategy
from clavero.playbook.rules.plays import Playbook

ZERO = Decimal(0)


class Warned(StrEnum):
    """What does not go together with a strategy."""

    OVER = "over"  # a quadrant takes more time than it should
    UNDER = "under"
    MONEY_IN_HARVEST = "money_in_harvest"
    NOBODY_LOOKS_AFTER = "nobody_looks_after"  # an account to invest in without a manager
    NO_TIME = "no_time"  # an account to invest in on which nobody spent an hour


@dataclass(frozen=True, slots=True)
class Account:
    """An account with its strategy and what was spent on it; ``has_lead`` says whether a key
    account manager looks after it."""

    id: int
    name: str
    strategy: Strategy
    hours: Decimal = ZERO
    money: Decimal = ZERO
    has_lead: bool = True


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to talk about; ``account`` is ``None`` where it is about a whole quadrant."""

    code: Warned
    strategy: Strategy
    account: Account | None = None
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Quadrant:
    """What a strategy's accounts took: fractions of all hours and of all money, ``None`` where
    nobody has kept any."""

    strategy: Strategy
    accounts: int
    hours: Decimal
    money: Decimal
    share_of_hours: Decimal | None
    share_of_money: Decimal | None
    asked_from: Decimal
    asked_to: Decimal


def quadrants(accounts: Iterable[Account], playbook: Playbook) -> list[Quadrant]:
    """The four strategies with what their accounts took, beside what the playbook asks."""
    listed = list(accounts)
    hours = sum((each.hours for each in listed), ZERO)
    money = sum((each.money for each in listed), ZERO)
    found = []
    for strategy in Strategy:
        own = [each for each in listed if each.strategy is strategy]
        own_hours = sum((each.hours for each in own), ZERO)
        own_money = sum((each.money for each in own), ZERO)
        play = playbook[strategy]
        found.append(
            Quadrant(
                strategy=strategy,
                accounts=len(own),
                hours=own_hours,
                money=own_money,
                share_of_hours=own_hours / hours if hours else None,
                share_of_money=own_money / money if money else None,
                asked_from=Decimal(str(play.share_from)),
                asked_to=Decimal(str(play.share_to)),
            )
        )
    return found


def warnings(accounts: Iterable[Account], playbook: Playbook) -> list[Notice]:
    """What does not go together, whole quadrants first."""
    listed = list(accounts)
    found = []
    for each in quadrants(listed, playbook):
        if each.share_of_hours is None or not each.accounts:
            continue
        if each.share_of_hours > each.asked_to:
            found.append(Notice(Warned.OVER, each.strategy, share=each.share_of_hours))
        elif each.share_of_hours < each.asked_from:
            found.append(Notice(Warned.UNDER, each.strategy, share=each.share_of_hours))
    return [*found, *_of_accounts(listed)]


def _of_accounts(accounts: Iterable[Account]) -> list[Notice]:
    listed = list(accounts)
    is_kept = any(each.hours for each in listed)
    found = []
    for each in listed:
        if each.strategy is Strategy.HARVEST and each.money > 0:
            found.append(Notice(Warned.MONEY_IN_HARVEST, each.strategy, each))
        if each.strategy is Strategy.INVEST and not each.has_lead:
            found.append(Notice(Warned.NOBODY_LOOKS_AFTER, each.strategy, each))
        elif each.strategy is Strategy.INVEST and is_kept and not each.hours:
            found.append(Notice(Warned.NO_TIME, each.strategy, each))
    return found


def by_strategy(accounts: Iterable[Account]) -> Mapping[Strategy, list[Account]]:
    """The accounts of each strategy, those that took most hours first."""
    found: dict[Strategy, list[Account]] = {strategy: [] for strategy in Strategy}
    for each in sorted(accounts, key=lambda one: (-one.hours, one.name)):
        found[each.strategy].append(each)
    return found
