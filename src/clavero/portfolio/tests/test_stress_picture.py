"""What losing the largest accounts would do, from lines and entered figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from clavero.core.errors import Forbidden
from clavero.core.estimates import Missing
from clavero.core.period import Period
from clavero.ledger.testing import ledger_of
from clavero.portfolio.rules.stress import Basis
from clavero.portfolio.selectors import StressPicture, portfolio_picture, stress_picture
from clavero.portfolio.services import set_company_figures
from clavero.portfolio.testing import SYSTEM, make_group
from clavero.portfolio.tests.company import YEAR, of, sale, worked_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]


def enter(**figures) -> None:
    entered = {"valid_from": date(2024, 1, 1), "currency": "EUR", "ebit": Decimal("41.5")}
    set_company_figures(SYSTEM, **{**entered, **figures})


def stressed(period: Period = YEAR, **asked) -> StressPicture:
    picture = portfolio_picture(SYSTEM, period=period)
    found = stress_picture(SYSTEM, picture, **asked)
    assert found is not None
    return found


def test_the_worked_number():
    ledger_of(worked_rows())
    enter(overhead=Decimal(80), cash=Decimal("5.5"))
    test = stressed()
    first = test.accounts[0]
    assert first.outcome is not None
    assert (first.code, first.contribution, first.basis) == ("A", 58, Basis.KNOWN)
    assert (first.outcome.ebit_after, first.outcome.runway) == (Decimal("-16.5"), 4)
    assert [joint.outcome.ebit_after for joint in test.together if joint.outcome] == [
        Decimal("-49.5"),
        Decimal("-82.5"),
    ]
    assert test.together[0].names == ["Customer A", "Customer B"]
    assert test.breakeven.value is not None
    assert round(test.breakeven.value, 6) == Decimal("0.341564")
    assert not test.is_estimated
    assert len(test.accounts) == 10


def test_without_costs_customers_are_taken_at_the_company_s_average_and_it_is_said():
    ledger_of(worked_rows(with_cost=False))
    enter(overhead=Decimal(80))
    test = stressed()
    assert test.rate == Decimal("121.5") / 1003
    assert test.accounts[0].basis is Basis.AVERAGE
    assert test.accounts[0].contribution == 420 * test.rate
    assert test.is_estimated


def test_without_costs_and_overhead_nothing_is_invented():
    ledger_of(worked_rows(with_cost=False))
    enter()
    test = stressed()
    assert test.rate is None
    assert {(each.contribution, each.outcome, each.basis) for each in test.accounts} == {
        (None, None, Basis.UNKNOWN)
    }
    assert [joint.outcome for joint in test.together] == [None, None]
    assert test.breakeven.reason is Missing.COST_UNKNOWN


def test_without_overhead_the_lines_with_a_cost_speak_for_the_others():
    rows = worked_rows()
    ledger_of([replace(rows[0], cost=None), *rows[1:]])
    enter()
    test = stressed()
    known = Decimal("121.5") - 58  # of all but the first account, which sells 420 of 1000
    assert test.rate == known / (1000 - 420)
    assert test.accounts[0].basis is Basis.AVERAGE
    assert test.accounts[0].contribution == 420 * test.rate
    assert test.is_estimated


def test_a_part_without_cost_is_reckoned_on_its_own_net_sales():
    # Known 500 − 400 by amount is half of what was moved, but 500 − 400 of the net 200.
    ledger_of(
        [
            sale("A", date(2024, 3, 5), 500, cost=Decimal(300)),
            sale("A", date(2024, 3, 6), -400, cost=Decimal(-300), kind="credit_note"),
            sale("A", date(2024, 3, 7), 900),
            sale("B", date(2024, 12, 31), 100, cost=Decimal(80)),
            sale("B", date(2024, 1, 2), 1, cost=Decimal(1)),
        ]
    )
    enter()
    test = stressed()
    assert test.rate == Decimal(120) / 201
    assert test.accounts[0].contribution == 100 + 900 * test.rate
    assert test.accounts[0].basis is Basis.PARTLY


def test_lines_without_customer_and_cost_leave_the_breakeven_open():
    ledger_of(worked_rows())
    enter()
    assert stressed().breakeven.reason is Missing.COST_UNKNOWN


def test_the_last_month_is_taken_when_only_a_weekend_is_missing():
    ledger_of([sale("A", date(2023, 1, 2), 1), sale("A", date(2024, 6, 28), 420)])
    enter(overhead=Decimal(80))
    test = stressed(period=Period(date(2023, 1, 2), date(2024, 6, 29)))
    assert test.period == Period.ttm(date(2024, 7, 1))


def test_breakeven_follows_from_the_lines_where_every_cost_is_known():
    rows = [row for row in worked_rows() if row.customer]
    ledger_of([*rows, sale("A", date(2024, 12, 31), 0, cost=Decimal(0))])
    enter()
    assert stressed().breakeven.denominator == Decimal("121.5")


def test_overhead_that_would_go_with_the_customer_softens_the_loss():
    ledger_of(worked_rows())
    enter(overhead=Decimal(80), avoidable_share=Decimal("0.5"))
    test = stressed()
    first, joint = test.accounts[0], test.together[0]
    assert test.avoids
    assert (first.contribution, first.avoided) == (58, Decimal("0.5") * 80 * Decimal("0.42"))
    assert first.outcome is not None
    assert first.outcome.ebit_after == Decimal("41.5") - 58 + first.avoided
    assert joint.avoided == sum(each.avoided for each in test.accounts[:2])
    assert joint.outcome is not None
    assert joint.contribution is not None
    assert joint.outcome.ebit_after == Decimal("41.5") - joint.contribution + joint.avoided


def test_probabilities_weigh_the_damage():
    ledger_of(worked_rows())
    enter(overhead=Decimal(80))
    test = stressed(probabilities={"A": Decimal("0.1"), "B": Decimal("0.5")})
    damages = [each.outcome.weighted_damage for each in test.accounts[:3] if each.outcome]
    assert damages == [Decimal("5.8"), Decimal("16.5"), None]


def test_the_test_is_of_twelve_months_whatever_the_period():
    ledger_of([*worked_rows(), sale("A", date(2023, 2, 1), 500)])
    enter(overhead=Decimal(80))
    test = stressed(period=Period(date(2023, 1, 1), date(2025, 1, 1)))
    assert test.period == Period.year(2024)
    assert test.accounts[0].net_sales == 420


def test_groups_are_lost_as_one():
    ledger_of(worked_rows())
    make_group("Holding", of("B"), of("C"), code="HOLD")
    enter(overhead=Decimal(80))
    second = stressed().accounts[1]
    assert (second.name, second.contribution) == ("Holding", 66)


def test_the_figures_valid_at_the_end_of_the_period_count():
    ledger_of(worked_rows())
    enter(valid_from=date(2024, 6, 1), ebit=Decimal(1))
    enter(valid_from=date(2025, 6, 1), ebit=Decimal(2))
    assert stressed().figures.ebit == 1
    assert stressed(period=Period.year(2023)).figures.ebit == 1


def test_nothing_entered_is_no_test():
    ledger_of(worked_rows())
    assert stress_picture(SYSTEM, portfolio_picture(SYSTEM, period=YEAR)) is None


def test_only_who_sees_the_company_s_figures_sees_the_test(actors):
    ledger_of(worked_rows())
    enter(overhead=Decimal(80))
    assert stress_picture(actors.executive, portfolio_picture(actors.executive, period=YEAR))
    for name in ("senior", "junior_one", "sales", "administrator", "hr"):
        actor = getattr(actors, name)
        with pytest.raises(Forbidden):
            stress_picture(actor, portfolio_picture(actor, period=YEAR))
