"""The list of market notes, and the table of those that hold for an account."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

import django_filters
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_tables2 import A

from clavero.market.rules import Effect
from clavero.market.selectors import NoteRow
from clavero.market.words import EFFECT_NAMES, EFFECT_TONES, FIELD_NAMES
from clavero.ui import formats
from clavero.ui.lists import Empty, Filters, Screen, Search, Table
from clavero.ui.lists.columns import Badge, Day, Text
from clavero.ui.lists.screen import PlainTable
from clavero.ui.rows import folded

ONLY_IN_FILES = ("code", "detail", "source", "address", "until", "used", "by")
_EFFECT = pgettext_lazy("a note of the market", "For us")
OF_WITHDRAWN = ("withdrawn_on", "withdrawn_because")


class NoteFilters(Filters):
    """By word, effect, sector and account."""

    search = Search("text", "detail", "name", "sector", "source", label=_("Search market notes"))
    effect = django_filters.ChoiceFilter(
        label=_EFFECT,
        choices=[(each.value, EFFECT_NAMES[each]) for each in Effect],
    )
    sector = django_filters.ChoiceFilter(label=FIELD_NAMES["sector"])
    name = django_filters.ChoiceFilter(label=_("Account"))
    conditions: ClassVar[dict[str, str | Promise]] = {
        "effect": _("that may be: %(value)s"),
        "sector": _("of the sector %(value)s"),
        "name": _("of %(value)s"),
    }

    def __init__(self, data: Any = None, queryset: Any = None, **options: Any) -> None:
        super().__init__(data, queryset, **options)
        rows: Sequence[NoteRow] = list(queryset)
        for key, found in (
            ("sector", {row.sector for row in rows}),
            ("name", {row.name for row in rows}),
        ):
            choices = sorted((each for each in found if each), key=folded)
            self.filters[key].extra["choices"] = [(each, each) for each in choices]


class NoteText(Text):
    """What happens, with its source, its day, and what came of it beneath it."""

    def render(self, value: str, record: NoteRow) -> SafeString:
        """The words, where they come from, and whether they should be looked at again."""
        notes = [record.source, formats.day(record.seen_on)]
        if record.is_old and record.is_open:
            notes.append(gettext("look at it again"))
        told = [" · ".join(notes), *(f"→ {use.text}" for use in record.uses)]
        lines = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in told))
        return format_html('{}<span class="cell-note">{}</span>', value, lines)


class Concerns(Text):
    """Whom a note is about."""

    def render(self, record: NoteRow) -> SafeString | str:
        """The account, with the way to its notes; the sector; or the whole market."""
        if record.customer_id is not None:
            address = reverse("market:account", args=[record.customer_id])
            return format_html('<a href="{}">{}</a>', address, record.name)
        return record.sector or gettext("the whole market")


class NoteTable(Table):
    """One line a note, which leads to its page."""

    code = Text(_("Code"))
    text = NoteText(
        FIELD_NAMES["text"], is_title=True, linkify=("market:note", {"note_id": A("id")})
    )
    effect = Badge(_EFFECT, names=EFFECT_NAMES, tones=EFFECT_TONES)
    name = Concerns(_("About"), empty_values=())
    sector = Text(FIELD_NAMES["sector"])
    seen_on = Day(FIELD_NAMES["seen_on"])
    source = Text(FIELD_NAMES["source"])
    address = Text(FIELD_NAMES["address"])
    detail = Text(FIELD_NAMES["detail"])
    until = Day(FIELD_NAMES["until"])
    used = Text(_("What came of it"))
    by = Text(_("By"))
    withdrawn_on = Day(FIELD_NAMES["withdrawn_on"])
    withdrawn_because = Text(FIELD_NAMES["withdrawn_because"])


def _seen_from(record: NoteRow, table: AccountNotesTable) -> str:
    return f"{reverse('market:note', args=[record.id])}?account={table.customer_id}"


class AccountNotesTable(PlainTable):
    """The same for one account, whose page the note's own knows of."""

    text = NoteText(FIELD_NAMES["text"], is_title=True, linkify=_seen_from)
    effect = Badge(_EFFECT, names=EFFECT_NAMES, tones=EFFECT_TONES)
    name = Text(_("Unit"))

    def __init__(self, rows: Iterable[Any], *, customer_id: int, names_units: bool) -> None:
        self.customer_id = customer_id
        super().__init__(rows, exclude=() if names_units else ("name",))


NOTES = Screen(
    key="market.notes",
    title=_("Market notes"),
    counted=ngettext_lazy("%(shown)s note", "%(shown)s notes", "count"),
    table=NoteTable,
    filters=NoteFilters,
    empty=Empty(
        title=_("No market note is written yet"),
        text=_("What you read or heard of a sector, with its source, is a good beginning."),
        verb=_("Write a note"),
        url=lambda: reverse("market:new"),
        icon="news",
    ),
    order="-seen_on",
    also=("withdrawn",),
)
