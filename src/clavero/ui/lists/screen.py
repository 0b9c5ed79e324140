"""A list, declared once beside its view."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import django_tables2 as tables
from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy
from django.http import QueryDict
from django.utils.functional import Promise
from django_tables2.data import TableQuerysetData

from clavero.core.collation import InPlace, is_text
from clavero.ui.address import SIZE, SORT
from clavero.ui.lists.filters import Filters, parameters_of
from clavero.ui.rows import Rows

Label = str | Promise
Source = QuerySet[Any] | Rows[Any]


class Ordered(TableQuerysetData):  # type: ignore[misc]
    """A source in the order asked for: rows without the value last, ties always the same way."""

    data: Source

    def order_by(self, aliases: Sequence[Any]) -> None:
        """Sort by a column, as its ``order_by`` says or else by what it shows."""
        for alias in aliases[:1]:
            column = self.table.columns[alias.bare].column
            names = column.order_by or tables.utils.OrderByTuple([column.accessor])
            names = names.opposite if alias.is_descending else names
            self.data = _ordered(self.data, names)


def _ordered(source: Source, names: Any) -> Source:
    if isinstance(source, Rows):
        return source.order_by(*names)
    return source.order_by(*(_nulls_last(source, name) for name in names), "pk")


def _nulls_last(source: QuerySet[Any], name: Any) -> OrderBy:
    path = F(str(name.bare))
    if source.query.combinator:  # what was put together is ordered by its columns alone
        return path.desc(nulls_last=True) if name.is_descending else path.asc(nulls_last=True)
    # A copy: looking a field up may add joins.
    field = path.resolve_expression(source.query.clone()).output_field
    shown = InPlace(path) if is_text(field) else path
    return shown.desc(nulls_last=True) if name.is_descending else shown.asc(nulls_last=True)


class Table(tables.Table):  # type: ignore[misc]
    """The columns of a list: attributes of the kinds in :mod:`clavero.ui.lists.columns`."""

    def __init__(self, data: Any, *, currency: str = "", **options: Any) -> None:
        self.currency = currency
        super().__init__(Ordered(data), **options)


class PlainTable(Table):
    """A few rows in their own order, all of them, without a list's tools: ``{% plain_table %}``."""

    def __init__(self, rows: Iterable[Any], **options: Any) -> None:
        super().__init__(Rows(list(rows)), order_by=(), **options)


@dataclass(frozen=True, slots=True)
class Empty:
    """What a list says while it has nothing at all, and the next step."""

    title: Label
    text: Label = ""
    verb: Label = ""
    url: Callable[[], str] | None = None
    icon: str = "inbox"

    @property
    def href(self) -> str:
        """Where the next step is."""
        return self.url() if self.url else ""


@dataclass(frozen=True, slots=True)
class Screen:
    """A list.

    ``key`` names its saved views ("portfolio.customers"). ``title`` begins its sentence
    ("Customers …"). ``counted`` is ``ngettext_lazy("%(shown)s customer", "%(shown)s customers",
    "count")``. ``order`` is a column, ``-column`` downwards. ``also`` are the page's parameters
    beside the list's own, which a saved view keeps as well. ``only_in_files`` are columns that a
    spreadsheet can use and a screen has no room for.
    """

    key: str
    title: Label
    counted: Any
    table: type[Table]
    empty: Empty
    filters: type[Filters] | None = None
    order: str = ""
    page_sizes: tuple[int, ...] = (25, 50, 100)
    also: tuple[str, ...] = ()
    only_in_files: tuple[str, ...] = ()

    def kept_of(self, query: QueryDict) -> list[tuple[str, str]]:
        """What stands in the address about the list alone: its filters, order and size, which
        another period or day of the page leaves as they are."""
        own: tuple[str, ...] = tuple(self.filters.base_filters) if self.filters else ()
        return [(name, str(query[name])) for name in (*own, SORT, SIZE) if query.get(name)]

    def parameters(self) -> frozenset[str]:
        """All that the page reads of its address to show the list, but for the page's number."""
        filters = deepcopy(self.filters.base_filters) if self.filters else {}
        return frozenset({SORT, SIZE, *self.also, *parameters_of(filters, filters)})
