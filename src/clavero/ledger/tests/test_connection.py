"""DuckDB as the ledger opens it."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from clavero.ledger.engine import connection
from clavero.ledger.store import Store


def test_what_does_not_fit_spills_under_the_ledgers_folder(store: Store) -> None:
    small = connection.connect(threads=1, memory="60MB")
    large = "SELECT hash(i) AS key, repeat('x', 100) AS text FROM range(1000000) AS numbers(i)"
    small.execute(f"CREATE TABLE sorted AS {large} ORDER BY key")
    assert small.execute("SELECT count(*) FROM sorted").fetchone() == (1_000_000,)
    assert list((store.home / "tmp").glob(f"{os.getpid()}-*"))
    small.close()
    assert not list((store.home / "tmp").glob(f"{os.getpid()}-*"))


def test_nothing_is_fetched_from_elsewhere() -> None:
    with pytest.raises(duckdb.Error):
        connection.connect().execute("LOAD httpfs")
    config = connection.connect().execute(
        "SELECT value FROM duckdb_settings() WHERE name LIKE 'auto%extensions'"
    )
    assert set(config.fetchall()) == {("false",)}


def test_a_forked_process_opens_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.put(connection.shared(), "kept", pa.table({"a": [1]}))
    mine = connection.shared()
    mine.execute("CREATE OR REPLACE TABLE ours AS SELECT 1")
    monkeypatch.setattr(os, "getpid", lambda: -1)
    with pytest.raises(duckdb.CatalogException):
        connection.shared().execute("FROM ours")


def test_one_that_was_light_serves_again_and_nobody_shares_it() -> None:
    with connection.lone() as one, connection.lone() as other:
        assert one is not other
    with connection.lone() as again:
        assert again in (one, other)


def test_one_that_holds_much_or_failed_is_closed() -> None:
    with connection.lone() as heavy:
        heavy.execute("CREATE TABLE much AS SELECT hash(i) FROM range(5_000_000) AS numbers(i)")
    with pytest.raises(ZeroDivisionError), connection.lone() as unlucky:
        1 / 0  # noqa: B018
    for closed in (heavy, unlucky):
        with pytest.raises(duckdb.ConnectionException):
            closed.execute("SELECT 1")


def test_paths_are_quoted() -> None:
    assert connection.literal(Path("it's")) == "'it''s'"
