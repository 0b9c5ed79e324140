"""*Refresh*: everybody's KPIs follow the ledger, whatever happened in between."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from clavero.core.errors import Forbidden
from clavero.core.estimates import Missing
from clavero.core.models import AuditEntry
from clavero.identity.testing import Cast
from clavero.kpis import store
from clavero.kpis.models import Refresh, RefreshStatus, Snapshot
from clavero.kpis.rules.kpi import Level
from clavero.kpis.rules.retention import Loss
from clavero.kpis.selectors import computing
from clavero.kpis.services import refresh, refreshing
from clavero.kpis.testing import SYSTEM, numbers, refreshed, values_at
from clavero.ledger.services import undo_import
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer, make_group
from clavero.profitability.testing import make_work

pytestmark = pytest.mark.django_db
D = Decimal
DAY = date(2025, 1, 1)
_FILLER = Row("F0", "Z", date(2021, 1, 5), D(1))  # the ledger reaches back far enough
_LAST = Row("F99", "Z", date(2024, 12, 31), D(1))


def sold(customer: str, year: int, amount: int, month: int = 5, **more: Any) -> Row:
    return Row(f"F{customer}{year}{month}", customer, date(year, month, 3), D(amount), **more)


def customer(code: str) -> Customer:
    return Customer.objects.get(code=code)


@pytest.fixture
def sales() -> None:
    ledger_of([
        _FILLER,
        sold("A", 2023, 100, cost=D(60), family="Belts"),
        sold("A", 2024, 120, cost=D(70), family="Belts"),
        sold("A", 2024, 30, 6, family="Pumps"),
        sold("B", 2023, 80),
        sold("B", 2024, 40),
        sold("C", 2024, 50),
        _LAST,
    ])  # fmt: skip


@pytest.mark.usefixtures("sales")
def test_accounts_stand_by_their_sales() -> None:
    snapshot = refreshed(DAY)
    found = values_at(snapshot, Level.ACCOUNT, "A")
    keys = ("net-sales", "sales-growth", "contribution", "additional-services", "additional-sales")
    assert numbers(found, *keys) == [150, D("0.5"), 50, 1, 30]
    assert numbers(found, "contribution-growth", "penetration") == [D("0.25"), 1]
    new = values_at(snapshot, Level.ACCOUNT, "C")
    assert new["sales-growth"].estimate.reason is Missing.NOTHING_BEFORE
    assert (snapshot.accounts, snapshot.changed) == (4, 4)


@pytest.mark.usefixtures("sales")
def test_people_stand_by_the_accounts_they_lead(cast: Cast) -> None:
    cover(cast.junior_one, customer("A"), end=date(2024, 3, 1))
    cover(cast.senior, customer("A"), start=date(2024, 3, 1))
    cover(cast.junior_one, customer("B"), customer("C"))
    snapshot = refreshed(DAY)
    junior = values_at(snapshot, Level.MANAGER, cast.junior_one.pk)
    # Money is of the accounts of today; the cohort is that of the start, A included.
    assert numbers(junior, "net-sales") == [90]
    assert numbers(junior, "net-retention", "gross-retention") == [D(190) / 180, D(140) / 180]
    senior = values_at(snapshot, Level.MANAGER, cast.senior.pk)
    assert numbers(senior, "net-sales", "net-retention") == [150, None]
    assert senior["net-retention"].estimate.reason is Missing.NOBODY
    team = values_at(snapshot, Level.TEAM, cast.senior.pk)
    assert numbers(team, "net-sales", "net-retention") == [240, D(190) / 180]
    company = values_at(snapshot, Level.COMPANY)
    assert numbers(company, "net-sales", "net-retention") == [241, D(190) / 180]


@pytest.mark.usefixtures("sales")
def test_retention_is_not_known_until_losses_are(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cover(cast.junior_one, customer("A"), customer("B"), customer("C"))
    monkeypatch.setattr(computing, "losses", lambda on: None)
    monkeypatch.setattr(computing, "basis", lambda on: None)
    unknown = values_at(refreshed(DAY), Level.MANAGER, cast.junior_one.pk)["retention"].estimate
    assert (unknown.value, unknown.reason, unknown.n) == (None, Missing.NOT_RECORDED, 3)
    monkeypatch.setattr(computing, "losses", lambda on: [Loss("B", date(2024, 7, 1))])
    monkeypatch.setattr(computing, "basis", lambda on: "one more file")
    kept = values_at(refreshed(DAY), Level.MANAGER, cast.junior_one.pk)["retention"].estimate
    assert (kept.numerator, kept.n) == (2, 3)
    assert kept.interval is not None
    assert round(kept.interval[0], 4) == 0.2077


@pytest.mark.usefixtures("sales")
def test_a_group_is_one_account_and_counts_once(cast: Cast) -> None:
    group = make_group("Group", customer("A"), customer("B"), code="G")
    cover(cast.junior_one, group)
    snapshot = refreshed(DAY)
    assert numbers(values_at(snapshot, Level.ACCOUNT, "G"), "net-sales") == [190]
    assert numbers(values_at(snapshot, Level.ACCOUNT, "A"), "net-sales") == [150]
    assert numbers(values_at(snapshot, Level.MANAGER, cast.junior_one.pk), "net-sales") == [190]
    assert numbers(values_at(snapshot, Level.COMPANY), "net-sales") == [241]


@pytest.mark.usefixtures("sales")
def test_a_part_of_a_group_that_another_leads_is_the_others(cast: Cast) -> None:
    group = make_group("Group", customer("A"), customer("B"), code="G")
    cover(cast.senior, group)
    cover(cast.junior_one, customer("B"))
    snapshot = refreshed(DAY)
    assert numbers(values_at(snapshot, Level.MANAGER, cast.senior.pk), "net-sales") == [150]
    assert numbers(values_at(snapshot, Level.MANAGER, cast.junior_one.pk), "net-sales") == [40]


@pytest.mark.usefixtures("sales")
def test_hours_are_of_the_twelve_months(cast: Cast) -> None:
    group = make_group("Group", customer("A"), customer("B"), code="G")
    make_work(customer("A"), cast.junior_one, day=date(2024, 5, 1), hours="3")
    make_work(customer("B"), cast.junior_one, day=date(2024, 5, 2), hours="1")
    make_work(customer("A"), cast.junior_one, day=date(2023, 5, 1), hours="7")
    snapshot = refreshed(DAY)
    found = values_at(snapshot, Level.ACCOUNT, group.code)
    assert numbers(found, "account-hours", "selling-hours") == [4, 1]
    none = values_at(snapshot, Level.ACCOUNT, "C")["account-hours"].estimate
    assert none.reason is Missing.NOT_RECORDED


@pytest.mark.usefixtures("sales")
def test_a_second_time_changes_nothing() -> None:
    first = refreshed(DAY)
    kept = (first.file, first.made_at)
    run = refresh(SYSTEM, as_of=DAY)
    again = Snapshot.objects.get()
    assert (again.file, again.made_at) == kept
    assert (run.made, run.corrected, run.status) == (0, 0, RefreshStatus.DONE)
    assert AuditEntry.objects.filter(verb="kpis.refreshed").count() == 1


@pytest.mark.usefixtures("sales")
def test_a_late_line_corrects_the_days_that_it_touches_and_no_others() -> None:
    refreshed(DAY, since=date(2024, 6, 1))
    ledger_of([sold("B", 2024, 7, 8), Row("L2", "N", date(2024, 8, 4), D(9))], name="late.csv")
    run = Refresh.objects.all()[0]  # the import's own
    corrected = set(Snapshot.objects.exclude(corrected_at=None).values_list("day", flat=True))
    assert corrected == {date(2024, month, 1) for month in (9, 10, 11, 12)} | {DAY}
    assert (run.made, run.corrected) == (0, 5)
    snapshot = Snapshot.objects.get(day=DAY)
    assert snapshot.changed == 2
    assert numbers(values_at(snapshot, Level.ACCOUNT, "B"), "net-sales") == [47]
    assert numbers(values_at(snapshot, Level.COMPANY), "net-sales") == [257]


@pytest.mark.usefixtures("sales")
def test_what_is_corrected_is_what_would_be_computed_afresh(cast: Cast) -> None:
    make_group("Group", customer("A"), customer("B"), code="G")
    cover(cast.junior_one, customer("A"))
    refreshed(DAY)
    late = [sold("A", 2023, 11, 9), sold("B", 2024, 7, 8, family="Tools"), sold("Q", 2024, 5)]
    ledger_of(late, name="late.csv")
    corrected = store.read_all(refreshed(DAY).file)
    Snapshot.objects.all().delete()
    afresh = store.read_all(refreshed(DAY).file)
    assert corrected.equals(afresh)


@pytest.mark.usefixtures("sales")
def test_an_undone_import_is_gone_from_what_was_computed() -> None:
    late = ledger_of([sold("B", 2024, 7, 8)], name="late.csv")
    refreshed(DAY)
    undo_import(SYSTEM, import_id=late.pk)
    assert numbers(values_at(refreshed(DAY), Level.ACCOUNT, "B"), "net-sales") == [40]


@pytest.mark.usefixtures("sales")
def test_a_month_under_way_changes_nothing() -> None:
    before = refreshed(DAY)
    ledger_of([sold("A", 2025, 5, 1)], name="daily.csv")
    after = refreshed(date(2025, 1, 20))
    assert (after.file, after.day) == (before.file, DAY)


@pytest.mark.usefixtures("sales")
def test_a_new_owner_changes_people_and_no_account(cast: Cast) -> None:
    before = values_at(refreshed(DAY), Level.ACCOUNT, "A")
    cover(cast.junior_one, customer("A"))
    after = refreshed(DAY)
    assert after.corrections == 1
    assert after.changed == 0
    assert values_at(after, Level.ACCOUNT, "A") == before
    assert numbers(values_at(after, Level.MANAGER, cast.junior_one.pk), "net-sales") == [150]


@pytest.mark.usefixtures("sales")
def test_who_dies_on_the_way_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, made = refreshing.account_rows, []

    def dies(*given: Any) -> Any:
        if len(made) == 3:
            raise MemoryError
        made.append(given)
        return whole(*given)

    monkeypatch.setattr(refreshing, "account_rows", dies)
    with pytest.raises(MemoryError):
        refresh(SYSTEM, as_of=DAY, since=date(2024, 8, 1))
    failed = Refresh.objects.get()
    assert (failed.status, failed.done, failed.days) == (RefreshStatus.FAILED, 3, 6)
    # Today's first: who looks meanwhile finds it.
    assert Snapshot.objects.order_by("day").first().day == date(2024, 11, 1)  # type: ignore[union-attr]
    monkeypatch.setattr(refreshing, "account_rows", whole)
    run = refresh(SYSTEM, as_of=DAY, since=date(2024, 8, 1))
    assert (run.made, run.done) == (3, 6)


@pytest.mark.usefixtures("sales")
def test_what_came_later_than_its_day_is_told() -> None:
    refreshed(DAY, since=date(2024, 11, 1))
    old = Snapshot.objects.get(day=date(2024, 12, 1))
    assert old.is_hindsight  # the file came in today
    assert old.asked_on == date(2024, 12, 1)


def test_the_first_of_all_is_no_hindsight_when_it_is_asked_for_today(sales: None) -> None:
    refresh(SYSTEM)
    assert not Snapshot.objects.get(day=DAY).is_hindsight


def test_a_month_that_is_known_in_part_is_left_out() -> None:
    ledger_of([_FILLER, Row("F1", "A", date(2024, 12, 14))])
    assert refreshed(date(2025, 3, 1)).day == date(2024, 12, 1)


def test_what_the_ledger_does_not_reach_is_not_known() -> None:
    ledger_of([sold("A", 2024, 5), _LAST])
    found = values_at(refreshed(DAY), Level.ACCOUNT, "A")
    for key in ("sales-growth", "additional-services"):
        assert found[key].estimate.reason is Missing.NOT_REACHED
    company = values_at(refreshed(DAY), Level.COMPANY)
    assert company["net-retention"].estimate.reason is Missing.NOT_REACHED


def test_refuses_without_lines_and_backwards(refuses: Any) -> None:
    with refuses("no_lines"):
        refresh(SYSTEM)
    ledger_of([_FILLER, _LAST])
    with refuses("reversed"):
        refresh(SYSTEM, as_of=DAY, since=date(2025, 2, 1))


@pytest.mark.usefixtures("sales")
def test_who_imports_refreshes_and_nobody_else(actors: SimpleNamespace) -> None:
    refresh(actors.administrator, as_of=DAY)
    for who in (actors.senior, actors.junior_one, actors.executive, actors.logistics):
        with pytest.raises(Forbidden):
            refresh(who, as_of=DAY)


@pytest.mark.usefixtures("sales")
def test_an_import_refreshes_once_snapshots_are_in_use() -> None:
    ledger_of([sold("B", 2024, 1, 9)], name="one.csv", actor=SYSTEM)
    assert not Snapshot.objects.exists()
    refreshed(DAY)
    ledger_of([sold("B", 2024, 2, 8)], name="two.csv", actor=SYSTEM)
    assert numbers(values_at(Snapshot.objects.get(), Level.ACCOUNT, "B"), "net-sales") == [43]


@pytest.mark.usefixtures("sales")
def test_strangers_see_nothing(cast: Cast, actors: SimpleNamespace) -> None:
    cover(cast.junior_one, customer("A"))
    snapshot = refreshed(DAY)
    assert values_at(snapshot, Level.ACCOUNT, "A", actors.junior_one)
    assert not values_at(snapshot, Level.ACCOUNT, "B", actors.junior_one)
    assert not values_at(snapshot, Level.COMPANY, actor=actors.junior_one)
    assert values_at(snapshot, Level.MANAGER, cast.junior_one.pk, actors.junior_one)
    assert not values_at(snapshot, Level.MANAGER, cast.junior_one.pk, actors.sales)
    assert values_at(snapshot, Level.COMPANY, actor=actors.executive)
    assert make_customer("X")  # one without sales is in nobody's way
