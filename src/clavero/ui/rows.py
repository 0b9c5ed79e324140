"""Rows that are already in memory, with the manners of a QuerySet.

A picture of 50,000 customers is computed once and kept; its list is then searched, filtered,
sorted and cut into pages on every request. So the columns, sort orders and search texts of the
rows are worked out once and remembered with them, and a request only walks indexes.

>>> from types import SimpleNamespace as Row
>>> rows = Rows([Row(name="Núñez", sales=3), Row(name="Acme", sales=None), Row(name="Bo", sales=9)])
>>> [row.name for row in rows.order_by("-sales")]
['Bo', 'Núñez', 'Acme']
>>> [row.name for row in rows.search(["name"], "nun")], rows.filter(sales__gte=3).count()
(['Núñez'], 2)
"""

from __future__ import annotations

import operator
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, reduce
from typing import Any, Generic, TypeVar, cast, overload

from clavero.core.collation import place_of
from clavero.core.estimates import Estimate
from clavero.core.money import Money

T = TypeVar("T")
Keep = Callable[[Iterable[int]], Sequence[int]]
"""The rows to keep among some, by their indexes."""

LOOKUPS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda value, wanted: value in wanted,
    "range": lambda value, limits: bool(limits[0] <= value <= limits[1]),
    "icontains": lambda value, text: folded(text) in folded(str(value)),
}


def folded(text: str) -> str:
    """Text as it is compared: without capitals and accents, so that "nunez" finds "Núñez"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


class _Memory(Generic[T]):
    """The rows, and what has been worked out about all of them."""

    def __init__(self, rows: Sequence[T]) -> None:
        self.rows = rows
        self._columns: dict[str, list[Any]] = {}
        self._orders: dict[tuple[str, ...], list[int]] = {}
        self._texts: dict[tuple[str, ...], list[str]] = {}

    def column(self, path: str) -> list[Any]:
        """A field of every row; of money and estimates, their value."""
        if path not in self._columns:
            read = reader(path)
            self._columns[path] = [read(row) for row in self.rows]
        return self._columns[path]

    def order(self, names: tuple[str, ...]) -> list[int]:
        """The rows' indexes in order. Rows without the value come last, up or down."""
        if names not in self._orders:
            order = list(range(len(self.rows)))
            for name in reversed(names):
                order = self._sorted(order, name)
            self._orders[names] = order
        return self._orders[names]

    def texts(self, paths: tuple[str, ...]) -> list[str]:
        """What a search reads of every row."""
        if paths not in self._texts:
            columns = [self.column(path) for path in paths]
            self._texts[paths] = [
                folded("\n".join(str(value) for value in values if value is not None))
                for values in zip(*columns, strict=True)
            ]
        return self._texts[paths]

    def _sorted(self, order: list[int], name: str) -> list[int]:
        values = self.column(name.removeprefix("-"))
        known = [index for index in order if values[index] is not None]
        unknown = [index for index in order if values[index] is None]
        if known and isinstance(values[known[0]], str):
            values = [None if value is None else place_of(value) for value in values]
        known.sort(key=values.__getitem__, reverse=name.startswith("-"))
        return known + unknown


def reader(path: str) -> Callable[[Any], Any]:
    """What reads a field of a row, through its parts: ``customer__name``."""
    steps = path.split("__")

    def read(row: Any) -> Any:
        value = reduce(lambda part, step: None if part is None else getattr(part, step), steps, row)
        if isinstance(value, Estimate):
            return value.value
        return value.amount if isinstance(value, Money) else value

    return read


def _holding(texts: Sequence[str], word: str) -> Keep:
    """Those whose text has a word."""
    return lambda some: [index for index in some if word in texts[index]]


def _meeting(values: Sequence[Any], test: Callable[[Any], bool]) -> Keep:
    """Those whose value meets a test."""
    return lambda some: [index for index in some if test(values[index])]


class Rows(Generic[T]):
    """A sequence of rows that filters, sorts and pages like a QuerySet, without a database."""

    model = None  # what django-filter and django-tables2 ask of a source

    def __init__(self, rows: Sequence[T]) -> None:
        self._memory = _Memory(rows)
        self._names: tuple[str, ...] = ()
        self._keeps: tuple[Keep, ...] = ()

    def all(self) -> Rows[T]:
        """The same rows."""
        return self

    def filter(self, **lookups: Any) -> Rows[T]:
        """The rows that meet every lookup: ``filter(abc="A", net_sales__gt=0)``.

        A row without the value meets none but ``isnull``.
        """
        return self._with(keeps=[self._test(name, wanted) for name, wanted in lookups.items()])

    def where(self, keep: Callable[[T], bool]) -> Rows[T]:
        """The rows for which ``keep`` says yes."""
        return self._with(keeps=[_meeting(self._memory.rows, keep)])

    def search(self, paths: Iterable[str], text: str) -> Rows[T]:
        """The rows in which each word of ``text`` stands, accents and capitals aside."""
        texts = self._memory.texts(tuple(paths))
        return self._with(keeps=[_holding(texts, word) for word in folded(text).split()])

    def order_by(self, *names: str) -> Rows[T]:
        """The rows in another order; ``-name`` for descending."""
        ordered = self._with()
        ordered._names = names
        return ordered

    def count(self) -> int:
        """How many rows."""
        return len(self._chosen)

    def __len__(self) -> int:
        return self.count()

    def __iter__(self) -> Iterator[T]:
        rows = self._memory.rows
        return (rows[index] for index in self._chosen)

    @overload
    def __getitem__(self, key: int) -> T: ...
    @overload
    def __getitem__(self, key: slice) -> list[T]: ...
    def __getitem__(self, key: int | slice) -> T | list[T]:
        rows = self._memory.rows
        if isinstance(key, slice):
            return [rows[index] for index in self._chosen[key]]
        return rows[self._chosen[key]]

    @cached_property
    def _chosen(self) -> Sequence[int]:
        if not self._keeps:
            return self._memory.order(self._names)
        # The tests go through the rows as they lie in memory; in another order, each of 50,000
        # would have to be fetched from elsewhere, which takes three times as long.
        every = range(len(self._memory.rows))
        kept = reduce(lambda some, keep: keep(some), self._keeps, cast(Sequence[int], every))
        if not self._names:
            return kept
        is_kept = bytearray(len(every))
        for index in kept:
            is_kept[index] = True
        return [index for index in self._memory.order(self._names) if is_kept[index]]

    def _with(self, keeps: Iterable[Keep] = ()) -> Rows[T]:
        other: Rows[T] = Rows.__new__(Rows)
        other._memory = self._memory
        other._names = self._names
        other._keeps = (*self._keeps, *keeps)
        return other

    def _test(self, name: str, wanted: Any) -> Keep:
        path, _, lookup = name.rpartition("__")
        if lookup == "isnull":
            return _meeting(
                self._memory.column(path), lambda value: (value is None) is bool(wanted)
            )
        if not path or lookup not in LOOKUPS:
            path, lookup = name, "exact"
        test = LOOKUPS[lookup]
        return _meeting(
            self._memory.column(path), lambda value: value is not None and test(value, wanted)
        )
