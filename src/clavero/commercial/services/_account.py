"""The targets of an account, taken to be written and kept."""

from __future__ import annotations

from collections.abc import Mapping

from clavero.commercial.models import AccountTargets
from clavero.commercial.selectors.company import commercial_settings
from clavero.core.audit import record
from clavero.identity.rules import Actor
from clavero.plans.services import plan_of_account, written_on


def targets_to_write(actor: Actor, customer_id: int) -> AccountTargets:
    """The targets of an account, locked with its plan. Raises ``Customer.DoesNotExist`` for
    strangers to it."""
    plan = plan_of_account(actor, customer_id)
    first = commercial_settings().first_month
    row, _is_new = AccountTargets.objects.get_or_create(
        plan=plan, defaults={"by_name": actor.name, "first_month": first}
    )
    row.plan = plan
    return row


def keep_targets(
    actor: Actor,
    row: AccountTargets,
    verb: str,
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> None:
    """Keep what was written, and say so."""
    row.by_name = actor.name
    row.save()
    record(actor, verb, row, before=before, after=after)
    written_on(row.plan)
