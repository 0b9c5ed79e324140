"""How KPIs stand, in the reader's language: lights, levels, sources, parts, what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from clavero.core.faults import Fault
from clavero.core.money import Money
from clavero.core.revisions import Words
from clavero.kpis.rules.custom import EntryFault
from clavero.kpis.rules.framework import FrameworkFault
from clavero.kpis.rules.health import Group
from clavero.kpis.rules.kpi import (
    Bounds,
    Direction,
    Joined,
    Kpi,
    Level,
    Light,
    Quality,
    Source,
    Unit,
)
from clavero.kpis.rules.members import Way
from clavero.kpis.rules.profit import Turn
from clavero.kpis.rules.wallet import WalletSource
from clavero.kpis.words.catalogue import NAMES, Name
from clavero.ui import formats
from clavero.ui.brought import ROW_FAULTS

LEVEL_NAMES: dict[str, Name] = {
    Level.ACCOUNT: _("Account"),
    Level.MANAGER: _("Manager"),
    Level.TEAM: _("Team"),
    Level.COMPANY: _("Company"),
}
LIGHT_NAMES: dict[str, Name] = {
    Light.GREEN: _("on target"),
    Light.AMBER: _("within tolerance"),
    Light.RED: _("off target"),
    Light.GREY: _("not judged"),
}
LIGHT_ICONS: dict[str, str] = {
    Light.GREEN: "circle-check",
    Light.AMBER: "alert-triangle",
    Light.RED: "alert-circle",
    Light.GREY: "circle-dashed",
}
LIGHT_TONES: dict[str, str] = {
    Light.GREEN: "good",
    Light.AMBER: "warn",
    Light.RED: "bad",
    Light.GREY: "plain",
}
HEALTH_NAMES: dict[str, Name] = {
    Light.GREEN: _("healthy"),
    Light.AMBER: _("needs attention"),
    Light.RED: _("in danger"),
    Light.GREY: _("cannot be judged"),
}
HEALTH_HEADLINES: dict[str, Name] = {
    Light.GREEN: _("It is healthy. %(why)s"),
    Light.AMBER: _("It needs attention. %(why)s"),
    Light.RED: _("It is in danger. %(why)s"),
    Light.GREY: _("It cannot be judged. %(why)s"),
}
GROUP_NAMES: dict[str, Name] = {
    Group.BUSINESS: _("Business: its KPIs against their targets"),
    Group.RHYTHM: _("Rhythm: whether it buys as usual"),
    Group.RELATIONSHIP: _("Relationship"),
    Group.PLAN: _("Plan"),
}
QUALITY_NAMES: dict[str, Name] = {
    Quality.GOOD: _("good"),
    Quality.SMALL: _("of very few"),
    Quality.PARTIAL: _("partly known"),
    Quality.MISSING: _("not known"),
}
SOURCE_NAMES: dict[str, Name] = {
    Source.LEDGER: _("the sales ledger"),
    Source.COVERAGE: _("the sales ledger and who looks after whom"),
    Source.SERVING: _("the sales ledger and what serving costs"),
    Source.WORK: _("recorded hours"),
    Source.MATRIX: _("the matrix, and what is entered"),
    Source.ENTRY: _("what is entered"),
    Source.RATIO: _("a ratio of the company's own"),
}
WALLET_NAMES: dict[str, Name] = {
    WalletSource.DISCLOSED: _("by what the customer said on %(day)s"),
    WalletSource.DRIVERS: _("by our own estimate of %(day)s: little sure"),
    WalletSource.RANK: _("by our rank among its suppliers on %(day)s: little sure"),
}
WHITE_SPACE_NAMES: dict[str, Name] = {
    WalletSource.DISCLOSED: _("by the white space: the customer said it all, since %(day)s"),
    WalletSource.MARKET: _("by the white space: tenders and market data at least, since %(day)s"),
    WalletSource.DRIVERS: _(
        "by the white space: partly by our own estimate, since %(day)s: little sure"
    ),
    WalletSource.RANK: _(
        "by the white space: partly by our rank among its suppliers, since %(day)s: little sure"
    ),
}
TURN_NAMES: dict[str, Name] = {
    Turn.TURNAROUND: _("turnaround: a loss became a profit"),
    Turn.DEEPER_LOSS: _("deeper loss"),
    Turn.SMALLER_LOSS: _("smaller loss"),
    Turn.SAME_LOSS: _("no change without a profit before"),
    Turn.FROM_NOTHING: _("from nothing"),
}
PART_NAMES: dict[str, Name] = {
    "price": _("Price"),
    "volume": _("Volume"),
    "mix": _("Mix"),
    "new": _("New"),
    "lost": _("Lost"),
    "cost": _("Unit cost"),
    "serving": _("Cost to serve"),
    "other": _("Not split"),
    "uncosted": _("Cost not known"),
    "apart": _("Not of these customers"),
}
PART_READINGS: dict[str, Name] = {
    "price": _("What today's units earn more or less than they did each."),
    "volume": _("What the same basket would have earned with as many units more or less."),
    "mix": _("That dearer or cheaper products were bought than before."),
    "new": _("Products that were not bought before."),
    "lost": _("Products that are bought no more."),
    "cost": _("What today's units cost less or more than they did each."),
    "serving": _("What serving and waiting for the money cost less or more than they did."),
    "other": _("Products whose quantity is not known: price or volume, nobody can say."),
    "uncosted": _(
        "Products of which some cost is not known: what they leave may only seem to have moved."
    ),
    "apart": _(
        "Lines without customer, customers whose contribution is not known, and costs of goods "
        "that were taken at the customer's own margin."
    ),
}
PART_NAMES_OF_ONE: dict[str, Name] = {"apart": _("Not told by its products")}
PART_READINGS_OF_ONE: dict[str, Name] = {
    "apart": _("Costs of goods that were taken at its own margin, and what no product explains."),
}
WAY_NAMES: dict[str, Name] = {
    Way.CAME: _("came in"),
    Way.LEFT: _("left"),
    Way.STAYED: "",
}
WEIGHED_BY: dict[str, Name] = {
    Joined.BUYS: _("each by all that it buys"),
    Joined.SALES: _("each by its sales"),
}
DIRECTION_NAMES: dict[str, Name] = {
    Direction.AT_LEAST: _("at least"),
    Direction.AT_MOST: _("at most"),
}
ENTERED_IN: dict[str, Name] = {
    Unit.MONEY: _("amount"),
    Unit.RATE: "%",
    Unit.POINTS: _("points"),
    Unit.COUNT: _("number"),
    Unit.DAYS: _("days"),
    Unit.HOURS: _("hours"),
    Unit.SCORE: _("points of its scale"),
}
PER_HUNDRED = "complaints-per-hundred-orders"


def unit_of(kpi: Kpi) -> Name:
    """What a KPI is counted in."""
    return _("complaints per 100 orders") if kpi.key == PER_HUNDRED else ENTERED_IN[kpi.unit]


FAULT_NAMES: dict[str, Name] = {
    **ROW_FAULTS,
    EntryFault.UNKNOWN_KPI: _("there is no such KPI that is entered."),
    EntryFault.TWICE: _("the value of that day stands in the file already."),
    EntryFault.OUT_OF_BOUNDS: _(
        "this KPI cannot be that: percentages are fractions here (0.9 is 90%), promoters go from "
        "-100 to 100, and nothing is counted below 0."
    ),
}
FRAMEWORK_FAULTS: dict[str, Name] = {
    FrameworkFault.EMPTY: _("Give one KPI a target at least."),
    FrameworkFault.UNKNOWN: _("“%(on)s” is no KPI of an account."),
    FrameworkFault.TWICE: _("“%(on)s” stands there twice."),
    FrameworkFault.TOLERANCE_NEGATIVE: _("The tolerance of “%(on)s” is below zero."),
    FrameworkFault.WEIGHT_NEGATIVE: _("The weight of “%(on)s” is below zero."),
    FrameworkFault.WEIGHTS_NOT_HUNDRED: _("The weights are %(given)s together, and not 100."),
    FrameworkFault.UNREADABLE: _("The targets cannot be read."),
}


def name_of(kpi: Kpi, names: Mapping[str, str]) -> Name:
    """What a KPI is called; a company's own as it wrote it."""
    return NAMES[kpi.key] if kpi.key in NAMES else names.get(kpi.key, kpi.key)


