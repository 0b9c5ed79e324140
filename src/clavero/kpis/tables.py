"""The tables: accounts that somebody leads, values entered, the company's own KPIs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django_tables2 import A

from clavero.core.estimates import Estimate, growth
from clavero.interactions.selectors import Waiting
from clavero.kpis.hooks import counted_at
from clavero.kpis.models import CustomKpi
from clavero.kpis.rules.kpi import EVERYBODY, Joined, Level, Light
from clavero.kpis.selectors import AccountLine, Catalogue, CountedHere, HealthPicture, SaidEach
from clavero.kpis.showing import ShownHealth, health_name, pill, pills, shown_value, sure_of
from clavero.kpis.showing.why import said_address
from clavero.kpis.words import (
    DIRECTION_NAMES,
    ENTERED_IN,
    FIGURE_NAMES,
    HEALTH_NAMES,
    LEVEL_NAMES,
    LIGHT_NAMES,
    READINGS,
    SOURCE_NAMES,
    name_of,
    unit_of,
    written,
)
from clavero.kpis.words.formulas import FORMULAS, told_over
from clavero.ui import formats
from clavero.ui.lists import PlainTable
from clavero.ui.lists.columns import Day, Growth, Money, Number, Steps, Text

_TOLD = (Light.RED, Light.AMBER, Light.GREEN)


@dataclass(frozen=True, slots=True)
class LedLine:
    """An account as the table has it."""

    id: int
    name: str
    health: Light
    health_name: str | Promise
    lights: dict[Light, int]
    net_sales: Decimal | None
    growth: Estimate


def led_lines(
    accounts: Sequence[AccountLine], picture: HealthPicture | None = None
) -> list[LedLine]:
    """The accounts, in their order, with their health by a ``picture``."""
    by_id = {} if picture is None else picture.by_id
    return [
        LedLine(
            id=each.card.id,
            name=each.card.title,
            health=by_id[each.card.id].light if each.card.id in by_id else Light.GREY,
            health_name=health_name(by_id[each.card.id])
            if each.card.id in by_id
            else HEALTH_NAMES[Light.GREY],
            lights=each.counts,
            net_sales=each.parts.net_sales,
            growth=growth(each.parts.net_sales, each.parts.net_sales_before),
        )
        for each in accounts
    ]


class LedTable(PlainTable):
    """One line an account."""

    name = Text(_("Account"), is_title=True, linkify=("kpis:account", {"customer_id": A("id")}))
    health = Text(_("Health"))
    lights = Text(_("Against its targets"))
    net_sales = Money(_("Net sales"), places=0)
    growth = Growth(_("Growth"))

    def render_health(self, value: Light, record: LedLine) -> SafeString:
        """By icon, word and colour."""
        return pill(value, record.health_name)

    def render_lights(self, value: dict[Light, int]) -> SafeString | str:
        """How many of its KPIs stand how: by icon, number and word."""
        told = pills({light: value[light] for light in _TOLD})
        if not told:
            return format_html('<span class="text-secondary">{}</span>', LIGHT_NAMES[Light.GREY])
        return format_html_join(" ", "{}", ((each,) for each in told))


@dataclass(frozen=True, slots=True)
class SaidLine:
    """What an account says of a KPI, as the table has it; its records are at ``address``."""

    name: str
    address: str
    value: str
    sure: str
    weight: Decimal | None
    day: date


def said_lines(found: SaidEach, currency: str) -> list[SaidLine]:
    """The accounts, in their order."""
    return [
        SaidLine(
            name=card.title,
            address=said_address(value, card.id),
            value=shown_value(value, currency),
            sure=sure_of(value, currency),
            weight=weight,
            day=value.day,
        )
        for card, value, weight in found.accounts
    ]


class SaidTable(PlainTable):
    """One line an account."""

    name = Text(_("Account"), is_title=True, linkify=lambda record: record.address)
    value = Text(_("Value"))
    sure = Text(_("Of how many, and how sure"))
    buys = Money(_("Buys in a year, of us and of others"), places=0, accessor="weight")
    sales = Money(_("Net sales of twelve months"), places=0, accessor="weight")
    day = Day(_("Day"))

    def __init__(self, rows: Sequence[SaidLine], joined: Joined | None, currency: str) -> None:
        is_shown = {
            "sure": any(each.sure for each in rows),
            "buys": joined is Joined.BUYS,
            "sales": joined is Joined.SALES,
        }
        hidden = [name for name, is_in in is_shown.items() if not is_in]
        super().__init__(rows, currency=currency, exclude=hidden)


@dataclass(frozen=True, slots=True)
class NotedLine:
    """What was noted of a KPI for a day."""

    day: str
    value: str
    n: int | None
    by: str | Promise


def noted_lines(found: CountedHere, currency: str) -> list[NotedLine]:
    """The latest first."""
    return [
        NotedLine(
            formats.day(day),
            "" if told.value is None else written(told.value, found.line.kpi.unit, currency),
            told.n,
            _("counted") if is_counted else _("entered"),
        )
        for day, told, is_counted in found.noted
    ]


class NotedTable(PlainTable):
    """One line a value that was noted."""

    day = Text(_("Day"), is_title=True)
    value = Text(_("Value"))
    n = Number(_("Counted of"))
    by = Text(_("How"))


class WaitingTable(PlainTable):
    """One line a contact that matters."""

    name = Text(_("Contact"), is_title=True,
                linkify=("relationships:contact", {"contact_id": A("contact_id")}))  # fmt: skip
    last = Day(_("Last spoken to"))
    days = Number(_("Days ago"), empty_values=(), orderable=False)

    def render_days(self, record: Waiting) -> str:
        """Until today."""
        if record.last is None:
            return gettext("never yet")
        return formats.number((timezone.localdate() - record.last).days)


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


class CatalogueTable(PlainTable):
    """One line a KPI: what it says, and how it is counted."""

    name = Text(_("KPI"), is_title=True)
    direction = Text(_("Good is"))
    window = Text(_("Period"))
    source = Text(_("Comes from"))
    levels = Text(_("Of whom"))
    version = Text(_("Formula"))

    def render_name(self, record: Mapping[str, Any]) -> SafeString:
        """The name, and what it says."""
        return format_html('{}<span class="cell-note">{}</span>', record["name"], record["reading"])

    def render_direction(self, record: Mapping[str, Any]) -> str:
        """Whether much or little is good, and of what."""
        return f"{record['direction']} · {record['unit']}"

    def render_version(self, record: Mapping[str, Any]) -> SafeString:
        """In words, and its version."""
        told = gettext("version %(number)s") % {"number": formats.number(record["version"])}
        return format_html('{}<span class="cell-note">{}</span>', record["formula"], told)


def catalogue_lines(known: Catalogue) -> Iterator[dict[str, Any]]:
    """The KPIs in their order, in words."""
    for kpi in known.kpis:
        is_counted = kpi.key in counted_at
        yield {
            "name": name_of(kpi, known.names),
            "reading": READINGS.get(kpi.key, ""),
            "direction": DIRECTION_NAMES[kpi.direction],
            "unit": unit_of(kpi),
            "window": told_over(kpi),
            "source": _("what Clavero counts, and what is entered")
            if is_counted
            else SOURCE_NAMES[kpi.source],
            "levels": _("Accounts, and all above them")
            if kpi.levels == EVERYBODY
            else ", ".join(str(LEVEL_NAMES[each]) for each in Level if each in kpi.levels),
            "version": kpi.version,
            "formula": FORMULAS.get(kpi.key, ""),
        }


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
