"""The list of the account analysis matrix: the picture's content, for keyboard and ear."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

import django_filters
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _
from django_tables2 import A

from clavero.core.estimates import Estimate
from clavero.matrix.charts import money_ahead
from clavero.matrix.picture_in_words import position_written
from clavero.matrix.rules.forecast import Arrow, Forecast
from clavero.matrix.rules.position import Mode
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.selectors import MatrixRow
from clavero.matrix.words import STRATEGY_NAMES, STRATEGY_TONES
from clavero.portfolio.selectors import Lead
from clavero.ui import formats
from clavero.ui.lists import Empty, Filters, Screen, Search, Table
from clavero.ui.lists.columns import Badge, Label, Number, Percent, Text
from clavero.ui.rows import folded

ONLY_IN_FILES = (
    "code",
    "manager",
    "sector",
    "segment",
    "own",
    "rival",
    "rival_score",
    "borderline",
    "today",
    "inertial_potential",
    "inertial_position",
    "planned_potential",
    "planned_position",
    "spend",
    "part",
    "customers_own",
)
NOBODY = "nobody"
_PLACES = Decimal("1e-6")


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """An account as the list has it; scores are 0 to 10, ``spend`` and our ``part`` of it
    thousands of three years, the rest fractions."""

    id: int
    code: str
    name: str
    manager_key: str
    manager: str | None
    sector: str
    segment: str
    mode: Mode
    potential: Decimal | None
    position: Decimal | None
    own: Decimal | None
    rival: str | None
    rival_score: Decimal | None
    strategy: Strategy | None
    today: Strategy | None
    probability: Decimal | None
    inertial: Strategy | None
    planned: Strategy | None
    inertial_potential: Decimal | None
    inertial_position: Decimal | None
    planned_potential: Decimal | None
    planned_position: Decimal | None
    spend: Decimal | None
    part: Decimal | None
    coverage: Decimal
    customers_own: Estimate
    is_borderline: bool
    stale: int

    @property
    def borderline(self) -> str | None:
        """What a file says of one whose scores of today lie elsewhere."""
        return gettext("borderline") if self.is_borderline else None

    def ahead(self, which: Forecast) -> tuple[Decimal | None, Decimal | None]:
        """Potential and position of a forecast."""
        if which is Forecast.INERTIAL:
            return self.inertial_potential, self.inertial_position
        return self.planned_potential, self.planned_position


def line_of(row: MatrixRow, lead: Lead | None = None) -> MatrixLine:
    """A row of the matrix, flat."""
    spend, share = money_ahead(row)
    ours, theirs = row.reading.position.ours, row.reading.position.theirs
    return MatrixLine(
        id=row.card.id,
        code=row.card.code,
        name=row.card.title,
        manager_key=NOBODY if lead is None else str(lead.person_id),
        manager=None if lead is None else lead.name,
        sector=row.card.sector,
        segment=row.card.segment,
        mode=row.version.mode,
        potential=_exact(row.reading.potential.value),
        position=_exact(row.reading.position.value),
        own=None if ours is None else _exact(ours.value),
        rival=row.reading.position.best or None,
        rival_score=None if theirs is None else _exact(theirs.value),
        strategy=row.strategy,
        today=row.reading.quadrant,
        probability=_exact(row.probability),
        inertial=None if row.inertial is None else row.inertial.strategy,
        planned=None if row.planned is None else row.planned.strategy,
        inertial_potential=_potential(row.inertial),
        inertial_position=_place(row.inertial),
        planned_potential=_potential(row.planned),
        planned_position=_place(row.planned),
        spend=None if spend is None else round(spend, 3),
        part=None if spend is None or share is None else round(spend * share, 3),
        coverage=_exact(row.reading.coverage / 100) or Decimal(0),
        customers_own=row.customers_own,
        is_borderline=row.is_borderline,
        stale=len(row.stale),
    )


def _potential(arrow: Arrow | None) -> Decimal | None:
    return None if arrow is None else _exact(arrow.then.potential.value)


def _place(arrow: Arrow | None) -> Decimal | None:
    return None if arrow is None else _exact(arrow.then.position.value)


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(value).quantize(_PLACES)


class MatrixFilters(Filters):
    """By word, strategy, manager, sector and segment. What no account differs in is no filter."""

    search = Search("name", "code", label=_("Search accounts"))
    strategy = django_filters.ChoiceFilter(
        label=_("Strategy"), choices=[(each.value, STRATEGY_NAMES[each]) for each in Strategy]
    )
    manager = django_filters.ChoiceFilter(label=_("Manager"), field_name="manager_key")
    sector = django_filters.ChoiceFilter(label=_("Sector"))
    segment = django_filters.ChoiceFilter(label=_("Segment"))
    conditions: ClassVar[dict[str, str | Promise]] = {
        "strategy": _("with the strategy “%(value)s”"),
        "manager": _("led by %(value)s"),
        "sector": _("of the sector “%(value)s”"),
        "segment": _("of the segment “%(value)s”"),
    }

    def __init__(self, data: Any = None, queryset: Any = None, **options: Any) -> None:
        super().__init__(data, queryset, **options)
        lines: list[MatrixLine] = list(queryset)
        found = {
            "manager": _managers(lines),
            "sector": _words({line.sector for line in lines}),
            "segment": _words({line.segment for line in lines}),
        }
        for name, choices in found.items():
            if len(choices) > 1 or (data or {}).get(name):
                self.filters[name].extra["choices"] = choices
            else:
                del self.filters[name]


def _managers(lines: Sequence[MatrixLine]) -> list[tuple[str, str]]:
    named = {line.manager_key: line.manager for line in lines if line.manager is not None}
    found = sorted(named.items(), key=lambda each: folded(each[1]))
    if any(line.manager is None for line in lines):
        found.append((NOBODY, gettext("nobody")))
    return found


def _words(values: Iterable[str]) -> list[tuple[str, str]]:
    return [(each, each) for each in sorted(filter(None, values), key=folded)]


class Account(Text):
    """An account's name, and who leads it."""

    def render(self, value: str, record: MatrixLine) -> SafeString | str:
        """The name with a note beneath it."""
        if record.manager is None:
            return value
        return format_html('{}<span class="cell-note">{}</span>', value, record.manager)


