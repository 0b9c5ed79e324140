"""Figures of a plan as its pages write them: the forecast, the win-win test, the risks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from clavero.core.money import Money
from clavero.core.period import add_months
from clavero.plans.rules.consistency import Broken, Check
from clavero.plans.rules.value import WinWin, Year
from clavero.plans.selectors import Case, Outcome, PlanPicture, Reading, Worth
from clavero.plans.words import Name
from clavero.ui import formats

if TYPE_CHECKING:
    from clavero.plans.models import Forecast

_HUNDRED = Decimal(100)
_DEFAULT_RATE = Decimal(10)
_MOST_GROWTH = Decimal("0.25")
_SPREAD = Decimal(3)
CASE_NAMES: dict[Case, Name] = {
    Case.LOW: pgettext_lazy("forecast", "Low"),
    Case.BASE: pgettext_lazy("forecast", "Base"),
    Case.HIGH: pgettext_lazy("forecast", "High"),
}
READING_NAMES: dict[Reading, Name] = {
    Reading.ALL: gettext_lazy("With all that is asked for, each initiative by its probability"),
    Reading.GRANTED: gettext_lazy("Without what waits for means that nobody has approved"),
    Reading.LIKELY: gettext_lazy("Only the likely initiatives, at full value"),
    Reading.FULL: gettext_lazy("Every initiative at full value, as if all came"),
}
LINE_NAMES: dict[str, Name] = {
    "net_sales": gettext_lazy("Net sales"),
    "gross_margin": gettext_lazy("Gross margin"),
    "cost_to_serve": gettext_lazy("Cost to serve"),
    "managing": gettext_lazy("Managing the account"),
    "means": gettext_lazy("Initiatives and means"),
    "contribution": gettext_lazy("Contribution"),
}
"""The lines of the profit and loss of a year, in their order."""
_COSTS = {"cost_to_serve", "managing", "means"}


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A case or a reading, in money; sales and contributions with the names of their years."""

    name: Name
    sales: Sequence[tuple[str, str]]
    contributions: Sequence[tuple[str, str]]
    value: str
    kept_value: str
    is_base: bool


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of the profit and loss of the base case, with the names of its years."""

    name: Name
    amounts: Sequence[tuple[str, str]]
    is_total: bool


@dataclass(frozen=True, slots=True)
class ShownWorth:
    """The forecast on its page."""

    years: Sequence[str]
    cases: Sequence[ShownCase]
    readings: Sequence[ShownCase]
    lines: Sequence[ShownLine]
    from_when: str
    refused: str
    risks: Sequence[tuple[str, str, str]]
    loss: str
    unsaid: str


@dataclass(frozen=True, slots=True)
class ShownWinWin:
    """What an initiative is worth to both, in a sentence and figures."""

    ours: str
    theirs: str
    share: str
    sentence: str
    tone: str


def shown_win_win(test: WinWin | None, currency: str) -> ShownWinWin | None:
    """The test of an initiative; ``None`` while figures are missing."""
    if test is None:
        return None
    share = test.share
    if not test.both_win:
        sentence = (
            _("It is worth something to one side only.")
            if test.ours > 0 or test.theirs > 0
            else _("It is worth nothing to either side.")
        )
    elif test.is_lopsided:
        sentence = _("Both win, but one side gets more than four fifths of it.")
    else:
        sentence = _("Both win, and neither gets more than four fifths of it.")
    tone = "good" if test.both_win and not test.is_lopsided else "warn" if test.both_win else "bad"
    return ShownWinWin(
        ours=_money(test.ours, currency),
        theirs=_money(test.theirs, currency),
        share="" if share is None else formats.percent(share, places=0),
        sentence=sentence,
        tone=tone,
    )


def shown_worth(picture: PlanPicture, worth: Worth, currency: str) -> ShownWorth:
    """The forecast of a plan."""
    drivers = picture.forecast
    years = year_names(picture)
    base = worth.cases[Case.BASE].years
    return ShownWorth(
        years=years,
        cases=[
            _case(CASE_NAMES[case], outcome, years, currency, is_base=case is Case.BASE)
            for case, outcome in worth.cases.items()
        ],
        readings=[
            _case(READING_NAMES[reading], outcome, years, currency, is_base=False)
            for reading, outcome in worth.readings.items()
        ],
        lines=[
            ShownLine(
                name=LINE_NAMES[key],
                amounts=list(zip(years, (_money(each, currency) for each in amounts), strict=True)),
                is_total=key == "contribution",
            )
            for key, amounts in lines_of(base)
        ],
        from_when="" if drivers is None else from_when(drivers),
        refused=refused_in_words(worth),
        risks=[
            (
                each.row.text,
                formats.number(each.score),
                formats.NOTHING if each.loss is None else _money(each.loss, currency),
            )
            for each in sorted(worth.risks, key=lambda risk: -risk.score)
        ],
        loss=formats.NOTHING if worth.loss is None else _money(worth.loss, currency),
        unsaid=unsaid_in_words(worth.unsaid),
    )


def year_names(picture: PlanPicture) -> list[str]:
    """The years of a forecast by their months: Oct 2026 – Sep 2027."""
    plan, drivers = picture.plan, picture.forecast
    if plan is None or drivers is None:
        return []
    firsts = (add_months(drivers.start, 12 * at) for at in range(plan.years))
    return [f"{_month(each)} – {_month(add_months(each, 11))}" for each in firsts]


def _month(day: date) -> str:
    return f"{formats.short_month(day)}\N{NO-BREAK SPACE}{day.year}"


def lines_of(years: Sequence[Year]) -> list[tuple[str, list[Decimal]]]:
    """The profit and loss of years, line by line; what it costs is less than nothing."""
    return [
        (key, [-getattr(each, key) if key in _COSTS else getattr(each, key) for each in years])
        for key in LINE_NAMES
    ]


def from_when(drivers: Forecast) -> str:
    """With which month a forecast begins, and when somebody made it or kept it."""
    return _("It begins with %(month)s and was made on %(day)s by %(name)s.") % {
        "month": formats.month(drivers.start),
        "day": formats.day(timezone.localtime(drivers.changed_at).date()),
        "name": drivers.by_name,
    }


def refused_in_words(worth: Worth) -> str:
    """Which initiatives count nowhere, their means having been refused; nothing where none."""
    told = [f"“{each.row.text}”" for each in worth.initiatives if each.is_refused]
    if not told:
        return ""
    return _(
        "Their means were refused, so that they count nowhere until somebody asks anew: %(names)s."
    ) % {"names": ", ".join(told)}


def unsaid_in_words(count: int) -> str:
    """Of how many risks the money is missing in the total; nothing where of none."""
    if not count:
        return ""
    return ngettext(
        "The money of %(count)s risk is not said, and not in the total.",
        "The money of %(count)s risks is not said, and not in the total.",
        count,
    ) % {"count": formats.number(count)}


def broken_in_words(each: Broken) -> str:
    """A check that a plan does not pass, in a sentence."""
    count = {"count": formats.number(each.count)}
    if each.check is Check.ACTIONS_WITHOUT_OBJECTIVE:
        told = ngettext(
            "%(count)s action belongs to no objective.",
            "%(count)s actions belong to no objective.",
            each.count,
        )
    elif each.check is Check.OBJECTIVES_UNMEASURED:
        told = ngettext(
            "%(count)s objective lacks a KPI, a baseline, a target or a date.",
            "%(count)s objectives lack a KPI, a baseline, a target or a date.",
            each.count,
        )
    elif each.check is Check.INITIATIVES_ONE_SIDED:
        told = ngettext(
            "%(count)s initiative lacks an owner or its value for one of both.",
            "%(count)s initiatives lack an owner or their value for one of both.",
            each.count,
        )
    elif each.check is Check.ACTIONS_CLASH:
        told = ngettext(
            "%(count)s action begins before something that it waits for ends.",
            "%(count)s actions begin before something that they wait for ends.",
            each.count,
        )
    elif each.check is Check.PAIRS_UNANSWERED:
        told = ngettext(
            "%(count)s pair of what meets what has no initiative that answers both.",
            "%(count)s pairs of what meets what have no initiative that answers both.",
            each.count,
        )
    else:
        told = ngettext(
            "%(count)s request waits for a decision; the forecast is shown with and without it.",
            "%(count)s requests wait for a decision; the forecast is shown with and without them.",
            each.count,
        )
    return told % count


def prefilled(picture: PlanPicture) -> dict[str, Any]:
    """What the drivers start with, from what is known; the rest is asked for."""
    live, card = picture.live, picture.scorecard
    found: dict[str, Any] = {
        "our_rate": _DEFAULT_RATE,
        "their_rate": _DEFAULT_RATE,
    }
    if card is not None and card.retention is not None:
        found["retention"] = _percent(card.retention)
    if live.sales is not None:
        found["base"] = live.sales.quantize(Decimal(1))
    grew = None if live.growth is None else live.growth.value
    if grew is not None:
        base = _percent(max(-_MOST_GROWTH, min(_MOST_GROWTH, grew)))
        found |= {
            "growth_low": base - _SPREAD, "growth_base": base, "growth_high": base + _SPREAD,
        }  # fmt: skip
    margin = live.years[0].margin.value if live.years else None
    if margin is not None:
        found["gross_margin"] = _percent(margin)
    if live.cost_to_serve is not None:
        found["cost_to_serve"] = _percent(live.cost_to_serve)
    return found


def _case(
    name: Name, outcome: Outcome, years: Sequence[str], currency: str, *, is_base: bool
) -> ShownCase:
    sales = [_money(each.net_sales, currency) for each in outcome.years]
    contributions = [_money(each.contribution, currency) for each in outcome.years]
    return ShownCase(
        name=name,
        sales=list(zip(years, sales, strict=True)),
        contributions=list(zip(years, contributions, strict=True)),
        value=_money(outcome.value, currency),
        kept_value=_money(outcome.kept_value, currency),
        is_base=is_base,
    )


def _percent(fraction: Decimal) -> Decimal:
    return (fraction * _HUNDRED).quantize(Decimal("0.1"))


def _money(amount: Decimal, currency: str) -> str:
    return formats.money(Money(amount, currency), places=0)
