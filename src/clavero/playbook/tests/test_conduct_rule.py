"""Hours and money beside the playbook's shares."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from clavero.matrix.rules.quadrants import Strategy
from clavero.playbook.rules.conduct import (
    Account,
    Against,
    Difference,
    Warned,
    quadrants,
    warnings,
)
from clavero.playbook.rules.defaults import DEFAULT

SHARES = DEFAULT.shares
hours = st.none() | st.integers(min_value=0, max_value=500).map(Decimal)


def account(code: str, strategy: Strategy, spent: int | None = None, **more: object) -> Account:
    given_hours = None if spent is None else Decimal(spent)
    return Account(code, strategy, str(more.get("manager", "Nuria")), given_hours, _money(more))


def _money(more: dict[str, object]) -> Decimal | None:
    return Decimal(str(more["money"])) if "money" in more else None


def told(*accounts: Account) -> list[Difference]:
    return warnings(accounts, quadrants(accounts, SHARES))


def kinds(*accounts: Account) -> list[tuple[Warned, str]]:
    return [(each.kind, each.account or each.strategy) for each in told(*accounts)]


def test_time_as_the_playbook_wants_it_is_not_warned_of() -> None:
    spent = (
        account("I", Strategy.INVEST, 45),
        account("S", Strategy.SELECTIVE, 30),
        account("M", Strategy.MAINTAIN, 20),
        account("H", Strategy.HARVEST, 5),
    )
    assert told(*spent) == []
    assert [each.against for each in quadrants(spent, SHARES)] == [Against.WITHIN] * 4


def test_the_worked_example() -> None:
    """100 hours: 30 on two accounts to invest in, 20 + 20 + 30 on the others."""
    spent = (
        account("I1", Strategy.INVEST, 28),
        account("I2", Strategy.INVEST, 2),
        account("S", Strategy.SELECTIVE, 20),
        account("M", Strategy.MAINTAIN, 20),
        account("H", Strategy.HARVEST, 30, money=1500),
    )
    found = quadrants(spent, SHARES)
    assert [each.hours_part for each in found] == [
        Decimal("0.3"), Decimal("0.2"), Decimal("0.2"), Decimal("0.3"),
    ]  # fmt: skip
    assert [each.against for each in found] == [
        Against.UNDER, Against.UNDER, Against.WITHIN, Against.OVER,
    ]  # fmt: skip
    assert [each.money_part for each in found][3] == 1
    assert warnings(spent, found) == [
        Difference(Warned.TIME_UNDER, Strategy.INVEST, "", Decimal("0.3"), Decimal("0.4")),
        Difference(Warned.TIME_UNDER, Strategy.SELECTIVE, "", Decimal("0.2"), Decimal("0.25")),
        Difference(Warned.TIME_OVER, Strategy.HARVEST, "", Decimal("0.3"), Decimal("0.1")),
        Difference(
            Warned.INVEST_UNDER_SHARE, Strategy.INVEST, "I2", Decimal("0.02"), Decimal("0.2")
        ),
        Difference(Warned.TIME_ON_HARVEST, Strategy.HARVEST, "H", Decimal("0.3"), Decimal("0.1")),
        Difference(Warned.MONEY_ON_HARVEST, Strategy.HARVEST, "H", Decimal(1500)),
    ]


def test_nobody_looking_after_an_account_to_invest_in_needs_no_hours() -> None:
    alone = account("I", Strategy.INVEST, manager="")
    assert kinds(alone, account("M", Strategy.MAINTAIN, manager="")) == [
        (Warned.NOBODY_ON_INVEST, "I")
    ]


def test_of_accounts_one_kind_is_told_after_the_other_and_each_once_about_time() -> None:
    spent = (
        account("H1", Strategy.HARVEST, 9, money=1),
        account("I1", Strategy.INVEST, 0, manager=""),
        account("I2", Strategy.INVEST, 1),
        account("H2", Strategy.HARVEST, 9, money=1),
    )
    assert [each for each in kinds(*spent) if each[1] not in set(Strategy)] == [
        (Warned.NOBODY_ON_INVEST, "I1"),
        (Warned.INVEST_UNDER_SHARE, "I2"),
        (Warned.TIME_ON_HARVEST, "H1"),
        (Warned.TIME_ON_HARVEST, "H2"),
        (Warned.MONEY_ON_HARVEST, "H1"),
        (Warned.MONEY_ON_HARVEST, "H2"),
    ]


def test_without_any_hours_nothing_is_said_of_time() -> None:
    spent = (account("I", Strategy.INVEST), account("H", Strategy.HARVEST, money=0))
    assert told(*spent) == []
    assert {each.against for each in quadrants(spent, SHARES)} == {Against.UNKNOWN}


def test_a_strategy_without_accounts_is_not_under_its_share() -> None:
    spent = (account("M", Strategy.MAINTAIN, 10),)
    assert kinds(*spent) == [(Warned.TIME_OVER, Strategy.MAINTAIN)]


def test_no_record_of_an_account_to_invest_in_is_not_told_as_no_time() -> None:
    spent = (account("I", Strategy.INVEST), account("S", Strategy.SELECTIVE, 10))
    assert (Warned.INVEST_UNRECORDED, "I") in kinds(*spent)
    assert Warned.INVEST_UNDER_SHARE not in dict(kinds(*spent))
    spent = (account("I", Strategy.INVEST, 0), account("S", Strategy.SELECTIVE, 10))
    assert (Warned.INVEST_UNDER_SHARE, "I") in kinds(*spent)


@given(st.lists(st.tuples(st.sampled_from(Strategy), hours), max_size=12))
def test_the_parts_sum_to_the_whole(rows: list[tuple[Strategy, Decimal | None]]) -> None:
    spent = [
        Account(str(at), strategy, "x", given_hours)
        for at, (strategy, given_hours) in enumerate(rows)
    ]
    found = quadrants(spent, SHARES)
    whole = sum((each.hours or Decimal(0) for each in spent), Decimal(0))
    assert sum(each.hours for each in found) == whole
    assert sum(each.accounts for each in found) == len(spent)
    known = [each.hours_part for each in found if each.hours_part is not None]
    assert len(known) == (4 if whole else 0)
    assert not known or abs(sum(known) - 1) < Decimal("1e-20")
    for each in warnings(spent, found):
        assert each.given is None or each.limit is None or each.given != each.limit


def test_an_account_to_invest_in_that_hangs_on_one_person_is_told() -> None:
    """Not one with two, none of another strategy, and nobody while no contacts are kept."""
    rows = [
        Account("ONE", Strategy.INVEST, "Ana", Decimal(1), contacts=1),
        Account("NONE", Strategy.INVEST, "Ana", Decimal(1), contacts=0),
        Account("TWO", Strategy.INVEST, "Ana", Decimal(1), contacts=2),
        Account("UNKNOWN", Strategy.INVEST, "Ana", Decimal(1)),
        Account("OTHER", Strategy.HARVEST, "Ana", contacts=1),
    ]
    found = warnings(rows, quadrants(rows, SHARES))
    few = [each for each in found if each.kind is Warned.INVEST_ONE_CONTACT]
    assert [(each.account, each.given) for each in few] == [("ONE", 1), ("NONE", 0)]
