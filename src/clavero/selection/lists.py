"""The year's list of candidates."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

import django_filters
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from django_tables2 import A

from clavero.selection.rules.steps import Passing, Status
from clavero.selection.selectors import CandidateRow
from clavero.selection.sentences import EXACTLY
from clavero.selection.words import (
    PASSING_NAMES,
    PASSING_TONES,
    STATUS_NAMES,
    STATUS_TONES,
)
from clavero.ui import formats
from clavero.ui.lists import Empty, Filters, Screen, Search, Table
from clavero.ui.lists.columns import Badge, Number, Text

ONLY_IN_FILES = ("code",)


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """A candidate as the list has it; the score is 0 to 10."""

    id: int
    code: str
    name: str
    rank: int | None
    score: Decimal | None
    status: Status
    passing: Passing
    proposed: Status
    raters: int
    is_beyond: bool
    is_hidden: bool
    disputed: int


def line_of(row: CandidateRow) -> CandidateLine:
    """A row of a year's list, flat; what the reader must not see yet is left out."""
    score = None if row.is_hidden or row.score is None else Decimal(row.score)
    return CandidateLine(
        id=row.candidate.pk,
        code=row.card.code,
        name=row.card.title,
        rank=None if row.is_hidden else row.rank,
        score=None if score is None else score.quantize(EXACTLY),
        status=row.standing.status,
        passing=row.standing.filter.passing,
        proposed=row.proposal.status,
        raters=len(row.raters),
        is_beyond=not row.is_hidden and row.rank is not None and not row.is_within,
        is_hidden=row.is_hidden,
        disputed=0 if row.is_hidden else len(row.disputed),
    )


class CandidateFilters(Filters):
    """By word, status and filter."""

    search = Search("name", "code", label=_("Search candidates"))
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=[(each.value, STATUS_NAMES[each]) for each in Status]
    )
    passing = django_filters.ChoiceFilter(
        label=_("Filter"), choices=[(each.value, PASSING_NAMES[each]) for each in Passing]
    )
    conditions: ClassVar[dict[str, str | Promise]] = {
        "status": _("with the status “%(value)s”"),
        "passing": _("with the filter “%(value)s”"),
    }


class Score(Number):
    """The weighted score, or why there is none yet."""

    def __init__(self) -> None:
        super().__init__(_("Score"), places=2, empty_values=())

    def render(self, value: Any, record: CandidateLine) -> SafeString:  # type: ignore[override]
        """The number, with what is still to be done about it."""
        if record.is_hidden:
            return self._noted(gettext("rate it first"))
        if value is None:
            return self._noted(gettext("too little is known"))
        shown = formats.number(value, places=self.places)
        notes = [
            *([gettext("to be talked over")] if record.disputed else []),
            *([gettext("no place is free")] if record.is_beyond else []),
        ]
        told = format_html_join(
            "", '<span class="cell-note">{}</span>', ((note,) for note in notes)
        )
        return format_html("{}{}", shown, told)

    def _noted(self, note: str) -> SafeString:
        return format_html('{}<span class="cell-note">{}</span>', formats.NOTHING, note)


class CandidateTable(Table):
    """One line a candidate, which leads to all that is known of it."""

    rank = Number(_("Rank"), initial_sort_descending=False)
    code = Text(_("Code"))
    name = Text(
        _("Account"), is_title=True, linkify=("selection:candidate", {"candidate_id": A("id")})
    )
    score = Score()
    status = Badge(_("Status"), names=STATUS_NAMES, tones=STATUS_TONES)
    passing = Badge(_("Filter"), names=PASSING_NAMES, tones=PASSING_TONES)
    proposed = Badge(_("The rules propose"), names=STATUS_NAMES)
    raters = Number(_("Raters"))


SELECTION = Screen(
    key="selection.list",
    title=_("Candidates"),
    counted=ngettext_lazy("%(shown)s candidate", "%(shown)s candidates", "count"),
    table=CandidateTable,
    filters=CandidateFilters,
    empty=Empty(
        title=_("Nobody has been put forward yet"),
        text=_(
            "The ledger proposes customers, and each customer's page puts it forward with a reason."
        ),
        icon="key",
    ),
    order="rank",
    only_in_files=ONLY_IN_FILES,
)
