"""The figures of *Lifetime value*."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.money import Money
from clavero.lifetime.lists import GONE, STATES, THERE
from clavero.lifetime.rules.models import NAMES, Fit
from clavero.lifetime.selectors import LifetimePicture
from clavero.ui import formats
from clavero.ui.formats import NOTHING
from clavero.ui.parts import Explanation, Input, Tile


def lifetime_tiles(
    picture: LifetimePicture, currency: str, *, state_url: Callable[[str], str]
) -> list[Tile]:
    """The base in six figures, or three where nobody leaves; ``state_url`` leads to the list of
    those likely there or gone."""
    tiles = _Tiles(picture, currency, state_url)
    worth = [tiles.expected(), tiles.value(), tiles.lifetime()]
    fitted = picture.base.purchases
    if isinstance(fitted, Fit) and fitted.nobody_leaves:
        return worth  # all are there, which says nothing
    return [tiles.alive(), *worth, tiles.there(), tiles.gone()]


class _Tiles:
    def __init__(
        self, picture: LifetimePicture, currency: str, state_url: Callable[[str], str]
    ) -> None:
        self.picture, self.currency, self.state_url = picture, currency, state_url
        self.model = NAMES[picture.asked.kind]

    def alive(self) -> Tile:
        customers = formats.number(len(self.picture.rows))
        return Tile(
            label=_("Likely still customers"),
            value=formats.number(self.picture.alive, places=0),
            note=_("of %(customers)s") % {"customers": customers},
            explanation=self._why(
                _("The probabilities alive of all customers, added up."),
                _("Σ P(alive)"),
                [Input(_("Customers"), customers)],
            ),
        )

    def expected(self) -> Tile:
        return Tile(
            label=_("Purchases in 12 months"),
            value=formats.number(self.picture.expected, places=0),
            note=_("by customers of today"),
            explanation=self._why(
                _("What each is expected to buy, in days of purchase; newcomers are not in it."),
                _("Σ purchases expected in 52 weeks"),
                [Input(_("Customers"), formats.number(len(self.picture.rows)))],
            ),
        )

    def value(self) -> Tile:
        value = self.picture.value
        return Tile(
            label=_("Value in 12 months"),
            value=NOTHING if value is None else self._compact(value),
            note=_("net sales"),
            explanation=self._why(
                _("What these purchases bring, each at what the customer spends."),
                _("Σ purchases expected × amount of a purchase"),
                [] if value is None else [Input(_("Value in 12 months"), self._exact(value))],
            ),
        )

    def lifetime(self) -> Tile:
        lifetime, asked = self.picture.lifetime, self.picture.asked
        years = ngettext("within %(count)s year", "within %(count)s years", asked.years)
        known = len(self.picture.rows) - self.picture.without_margin
        return Tile(
            label=_("Lifetime value"),
            value=NOTHING if lifetime is None else self._compact(lifetime),
            note=years % {"count": asked.years},
            explanation=self._why(
                _("What the purchases of these years leave, each worth less the later it comes."),
                _("Σ margin × amount of a purchase × purchases, discounted"),
                [
                    Input(_("Customers whose margin is known"), formats.number(known)),
                    Input(_("Discount a year"), formats.percent(asked.discount)),
                ],
            ),
        )

    def there(self) -> Tile:
        return self._counted(_("Probability alive of 80% or more"), THERE)

    def gone(self) -> Tile:
        return self._counted(_("Probability alive below 20%"), GONE)

    def _counted(self, label: str, state: str) -> Tile:
        found = sum(map(STATES[state], self.picture.rows))
        return Tile(
            label=label,
            value=formats.number(found),
            note=_("customers"),
            url=self.state_url(state) if found else "",
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
            period=self.picture.data,
            data_version=self.picture.versions.ledger,
            source=self.model,
        )
