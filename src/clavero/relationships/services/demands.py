"""The director decides what each stage of a relationship asks for."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.errors import Forbidden
from clavero.core.versions import keep_version
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.services import hold_structure
from clavero.relationships.models import DemandsVersion
from clavero.relationships.rules.demands import as_plain, checked
from clavero.relationships.rules.matrix import Demands
from clavero.relationships.selectors.demands import latest_demands
from clavero.ui.versions import nothing_changed, refuse_unfit_version


@transaction.atomic
def adopt_demands(
    actor: Actor, *, demands: Demands, valid_from: date, reason: str, seen: int | None
) -> DemandsVersion:
    """A new version, which holds from ``valid_from`` on; ``seen`` is the one it started from.

    What was asked for before stays what the days before it are held to.
    """
    if not actor.may(Verb.GOVERN_RELATIONSHIPS):
        raise Forbidden(Verb.GOVERN_RELATIONSHIPS)
    hold_structure()  # one version at a time
    latest = latest_demands()
    refuse_unfit_version(
        latest.version,
        seen=seen,
        valid_from=valid_from,
        reason=reason,
        unreasoned=_("Say why it changes: those who look back will ask."),
    )
    content = as_plain(checked(demands))
    if content == as_plain(latest.settings):
        raise nothing_changed()
    return keep_version(
        actor,
        DemandsVersion,
        "relationships.demands_adopted",
        content=content,
        valid_from=valid_from,
        reason=reason,
    )
