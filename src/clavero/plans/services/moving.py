"""What follows an action is moved along with it, and put back."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Refusal
from clavero.core.revisions import CHANGED_MEANWHILE, revisions_of
from clavero.identity.rules import Actor
from clavero.plans.models import Action
from clavero.plans.rules.clashes import Move, moved_along
from clavero.plans.selectors import placed
from clavero.plans.services._writing import change, plan_of_account, row_to_write


@transaction.atomic
def move_along(actor: Actor, *, action_id: int, offered: Collection[Move]) -> Sequence[Move]:
    """Move all that has to follow an action, as it was ``offered``. Raises
    ``Action.DoesNotExist`` for strangers."""
    first = row_to_write(actor, Action, action_id)
    rows = {
        each.pk: each
        for each in Action.objects.select_for_update().filter(
            plan=first.plan, retired_at=None
        ).prefetch_related("after")
    }  # fmt: skip
    moves = moved_along(placed(rows.values()), first.pk)
    if not moves or set(moves) != set(offered):
        raise Refusal(
            _("The actions have changed while you were looking at them."),
            code=CHANGED_MEANWHILE,
            hint=_("Look at what would move now."),
        )
    for each in rows.values():
        each.plan = first.plan
    _move(actor, rows, moves)
    return moves


@transaction.atomic
def put_back(actor: Actor, *, customer_id: int, moves: Collection[Move]) -> None:
    """Put actions back where they were before ``moves``, unless somebody has moved one since.
    Raises ``Customer.DoesNotExist`` for strangers to the account."""
    plan = plan_of_account(actor, customer_id)
    found = Action.objects.select_for_update().filter(
        plan=plan, retired_at=None, pk__in=[each.action for each in moves]
    )
    rows = {each.pk: each for each in found}
    for each in moves:
        row = rows.get(each.action)
        if row is None or (row.start, row.end) != (each.start, each.end):
            raise Refusal(
                _("One of the actions has been moved or taken out since: nothing was put back."),
                code=CHANGED_MEANWHILE,
                hint=_("Move each of them on its page."),
            )
    for row in rows.values():
        row.plan = plan
    _move(actor, rows, [Move(each.action, each.was_start, each.was_end, each.start, each.end)
                        for each in moves])  # fmt: skip


def _move(actor: Actor, rows: dict[int, Action], moves: Collection[Move]) -> None:
    seen = revisions_of(Action, [str(each.action) for each in moves])
    for each in moves:
        row = rows[each.action]
        asked = {"start": each.start, "end": each.end}
        change(actor, row, asked, seen.get(str(row.pk), 0), is_carried_out=True)
