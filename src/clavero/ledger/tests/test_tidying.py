"""The ledger's housekeeping changes files, and no line."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from deltalake import DeltaTable

from clavero.core.errors import Forbidden
from clavero.core.period import Period
from clavero.identity.rules import Actor, Role
from clavero.ledger import jobs, selectors, services
from clavero.ledger.engine import cube
from clavero.ledger.models import Import, Status
from clavero.ledger.services import _tidying, redo_import, tidy, tidy_if_due, undo_import
from clavero.ledger.store import Store
from clavero.ledger.testing import EVERYTHING, Row, ledger_of, lines_of
from clavero.ledger.testing.remembering import remembered

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
JANUARY = Period.parse("2024-01")


@pytest.fixture
def daily() -> list[Import]:
    """Twelve days of January in twelve files, and a file of March and April."""
    remembered("daily", _daily)
    return list(Import.objects.order_by("created", "pk"))


def _daily() -> Import:
    for day in range(1, 13):
        ledger_of([Row(f"F{day}", date=date(2024, 1, day)), Row("F0", date=date(2024, 1, 1))])
    return ledger_of([Row("G1", date=date(2024, 3, 1)), Row("G2", date=date(2024, 4, 1))])


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """``later(days=8)``: the housekeeping's clock goes on."""
    clock = _tidying.time
    ahead = timedelta()

    def go(**more: float) -> None:
        nonlocal ahead
        ahead += timedelta(**more)

    monkeypatch.setattr(_tidying, "time", lambda: clock() + ahead.total_seconds())
    return go


def contents(store: Store) -> list[str]:
    return sorted(map(repr, lines_of(store)))


def names(store: Store) -> set[Path]:
    return set(store.table.glob("month=*/*.parquet"))


def in_use(store: Store) -> set[Path]:
    return {store.table / file.path for file in store.files()}


def test_the_small_files_of_a_month_become_one(store: Store, daily: list[Import]) -> None:
    before, figures = contents(store), selectors.by_account(EVERYTHING, JANUARY).to_pylist()
    version = store.version()

    done = tidy(SYSTEM)

    assert (done.months, done.files) == (1, 0)
    assert contents(store) == before
    assert sorted(file.month for file in store.files()) == ["2024-01", "2024-03", "2024-04"]
    assert selectors.by_account(EVERYTHING, JANUARY).to_pylist() == figures
    assert len(cube.published(store).months["2024-01"].segments) == 1
    assert store.version() == selectors.version() == version + 1
    assert sum(Import.objects.values_list("kept", flat=True)) == len(before)
    assert tidy(SYSTEM).months == 0, "there is nothing left to do"


def test_the_log_says_that_no_data_changed(store: Store, daily: list[Import]) -> None:
    tidy(SYSTEM)
    log = (store.table / "_delta_log" / f"{store.version():020}.json").read_text()
    assert '"dataChange":false' in log
    assert '"dataChange":true' not in log
    assert DeltaTable(store.table).to_pyarrow_table().num_rows == len(lines_of(store))


def test_a_month_that_still_grows_waits_for_more(store: Store) -> None:
    for day in range(1, 8):
        ledger_of([Row(f"F{day}", date=date(2024, 1, day))])
    assert tidy(SYSTEM).months == 0
    ledger_of([Row("G", date=date(2024, 2, 1)), Row("H", date=date(2024, 3, 1))])
    assert tidy(SYSTEM).months == 1


def test_large_files_and_those_of_one_import_stay_as_they_are(
    store: Store, daily: list[Import], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_tidying, "_SMALL", 1)
    assert tidy(SYSTEM).months == 0


def test_an_import_is_undone_and_redone_out_of_a_joined_file(
    store: Store, daily: list[Import]
) -> None:
    everything = contents(store)
    tidy(SYSTEM)
    untouched = [file for file in store.files() if file.month != "2024-01"]
    undo_import(SYSTEM, import_id=daily[0].pk)
    documents = sorted(line["document"] for line in lines_of(store))
    assert documents.count("F1") == 0
    assert documents.count("F0") == 1, "the next file brings the line that all have"
    assert {file.path for file in untouched} <= {file.path for file in store.files()}
    for each in daily[1:]:
        undo_import(SYSTEM, import_id=each.pk)
    assert lines_of(store) == store.files() == []
    for each in daily:
        redo_import(SYSTEM, import_id=each.pk)
    assert contents(store) == everything


def test_files_out_of_use_are_deleted_after_a_week(
    store: Store, daily: list[Import], later: Any
) -> None:
    undo_import(SYSTEM, import_id=daily[-1].pk)
    everything = names(store)
    assert tidy(SYSTEM).files == 0
    assert names(store) >= everything, "somebody may be reading them"
    later(days=6)
    assert tidy(SYSTEM).files == 0
    later(days=2)
    assert tidy(SYSTEM).files == 14
    assert names(store) == in_use(store)
    assert redo_import(SYSTEM, import_id=daily[-1].pk).kept == 2, "from what the import kept"
    assert undo_import(SYSTEM, import_id=daily[3].pk).status == Status.UNDONE


def test_who_reads_an_older_version_can_go_on(store: Store, daily: list[Import]) -> None:
    seen = cube.published(store)
    tidy(SYSTEM)
    undo_import(SYSTEM, import_id=daily[0].pk)
    tidy(SYSTEM)
    assert all(
        (store.table / path).exists() for month in seen.months.values() for path in month.files
    )


def test_what_readers_still_see_is_in_use(store: Store, daily: list[Import], later: Any) -> None:
    broken = mock.patch.object(cube, "_compute", side_effect=OSError("no room"))
    with broken, pytest.raises(OSError, match="no room"):
        undo_import(SYSTEM, import_id=daily[-1].pk)
    seen = cube.published(store)
    for _time in range(2):
        with store.exclusive():
            _tidying._delete_unused(store)
        later(days=9)
    assert all((store.table / path).exists() for path in seen.months["2024-03"].files)


def test_it_is_due_once_a_day(store: Store, daily: list[Import]) -> None:
    assert tidy_if_due(SYSTEM) is not None
    assert tidy_if_due(SYSTEM) is None
    yesterday = (store.home / "tidied.json").stat().st_mtime - 90_000
    os.utime(store.home / "tidied.json", (yesterday, yesterday))
    with store.exclusive():
        assert tidy_if_due(SYSTEM) is None, "somebody is writing"
    assert tidy_if_due(SYSTEM) is not None


def test_an_import_in_the_background_brings_it_along(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    path.write_text("Invoice,Date,Customer code,Net amount\nF1,2024-01-15,C1,100.00\n")
    row = services.queue_import(SYSTEM, path=path, name=path.name)
    jobs.run_import.enqueue(row.pk, SYSTEM.carried)
    assert Import.objects.get().status == Status.DONE
    assert not services.tidying_is_due()


def test_what_fails_in_it_keeps_nobody_from_importing(store: Store) -> None:
    ledger_of([Row()])
    with mock.patch.object(_tidying, "_delete_unused", side_effect=OSError("no room")):
        assert tidy_if_due(SYSTEM) is None
    assert services.tidying_is_due()


def test_an_outsider_may_not() -> None:
    outsider = Actor(1, "junior", Role.JUNIOR)
    for verb in (tidy, tidy_if_due):
        with pytest.raises(Forbidden):
            verb(outsider)
