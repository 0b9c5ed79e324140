"""What was sold to accounts and done for them, stretch by stretch: by the ledger, by files, and by
what is recorded in Clavero."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Sum, Value, When

from clavero.core.period import Period
from clavero.core.scope import Scope
from clavero.ledger import selectors as ledger
from clavero.profitability.models import AccountWork, ServingEvent
from clavero.profitability.rules.charging import Tally
from clavero.profitability.rules.events import Standard, having_of_text
from clavero.profitability.rules.rates import RateBook, Source
from clavero.profitability.selectors.book import counted_in_app

ZERO = Decimal(0)
_MONEY = (
    "net_sales", "contribution", "net_sales_with_cost", "gross", "gross_with_cost", "credit_notes",
    "returned", "list_sales", "listed", "waited", "awaited",
)  # fmt: skip
_COUNTED = {
    Standard.ORDER: "orders",
    Standard.DELIVERY: "deliveries",
    Standard.RETURN: "returns",
}


class Place(NamedTuple):
    """Where events are counted: an account, an activity and a stretch of the period."""

    account: str
    activity: str
    stretch: int


@dataclass(slots=True)
class Sold:
    """What the ledger says of an account in the whole period; ``None`` is unknown."""

    net_sales: Decimal = ZERO
    contribution: Decimal | None = None
    net_sales_with_cost: Decimal | None = None
    gross: Decimal = ZERO
    gross_with_cost: Decimal = ZERO
    credit_notes: Decimal = ZERO
    returned: Decimal = ZERO
    list_sales: Decimal | None = None
    listed: Decimal | None = None
    waited: Decimal | None = None
    awaited: Decimal | None = None
    by_stretch: dict[int, Decimal] = field(default_factory=dict)

    def add(self, row: Mapping[str, Any]) -> None:
        """Take what one stretch says."""
        for name in _MONEY:
            if row.get(name) is not None:
                setattr(self, name, (getattr(self, name) or ZERO) + row[name])

    @property
    def cost_known(self) -> Decimal | None:
        """The part of the amounts whose cost is known."""
        return self.gross_with_cost / self.gross if self.gross else None


@dataclass(slots=True)
class Worked:
    """Hours and money spent on an account, hours by stretch and by kind."""

    money: Decimal = ZERO
    hours: dict[int, Decimal] = field(default_factory=dict)
    by_kind: dict[str, tuple[Decimal, Decimal]] = field(default_factory=dict)


@dataclass(slots=True)
class Counted:
    """Everything that is counted for the accounts of a scope.

    ``unattributed`` are the net sales without customer. ``not_counted`` are the activities with a
    time of which nobody counted an event; ``is_work_recorded`` is whether anybody in the company
    recorded work.
    """

    sold: dict[str, Sold] = field(default_factory=dict)
    events: dict[Place, list[Tally]] = field(default_factory=dict)
    worked: dict[str, Worked] = field(default_factory=dict)
    unattributed: Decimal = ZERO
    not_counted: frozenset[str] = frozenset()
    is_work_recorded: bool = False

    def accounts(self) -> list[str]:
        """Everybody of whom anything is said."""
        served = {place.account for place in self.events}
        return sorted({*self.sold, *served, *self.worked})


def count(scope: Scope, period: Period, rollup: Mapping[str, str], book: RateBook) -> Counted:
    """What is counted for those in ``scope``, rolled up; the lines without customer apart."""
    counted = Counted()
    stretches = book.stretches(period)
    for number, stretch in enumerate(stretches):
        _count_sold(counted, scope, stretch, number, rollup, book)
    _count_events(counted, scope, stretches, rollup, book)
    _count_in_app(counted, scope, stretches, rollup, book)
    _count_work(counted, scope, stretches, rollup)
    counted.not_counted = _not_counted(counted, period, stretches, book)
    counted.is_work_recorded = AccountWork.objects.filter(_within(period)).exists()
    return counted


def _count_sold(
    counted: Counted,
    scope: Scope,
    stretch: Period,
    number: int,
    rollup: Mapping[str, str],
    book: RateBook,
) -> None:
    rows = ledger.by_account(scope, stretch, rollup=rollup).to_pylist()
    served = {
        row["account"]: row for row in ledger.serving(scope, stretch, rollup=rollup).to_pylist()
    }
    by_ledger = {
        kind: column
        for kind, column in _COUNTED.items()
        if (found := book.activity(kind, stretch.start)) and found.source is Source.LEDGER
    }
    for row in rows:
        account = row["account"]
        whole = {**row, **served.get(account, {})}
        if account is None:
            counted.unattributed += row["net_sales"]
            continue
        sold = counted.sold.setdefault(account, Sold())
        sold.add(whole)
        sold.by_stretch[number] = row["net_sales"]
        for kind, column in by_ledger.items():
            if whole.get(column):
                place = Place(account, kind, number)
                counted.events.setdefault(place, []).append(Tally(Decimal(whole[column])))


def _count_events(
    counted: Counted,
    scope: Scope,
    stretches: Sequence[Period],
    rollup: Mapping[str, str],
    book: RateBook,
) -> None:
    found = (
        _of_scope(ServingEvent.objects.all(), scope, stretches)
        .values("customer__code", "kind", "stretch", "having")
        .annotate(
            is_measured=Case(When(minutes__isnull=True, then=Value(0)), default=Value(1),
                             output_field=IntegerField()),
            is_paid=Case(When(travel__isnull=True, then=Value(0)), default=Value(1),
                         output_field=IntegerField()),
        )
        .values("customer__code", "kind", "stretch", "having", "is_measured", "is_paid")
        .annotate(events=Sum("count"), measured=Sum("minutes"), paid=Sum("travel"),
                  rows=Count("id"))
    )  # fmt: skip
    for row in found:
        activity = book.activity(row["kind"], stretches[row["stretch"]].start)
        if activity is not None and activity.source is not Source.FILE:
            continue
        account = rollup.get(row["customer__code"], row["customer__code"])
        having = having_of_text(row["having"])
        tally = Tally(
            events=row["events"],
            minutes=row["measured"] if row["is_measured"] else None,
            travel=row["paid"] if row["is_paid"] else None,
            having={name: times * row["rows"] for name, times in having.items()},
        )
        place = Place(account, row["kind"], row["stretch"])
        counted.events.setdefault(place, []).append(tally)


def _count_in_app(
    counted: Counted,
    scope: Scope,
    stretches: Sequence[Period],
    rollup: Mapping[str, str],
    book: RateBook,
) -> None:
    """What Clavero has records of, each at the standard time: how long people met says nothing of
    the road. What was done for several accounts at once is shared among them. A query for each such
    activity, and two more where it may be shared."""
    for kind, told in counted_in_app(book).items():
        of_scope = _of_scope(told.rows(), scope, stretches)
        found = of_scope.values("customer__code", "stretch").annotate(events=Count("pk"))
        events = {(row["customer__code"], row["stretch"]): Decimal(row["events"]) for row in found}
        if told.shared is not None and events:
            whole = Period(stretches[0].start, stretches[-1].end)
            parts = told.shared(told.rows().filter(_within(whole)), scope.customers)
            for number, code, stretch in of_scope.filter(pk__in=list(parts)).values_list(
                "pk", "customer__code", "stretch"
            ):
                events[code, stretch] -= 1 - parts[number]
        for (code, stretch), many in events.items():
            activity = book.activity(kind, stretches[stretch].start)
            if activity is not None and activity.source is Source.APP:
                place = Place(rollup.get(code, code), kind, stretch)
                counted.events.setdefault(place, []).append(Tally(many))


def _count_work(
    counted: Counted, scope: Scope, stretches: Sequence[Period], rollup: Mapping[str, str]
) -> None:
    found = (
        _of_scope(AccountWork.objects.all(), scope, stretches)
        .values("customer__code", "kind", "stretch")
        .annotate(all_hours=Sum("hours"), all_money=Sum("money"))
    )
    for row in found:
        account = rollup.get(row["customer__code"], row["customer__code"])
        worked = counted.worked.setdefault(account, Worked())
        hours, money = row["all_hours"], row["all_money"]
        worked.money += money
        worked.hours[row["stretch"]] = worked.hours.get(row["stretch"], ZERO) + hours
        before = worked.by_kind.get(row["kind"], (ZERO, ZERO))
        worked.by_kind[row["kind"]] = (before[0] + hours, before[1] + money)


def _not_counted(
    counted: Counted, period: Period, stretches: Sequence[Period], book: RateBook
) -> frozenset[str]:
    """Company-wide but for the ledger: that a manager's own accounts had no visit is no gap."""
    brought = set(
        ServingEvent.objects.filter(_within(period)).order_by().values_list("kind", flat=True)
        .distinct()
    )  # fmt: skip
    seen = brought | {place.activity for place in counted.events}
    seen |= {
        kind
        for kind, told in counted_in_app(book).items()
        if kind not in seen and told.rows().filter(_within(period)).exists()
    }
    timed = {
        key
        for key in book.activities
        if any(book.activity(key, stretch.start) for stretch in stretches)
    }
    return frozenset(timed - seen)


def _of_scope(rows: QuerySet[Any], scope: Scope, stretches: Sequence[Period]) -> QuerySet[Any]:
    """The rows of a scope's customers, each with the number of its stretch."""
    found = rows.filter(_within(Period(stretches[0].start, stretches[-1].end))).order_by()
    if scope.customers is not None:
        found = found.filter(customer__code__in=_codes(scope.customers))
    cases = [When(day__lt=each.end, then=Value(at)) for at, each in enumerate(stretches[:-1])]
    stretch = Case(*cases, default=Value(len(stretches) - 1), output_field=IntegerField())
    numbered: QuerySet[Any] = found.annotate(stretch=stretch)
    return numbered


def _codes(codes: Collection[str]) -> list[str]:
    return sorted(codes)


def _within(period: Period) -> Q:
    return Q(day__gte=period.start, day__lt=period.end)
