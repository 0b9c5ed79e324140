"""The body of a list. It is made here, not in a template: a page has hundreds of cells, and each
would cost a template a dozen look-ups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_CELL = '<td role="cell" class="{}" data-label="{}">{}</td>'
_ROW = '<tr role="row"{}>{}</tr>'


def body(rows: Iterable[Any]) -> SafeString:
    """The rows of a table, or of a page of it; beside each cell the name of its column, for small
    screens."""
    heads: dict[str, tuple[str, str]] = {}
    return format_html(
        '<tbody role="rowgroup">{}</tbody>',
        format_html_join("", _ROW, ((_css_of(row), _cells(row, heads)) for row in rows)),
    )


def _css_of(row: Any) -> str | SafeString:
    css = row.attrs.get("class")
    return format_html(' class="{}"', css) if css else ""


def _cells(row: Any, heads: dict[str, tuple[str, str]]) -> SafeString:
    def cells() -> Iterator[tuple[str, str, Any]]:
        for bound, cell in row.items():
            head = heads.get(bound.name)
            if head is None:
                head = heads[bound.name] = (bound.column.css_of_cell, str(bound.header))
            yield (*head, cell if isinstance(cell, str) else localize(cell))

    return format_html_join("", _CELL, cells())
