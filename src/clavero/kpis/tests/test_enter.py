"""*Enter*: values by hand and by file, the company's own KPIs, and targets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.core import audit
from clavero.core.errors import Forbidden
from clavero.core.faults import Faulty
from clavero.core.models import AuditEntry
from clavero.identity.testing import Cast
from clavero.kpis.models import Entry
from clavero.kpis.rules.custom import EntryFault
from clavero.kpis.rules.framework import Framework, FrameworkFault, Item
from clavero.kpis.rules.kpi import Direction, Level, Light, Unit
from clavero.kpis.selectors import (
    account_board,
    catalogue,
    entries_of,
    frameworks,
    lights,
)
from clavero.kpis.services import (
    define_kpi,
    enter_value,
    import_values,
    retire_kpi,
    set_targets,
    withdraw_value,
)
from clavero.kpis.testing import SYSTEM, numbers, refreshed, set_something, values_at
from clavero.ledger.testing import Row, ledger_of
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.testing import hold
from clavero.portfolio.models import Customer
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.selectors import structure
from clavero.portfolio.services import end_coverage, merge_customers, unmerge_customer
from clavero.portfolio.testing import cover, make_customer

pytestmark = pytest.mark.django_db
D = Decimal
DAY = date(2025, 1, 1)


@pytest.fixture
def its(cast: Cast) -> Customer:
    """A customer that the senior leads."""
    ledger_of([
        Row("F0", "Z", date(2021, 1, 5)),
        Row("F1", "A", date(2023, 5, 5)),
        Row("F2", "A", date(2024, 5, 5), D(95)),
        Row("F3", "Z", date(2024, 12, 31)),
    ])  # fmt: skip
    found = Customer.objects.get(code="A")
    cover(cast.senior, found)
    return found


def enter(actor: Any, its: Customer, **given: Any) -> Entry:
    asked = {"key": "promoters", "day": date(2025, 1, 2), "value": D(40), **given}
    return enter_value(actor, customer_id=its.pk, **asked)


def test_a_value_stands_until_a_later_one(its: Customer, actors: SimpleNamespace) -> None:
    enter(actors.senior, its)
    enter(actors.senior, its, day=date(2025, 2, 2), value=D(50), n=7)
    refreshed(DAY)
    board = account_board(actors.senior, its.pk)
    assert board is not None
    line = next(each for each in board.lines if each.kpi.key == "promoters")
    assert (line.value.estimate.value, line.value.estimate.n) == (50, 7)
    assert line.before is not None
    assert line.before.value == 40


def test_another_value_of_the_day_takes_its_place(its: Customer, actors: SimpleNamespace) -> None:
    first = enter(actors.senior, its)
    enter(actors.senior, its, value=D(45))
    enter(actors.senior, its, value=D(45))
    assert Entry.objects.get().value == 45
    told = [(each.before, each.after) for each in audit.history(first)]
    assert [after["value"] for _before, after in told] == ["45", "40"]


def test_refuses_what_is_no_value(its: Customer, actors: SimpleNamespace, refuses: Any) -> None:
    for code, given in (
        ("unknown_kpi", {"key": "net-sales"}),
        ("in_the_future", {"day": timezone.localdate() + timedelta(1)}),
        ("not_a_value", {"value": D(10) ** 13}),
    ):
        with refuses(code):
            enter(actors.senior, its, **given)


def test_an_outsider_is_blind_and_a_reader_reads(its: Customer, actors: SimpleNamespace) -> None:
    for stranger in (actors.sales, actors.junior_one):
        with pytest.raises(ObjectDoesNotExist):
            enter(stranger, its)
    with pytest.raises(Forbidden):
        enter(actors.executive, its)
    entry = enter(actors.senior, its)
    with pytest.raises(ObjectDoesNotExist):
        withdraw_value(actors.sales, entry_id=entry.pk)
    withdraw_value(actors.senior, entry_id=entry.pk)
    assert not Entry.objects.exists()
    assert AuditEntry.objects.filter(verb="kpi.withdrawn").count() == 1


def test_a_file_keeps_what_it_can(its: Customer, actors: SimpleNamespace) -> None:
    make_customer("X")
    text = (
        "account,kpi,date,value,n\n"
        "A,promoters,2025-01-02,40,8\n"
        "A,satisfaction,2025-01-02,0.9,\n"
        "A,promoters,2025-01-02,41,8\n"
        "A,net-sales,2025-01-02,41,\n"
        "A,promoters,2099-01-02,41,\n"
        "X,promoters,2025-01-02,41,\n"
        "A,promoters,2025-01-03,many,\n"
    )
    report = import_values(actors.senior, content=text.encode())
    assert (report.read, report.kept, report.already_there) == (7, 2, 0)
    told = [(bad.line, bad.column, bad.reason.value) for bad in report.refused]
    assert told == [
        (4, "date", EntryFault.TWICE.value),
        (5, "kpi", EntryFault.UNKNOWN_KPI.value),
        (6, "date", "in_the_future"),
        (7, "account", "unknown_account"),
        (8, "value", "not_a_number"),
    ]
    again = import_values(actors.senior, content=text.encode())
    assert (again.kept, again.already_there) == (0, 2)
    assert AuditEntry.objects.filter(verb="kpi.entered").count() == 2
    with pytest.raises(Forbidden):
        import_values(actors.executive, content=text.encode())


def test_a_ratio_of_the_companys_own(its: Customer, actors: SimpleNamespace) -> None:
    define_kpi(
        actors.director, key="sales-a-family", name="Sales a family", unit=Unit.MONEY,
        direction=Direction.AT_LEAST, numerator="net_sales", denominator="accounts",
    )  # fmt: skip
    found = values_at(refreshed(DAY), Level.ACCOUNT, "A")
    assert numbers(found, "sales-a-family") == [95]
    retire_kpi(actors.director, key="sales-a-family")
    assert "sales-a-family" not in values_at(refreshed(DAY), Level.ACCOUNT, "A")


def test_own_kpis_are_refused_where_they_make_no_sense(
    actors: SimpleNamespace, refuses: Any
) -> None:
    asked: dict[str, Any] = {
        "key": "visits", "name": "Visits", "unit": Unit.COUNT, "direction": Direction.AT_LEAST,
    }  # fmt: skip
    for code, given in (
        ("not_a_key", {"key": "Visits a month"}),
        ("key_taken", {"key": "net-sales"}),
        ("nameless", {"name": " "}),
        ("unknown_part", {"numerator": "net_sales"}),
        ("unknown_part", {"numerator": "net_sales", "denominator": "profit"}),
    ):
        with refuses(code):
            define_kpi(actors.director, **{**asked, **given})
    with pytest.raises(Forbidden):
        define_kpi(actors.senior, **asked)
    define_kpi(actors.director, **asked)
    assert "visits" in catalogue().entered
    with refuses("key_taken"):
        define_kpi(actors.director, **asked)


# -- targets ---------------------------------------------------------------------------------------

ITEM = Item("net-sales", D(100), D(10), D(100))


def targets(actor: Any, its: Customer, *items: Item, seen: int | None = None) -> Any:
    return set_targets(
        actor, customer_id=its.pk, framework=Framework(items or (ITEM,)), seen=seen,
        valid_from=timezone.localdate(), reason="The plan",
    )  # fmt: skip


def test_targets_make_lights(its: Customer, actors: SimpleNamespace) -> None:
    refreshed(DAY)
    version = targets(actors.senior, its)
    board = account_board(actors.senior, its.pk)
    assert board is not None
    assert (board.lines[0].kpi.key, board.lines[0].light) == ("net-sales", Light.AMBER)
    assert board.counts[Light.AMBER] == 1
    targets(actors.senior, its, replace(ITEM, target=D(200)), seen=version.pk)
    assert account_board(actors.senior, its.pk).counts[Light.RED] == 1  # type: ignore[union-attr]
    assert AuditEntry.objects.filter(verb="kpis.targets_set").count() == 2


def test_what_is_not_known_is_never_green(its: Customer, actors: SimpleNamespace) -> None:
    refreshed(DAY)
    targets(actors.senior, its, replace(ITEM, key="promoters", target=D(0)))
    board = account_board(actors.senior, its.pk)
    assert board is not None
    assert (board.lines[0].kpi.key, board.lines[0].light) == ("promoters", Light.GREY)


def test_targets_come_from_the_strategy_until_somebody_decides(
    its: Customer, actors: SimpleNamespace
) -> None:
    today, known = timezone.localdate(), catalogue()
    assert frameworks(SYSTEM, ["A"], today, known, structure()) == {}
    hold(today, {"A": Strategy.MAINTAIN})
    (holding,) = frameworks(SYSTEM, ["A"], today, known, structure()).values()
    items = holding.framework.by_key
    assert holding.strategy is Strategy.MAINTAIN
    assert set(items) == {
        "promoters", "on-time-in-full", "contribution-kept", "cost-to-serve", "sales-kept",
    }  # fmt: skip
    assert (items["on-time-in-full"].target, items["promoters"].target) == (D("0.97"), 50)
    assert sum(item.weight for item in items.values()) == 100
    targets(actors.senior, its)
    (decided,) = frameworks(SYSTEM, ["A"], today, known, structure()).values()
    assert list(decided.framework.by_key) == ["net-sales"]


@pytest.mark.parametrize(
    ("items", "fault"),
    [
        ([replace(ITEM, weight=D(90))], FrameworkFault.WEIGHTS_NOT_HUNDRED),
        ([replace(ITEM, key="nothing")], FrameworkFault.UNKNOWN),
        ([replace(ITEM, key="churn")], FrameworkFault.UNKNOWN),  # of people, not of an account
        ([replace(ITEM, weight=D(50))] * 2, FrameworkFault.TWICE),
        ([replace(ITEM, tolerance=D(-1))], FrameworkFault.TOLERANCE_NEGATIVE),
    ],
)
def test_targets_that_contradict_themselves(
    its: Customer, actors: SimpleNamespace, items: list[Item], fault: FrameworkFault
) -> None:
    with pytest.raises(Faulty) as faulty:
        targets(actors.senior, its, *items)
    assert fault in {each.code for each in faulty.value.faults}


def test_nobody_writes_over_another(its: Customer, actors: SimpleNamespace, refuses: Any) -> None:
    version = targets(actors.senior, its)
    with refuses("changed_meanwhile"):
        targets(actors.director, its, replace(ITEM, target=D(5)))
    with refuses("nothing_changed"):
        targets(actors.director, its, seen=version.pk)
    with pytest.raises(ObjectDoesNotExist):
        targets(actors.junior_one, its)
    with pytest.raises(Forbidden):
        targets(actors.executive, its)


def test_who_answers_sees_the_account(
    its: Customer, cast: Cast, actors: SimpleNamespace, refuses: Any
) -> None:
    given: dict[str, Any] = {"customer_id": its.pk, "valid_from": timezone.localdate()}

    def owned(person: Any, weight: int = 100) -> Framework:
        return Framework((Item("margin", D("0.2"), D(0), D(weight), person.pk),))

    with refuses("owner_blind"):
        set_targets(actors.senior, framework=owned(cast.sales), reason="Plan", seen=None, **given)
    found = cover(cast.sales, its, role=CoverageRole.MEMBER)
    first = set_targets(
        actors.senior, framework=owned(cast.sales), reason="Plan", seen=None, **given
    )
    assert first.content["items"][0]["owner_id"] == cast.sales.pk
    end_coverage(SYSTEM, coverage_id=found[0].pk, on=timezone.localdate())
    kept = Framework((*owned(cast.sales, 60).items, Item("net-sales", D(5), D(0), D(40))))
    set_targets(actors.senior, framework=kept, reason="More", seen=first.pk, **given)


# -- records that were merged ----------------------------------------------------------------------


def board_line(actor: Any, customer: Customer, key: str) -> Any:
    board = account_board(actor, customer.pk)
    assert board is not None
    return next(each for each in board.lines if each.kpi.key == key)


def test_what_was_entered_of_a_merged_record_counts_for_the_survivor(
    its: Customer, actors: SimpleNamespace
) -> None:
    twin = make_customer("TWIN", "Twin")
    enter(actors.senior, its, value=D(40))
    enter(SYSTEM, twin, value=D(70))
    mistake = enter(SYSTEM, twin, day=date(2025, 3, 3), value=D(50))
    refreshed(DAY)
    merge_customers(SYSTEM, source_id=twin.pk, target_id=its.pk)
    line = board_line(actors.senior, its, "promoters")
    assert line.value.estimate.value == 50
    assert line.before.value == 40, "of one day, the survivor's own"
    assert entries_of(actors.senior, "A").count() == 3
    assert entries_of(actors.sales, "A").count() == 0
    with pytest.raises(ObjectDoesNotExist):
        withdraw_value(actors.sales, entry_id=mistake.pk)
    unmerge_customer(SYSTEM, customer_id=twin.pk)
    assert board_line(actors.senior, its, "promoters").value.estimate.value == 40
    assert board_line(SYSTEM, twin, "promoters").value.estimate.value == 50


def test_who_sees_the_survivor_withdraws_what_was_entered_of_the_merged_record(
    its: Customer, cast: Cast, actors: SimpleNamespace, as_person: AsPerson
) -> None:
    twin = make_customer("TWIN", "Twin")
    mistake = enter(SYSTEM, twin)
    merge_customers(SYSTEM, source_id=twin.pk, target_id=its.pk)
    address = reverse("kpis:withdraw", args=[mistake.pk])
    assert as_person(cast.sales).get(address).status_code == 404
    answer = as_person(cast.senior).post(address)
    assert answer["Location"] == reverse("kpis:values", args=[its.pk])
    assert not Entry.objects.exists()


def test_the_targets_of_a_merged_record_hold_for_the_survivor_until_it_has_its_own(
    its: Customer, actors: SimpleNamespace
) -> None:
    def holding() -> Any:
        found = frameworks(SYSTEM, ["A", "TWIN"], timezone.localdate(), catalogue(), structure())
        return {code: held.framework.items[0].target for code, held in found.items()}

    twin = make_customer("TWIN", "Twin")
    set_something(twin, target="70")
    refreshed(DAY)
    merge_customers(SYSTEM, source_id=twin.pk, target_id=its.pk)
    assert holding()["A"] == 70
    assert [each.card.code for each in lights(actors.senior)] == ["A"]
    set_something(its, target="40")
    assert holding()["A"] == 40
    unmerge_customer(SYSTEM, customer_id=twin.pk)
    assert holding() == {"A": 40, "TWIN": 70}