def bounds_in_words(bounds: Bounds) -> Name:
    """The sentence that says what a KPI can be, with places for its name and its limits."""
    if bounds.high is None:
        return _("“%(name)s” is %(low)s or more.")
    if bounds.low is None:
        return _("“%(name)s” is %(high)s or less.")
    return _("“%(name)s” goes from %(low)s to %(high)s.")


def limits_in_words(bounds: Bounds, unit: Unit) -> dict[str, str]:
    """What stands in these places."""
    is_part = unit in {Unit.RATE, Unit.POINTS}
    return {
        name: formats.percent(limit, places=0) if is_part else formats.number(limit)
        for name, limit in (("low", bounds.low), ("high", bounds.high))
        if limit is not None
    }


def fault_in_words(fault: Fault, kpis: Mapping[str, Kpi], names: Mapping[str, str]) -> str:
    """Why targets cannot be used, in a sentence; ``kpis`` are all there are, by key, and ``names``
    those of the company's own."""
    kpi = kpis.get(fault.on)
    name = fault.on if kpi is None else str(name_of(kpi, names))
    if kpi is not None and fault.code is FrameworkFault.IMPOSSIBLE:
        limits = limits_in_words(kpi.bounds, kpi.unit)
        return str(bounds_in_words(kpi.bounds)) % {"name": name, **limits}
    given = "" if fault.given is None else formats.number(Decimal(str(fault.given)))
    return str(FRAMEWORK_FAULTS[fault.code]) % {"on": name, "given": given}


