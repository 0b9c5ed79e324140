"""What a rater may go by, in words: the customer's figures, and what a score means."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from clavero.core.money import Money
from clavero.matrix.rules.factors import Factor
from clavero.matrix.rules.scales import HIGHEST, LOWEST, Direct
from clavero.matrix.rules.scores import FRACTIONS, Criterion
from clavero.matrix.words import anchors_of
from clavero.selection.selectors.guide import Guide
from clavero.ui import formats

_THOUSAND = 1000


def figures_in_words(guide: Guide) -> list[str]:
    """What the ledger says of the customer; nothing where it says nothing."""
    if guide.period is None:
        return []
    period = formats.period_in_words(guide.period)
    if guide.net_sales is None:
        return [_("It bought nothing in %(period)s.") % {"period": period}]
    amount = formats.money_compact(Money(guide.net_sales, guide.currency))
    told = [
        _("Its net sales in %(period)s were %(amount)s.") % {"period": period, "amount": amount}
    ]
    if guide.growth is not None:
        sign = "+" if guide.growth > 0 else ""
        change = {"growth": sign + formats.percent(guide.growth)}
        told.append(_("Against the twelve months before, that is a change of %(growth)s.") % change)
    if guide.margin is not None:
        margin = formats.percent(guide.margin)
        left = (
            _("Of its sales %(margin)s is left after the cost to serve.")
            if guide.is_served
            else _("Of the sales whose cost is known, %(margin)s is left before the cost to serve.")
        )
        told.append(left % {"margin": margin})
    return told


def scales_in_words(guide: Guide, criteria: Iterable[str]) -> dict[str, str]:
    """What 0, 5 and 10 mean by each criterion."""
    return {key: _scale(key, guide.scales.get(key), guide.currency) for key in criteria}


def _scale(key: str, factor: Factor | None, currency: str) -> str:
    if factor is None or isinstance(factor.scale, Direct):
        return str(anchors_of(key, factor))
    ends = (LOWEST, (LOWEST + HIGHEST) / 2, HIGHEST)
    low, middle, high = (_value(factor, end, currency) for end in ends)
    told = _("As in the matrix: 0 at %(low)s, 5 at %(middle)s, 10 at %(high)s.")
    return told % {"low": low, "middle": middle, "high": high}


def _value(factor: Factor, score: float, currency: str) -> str:
    value = Decimal(str(factor.value_at(score)))
    if factor.key in FRACTIONS:
        return formats.percent(value)
    if factor.key == Criterion.VOLUME:
        return formats.money_compact(Money(value * _THOUSAND, currency))
    return formats.number(round(value, 2))
