"""The director decides what the strategies ask for."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clavero.core.errors import Forbidden
from clavero.core.revisions import ChangedMeanwhile
from clavero.core.sentences import closed
from clavero.core.versions import keep_version
from clavero.identity.rules import Actor, Verb
from clavero.playbook.models import PlaybookVersion
from clavero.playbook.rules.changes import PARTS, changed_parts, with_parts
from clavero.playbook.rules.defaults import DEFAULT
from clavero.playbook.rules.guides import Playbook
from clavero.playbook.selectors import InForce, latest_playbook, playbook_of
from clavero.playbook.words import part_name
from clavero.portfolio.services import hold_structure
from clavero.ui.versions import nothing_changed, refuse_unapproved, refuse_unfit_version


@transaction.atomic
def adopt_playbook(
    actor: Actor,
    *,
    playbook: Playbook,
    valid_from: date,
    reason: str,
    approved_by: str,
    approved_on: date,
    seen: int | None,
) -> PlaybookVersion:
    """A new version, which holds from ``valid_from`` on. What was proposed before stays.

    ``approved_by`` and ``approved_on`` say who approved it and when. ``seen`` is the version that
    the person started from, ``None`` for Clavero's own playbook. What somebody else has changed
    meanwhile stays beside it; where both changed the same part, it is refused. Raises
    :class:`Faulty` where the two together contradict each other.
    """
    if not actor.may(Verb.EDIT_PLAYBOOK):
        raise Forbidden(Verb.EDIT_PLAYBOOK)
    hold_structure()
    latest = latest_playbook()
    started_from = None if seen is None else playbook_of(seen)
    base = DEFAULT if started_from is None else started_from.settings
    mine = changed_parts(base, playbook)
    _refuse_collision(latest, mine & changed_parts(base, latest.settings))
    refuse_unfit_version(
        latest.version,
        seen=latest.number,
        valid_from=valid_from,
        reason=reason,
        unreasoned=gettext_lazy("Say why the playbook changes: those who look back will ask."),
    )
    refuse_unapproved(approved_by, approved_on)
    wanted = with_parts(latest.settings, playbook, mine)
    if not changed_parts(latest.settings, wanted):
        raise nothing_changed()
    return keep_version(
        actor,
        PlaybookVersion,
        "playbook.adopted",
        content=wanted.to_plain(),
        valid_from=valid_from,
        reason=reason,
        approved_by=approved_by.strip(),
        approved_on=approved_on,
    )


def _refuse_collision(latest: InForce, parts: frozenset[str]) -> None:
    version = latest.version
    if not parts or version is None:
        return
    sentence = _("%(by)s has changed “%(part)s” in version %(number)s: %(reason)s")
    reason = closed(version.reason)
    said = {"by": version.by_name, "number": version.pk, "reason": reason}
    told = {each: sentence % {**said, "part": part_name(each)} for each in PARTS if each in parts}
    raise ChangedMeanwhile(told, revision=version.pk)
