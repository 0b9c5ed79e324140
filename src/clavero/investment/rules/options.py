"""What can be funded: an account at a level, within limits, and what binds accounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from clavero.investment.rules.flows import YEARS, Flows
from clavero.investment.rules.kinds import Why

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Option:
    """An account at one of its levels. ``hours`` are those of key account managers in the first
    year; ``is_strategic`` where a named person wants it funded whatever it brings."""

    account: str
    level: str
    flows: Flows
    hours: Decimal = _ZERO
    is_strategic: bool = False

    @property
    def outlay(self) -> Decimal:
        """What it costs today."""
        return self.flows.outlay

    @property
    def key(self) -> tuple[str, str]:
        """What it is told apart by."""
        return self.account, self.level


@dataclass(frozen=True, slots=True)
class Limits:
    """What there is. ``cash`` is what each of the three years may take; ``None`` is without end."""

    budget: Decimal
    cash: tuple[Decimal | None, ...] = (None,) * YEARS
    hours: Decimal | None = None
    accounts: int | None = None


@dataclass(frozen=True, slots=True)
class Bonds:
    """Accounts that must be funded, pairs of which one at most may be, and pairs of which the
    first may be only with the second."""

    must: frozenset[str] = frozenset()
    exclusive: tuple[tuple[str, str], ...] = ()
    requires: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """The options chosen, what they are worth and cost together; ``is_optimal`` where nothing
    better exists for sure, ``is_possible`` unless what must be funded breaks a limit, or nothing
    was found in time (then nothing is sure)."""

    chosen: tuple[Option, ...]
    value: Decimal
    spent: Decimal
    is_optimal: bool = True
    is_possible: bool = True

    @property
    def accounts(self) -> dict[str, Option]:
        """What was chosen of each account."""
        return {each.account: each for each in self.chosen}


def allowed(option: Option, rate: Decimal) -> bool:
    """What brings nothing is funded only where a named person has called it strategic."""
    return option.is_strategic or option.flows.npv(rate) > 0


def keeps_to(chosen: Iterable[Option], limits: Limits, bonds: Bonds = Bonds()) -> bool:
    """Whether a choice holds to every limit and bond, exactly."""
    found = list(chosen)
    accounts = {each.account for each in found}
    return (
        len(accounts) == len(found)
        and within(found, limits)
        and bonds.must <= accounts
        and not any(accounts.issuperset(pair) for pair in bonds.exclusive)
        and all(first not in accounts or second in accounts for first, second in bonds.requires)
    )


def within(chosen: Iterable[Option], limits: Limits) -> bool:
    """Whether there is enough for all that was chosen."""
    found = list(chosen)
    if sum((each.outlay for each in found), _ZERO) > limits.budget:
        return False
    if limits.hours is not None and sum((each.hours for each in found), _ZERO) > limits.hours:
        return False
    if limits.accounts is not None and len(found) > limits.accounts:
        return False
    return all(
        most is None or sum((each.flows.needs[year] for each in found), _ZERO) <= most
        for year, most in enumerate(limits.cash)
    )


@dataclass(frozen=True, slots=True)
class Reasoned:
    """An option with why it is in the choice or not, and the other account that it is because of,
    where there is one."""

    option: Option
    why: Why
    because_of: str = ""


@dataclass(slots=True)
class _Told:
    choice: Choice
    limits: Limits
    bonds: Bonds
    rate: Decimal
    accounts: dict[str, Option] = field(init=False)

    def __post_init__(self) -> None:
        self.accounts = self.choice.accounts

    def of(self, option: Option) -> Reasoned:
        taken = self.accounts.get(option.account)
        if taken == option:
            is_must = option.account in self.bonds.must
            return Reasoned(option, Why.MUST if is_must else Why.CHOSEN)
        if not allowed(option, self.rate):
            return Reasoned(option, Why.NOT_WORTH)
        if taken is not None:
            return Reasoned(option, Why.OTHER_LEVEL)
        if not within([option], self.limits):
            return Reasoned(option, Why.TOO_DEAR)
        for first, second in self.bonds.exclusive:
            other = {first: second, second: first}.get(option.account)
            if other in self.accounts:
                return Reasoned(option, Why.EXCLUDED, other)
        for first, second in self.bonds.requires:
            if first == option.account and second not in self.accounts:
                return Reasoned(option, Why.LACKS_OTHER, second)
        if option.flows.npv(self.rate) <= 0:
            return Reasoned(option, Why.BY_DECISION)
        return Reasoned(option, Why.BETTER_USE)


def reasons(
    options: Iterable[Option], choice: Choice, limits: Limits, bonds: Bonds, rate: Decimal
) -> list[Reasoned]:
    """Each option with why it is in the choice or not."""
    told = _Told(choice, limits, bonds, rate)
    return [told.of(each) for each in options]


def names_of(options: Iterable[Option]) -> dict[tuple[str, str], str]:
    """What each option is called: by its account where that has no other, else with its level.

    >>> flows = Flows(Decimal(1), (Decimal(1),) * 3)
    >>> names_of([Option("A", "low", flows), Option("A", "high", flows), Option("B", "", flows)])
    {('A', 'low'): 'A/low', ('A', 'high'): 'A/high', ('B', ''): 'B'}
    """
    keys = [each.key for each in options]
    levels = Counter(account for account, _level in keys)
    return {
        (account, level): account if levels[account] == 1 else f"{account}/{level}"
        for account, level in keys
    }
