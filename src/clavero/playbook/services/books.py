"""The director decides what each strategy asks for."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.rules import Actor, Verb
from clavero.playbook.models import PlaybookVersion
from clavero.playbook.rules.plays import Playbook
from clavero.playbook.selectors import latest_book
from clavero.portfolio.services import hold_structure
from clavero.ui import formats


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
            _("Say why the playbook changes: those who look back will ask."),
            code="reason_missing",
            field="reason",
        )
    if book == latest.book:
        raise Refusal(
            _("Nothing is different from the version before."),
            code="nothing_changed",
            hint=_("Change something, or leave it as it is."),
        )
    version = PlaybookVersion.objects.create(
        valid_from=valid_from,
        content=book.to_plain(),
        reason=reason.strip(),
        by_id=actor.user_id,
        by_name=actor.name,
    )
    record(actor, "playbook.adopted", version, after={"valid_from": valid_from, "reason": reason})
    return version
