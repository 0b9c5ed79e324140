"""*Why this number?* for a waterfall: each step with its formula, each charge with its factors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clavero.core.money import Money
from clavero.profitability.hooks import COUNTED_IN_APP
from clavero.profitability.models import ServingEvent
from clavero.profitability.rules.charging import Charge
from clavero.profitability.rules.cost_to_serve import MINUTES_IN_HOUR, SUBTOTALS, Step
from clavero.profitability.rules.events import having_of_text
from clavero.profitability.rules.rates import CapacityRate, Source
from clavero.profitability.selectors import AccountProfit
from clavero.profitability.sentences import steps_of
from clavero.profitability.words import STEP_NAMES, Name, extra_name
from clavero.ui import formats
from clavero.ui.formats import NOTHING

_RATE_PLACES, _FINE_RATE_PLACES = 4, 6
_DAY_PLACES, _FINE_DAY_PLACES = 1, 4
ZERO = Decimal(0)
Shown = dict[str, Any]


def fall_table(profit: AccountProfit, currency: str) -> list[Shown]:
    """Every step with its amount and where it comes from; the unknown as unknown."""
    notes = _notes(profit, currency)
    return [
        {
            "name": STEP_NAMES[step],
            "amount": _money(value, currency),
            "is_sum": step in SUBTOTALS,
            "is_loss": step in SUBTOTALS and value is not None and value < 0,
            "note": notes.get(step, ""),
        }
        for step, value in steps_of(profit)
    ]


def charges_in_words(
    profit: AccountProfit,
    names: Mapping[str, Name],
    capacities: Mapping[str, Name],
    currency: str,
) -> list[Shown]:
    """Each charge: events × minutes, at the rate of a minute, and the money on top; by whose rates,
    where they changed within the period."""
    charged = Counter(each.activity for each in profit.served.charges)
    return [
        {
            "name": names.get(each.activity, each.activity),
            "capacity": capacities.get(each.capacity, each.capacity),
            "since": each.since if charged[each.activity] > 1 else None,
            "events": formats.number(each.events),
            "records": _records_of(each, profit),
            "is_shared": each.events % 1 != 0,
            "time": _time_of(each),
            "minutes": formats.number(each.minutes),
            "rate": _rate(each.rate, currency),
            "time_cost": _money(each.time_cost, currency),
            "travel": _money(each.travel, currency) if each.travel else NOTHING,
            "fares": _fares_of(each, currency),
            "cost": _money(each.cost, currency),
        }
        for each in profit.served.charges
    ]


def events_in_words(
    events: Sequence[ServingEvent], names: Mapping[str, Name], currency: str
) -> list[Shown]:
    """The records that files brought."""
    return [
        {
            "day": event.day,
            "name": names.get(event.kind, event.kind),
            "customer": str(event.customer),
            "count": formats.number(event.count),
            "minutes": NOTHING if event.minutes is None else formats.number(event.minutes),
            "travel": _money(event.travel, currency),
            "having": ", ".join(
                f"{extra_name(name)} × {formats.number(times)}"
                for name, times in having_of_text(event.having).items()
            ),
            "file": str(event.file),
        }
        for event in events
    ]


def _records_of(charge: Charge, profit: AccountProfit) -> str:
    """Where the events stand that Clavero has counted itself."""
    told = COUNTED_IN_APP.get(charge.activity)
    held = profit.book.activity(charge.activity, charge.since)
    if told is None or held is None or held.source is not Source.APP:
        return ""
    return reverse(told.page, args=[profit.card.id])


def _time_of(charge: Charge) -> str:
    """How the minutes come about."""
    parts = []
    if charge.each is not None:
        each = _("%(minutes)s each")
        of_some = _("%(count)s × %(minutes)s")
        told = each if charge.timed == charge.events else of_some
        places = {"count": formats.number(charge.timed), "minutes": formats.number(charge.each)}
        parts.append(told % places)
    parts += [
        _("%(name)s %(times)s × %(minutes)s")
        % {
            "name": extra_name(name),
            "times": formats.number(times),
            "minutes": formats.number(minutes),
        }
        for name, (times, minutes) in charge.extras.items()
    ]
    if charge.timed != charge.events:
        parts.append(_measured(charge))
    return " + ".join(parts)


def _measured(charge: Charge) -> str:
    minutes = formats.number(charge.measured)
    if not charge.timed:
        return _("%(minutes)s measured") % {"minutes": minutes}
    others = formats.number(charge.events - charge.timed)
    told = _("%(minutes)s measured of the other %(count)s")
    return told % {"minutes": minutes, "count": others}


def _fares_of(charge: Charge, currency: str) -> str:
    """How the money on top comes about; nothing where a file says all of it."""
    if not charge.fared or not charge.fare:
        return ""
    places = {"count": formats.number(charge.fared), "money": _money(charge.fare, currency)}
    fares = _("%(count)s × %(money)s") % places
    if not charge.paid:
        return fares
    told = _("%(fares)s + %(money)s from files")
    return told % {"fares": fares, "money": _money(charge.paid, currency)}


def _rate(rate: Decimal, currency: str) -> str:
    """A rate with as many decimals as it takes to multiply it by hand."""
    is_short = round(rate, _RATE_PLACES) == rate
    places = _RATE_PLACES if is_short else _FINE_RATE_PLACES
    return formats.money(Money(rate, currency), places=places)


def _notes(profit: AccountProfit, currency: str) -> dict[Step, str]:
    served, fall = profit.served, profit.served.waterfall
    notes = {
        Step.GROSS_SALES: _("at list price, where lines have one"),
        Step.DISCOUNTS: _discounts(served.discounts_known),
        Step.REBATES: _("credit notes without a quantity"),
        Step.RETURNS: _("credit notes with a quantity"),
        Step.COST_OF_GOODS: _goods(profit),
        Step.SERVING: _("events × minutes × rate, below") if served.charges else "",
        Step.CREDIT: _credit(profit),
        Step.KAM_TIME: _hours(profit, currency),
        Step.INITIATIVES: _("as recorded") if fall.initiatives else "",
    }
    return {step: note for step, note in notes.items() if note}


def _discounts(known: Decimal | None) -> str:
    if known is None:
        return _("no line has a list price: gross sales are as invoiced")
    if known < 1:
        return _("list price less invoiced, of %(part)s of the amounts") % {
            "part": formats.percent(known)
        }
    return _("list price less invoiced")


def _goods(profit: AccountProfit) -> str:
    goods = profit.served.goods
    if goods.cost is None or goods.known < 1:
        return _("known for %(part)s of the amounts") % {"part": formats.percent(goods.known)}
    return ""


def _credit(profit: AccountProfit) -> str:
    dso, rate = profit.served.dso, profit.book.cost_of_capital(profit.period.last)
    credited = profit.served.credited
    if not rate and not credited:
        return _("not charged: no cost of capital is set")
    if dso is None:
        return _("no day of payment is known")
    days = {"days": _days(dso)}
    if len(credited) == 1 and credited[0][0] == profit.served.waterfall.net_sales:
        [(_all, rate)] = credited
    elif credited:
        told = _("(%(parts)s) × %(days)s days ÷ 365")
        return told % {**days, "parts": " + ".join(_credited(*each) for each in credited)}
    told = _("net sales × %(days)s days ÷ 365 × %(rate)s")
    return told % {**days, "rate": formats.percent(rate or ZERO, places=_percent_places(rate))}


def _credited(net_sales: Decimal, rate: Decimal) -> str:
    places = {
        "amount": formats.number(net_sales, places=2),
        "rate": formats.percent(rate, places=_percent_places(rate)),
    }
    return _("%(amount)s × %(rate)s") % places


def _percent_places(rate: Decimal | None) -> int:
    return 2 if rate is None or round(rate, 4) == rate else 3


def _days(dso: Decimal) -> str:
    is_short = round(dso, _DAY_PLACES) == dso
    return formats.number(dso, places=_DAY_PLACES if is_short else _FINE_DAY_PLACES)


def _hours(profit: AccountProfit, currency: str) -> str:
    if profit.served.worked is None:
        return _("nobody has recorded work") if not profit.is_work_recorded else ""
    return " + ".join(_hours_at(*each, currency) for each in profit.served.hours)


def _hours_at(hours: Decimal, capacity: CapacityRate | None, currency: str) -> str:
    if capacity is None:
        return ngettext(
            "%(hours)s hour, without a rate",
            "%(hours)s hours, without a rate",
            formats.counted_as(hours),
        ) % {"hours": formats.number(hours)}
    rate = Money(capacity.cost_of(Decimal(MINUTES_IN_HOUR)), currency)
    is_short = round(rate.amount, 2) == rate.amount
    return ngettext(
        "%(hours)s hour at %(rate)s", "%(hours)s hours at %(rate)s", formats.counted_as(hours)
    ) % {
        "hours": formats.number(hours),
        "rate": formats.money(rate, places=2 if is_short else _RATE_PLACES),
    }


def _money(value: Decimal | None, currency: str) -> str:
    return NOTHING if value is None else formats.money(Money(value, currency))
