"""The director decides by which factors, weights, scales and cuts accounts are read."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.rules import Actor, Verb
from clavero.matrix.models import MatrixVersion
from clavero.matrix.rules.settings import Settings
from clavero.matrix.selectors import latest_settings
from clavero.portfolio.services import hold_structure
from clavero.ui import formats


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
    if latest.version is not None and latest.number != seen:
        raise Refusal(
            _("%(by)s has adopted version %(number)s while you were working on this one."),
            code="changed_meanwhile",
            hint=_("Compare with it; sending yours again puts it in its place."),
            by=latest.version.by_name,
            number=latest.number,
        )
    earliest = timezone.localdate()
    if latest.version is not None:
        earliest = max(earliest, latest.version.valid_from)
    if valid_from < earliest:
        raise Refusal(
            _("A version holds from today on, and never before the one that it replaces."),
            code="in_the_past",
            field="valid_from",
            hint=_("Write %(earliest)s or a later day."),
            earliest=formats.day(earliest),
        )
    if not reason.strip():
        raise Refusal(
            _("Say why the matrix changes: those who look back will ask."),
            code="reason_missing",
            field="reason",
        )
    if settings == latest.settings:
        raise Refusal(
            _("Nothing is different from the version before."),
            code="nothing_changed",
            hint=_("Change something, or leave it as it is."),
        )
    version = MatrixVersion.objects.create(
        valid_from=valid_from,
        content=settings.to_plain(),
        reason=reason.strip(),
        by_id=actor.user_id,
        by_name=actor.name,
    )
    record(
        actor, "matrix.adopted", version, after={"valid_from": valid_from, "reason": reason.strip()}
    )
    return version
