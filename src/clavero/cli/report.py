"""The picture of one file as one HTML page that needs nothing else: what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

import clavero
from clavero.core.estimates import Estimate
from clavero.core.money import Money
from clavero.portfolio.charts import concentration_chart, pareto_chart
from clavero.portfolio.selectors import PortfolioPicture, PortfolioRow
from clavero.ui import formats, palette
from clavero.ui.charts import Chart, to_svg

MOST_ROWS = 2_000
"""Customers listed on the page; with more it would be too heavy to send by e-mail."""

_TEMPLATE = "portfolio/analysis.html"
_ON_PAPER = 100
_ZERO = Decimal(0)
_SMALL = Decimal("0.001")  # below it, one decimal would show nothing


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of the file's rows. ``refused`` are reasons in words, each with its rows."""

    file_name: str
    read: int
    repeated: int
    zero_price: int
    refused: Sequence[tuple[str, int]]
    currency: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure with its name and what it says; ``growth`` is against the period before."""

    label: str
    value: str
    note: str
    growth: Estimate | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart as it stands in the page."""

    title: str
    description: str
    svg: SafeString


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
    rows = picture.listed[:MOST_ROWS]
    context = {
        "version": clavero.__version__,
        "light": palette.LIGHT,
        "dark": palette.DARK,
        "file_name": reading.file_name,
        "currency": reading.currency,
        "summary": picture.summary,
        "headline": _headline(picture),
        "lead": list(_lead(picture)),
        "tiles": list(_tiles(picture, reading.currency)),
        "pareto": _pareto(picture, reading.currency) if picture.rows else None,
        "largest_make": _drawing(concentration_chart(picture)) if picture.rows else None,
        "alerts": [_warned(row) for row in picture.alerts],
        "concentration": list(_concentration(picture)),
        "gaps": list(_gaps(picture, reading)),
        "refused": reading.refused,
        "headings": list(_headings(has_growth, has_cost)),
        "rows": rows,
        "largest": max((row.net_sales for row in rows), default=_ZERO),
        "has_growth": has_growth,
        "has_cost": has_cost,
        "rest": len(picture.listed) - len(rows),
        "is_long": len(rows) > _ON_PAPER,
        "words": list(_words(reading.currency)),
        "made_by": _made_by(reading),
    }
    return render_to_string(_TEMPLATE, context)


# -- the sentences -------------------------------------------------------------------------------


def _headline(picture: PortfolioPicture) -> str:
    summary = picture.summary
    if not summary.ranked:
        return _("No customer bought more than it gave back")
    return ngettext(
        "%(few)s of %(all)s customers makes 80 %% of sales",
        "%(few)s of %(all)s customers make 80 %% of sales",
        summary.customers_for_80,
    ) % {
        "few": formats.number(summary.customers_for_80),
        "all": formats.number(summary.ranked),
    }


def _lead(picture: PortfolioPicture) -> Iterator[str]:
    found = picture.summary.concentration
    if found is None:
        return
    first = picture.rows[0]
    yield _("The largest, %(name)s, makes %(one)s; the five largest make %(five)s.") % {
        "name": first.name,
        "one": formats.percent(found.cr1),
        "five": formats.percent(found.cr5),
    }


def _gaps(picture: PortfolioPicture, reading: Reading) -> Iterator[str]:
    """What a reader should know before believing the figures."""
    summary = picture.summary
    if summary.unattributed:
        yield _("%(amount)s (%(part)s of net sales) stand on lines without customer.") % {
            "amount": _money(summary.unattributed, reading.currency),
            "part": _part(summary.unattributed, summary.net_sales),
        }
    yield from _cost_gaps(picture)
    refused = sum(count for _reason, count in reading.refused)
    counted = (
        (refused, _rows_refused(refused, reading.read)),
        (len(picture.not_positive), _given_back(len(picture.not_positive))),
        (reading.zero_price, _zero_price(reading.zero_price)),
        (reading.repeated, _repeated(reading.repeated)),
    )
    yield from (sentence for count, sentence in counted if count)


def _cost_gaps(picture: PortfolioPicture) -> Iterator[str]:
    if picture.is_margin_unknown:
        yield _("The file has no cost, so no margin is known; it is not shown as 100 %.")
        return
    known = _cost_known(picture)
    if known is not None and known < 1:
        yield _("The cost is known for %(part)s of net sales; the rest has no margin.") % {
            "part": formats.percent(known)
        }


def _rows_refused(count: int, read: int) -> str:
    return ngettext(
        "%(count)s of %(read)s rows was refused; it is in no figure.",
        "%(count)s of %(read)s rows were refused; they are in no figure.",
        count,
    ) % {"count": formats.number(count), "read": formats.number(read)}


def _given_back(count: int) -> str:
    return ngettext(
        "%(count)s customer gave back as much as it bought or more: it is listed, not ranked.",
        "%(count)s customers gave back as much as they bought or more: they are listed, not "
        "ranked.",
        count,
    ) % {"count": formats.number(count)}


def _zero_price(count: int) -> str:
    return ngettext(
        "%(count)s line has a price of zero.", "%(count)s lines have a price of zero.", count
    ) % {"count": formats.number(count)}


def _repeated(count: int) -> str:
    return ngettext(
        "%(count)s line stands more than once in its invoice; it counts each time.",
        "%(count)s lines stand more than once in their invoice; they count each time.",
        count,
    ) % {"count": formats.number(count)}


