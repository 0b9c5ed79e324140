"""Purchases by cycle: what the fit says of the cycles that were seen."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from clavero.lifetime.charts.compared import both, two_bars, two_lines
from clavero.lifetime.selectors import CyclesFit, CyclesPicture
from clavero.ui import formats
from clavero.ui.chart_parts import SHARE, share
from clavero.ui.charts import Chart, Field
from clavero.ui.formats import Kind

_MOST = 24


def cycles_charts(picture: CyclesPicture) -> list[Chart]:
    """Both pictures, for who sees the whole company that was fitted; none without a fit."""
    fitted = picture.fitted
    if not isinstance(fitted, CyclesFit) or not picture.is_whole:
        return []
    cycles = [
        {
            "label": formats.number(each.number),
            "customers": Decimal(each.customers),
            "bought": Decimal(each.bought),
            "actual": Decimal(each.bought) / each.customers,
            "expected": Decimal(each.expected) / each.customers,
        }
        for each in fitted.cycles[:_MOST]
    ]
    often = [
        {
            "label": formats.number(each.times),
            "actual": Decimal(each.customers),
            "expected": Decimal(each.expected),
        }
        for each in fitted.often[:_MOST]
    ]
    return [
        Chart(
            key="cycles",
            title=_("Who buys so many cycles after the first"),
            description=_(
                "Of the customers whose first purchase lies far enough back, the share that bought "
                "in each cycle since, beside what the parameters say."
            ),
            spec=two_lines(
                _("Cycles after the first"),
                share("actual", _("Share that bought"), scale={"domainMin": 0}),
                SHARE,
            ),
            rows=cycles,
            fields=[
                Field("label", _("Cycles after the first")),
                Field("customers", _("Customers"), Kind.NUMBER),
                Field("bought", _("Bought"), Kind.NUMBER),
                Field("actual", _("Happened"), Kind.PERCENT),
                Field("expected", _("Forecast"), Kind.PERCENT),
            ],
            height=280,
        ),
        Chart(
            key="often",
            title=_("Customers by their cycles with a purchase"),
            description=_(
                "In how many cycles after their first one customers bought, beside what the "
                "parameters say."
            ),
            spec=two_bars(_("Cycles with a purchase")),
            rows=both(often),
            fields=[
                Field("label", _("Cycles with a purchase")),
                Field("series", _("Which")),
                Field("count", _("Customers"), Kind.NUMBER, places=0),
            ],
            height=280,
        ),
    ]
