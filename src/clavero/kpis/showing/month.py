"""The month under way as the reader writes it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from clavero.core.estimates import Estimate
from clavero.core.money import Money
from clavero.core.period import Period
from clavero.kpis.selectors import MonthSoFar
from clavero.portfolio.selectors import data_span
from clavero.ui import formats


def month_in_words(found: MonthSoFar | None, currency: str) -> list[str]:
    """What was sold so far, and beside the same days before; of a month of which nothing is known
    yet, up to when the ledger goes."""
    if found is None:
        data = data_span()
        if data is None:
            return []
        told = _("The ledger ends on %(day)s: of this month no day is known yet.")
        return [told % {"day": formats.day(data.last)}]
    so_far = _("%(amount)s sold so far this month (%(days)s).") % {
        "amount": formats.money(Money(found.net_sales, currency), places=0),
        "days": formats.period_in_words(found.windows.now),
    }
    of = found.windows
    return [
        so_far,
        *_beside(
            found.against_year,
            found.year_before,
            of.year_before,
            currency,
            _("%(growth)s against the same days of last year (%(days)s): %(amount)s."),
            _("In the same days of last year (%(days)s): %(amount)s."),
        ),
        *_beside(
            found.against_month,
            found.month_before,
            of.month_before,
            currency,
            _("%(growth)s against the same days of last month (%(days)s): %(amount)s."),
            _("In the same days of last month (%(days)s): %(amount)s."),
        ),
    ]


def _beside(
    growth: Estimate, before: Decimal | None, days: Period, currency: str, grown: str, sold: str
) -> Iterator[str]:
    """``grown`` tells the growth, ``sold`` what was sold then where there is no growth."""
    if before is None:
        return
    told = {
        "amount": formats.money(Money(before, currency), places=0),
        "days": formats.period_in_words(days),
    }
    if growth.value is None:
        yield sold % told
        return
    told["growth"] = formats.growth(growth.value).text
    yield grown % told
