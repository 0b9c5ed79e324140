"""The figures of *Portfolio*."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.money import Money
from clavero.portfolio.rules.picture import By
from clavero.portfolio.selectors import PortfolioPicture
from clavero.portfolio.sentences import why_nobody_is_ranked
from clavero.portfolio.words import margin_in_words, part_known
from clavero.ui import formats
from clavero.ui.formats import NOTHING, Kind
from clavero.ui.parts import Explanation, Input, Tile


def portfolio_tiles(picture: PortfolioPicture, currency: str) -> list[Tile]:
    """The portfolio in six figures."""
    tiles = _Tiles(picture, currency)
    return [
        tiles.net_sales(),
        tiles.contribution(),
        tiles.customers_for_80(),
        tiles.top20(),
        tiles.largest(),
        tiles.effective_customers(),
    ]


class _Tiles:
    def __init__(self, picture: PortfolioPicture, currency: str) -> None:
        self.picture = picture
        self.summary = picture.summary
        self.currency = currency
        comparison = picture.comparison
        self.comparison = comparison if comparison and comparison.is_covered else None

    def net_sales(self) -> Tile:
        summary, comparison = self.summary, self.comparison
        inputs = [Input(_("Customers"), self._exact(summary.net_sales - summary.unattributed))]
        if self.picture.is_whole:
            inputs.append(Input(_("Lines without customer"), self._exact(summary.unattributed)))
        if comparison:
            inputs.append(Input(_("The period before"), self._exact(comparison.summary.net_sales)))
        without = _("%(amount)s of it without customer") % {
            "amount": self._compact(summary.unattributed)
        }
        return Tile(
            label=_("Net sales"),
            value=self._compact(summary.net_sales),
            note=without if summary.unattributed else "",
            growth=comparison.growth if comparison else None,
            comparison=_("against %(period)s")
            % {"period": formats.period_in_words(comparison.summary.period)}
            if comparison
            else "",
            explanation=self._why(
                _("What was invoiced less what was credited, without taxes."),
                _("invoices − credit notes"),
                inputs,
            ),
        )

    def contribution(self) -> Tile:
        summary = self.summary
        if summary.contribution is None:
            return Tile(
                label=_("Contribution"),
                value=NOTHING,
                note=_("Margin unknown: no line of this period has a cost."),
                explanation=self._why(
                    _(
                        "Without the cost of the lines, what their sales leave is unknown, not "
                        "zero. Bring the cost in a column of the sales file; where its lines are "
                        "already in the ledger, undo their import first and import the file "
                        "with that column."
                    ),
                    _("net sales of lines with cost − their cost"),
                    [
                        Input(_("Net sales"), self._exact(summary.net_sales)),
                        Input(_("Sales whose cost is known"), NOTHING),
                    ],
                ),
            )
        known, margin = summary.cost_known_share, summary.margin
        return Tile(
            label=_("Contribution"),
            value=self._compact(summary.contribution),
            note=margin_in_words(margin, known),
            explanation=self._why(
                _("What the lines whose cost is known leave after that cost."),
                _("net sales of lines with cost − their cost; margin = contribution ÷ these sales"),
                [
                    Input(_("Contribution"), self._exact(summary.contribution)),
                    Input(_("Net sales of lines with cost"), self._known(margin.denominator)),
                    Input(
                        _("Sales whose cost is known"),
                        NOTHING if known is None else part_known(known),
                    ),
                    Input(_("Margin"), formats.estimate(margin, Kind.PERCENT).text),
                ],
            ),
        )

    def customers_for_80(self) -> Tile:
        summary = self.summary
        return Tile(
            label=_("Customers that make 80%"),
            value=NOTHING
            if summary.customers_for_80 is None
            else formats.number(summary.customers_for_80),
            note=why_nobody_is_ranked(self.picture)
            or ngettext(
                "the only customer in the ranking",
                "%(part)s of the %(all)s customers in the ranking",
                summary.ranked,
            )
            % {
                "part": self._percent(summary.customers_for_80_share),
                "all": formats.number(summary.ranked),
            },
            explanation=self._why(
                _("How many of the largest customers it takes to reach 80% of the total."),
                _("the least k with the k largest ≥ 80% of the total"),
                [Input(_("Total of the ranked customers"), self._exact(self._ranked_total()))],
                _("Pareto / ABC, both readings of 80/20"),
            ),
        )

    def top20(self) -> Tile:
        return Tile(
            label=_("The top 20% of customers make"),
            value=self._percent(self.summary.top20_share),
            note=_("80/20 is a rule of thumb, not a target."),
            explanation=self._why(
                _("The part of the total that the largest fifth of the customers makes."),
                _("the ⌈0.20 · N⌉ largest ÷ total"),
                [
                    Input(_("Customers ranked (N)"), formats.number(self.summary.ranked)),
                    Input(_("Total of the ranked customers"), self._exact(self._ranked_total())),
                ],
                _("Pareto / ABC, both readings of 80/20"),
            ),
        )

    def largest(self) -> Tile:
        rows, summary = self.picture.rows, self.summary
        inputs = [
            Input(_("Total of the ranked customers"), self._exact(self._ranked_total())),
            Input(_("The five largest (CR5)"), self._percent(summary.cr5)),
        ]
        if rows and rows[0].base is not None:
            inputs.insert(0, Input(rows[0].name, self._exact(rows[0].base)))
        return Tile(
            label=_("The largest customer"),
            value=self._percent(summary.cr1),
            note=rows[0].name if rows else "",
            explanation=self._why(
                _("The share of the largest customer; the five largest stand beside it."),
                _("CR1 = the largest ÷ total"),
                inputs,
                _("Concentration ratios"),
            ),
        )

    def effective_customers(self) -> Tile:
        found = self.summary.concentration
        return Tile(
            label=_("Effective number of customers"),
            value=NOTHING if found is None else formats.number(found.effective_customers, places=1),
            note=_("as concentrated as so many equal customers"),
            explanation=self._why(
                _("So many customers of equal size would be as concentrated as these."),
                _("1 ÷ HHI, with HHI = Σ share²"),
                concentration_inputs(self.picture),
                _("Herfindahl–Hirschman index"),
            ),
        )

    def _ranked_total(self) -> Decimal:
        return self.picture.rows[0].total if self.picture.rows else Decimal(0)

    def _why(
        self, sentence: str, formula: str, inputs: Sequence[Input], source: str = ""
    ) -> Explanation:
        ranked_by = {
            By.SALES: _("Net sales"),
            By.CONTRIBUTION: _("Contribution"),
        }[self.picture.by]
        return Explanation(
            sentence=sentence,
            formula=formula,
            inputs=[*inputs, Input(_("Ranked by"), ranked_by)] if source else inputs,
            period=self.picture.period,
            data_version=self.picture.versions.ledger,
            source=source,
        )

    def _compact(self, amount: Decimal) -> str:
        return formats.money_compact(Money(amount, self.currency))

    def _exact(self, amount: Decimal) -> str:
        return formats.money(Money(amount, self.currency))

    def _known(self, amount: Decimal | None) -> str:
        return NOTHING if amount is None else self._exact(amount)

    def _percent(self, value: Decimal | None) -> str:
        return NOTHING if value is None else formats.percent(value)


def concentration_inputs(picture: PortfolioPicture) -> list[Input]:
    """Every index of concentration; none while nobody is ranked."""
    found = picture.summary.concentration
    if found is None:
        return []
    return [
        Input(_("The largest (CR1)"), formats.percent(found.cr1)),
        Input(_("The three largest (CR3)"), formats.percent(found.cr3)),
        Input(_("The five largest (CR5)"), formats.percent(found.cr5)),
        Input(_("Herfindahl index (HHI)"), formats.number(found.hhi, places=4)),
        Input(_("HHI in points"), formats.number(found.hhi_points, places=0)),
        Input(
            _("Effective number of customers"), formats.number(found.effective_customers, places=1)
        ),
        Input(_("Gini index"), formats.number(found.gini, places=3)),
    ]
