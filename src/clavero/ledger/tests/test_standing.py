"""How accounts stand: what came in addition, what was before, and whether dates were kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clavero.core.period import Period
from clavero.core.scope import Scope
from clavero.ledger import selectors
from clavero.ledger.services import undo_import
from clavero.ledger.store import Store
from clavero.ledger.testing import EVERYTHING, SYSTEM, Row, ledger_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
YEAR = Period.parse("2024")
D = Decimal


def standing(period: Period = YEAR, **asked: Any) -> dict[str | None, dict[str, Any]]:
    found = selectors.standing(EVERYTHING, period, **asked).to_pylist()
    return {row.pop("account"): row for row in found}


def test_what_was_sold_now_and_before() -> None:
    ledger_of([
        Row("F1", "A", date(2022, 1, 3), D(5)),
        Row("F2", "A", date(2023, 5, 3), D(70), D(50)),
        Row("F3", "B", date(2023, 5, 3), D(30)),
        Row("F4", "A", date(2024, 5, 3), D(90), D(60)),
        Row("F5", None, date(2024, 5, 3), D(8)),
    ])  # fmt: skip
    found = standing()
    assert set(found) == {"A", "B", None}
    assert (found["A"]["net_sales"], found["A"]["net_sales_before"]) == (90, 70)
    assert (found["A"]["contribution"], found["A"]["contribution_before"]) == (30, 20)
    # Who bought nothing sold nothing; who bought without cost leaves nobody knows what.
    assert (found["B"]["net_sales"], found["B"]["contribution"]) == (0, 0)
    assert (found["B"]["net_sales_before"], found["B"]["contribution_before"]) == (30, None)


def test_what_the_ledger_does_not_reach_is_missing() -> None:
    ledger_of([Row("F1", "A", date(2023, 1, 3), family="Belts"), Row("F2", "A", date(2024, 5, 3))])
    found = standing()["A"]
    assert (found["net_sales_before"], found["additional"], found["additional_sales"]) == (
        100, None, None,
    )  # fmt: skip
    assert standing(Period.parse("2023"))["A"]["net_sales_before"] is None


def test_families_that_came_in_addition() -> None:
    day, before, long_before = date(2024, 5, 3), date(2022, 5, 3), date(2021, 12, 1)
    credit = {"kind": "credit_note", "net_amount": D(-100)}
    ledger_of([
        Row("F0", "A", long_before, family="Seals"),
        Row("F1", "A", before, family="Belts"),
        Row("F2", "A", before, family="Pumps"),
        Row("N2", "A", before, family="Pumps", **credit),
        Row("F3", "A", day, family="Belts"),
        Row("F4", "A", day, D(40), family="Seals"),  # bought more than 24 months before
        Row("F5", "A", day, D(60), family="Pumps"),  # credited in full then
        Row("F6", "A", day, family="Tools"),  # credited in full now
        Row("N6", "A", day, family="Tools", **credit),
        Row("F7", "A", day),  # of no family
    ])  # fmt: skip
    found = standing()["A"]
    assert (found["families"], found["additional"], found["additional_sales"]) == (3, 2, 100)


def test_a_group_buys_a_family_once() -> None:
    day = date(2024, 5, 3)
    ledger_of([
        Row("F0", "A", date(2021, 12, 1)),
        Row("F1", "A", day, family="Belts"),
        Row("F2", "B", day, family="Belts"),
    ])  # fmt: skip
    found = standing(rollup={"A": "Group", "B": "Group"})
    assert found["Group"]["additional"] == 1
    assert found["Group"]["additional_sales"] == 200
    assert {name: one["additional"] for name, one in standing().items()} == {"A": 1, "B": 1}


def test_dates_kept() -> None:
    promised = date(2024, 5, 10)
    ledger_of([
        Row("F1", "A", date(2024, 5, 3), promised_date=promised, delivered_date=promised),
        Row("F2", "A", date(2024, 5, 3), promised_date=promised, delivered_date=date(2024, 5, 9)),
        Row("F3", "A", date(2024, 5, 3), promised_date=promised, delivered_date=date(2024, 5, 8)),
        Row("F4", "A", date(2024, 5, 3), promised_date=promised, delivered_date=date(2024, 5, 11)),
        Row("F5", "A", date(2024, 5, 3), promised_date=promised),
        Row("F6", "A", date(2024, 5, 3), delivered_date=promised),
    ])  # fmt: skip
    found = standing()["A"]
    assert (found["promised"], found["on_time"]) == (5, 2)


def test_what_is_promised_for_later_is_not_judged_yet() -> None:
    late, later = date(2024, 12, 30), date(2025, 1, 3)
    ledger_of([
        Row("F1", "A", date(2024, 12, 28), promised_date=late),
        Row("F2", "A", date(2024, 12, 28), promised_date=later),
        Row("F3", "A", date(2024, 12, 28), promised_date=later, delivered_date=later),
        Row("F4", "B", date(2024, 12, 28), promised_date=later),
    ])  # fmt: skip
    found = standing()
    assert (found["A"]["promised"], found["A"]["on_time"]) == (1, 0)
    assert (found["B"]["promised"], found["B"]["on_time"]) == (None, None)


def test_strangers_are_left_out() -> None:
    ledger_of([Row("F1", "A", date(2024, 5, 3)), Row("F2", "B", date(2024, 5, 3))])
    found = selectors.standing(Scope(frozenset({"A"})), YEAR).to_pylist()
    assert [row["account"] for row in found] == ["A"]


def test_what_is_kept_beside_the_cube_follows_the_files(settings: Any) -> None:
    promised = date(2024, 5, 10)
    one = Row("F1", "A", date(2024, 5, 3), promised_date=promised, delivered_date=promised)
    ledger_of([one])
    late = ledger_of([Row("F2", "A", date(2024, 5, 4), promised_date=promised)])
    assert standing()["A"]["promised"] == 2
    undo_import(SYSTEM, import_id=late.pk)
    assert standing()["A"]["promised"] == 1
    kept = (Store(settings.LEDGER_HOME).cube / "serving").glob("2024-05-01_*.parquet")
    assert len(list(kept)) == 1


def test_customers_of_files() -> None:
    ledger_of([Row("F1", "A", date(2024, 5, 3)), Row("F2", None, date(2024, 6, 3))])
    files = selectors.files_by_month()
    assert selectors.customers_in(files["2024-05"]) == {"A"}
    assert selectors.customers_in(files["2024-06"]) == {None}
    assert selectors.customers_in(()) == frozenset()
    assert selectors.customers_in([*files["2024-05"], "gone.parquet"]) is None
