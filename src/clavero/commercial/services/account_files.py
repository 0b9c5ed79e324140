"""Targets of accounts brought as a file: held until its rows have been looked at, then kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from clavero.commercial.models import AccountTargets, BroughtTargets
from clavero.commercial.rules.account_reading import Where
from clavero.commercial.rules.targets import Cell, Target, called, parse, to_plain, told_short
from clavero.commercial.rules.years import Years
from clavero.commercial.selectors.account import months_of, seasonality_of
from clavero.commercial.selectors.account_files import (
    AccountsReport,
    Change,
    account_changes,
    brought_targets,
)
from clavero.commercial.services._account import keep_targets, targets_to_write
from clavero.core.money import plain
from clavero.identity.rules import Actor
from clavero.ui.meanwhile import refuse_unseen

_NAME_LENGTH = 200
_HELD = timedelta(days=30)


@transaction.atomic
def hold_account_targets(actor: Actor, *, content: bytes, name: str) -> BroughtTargets:
    """Hold a file until somebody has looked at what it would change; it takes the place of the one
    that they brought before. Nobody else sees it.

    Raises :class:`Forbidden`, and :class:`Refusal` where it is no such table.
    """
    account_changes(actor, content)
    old = Q(by_id=actor.user_id) | Q(created_at__lt=timezone.now() - _HELD)
    BroughtTargets.objects.filter(old).delete()
    return BroughtTargets.objects.create(
        by_id=actor.user_id, name=name[-_NAME_LENGTH:], content=content
    )


@transaction.atomic
def drop_account_targets(actor: Actor, *, brought_id: int) -> None:
    """Let a file go. Raises ``BroughtTargets.DoesNotExist`` for who has not brought it."""
    brought_targets(actor, brought_id).delete()


@transaction.atomic
def import_account_targets(
    actor: Actor, *, content: bytes, seen: int | None = None
) -> AccountsReport:
    """Keep what the rows of a file say that can be used; what it does not tell of stays.

    ``seen`` is the revision that its preview was held against: what somebody has written since is
    told, and then nothing is kept. The same file again changes nothing.
    """
    found = account_changes(actor, content)
    held_against = found.seen if seen is None else seen
    ordered = sorted(found.changes, key=lambda each: each.customer_id)
    for customer_id, changes in groupby(ordered, key=lambda each: each.customer_id):
        row = targets_to_write(actor, customer_id)
        refuse_unseen(row, held_against)
        _write(actor, row, list(changes), found.calendar)
    return found


def _write(actor: Actor, row: AccountTargets, changes: Sequence[Change], calendar: Years) -> None:
    years, months = parse(row.years), months_of(row)
    for change in changes:
        if isinstance(change.where, Cell):
            years[change.where] = change.after
        else:
            months[change.where] = change.after.sales
    row.years = to_plain(years)
    of_months = any(not isinstance(change.where, Cell) for change in changes)
    if of_months:
        row.months = {month.isoformat(): plain(sales) for month, sales in sorted(months.items())}
        if not row.weights:
            weights = seasonality_of(actor, row.plan.customer.code)
            row.weights = [plain(each) for each in weights]
    row.first_month = calendar.first
    keep_targets(
        actor, row, "commercial.targets_brought",
        {_called(each.where, calendar): _told(each.before) for each in changes},
        {_called(each.where, calendar): _told(each.after) for each in changes},
    )  # fmt: skip


def _called(where: Where, calendar: Years) -> str:
    return called(where, calendar) if isinstance(where, Cell) else where.isoformat()


def _told(target: Target | None) -> str | None:
    return None if target is None else told_short(target)
