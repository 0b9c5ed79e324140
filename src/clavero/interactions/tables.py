"""Tables of the pages of interactions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from clavero.core.estimates import Estimate
from clavero.interactions.selectors import Spent
from clavero.interactions.words import ACTIVITY_NAMES, minutes_in_words
from clavero.profitability.rules.work import WorkKind
from clavero.ui.lists import PlainTable
from clavero.ui.lists.columns import Number, Percent, Text


class _Length(Number):
    """Minutes in words; a dash where there are none."""

    def render(self, value: int) -> str:
        """Hours and minutes."""
        return minutes_in_words(value) if value else "—"


class _Share(Percent):
    """The part of a type of activity."""

    def __init__(self, kind: WorkKind) -> None:
        super().__init__(ACTIVITY_NAMES[kind], places=0, accessor="time", empty_values=())
        self.kind = kind

    def render(self, value: Any) -> Any:
        """Its percentage of the time of which it was said."""
        found: Estimate = value.share(self.kind)
        return super().render(found)


class TimeTable(PlainTable):
    """Somebody, or an account, in each line: all the time, and the part of each type."""

    name = Text(_("Of ours"), is_title=True)
    total = _Length(_("Time"), accessor="time__total")
    relationship = _Share(WorkKind.RELATIONSHIP)
    implementation = _Share(WorkKind.IMPLEMENTATION)
    knowledge = _Share(WorkKind.KNOWLEDGE)
    selling = _Share(WorkKind.SELLING)
    unsaid = _Length(_("Not said"), accessor="time__unsaid")

    def __init__(self, rows: Iterable[Spent], *, label: Any) -> None:
        super().__init__(rows)
        self.columns["name"].column.verbose_name = label
