"""The figures of one customer, each with what it was reckoned from."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.money import Money
from clavero.lifetime.rules.models import NAMES
from clavero.lifetime.selectors import AccountLifetime, LifetimeRow
from clavero.ui import formats
from clavero.ui.formats import NOTHING
from clavero.ui.parts import Explanation, Input, Tile


def account_tiles(account: AccountLifetime, currency: str, *, lines_url: str) -> list[Tile]:
    """Probability, purchases and both values; none without a score. ``lines_url`` leads to the
    records."""
    if account.row is None:
        return []
    tiles = _Tiles(account, account.row, currency, lines_url)
    return [tiles.alive(), tiles.expected(), tiles.value(), tiles.lifetime()]


class _Tiles:
    def __init__(
        self, account: AccountLifetime, row: LifetimeRow, currency: str, lines_url: str
    ) -> None:
        self.account, self.row, self.currency, self.lines_url = account, row, currency, lines_url
        end = account.data.last
        self.history = [
            Input(_("Days of purchase after the first"), formats.number(row.purchases - 1),
                  lines_url),
            Input(_("Weeks from the first to the last"), self._weeks((row.last - row.first).days)),
            Input(_("Weeks from the first until today's data"),
                  self._weeks((end - row.first).days)),
        ]  # fmt: skip

    def alive(self) -> Tile:
        return Tile(
            label=_("Probability alive"),
            value=formats.percent(self.row.alive),
            explanation=self._why(
                _("How probable it is that it will buy again, by its purchases and its silence."),
                "P(x, t_x, T)",
                self.history,
            ),
        )

    def expected(self) -> Tile:
        return Tile(
            label=_("Purchases in 12 months"),
            value=formats.number(self.row.expected, places=1),
            explanation=self._why(
                _("The days of purchase to expect of it in 52 weeks."),
                "E[Y(52) | x, t_x, T]",
                self.history,
            ),
        )

    def value(self) -> Tile:
        row = self.row
        if row.value is None or row.spent is None:
            return Tile(label=_("Value in 12 months"), value=NOTHING)
        return Tile(
            label=_("Value in 12 months"),
            value=formats.money_compact(Money(row.value, self.currency)),
            note=_("net sales"),
            explanation=self._why(
                _("What these purchases bring, each at what the customer spends."),
                _("purchases expected × amount of a purchase"),
                [
                    Input(_("Purchases in 12 months"), formats.number(row.expected, places=4)),
                    Input(_("A purchase"), self._exact(row.spent)),
                ],
            ),
        )

    def lifetime(self) -> Tile:
        row, asked = self.row, self.account.asked
        if row.lifetime is None or row.margin is None or row.spent is None:
            return Tile(label=_("Lifetime value"), value=NOTHING, note=_("no cost of it is known"))
        years = ngettext("within %(count)s year", "within %(count)s years", asked.years)
        return Tile(
            label=_("Lifetime value"),
            value=formats.money_compact(Money(row.lifetime, self.currency)),
            note=years % {"count": asked.years},
            explanation=self._why(
                _("What the purchases of these years leave, each worth less the later it comes."),
                _("margin × amount of a purchase × purchases, discounted"),
                [
                    Input(_("Margin"), formats.percent(row.margin, places=2)),
                    Input(_("A purchase"), self._exact(row.spent)),
                    Input(_("Discount a year"), formats.percent(asked.discount)),
                ],
            ),
        )

    def _weeks(self, days: int) -> str:
        return formats.number(Decimal(days) / 7, places=2)

    def _exact(self, amount: Decimal) -> str:
        return formats.money(Money(amount, self.currency))

    def _why(self, sentence: str, formula: str, inputs: Sequence[Input]) -> Explanation:
        return Explanation(
            sentence=sentence,
            formula=formula,
            inputs=inputs,
            period=self.account.data,
            data_version=self.account.versions.ledger,
            source=NAMES[self.account.asked.kind],
        )