def _words(currency: str) -> Iterator[tuple[str, str]]:
    yield (
        _("Net sales"),
        _("Invoices less credit notes, without tax, in %(currency)s. Lines without customer count.")
        % {"currency": currency},
    )
    yield (
        _("Class"),
        _(
            "Customers from the largest to the smallest: A are those up to 80 % of net sales, "
            "B those up to 95 %, C the rest. Whoever crosses a limit is in the better class."
        ),
    )
    yield (
        _("Growth"),
        _("Net sales against the same months of the year before, if the file reaches back."),
    )
    yield (
        _("Contribution"),
        _(
            "Net sales less cost, of the lines whose cost is known; beside it stands the part of "
            "net sales that these lines are."
        ),
    )
    yield (
        _("As concentrated as"),
        _(
            "One divided by the sum of all squared shares: so many customers of one size would "
            "be as concentrated."
        ),
    )
    yield (
        _("Gini index"),
        _("How unequal customers are: 0 if all bought the same, almost 1 if one bought all."),
    )


def _made_by(reading: Reading) -> str:
    return ngettext(
        "Made by Clavero %(version)s on %(day)s from %(count)s row of %(file)s.",
        "Made by Clavero %(version)s on %(day)s from %(count)s rows of %(file)s.",
        reading.read,
    ) % {
        "version": clavero.__version__,
        "day": formats.day(timezone.localdate()),
        "count": formats.number(reading.read),
        "file": reading.file_name,
    }


# -- the figures ---------------------------------------------------------------------------------


def _tiles(picture: PortfolioPicture, currency: str) -> Iterator[Fact]:
    summary, comparison = picture.summary, picture.comparison
    is_told = comparison is not None and comparison.is_covered
    yield Fact(
        _("Net sales"),
        formats.money_compact(Money(summary.net_sales, currency)),
        _("against %(period)s") % {"period": formats.period_in_words(comparison.summary.period)}
        if comparison and is_told
        else _("%(amount)s to the cent") % {"amount": _money(summary.net_sales, currency)},
        comparison.growth if comparison and is_told else None,
    )
    yield Fact(
        _("Customers"),
        formats.number(summary.customers),
        _("%(count)s of them bought more than they gave back")
        % {"count": formats.number(summary.ranked)},
    )
    yield Fact(
        _("Top 20 % of customers"),
        _percent(summary.top20_share),
        _("of net sales are made by them"),
    )
    effective = summary.effective_customers
    yield Fact(
        _("As concentrated as"),
        formats.NOTHING if effective is None else formats.number(effective, places=1),
        _("customers of the same size"),
    )
    yield _contribution_tile(picture, currency)
    yield Fact(
        _("Without customer"),
        formats.money_compact(Money(summary.unattributed, currency)),
        _("%(part)s of net sales") % {"part": _part(summary.unattributed, summary.net_sales)},
    )


def _contribution_tile(picture: PortfolioPicture, currency: str) -> Fact:
    contribution = picture.summary.contribution
    if contribution is None:
        return Fact(_("Contribution"), formats.NOTHING, _("the file has no cost"))
    known = _cost_known(picture)
    return Fact(
        _("Contribution"),
        formats.money_compact(Money(contribution, currency)),
        _("where the cost is known: %(part)s of net sales") % {"part": _percent(known)},
    )


def _cost_known(picture: PortfolioPicture) -> Decimal | None:
    """The part of all customers' net sales whose cost is known."""
    every = [row for row in picture.listed if row.cost_known_share is not None]
    total = sum((abs(row.net_sales) for row in every), _ZERO)
    known = sum((abs(row.net_sales) * (row.cost_known_share or _ZERO) for row in every), _ZERO)
    return known / total if total else None


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
    badge, sentence = {
        "major": (
            _("Major"),
            _("10 % or more: accounting rules have companies disclose such a customer."),
        ),
        "high": (_("High"), _("25 % or more: losing it would decide the year.")),
        "critical": (_("Critical"), _("More than half: the company stands on this customer.")),
        "existential": (
            _("Existential"),
            _("More than 80 %: without it there is no company."),
        ),
    }[str(row.alert)]
    return Warned(row, badge, sentence)


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


def _money(amount: Decimal, currency: str) -> str:
    return formats.money(Money(amount, currency))


def _percent(fraction: Decimal | None) -> str:
    return formats.NOTHING if fraction is None else formats.percent(fraction)


def _part(amount: Decimal, whole: Decimal) -> str:
    if whole <= 0:
        return formats.NOTHING
    part = amount / whole
    return formats.percent(part, places=1 if abs(part) >= _SMALL or not part else 2)


# -- the drawings --------------------------------------------------------------------------------

_COLOURS = {colour: name for name, colour in reversed(palette.LIGHT.items())}
_COLOUR = re.compile("|".join(map(re.escape, _COLOURS)))
_LABEL = re.compile(r'aria-label="([^"]*)"')


def _pareto(picture: PortfolioPicture, currency: str) -> Drawing:
    # The page is all there is: a bar leads nowhere.
    return _drawing(pareto_chart(picture, currency=currency, address=lambda customer_id: ""))


def _drawing(chart: Chart) -> Drawing:
    return Drawing(str(chart.title), str(chart.description), _svg(chart))


def _svg(chart: Chart) -> SafeString:
    """The chart without its title, in colours that follow the page's appearance."""
    fields = {name for row in chart.rows for name in row}

    def in_words(label: re.Match[str]) -> str:
        # Vega tells the raw fields of a mark before those of its tooltip.
        told = [part for part in label[1].split("; ") if part.partition(":")[0] not in fields]
        return f'aria-label="{"; ".join(told)}"'

    svg = _LABEL.sub(in_words, to_svg(replace(chart, title="")))
    themed = _COLOUR.sub(lambda found: f"var(--{_COLOURS[found[0]]})", svg)
    # Vega has escaped every text in it.
    return mark_safe(themed)  # noqa: S308
