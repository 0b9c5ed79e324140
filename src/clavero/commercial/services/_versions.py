"""The version of the company's plan that is written, and who may."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from clavero.commercial.models import CompanyVersion
from clavero.commercial.rules.targets import VersionState
from clavero.core.audit import record
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.rules import Actor, Verb


def demand(actor: Actor, verb: Verb) -> None:
    """Raises :class:`Forbidden` for those who may not."""
    if not actor.may(verb):
        raise Forbidden(verb)


def open_after(actor: Actor, last: CompanyVersion | None) -> CompanyVersion:
    """The version to write in; after an approved one, a new one that says the same."""
    if last is not None and last.state == VersionState.SUBMITTED:
        raise Refusal(
            _("The plan waits for approval."),
            code="waits_for_approval",
            hint=_("Let it be approved or given back first; then it can be written again."),
        )
    if last is not None and last.state == VersionState.DRAFT:
        return last
    told = {"number": 1, "by_name": actor.name}
    if last is not None:
        told |= {
            "number": last.number + 1,
            "first_month": last.first_month,
            "content": last.content,
            "programmes": last.programmes,
        }
    try:
        with transaction.atomic():
            version = CompanyVersion.objects.create(**told)
    except IntegrityError as error:
        raise Refusal(
            _("Somebody has begun this version in the same instant."),
            code="begun_already",
            hint=_("Open the plan again."),
        ) from error
    record(actor, "commercial.begun", version)
    return version


def write_in(actor: Actor, version: CompanyVersion) -> None:
    """Keep what was written: it is a draft again, and whoever gave it back has been heard."""
    version.by_name = actor.name
    version.state, version.returned_because = VersionState.DRAFT.value, ""
    version.save()