class Position(Number):
    """Our position, as the mode of the matrix has it."""

    def render(self, value: Any, record: MatrixLine) -> SafeString | str:  # type: ignore[override]
        """A score, a difference with its sign, a ratio, or the name of a stage."""
        return position_written(record.mode, float(value))


class Placed(Badge):
    """The official strategy; where today's scores lie elsewhere, that too."""

    def render(self, value: Any, record: MatrixLine) -> SafeString:  # type: ignore[override]
        """The word, and the note."""
        badge = super().render(value)
        if not record.is_borderline or record.today is None:
            return badge
        lie_in = gettext("borderline; today's scores: %(strategy)s")
        note = lie_in % {"strategy": STRATEGY_NAMES[record.today]}
        return format_html('{}<span class="cell-note">{}</span>', badge, note)


class Ahead(Badge):
    """Where a forecast leads: the strategy, and both scores beneath it."""

    def __init__(self, label: Label, which: Forecast) -> None:
        super().__init__(label, names=STRATEGY_NAMES)
        self.which = which

    def render(self, value: Any, record: MatrixLine) -> SafeString:  # type: ignore[override]
        """The word, and the numbers."""
        potential, position = record.ahead(self.which)
        if potential is None or position is None:
            return super().render(value)
        return format_html(
            '{}<span class="cell-note text-nowrap">{}<br>{}</span>',
            STRATEGY_NAMES[value],  # the one badge of a row is what it is today
            gettext("potential %(value)s") % {"value": formats.number(potential, places=2)},
            gettext("position %(value)s")
            % {"value": position_written(record.mode, float(position))},
        )


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
    name = Account(_("Account"), is_title=True, linkify=("matrix:why", {"customer_id": A("id")}))
    manager = Text(_("Manager"))
    sector = Text(_("Sector"))
    segment = Text(_("Segment"))
    potential = Number(_("Potential"), places=2)
    position = Position(_("Position"), places=2)
    own = Number(_("Our own score"), places=2)
    rival = Text(_("The best competitor"))
    rival_score = Number(_("The best competitor's score"), places=2)
    strategy = Placed(_("Strategy"), names=STRATEGY_NAMES, tones=STRATEGY_TONES)
    borderline = Text(_("Borderline"))
    today = Badge(_("Today's scores lie in"), names=STRATEGY_NAMES)
    probability = Percent(_("Probability"), places=0)
    inertial = Ahead(_("Without investment"), Forecast.INERTIAL)
    inertial_potential = Number(_("Potential without investment"), places=2)
    inertial_position = Position(_("Position without investment"), places=2)
    planned = Ahead(_("By plan"), Forecast.PLANNED)
    planned_potential = Number(_("Potential by plan"), places=2)
    planned_position = Position(_("Position by plan"), places=2)
    spend = Number(_("Spend of three years, in thousands"), places=0)
    part = Number(_("Our part of it, in thousands"), places=0)
    coverage = Known(_("Known"))
    customers_own = Percent(_("The customer's own scores"), places=0)


MATRIX = Screen(
    key="matrix.matrix",
    title=_("Account analysis matrix"),
    counted=ngettext_lazy("%(shown)s account", "%(shown)s accounts", "count"),
    table=MatrixTable,
    filters=MatrixFilters,
    empty=Empty(
        title=_("No account that you see has been scored yet"),
        text=_(
            "On the page of a customer, “Its place” and then “Score it” enter its scores; a file "
            "of scores brings many at once. From then on it has its place here."
        ),
        verb=_("Choose a customer"),
        url=lambda: reverse("portfolio:portfolio"),
        icon="chart-scatter",
    ),
    order="-potential",
    also=("trail",),
    only_in_files=ONLY_IN_FILES,
)
