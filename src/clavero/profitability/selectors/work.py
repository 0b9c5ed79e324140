"""Hours and money that account teams spend."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import QuerySet, Sum

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Structure, structure
from clavero.portfolio.visibility import accounts, scope_for
from clavero.profitability.models import AccountWork
from clavero.profitability.rules.work import WorkKind

ZERO = Decimal(0)
MOST_ROWS = 40


class Amounts(NamedTuple):
    """Hours, and money in the reporting currency."""

    hours: Decimal = ZERO
    money: Decimal = ZERO

    def plus(self, hours: Decimal, money: Decimal) -> Amounts:
        """With more of both."""
        return Amounts(self.hours + hours, self.money + money)


@dataclass(frozen=True, slots=True)
class Spent:
    """What was spent on an account, in all and by what it went into."""

    total: Amounts
    by_kind: dict[WorkKind, Amounts] = field(default_factory=dict)


def spent(
    actor: Actor,
    period: Period,
    *,
    tree: Tree | None = Tree.LEGAL,
    known: Structure | None = None,
) -> dict[str, Spent]:
    """What was spent on each account that ``actor`` sees, by its code; those on which nobody spent
    anything are left out. ``known`` is the structure, where it was asked for before."""
    scope, rows = scope_for(actor), AccountWork.objects.all()
    rollup = (known or structure()).forest(tree).rollup(scope.customers)
    if scope.customers is not None:
        rows = rows.filter(customer__code__in=sorted(scope.customers))
    found = (
        rows.filter(day__gte=period.start, day__lt=period.end)
        .order_by()
        .values("customer__code", "kind")
        .annotate(all_hours=Sum("hours"), all_money=Sum("money"))
    )
    kinds: dict[str, dict[WorkKind, Amounts]] = {}
    for row in found:
        account = rollup.get(row["customer__code"], row["customer__code"])
        of_account = kinds.setdefault(account, {})
        kind = WorkKind(row["kind"])
        before = of_account.get(kind, Amounts())
        of_account[kind] = before.plus(row["all_hours"], row["all_money"])
    return {account: Spent(_sum(of_account), of_account) for account, of_account in kinds.items()}


def work_of(actor: Actor, customer_id: int) -> QuerySet[AccountWork]:
    """What was recorded for one account itself, the latest first; nothing for strangers to it."""
    return AccountWork.objects.filter(
        customer_id=customer_id, customer__in=accounts(actor).values("pk")
    ).select_related("person")


@dataclass(frozen=True, slots=True)
class WorkBehind:
    """The work behind the hours of an account and all below it in a period."""

    title: str
    rows: QuerySet[AccountWork]
    hours: Decimal
    is_group: bool


def work_behind(actor: Actor, customer_id: int, period: Period) -> WorkBehind:
    """Every piece of work that counts for an account in a period, as far as ``actor`` sees it,
    merged records and all below it included. Raises ``Customer.DoesNotExist`` for strangers."""
    customer = accounts(actor).get(pk=customer_id)
    forest, seen = structure().forests[Tree.LEGAL], scope_for(actor).customers
    codes = {*forest.codes(customer.code)}
    rows = AccountWork.objects.filter(
        customer__code__in=sorted(codes if seen is None else codes & seen),
        day__gte=period.start,
        day__lt=period.end,
    )
    found = rows.order_by().aggregate(hours=Sum("hours"))
    return WorkBehind(
        title=str(customer),
        rows=rows.select_related("person", "customer"),
        hours=found["hours"] or ZERO,
        is_group=len(codes) > 1,
    )


def spent_on(actor: Actor, customer_id: int, period: Period) -> Amounts:
    """What was spent on one account itself in a period."""
    within = work_of(actor, customer_id).filter(day__gte=period.start, day__lt=period.end)
    found = within.order_by().aggregate(all_hours=Sum("hours"), all_money=Sum("money"))
    return Amounts(found["all_hours"] or ZERO, found["all_money"] or ZERO)


def account_of_work(actor: Actor, work_id: int) -> Any:
    """A piece of work on an account that ``actor`` sees.

    Raises ``AccountWork.DoesNotExist``.
    """
    seen = accounts(actor).values("pk")
    return AccountWork.objects.select_related("customer", "person").get(
        pk=work_id, customer__in=seen
    )


def _sum(of_account: dict[WorkKind, Amounts]) -> Amounts:
    total = Amounts()
    for each in of_account.values():
        total = total.plus(each.hours, each.money)
    return total
