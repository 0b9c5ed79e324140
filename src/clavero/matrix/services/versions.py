"""The director decides by which factors, weights, scales and cuts accounts are read."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Forbidden
from clavero.core.versions import keep_version
from clavero.identity.rules import Actor, Verb
from clavero.matrix.models import MatrixVersion
from clavero.matrix.rules.settings import Settings
from clavero.matrix.selectors import latest_settings
from clavero.portfolio.services import hold_structure
from clavero.ui.versions import nothing_changed, refuse_unfit_version


@transaction.atomic
def adopt_settings(
    actor: Actor, *, settings: Settings, valid_from: date, reason: str, seen: int | None
) -> MatrixVersion:
    """A new version, which holds from ``valid_from`` on. What was read before stays.

    ``seen`` is the version that the person started from, ``None`` for the defaults: if somebody
    has adopted another one meanwhile, it is refused. A day before today is refused too, and one
    before the last version's.
    """
    if not actor.may(Verb.GOVERN_MATRIX):
        raise Forbidden(Verb.GOVERN_MATRIX)
    hold_structure()
    latest = latest_settings()
    refuse_unfit_version(
        latest.version,
        seen=seen,
        valid_from=valid_from,
        reason=reason,
        unreasoned=_("Say why the matrix changes: those who look back will ask."),
    )
    if settings == latest.settings:
        raise nothing_changed()
    return keep_version(
        actor,
        MatrixVersion,
        "matrix.adopted",
        content=settings.to_plain(),
        valid_from=valid_from,
        reason=reason,
    )
