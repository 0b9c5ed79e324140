"""The figures that stand alone on the pages, each with why it is what it is."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.estimates import Estimate
from clavero.core.money import Money
from clavero.portfolio.rules.picture import By
from clavero.portfolio.rules.silence import Rhythm, Silence
from clavero.portfolio.selectors import CustomerPicture, PortfolioPicture
from clavero.portfolio.selectors.customer import Standing
from clavero.portfolio.words import RHYTHM_SENTENCES
from clavero.ui import formats
from clavero.ui.formats import NOTHING, Kind
from clavero.ui.parts import Explanation, Input, Tile


def headline(picture: PortfolioPicture) -> str:
    """Both readings of 80/20 in a sentence."""
    summary = picture.summary
    if summary.customers_for_80_share is None or summary.top20_share is None:
        return _("No customer has positive sales in this period.")
    words = {
        "few": formats.number(summary.customers_for_80),
        "all": formats.number(summary.ranked),
        "part": formats.percent(summary.customers_for_80_share),
        "top": formats.percent(summary.top20_share),
    }
    if picture.by is By.CONTRIBUTION:
        return (
            ngettext(
                "%(few)s of %(all)s customers (%(part)s) leaves 80 %% of the contribution; "
                "the top 20 %% of them leave %(top)s.",
                "%(few)s of %(all)s customers (%(part)s) leave 80 %% of the contribution; "
                "the top 20 %% of them leave %(top)s.",
                summary.customers_for_80,
            )
            % words
        )
    return (
        ngettext(
            "%(few)s of %(all)s customers (%(part)s) makes 80 %% of the sales; "
            "the top 20 %% of them make %(top)s.",
            "%(few)s of %(all)s customers (%(part)s) make 80 %% of the sales; "
            "the top 20 %% of them make %(top)s.",
            summary.customers_for_80,
        )
        % words
    )


def portfolio_tiles(picture: PortfolioPicture, currency: str) -> list[Tile]:
    """The portfolio's own figures."""
    tiles = _PortfolioTiles(picture, currency)
    return [
        tiles.net_sales(),
        tiles.contribution(),
        tiles.customers_for_80(),
        tiles.top20(),
        tiles.largest(),
        tiles.effective_customers(),
    ]


