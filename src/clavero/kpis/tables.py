"""The tables: accounts that somebody leads, values entered, the company's own KPIs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_tables2 import A

from clavero.core.estimates import Estimate, growth
from clavero.kpis.models import CustomKpi
from clavero.kpis.rules.kpi import Light
from clavero.kpis.selectors import AccountLine
from clavero.kpis.showing import ShownHealth, pill, pills
from clavero.kpis.words import (
    DIRECTION_NAMES,
    ENTERED_IN,
    FIGURE_NAMES,
    LIGHT_NAMES,
)
from clavero.ui.lists import PlainTable
from clavero.ui.lists.columns import Day, Growth, Money, Number, Steps, Text

_TOLD = (Light.RED, Light.AMBER, Light.GREEN)


@dataclass(frozen=True, slots=True)
class LedLine:
    """An account as the table has it."""

    id: int
    name: str
    lights: dict[Light, int]
    net_sales: Decimal | None
    growth: Estimate


def led_lines(accounts: Sequence[AccountLine]) -> list[LedLine]:
    """The accounts, in their order."""
    return [
        LedLine(
            id=each.card.id,
            name=each.card.title,
            lights=each.counts,
            net_sales=each.parts.net_sales,
            growth=growth(each.parts.net_sales, each.parts.net_sales_before),
        )
        for each in accounts
    ]


class LedTable(PlainTable):
    """One line an account."""

    name = Text(_("Account"), is_title=True, linkify=("kpis:account", {"customer_id": A("id")}))
    lights = Text(_("Against its targets"))
    net_sales = Money(_("Net sales"), places=0)
    growth = Growth(_("Growth"))

    def render_lights(self, value: dict[Light, int]) -> SafeString | str:
        """How many of its KPIs stand how: by icon, number and word."""
        told = pills({light: value[light] for light in _TOLD})
        if not told:
            return format_html('<span class="text-secondary">{}</span>', LIGHT_NAMES[Light.GREY])
        return format_html_join(" ", "{}", ((each,) for each in told))


class HealthTable(PlainTable):
    """One line an account, with its light and why."""

    name = Text(_("Account"), is_title=True, linkify=("kpis:account", {"customer_id": A("id")}))
    light = Text(_("Health"))
    reasons = Text(_("Why"))
    turning = Text(_("What would turn it green"), empty_values=())

    def render_light(self, record: ShownHealth) -> SafeString:
        """By icon, word and colour."""
        return pill(record.light, record.light_name)

    def render_reasons(self, value: Sequence[str]) -> SafeString:
        """In two lines."""
        lines = format_html_join("", "<span>{}</span>", ((each,) for each in value))
        return format_html('<div class="health-why">{}</div>', lines)

    def render_turning(self, record: ShownHealth) -> str:
        """The fewest signals, or why nothing would."""
        return record.unreachable or "; ".join(record.turning)


class ValuesTable(PlainTable):
    """One line a value that was entered."""

    day = Day(_("Day"), is_title=True)
    kpi = Text(_("KPI"))
    value = Text(_("Value"))
    n = Number(_("Counted of"))
    note = Text(_("Note"))
    by_name = Text(_("By"))
    steps = Steps()

    def __init__(self, rows: Sequence[Mapping[str, Any]], *, may_withdraw: bool) -> None:
        super().__init__(rows, exclude=() if may_withdraw else ("steps",))

    def steps_of(self, record: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
        """Withdraw it."""
        yield _("Withdraw"), reverse("kpis:withdraw", args=[record["id"]])


class OwnTable(PlainTable):
    """One line a KPI of the company's own."""

    name = Text(_("Name"), is_title=True)
    key = Text(_("Key"))
    direction = Text(_("Good is"))
    unit = Text(_("Unit"))
    numerator = Text(_("Of"), empty_values=())
    steps = Steps()

    def render_name(self, record: CustomKpi) -> str:
        """What it is called in the reader's language."""
        return record.name_in(get_language() or "")

    def render_direction(self, value: str) -> str | Promise:
        """At least or at most."""
        return DIRECTION_NAMES[value]

    def render_unit(self, value: str) -> str | Promise:
        """What it is counted in."""
        return ENTERED_IN[value]

    def render_numerator(self, record: CustomKpi) -> str | Promise:
        """The figures that it is a ratio of, or that it is entered."""
        if not record.numerator:
            return _("it is entered")
        above, below = FIGURE_NAMES[record.numerator], FIGURE_NAMES[record.denominator]
        return f"{above} ÷ {below}"

    def steps_of(self, record: CustomKpi) -> Iterator[tuple[Any, str]]:
        """Name it otherwise, or watch it no longer."""
        yield _("Its names"), reverse("kpis:rename", args=[record.key])
        yield _("Watch it no longer"), reverse("kpis:retire", args=[record.key])
