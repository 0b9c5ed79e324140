"""What somebody does next: a task of the account, which says where it was agreed."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Refusal
from clavero.identity.rules import Actor
from clavero.interactions.rules.kinds import MOST_STEPS, step_keys
from clavero.interactions.services._held import to_change
from clavero.portfolio.selectors import today_of
from clavero.work.rules.tasks import Origin
from clavero.work.selectors import tasks_of
from clavero.work.services import add_task


@transaction.atomic
def add_step(
    actor: Actor, *, interaction_id: int, text: str, owner_id: int, due: date | None = None
) -> int:
    """Agree on a next step; the number of its task.

    Raises ``Interaction.DoesNotExist`` for strangers to the customer.
    """
    row = to_change(actor, interaction_id)
    account, keys = today_of(row.customer), step_keys(interaction_id)
    there = tasks_of(actor, account.id, origin=Origin.INTERACTION, origin_key=keys)
    free = [key for key in keys if key not in {each.origin_key for each in there}]
    if not free:
        raise Refusal(
            _("One interaction has %(most)s next steps at most."), code="too_many_steps",
            field="text", most=MOST_STEPS,
        )  # fmt: skip
    number = add_task(
        actor, customer_id=account.id, text=text, due=due, owner_id=owner_id,
        detail=row.subject, origin=Origin.INTERACTION, origin_key=free[0],
    )  # fmt: skip
    record(actor, "interaction.step", row, after={"step": text})
    return number
