"""The figures of *Profitability*."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from clavero.core.estimates import ratio
from clavero.core.money import Money
from clavero.profitability.lists import DIFFERS, LOSES
from clavero.profitability.selectors import ProfitPicture
from clavero.ui import formats
from clavero.ui.formats import NOTHING, Kind
from clavero.ui.parts import Explanation, Input, Tile

ZERO = Decimal(0)


def profit_tiles(
    picture: ProfitPicture, currency: str, *, finding_url: Callable[[str], str]
) -> list[Tile]:
    """The curve in six figures; ``finding_url`` leads to the list with a finding."""
    tiles = _Tiles(picture, currency, finding_url)
    return [
        tiles.contribution(),
        tiles.serving(),
        tiles.peak(),
        tiles.destroyed(),
        tiles.losing(),
        tiles.differing(),
    ]


class _Tiles:
    def __init__(
        self, picture: ProfitPicture, currency: str, finding_url: Callable[[str], str]
    ) -> None:
        self.picture = picture
        self.finding_url = finding_url
        self.currency = currency
        self.has_curve = bool(picture.curve.order)

    def contribution(self) -> Tile:
        rows = self.picture.on_the_curve
        sales = sum((row.net_sales for row in rows), ZERO)
        share = ratio(self.picture.curve.total, sales)
        note = _("%(part)s of net sales") % {"part": formats.percent(share.value)}\
            if share.value is not None else ""  # fmt: skip
        return Tile(
            label=_("Contribution after serving"),
            value=self._compact(self.picture.curve.total) if self.has_curve else NOTHING,
            note=note if self.has_curve else "",
            explanation=self._why(
                _("What the customers leave whose contribution is known."),
                _("net sales − cost of goods − cost to serve − cost of credit"),
                [
                    Input(_("Net sales"), self._exact(sales)),
                    Input(_("Cost of goods"), self._exact(
                        sum((row.net_sales - (row.before or ZERO) for row in rows), ZERO))),
                    Input(_("Cost to serve"), self._exact(
                        sum((row.serving or ZERO for row in rows), ZERO))),
                    Input(_("Cost of credit"), self._exact(
                        sum((row.credit or ZERO for row in rows), ZERO))),
                    Input(_("Customers"), formats.number(len(rows))),
                ],
            ),
        )  # fmt: skip

    def serving(self) -> Tile:
        rows = self.picture.rows
        known = [row for row in rows if row.serving is not None]
        cost = sum((row.serving or ZERO for row in known), ZERO)
        sales = sum((row.net_sales for row in known), ZERO)
        share = ratio(cost, sales).value
        return Tile(
            label=_("Cost to serve"),
            value=self._compact(cost) if known else NOTHING,
            note=_("%(part)s of net sales") % {"part": formats.percent(share)}
            if known and share is not None
            else "",
            explanation=self._why(
                _("Orders, deliveries, returns, visits and whatever else has a time."),
                _("events × minutes × rate of a minute + money of each"),
                [Input(_("Customers"), formats.number(len(known)))],
            ),
        )

    def peak(self) -> Tile:
        curve = self.picture.curve
        share = curve.peak_share.value
        return Tile(
            label=_("Peak of the curve"),
            value=self._compact(curve.peak) if self.has_curve else NOTHING,
            note=_("%(share)s of what is left") % {"share": formats.percent(share)}
            if share is not None and self.has_curve
            else "",
            explanation=self._why(
                _("What the customers that earn money bring together."),
                _("peak ÷ contribution of all"),
                [
                    Input(_("Customers that earn money"), formats.number(curve.earning)),
                    Input(_("Contribution of all"), self._exact(curve.total)),
                    Input(_("Share"), formats.estimate(curve.peak_share, Kind.PERCENT).text),
                ],
            ),
        )

    def destroyed(self) -> Tile:
        curve = self.picture.curve
        return Tile(
            label=_("Profit destroyed"),
            value=self._compact(curve.destroyed) if self.has_curve else NOTHING,
            note="",
            explanation=self._why(
                _("What the customers that lose money take away again."),
                _("peak − contribution of all"),
                [
                    Input(_("Peak of the curve"), self._exact(curve.peak)),
                    Input(_("Contribution of all"), self._exact(curve.total)),
                ],
            ),
        )

    def losing(self) -> Tile:
        return Tile(
            label=_("Customers that lose money"),
            value=formats.number(len(self.picture.curve.losing)) if self.has_curve else NOTHING,
            url=self.finding_url(LOSES) if self.picture.curve.losing else "",
        )

    def differing(self) -> Tile:
        differing = len(self.picture.differing)
        return Tile(
            label=_("Class differs"),
            value=formats.number(differing) if self.has_curve else NOTHING,
            note=_("between sales and contribution"),
            url=self.finding_url(DIFFERS) if differing else "",
        )

    def _compact(self, amount: Decimal) -> str:
        return formats.money_compact(Money(amount, self.currency))

    def _exact(self, amount: Decimal) -> str:
        return formats.money(Money(amount, self.currency))

    def _why(self, sentence: str, formula: str, inputs: Sequence[Input]) -> Explanation:
        return Explanation(
            sentence=sentence,
            formula=formula,
            inputs=inputs,
            period=self.picture.period,
            data_version=self.picture.versions.ledger,
            source=_("time-driven costing"),
        )
