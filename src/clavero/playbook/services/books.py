"""The director decides what each strategy asks for."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden
from clavero.identity.rules import Actor, Verb
from clavero.playbook.models import PlaybookVersion
from clavero.playbook.rules.plays import Playbook
from clavero.playbook.selectors import latest_book
from clavero.portfolio.services import hold_structure
from clavero.ui.versions import nothing_changed, refuse_unfit_version


@transaction.atomic
def adopt_playbook(
    actor: Actor, *, book: Playbook, valid_from: date, reason: str, seen: int | None
) -> PlaybookVersion:
    """A new version, which holds from ``valid_from`` on; what was proposed before stays.

    ``seen`` is the version that the person started from, ``None`` for Clavero's own: if somebody
    has adopted another one meanwhile, it is refused.
    """
    if not actor.may(Verb.EDIT_PLAYBOOK):
        raise Forbidden(Verb.EDIT_PLAYBOOK)
    hold_structure()
    latest = latest_book()
    refuse_unfit_version(
        latest.version,
        seen=seen,
        valid_from=valid_from,
        reason=reason,
        unreasoned=_("Say why the playbook changes: those who look back will ask."),
    )
    if book == latest.book:
        raise nothing_changed()
    version = PlaybookVersion.objects.create(
        valid_from=valid_from,
        content=book.to_plain(),
        reason=reason.strip(),
        by_id=actor.user_id,
        by_name=actor.name,
    )
    record(
        actor,
        "playbook.adopted",
        version,
        after={"valid_from": valid_from, "reason": reason.strip()},
    )
    return version
