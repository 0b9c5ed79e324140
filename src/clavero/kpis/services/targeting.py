"""What an account is held to is decided, version by version."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy

from clavero.core.errors import Refusal
from clavero.core.versions import keep_version
from clavero.identity.rules import Actor, Verb
from clavero.identity.selectors import names_of
from clavero.kpis.models import FrameworkVersion
from clavero.kpis.rules.framework import Framework, parse_framework
from clavero.kpis.rules.kpi import Level
from clavero.kpis.selectors import catalogue, latest_framework
from clavero.portfolio.selectors import people_who_see, structure
from clavero.portfolio.services import hold_structure
from clavero.portfolio.visibility import customer_to_change
from clavero.ui.versions import nothing_changed, refuse_unfit_version


@transaction.atomic
def set_targets(
    actor: Actor,
    *,
    customer_id: int,
    framework: Framework,
    valid_from: date,
    reason: str,
    seen: int | None,
) -> FrameworkVersion:
    """A new version of what an account is held to, from ``valid_from`` on.

    ``seen`` is the version that the person started from, ``None`` where there was none. Raises
    ``Customer.DoesNotExist`` for strangers to the account, :class:`Forbidden` for those who only
    read, :class:`Faulty` for a framework that contradicts itself, and :class:`Refusal`.
    """
    customer = customer_to_change(actor, customer_id, Verb.SET_TARGETS)
    framework.check({kpi.key: kpi for kpi in catalogue().kpis if Level.ACCOUNT in kpi.levels})
    hold_structure()
    latest = latest_framework(customer_id)
    refuse_unfit_version(
        latest,
        seen=seen,
        valid_from=valid_from,
        reason=reason,
        unreasoned=gettext_lazy("Say why its targets change: those who look back will ask."),
    )
    before = Framework() if latest is None else parse_framework(latest.content)
    _refuse_strangers(customer.code, before, framework)
    if latest is not None and before == framework:
        raise nothing_changed()
    return keep_version(
        actor,
        FrameworkVersion,
        "kpis.targets_set",
        content=framework.to_plain(),
        valid_from=valid_from,
        reason=reason,
        customer_id=customer.pk,
    )


def _refuse_strangers(code: str, before: Framework, after: Framework) -> None:
    """Who answers for a KPI sees the account, or did when they were asked."""
    asked = {
        item.key: item.owner_id
        for item in after.items
        if item.owner_id is not None
        and (item.key not in before.by_key or before.by_key[item.key].owner_id != item.owner_id)
    }
    seeing = dict(people_who_see(code, structure())) if asked else {}
    for key, person_id in asked.items():
        if person_id not in seeing:
            raise Refusal(
                gettext_lazy("%(name)s does not see this account."),
                code="owner_blind",
                field=f"owner-{key}",
                hint=gettext_lazy("Choose somebody who does, or let them look after it first."),
                name=names_of([person_id]).get(person_id, str(person_id)),
            )
