"""The director decides through which stages an opportunity goes."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.versions import keep_version
from clavero.identity.rules import Actor, Verb
from clavero.opportunities.models import StageVersion
from clavero.opportunities.rules.stages import Stages
from clavero.opportunities.selectors.stages import latest_stages
from clavero.opportunities.services._changing import require
from clavero.portfolio.services import hold_structure
from clavero.ui.versions import nothing_changed, refuse_unfit_version


@transaction.atomic
def adopt_stages(
    actor: Actor, *, stages: Stages, valid_from: date, reason: str, seen: int | None
) -> StageVersion:
    """A new version, which holds from ``valid_from`` on; ``seen`` is the one it started from.

    An opportunity in a stage that is no longer there stays in it until it is moved.
    """
    require(actor, Verb.GOVERN_OPPORTUNITIES)
    hold_structure()  # one version at a time
    latest = latest_stages()
    refuse_unfit_version(
        latest.version,
        seen=seen,
        valid_from=valid_from,
        reason=reason,
        unreasoned=_("Say why the stages change: those who look back will ask."),
    )
    if stages == latest.settings:
        raise nothing_changed()
    return keep_version(
        actor,
        StageVersion,
        "opportunities.stages_adopted",
        content=stages.to_plain(),
        valid_from=valid_from,
        reason=reason,
    )