def _as_it_is(field: str, kept: Mapping[str, Any]) -> str:
    return f"“{kept[field]}”" if kept.get(field) else formats.NOTHING


NAMING = Words(
    {"name": _("name"), "name_es": _("name in Spanish"), "name_en": _("name in English")},
    _as_it_is,
    formats.moment,
)


FIGURE_NAMES: dict[str, Name] = {
    "net_sales": _("net sales"),
    "net_sales_before": _("net sales of the twelve months before"),
    "contribution": _("gross margin"),
    "with_cost": _("net sales whose cost is known"),
    "served": _("customer contribution"),
    "served_sales": _("net sales of customers whose contribution is known"),
    "families": _("families bought"),
    "additional": _("additional services"),
    "additional_sales": _("sales of additional services"),
    "promised": _("lines with a promised date"),
    "on_time": _("lines on time"),
    "hours": _("hours spent"),
    "selling": _("hours spent selling"),
    "accounts": _("accounts"),
}
"""The figures that a ratio may be of."""


def written(value: Decimal, unit: Unit, currency: str) -> str:
    """A value in its unit."""
    if unit is Unit.MONEY:
        return formats.money(Money(value, currency), places=0)
    if unit is Unit.RATE:
        return formats.percent(value)
    if unit is Unit.POINTS:
        points = formats.number(value * 100, places=1)
        return gettext("%(points)s points") % {"points": points}
    if unit is Unit.DAYS:
        return gettext("%(days)s days") % {"days": formats.number(value, places=1)}
    if unit is Unit.HOURS:
        return _hours(value)
    return formats.number(value, places=_places(value))


def _hours(value: Decimal) -> str:
    """Hours, and minutes of less than one."""
    if 0 < abs(value) < 1:
        minutes = round(value * 60)
        if abs(minutes) < 60:
            return gettext("%(minutes)s min") % {"minutes": formats.number(minutes)}
    return gettext("%(hours)s h") % {"hours": formats.number(value, places=1)}


def _places(value: Decimal) -> int:
    """As many as are worth reading: two of what is less than one, which one place would hide."""
    if value == value.to_integral_value():
        return 0
    return 2 if abs(value) < 1 else 1
