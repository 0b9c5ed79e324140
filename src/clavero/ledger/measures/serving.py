"""What was done for customers and what they were granted, as far as sales lines tell.

Formulas and edge cases: ``docs/domain/measures.md``. Read from the lines of a month, all of them
at once: what is counted once for a month must not be counted again in another file of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy as _

from clavero.ledger.measures.measure import Grain, Line, Measure, Unit

_FOUR_PLACES, _TEN_PLACES = Decimal("1e-4"), Decimal("1e-10")
_SIX_PLACES = Decimal("1e-6")
DAYS_EARLY = 1
"""So many days before the promised one a delivery is on time."""


def _goods_back(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if not line.is_invoice and line.quantity]


def _returns(lines: Sequence[Line]) -> int:
    return len({(line.customer, line.month, line.document) for line in _goods_back(lines)})


def _returned(lines: Sequence[Line]) -> Decimal:
    return sum((line.net_amount for line in _goods_back(lines)), Decimal(0))


def _deliveries(lines: Sequence[Line]) -> int | None:
    days = {
        (line.customer, line.month, line.delivered_date)
        for line in lines
        if line.is_invoice and line.delivered_date is not None
    }
    return len(days) or None


def _at_list_price(line: Line) -> Decimal | None:
    if not line.is_invoice or line.list_price is None or not line.quantity or line.quantity < 0:
        return None
    total = (line.list_price * line.quantity).quantize(_FOUR_PLACES, ROUND_HALF_UP)
    rate = line.rate.quantize(_TEN_PLACES, ROUND_HALF_UP)
    return (total * rate).quantize(_SIX_PLACES, ROUND_HALF_UP)


def _list_sales(lines: Sequence[Line]) -> Decimal | None:
    known = [price for line in lines if (price := _at_list_price(line)) is not None]
    return sum(known, Decimal(0)) if known else None


def _listed(lines: Sequence[Line]) -> Decimal | None:
    known = [line.net_amount for line in lines if _at_list_price(line) is not None]
    return sum(known, Decimal(0)) if known else None


def _waits(lines: Sequence[Line]) -> Iterator[tuple[Decimal, int]]:
    for line in lines:
        until = line.paid_date or line.due_date
        if line.is_invoice and until is not None:
            yield line.net_amount, (until - line.date).days


def _waited(lines: Sequence[Line]) -> Decimal | None:
    waits = [amount * days for amount, days in _waits(lines)]
    return sum(waits, Decimal(0)) if waits else None


def _awaited(lines: Sequence[Line]) -> Decimal | None:
    amounts = [amount for amount, _days in _waits(lines)]
    return sum(amounts, Decimal(0)) if amounts else None


def _with_a_promise(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.is_invoice and line.promised_date is not None]


def _promised(lines: Sequence[Line]) -> int | None:
    return len(_with_a_promise(lines)) or None


def _on_time(lines: Sequence[Line]) -> int | None:
    promised = _with_a_promise(lines)
    if not promised:
        return None
    return sum(
        line.promised_date is not None
        and line.delivered_date is not None
        and 0 <= (line.promised_date - line.delivered_date).days <= DAYS_EARLY
        for line in promised
    )


def _gap(line: Line) -> int | None:
    """Days from the promised day to the delivery; ``None`` where one of them is not known."""
    if line.promised_date is None or line.delivered_date is None:
        return None
    return (line.delivered_date - line.promised_date).days


def _gaps(lines: Sequence[Line]) -> list[int | None]:
    return [_gap(line) for line in lines if line.is_invoice]


def _measured(lines: Sequence[Line]) -> list[tuple[Line, bool]]:
    """The invoiced lines of which both quantities are known, and whether each was in full."""
    return [
        (line, line.quantity >= line.ordered_quantity)
        for line in lines
        if line.is_invoice and line.quantity is not None and line.ordered_quantity is not None
    ]


def _unmeasured(lines: Sequence[Line]) -> int:
    return sum(line.is_invoice for line in lines) - len(_measured(lines))


def _otif_lines(lines: Sequence[Line]) -> int:
    return sum(line.promised_date is not None for line, _is_full in _measured(lines))


def _full_lines(lines: Sequence[Line]) -> int:
    return sum(
        is_full and line.promised_date is not None and line.delivered_date is not None
        for line, is_full in _measured(lines)
    )


def _otif(lines: Sequence[Line]) -> int:
    return _on_time([line for line, is_full in _measured(lines) if is_full]) or 0


RETURNS = Measure(
    key="returns",
    grain=Grain.ACCOUNT_SERVING_MONTH,
    unit=Unit.COUNT,
    sentence=_(
        "Returns: credit notes with a quantity, each counted once for a customer and month."
    ),
    expression=lambda facts: facts.returns.sum(),
    reference=_returns,
)
RETURNED = Measure(
    key="returned",
    grain=Grain.ACCOUNT_SERVING_MONTH,
    unit=Unit.MONEY,
    sentence=_("Returned: the credit-note lines with a quantity; normally negative."),
    expression=lambda facts: facts.returned.sum(),
    reference=_returned,
)
DELIVERIES = Measure(
    key="deliveries",
    grain=Grain.ACCOUNT_SERVING_MONTH,
    unit=Unit.COUNT,
    sentence=_(
        "Deliveries: days on which invoiced goods reached a customer, by the month of the "
        "invoice; unknown when no line has a delivery date."
    ),
    expression=lambda facts: facts.deliveries.sum().nullif(0),
    reference=_deliveries,
)
LIST_SALES = Measure(
    key="list_sales",
    grain=Grain.ACCOUNT_SERVING_MONTH,
    unit=Unit.MONEY,
    sentence=_(
        "Sales at list price: list price times quantity of the invoice lines that have both; "
        "unknown when none has."
    ),
    expression=lambda facts: facts.list_sales.sum(),
    reference=_list_sales,
)
LISTED = Measure(
    key="listed",
    grain=Grain.ACCOUNT_SERVING_MONTH,
    unit=Unit.MONEY,
    sentence=_("What the lines with a list price were invoiced at."),
    expression=lambda facts: facts.listed.sum(),
    reference=_listed,
)
WAITED = Measure(
    key="waited",
    grain=Grain.ACCOUNT_SERVING_MONTH,
    unit=Unit.MONEY,
    sentence=_(
        "Money waited for: each invoiced amount times the days until it was paid, or falls due "
        "while it is not."
    ),
    expression=lambda facts: facts.waited.sum(),
    reference=_waited,
)
AWAITED = Measure(
    key="awaited",
    grain=Grain.ACCOUNT_SERVING_MONTH,
    unit=Unit.MONEY,
    sentence=_("Invoiced amounts of which the day of payment, or the due day, is known."),
    expression=lambda facts: facts.awaited.sum(),
    reference=_awaited,
)
PROMISED = Measure(
    key="promised",
    grain=Grain.ACCOUNT_SERVING_MONTH,
    unit=Unit.COUNT,
    sentence=_(
        "Promised: invoiced lines whose promised day had come by the end of the period; unknown "
        "when there is none."
    ),
    expression=lambda facts: facts.promised.sum().nullif(0),
    reference=_promised,
)
ON_TIME = Measure(
    key="on_time",
    grain=Grain.ACCOUNT_SERVING_MONTH,
    unit=Unit.COUNT,
    sentence=_(
        "On time: promised lines delivered on the promised day or the day before it; a line that "
        "was not delivered is late."
    ),
    expression=lambda facts: (facts.promised.sum() > 0).ifelse(facts.on_time.sum(), None),
    reference=_on_time,
)
LATE = Measure(
    key="late",
    grain=Grain.ACCOUNT_SERVING_MONTH,
    unit=Unit.COUNT,
    sentence=_("Late: invoiced lines delivered after the promised day."),
    expression=lambda facts: facts.late.sum(),
    reference=lambda lines: sum(gap is not None and gap > 0 for gap in _gaps(lines)),
)
ON_DAY = Measure(
    key="on_day",
    grain=Grain.ACCOUNT_SERVING_MONTH,
    unit=Unit.COUNT,
    sentence=_("On the day: invoiced lines delivered on the promised day itself."),
    expression=lambda facts: facts.on_day.sum(),
    reference=lambda lines: sum(gap == 0 for gap in _gaps(lines)),
)
EARLY = Measure(
    key="early",
    grain=Grain.ACCOUNT_SERVING_MONTH,
    unit=Unit.COUNT,
    sentence=_("Early: invoiced lines delivered before the promised day."),
    expression=lambda facts: facts.early.sum(),
    reference=lambda lines: sum(gap is not None and gap < 0 for gap in _gaps(lines)),
)
UNDATED = Measure(
    key="undated",
    grain=Grain.ACCOUNT_SERVING_MONTH,
    unit=Unit.COUNT,
    sentence=_(
        "Undated: invoiced lines of which the promised day or that of the delivery is unknown."
    ),
    expression=lambda facts: facts.undated.sum(),
    reference=lambda lines: sum(gap is None for gap in _gaps(lines)),
)
IN_FULL = Measure(
    key="in_full",
    grain=Grain.ACCOUNT_SERVING_MONTH,
    unit=Unit.COUNT,
    sentence=_("In full: invoiced lines with at least the quantity that was ordered."),
    expression=lambda facts: facts.in_full.sum(),
    reference=lambda lines: sum(is_full for _line, is_full in _measured(lines)),
)
SHORT = Measure(
    key="short",
    grain=Grain.ACCOUNT_SERVING_MONTH,
    unit=Unit.COUNT,
    sentence=_("Short: invoiced lines with less than the quantity that was ordered."),
    expression=lambda facts: facts.short.sum(),
    reference=lambda lines: sum(not is_full for _line, is_full in _measured(lines)),
)
UNMEASURED = Measure(
    key="unmeasured",
    grain=Grain.ACCOUNT_SERVING_MONTH,
    unit=Unit.COUNT,
    sentence=_(
        "Unmeasured: invoiced lines of which the quantity, or what was ordered, is unknown."
    ),
    expression=lambda facts: facts.unmeasured.sum(),
    reference=_unmeasured,
)
OTIF_LINES = Measure(
    key="otif_lines",
    grain=Grain.ACCOUNT_SERVING_MONTH,
    unit=Unit.COUNT,
    sentence=_(
        "Lines that can be judged by day and quantity: invoiced, promised for a day that has "
        "come, both quantities known."
    ),
    expression=lambda facts: facts.otif_lines.sum(),
    reference=_otif_lines,
)
FULL_LINES = Measure(
    key="full_lines",
    grain=Grain.ACCOUNT_SERVING_MONTH,
    unit=Unit.COUNT,
    sentence=_("Of these, the lines in full: what has not come is not full."),
    expression=lambda facts: facts.full_lines.sum(),
    reference=_full_lines,
)
OTIF = Measure(
    key="otif",
    grain=Grain.ACCOUNT_SERVING_MONTH,
    unit=Unit.COUNT,
    sentence=_(
        "On time and in full: of these, the lines in full that were delivered on the promised day "
        "or the day before it."
    ),
    expression=lambda facts: facts.otif.sum(),
    reference=_otif,
)
