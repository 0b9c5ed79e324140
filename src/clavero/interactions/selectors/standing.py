"""Where interactions stand: what tells those at several units of a group that are one."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import Aggregate, QuerySet, TextField

from clavero.interactions.models import Interaction
from clavero.interactions.rules.together import Stands
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Structure

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler


def standing_of(rows: QuerySet[Interaction], shape: Structure) -> list[Stands]:
    """Each of some interactions with its unit and who of ours took part. One query."""
    found: dict[int, Any] = {}
    ours: dict[int, set[int]] = defaultdict(set)
    for number, *values, person in rows.order_by().values_list(
        "pk", "customer__code", "kind", "state", "starts_at", "minutes", "uid", "people"
    ):
        found[number] = values
        if person is not None:
            ours[number].add(person)
    tops = Tops(shape)
    return [
        Stands(
            number, tops.unit(code), tops.top(code), kind, state, starts_at, minutes, uid,
            frozenset(ours[number]),
        )
        for number, (code, kind, state, starts_at, minutes, uid) in found.items()
    ]  # fmt: skip


class Numbers(Aggregate):
    """Some numbers in a row, with commas between them."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **given: Any
    ) -> Any:
        """PostgreSQL has another name for it, and asks for texts."""
        return self.as_sql(
            compiler, connection, function="STRING_AGG",
            template="%(function)s((%(expressions)s)::text, ',')", **given,
        )  # fmt: skip


class Tops:
    """What customers are today, and what is above all of their group; each looked for once."""

    def __init__(self, shape: Structure) -> None:
        self._forest = shape.forests[Tree.LEGAL]
        self._tops: dict[str, str] = {}

    def unit(self, code: str) -> str:
        """The customer that a record is today."""
        return self._forest.survivor(code)

    def top(self, code: str) -> str:
        """The group above all others, or the customer itself."""
        if code not in self._tops:
            above = self._forest.ancestors(code)
            self._tops[code] = above[-1] if above else self.unit(code)
        return self._tops[code]
