"""What is at stake in complaints, each amount in the currency in which it was said, added up in one
at the rates of the days on which the complaints came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from clavero.care.models import Complaint
from clavero.care.selectors.cases import ComplaintRow
from clavero.core.money import ZERO, Money
from clavero.ledger import selectors as ledger

Said = tuple[Money, date]
"""An amount and the day on which it was told to us."""


@dataclass(frozen=True, slots=True)
class AtStake:
    """What open cases come to: ``total`` of the ``count`` that say an amount and have a rate, in
    one currency; ``apart`` what the ``unrated`` others say, by currency, which counts nowhere."""

    total: Money
    count: int
    apart: Sequence[Money]
    unrated: int


def at_stake(rows: Iterable[ComplaintRow]) -> AtStake:
    """What is at stake in those of these cases that are open and say it, in the reporting
    currency. One query, another where one was said in another currency."""
    into = ledger.shown_currency()
    said = [
        (row.money, timezone.localdate(row.received_at))
        for row in rows
        if row.is_open and row.money is not None
    ]
    total, count, apart = ZERO, 0, defaultdict[str, Decimal](Decimal)
    for (money, _on), amount in zip(said, _converted(said, into), strict=True):
        if amount is None:
            apart[money.currency] += money.amount
        else:
            total, count = total + amount, count + 1
    others = [Money(amount, currency) for currency, amount in sorted(apart.items())]
    return AtStake(Money(total, into), count, others, len(said) - count)


def money_at_stake(codes: Collection[str], now: datetime) -> dict[str, Decimal | None]:
    """What is at stake, in the reporting currency, in the complaints of each record that were open
    at a moment; ``None`` where a rate is missing, for what is left out would count as nothing. Of
    who never said it in any, nothing is known. Two queries, another where one was said in another
    currency."""
    said = Complaint.objects.filter(
        customer__code__in=sorted(codes), money__isnull=False, received_at__lte=now
    )
    is_open = Q(resolved_at__isnull=True) | Q(resolved_at__gt=now)
    summed = (
        said.order_by()
        .values("customer__code", "currency", day=TruncDate("received_at"))
        .annotate(at_stake=Coalesce(Sum("money", filter=is_open), ZERO))
    )
    rows = list(summed)
    amounts = [(Money(each["at_stake"], each["currency"]), each["day"]) for each in rows]
    found: dict[str, Decimal | None] = {}
    for each, amount in zip(rows, _converted(amounts, ledger.shown_currency()), strict=True):
        code = each["customer__code"]
        known = found.get(code, ZERO)
        found[code] = None if known is None or amount is None else known + amount
    return found


def _converted(said: Sequence[Said], into: str) -> list[Decimal | None]:
    """The amounts in another currency, unrounded; ``None`` where the rate of the day is missing.
    Nothing is worth nothing in any."""
    rates = _rates([(money, on) for money, on in said if money.currency != into], into)
    found: list[Decimal | None] = []
    for money, on in said:
        if money.currency == into or not money.amount:
            found.append(money.amount)
            continue
        rate = rates.get((money.currency, on))
        found.append(None if rate is None else money.converted(rate, into).amount)
    return found


def _rates(said: Sequence[Said], into: str) -> Mapping[tuple[str, date], Decimal]:
    if not said:
        return {}
    days = [on for _money, on in said]
    of = {money.currency for money, _on in said}
    table = ledger.rates(into, of=of, first=min(days), last=max(days))
    return {(row["currency"], row["day"]): row["rate"] for row in table.to_pylist()}
