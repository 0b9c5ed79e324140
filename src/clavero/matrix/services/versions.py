"""The director decides by which factors, weights, scales and cuts accounts are read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from clavero.core.errors import Forbidden, Refusal
from clavero.core.versions import keep_version
from clavero.identity.rules import Actor, Verb
from clavero.matrix.models import MatrixVersion
from clavero.matrix.rules.settings import Settings
from clavero.matrix.selectors import InForce, Supposed, latest_settings, read_by
from clavero.portfolio.services import hold_structure
from clavero.ui import formats
from clavero.ui.versions import nothing_changed, refuse_unfit_version


class PlacesLost(Refusal):
    """By a version accounts would lose the place that they have: ``lost``, of all ``accounts``."""

    def __init__(self, lost: Sequence[Supposed], accounts: Sequence[Supposed]) -> None:
        self.lost, self.accounts = lost, accounts
        super().__init__(
            ngettext_lazy(
                "Nothing is adopted yet: %(count)s account would lose its place.",
                "Nothing is adopted yet: %(count)s accounts would lose their places.",
                len(lost),
            ),
            code="places_lost",
            hint=_("Look at which and why, and send it again if that is meant."),
            count=formats.number(len(lost)),
        )


@transaction.atomic
def adopt_settings(
    actor: Actor,
    *,
    settings: Settings,
    valid_from: date,
    reason: str,
    seen: int | None,
    losing: int | None = None,
) -> MatrixVersion:
    """A new version, which holds from ``valid_from`` on. What was read before stays.

    ``seen`` is the version that the person started from, ``None`` for the defaults: if somebody
    has adopted another one meanwhile, it is refused. A day before today is refused too, and one
    before the last version's. ``losing`` is how many accounts the person knows to lose their
    place by it, ``None`` where that is not asked: of more, :class:`PlacesLost` is raised.
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
    if losing is not None:
        _refuse_loss(latest, settings, losing)
    return keep_version(
        actor,
        MatrixVersion,
        "matrix.adopted",
        content=settings.to_plain(),
        valid_from=valid_from,
        reason=reason,
    )


def _refuse_loss(latest: InForce, settings: Settings, known: int) -> None:
    accounts = read_by(settings, instead_of=latest, as_of=timezone.localdate())
    lost = [each for each in accounts if each.loses_place]
    if len(lost) > known:
        raise PlacesLost(lost, accounts)
