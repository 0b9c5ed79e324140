"""Parts of workbooks: texts that are never taken for formulas, and names that sheets may have.

It knows no Django.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from clavero.core.writable import writable

_NOT_IN_NAMES = "[]:*?/\\"
_LONGEST_NAME = 31
_LONGEST_TEXT = 32_767  # of a cell
_RESERVED = "history"


def put(cell: Any, value: Any) -> None:
    """A value into a cell; a text stays one even when it begins with “=”."""
    if isinstance(value, str):
        cell.value = writable(value)[:_LONGEST_TEXT]
        cell.data_type = "s"
    else:
        cell.value = value


def sheet_name(title: str, taken: Collection[str] = ()) -> str:
    """A name for a sheet, another one than those ``taken``, in whatever case they are written.

    >>> sheet_name("Ventas: 2025/2026"), sheet_name("Ventas", {"ventas", "Ventas (2)"})
    ('Ventas 20252026', 'Ventas (3)')
    >>> sheet_name("'?'"), sheet_name("History")
    ('1', 'History 1')
    """
    kept = "".join(letter for letter in writable(title) if letter not in _NOT_IN_NAMES)
    name = " ".join(kept.split())[:_LONGEST_NAME].strip(" '") or "1"
    if name.casefold() == _RESERVED:
        name = f"{name} 1"
    others = {each.casefold() for each in taken}
    free, number = name, 1
    while free.casefold() in others:
        number += 1
        ending = f" ({number})"
        free = f"{name[: _LONGEST_NAME - len(ending)].rstrip()}{ending}"
    return free
