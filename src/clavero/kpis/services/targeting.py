"""What an account is held to is decided, version by version."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy

from clavero.core.versions import keep_version
from clavero.identity.rules import Actor, Verb
from clavero.kpis.models import FrameworkVersion
from clavero.kpis.rules.framework import Framework, parse_framework
from clavero.kpis.rules.kpi import Level
from clavero.kpis.selectors import catalogue, latest_framework
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
    framework.check({kpi.key for kpi in catalogue().kpis if Level.ACCOUNT in kpi.levels})
    hold_structure()
    latest = latest_framework(customer_id)
    refuse_unfit_version(
        latest,
        seen=seen,
        valid_from=valid_from,
        reason=reason,
        unreasoned=gettext_lazy("Say why its targets change: those who look back will ask."),
    )
    if latest is not None and parse_framework(latest.content) == framework:
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
