"""The list of who is falling silent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, ClassVar

import django_filters
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from clavero.silence.rules.states import State
from clavero.silence.selectors import SilenceRow
from clavero.silence.selectors.picture import NOBODY
from clavero.silence.words import (
    FINDING_NAMES,
    STATE_ICONS,
    STATE_NAMES,
    STATE_TONES,
    against_usual,
    days_in_words,
    percent,
)
from clavero.ui.icons import icon
from clavero.ui.lists import Empty, Filters, Rows, Screen, Search, Table
from clavero.ui.lists.columns import Badge, Column, Day, Number, Percent, Text
from clavero.ui.rows import folded

PLACES = 6
FAMILIES, TO_DECIDE = "families", "to_decide"
FINDINGS: dict[str, Callable[[SilenceRow], bool]] = {
    TO_DECIDE: lambda row: row.state is State.LOST and row.said is None,
    FAMILIES: lambda row: bool(row.families),
    "recovered": lambda row: row.recovered_on is not None,
}
FINDING_CHOICES: dict[str, str | Promise] = {
    TO_DECIDE: _("a loss that nobody has confirmed or refuted"),
    FAMILIES: _("a product family gone silent"),
    "recovered": _("lost before and bought again"),
}


def state_pill(state: State) -> SafeString:
    """A state by its icon, word and colour."""
    return format_html(
        '<span class="pill pill-{}">{}{}</span>',
        STATE_TONES.get(state.key, "plain"),
        icon(STATE_ICONS[state.key]),
        STATE_NAMES[state.key],
    )


class SilenceFilters(Filters):
    """By word, state, manager and finding."""

    search = Search("name", "code", "manager", label=_("Search customers and managers"))
    state = django_filters.ChoiceFilter(
        label=_("State"), field_name="key", choices=list(STATE_NAMES.items())
    )
    manager = django_filters.ChoiceFilter(label=_("Manager"), field_name="manager_key")
    finding = django_filters.ChoiceFilter(
        label=_("Finding"), choices=list(FINDING_CHOICES.items()), method="of_finding"
    )
    conditions: ClassVar[dict[str, str | Promise]] = {
        "state": _("in the state “%(value)s”"),
        "manager": _("led by %(value)s"),
        "finding": _("with %(value)s"),
    }

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        rows: Rows[SilenceRow] = self.queryset
        self.filters["manager"].extra["choices"] = _managers(list(rows))

    def of_finding(self, rows: Rows[SilenceRow], name: str, value: str) -> Rows[SilenceRow]:
        """The customers of which it was found."""
        return rows.where(FINDINGS[value])


def _managers(rows: Sequence[SilenceRow]) -> list[tuple[str, str]]:
    named = {row.manager_key: row.manager for row in rows if row.manager_id is not None}
    choices = sorted(named.items(), key=lambda pair: folded(pair[1]))
    if any(row.manager_id is None for row in rows):
        choices.append((NOBODY, gettext("Nobody")))
    return choices


def _address(record: SilenceRow, table: Any) -> str | None:
    return table.address(record.id) if record.id is not None else None


class Customer(Text):
    """A customer's name, and who leads it."""

    def render(self, value: str, record: SilenceRow) -> SafeString | str:
        """The name with a note beneath it."""
        if not record.manager:
            return value
        return format_html('{}<span class="cell-note">{}</span>', value, record.manager)


class StateColumn(Badge):
    """A state, with what was said of it."""

    upwards = _("the best first")
    downwards = _("those with most to do first")

    def render(self, value: State, record: SilenceRow) -> SafeString:  # type: ignore[override]
        """Icon, word and colour; and whether its manager has spoken."""
        notes = []
        if record.said is not None:
            notes.append(str(FINDING_NAMES[record.said.finding]))
        elif record.state is State.LOST:
            notes.append(gettext("to be confirmed or refuted"))
        if record.recovered_on is not None:
            notes.append(gettext("lost before, bought again"))
        if record.is_spared:
            notes.append(gettext("its season or an open order speaks for it"))
        pill = state_pill(value)
        if not notes:
            return pill
        return format_html('{}<br><span class="cell-note">{}</span>', pill, "; ".join(notes))

    def cell(self, value: State, currency: str) -> str:
        """The word."""
        return str(STATE_NAMES[value.key])


class Chance(Percent):
    """A probability."""

    def render(self, value: float) -> str:
        """In the reader's writing."""
        return percent(value)

    def cell(self, value: Any, currency: str) -> Any:
        """To a ten-thousandth of a per cent."""
        return None if value is None else Decimal(str(round(value, PLACES)))


class InWords(Column):
    """The silence against the usual gap; in files both have columns of their own."""

    upwards = _("the shortest silence first")
    downwards = _("the longest silence first")

    def render(self, record: SilenceRow) -> SafeString:
        """Days, and beneath them how many usual gaps they are."""
        return format_html(
            '{}<br><span class="cell-note">{}</span>',
            days_in_words(record.silent),
            against_usual(record.silent, record.usual, record.gaps),
        )

    def cell(self, value: Any, currency: str) -> Any:
        """How many usual gaps."""
        return None if value is None else Decimal(str(round(value, 2)))


class Tenths(Number):
    """A number of days, to a tenth."""

    def cell(self, value: Any, currency: str) -> Any:
        """Exact to a tenth."""
        return None if value is None else Decimal(str(round(value, 1)))


class Quiet(Number):
    """How many families are silent, and which."""

    def render(self, value: int, record: SilenceRow) -> SafeString | str:  # type: ignore[override]
        """Their names; the rest is counted."""
        if not value:
            return ""
        names = [family.name for family in record.families]
        shown = ", ".join(names[:_SHOWN])
        if len(names) > _SHOWN:
            return gettext("%(names)s and %(rest)s more") % {
                "names": shown,
                "rest": len(names) - _SHOWN,
            }
        return shown


_SHOWN = 2


class Said(Text):
    """The verdict, in files."""

    def cell(self, value: Any, currency: str) -> Any:
        """In the reader's words."""
        return None if value is None else str(FINDING_NAMES[value.finding])


class SilenceTable(Table):
    """One line a customer. ``address`` leads to its rhythm; the view sets it."""

    address: Callable[[int], str]

    code = Text(_("Code"))
    name = Customer(_("Customer"), is_title=True, linkify=_address)
    state = StateColumn(_("State"), initial_sort_descending=True)
    ratio = InWords(_("Silent for"), initial_sort_descending=True, empty_values=())
    silent = Number(_("Days silent"))
    usual = Tenths(_("Usual gap in days"))
    gaps = Number(_("Gaps"))
    chance = Chance(_("By chance"), initial_sort_descending=False)
    alive = Chance(_("Still buys"), initial_sort_descending=False)
    last_purchase = Day(_("Last purchase"))
    quiet = Quiet(_("Families gone silent"))
    manager = Text(_("Manager"))
    said = Said(_("Verdict"), orderable=False)
    lost_since = Day(_("Lost on"))


SILENCE = Screen(
    key="silence.customers",
    title=_("Customers"),
    counted=ngettext_lazy("%(shown)s customer", "%(shown)s customers", "count"),
    table=SilenceTable,
    filters=SilenceFilters,
    empty=Empty(
        title=_("Nobody had bought by this day"),
        text=_("Choose a later day above."),
        icon="calendar-off",
    ),
    order="-state",
    page_sizes=(25, 50, 100),
    also=("on",),
    only_in_files=("code", "manager", "silent", "usual", "gaps", "said", "lost_since"),
)
