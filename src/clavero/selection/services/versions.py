"""The director decides by which criteria, questions and weights key accounts are selected."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Forbidden
from clavero.core.versions import keep_version
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.services import hold_structure
from clavero.selection.models import SelectionVersion
from clavero.selection.rules.settings import Settings
from clavero.selection.selectors.settings import latest_settings
from clavero.ui.versions import nothing_changed, refuse_unapproved, refuse_unfit_version


@transaction.atomic
def adopt_settings(
    actor: Actor,
    *,
    settings: Settings,
    valid_from: date,
    reason: str,
    approved_by: str,
    approved_on: date,
    seen: int | None,
) -> SelectionVersion:
    """A new version, which holds from ``valid_from`` on. What was decided before stays.

    ``approved_by`` and ``approved_on`` say who approved it and when. ``seen`` is the version that
    the person started from, ``None`` for the defaults: another one adopted meanwhile refuses it.
    """
    if not actor.may(Verb.DECIDE_KEY_ACCOUNTS):
        raise Forbidden(Verb.DECIDE_KEY_ACCOUNTS)
    hold_structure()
    latest = latest_settings()
    refuse_unfit_version(
        latest.version,
        seen=seen,
        valid_from=valid_from,
        reason=reason,
        unreasoned=_("Say why the selection changes: those who look back will ask."),
    )
    refuse_unapproved(approved_by, approved_on)
    if settings == latest.settings:
        raise nothing_changed()
    return keep_version(
        actor,
        SelectionVersion,
        "selection.adopted",
        content=settings.to_plain(),
        valid_from=valid_from,
        reason=reason,
        approved_by=approved_by.strip(),
        approved_on=approved_on,
    )
