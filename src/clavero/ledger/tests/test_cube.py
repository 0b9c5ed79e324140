"""The cube: kept up import by import, and the same when it is made afresh."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.ledger import selectors
from clavero.ledger.engine import cube, figures
from clavero.ledger.engine.answers import Members
from clavero.ledger.engine.facts import FORMAT, Facts
from clavero.ledger.measures import BY_MONTH
from clavero.ledger.services import rebuild_figures, undo_import
from clavero.ledger.store import Change, NewFile, Store
from clavero.ledger.testing import EVERYTHING, Row, ledger_of, some_rows, stage_rows

pytestmark = pytest.mark.django_db
JANUARY = Period.parse("2024-01")


def answers(period: Period = JANUARY) -> list[dict[str, Any]]:
    return [
        *selectors.by_account(EVERYTHING, period).to_pylist(),
        *selectors.by_family(EVERYTHING, period, customers=None).to_pylist(),
        *selectors.order_dates(EVERYTHING, customers=None).to_pylist(),
    ]


def segments(store: Store, month: str) -> tuple[str, ...]:
    return cube.published(store).months[month].segments


def test_a_full_rebuild_gives_the_same_figures(store: Store) -> None:
    rows = some_rows()
    ledger_of(rows[:30])
    for row in rows[30:40]:
        ledger_of([row, Row("F1", customer="C1", date=row.date, cost=Decimal(3))])
    kept_up = answers(Period.parse("2023"))

    rebuild_figures(Actor.system())

    assert answers(Period.parse("2023")) == kept_up
    assert all(len(month.segments) == 1 for month in cube.published(store).months.values())


def test_readers_see_the_old_figures_until_a_rebuild_is_complete(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of([Row("F1")])
    compute = cube._compute
    seen: list[Any] = []

    def look_first(*args: Any) -> None:
        seen.append(selectors.by_account(EVERYTHING, JANUARY)["net_sales"].to_pylist())
        compute(*args)

    monkeypatch.setattr(cube, "_compute", look_first)
    rebuild_figures(Actor.system())
    assert seen == [[100]]


def test_an_import_adds_a_segment_to_its_months_and_leaves_the_others_alone(store: Store) -> None:
    ledger_of([Row("F1"), Row("F2", date=date(2024, 2, 1))])
    february = segments(store, "2024-02")
    ledger_of([Row("F3", date=date(2024, 1, 20))])
    assert len(segments(store, "2024-01")) == 2
    assert segments(store, "2024-02") == february


def test_more_lines_of_an_invoice_are_not_another_order() -> None:
    ledger_of([Row("F1", net_amount=Decimal(10))])
    ledger_of([Row("F1", net_amount=Decimal(5)), Row("F1", net_amount=Decimal(10))])
    (account,) = selectors.by_account(EVERYTHING, JANUARY).to_pylist()
    assert (account["orders"], account["net_sales"], account["active_months"]) == (1, 15, 1)


def test_a_month_of_many_segments_is_made_one(store: Store) -> None:
    for number in range(cube.MOST_SEGMENTS + 1):
        ledger_of([Row(f"F{number}", date=date(2024, 1, 1) + timedelta(days=number))])
    assert len(segments(store, "2024-01")) == 1
    (account,) = selectors.by_account(EVERYTHING, JANUARY).to_pylist()
    assert account["orders"] == cube.MOST_SEGMENTS + 1


def test_undoing_computes_its_months_again(store: Store) -> None:
    first = ledger_of([Row("F1"), Row("F2", date=date(2024, 2, 1))])
    ledger_of([Row("F3", net_amount=Decimal(8))])
    undo_import(Actor.system(), import_id=first.pk)
    assert list(cube.published(store).months) == ["2024-01"]
    (account,) = selectors.by_account(EVERYTHING, JANUARY).to_pylist()
    assert (account["net_sales"], account["orders"]) == (8, 1)


def test_a_reader_catches_up_when_a_writer_died_before_publishing(store: Store) -> None:
    ledger_of([Row("F1")])
    stage_rows([Row("F2", net_amount=Decimal(9))], store.import_folder("dead"), "dead")
    (file,) = (store.kept("dead") / "month=2024-01").iterdir()
    store.commit(Change([NewFile(file, "2024-01", "dead")], [], {}), since=store.version())

    with store.exclusive():
        assert selectors.version() == 1, "somebody is writing: readers do not wait"
    assert selectors.version() == 2
    (account,) = selectors.by_account(EVERYTHING, JANUARY).to_pylist()
    assert account["net_sales"] == 109


def test_figures_of_another_format_are_made_again(store: Store) -> None:
    ledger_of([Row("F1"), Row("F2", date=date(2024, 2, 1))])
    before, old = answers(), cube.published(store)
    _as_made_by_another_version(store)

    assert selectors.version() == old.version
    assert answers() == before
    assert cube.published(store).format == FORMAT
    assert not cube.published(store).segments() & old.segments()


def test_figures_of_another_format_are_no_answer_while_somebody_writes(store: Store) -> None:
    ledger_of([Row("F1")])
    _as_made_by_another_version(store)
    with ThreadPoolExecutor(1) as pool:
        with store.exclusive():
            waiting = pool.submit(cube.catch_up, store)
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.2)
        assert waiting.result().version == 1


def test_an_import_after_an_upgrade_makes_every_month_again(store: Store) -> None:
    ledger_of([Row("F1")])
    old = cube.published(store).segments()
    _as_made_by_another_version(store)
    ledger_of([Row("F2", date=date(2024, 2, 1))])
    assert list(cube.published(store).months) == ["2024-01", "2024-02"]
    assert not cube.published(store).segments() & old


def _as_made_by_another_version(store: Store) -> None:
    """As one whose manifest did not say its format yet."""
    path = store.cube / "published.json"
    known = json.loads(path.read_text())
    del known["format"]
    path.write_text(json.dumps(known))


def test_what_no_reader_can_want_is_deleted(store: Store) -> None:
    for number in range(4):
        undo_import(Actor.system(), import_id=ledger_of([Row(f"F{number}")]).pk)
    seen = cube.published(store)
    on_disk = {path.stem for table in Facts for path in (store.cube / table).glob("*.parquet")}
    assert on_disk == seen.segments() | seen.retired


def test_who_reads_an_older_version_finds_its_segments(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of([Row("F1")])
    seen = cube.published(store)
    for number in range(2, 5):
        rebuild_figures(Actor.system())
        ledger_of([Row(f"F{number}")])
    answer = figures.of(store).by_month(seen, BY_MONTH, Members(), JANUARY)
    assert answer["net_sales"].to_pylist() == [100]

    monkeypatch.setattr(cube, "_STILL_READ", 0)
    rebuild_figures(Actor.system())
    rebuild_figures(Actor.system())
    on_disk = {path.stem for path in (store.cube / Facts.MONTHLY).glob("*.parquet")}
    assert not on_disk & seen.segments(), "nobody reads it for hours"


def test_its_rows_are_those_of_the_customers_and_months(store: Store) -> None:
    ledger_of([Row("F1", customer=None), Row("F2", kind="credit_note", net_amount=Decimal(-30))])
    (path,) = cube.paths(store, Facts.MONTHLY, segments(store, "2024-01"))
    unattributed, customer = sorted(
        pq.read_table(path).to_pylist(), key=lambda row: row["customer"] or ""
    )
    assert (unattributed["customer"], unattributed["orders"]) == (None, 1)
    assert unattributed["purchase_days"] == 1 << 14, "15 January"
    assert (customer["orders"], customer["purchase_days"], customer["first_purchase"]) == (
        0, None, None,
    )  # fmt: skip
    assert customer["credit_notes"] == -30
    assert customer["first_day"] == date(2024, 1, 15)


def test_another_ledger_in_the_same_process_has_its_own_figures(
    store: Store, settings: Any, tmp_path: Path
) -> None:
    ledger_of([Row("F1"), Row("F2", net_amount=Decimal(7), date=date(2024, 2, 1))])
    first = cube.published(store)
    assert figures.of(store).by_month(first, BY_MONTH, Members(), JANUARY).num_rows == 1

    settings.LEDGER_HOME = tmp_path / "other"
    ledger_of([Row("F1", customer="C2", net_amount=Decimal(30))])
    account, *_others = answers()
    assert (account["account"], account["net_sales"]) == ("C2", 30)

    both = figures.of(store).by_month(first, BY_MONTH, Members(), Period.parse("2024"))
    assert both["net_sales"].to_pylist() == [100, 7]
