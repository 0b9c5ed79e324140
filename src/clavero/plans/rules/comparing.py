"""Two versions of a plan side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Values = Mapping[str, Any]
Content = Mapping[str, Mapping[str, Values]]
"""By section, by row, the values by name."""


class Fate(StrEnum):
    """What became of a row from one version to the other."""

    CAME = "came"
    LEFT = "left"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Moved:
    """A row that is not the same in both; ``fields`` are those that differ, before and after."""

    section: int
    fate: Fate
    text: str
    fields: tuple[tuple[str, Any, Any], ...]


def compare(before: Content, after: Content) -> Iterator[Moved]:
    """What differs, section by section; equal rows are left out.

    >>> one = {"4": {"row:1": {"text": "Fewer stops", "x_urgency": "3"}}}
    >>> two = {"4": {"row:1": {"text": "Fewer stops", "x_urgency": "5"}}}
    >>> [(moved.text, moved.fields) for moved in compare(one, two)]
    [('Fewer stops', (('x_urgency', '3', '5'),))]
    """
    for section in sorted({*before, *after}, key=int):
        was, is_now = before.get(section, {}), after.get(section, {})
        for key in dict.fromkeys([*was, *is_now]):
            one, two = was.get(key), is_now.get(key)
            if one == two:
                continue
            fate = Fate.CAME if one is None else Fate.LEFT if two is None else Fate.CHANGED
            old, new = one or {}, two or {}
            names = dict.fromkeys([*old, *new])
            fields = tuple(
                (name, old.get(name), new.get(name))
                for name in names
                if old.get(name) != new.get(name)
            )
            yield Moved(int(section), fate, str((new or old).get("text", "")), fields)
