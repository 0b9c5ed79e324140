"""What was ordered: a column that came later, and that most files do without."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from typing import Any
from unittest import mock

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.ledger import selectors
from clavero.ledger import store as stores
from clavero.ledger.engine import connection
from clavero.ledger.models import Import
from clavero.ledger.services import import_file, redo_import, tidy, undo_import
from clavero.ledger.store import (
    LATER,
    LINE,
    TABLE,
    Change,
    LedgerMoved,
    NewFile,
    Store,
    columns,
)
from clavero.ledger.testing import EVERYTHING, Row, ledger_of, stage_rows
from clavero.ledger.tests.sales_files import a_file, lines, refused, staged, written

D = Decimal
SYSTEM = Actor.system()
YEAR = Period.parse("2024")
HEADER = ("Factura", "Fecha", "Cliente", "Cantidad", "Cantidad pedida", "Importe")
BEFORE = pa.schema([each for each in TABLE if each.name not in LATER])


def row(document: str, ordered: str, quantity: str = "10", day: str = "25/03/2024") -> list[str]:
    return [document, day, "C1", quantity, ordered, "12,50"]


# -- from a file -----------------------------------------------------------------------------------


def test_it_arrives_and_is_empty_where_a_row_does_not_say_it(tmp_path: Path) -> None:
    rows = [row("F1", "12"), row("F2", ""), row("F3", "0"), row("F4", "1.000,5")]
    found = lines(staged(a_file(tmp_path, written(rows, HEADER))))
    assert [(each["quantity"], each["ordered_quantity"]) for each in found] == [
        (10, 12), (10, None), (10, 0), (10, D("1000.5")),
    ]  # fmt: skip


@pytest.mark.parametrize("amount", ["12,50", "12,50 EUR"])
def test_a_row_is_refused_where_it_is_no_number_or_negative(tmp_path: Path, amount: str) -> None:
    """Amounts with a currency are read by the engine, plain ones without it."""
    rows = [row("F1", "12"), row("F2", "-3"), row("F3", "doce"), row("F4", "-0")]
    rows = [[*each[:-1], amount] for each in rows]
    done = staged(a_file(tmp_path, written(rows, HEADER)))
    assert refused(done) == [
        (3, "Cantidad pedida", "-3", "negative_order"),
        (4, "Cantidad pedida", "doce", "not_a_number"),
    ]
    assert done.kept == 2


def test_a_file_that_says_nothing_of_it_has_no_such_column(tmp_path: Path) -> None:
    header = [each for each in HEADER if each != "Cantidad pedida"]
    rows = [[each for place, each in enumerate(row("F1", "")) if place != 4]]
    done = staged(a_file(tmp_path, written(rows, header)))
    (file,) = done.kept_folder.rglob("*.parquet")
    assert "ordered_quantity" not in pq.read_schema(file).names


# -- in the ledger ---------------------------------------------------------------------------------

ORDERED = Row("F1", line="1", quantity=D(8), ordered_quantity=D(10))
UNSAID = Row("F2", line="1", quantity=D(5))


def ordered() -> list[tuple[str, Decimal | None]]:
    found = selectors.lines(EVERYTHING, customers=None, period=YEAR).to_pylist()
    assert all([*each] == LINE.names for each in found)
    return sorted((each["document"], each["ordered_quantity"]) for each in found)


@pytest.mark.django_db
@pytest.mark.parametrize("files", [*permutations([[ORDERED], [UNSAID]])])
def test_files_with_and_without_it_are_read_together(store: Store, files: list[list[Row]]) -> None:
    for file in files:
        ledger_of(file)
    assert ordered() == [("F1", 10), ("F2", None)]
    assert selectors.by_account(EVERYTHING, YEAR).to_pylist()[0]["net_sales"] == 200


@pytest.mark.django_db
def test_it_does_not_tell_lines_apart(tmp_path: Path, store: Store) -> None:
    """The file that the ledger has, now with the ordered quantity: no line of it is new."""
    without = [[*row("F1", "")[:4], "12,50"]]
    names = [each for each in HEADER if each != "Cantidad pedida"]
    first = a_file(tmp_path, written(without, names), "first.csv")
    second = a_file(tmp_path, written([row("F1", "12")], HEADER), "second.csv")
    old = import_file(SYSTEM, path=first, name=first.name)
    new = import_file(SYSTEM, path=second, name=second.name)
    assert (old.kept, new.kept, new.already_there) == (1, 0, 1)
    assert ordered() == [("F1", None)]
    undo_import(SYSTEM, import_id=old.pk)
    assert ordered() == [("F1", 12)], "the other file had the line as well"
    redo_import(SYSTEM, import_id=old.pk)
    assert ordered() == [("F1", 12)]


@pytest.mark.django_db
def test_joined_files_keep_it_and_give_it_back(store: Store) -> None:
    """Twelve small files of January, the first of which say nothing of it, and two months more."""
    for day in range(1, 13):
        said = None if day < 6 else D(day)
        ledger_of([Row(f"F{day:02}", date=date(2024, 1, day), ordered_quantity=said)])
    ledger_of([Row("G1", date=date(2024, 3, 1)), Row("G2", date=date(2024, 4, 1))])
    before = ordered()
    assert tidy(SYSTEM).months == 1
    assert ordered() == before
    last = Import.objects.order_by("created", "pk")[11]
    undo_import(SYSTEM, import_id=last.pk)
    assert ordered() == [each for each in before if each[0] != "F12"]
    redo_import(SYSTEM, import_id=last.pk)
    assert ordered() == before


def test_what_no_file_has_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "old.parquet"
    pq.write_table(pa.table({"document": ["F1"]}), path)
    found = connection.duckdb.sql(f"SELECT * FROM {connection.lines([path])}").fetchall()
    assert found == [(None, "F1")]


# -- a table from before it ------------------------------------------------------------------------


@pytest.fixture
def old(store: Store) -> Store:
    """A ledger with one import of January, written before there was such a column."""
    with mock.patch.object(stores, "TABLE", BEFORE), mock.patch.object(columns, "TABLE", BEFORE):
        bring(store, "one", Row("F1"))
    assert "ordered_quantity" not in names(store)
    return store


def new_files(store: Store, import_id: str, *rows: Row) -> list[NewFile]:
    stage_rows(rows, store.import_folder(import_id), import_id)
    months = stores.parquet_by_month(store.kept(import_id))
    return [NewFile(path, month, import_id) for month, paths in months.items() for path in paths]


def bring(store: Store, import_id: str, *rows: Row) -> int:
    since = store.version()
    made = store.commit(Change(new_files(store, import_id, *rows), [], {}), since=since)
    store.settle()
    return made


def names(store: Store) -> set[str]:
    return {each.name for each in DeltaTable(store.table).schema().fields}


def test_the_table_learns_of_it_with_the_next_change(old: Store) -> None:
    made = bring(old, "two", ORDERED)
    assert made == old.version() == 3
    assert names(old) == set(TABLE.names)
    assert bring(old, "three", UNSAID) == old.version() == 4, "once"
    found = DeltaTable(old.table).to_pyarrow_table()
    told = zip(found["import_id"].to_pylist(), found["ordered_quantity"].to_pylist(), strict=True)
    assert sorted(told) == [("one", None), ("three", None), ("two", D(10))]


def test_who_has_moved_the_table_meanwhile_is_noticed(old: Store) -> None:
    late = new_files(old, "late", ORDERED)
    bring(old, "two", UNSAID)
    with pytest.raises(LedgerMoved):
        old.commit(Change(late, [], {}), since=1)
    assert old.interrupted() is None
    assert not list(old.table.glob("*/late-*"))


def test_what_dies_between_both_commits_leaves_nothing(old: Store) -> None:
    def dies(*_args: Any, **_named: Any) -> None:
        raise OSError("the disk is gone")

    since = old.version()
    new = new_files(old, "two", ORDERED)
    with (
        mock.patch.object(DeltaTable, "create_write_transaction", dies),
        pytest.raises(OSError, match="disk"),
    ):
        old.commit(Change(new, [], {}), since=since)
    found = old.interrupted()
    assert found is not None
    assert found.version is None
    old.settle()
    assert len(old.files()) == 1
    assert old.version() == since + 1, "the column is known, and no line has come"
    assert bring(old, "three", UNSAID) == since + 2


@pytest.mark.django_db
def test_a_ledger_from_before_goes_on(store: Store) -> None:
    """Imported, undone and redone as ever; what readers see is of the last version."""
    with mock.patch.object(stores, "TABLE", BEFORE), mock.patch.object(columns, "TABLE", BEFORE):
        ledger_of([UNSAID], actor=SYSTEM)
    assert selectors.version() == 1
    done = ledger_of([ORDERED], actor=SYSTEM)
    assert selectors.version() == store.version() == done.version == 3
    assert ordered() == [("F1", 10), ("F2", None)]
    undo_import(SYSTEM, import_id=done.pk)
    assert ordered() == [("F2", None)]
    redo_import(SYSTEM, import_id=done.pk)
    assert selectors.version() == store.version() == 5
    assert ordered() == [("F1", 10), ("F2", None)]
