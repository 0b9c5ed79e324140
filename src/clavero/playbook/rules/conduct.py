"""Hours and money actually spent, beside what the playbook says of each strategy.

Shares are of all hours (and of all money) spent on accounts with a strategy. An account's own part
of a strategy's minimum is the minimum divided evenly among the accounts that have it. What nobody
recorded is unknown: without a record there are no shares and no warnings about time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from clavero.matrix.rules.quadrants import Strategy
from clavero.playbook.rules.guides import HUNDRED, Share

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Account:
    """An account with its strategy; hours and money are ``None`` where nothing is recorded,
    ``manager`` is empty where nobody looks after it. ``contacts`` are its people whom anybody
    knows, ``None`` while the company keeps none."""

    code: str
    strategy: Strategy
    manager: str = ""
    hours: Decimal | None = None
    money: Decimal | None = None
    contacts: int | None = None


class Against(StrEnum):
    """How a share of time stands to the playbook's."""

    UNKNOWN = "unknown"
    UNDER = "under"
    WITHIN = "within"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Quadrant:
    """What a strategy's accounts got; the parts are fractions of the whole, ``None`` of none."""

    strategy: Strategy
    wanted: Share
    accounts: int
    hours: Decimal
    money: Decimal
    hours_part: Decimal | None
    money_part: Decimal | None

    @property
    def against(self) -> Against:
        """How the time spent stands to the share wanted."""
        if self.hours_part is None:
            return Against.UNKNOWN
        percent = self.hours_part * HUNDRED
        if percent < self.wanted.low:
            return Against.UNDER
        return Against.OVER if percent > self.wanted.high else Against.WITHIN


class Warned(StrEnum):
    """Where conduct and strategy differ."""

    TIME_OVER = "time_over"  # of a strategy
    TIME_UNDER = "time_under"
    NOBODY_ON_INVEST = "nobody_on_invest"  # of an account
    INVEST_ONE_CONTACT = "invest_one_contact"
    INVEST_UNDER_SHARE = "invest_under_share"
    INVEST_UNRECORDED = "invest_unrecorded"
    TIME_ON_HARVEST = "time_on_harvest"
    MONEY_ON_HARVEST = "money_on_harvest"


@dataclass(frozen=True, slots=True)
class Difference:
    """``account`` is empty where the whole strategy is meant; ``given`` and ``limit`` are parts of
    the whole, of money an amount, of contacts how many there are."""

    kind: Warned
    strategy: Strategy
    account: str = ""
    given: Decimal | None = None
    limit: Decimal | None = None


def quadrants(
    accounts: Sequence[Account], wanted: Mapping[Strategy, Share]
) -> tuple[Quadrant, ...]:
    """What each strategy got, in the order of the strategies."""
    hours = dict.fromkeys(Strategy, NOTHING)
    money = dict.fromkeys(Strategy, NOTHING)
    for account in accounts:
        hours[account.strategy] += account.hours or NOTHING
        money[account.strategy] += account.money or NOTHING
    return tuple(
        Quadrant(
            strategy=each,
            wanted=wanted[each],
            accounts=sum(account.strategy is each for account in accounts),
            hours=hours[each],
            money=money[each],
            hours_part=part_of(hours[each], sum(hours.values(), NOTHING)),
            money_part=part_of(money[each], sum(money.values(), NOTHING)),
        )
        for each in Strategy
    )


def part_of(amount: Decimal | None, whole: Decimal) -> Decimal | None:
    """The part of a whole, ``None`` where either is unknown or there is no whole."""
    return amount / whole if amount is not None and whole > 0 else None


def warnings(accounts: Sequence[Account], found: Sequence[Quadrant]) -> list[Difference]:
    """Where conduct and strategy differ: strategies first, then accounts, a kind after the
    other."""
    of = {each.strategy: each for each in found}
    whole = sum((each.hours for each in found), NOTHING)
    told = [
        warning
        for account in accounts
        for warning in _of_account(account, of[account.strategy], whole)
    ]
    kinds = list(Warned)
    return [
        *(warning for each in found for warning in _of_quadrant(each)),
        *sorted(told, key=lambda each: kinds.index(each.kind)),
    ]


def _of_quadrant(quadrant: Quadrant) -> Iterator[Difference]:
    if not quadrant.accounts or quadrant.hours_part is None:
        return
    if quadrant.against is Against.OVER:
        limit = quadrant.wanted.high / HUNDRED
        yield Difference(Warned.TIME_OVER, quadrant.strategy, "", quadrant.hours_part, limit)
    if quadrant.against is Against.UNDER:
        limit = quadrant.wanted.low / HUNDRED
        yield Difference(Warned.TIME_UNDER, quadrant.strategy, "", quadrant.hours_part, limit)


def _of_account(account: Account, quadrant: Quadrant, whole: Decimal) -> Iterator[Difference]:
    strategy = account.strategy
    if strategy is Strategy.INVEST and account.contacts is not None and account.contacts <= 1:
        known = Decimal(account.contacts)
        yield Difference(Warned.INVEST_ONE_CONTACT, strategy, account.code, known)
    if strategy is Strategy.INVEST:
        if not account.manager:
            yield Difference(Warned.NOBODY_ON_INVEST, strategy, account.code)
            return
        if account.hours is None and whole > 0:
            yield Difference(Warned.INVEST_UNRECORDED, strategy, account.code)
        least = quadrant.wanted.low / HUNDRED / quadrant.accounts
        part = part_of(account.hours, whole)
        if part is not None and part < least:
            yield Difference(Warned.INVEST_UNDER_SHARE, strategy, account.code, part, least)
    if strategy is Strategy.HARVEST:
        if account.money:
            yield Difference(Warned.MONEY_ON_HARVEST, strategy, account.code, account.money)
        most = quadrant.wanted.high / HUNDRED / quadrant.accounts
        part = part_of(account.hours, whole)
        if part is not None and part > most:
            yield Difference(Warned.TIME_ON_HARVEST, strategy, account.code, part, most)
