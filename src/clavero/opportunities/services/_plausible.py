"""What nobody can have meant of an opportunity is refused, or asked back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal
from clavero.core.money import Money
from clavero.ledger import selectors as ledger
from clavero.opportunities.models import Opportunity
from clavero.opportunities.rules.pipeline import (
    LONGEST_RAMP,
    OVERDUE_MONTHS,
    YEARS,
    falls,
    is_plausible,
)
from clavero.opportunities.selectors.sales import company_sales
from clavero.ui import formats

_MOST = Decimal(10**15)


def refuse_implausible(given: Mapping[str, Any], row: Opportunity | None, *, is_sure: bool) -> None:
    """Refuse days, values and ramps that cannot be; what ``row`` has already may stay. A value of
    more than all that the company sells is asked back, unless somebody ``is_sure``."""
    today = timezone.localdate()
    for field, back in (("closes_on", OVERDUE_MONTHS), ("starts_on", 12 * YEARS)):
        day: date | None = given.get(field)
        is_new = row is None or day != getattr(row, field)
        if day is not None and is_new and not is_plausible(day, today, back):
            raise Refusal(
                _("%(day)s is too far from today for this opportunity."),
                code="odd_day",
                field=field,
                hint=_("Write a day of the last %(back)s months or of the next %(ahead)s years."),
                day=formats.day(day),
                back=back,
                ahead=YEARS,
            )
    if "value" in given and (row is None or given["value"] != row.value):
        _refuse_value(given["value"], is_sure=is_sure)
    if "ramp" in given:
        _refuse_ramp(list(given["ramp"]))


def _refuse_value(value: Decimal, *, is_sure: bool) -> None:
    if not 0 < value < _MOST:
        raise Refusal(
            _("Write what it would bring in a year, once it is fully there."),
            code="no_value",
            field="value",
        )
    sold = company_sales()
    if sold is None or value <= sold or is_sure:
        return
    currency = ledger.shown_currency()
    raise Refusal(
        _(
            "%(value)s a year is more than the company sold to everybody in twelve months, "
            "%(sold)s."
        ),
        code="more_than_all",
        field="is_sure",
        hint=_("Put it right, or say that it is meant so."),
        value=formats.money(Money(value, currency), places=0),
        sold=formats.money(Money(sold, currency), places=0),
    )


def _refuse_ramp(parts: list[Decimal]) -> None:
    if len(parts) > LONGEST_RAMP or any(not 0 <= each <= 1 for each in parts):
        raise Refusal(
            _("Write the parts of the first years, five at most, each from 0 to 100 per cent."),
            code="no_ramp",
            field="ramp",
        )
    if falls(parts):
        raise Refusal(
            _("A year cannot bring a smaller part of the value than the one before."),
            code="falling_ramp",
            field="ramp",
            hint=_("After the last part that you write, all of the value comes every year."),
        )
