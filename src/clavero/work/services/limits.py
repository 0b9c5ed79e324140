"""The director decides how much one person can look after."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Forbidden
from clavero.core.versions import keep_version
from clavero.identity.rules import Actor, Verb
from clavero.ui.versions import nothing_changed, refuse_unfit_version
from clavero.work.models import LoadVersion
from clavero.work.rules.load import Limits
from clavero.work.selectors.load import latest_limits


@transaction.atomic
def adopt_limits(
    actor: Actor, *, limits: Limits, valid_from: date, reason: str, seen: int | None
) -> LoadVersion:
    """A new version, which holds from ``valid_from`` on. ``seen`` is the version that the person
    started from, ``None`` for the seeds': another one adopted meanwhile refuses it."""
    if not actor.may(Verb.ASSIGN_COVERAGE):
        raise Forbidden(Verb.ASSIGN_COVERAGE)
    latest = latest_limits()
    refuse_unfit_version(
        latest.version,
        seen=seen,
        valid_from=valid_from,
        reason=reason,
        unreasoned=_("Say why the limits change: those who look back will ask."),
    )
    if limits == latest.settings:
        raise nothing_changed()
    return keep_version(
        actor, LoadVersion, "load.adopted", content=limits.to_plain(), valid_from=valid_from,
        reason=reason,
    )  # fmt: skip
