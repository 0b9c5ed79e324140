"""The list of the account analysis matrix: the picture's content, for keyboard and ear."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

import django_filters
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from django_tables2 import A

from clavero.core.estimates import Estimate
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.selectors import MatrixRow
from clavero.matrix.words import STRATEGY_NAMES, STRATEGY_TONES
from clavero.ui import formats
from clavero.ui.lists import Empty, Filters, Screen, Search, Table
from clavero.ui.lists.columns import Badge, Number, Percent, Text

ONLY_IN_FILES = ("code", "customers_own")
_PLACES = Decimal("1e-6")


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """An account as the list has it; scores are 0 to 10, the rest fractions."""

    id: int
    code: str
    name: str
    potential: Decimal | None
    position: Decimal | None
    strategy: Strategy | None
    probability: Decimal | None
    planned: Strategy | None
    coverage: Decimal
    customers_own: Estimate
    is_borderline: bool
    stale: int


def line_of(row: MatrixRow) -> MatrixLine:
    """A row of the matrix, flat."""
    return MatrixLine(
        id=row.card.id,
        code=row.card.code,
        name=row.card.title,
        potential=_exact(row.reading.potential.value),
        position=_exact(row.reading.position.value),
        strategy=row.strategy,
        probability=_exact(row.probability),
        planned=None if row.planned is None else row.planned.strategy,
        coverage=_exact(row.reading.coverage / 100) or Decimal(0),
        customers_own=row.customers_own,
        is_borderline=row.is_borderline,
        stale=len(row.stale),
    )


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(value).quantize(_PLACES)


class MatrixFilters(Filters):
    """By word and strategy."""

    search = Search("name", "code", label=_("Search accounts"))
    strategy = django_filters.ChoiceFilter(
        label=_("Strategy"), choices=[(each.value, STRATEGY_NAMES[each]) for each in Strategy]
    )
    conditions: ClassVar[dict[str, str | Promise]] = {
        "strategy": _("with the strategy “%(value)s”"),
    }


class Known(Percent):
    """How much of the weight is known, and how old that is."""

    def render(self, value: Any, record: MatrixLine) -> SafeString | str:  # type: ignore[override]
        """The part, with how much of it the customer said, and whether it is old."""
        notes = []
        if record.customers_own.value is not None:
            own = formats.percent(record.customers_own.value, places=0)
            notes.append(gettext("%(part)s the customer's") % {"part": own})
        if record.stale:
            notes.append(gettext("older than a year"))
        shown = format_html_join(mark_safe("<br>"), "{}", ((note,) for note in notes))
        part = formats.percent(value, places=0)
        return format_html('{}<span class="cell-note">{}</span>', part, shown)


class MatrixTable(Table):
    """One line an account, which leads to why it is here."""

    code = Text(_("Code"))
    name = Text(_("Account"), is_title=True, linkify=("matrix:why", {"customer_id": A("id")}))
    potential = Number(_("Potential"), places=2)
    position = Number(_("Position"), places=2)
    strategy = Badge(_("Strategy"), names=STRATEGY_NAMES, tones=STRATEGY_TONES)
    probability = Percent(_("Probability"), places=0)
    planned = Badge(_("By plan"), names=STRATEGY_NAMES)
    coverage = Known(_("Known"))
    customers_own = Percent(_("The customer's own scores"), places=0)


MATRIX = Screen(
    key="matrix.matrix",
    title=_("Account analysis matrix"),
    counted=ngettext_lazy("%(shown)s account", "%(shown)s accounts", "count"),
    table=MatrixTable,
    filters=MatrixFilters,
    empty=Empty(
        title=_("No account has been scored yet"),
        text=_("Load a file of scores, and the accounts find their place here."),
        icon="chart-scatter",
    ),
    order="-potential",
)
