"""The address of a list: what it is filtered by and how it is sorted stand in it, nowhere else."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import QueryDict

SORT, PAGE, SIZE, EXPORT = "sort", "page", "size", "export"
OWN = frozenset({SORT, PAGE, SIZE, EXPORT})


def query_with(query: QueryDict, **changes: str) -> str:
    """The parameters with some changed; blanks go, and so does the page unless it is given."""
    gone = {EXPORT} if PAGE in changes else {EXPORT, PAGE}
    result = QueryDict(mutable=True)
    for name, values in query.lists():
        kept = [value for value in values if value]
        if kept and name not in gone and name not in changes:
            result.setlist(name, kept)
    for name, value in changes.items():
        if value:
            result[name] = value
    return result.urlencode()


def others(query: QueryDict, mine: Iterable[str]) -> list[tuple[str, str]]:
    """The page's other parameters, which the list carries along."""
    known = OWN | set(mine)
    return [
        (name, value) for name, values in query.lists() for value in values if name not in known
    ]
