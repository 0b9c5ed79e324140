"""The picture of one file as one HTML page that needs nothing else: what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

import clavero
from clavero.cli import sentences
from clavero.cli.sentences import Reading
from clavero.core.estimates import Estimate
from clavero.core.money import Money
from clavero.portfolio.charts import concentration_chart, pareto_chart
from clavero.portfolio.selectors import PortfolioPicture, PortfolioRow
from clavero.portfolio.words import ALERT_BADGES, ALERT_SENTENCES, margin_in_words
from clavero.ui import formats, palette
from clavero.ui.charts import WIDTH, Chart, to_svg

MOST_ROWS = 2_500
"""Ranked customers listed on the page; with more a browser would be slow to open it."""

_TEMPLATE = "portfolio/analysis.html"
_ON_PAPER = 100
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure with its name and what it says; ``growth`` is against the period before."""

    label: str
    value: str
    note: str
    growth: Estimate | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as it stands in the page, and as it does on a phone."""

    title: str
    description: str
    svg: SafeString
    narrow: SafeString


@dataclass(frozen=True, slots=True)
class Warned:
    """A customer on which the company depends."""

    row: PortfolioRow
    badge: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a column of the list."""

    text: str
    is_figure: bool = False


def page(picture: PortfolioPicture, reading: Reading) -> str:
    """The page, in the language that is spoken."""
    has_growth = picture.comparison is not None and picture.comparison.is_covered
    has_cost = not picture.is_margin_unknown
    # Those without rank stand last, and the page says that they are listed.
    rows = [*picture.rows[:MOST_ROWS], *picture.not_positive, *picture.unknown]
    context = {
        "version": clavero.__version__,
        "light": palette.LIGHT,
        "dark": palette.DARK,
        "file_name": reading.file_name,
        "currency": reading.currency,
        "summary": picture.summary,
        "headline": sentences.headline(picture),
        "lead": list(sentences.lead(picture)),
        "tiles": list(_tiles(picture, reading)),
        "pareto": _pareto(picture, reading.currency) if picture.rows else None,
        "largest_make": _drawing(concentration_chart(picture)) if picture.rows else None,
        "alerts": [_warned(row) for row in picture.alerts],
        "concentration": list(_concentration(picture)),
        "gaps": list(sentences.gaps(picture, reading)),
        "refused": reading.refused,
        "headings": list(_headings(has_growth, has_cost)),
        "rows": rows,
        "largest": max((row.net_sales for row in rows), default=_ZERO),
        "has_growth": has_growth,
        "has_cost": has_cost,
        "classes": sorted({row.abc for row in rows if row.abc}),
        "all": len(picture.listed),
        "rest": len(picture.listed) - len(rows),
        "is_long": len(rows) > _ON_PAPER,
        "words": list(sentences.words(reading.currency)),
        "made_by": sentences.made_by(reading),
    }
    return render_to_string(_TEMPLATE, context)


# -- the figures ---------------------------------------------------------------------------------


def _tiles(picture: PortfolioPicture, reading: Reading) -> Iterator[Fact]:
    summary, comparison, currency = picture.summary, picture.comparison, reading.currency
    is_told = comparison is not None and comparison.is_covered
    yield Fact(
        _("Net sales"),
        formats.money_compact(Money(summary.net_sales, currency)),
        _("against %(period)s") % {"period": formats.period_in_words(comparison.summary.period)}
        if comparison and is_told
        else _("%(amount)s to the cent") % {"amount": sentences.money(summary.net_sales, currency)},
        comparison.growth if comparison and is_told else None,
    )
    yield Fact(
        _("Customers"),
        formats.number(summary.customers),
        _("%(count)s of them bought more than they gave back")
        % {"count": formats.number(summary.ranked)},
    )
    yield Fact(
        _("Top 20% of customers"),
        _percent(summary.top20_share),
        _("of net sales are made by them"),
    )
    effective = summary.effective_customers
    yield Fact(
        _("As concentrated as"),
        formats.NOTHING if effective is None else formats.number(effective, places=1),
        _("customers of the same size"),
    )
    yield _contribution_tile(picture, reading)
    without = sentences.part(summary.unattributed, summary.net_sales)
    yield Fact(
        _("Without customer"),
        formats.money_compact(Money(summary.unattributed, currency)),
        "" if without is None else _("%(part)s of net sales") % {"part": without},
    )


