"""What a file says of accounts' targets, held against what stands; and what stands, as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from clavero.commercial.models import AccountTargets, BroughtTargets
from clavero.commercial.rules.account_reading import (
    ACCOUNT_COLUMNS,
    AccountFault,
    AccountRow,
    Where,
    read_account_targets,
)
from clavero.commercial.rules.reading import TargetFault
from clavero.commercial.rules.targets import Cell, Target, parse
from clavero.commercial.rules.years import Years
from clavero.commercial.selectors.account import months_of
from clavero.commercial.selectors.company import commercial_settings, families_known
from clavero.core.errors import Forbidden
from clavero.core.revisions import revisions_of
from clavero.core.tables import RefusedRow, RowFault, TableReport
from clavero.identity.rules import Actor, Verb
from clavero.plans.rules.timeline import detail_of
from clavero.portfolio.selectors import ids_of
from clavero.portfolio.visibility import accounts, scope_for
from clavero.ui.brought import read_table


@dataclass(frozen=True, slots=True)
class Change:
    """What a row would change in the account ``name``: the target ``before``, where there is one,
    and ``after``."""

    customer_id: int
    name: str
    where: Where
    before: Target | None
    after: Target


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsReport(TableReport):
    """What a file would change, or has changed, row by row. ``seen`` is the last revision of the
    targets that it was held against."""

    changes: Sequence[Change]
    seen: int
    calendar: Years


@dataclass(frozen=True, slots=True)
class _Known:
    """What rows are held against; ``planned`` are the accounts with a plan, by name."""

    ids: Mapping[str, int]
    planned: Mapping[int, str]
    targets: Mapping[int, AccountTargets]
    families: frozenset[str]
    detail: frozenset[date]
    calendar: Years


def account_changes(actor: Actor, content: bytes) -> AccountsReport:
    """What a file would change in the targets of the accounts that ``actor`` writes.

    Rows that cannot be used are told one by one. Raises :class:`Forbidden`, and :class:`Refusal`
    where the file is no such table.
    """
    if not actor.may(Verb.WRITE_PLANS):
        raise Forbidden(Verb.WRITE_PLANS)
    calendar = commercial_settings().calendar
    read = read_table(content, lambda text: read_account_targets(text, calendar), ACCOUNT_COLUMNS)
    known = _known(actor, read.said, calendar)
    refused, changes, there = list(read.refused), list[Change](), 0
    said = set[tuple[int, Where]]()
    for row in read.said:
        bad = _fault(row, known, said)
        if bad is not None:
            refused.append(bad)
            continue
        customer_id = known.ids[row.account]
        said.add((customer_id, row.where))
        before = _standing(known.targets.get(customer_id), row.where)
        if before == row.target:
            there += 1
        else:
            name = known.planned[customer_id]
            changes.append(Change(customer_id, name, row.where, before, row.target))
    refused.sort(key=lambda bad: bad.line)
    revisions = revisions_of(
        AccountTargets, [str(targets.pk) for targets in known.targets.values()]
    )
    return AccountsReport(
        read=read.rows, kept=len(changes), already_there=there, refused=refused, changes=changes,
        seen=max(revisions.values(), default=0), calendar=calendar,
    )  # fmt: skip


def account_target_records(actor: Actor, code: str | None = None) -> Iterator[list[Any]]:
    """The targets of the accounts that ``actor`` sees, or of one, as rows of a file that can be
    brought back; those of other years than the company's are not among them."""
    scope, calendar = scope_for(actor), commercial_settings().calendar
    rows = AccountTargets.objects.filter(
        plan__customer__merged_into=None, first_month=calendar.first
    )
    if scope.customers is not None:
        rows = rows.filter(plan__customer__code__in=sorted(scope.customers))
    if code is not None:
        rows = rows.filter(plan__customer__code=code)
    for row in rows.select_related("plan__customer").order_by("plan__customer__code"):
        account = row.plan.customer.code
        for cell, each in sorted(parse(row.years).items()):
            yield [account, cell.year, cell.family, "", each.sales, each.margin]
        for month, sales in sorted(months_of(row).items()):
            yield [account, calendar.of(month), "", f"{month:%Y-%m}", sales, None]


def brought_targets(actor: Actor, brought_id: int) -> BroughtTargets:
    """A file that ``actor`` has brought. Raises ``BroughtTargets.DoesNotExist`` for others."""
    found: BroughtTargets = BroughtTargets.objects.get(pk=brought_id, by_id=actor.user_id)
    return found


def _known(actor: Actor, said: Sequence[AccountRow], calendar: Years) -> _Known:
    ids = ids_of({row.account for row in said}, accounts(actor))
    found = accounts(actor).filter(pk__in=set(ids.values()), plan__isnull=False).order_by()
    customers = list(found.select_related("plan__commercial_targets"))
    targets = {
        each.pk: each.plan.commercial_targets
        for each in customers
        if hasattr(each.plan, "commercial_targets")
    }
    own = {cell.family for row in targets.values() for cell in parse(row.years)}
    return _Known(
        ids=ids,
        planned={each.pk: str(each) for each in customers},
        targets=targets,
        families=families_known() | own,
        detail=frozenset(each.start for each in detail_of(timezone.localdate()).months()),
        calendar=calendar,
    )


def _fault(row: AccountRow, known: _Known, said: set[tuple[int, Where]]) -> RefusedRow | None:
    """Why a row cannot be used, if it cannot."""

    def bad(column: str, value: str, reason: Any) -> RefusedRow:
        return RefusedRow(row.line, column, value, reason)

    customer_id = known.ids.get(row.account)
    if customer_id is None:
        return bad("account", row.account, RowFault.UNKNOWN_ACCOUNT)
    if customer_id not in known.planned:
        return bad("account", row.account, AccountFault.NO_PLAN)
    standing = known.targets.get(customer_id)
    of_month = not isinstance(row.where, Cell)
    if isinstance(row.where, Cell):
        column, value = "family", row.where.family
    else:
        column, value = "month", f"{row.where:%Y-%m}"
    if (customer_id, row.where) in said:
        return bad(column, value, AccountFault.SAID_TWICE)
    if standing is not None and standing.years and standing.calendar != known.calendar:
        return bad("account", row.account, AccountFault.YEARS_OF_OLD)
    if of_month:
        if row.where not in known.detail and _standing(standing, row.where) != row.target:
            return bad(column, value, AccountFault.NOT_IN_DETAIL)
    elif value not in known.families:
        return bad(column, value, TargetFault.UNKNOWN_FAMILY)
    return None


def _standing(row: AccountTargets | None, where: Where) -> Target | None:
    if row is None:
        return None
    if isinstance(where, Cell):
        return parse(row.years).get(where)
    sales = months_of(row).get(where)
    return None if sales is None else Target(sales)
