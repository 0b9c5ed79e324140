"""What each year of one customer is worth today at constant retention."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from clavero.lifetime.rules.staying import Year
from clavero.ui import formats
from clavero.ui.chart_parts import AMOUNT, amount, names, tip
from clavero.ui.charts import Chart, Field
from clavero.ui.formats import Kind


def years_chart(years: Sequence[Year], currency: str) -> Chart:
    """A bar a year."""
    return Chart(
        key="years",
        title=_("What each year is worth today"),
        description=_(
            "Each year is worth less than the one before: the customer may have left, and money "
            "that comes later is worth less."
        ),
        spec={
            "mark": {"type": "bar", "color": "@data-1"},
            "encoding": {
                "x": names(title=_("Year"), labelAngle=0),
                "y": amount("worth", _("Worth today"), currency),
                "tooltip": [tip("label", _("Year")), tip("worth", _("Worth today"), AMOUNT)],
            },
        },
        rows=[
            {
                "label": formats.number(year.number),
                "stays": Decimal(year.stays),
                "worth": Decimal(year.worth),
            }
            for year in years
        ],
        fields=[
            Field("label", _("Year")),
            Field("stays", _("Still there"), Kind.PERCENT),
            Field("worth", _("Worth today"), Kind.MONEY, currency=currency),
        ],
        currency=currency,
        height=240,
    )
