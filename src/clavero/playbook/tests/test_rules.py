"""Plays, what they propose, and conduct held against them, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.core.faults import Faulty
from clavero.matrix.rules.quadrants import Strategy
from clavero.playbook.defaults import default_playbook
from clavero.playbook.rules.conduct import Account, Warned, quadrants, warnings
from clavero.playbook.rules.plays import Kind, PlayFault, Task, parse_playbook
from clavero.playbook.rules.proposing import months_on, proposed, working_day

BOOK = default_playbook()


def test_the_recommended_shares_are_those_of_the_method() -> None:
    shares = {key: (play.share_from, play.share_to) for key, play in BOOK.plays.items()}
    assert shares == {
        Strategy.INVEST: (0.4, 0.5),
        Strategy.SELECTIVE: (0.25, 0.35),
        Strategy.MAINTAIN: (0.15, 0.25),
        Strategy.HARVEST: (0.0, 0.1),
    }
    rhythms = [BOOK[strategy].review_months for strategy in Strategy]
    assert rhythms == [1, 1, 3, 6]


def test_a_playbook_is_kept_and_read_back() -> None:
    assert parse_playbook(BOOK.to_plain()) == BOOK


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"share_from": 0.9, "share_to": 1.0}, PlayFault.SHARES_TOO_LARGE),
        ({"share_from": 0.0, "share_to": 0.1}, PlayFault.SHARES_TOO_SMALL),
        ({"share_from": 0.6}, PlayFault.SHARE_REVERSED),
        ({"share_to": 1.5}, PlayFault.SHARE_OUTSIDE),
        ({"review_months": 0}, PlayFault.RHYTHM_OUTSIDE),
        ({"tasks": (Task("Call", 25),)}, PlayFault.RHYTHM_OUTSIDE),
        ({"activities": ()}, PlayFault.NOTHING_TO_DO),
    ],
)
def test_what_contradicts_itself_is_rejected(change: dict[str, object], code: PlayFault) -> None:
    play = replace(BOOK[Strategy.INVEST], **change)  # type: ignore[arg-type]
    with pytest.raises(Faulty) as faulty:
        BOOK.with_play(Strategy.INVEST, play)
    assert code in {fault.code for fault in faulty.value.faults}


def test_a_play_proposes_all_that_it_asks_for() -> None:
    play = BOOK[Strategy.MAINTAIN]
    found = proposed(play, date(2026, 3, 2))
    kinds = [each.kind for each in found]
    assert kinds.count(Kind.OBJECTIVE) == len(play.objectives)
    assert kinds.count(Kind.TARGET) == len(play.targets)
    assert [(each.text, each.months) for each in found if each.kind is Kind.TASK] == [
        (task.what, task.months) for task in play.tasks
    ]
    [review] = [each for each in found if each.kind is Kind.REVIEW]
    assert (review.due, review.months) == (date(2026, 6, 2), 3)


@given(day=st.dates(date(2000, 1, 1), date(2100, 1, 1)), months=st.integers(1, 24))
def test_days_are_working_days_and_never_before_their_rhythm(day: date, months: int) -> None:
    due = working_day(months_on(day, months))
    assert due.weekday() < 5
    assert due >= months_on(day, months)
    assert (due - months_on(day, months)).days <= 2
    assert months_on(day, months).day <= day.day


# -- conduct --------------------------------------------------------------------------------------


def account(strategy: Strategy, hours: int, money: int = 0, **more: bool) -> Account:
    return Account(1, strategy.value, strategy, Decimal(hours), Decimal(money), **more)


def codes(*accounts: Account) -> list[tuple[Warned, Strategy]]:
    return [(each.code, each.strategy) for each in warnings(accounts, BOOK)]


def test_time_as_the_playbook_asks_gives_nothing_to_talk_about() -> None:
    hours = {"invest": 45, "selective": 30, "maintain": 20, "harvest": 5}
    assert codes(*(account(Strategy(key), value) for key, value in hours.items())) == []


def test_too_much_and_too_little_time_are_told() -> None:
    found = codes(account(Strategy.INVEST, 20), account(Strategy.HARVEST, 80))
    assert found == [
        (Warned.UNDER, Strategy.INVEST),
        (Warned.OVER, Strategy.HARVEST),
    ]


def test_money_on_an_account_to_manage_for_cash_is_told() -> None:
    assert (Warned.MONEY_IN_HARVEST, Strategy.HARVEST) in codes(
        account(Strategy.INVEST, 45), account(Strategy.HARVEST, 5, money=100)
    )


def test_an_account_to_invest_in_needs_somebody() -> None:
    assert codes(account(Strategy.INVEST, 0, has_lead=False)) == [
        (Warned.NOBODY_LOOKS_AFTER, Strategy.INVEST)
    ]


def test_where_nobody_keeps_hours_nothing_is_said_of_time() -> None:
    assert codes(account(Strategy.INVEST, 0), account(Strategy.HARVEST, 0)) == []


@given(
    hours=st.lists(
        st.tuples(st.sampled_from(list(Strategy)), st.integers(0, 500)), min_size=1, max_size=8
    )
)
def test_shares_of_hours_sum_to_all_of_them(hours: list[tuple[Strategy, int]]) -> None:
    found = quadrants([account(strategy, value) for strategy, value in hours], BOOK)
    shares = [each.share_of_hours for each in found]
    if any(value for _strategy, value in hours):
        assert sum(share or 0 for share in shares) == pytest.approx(1)
    else:
        assert shares == [None] * 4