class _PortfolioTiles:
    def __init__(self, picture: PortfolioPicture, currency: str) -> None:
        self.picture = picture
        self.summary = picture.summary
        self.currency = currency

    def net_sales(self) -> Tile:
        picture, summary = self.picture, self.summary
        comparison = picture.comparison
        inputs = [
            Input(_("Customers"), self._exact(summary.net_sales - summary.unattributed)),
            Input(_("Lines without customer"), self._exact(summary.unattributed)),
        ]
        return Tile(
            label=_("Net sales"),
            value=self._compact(summary.net_sales),
            growth=comparison.growth if comparison else None,
            comparison=(
                _("against %(period)s")
                % {"period": formats.period_in_words(comparison.summary.period)}
                if comparison
                else ""
            ),
            note=(
                _("%(amount)s of it without customer")
                % {"amount": self._compact(summary.unattributed)}
                if summary.unattributed
                else ""
            ),
            explanation=self._why(
                _("What was invoiced less what was credited, without taxes."),
                _("invoices − credit notes"),
                inputs if picture.is_whole else inputs[:1],
            ),
        )

    def contribution(self) -> Tile:
        summary = self.summary
        if summary.contribution is None:
            return Tile(
                label=_("Contribution"),
                value=NOTHING,
                note=_("Margin unknown: no line of this period has a cost."),
            )
        ranked = [*self.picture.rows, *self.picture.not_positive, *self.picture.unknown]
        partly = sum(
            1 for row in ranked if row.cost_known_share is not None and row.cost_known_share < 1
        )
        note = ""
        if partly:
            note = ngettext(
                "The cost of %(count)s customer is known only in part.",
                "The cost of %(count)s customers is known only in part.",
                partly,
            ) % {"count": formats.number(partly)}
        return Tile(
            label=_("Contribution"),
            value=self._compact(summary.contribution),
            note=note,
            explanation=self._why(
                _("What the lines whose cost is known leave after that cost."),
                _("net sales of lines with cost − their cost"),
                [],
            ),
        )

    def customers_for_80(self) -> Tile:
        summary = self.summary
        return Tile(
            label=_("Customers that make 80 %"),
            value=formats.number(summary.customers_for_80),
            note=_("%(part)s of the %(all)s customers with sales")
            % {
                "part": self._percent(summary.customers_for_80_share),
                "all": formats.number(summary.ranked),
            },
            explanation=self._why(
                _("How many of the largest customers it takes to reach 80 % of the total."),
                _("the least k with the k largest ≥ 80 % of the total"),
                [Input(_("Total of the ranked customers"), self._exact(self._ranked_total()))],
                _("Pareto / ABC, both readings of 80/20"),
            ),
        )

    def top20(self) -> Tile:
        summary = self.summary
        return Tile(
            label=_("The top 20 % of customers make"),
            value=self._percent(summary.top20_share),
            note=_("80/20 is a rule of thumb, not a target."),
            explanation=self._why(
                _("The part of the total that the largest fifth of the customers makes."),
                _("the ⌈0.20 · N⌉ largest ÷ total"),
                [Input(_("Customers ranked (N)"), formats.number(summary.ranked))],
                _("Pareto / ABC, both readings of 80/20"),
            ),
        )

    def largest(self) -> Tile:
        summary = self.summary
        first = self.picture.rows[0] if self.picture.rows else None
        return Tile(
            label=_("The largest customer"),
            value=self._percent(summary.cr1),
            note=first.name if first else "",
            explanation=self._why(
                _("The share of the largest customer; the five largest stand beside it."),
                _("CR1 = the largest ÷ total"),
                [Input(_("The five largest (CR5)"), self._percent(summary.cr5))],
                _("Concentration ratios"),
            ),
        )

    def effective_customers(self) -> Tile:
        summary = self.summary
        found = summary.concentration
        return Tile(
            label=_("Effective number of customers"),
            value=NOTHING if found is None else formats.number(found.effective_customers, places=1),
            note=_("as concentrated as so many equal customers"),
            explanation=None
            if found is None
            else self._why(
                _("So many customers of equal size would be as concentrated as these."),
                _("1 ÷ HHI, with HHI = Σ share²"),
                [
                    Input(_("HHI"), formats.number(found.hhi, places=4)),
                    Input(_("HHI in points"), formats.number(found.hhi_points, places=0)),
                    Input(_("Gini"), formats.number(found.gini, places=3)),
                ],
                _("Herfindahl–Hirschman index"),
            ),
        )

    def _ranked_total(self) -> Decimal:
        return self.picture.rows[0].total if self.picture.rows else Decimal(0)

    def _why(
        self, sentence: str, formula: str, inputs: list[Input], source: str = ""
    ) -> Explanation:
        return Explanation(
            sentence=sentence,
            formula=formula,
            inputs=inputs,
            period=self.picture.period,
            data_version=self.picture.versions.ledger,
            source=source,
        )

    def _compact(self, amount: Decimal) -> str:
        return formats.money_compact(Money(amount, self.currency))

    def _exact(self, amount: Decimal) -> str:
        return formats.money(Money(amount, self.currency))

    def _percent(self, value: Decimal | None) -> str:
        return NOTHING if value is None else formats.percent(value)


def customer_tiles(picture: CustomerPicture, currency: str) -> list[Tile]:
    """A customer's own figures."""
    tiles = [
        _sales_tile(picture, currency),
        _year_tile(picture),
        _margin_tile(picture, currency),
        _orders_tile(picture),
    ]
    if picture.figures.standing is not None:
        tiles.append(_standing_tile(picture.figures.standing))
    if picture.figures.silence is not None:
        tiles.append(_silence_tile(picture.figures.silence))
    return tiles


def _why(picture: CustomerPicture, sentence: str, formula: str, inputs: list[Input]) -> Explanation:
    return Explanation(
        sentence=sentence,
        formula=formula,
        inputs=inputs,
        period=picture.period,
        data_version=picture.versions.ledger,
    )


