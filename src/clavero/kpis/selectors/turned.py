"""What is otherwise than by the snapshot before: lights that turned, and sales of a month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from clavero.core.estimates import Estimate
from clavero.core.period import add_months
from clavero.kpis import store
from clavero.kpis.models import Entry, Snapshot
from clavero.kpis.rules.framework import Item
from clavero.kpis.rules.kpi import Level, Light
from clavero.kpis.selectors.board import judged_values
from clavero.kpis.selectors.frameworks import NOTHING, Holding
from clavero.kpis.selectors.joining import SHARE
from clavero.kpis.selectors.kept import Catalogue, Value, last_entered
from clavero.kpis.store import Standing

_A_MONTH = timedelta(days=31)
_TOLD = {Light.RED, Light.AMBER, Light.GREEN}


@dataclass(frozen=True, slots=True)
class Turn:
    """A KPI whose light is another than a month before: what it was then, and is."""

    item: Item
    before: Light
    now: Light
    was: Estimate
    value: Value

    @property
    def is_worse(self) -> bool:
        """Whether it turned for the worse."""
        order = (Light.RED, Light.AMBER, Light.GREEN)
        return order.index(self.now) < order.index(self.before)


class MonthBefore:
    """How accounts stood by the snapshot before, and by what was said until a month ago."""

    def __init__(
        self,
        snapshot: Snapshot,
        rows: Mapping[str, Standing],
        entries: Iterable[tuple[str, Entry]],
        today: date,
        known: Catalogue,
    ) -> None:
        day = add_months(snapshot.day, -1)
        there = Snapshot.objects.filter(day=day).first()
        found = [] if there is None else store.read(there.file, Level.ACCOUNT, rows.keys())
        self.day, self.known = day, known
        self.rows = {row.subject: row for row in found}
        self.told = last_entered(entries, today - _A_MONTH, known)

    def turns(
        self, code: str, holding: Holding, judged: Sequence[tuple[Item, Value | None, Light]]
    ) -> list[Turn]:
        """The lights of an account that turned since; those that nobody could know are none."""
        row = self.rows.get(code)
        if row is None:
            return []
        before = {
            item.key: (value, light)
            for item, value, light in judged_values(
                row, self.day, holding or NOTHING, self.known, self.told
            )
        }
        found = []
        for item, value, light in judged:
            was, earlier = before.get(item.key, (None, Light.GREY))
            if value is None or was is None or item.key == SHARE or earlier is light:
                continue
            if light in _TOLD and earlier in _TOLD:
                found.append(Turn(item, earlier, light, was.estimate, value))
        return found

    def moved(self, row: Standing) -> tuple[Decimal, Decimal] | None:
        """By how much the sales of the last full month differ from those of the same month a year
        before, and what a month usually brings; ``None`` where that is not known."""
        there = self.rows.get(row.subject)
        if there is None or row.parts.net_sales is None or there.parts.net_sales is None:
            return None
        return row.parts.net_sales - there.parts.net_sales, there.parts.net_sales / 12
