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
from typing import Any, Generic, TypeVar, overload

from clavero.core.estimates import Estimate
from clavero.core.money import Money

T = TypeVar("T")
Keep = Callable[[int], bool]

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
            values = [None if value is None else folded(value) for value in values]
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


def _holds(texts: Sequence[str], word: str) -> Keep:
    """Whether a row's text has a word. One test a word: among 50,000 rows, a loop inside one test
    takes five times as long."""
    return lambda index: word in texts[index]


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
        rows = self._memory.rows
        return self._with(keeps=[lambda index: keep(rows[index])])

    def search(self, paths: Iterable[str], text: str) -> Rows[T]:
        """The rows in which each word of ``text`` stands, accents and capitals aside."""
        texts = self._memory.texts(tuple(paths))
        return self._with(keeps=[_holds(texts, word) for word in folded(text).split()])

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
        order = self._memory.order(self._names)
        for keep in self._keeps:
            order = [index for index in order if keep(index)]
        return order

    def _with(self, keeps: Iterable[Keep] = ()) -> Rows[T]:
        other: Rows[T] = Rows.__new__(Rows)
        other._memory = self._memory
        other._names = self._names
        other._keeps = (*self._keeps, *keeps)
        return other

    def _test(self, name: str, wanted: Any) -> Keep:
        path, _, lookup = name.rpartition("__")
        if lookup == "isnull":
            values = self._memory.column(path)
            return lambda index: (values[index] is None) is bool(wanted)
        if not path or lookup not in LOOKUPS:
            path, lookup = name, "exact"
        values, test = self._memory.column(path), LOOKUPS[lookup]
        return lambda index: values[index] is not None and test(values[index], wanted)
