"""The table: what a commit shows, refuses and leaves behind."""

from __future__ import annotations

import json
import os
import threading
from datetime import date
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb
import pytest
from deltalake import DeltaTable
from deltalake.exceptions import CommitFailedError, DeltaError

from clavero.ledger import store as stores
from clavero.ledger.store import Change, DataFile, LedgerMoved, NewFile, Store
from clavero.ledger.testing import Row, stage_rows


def staged(store: Store, import_id: str, *rows: Row) -> list[NewFile]:
    stage_rows(rows, store.import_folder(import_id), import_id)
    months = stores.parquet_by_month(store.kept(import_id))
    return [NewFile(path, month, import_id) for month, paths in months.items() for path in paths]


def bring(store: Store, import_id: str, *rows: Row) -> list[DataFile]:
    store.commit(Change(staged(store, import_id, *rows), [], {"import_id": import_id}),
                 since=store.version())  # fmt: skip
    store.settle()
    return store.files()


def test_files_join_without_being_rewritten(store: Store) -> None:
    new = staged(store, "one", Row("F1"), Row("F2", date=date(2024, 2, 9)))
    store.commit(Change(new, [], {}), since=0)
    for file, joined in zip(new, sorted(store.files(), key=lambda each: each.month), strict=True):
        assert (store.table / joined.path).stat().st_ino == file.source.stat().st_ino


def test_a_commit_says_who_brought_what(store: Store) -> None:
    (january, february) = sorted(
        bring(store, "one", Row("F1"), Row("F1", date=date(2024, 1, 20)),
              Row("F2", date=date(2024, 2, 9), customer=None)),
        key=lambda each: each.month,
    )  # fmt: skip
    assert (january.month, january.import_id, january.rows) == ("2024-01", "one", 2)
    assert (january.first, january.last) == (date(2024, 1, 15), date(2024, 1, 20))
    assert february.month == "2024-02"
    commit = DeltaTable(store.table).history(1)[0]
    assert commit["clavero"]["import_id"] == "one"


def test_any_delta_reader_reads_it(store: Store) -> None:
    bring(store, "one", Row("F1"), Row("F2", date=date(2024, 2, 9), customer=None))
    table = DeltaTable(store.table).to_pyarrow_table()
    assert set(table.column_names) == set(stores.TABLE.names)
    assert sorted(table["month"].to_pylist()) == ["2024-01", "2024-02"]
    actions = duckdb.arrow(DeltaTable(store.table).get_add_actions(flatten=True))
    assert actions.aggregate('sum(num_records), sum("null_count.customer")').fetchone() == (2, 1)


def test_removed_files_are_gone_from_the_next_version_alone(store: Store) -> None:
    old = bring(store, "one", Row("F1"))
    bring(store, "two", Row("F2"))
    store.commit(Change([], old, {}), since=2)
    assert [file.import_id for file in store.files()] == ["two"]
    assert len(DeltaTable(store.table, version=2).file_uris()) == 2
    assert (store.table / old[0].path).exists(), "somebody may be reading it"


def test_a_commit_on_an_old_version_is_refused_and_leaves_nothing(store: Store) -> None:
    bring(store, "one", Row("F1"))
    late = staged(store, "late", Row("F2"))
    bring(store, "two", Row("F3"))
    with pytest.raises(LedgerMoved):
        store.commit(Change(late, [], {}), since=1)
    assert not list(store.table.glob("*/late-*"))
    assert store.interrupted() is None


def test_a_commit_whose_checkpoint_fails_is_a_commit(store: Store) -> None:
    bring(store, "one", Row("F1"))
    new = staged(store, "two", Row("F2"))
    real = DeltaTable.create_write_transaction
    for error in (DeltaError, CommitFailedError):

        def and_then_fail(*args: Any, error: type[Exception] = error, **named: Any) -> None:
            real(*args, **named)
            raise error("the disk is full")

        since = store.version()
        with mock.patch.object(DeltaTable, "create_write_transaction", and_then_fail):
            assert store.commit(Change(new, [], {}), since=since) == since + 1
        assert all((store.table / file.path).exists() for file in store.files())
        found = store.interrupted()
        assert found is not None
        assert found.version == since + 1
        store.settle()


def test_a_commit_that_fails_in_another_way_is_cleared_away_by_the_next(store: Store) -> None:
    bring(store, "one", Row("F1"))
    new = staged(store, "two", Row("F2"))
    broken = mock.Mock(side_effect=DeltaError("no room"))
    with (
        mock.patch.object(DeltaTable, "create_write_transaction", broken),
        pytest.raises(DeltaError),
    ):
        store.commit(Change(new, [], {}), since=1)
    found = store.interrupted()
    assert found is not None
    assert found.version is None
    assert not list(store.table.glob("*/two-*"))


def test_opening_reads_a_checkpoint_and_few_commits(store: Store) -> None:
    (new,) = staged(store, "one", Row("F1"))
    for since in range(300):
        change = Change([], store.files(), {}) if since % 2 else Change([new], [], {})
        store.commit(change, since=since)
        store.settle()
    log = store.table / "_delta_log"
    last = json.loads((log / "_last_checkpoint").read_text())["version"]
    assert 300 - last <= 10
    for path in log.glob("*.json"):
        if int(path.stem) < last:
            path.unlink()  # as the log's own cleaning does after a month
    assert (store.version(), store.files()) == (300, [])
    bring(store, "two", Row("F2"))
    assert [file.import_id for file in store.files()] == ["two"]


def test_the_log_cleans_itself_and_the_table_still_opens(store: Store) -> None:
    bring(store, "one", Row("F1"))
    log = store.table / "_delta_log"
    for number in range(25):
        if number == 12:
            for path in log.iterdir():
                os.utime(path, (0, 0))
        bring(store, f"import-{number}", Row(f"F{number}"))
    assert not (log / f"{1:020}.json").exists()
    assert len(store.files()) == 26
    assert store.version() == 26


def test_writers_wait_for_each_other_and_readers_for_nobody(store: Store) -> None:
    order: list[str] = []

    def second() -> None:
        with store.exclusive():
            order.append("second")

    with store.exclusive():
        waiting = threading.Thread(target=second)
        waiting.start()
        bring(store, "one", Row("F1"))
        assert len(store.files()) == 1
        with store.if_nobody_writes() as alone:
            assert not alone
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]
    with store.if_nobody_writes() as alone:
        assert alone


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "file.json"
    stores.write_whole(path, "old")
    stores.write_whole(path, "new")
    assert path.read_text() == "new"
    assert [each.name for each in path.parent.iterdir()] == ["file.json"]
