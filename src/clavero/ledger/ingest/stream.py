"""The rows of a file as a stream of Arrow for the engine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial
from threading import Lock

import pyarrow as pa

from clavero.ledger.engine.staging import Piece
from clavero.ledger.engine.staging_sql import NumberPattern
from clavero.ledger.ingest.evidence import NOTHING, Bench
from clavero.ledger.ingest.notation.currencies import BESIDE
from clavero.ledger.ingest.notation.numbers import Decimals, group_signs, written
from clavero.ledger.ingest.tidy import Mark, Tidy, is_coded
from clavero.ledger.rules import DATES, Field

OnProgress = Callable[[float], None]
"""Is told what share of the file has been written, from 0 to 1, by whichever thread wrote it."""


class Stream:
    """All rows with the given columns, tidied, once.

    ``broken`` counts the rows that are left out because their fields do not match the columns;
    ``stripped`` are the code columns in which ``17850.0`` became ``17850``.
    """

    def __init__(
        self,
        bench: Bench,
        columns: Mapping[Field, int],
        plain_codes: Collection[Field] = (),
    ) -> None:
        self._bench = bench
        self._columns = columns
        self._failure: Exception | None = None
        dates = [each for each in DATES if each in columns]
        self._tidy = Tidy(
            columns=columns,
            dates={each: bench.date_notation(each) for each in dates},
            limits={each: bench.limits(each) for each in dates},
            plain_codes=frozenset(plain_codes),
            may_be_unreadable=bench.source.may_be_unreadable,
        )
        self.broken = 0

    @property
    def stripped(self) -> set[Field]:
        """The code columns in which a ``.0`` or ``,0`` was taken off."""
        return self._tidy.stripped

    @property
    def marks(self) -> Mapping[tuple[str, str | None], Mark]:
        """The currencies beside the amounts, with those of their rows, and where first."""
        return self._tidy.marks

    @contextmanager
    def watched(self) -> Iterator[pa.RecordBatchReader]:
        """The stream, for an engine that turns whatever happens in it into a fault of its own."""
        batches = _OneAtATime(piece.tidied() for piece in self._pieces())
        try:
            yield pa.RecordBatchReader.from_batches(self._tidy.schema, batches)
        except Exception as error:
            if self._failure is not None and self._failure is not error:
                raise self._failure from error
            raise
        finally:
            batches.close()

    @contextmanager
    def pieces(self) -> Iterator[Iterator[Piece]]:
        """The stream, for whoever tidies it beside the reading."""
        pieces = self._pieces()
        with closing(pieces):
            yield pieces

    def _pieces(self) -> Generator[Piece, None, None]:
        try:
            for batch in self._bench.source.batches(
                sorted(set(self._columns.values())),
                decimal_commas=self._bench.decimal_commas(),
                nothing=NOTHING,
                coded=[at for each, at in self._columns.items() if is_coded(each)],
            ):
                self.broken += len(batch.broken)
                yield Piece(batch.rows.num_rows, partial(self._tidy.batch, batch), batch.share)
        except Exception as error:
            self._failure = error
            raise


class _OneAtATime:
    """An iterator for an engine of several threads, which may still be asking when it is closed."""

    def __init__(self, batches: Generator[pa.RecordBatch, None, None]) -> None:
        self._batches = batches
        self._lock = Lock()

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        return self

    def __next__(self) -> pa.RecordBatch:
        with self._lock:
            return next(self._batches)

    def close(self) -> None:
        """End it, and with it the threads that read ahead for it."""
        with self._lock:
            self._batches.close()


def patterns(bench: Bench, *, takes_strays: bool = True) -> dict[str, NumberPattern]:
    """How the engine is to read each column of numbers. Without ``takes_strays``, one that may
    have lost its decimal sign is none, in a column whose numbers all have it."""
    found = {field: bench.decimals(field) for field in bench.numbers}
    return {
        field: pattern_of(
            decimals,
            strange_thousands=0 if takes_strays else bench.strange_thousands(field),
        )
        for field, decimals in found.items()
        if decimals
    }


def pattern_of(decimals: Decimals, *, strange_thousands: int = 0) -> NumberPattern:
    """How the engine is to read numbers with this decimal sign."""
    return NumberPattern(
        body=written(decimals),
        currency=BESIDE,
        groups=group_signs(decimals),
        sign=decimals.sign,
        has_decimals=decimals is not Decimals.NONE,
        strange_thousands=strange_thousands,
    )
