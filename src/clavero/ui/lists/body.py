"""The bodies of lists and of tables. They are made here, not in a template: a page has hundreds of
cells, and each would cost a template a dozen look-ups."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import escape
from inspect import Parameter, Signature
from typing import Any

from django.utils.formats import localize
from django.utils.safestring import SafeString, mark_safe
from django_tables2.utils import signature

from clavero.ui.charts import Field

_ANYTHING = Signature([Parameter("given", Parameter.VAR_KEYWORD)])


def body(rows: Iterable[Any]) -> SafeString:
    """The rows of a table, or of a page of it; beside each cell the name of its column, for small
    screens."""
    heads: dict[str, str] = {}
    lines = [f'<tr role="row"{_css_of(row)}>{_cells(row, heads)}</tr>' for row in rows]
    return _markup(f'<tbody role="rowgroup">{"".join(lines)}</tbody>')


def chart_body(rows: Iterable[Iterable[tuple[Field, str, str]]]) -> SafeString:
    """The rows of a chart's table, from its cells: column, text, address."""
    lines = [f"<tr>{''.join(_figure(*cell) for cell in row)}</tr>" for row in rows]
    return _markup(f"<tbody>{''.join(lines)}</tbody>")


def _figure(field: Field, text: str, url: str) -> str:
    shown = _text(text)
    if url:
        shown = f'<a href="{_text(url)}">{shown}</a>'
    return f'<td class="numeric">{shown}</td>' if field.kind else f"<td>{shown}</td>"


def _css_of(row: Any) -> str:
    css = row.attrs.get("class")
    return f' class="{_text(css)}"' if css else ""


def _cells(row: Any, heads: dict[str, str]) -> str:
    cells = []
    for bound, cell in row.items():
        head = heads.get(bound.name)
        if head is None:
            bound.render = _looked_at_once(bound.render)
            css, label = _text(bound.column.css_of_cell), _text(bound.header)
            head = heads[bound.name] = f'<td role="cell" class="{css}" data-label="{label}">'
        cells.append(f"{head}{_text(cell if isinstance(cell, str) else localize(cell))}</td>")
    return "".join(cells)


def _text(value: Any) -> str:
    """What stands on the page: markup as it is, anything else without its signs."""
    return str(value) if hasattr(value, "__html__") else escape(str(value))


def _markup(text: str) -> SafeString:
    return mark_safe(text)  # noqa: S308 - every value in it went through ``_text``


def _looked_at_once(render: Callable[..., Any]) -> Callable[..., Any]:
    """The same, which says that it takes anything: what a column's ``render`` asks for is looked up
    here, and not for each of its cells anew."""
    names, takes_all = signature(render)
    if takes_all:
        return render

    def drawn(**given: Any) -> Any:
        return render(**{name: given[name] for name in names})

    setattr(drawn, "__signature__", _ANYTHING)  # noqa: B010 - functions have it, types do not know
    return drawn
