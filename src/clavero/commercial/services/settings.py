"""How the company plans: with which month its year begins, and whether it sells through shops."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from clavero.commercial.models import CommercialSettings, CompanyVersion
from clavero.commercial.rules.targets import VersionState
from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.rules import Actor, Verb
from clavero.ui.meanwhile import refuse_unseen


@transaction.atomic
def set_commercial_settings(
    actor: Actor, *, first_month: int, sells_through_shops: bool, seen: int = 0
) -> CommercialSettings:
    """Say how the company plans. Programmes that stand when it ceases to sell through shops are not
    shown, and are there when it does again.

    What was written of years that began with another month stays as it was and counts nowhere
    until somebody looks at it and keeps it for the new ones. ``seen`` is the revision looked at.
    Raises :class:`Forbidden` and :class:`Refusal`.
    """
    if not actor.may(Verb.GOVERN_COMMERCIAL):
        raise Forbidden(Verb.GOVERN_COMMERCIAL)
    row = _locked()
    refuse_unseen(row, seen)
    asked = {"first_month": first_month, "sells_through_shops": sells_through_shops}
    before = {name: getattr(row, name) for name in asked}
    if before == asked:
        return row
    if before["first_month"] != first_month:
        _refuse_while_one_waits()
    for name, value in asked.items():
        setattr(row, name, value)
    row.save()
    record(actor, "commercial.settings_set", row, before=before, after=asked)
    return row


def _refuse_while_one_waits() -> None:
    """What an executive is about to approve must not become a plan of other years meanwhile."""
    waits = CompanyVersion.objects.filter(state=VersionState.SUBMITTED.value)
    if waits.select_for_update().exists():
        raise Refusal(
            _("The company's plan waits for approval."),
            code="waits_for_approval",
            field="first_month",
            hint=_("Let it be approved or given back first; then its years can begin elsewhere."),
        )


def _locked() -> CommercialSettings:
    found = CommercialSettings.objects.select_for_update()
    row = found.first()
    if row is not None:
        return row
    try:
        with transaction.atomic():
            return CommercialSettings.objects.create()
    except IntegrityError:  # somebody else said the first word in the same moment
        return found.get()
