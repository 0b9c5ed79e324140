"""The list of imports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import django_filters
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from django_tables2.utils import A

from clavero.core.money import Money
from clavero.ledger.models import Import, Status
from clavero.ui import formats
from clavero.ui.lists import Empty, Filters, Screen, Search, Table
from clavero.ui.lists.columns import Badge, Column, Day, Moment, Number, Text

ON_THE_PAGE = ("period", "step")
"""Columns that are not for a file."""

IN_A_FILE = ("first_day", "last_day")
"""Columns that the page shows together."""

STATUS_NAMES = {status: status.label for status in Status}
TONES = {
    Status.QUEUED: "warn",
    Status.READING: "warn",
    Status.DONE: "good",
    Status.ALREADY_THERE: "accent",
    Status.UNDONE: "plain",
    Status.FAILED: "bad",
}


def totals(net_total: Mapping[str, str]) -> list[Money]:
    """The net amounts that an import keeps as text, by currency."""
    return [Money(Decimal(amount), currency) for currency, amount in sorted(net_total.items())]


class Totals(Column):
    """Amounts in several currencies, which nobody adds up."""

    css = "numeric to-the-cent"

    def render(self, value: Mapping[str, str]) -> SafeString | str:
        """One amount a line."""
        shown = [format_html("<div>{}</div>", formats.money(each)) for each in totals(value)]
        return SafeString("".join(shown)) or formats.NOTHING

    def cell(self, value: Any, currency: str) -> str:
        """The exact amounts."""
        return "; ".join(f"{amount} {code}" for code, amount in sorted(value.items()))


class Stands(Badge):
    """Where an import stands."""

    def render(self, value: str, record: Import) -> SafeString:  # type: ignore[override]
        """The word, set off. The table hands the word over, its tone goes by the key."""
        return super().render(Status(record.status))


class Covered(Column):
    """The days of an import's documents."""

    css = "covered"

    def render(self, value: date, record: Import) -> str:
        """From the first day to the last."""
        return f"{formats.day(value)} – {formats.day(record.last_day or value)}"


class Step(Column):
    """Undo or redo, where the import can be."""

    def render(self, value: str, record: Import) -> SafeString | str:
        """A link to the page that asks first."""
        if record.can_be_undone:
            name, label = "ledger:undo", gettext("Undo")
        elif record.status == Status.UNDONE:
            name, label = "ledger:redo", gettext("Redo")
        else:
            return ""
        return format_html(
            '<a href="{}">{}<span class="visually-hidden"> {}</span></a>',
            reverse(name, args=[value]),
            label,
            record.file_name,
        )


class ImportFilters(Filters):
    """By word and by status."""

    search = Search("file_name", "by_name", "id", label=_("Search imports"))
    status = django_filters.ChoiceFilter(
        label=_("Status"), choices=Status.choices, empty_label=_("Any")
    )
    conditions: ClassVar[dict[str, str | Promise]] = {"status": _("with the status “%(value)s”")}


class ImportTable(Table):
    """One line an import."""

    file_name = Text(_("File"), is_title=True, linkify=("ledger:import", {"import_id": A("pk")}))
    status = Stands(_("Status"), names=STATUS_NAMES, tones=TONES)
    created = Moment(_("Date"))
    by_name = Text(_("By"))
    kept = Number(_("Kept"))
    already_there = Number(_("Already there"))
    refused = Number(_("Refused"))
    net_total = Totals(_("Net total"), orderable=False, empty_values=())
    period = Covered(_("Period"), accessor="first_day")
    first_day = Day(_("From"))
    last_day = Day(_("To"))
    step = Step(_("Change"), accessor="pk", orderable=False)


IMPORTS = Screen(
    key="ledger.imports",
    title=_("Imports"),
    counted=ngettext_lazy("%(shown)s import", "%(shown)s imports", "count"),
    table=ImportTable,
    filters=ImportFilters,
    empty=Empty(
        title=_("No sales have been imported yet"),
        text=_(
            "Ask your ERP for the invoice lines of the last two or three years: one row for each"
            " line of each invoice and credit note."
        ),
        verb=_("Import a file"),
        url=lambda: reverse("ledger:new_import"),
        icon="upload",
    ),
    order="-created",
)
