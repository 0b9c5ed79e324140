"""Rows that are too many for memory: kept in a file, with the manners of those in memory.

They are read once and written down a piece at a time; filters look at one piece after the other,
and an order is made of ordered pieces. What a list of :class:`~clavero.ui.rows.Rows` would answer,
it answers too.

>>> from types import SimpleNamespace as Row
>>> rows = Pieces((Row(name=name, sales=n) for n, name in enumerate("cabd")), size=2)
>>> [row.name for row in rows.order_by("name")], rows.filter(sales__gte=2).count()
(['a', 'b', 'c', 'd'], 2)
>>> [row.name for row in rows.order_by("-sales")[:2]]
['d', 'b']
"""

from __future__ import annotations

import heapq
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from tempfile import TemporaryFile
from typing import Any, TypeVar, overload

from django.conf import settings

from clavero.core.collation import place_of
from clavero.ui.rows import Rows, reader

T = TypeVar("T")
Step = Callable[[Rows[T]], Rows[T]]

PIECE = 20_000  # rows in memory at once
_BLOCK = 500  # rows that are read together where pieces are put in order


class _Spool:
    """Rows in a file that nobody else sees and that goes with whoever holds it; ``runs`` are where
    the blocks of each piece begin."""

    def __init__(self) -> None:
        # Only what was written here before is read from it.
        self._file = TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115
        self.runs: list[list[int]] = []

    def add(self, rows: Sequence[Any]) -> None:
        starts, left = [], iter(rows)
        self._file.seek(0, 2)
        while block := list(islice(left, _BLOCK)):
            starts.append(self._file.tell())
            pickle.dump(block, self._file, pickle.HIGHEST_PROTOCOL)
        self.runs.append(starts)

    def rows_of(self, run: Sequence[int]) -> Iterator[Any]:
        for start in run:
            self._file.seek(start)
            yield from pickle.load(self._file)  # noqa: S301


class Pieces(Rows[T]):
    """A sequence of rows that filters, sorts and pages like a QuerySet, on disk."""

    def __init__(self, rows: Iterable[T], size: int = PIECE) -> None:
        self._spool, self._steps, self._order = _Spool(), tuple[Step[T], ...](), tuple[str, ...]()
        left = iter(rows)
        while piece := list(islice(left, size)):
            self._spool.add(piece)

    def all(self) -> Pieces[T]:
        """The same rows."""
        return self

    def filter(self, **lookups: Any) -> Pieces[T]:
        """The rows that meet every lookup."""
        return self._then(lambda rows: rows.filter(**lookups))

    def where(self, keep: Callable[[T], bool]) -> Pieces[T]:
        """The rows for which ``keep`` says yes."""
        return self._then(lambda rows: rows.where(keep))

    def search(self, paths: Iterable[str], text: str) -> Pieces[T]:
        """The rows in which each word of ``text`` stands."""
        told = tuple(paths)
        return self._then(lambda rows: rows.search(told, text))

    def order_by(self, *names: str) -> Pieces[T]:
        """The rows in another order; ``-name`` for descending."""
        return self._beside(self._steps, names)

    def count(self) -> int:
        """How many rows."""
        return self._count

    @cached_property
    def _count(self) -> int:
        return sum(rows.count() for rows in self._chosen_pieces())

    def __iter__(self) -> Iterator[T]:
        if not self._order:
            for rows in self._chosen_pieces():
                yield from rows
            return
        key, ordered = self._key, self._ordered
        yield from heapq.merge(*map(ordered.rows_of, ordered.runs), key=key)

    @overload
    def __getitem__(self, key: int) -> T: ...
    @overload
    def __getitem__(self, key: slice) -> list[T]: ...
    def __getitem__(self, key: int | slice) -> T | list[T]:
        if isinstance(key, slice):
            return list(islice(self, key.start, key.stop, key.step))
        return next(islice(self, key, None))

    def _chosen_pieces(self) -> Iterator[Rows[T]]:
        for run in self._spool.runs:
            rows: Rows[T] = Rows(list(self._spool.rows_of(run)))
            for step in self._steps:
                rows = step(rows)
            yield rows

    @cached_property
    def _ordered(self) -> _Spool:
        """Each piece in order by itself."""
        found = _Spool()
        for rows in self._chosen_pieces():
            found.add(list(rows.order_by(*self._order)))
        return found

    @property
    def _key(self) -> Callable[[T], tuple[Any, ...]]:
        """By what rows of different pieces are compared: those without the value come last."""
        reads = [(reader(name.removeprefix("-")), name.startswith("-")) for name in self._order]

        def key(row: T) -> tuple[Any, ...]:
            found: list[Any] = []
            for read, is_down in reads:
                value = read(row)
                found.append(value is None)
                if value is not None:
                    place = place_of(value) if isinstance(value, str) else value
                    found.append(_Down(place) if is_down else place)
            return tuple(found)

        return key

    def _then(self, step: Step[T]) -> Pieces[T]:
        return self._beside((*self._steps, step), self._order)

    def _beside(self, steps: tuple[Step[T], ...], order: tuple[str, ...]) -> Pieces[T]:
        other: Pieces[T] = Pieces.__new__(Pieces)
        other._spool, other._steps, other._order = self._spool, steps, order
        return other


class _Down:
    """A value that comes before smaller ones."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __lt__(self, other: _Down) -> bool:
        return bool(other.value < self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Down) and bool(self.value == other.value)

    def __hash__(self) -> int:
        return hash(self.value)
