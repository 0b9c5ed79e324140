"""The director decides where the states begin."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Forbidden
from clavero.core.versions import keep_version
from clavero.identity.rules import Actor, Verb
from clavero.silence.models import SilenceVersion
from clavero.silence.rules.settings import Settings
from clavero.silence.selectors.settings import latest_settings
from clavero.silence.services._stamp import hold
from clavero.ui.versions import nothing_changed, refuse_unfit_version


@transaction.atomic
def adopt_settings(
    actor: Actor, *, settings: Settings, valid_from: date, reason: str, seen: int | None
) -> SilenceVersion:
    """A new version, which holds from ``valid_from`` on. What was decided before stays.

    ``seen`` is the version that the person started from, ``None`` for the defaults: another one
    adopted meanwhile refuses it.
    """
    if not actor.may(Verb.GOVERN_SILENCE):
        raise Forbidden(Verb.GOVERN_SILENCE)
    hold()
    latest = latest_settings()
    refuse_unfit_version(
        latest.version,
        seen=seen,
        valid_from=valid_from,
        reason=reason,
        unreasoned=_("Say why the states begin elsewhere: those who look back will ask."),
    )
    if settings == latest.settings:
        raise nothing_changed()
    return keep_version(
        actor,
        SilenceVersion,
        "silence.adopted",
        content=settings.to_plain(),
        valid_from=valid_from,
        reason=reason,
    )
