"""The month under way as the reader writes it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from clavero.core.estimates import Estimate
from clavero.core.money import Money
from clavero.core.period import Period
from clavero.kpis.selectors import MonthSoFar
from clavero.ui import formats


def month_in_words(found: MonthSoFar | None, currency: str) -> list[str]:
    """What was sold so far, and beside the same days before; nothing while nothing is known."""
    if found is None:
        return []
    so_far = _("%(amount)s sold so far this month (%(days)s).") % {
        "amount": formats.money(Money(found.net_sales, currency), places=0),
        "days": formats.period_in_words(found.windows.now),
    }
    of = found.windows
    return [
        so_far,
        *_beside(found.against_year, found.year_before, of.year_before, currency),
        *_beside(found.against_month, found.month_before, of.month_before, currency),
    ]


def _beside(growth: Estimate, before: Decimal | None, days: Period, currency: str) -> Iterator[str]:
    if before is None:
        return
    told = {
        "amount": formats.money(Money(before, currency), places=0),
        "days": formats.period_in_words(days),
    }
    if growth.value is None:
        yield _("In the same days before (%(days)s): %(amount)s.") % told
        return
    told["growth"] = formats.growth(growth.value).text
    yield _("%(growth)s against the same days before (%(days)s): %(amount)s.") % told