def _contribution_tile(picture: PortfolioPicture, reading: Reading) -> Fact:
    contribution = picture.summary.contribution
    if contribution is None:
        why = _("no line has a cost") if reading.has_costs else _("the file has no cost")
        return Fact(_("Contribution"), formats.NOTHING, why)
    return Fact(
        _("Contribution"),
        formats.money_compact(Money(contribution, reading.currency)),
        margin_in_words(picture.summary.margin, picture.summary.cost_known_share),
    )


def _concentration(picture: PortfolioPicture) -> Iterator[Fact]:
    found = picture.summary.concentration
    if found is None:
        return
    yield Fact(
        _("As concentrated as"),
        formats.number(found.effective_customers, places=1),
        _("customers of the same size"),
    )
    yield Fact(
        _("Herfindahl index"),
        formats.number(found.hhi_points, places=0),
        _("points of 10,000; authorities call a market concentrated from 1,800 on"),
    )
    yield Fact(
        _("Gini index"),
        formats.number(found.gini, places=2),
        _("0 if all bought the same, almost 1 if one bought all"),
    )


def _warned(row: PortfolioRow) -> Warned:
    alert = str(row.alert)
    return Warned(row, str(ALERT_BADGES[alert]), str(ALERT_SENTENCES[alert]))


def _headings(has_growth: bool, has_cost: bool) -> Iterator[Heading]:
    yield Heading(_("Rank"), is_figure=True)
    yield Heading(_("Customer"))
    yield Heading(_("Net sales"), is_figure=True)
    yield Heading(_("Share"), is_figure=True)
    yield Heading(_("Cumulative"), is_figure=True)
    yield Heading(_("Class"))
    if has_growth:
        yield Heading(_("Growth"), is_figure=True)
    if has_cost:
        yield Heading(_("Contribution"), is_figure=True)
    yield Heading(_("Orders"), is_figure=True)
    yield Heading(_("Last purchase"))


def _percent(fraction: Decimal | None) -> str:
    return formats.NOTHING if fraction is None else formats.percent(fraction)


# -- the drawings --------------------------------------------------------------------------------

_COLOURS = {colour: name for name, colour in reversed(palette.LIGHT.items())}
_COLOUR = re.compile("|".join(map(re.escape, _COLOURS)))
_PHONE = 300  # pixels of a card on a phone
_OWN = re.compile(r'\bid="|url\(#')
_LABEL = re.compile(r'aria-label="([^"]*)"')


def _pareto(picture: PortfolioPicture, currency: str) -> Drawing:
    # The page is all there is: a bar leads nowhere.
    return _drawing(pareto_chart(picture, currency=currency, address=lambda customer_id: ""))


def _drawing(chart: Chart) -> Drawing:
    wide, narrow = _svg(chart, WIDTH), _svg(chart, _PHONE)
    return Drawing(str(chart.title), str(chart.description), wide, narrow)


def _svg(chart: Chart, width: int) -> SafeString:
    """The chart without its title, in colours that follow the page's appearance."""
    fields = {name for row in chart.rows for name in row}

    def in_words(label: re.Match[str]) -> str:
        # Vega tells the raw fields of a mark before those of its tooltip.
        told = [part for part in label[1].split("; ") if part.partition(":")[0] not in fields]
        return f'aria-label="{"; ".join(told)}"'

    svg = _LABEL.sub(in_words, to_svg(chart, is_titled=False, tells_marks=True, width=width))
    themed = _COLOUR.sub(lambda found: f"var(--{_COLOURS[found[0]]})", svg)
    # One that is not shown lends its clippings to nobody.
    themed = _OWN.sub(rf"\g<0>{width}-", themed)
    # Vega has escaped every text in it.
    return mark_safe(themed)  # noqa: S308
