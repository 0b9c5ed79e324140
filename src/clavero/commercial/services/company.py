"""The company's commercial plan: written, imported, handed in, approved or given back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.commercial.models import CompanyVersion
from clavero.commercial.rules.reading import COLUMNS, read_targets
from clavero.commercial.rules.targets import (
    Targets,
    VersionState,
    changed_cells,
    parse,
    to_plain,
)
from clavero.commercial.rules.years import Years
from clavero.commercial.selectors.company import commercial_settings, families_known
from clavero.commercial.services._checking import check_targets, told_of_years
from clavero.commercial.services._meanwhile import reconciled_cells, told
from clavero.commercial.services._versions import demand, open_after, write_in
from clavero.core.audit import history, record
from clavero.core.errors import Refusal
from clavero.core.revisions import revision_of
from clavero.core.tables import TableReport
from clavero.identity.rules import Actor, Verb
from clavero.ui import formats
from clavero.ui.brought import read_table
from clavero.ui.meanwhile import refuse_unseen

_RETURNED = "commercial.returned"


@transaction.atomic
def set_company_targets(actor: Actor, *, targets: Targets, seen: int = 0) -> CompanyVersion:
    """Write the targets of the open version; after an approved one, in a new version. They are of
    the company's years, whatever years those before were of.

    ``seen`` is the revision of the last version. Raises :class:`Forbidden` and :class:`Refusal`.
    """
    demand(actor, Verb.GOVERN_COMMERCIAL)
    calendar = commercial_settings().calendar
    check_targets(targets, calendar)
    last = CompanyVersion.objects.select_for_update().first()
    before = {} if last is None else parse(last.content)
    if last is not None:
        targets = reconciled_cells(last, seen=seen, now=before, asked=targets, calendar=calendar)
    cells = changed_cells(before, targets)
    if last is None and not targets:
        raise Refusal(_("Write a target of at least one year and family."), code="no_targets")
    if last is not None and not cells and last.calendar == calendar:
        return last
    version = open_after(actor, last)
    version.content = to_plain(targets)
    first, then = ({}, {}) if last is None else told_of_years(last.calendar, calendar)
    version.first_month = calendar.first
    write_in(actor, version)
    record(
        actor, "commercial.targets_set", version,
        before={**first, **told(before, cells, calendar)},
        after={**then, **told(targets, cells, calendar)},
    )  # fmt: skip
    return version


def import_company_targets(actor: Actor, *, content: bytes) -> TableReport:
    """Write the targets that a file tells of, beside those of other years and families that stand
    already. Rows that cannot be used are told, and then nothing of the file is kept: a plan of
    which a part is missing is not the plan that somebody brought."""
    demand(actor, Verb.GOVERN_COMMERCIAL)
    known, calendar = families_known(), commercial_settings().calendar
    read = read_table(content, lambda text: read_targets(text, known, calendar), COLUMNS)
    if read.refused:
        read.refused.sort(key=lambda bad: bad.line)
        return TableReport(read=read.rows, kept=0, already_there=0, refused=read.refused)
    with transaction.atomic():
        last = CompanyVersion.objects.select_for_update().first()
        before = {} if last is None else _of_years(last, calendar)
        after = {**before, **read.targets}
        kept = len(changed_cells(before, after))
        set_company_targets(actor, targets=after, seen=0 if last is None else revision_of(last))
    return TableReport(read=read.rows, kept=kept, already_there=read.rows - kept)


@transaction.atomic
def submit_company_plan(actor: Actor, *, seen: int = 0) -> CompanyVersion:
    """Hand the open version in for approval."""
    demand(actor, Verb.GOVERN_COMMERCIAL)
    version = _in_state(VersionState.DRAFT)
    refuse_unseen(version, seen)
    if not version.content and not version.programmes:
        raise Refusal(
            _("The plan says nothing yet."),
            code="plan_empty",
            hint=_("Write a target first, then hand it in."),
        )
    if version.calendar != commercial_settings().calendar:
        raise Refusal(
            _("Its targets are of years that begin with another month than the company's."),
            code="other_years",
            hint=_("Look at them and keep them, then hand it in."),
        )
    version.state = VersionState.SUBMITTED.value
    version.submitted_by_id, version.submitted_by_name = actor.user_id, actor.name
    version.returned_because = ""
    version.save()
    record(actor, "commercial.submitted", version)
    return version


@transaction.atomic
def approve_company_plan(actor: Actor, *, seen: int = 0) -> CompanyVersion:
    """Let the version that was handed in hold; nobody approves what they handed in themselves."""
    demand(actor, Verb.APPROVE_COMMERCIAL)
    version = _submitted()
    refuse_unseen(version, seen)
    if actor.user_id is not None and version.submitted_by_id == actor.user_id:
        raise Refusal(
            _("You have handed it in yourself: somebody else approves it."), code="own_plan"
        )
    version.state = VersionState.APPROVED.value
    version.approved_by_name, version.approved_at = actor.name, timezone.now()
    version.save()
    record(actor, "commercial.approved", version)
    return version


@transaction.atomic
def return_company_plan(actor: Actor, *, reason: str, seen: int = 0) -> CompanyVersion:
    """Give the version back to be mended."""
    demand(actor, Verb.APPROVE_COMMERCIAL)
    version = _submitted()
    refuse_unseen(version, seen)
    if not reason.strip():
        raise Refusal(
            _("Say why it is given back, so that it can be mended."),
            code="reason_missing",
            field="reason",
        )
    version.state, version.returned_because = VersionState.DRAFT.value, reason.strip()
    version.save()
    record(actor, _RETURNED, version, after={"reason": reason.strip()})
    return version


def _of_years(version: CompanyVersion, calendar: Years) -> Targets:
    """Its targets of the company's years: those of others are not mixed with what a file brings."""
    return parse(version.content) if version.calendar == calendar else {}


def _in_state(state: VersionState) -> CompanyVersion:
    version = CompanyVersion.objects.select_for_update().filter(state=state.value).first()
    if version is None:
        raise Refusal(
            _("No version of the plan waits for this."),
            code="no_such_version",
            hint=_("Somebody was faster: open the plan again."),
        )
    return version


def _submitted() -> CompanyVersion:
    """The version that waits to be decided; where somebody was faster, who and how is told."""
    last = CompanyVersion.objects.select_for_update().first()
    if last is not None and last.state == VersionState.APPROVED and last.approved_at is not None:
        raise Refusal(
            _("%(name)s approved it on %(day)s, as version %(number)s."),
            code="approved_already",
            name=last.approved_by_name,
            day=formats.day(timezone.localdate(last.approved_at)),
            number=str(last.number),
        )
    if last is not None and last.state == VersionState.DRAFT and last.returned_because:
        given_back = history(last).filter(verb=_RETURNED).order_by("-pk").first()
        raise Refusal(
            _("%(name)s gave it back already: %(why)s"),
            code="returned_already",
            name="" if given_back is None else given_back.by_name,
            why=last.returned_because,
        )
    return _in_state(VersionState.SUBMITTED)
