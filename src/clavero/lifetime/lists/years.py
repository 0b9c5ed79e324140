"""One customer at constant retention, year by year."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from clavero.lifetime.forms.studies import ConstantForm
from clavero.lifetime.lists.contracts import Ordinal
from clavero.lifetime.rules.staying import Year
from clavero.ui.lists import Empty, Rows, Screen, Table
from clavero.ui.lists.columns import Money, Number, Percent


class YearLine(NamedTuple):
    """A year."""

    number: int
    stays: Decimal
    discounted: Decimal
    worth: Decimal
    total: Decimal


def year_lines(years: Sequence[Year]) -> Rows[YearLine]:
    """A line a year, the worth of each added up."""
    totals = accumulate(year.worth for year in years)
    return Rows(
        [
            YearLine(
                year.number,
                Decimal(year.stays),
                Decimal(year.discounted),
                round(Decimal(year.worth), 2),
                round(Decimal(total), 2),
            )
            for year, total in zip(years, totals, strict=True)
        ]
    )


class YearTable(Table):
    """One line a year."""

    number = Ordinal(_("Year"), is_title=True)
    stays = Percent(_("Still there"))
    discounted = Number(_("Worth of 1 paid then"), places=4)
    worth = Money(_("Worth today"))
    total = Money(_("Added up"))


YEARS = Screen(
    key="lifetime.years",
    title=_("Years"),
    counted=ngettext_lazy("%(shown)s year", "%(shown)s years", "count"),
    table=YearTable,
    empty=Empty(title=_("Nothing is known to reckon with"), icon="activity-heartbeat"),
    order="number",
    also=tuple(ConstantForm.base_fields),
)
