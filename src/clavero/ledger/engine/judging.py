"""Judging rows: which are lines of the ledger, and what is computed of them.

The engine sees only what it must compute with; texts go past it as they were read.
"""

from __future__ import annotations

from contextlib import ExitStack
from decimal import Decimal
from functools import reduce
from threading import local
from typing import Any, Self

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from clavero.ledger.engine import connection
from clavero.ledger.engine.line_files import line_table, repeated
from clavero.ledger.engine.plain_numbers import plain_number
from clavero.ledger.engine.staging_sql import (
    Recipe,
    computed,
    has_foreign,
    judged_sql,
    text_of,
)
from clavero.ledger.rules import NUMBERS
from clavero.ledger.store import LATER, LINE

_GIVEN = text_of("net_amount")
_UNSEEN = {"kind", "currency"}  # a row that says nothing else says nothing


class Judges:
    """One recipe for all rows, and an engine for each thread that asks."""

    def __init__(self, recipe: Recipe, rates: pa.Table | None) -> None:
        self._recipe = recipe
        self._rates = rates
        self._sql = judged_sql(recipe, with_rates=rates is not None)
        self._may_be_plain = (
            "net_amount" in recipe.fields
            and not recipe.negative_credit_notes
            and ("currency" in recipe.fields or not has_foreign(recipe))
        )
        # A file that says nothing of a later column does not pay for it.
        self._names = [each for each in LINE.names if each not in LATER.keys() - recipe.fields]
        self._mine = local()
        self._engines = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: Any) -> None:
        self._engines.__exit__(*failure)

    def judge(self, rows: pa.Table) -> tuple[pa.Table, pa.Table]:
        """The lines among ``rows``; and of the others ``line_no`` and ``verdict``."""
        if (plain := self._plain(rows)) is not None:
            return self._lines(rows, plain), rows.select(["line_no"]).slice(0, 0)
        engine = self._engine()
        engine.register("rows", self._asked(rows))
        found: pa.Table = engine.execute(self._sql).to_arrow_table()
        engine.unregister("rows")
        verdicts = found.column("verdict")
        others = rows.select(["line_no"]).append_column("verdict", verdicts)
        if verdicts.null_count < rows.num_rows:
            is_line = pc.is_null(verdicts)
            others = others.filter(pc.invert(is_line))
            rows, found = rows.filter(is_line), found.filter(is_line)
        else:
            others = others.slice(0, 0)
        return self._lines(rows, found), others

    def _engine(self) -> duckdb.DuckDBPyConnection:
        if not hasattr(self._mine, "engine"):
            engine = self._engines.enter_context(connection.lone())
            if self._rates is not None:
                connection.put(engine, "rates", self._rates)
                self._engines.callback(engine.execute, "DROP TABLE rates")
            self._mine.engine = engine
        return self._mine.engine

    def _plain(self, rows: pa.Table) -> pa.Table | None:
        """What the engine would compute, where every row is a line that needs no computing.

        Nearly all rows of nearly all files are so, and asking the engine costs three times this.
        """
        if not self._may_be_plain or rows.column("problem").null_count < rows.num_rows:
            return None
        if any(rows.column(name).null_count for name in ("document", "date", _GIVEN)):
            return None
        if "currency" in rows.column_names and not self._is_ours(rows.column("currency")):
            return None
        try:
            numbers = {
                name: plain_number(rows.column(text_of(name)), self._recipe.numbers[name])
                for name in self._recipe.numbers
            }
        except pa.ArrowInvalid:
            return None  # thousands, currencies, or no number at all
        ordered = numbers.get("ordered_quantity")
        if ordered is not None and (pc.min(ordered).as_py() or 0) < 0:
            return None  # a row to refuse
        amount = numbers["net_amount"]
        is_credit_note = pc.less(amount, pa.scalar(Decimal(0), amount.type))
        if "kind" in rows.column_names:
            given = _equals(rows.column("kind"), "credit_note")
            is_credit_note = pc.coalesce(given, is_credit_note)
        # In the reporting currency, it is the net amount as well.
        made = {**numbers, "is_credit_note": is_credit_note, "amount": amount}
        del made["net_amount"]
        return pa.table({name: made[name] for name in computed(self._recipe) if name in made})

    def _is_ours(self, currencies: pa.ChunkedArray) -> bool:
        """Whether all are the reporting one."""
        ours = self._recipe.reporting_currency
        said = {each for chunk in currencies.chunks for each in chunk.dictionary.to_pylist()}
        return said <= {ours} and (
            not currencies.null_count or self._recipe.default_currency == ours
        )

    def _asked(self, rows: pa.Table) -> pa.Table:
        """What the engine computes with."""
        numbers = {text_of(each) for each in NUMBERS}
        wanted = {"line_no", "problem", "date", "kind", "currency", *numbers}
        has_document = pc.is_valid(rows.column("document"))
        asked = rows.select([name for name in rows.column_names if name in wanted])
        asked = asked.append_column("has_document", has_document)
        return asked.append_column("is_blank", self._blank(rows, has_document))

    def _blank(self, rows: pa.Table, has_document: pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
        """Whether a row has nothing in any mapped column."""
        if pc.all(has_document).as_py():
            return pa.repeat(pa.scalar(False), rows.num_rows)
        said = (name for name in rows.column_names if name not in {"line_no", *_UNSEEN})
        return reduce(pc.and_, (pc.is_null(rows.column(name)) for name in said))

    def _lines(self, rows: pa.Table, found: pa.Table) -> pa.Table:
        """The ledger's columns, in its order."""
        count = rows.num_rows
        kinds = pc.cast(found.column("is_credit_note"), pa.int32()).combine_chunks()
        made = {
            "import_id": repeated(pa.scalar(self._recipe.import_id), count),
            "kind": pa.DictionaryArray.from_arrays(kinds, ["invoice", "credit_note"]),
            **{name: found.column(name) for name in found.column_names if name in LINE.names},
        }
        if "currency" in made:
            made["currency"] = made["currency"].dictionary_encode()
        else:
            made["currency"] = repeated(pa.scalar(self._recipe.reporting_currency), count)
            made["rate"] = repeated(pa.scalar(Decimal(1), LINE.field("rate").type), count)
            made["net_amount"] = made["amount"]
        return line_table(
            {
                name: made[name]
                if name in made
                else rows.column(name)
                if name in rows.column_names
                else repeated(pa.scalar(None, LINE.field(name).type), count)
                for name in self._names
            }
        )


def _equals(coded: pa.ChunkedArray, text: str) -> pa.ChunkedArray:
    """Whether each row says ``text``, by looking at each different text once."""
    return pa.chunked_array(
        [pc.equal(chunk.dictionary, text).take(chunk.indices) for chunk in coded.chunks], pa.bool_()
    )
