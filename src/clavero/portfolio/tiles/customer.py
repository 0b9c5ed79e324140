"""The figures of *Customer*."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.estimates import Estimate
from clavero.core.money import Money
from clavero.portfolio.rules.silence import Rhythm, Silence
from clavero.portfolio.selectors import CustomerPicture
from clavero.portfolio.selectors.customer import Standing
from clavero.portfolio.words import RHYTHM_SENTENCES, margin_in_words, part_known
from clavero.ui import formats
from clavero.ui.formats import NOTHING, Kind
from clavero.ui.parts import Explanation, Input, Tile


def customer_tiles(picture: CustomerPicture, currency: str, *, lines_url: str = "") -> list[Tile]:
    """A customer in six figures; ``lines_url`` leads to the records behind them."""
    tiles = _Tiles(picture, currency, lines_url)
    standing, silence = picture.figures.standing, picture.figures.silence
    return [
        tiles.net_sales(),
        tiles.growth(),
        tiles.contribution(),
        tiles.orders(),
        tiles.no_rank() if standing is None else tiles.rank(standing),
        tiles.silence(silence or Silence(Rhythm.NEVER, picture.period.last)),
    ]


class _Tiles:
    def __init__(self, picture: CustomerPicture, currency: str, lines_url: str) -> None:
        self.picture = picture
        self.totals = picture.figures.totals
        self.currency = currency
        self.lines_url = lines_url

    def net_sales(self) -> Tile:
        totals, before = self.totals, self.picture.period_before
        inputs = [Input(_("This period"), self._exact(totals.net_sales), self.lines_url)]
        if totals.net_sales_before is not None:
            inputs.append(Input(_("The period before"), self._exact(totals.net_sales_before)))
        against = ""
        if self._is_of_the_last_year():
            before = None  # the figure beside says the same
        if before is not None:
            against = _("against %(period)s") % {"period": formats.period_in_words(before)}
        return Tile(
            label=_("Net sales"),
            value=formats.money_compact(Money(totals.net_sales, self.currency)),
            growth=None if before is None else totals.growth,
            comparison=against,
            explanation=self._why(
                _(
                    "What was invoiced to this customer and to all that rolls up to it, "
                    "less credit notes."
                ),
                _("invoices − credit notes"),
                inputs,
            ),
        )

    def _is_of_the_last_year(self) -> bool:
        """Whether growth year on year, which stands beside, is the period's own growth."""
        grown, totals = self.picture.figures.growth, self.totals
        ours = (totals.net_sales, totals.net_sales_before)
        return grown.value is not None and (grown.numerator, grown.denominator) == ours

    def growth(self) -> Tile:
        grown = self.picture.figures.growth
        return Tile(
            label=_("Growth, year on year"),
            value=_in_figures(grown),
            note=_("the last twelve full months against the twelve before")
            if grown.value is not None
            else formats.estimate(grown).reason,
            # Its two years end with the period, but are not the period.
            explanation=Explanation(
                sentence=_("How much more, or less, was sold than in the twelve months before."),
                formula=_("(net sales − net sales before) ÷ net sales before"),
                inputs=[
                    Input(_("The last twelve full months"), self._known(grown.numerator)),
                    Input(_("The twelve months before"), self._known(grown.denominator)),
                ],
                data_version=self.picture.versions.ledger,
            ),
        )

    def contribution(self) -> Tile:
        totals = self.totals
        if totals.contribution is None:
            return Tile(
                label=_("Contribution"),
                value=NOTHING,
                note=_("Margin unknown: no line has a cost."),
            )
        known, margin = totals.cost_known_share, totals.margin
        return Tile(
            label=_("Contribution"),
            value=formats.money_compact(Money(totals.contribution, self.currency)),
            note=margin_in_words(margin, known),
            explanation=self._why(
                _("What the lines whose cost is known leave after that cost."),
                _("net sales of lines with cost − their cost; margin = contribution ÷ these sales"),
                [
                    Input(_("Contribution"), self._exact(totals.contribution), self.lines_url),
                    Input(_("Net sales"), self._exact(totals.net_sales)),
                    Input(_("Net sales of lines with cost"), self._known(margin.denominator)),
                    Input(
                        _("Sales whose cost is known"),
                        NOTHING if known is None else part_known(known),
                    ),
                    Input(_("Margin"), formats.estimate(margin, Kind.PERCENT).text),
                ],
            ),
        )

    def orders(self) -> Tile:
        totals = self.totals
        return Tile(
            label=_("Orders"),
            value=formats.number(totals.orders),
            note=ngettext(
                "in %(count)s month with orders",
                "in %(count)s months with orders",
                totals.active_months,
            )
            % {"count": totals.active_months},
            explanation=self._why(
                _("How many invoices it received; credit notes are no orders."),
                _("number of different invoices"),
                [
                    Input(
                        _("First purchase in the period"),
                        NOTHING
                        if totals.first_purchase is None
                        else formats.day(totals.first_purchase),
                        self.lines_url,
                    ),
                    Input(
                        _("Last purchase in the period"),
                        NOTHING
                        if totals.last_purchase is None
                        else formats.day(totals.last_purchase),
                    ),
                ],
            ),
        )

    def rank(self, standing: Standing) -> Tile:
        return Tile(
            label=_("Rank in the company"),
            value=_("%(rank)s of %(all)s")
            % {"rank": formats.number(standing.rank), "all": formats.number(standing.of)},
            note=_("class %(abc)s, %(share)s of the sales")
            % {"abc": standing.abc.value, "share": formats.percent(standing.share)},
            explanation=self._why(
                _("Its place among all customers with positive net sales, groups as one.")
                if self.picture.counted.tree
                else _("Its place among all customers with positive net sales, each by itself."),
                _("A while those before it make less than 80%, B less than 95%, else C"),
                [Input(_("Share"), formats.percent(standing.share, places=2))],
                _("Pareto / ABC, both readings of 80/20"),
            ),
        )

    def no_rank(self) -> Tile:
        above = self.picture.groups_above
        if above:
            reason = _("It counts as a part of its group: %(group)s")
            reason %= {"group": above[-1].title}
        elif self.totals.net_sales <= 0:
            reason = _("Only customers with positive net sales have a rank.")
        else:
            reason = _("The rank in the company is shown to those who see all customers.")
        return Tile(label=_("Rank in the company"), value=NOTHING, note=reason)

    def silence(self, silence: Silence) -> Tile:
        sentence = str(RHYTHM_SENTENCES[silence.rhythm])
        if silence.days is None:
            return Tile(label=_("Since the last order"), value=NOTHING, note=sentence)
        mark = "⚠ " if silence.rhythm is Rhythm.LONG else ""
        return Tile(
            label=_("Since the last order"),
            value=_days(silence.days),
            comparison=_usual(silence),
            note=f"{mark}{sentence}",
            explanation=Explanation(
                sentence=_("Days from the last order to %(day)s, the last day of the data.")
                % {"day": formats.day(silence.as_of)},
                formula=_("usual gap = median of the days between two orders"),
                inputs=[
                    Input(
                        _("Last order"),
                        NOTHING if silence.last_order is None else formats.day(silence.last_order),
                    ),
                    Input(_("Shortest gap"), _days_or_nothing(silence.shortest)),
                    Input(_("Longest gap"), _days_or_nothing(silence.longest)),
                ],
                data_version=self.picture.versions.ledger,
            ),
        )

    def _why(
        self, sentence: str, formula: str, inputs: Sequence[Input], source: str = ""
    ) -> Explanation:
        return Explanation(
            sentence=sentence,
            formula=formula,
            inputs=inputs,
            period=self.picture.period,
            data_version=self.picture.versions.ledger,
            source=source,
        )

    def _exact(self, amount: Decimal) -> str:
        return formats.money(Money(amount, self.currency))

    def _known(self, amount: Decimal | None) -> str:
        return NOTHING if amount is None else self._exact(amount)


def _in_figures(grown: Estimate) -> str:
    if grown.value is None:
        return NOTHING
    shown = formats.growth(grown.value)
    return shown.line


def _usual(silence: Silence) -> str:
    if silence.usual_gap is None:
        return ""
    return ngettext(
        "usual gap %(gap)s, from %(count)s gap",
        "usual gap %(gap)s, the median of %(count)s gaps",
        silence.gaps,
    ) % {"gap": _days(silence.usual_gap), "count": formats.number(silence.gaps)}


def _days(count: Decimal | int) -> str:
    # ngettext wants a whole number: one and a half days are days, not a day.
    whole = int(count) if count == int(count) else 2
    return ngettext("%(count)s day", "%(count)s days", whole) % {"count": formats.number(count)}


def _days_or_nothing(count: int | None) -> str:
    return NOTHING if count is None else _days(count)
