"""What each source sees."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone

from clavero.alerts.models import Alert
from clavero.alerts.rules.signals import Severity
from clavero.alerts.services import raise_alerts
from clavero.alerts.sources import changes, investment, kpis, matrix, selection, silence
from clavero.alerts.words import evidence, sentence
from clavero.core.period import add_months
from clavero.identity.testing import Cast
from clavero.investment.rules.kinds import Gate
from clavero.investment.services import decide_gate
from clavero.investment.testing import fund, make_case
from clavero.kpis.models import FrameworkVersion
from clavero.kpis.rules.framework import Framework, Item
from clavero.kpis.services import refresh, set_targets
from clavero.kpis.testing import enter_something, set_something
from clavero.ledger.testing import Row, ledger_of
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.testing import hold
from clavero.portfolio.models import Customer
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.services import end_coverage
from clavero.portfolio.testing import SYSTEM, cover, make_customer
from clavero.selection.services import arrange_handover
from clavero.selection.testing import make_key
from clavero.silence.services import refute_loss

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_a_strategy_that_a_review_has_changed_is_told_for_a_month() -> None:
    make_customer("C1"), make_customer("C2")
    hold(date(2026, 2, 1), {"C1": Strategy.INVEST, "C2": Strategy.INVEST})
    assert list(matrix.signals(date(2026, 2, 2))) == [], "its first one is no change"
    hold(date(2026, 8, 1), {"C1": Strategy.HARVEST, "C2": Strategy.INVEST})
    (seen,) = matrix.signals(date(2026, 8, 30))
    assert (seen.kind, seen.account, seen.severity) == (matrix.MOVED, "C1", Severity.WARNING)
    assert (seen.parameters["before"], seen.parameters["now"]) == ("invest", "harvest")
    assert list(matrix.signals(date(2026, 8, 31))) == []


def test_an_account_that_no_review_has_looked_at_for_a_year() -> None:
    make_customer("C1")
    hold(date(2024, 2, 29), {"C1": Strategy.INVEST})
    assert list(matrix.signals(date(2025, 2, 28))) == []
    (seen,) = matrix.signals(date(2025, 3, 1))
    assert (seen.kind, seen.severity, seen.since) == (
        matrix.OVERDUE, Severity.NOTICE, date(2025, 3, 1),
    )  # fmt: skip
    (worse,) = matrix.signals(date(2025, 8, 29))
    assert (worse.severity, worse.key) == (Severity.WARNING, seen.key)
    assert list(matrix.signals(date(2024, 2, 1))) == [], "before its review"


def test_a_gate_that_is_due(actors: SimpleNamespace) -> None:
    customer = make_customer("C1", "Talleres Ega")
    funding = fund(make_case(customer))
    due = funding.gate_on
    assert due is not None
    assert list(investment.signals(due - timedelta(days=15))) == []
    (soon,) = investment.signals(due - timedelta(days=14))
    assert (soon.kind, soon.account, soon.severity) == (investment.DUE, "C1", Severity.NOTICE)
    (today,) = investment.signals(due)
    (late,) = investment.signals(due + timedelta(days=14))
    assert (today.severity, late.severity) == (Severity.WARNING, Severity.URGENT)
    assert {soon.key, today.key, late.key} == {late.key}
    told = sentence(late.kind, {**late.parameters, "day": "2024-05-06"})
    assert "was due on" in told
    assert [str(name) for name, _value in evidence(late.kind, late.parameters)] == [
        "Invested in", "Day of the gate", "Waits to be released",
    ]  # fmt: skip
    decide_gate(
        actors.executive, case_id=funding.case_id, verdict=Gate.STOPPED, reason="Not reached",
        measured={}, early_because="It is clear already",
    )  # fmt: skip
    assert list(investment.signals(due + timedelta(days=14))) == []


def test_a_handover_that_nobody_accepts(cast: Cast, actors: SimpleNamespace) -> None:
    customer = make_customer("C1", "Talleres Ega")
    cover(cast.sales, customer)
    make_key(customer)
    handover = arrange_handover(
        actors.director,
        customer_id=customer.pk,
        receiver_id=cast.junior_one.pk,
        meeting_on=TODAY,
        changes_on=TODAY + timedelta(5),
    )
    assert list(selection.signals(TODAY + timedelta(5))) == []
    (seen,) = selection.signals(TODAY + timedelta(6))
    assert (seen.account, seen.severity) == ("C1", Severity.WARNING)
    assert seen.address == f"/selection/handovers/{handover.pk}/"
    assert seen.parameters["giver"] == cast.sales.name
    (worse,) = selection.signals(TODAY + timedelta(19))
    assert worse.severity is Severity.URGENT


def orders(customer: str, days: list[date]) -> list[Row]:
    return [Row(f"{customer}-{day}", customer, date=day) for day in days]


def test_without_sales_silence_cannot_know(own_ledger: None, cast: Cast) -> None:
    assert silence.signals(TODAY) == [], "nobody leads anybody"
    cover(cast.senior, make_customer("C1"))
    assert silence.signals(TODAY) is None


def test_a_silence_is_told_of_accounts_that_somebody_leads(own_ledger: None, cast: Cast) -> None:
    monthly = [date(2023 + month // 12, month % 12 + 1, 1) for month in range(24)]
    ledger_of(
        [
            *orders("STAYS", monthly),
            *orders("LED", monthly[:12]),
            *orders("NOBODYS", monthly[:12]),
        ]
    )
    led = Customer.objects.get(code="LED")
    cover(cast.senior, led)
    (seen,) = silence.signals(date(2024, 12, 1)) or ()
    assert (seen.kind, seen.account, seen.severity) == (silence.SILENT, "LED", Severity.URGENT)
    assert seen.address == f"/silence/{led.pk}/"
    told = sentence(seen.kind, seen.parameters)
    assert "It has not bought for 366 days, since 1 Dec 2023; usually it waits" in told.replace(
        "\xa0", " "
    )
    assert evidence(seen.kind, seen.parameters)[0][1] == "Lost"
    refute_loss(
        SYSTEM, customer_id=led.pk, until=TODAY + timedelta(30), note="Its plant is being moved"
    )
    assert silence.signals(TODAY) == []


def test_a_missed_target_is_told_in_words(own_ledger: None, cast: Cast) -> None:
    assert kpis.signals(TODAY) is None, "nothing was computed"
    sold = {"A0": date(2022, 5, 1), "A1": date(2024, 3, 1), "A2": date(2024, 6, 2)}
    ledger_of([Row(number, "A", date=day) for number, day in sold.items()])
    account = Customer.objects.get(code="A")
    cover(cast.senior, account, start=date(2024, 1, 1))
    set_something(account, target="1000")
    refresh(SYSTEM, as_of=date(2024, 6, 2))
    (seen,) = kpis.signals(TODAY) or ()
    assert (seen.kind, seen.account) == (kpis.OFF_TARGET, "A")
    told = sentence(seen.kind, seen.parameters)
    assert told == "Net sales is €100, and should be at least €1,000."
    assert seen.severity is Severity.WARNING, "it is far off"
    set_something(account, target="110")
    (seen,) = kpis.signals(TODAY) or ()
    assert seen.severity is Severity.NOTICE, "by itself it is no more than that"


def test_what_customers_say_misses_its_target_from_the_day_they_say_it(
    own_ledger: None, cast: Cast
) -> None:
    """Whatever day the snapshot is of; what was said long ago tells nothing of today."""
    sold = {"A0": date(2022, 5, 1), "A1": date(2024, 3, 1), "A2": date(2024, 6, 2)}
    ledger_of([Row(number, "A", date=day) for number, day in sold.items()])
    account = Customer.objects.get(code="A")
    cover(cast.senior, account, start=date(2024, 1, 1))
    set_targets(
        SYSTEM, customer_id=account.pk, reason="They are asked",
        valid_from=timezone.localdate(), seen=None,
        framework=Framework((Item("promoters", Decimal(30), Decimal(5), Decimal(100)),)),
    )  # fmt: skip
    refresh(SYSTEM, as_of=date(2024, 6, 2))
    today = timezone.localdate()
    enter_something(account, value="-80", day=add_months(today, -24))
    assert kpis.signals(today) == [], "it is too old"
    enter_something(account, value="-80", day=today)
    (seen,) = kpis.signals(today) or ()
    assert (seen.account, seen.parameters["kpi"]) == ("A", "promoters")
    assert sentence(seen.kind, seen.parameters).startswith(
        "Promoters (NPS) is −80, and should be at least 30"
    )


def by_month(customer: str, amounts: list[int], first: date) -> list[Row]:
    days = [add_months(first, at) for at in range(len(amounts))]
    return [
        Row(f"{customer}-{day}", customer, day + timedelta(9), Decimal(amount))
        for day, amount in zip(days, amounts, strict=True)
    ]


def test_a_real_change_is_told_once_and_ends_by_itself(own_ledger: None, cast: Cast) -> None:
    usual = [100, 104, 97, 101, 99, 103, 96, 102, 100, 98, 105, 99]
    first = date(2020, 1, 1)
    ledger_of([
        *by_month("A", [*usual, *usual[::-1], *usual, 30, 29, 31, *usual[3:]], first),
        *by_month("B", [*usual, *usual[::-1], *usual, *usual], first),
        Row("end", "Z", date(2023, 12, 31)),
    ])  # fmt: skip
    assert changes.signals(TODAY) is None, "nothing was computed"
    for code in "AB":
        its = Customer.objects.get(code=code)
        cover(cast.senior, its, start=date(2020, 1, 1))
        set_targets(
            SYSTEM, customer_id=its.pk, reason="The plan", valid_from=TODAY, seen=None,
            framework=Framework((Item("net-sales", Decimal(1), Decimal(0), Decimal(100)),)),
        )  # fmt: skip
    FrameworkVersion.objects.update(valid_from=date(2020, 1, 1))
    refresh(SYSTEM, as_of=date(2024, 1, 1), since=date(2021, 1, 1))
    assert changes.signals(date(2023, 1, 5)) == [], "as usual"
    (seen,) = changes.signals(date(2023, 2, 5)) or ()
    assert (seen.account, seen.severity, seen.since) == ("A", Severity.WARNING, date(2023, 1, 1))
    told = sentence(seen.kind, seen.parameters).replace("\xa0", " ")
    assert told == (
        "Net sales has gone from €1,204 to €1,134 since 1 Jan 2023, which is more than its usual "
        "change from month to month."
    )
    assert evidence(seen.kind, seen.parameters)[3][1] == "−€70"
    (later,) = changes.signals(date(2023, 4, 5)) or ()
    assert (later.key, later.since) == (seen.key, seen.since)
    assert changes.signals(date(2023, 6, 5)) == [], "it fell no further"
    assert seen.address == f"/kpis/accounts/{Customer.objects.get(code='A').pk}/why/?kpi=net-sales"


def test_entered_values_are_held_against_their_own_limits(own_ledger: None, cast: Cast) -> None:
    ledger_of(orders("A", [date(2022, 1, 3), date(2024, 1, 31)]))
    its = Customer.objects.get(code="A")
    cover(cast.senior, its, start=date(2022, 1, 1))
    refresh(SYSTEM, as_of=date(2024, 2, 1))
    set_targets(
        SYSTEM, customer_id=its.pk, reason="The plan", valid_from=TODAY, seen=None,
        framework=Framework((Item("promoters", Decimal(30), Decimal(0), Decimal(100)),)),
    )  # fmt: skip
    for at, value in enumerate([40, 42, 39, 41, 40, 43, 38, 40, 41, 39, 42, 40, 41]):
        enter_something(its, value=str(value), day=add_months(date(2023, 1, 1), at))
    assert changes.signals(TODAY) == []
    enter_something(its, value="70", day=date(2024, 3, 1))
    (seen,) = changes.signals(TODAY) or ()
    assert (seen.severity, seen.since) == (Severity.NOTICE, date(2024, 3, 1))
    told = sentence(seen.kind, seen.parameters)
    assert told.startswith("Promoters (NPS) has been off its usual values since")
    assert [str(name) for name, _figure in evidence(seen.kind, seen.parameters)][
        2
    ] == "Usual values"


def test_a_missed_target_is_whose_who_answers_for_it(own_ledger: None, cast: Cast) -> None:
    sold = {"A0": date(2022, 5, 1), "A1": date(2024, 3, 1), "A2": date(2024, 6, 2)}
    ledger_of([Row(number, "A", date=day) for number, day in sold.items()])
    account = Customer.objects.get(code="A")
    cover(cast.senior, account, start=date(2024, 1, 1))
    helping = cover(cast.sales, account, role=CoverageRole.MEMBER, start=date(2024, 1, 1))
    set_something(account, target="1000", owner_id=cast.sales.pk)
    refresh(SYSTEM, as_of=date(2024, 6, 2))
    raise_alerts(SYSTEM, on=TODAY)
    alert = Alert.objects.get(kind=kpis.OFF_TARGET)
    assert alert.assignee == cast.sales
    end_coverage(SYSTEM, coverage_id=helping[0].pk, on=TODAY)
    raise_alerts(SYSTEM, on=TODAY)
    alert.refresh_from_db()
    assert alert.assignee == cast.senior, "who does not see the account cannot tend its alert"
    set_something(account, target="1000", owner_id=cast.executive.pk)
    raise_alerts(SYSTEM, on=TODAY)
    alert.refresh_from_db()
    assert (alert.owner, alert.assignee) == (cast.executive, cast.senior), "nor can who only reads"