def _sales_tile(picture: CustomerPicture, currency: str) -> Tile:
    totals = picture.figures.totals
    comparison = ""
    if picture.period_before is not None:
        comparison = _("against %(period)s") % {
            "period": formats.period_in_words(picture.period_before)
        }
    return Tile(
        label=_("Net sales"),
        value=formats.money_compact(Money(totals.net_sales, currency)),
        growth=totals.growth if picture.period_before is not None else None,
        comparison=comparison,
        explanation=_why(
            picture,
            _(
                "What was invoiced to this customer and to all that rolls up to it, "
                "less credit notes."
            ),
            _("invoices − credit notes"),
            [
                Input(_("This period"), formats.money(Money(totals.net_sales, currency))),
                Input(
                    _("The period before"),
                    NOTHING
                    if totals.net_sales_before is None
                    else formats.money(Money(totals.net_sales_before, currency)),
                ),
            ],
        ),
    )


def _year_tile(picture: CustomerPicture) -> Tile:
    grown = picture.figures.growth
    return Tile(
        label=_("Growth, year on year"),
        value=_growth_in_figures(grown),
        note=_("the last twelve full months against the twelve before")
        if grown.value is not None
        else formats.estimate(grown).reason,
    )


def _growth_in_figures(grown: Estimate) -> str:
    if grown.value is None:
        return NOTHING
    shown = formats.growth(grown.value)
    return f"{shown.arrow} {shown.text}"


def _margin_tile(picture: CustomerPicture, currency: str) -> Tile:
    totals = picture.figures.totals
    if totals.contribution is None:
        return Tile(
            label=_("Contribution"), value=NOTHING, note=_("Margin unknown: no line has a cost.")
        )
    shown = formats.estimate(totals.margin, Kind.PERCENT)
    known = totals.cost_known_share
    if known is not None and known < 1:
        note = _("The cost of %(part)s of the sales is known.") % {"part": formats.percent(known)}
    else:
        note = _("a margin of %(margin)s") % {"margin": shown.text}
    return Tile(
        label=_("Contribution"),
        value=formats.money_compact(Money(totals.contribution, currency)),
        note=note,
        explanation=_why(
            picture,
            _("What the lines whose cost is known leave after that cost."),
            _("net sales of lines with cost − their cost"),
            [Input(_("Contribution"), formats.money(Money(totals.contribution, currency)))],
        ),
    )


def _orders_tile(picture: CustomerPicture) -> Tile:
    totals = picture.figures.totals
    return Tile(
        label=_("Orders"),
        value=formats.number(totals.orders),
        note=ngettext(
            "in %(count)s month with orders",
            "in %(count)s months with orders",
            totals.active_months,
        )
        % {"count": totals.active_months},
    )


def _standing_tile(standing: Standing) -> Tile:
    return Tile(
        label=_("Rank in the company"),
        value=_("%(rank)s of %(all)s")
        % {"rank": formats.number(standing.rank), "all": formats.number(standing.of)},
        note=_("class %(abc)s, %(share)s of the sales")
        % {"abc": standing.abc.value, "share": formats.percent(standing.share)},
    )


def _silence_tile(silence: Silence) -> Tile:
    sentence = str(RHYTHM_SENTENCES[silence.rhythm])
    if silence.days is None:
        return Tile(label=_("Silence"), value=NOTHING, note=sentence)
    value = ngettext("%(count)s day", "%(count)s days", silence.days) % {
        "count": formats.number(silence.days)
    }
    comparison = ""
    if silence.usual_gap is not None:
        comparison = ngettext(
            "its usual gap is %(gap)s days, from %(count)s gap",
            "its usual gap is %(gap)s days, from %(count)s gaps",
            silence.gaps,
        ) % {"gap": formats.number(silence.usual_gap), "count": formats.number(silence.gaps)}
    mark = "⚠ " if silence.rhythm is Rhythm.LONG else ""
    return Tile(
        label=_("Since the last order"),
        value=value,
        comparison=comparison,
        note=f"{mark}{sentence}",
        explanation=Explanation(
            sentence=_("Days from the last order to %(day)s, the last day of the data.")
            % {"day": formats.day(silence.as_of)},
            formula=_("usual gap = median of the days between two orders"),
            inputs=[
                Input(
                    _("Last order"),
                    formats.day(silence.last_order) if silence.last_order else NOTHING,
                ),
                Input(
                    _("Shortest gap"),
                    NOTHING if silence.shortest is None else formats.number(silence.shortest),
                ),
                Input(
                    _("Longest gap"),
                    NOTHING if silence.longest is None else formats.number(silence.longest),
                ),
            ],
        ),
    )
