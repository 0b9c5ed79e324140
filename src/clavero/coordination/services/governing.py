"""Departments, their people and service levels, and processes: what the director decides."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.coordination.models import Department, Member, Process, ProcessVersion, ServiceLevel
from clavero.coordination.rules.raci import NotRaci, Party, check
from clavero.coordination.rules.requests import OPEN, Level, Urgency
from clavero.coordination.services._telling import WORDS
from clavero.coordination.visibility import require
from clavero.core.audit import record
from clavero.core.errors import Refusal, Sentence
from clavero.core.revisions import reconcile
from clavero.core.writing import refuse_empty, tidy
from clavero.identity.rules import Actor, Role, Verb
from clavero.identity.selectors import people


@transaction.atomic
def set_department(
    actor: Actor,
    *,
    name: str,
    department_id: int | None = None,
    member_ids: Collection[int] = (),
    lead_id: int | None = None,
    is_open: bool = True,
    seen: int = 0,
) -> Department:
    """Name a department, say who belongs to it and who leads it. Its lead belongs to it. ``seen``
    is the revision of the department that was looked at."""
    require(actor, Verb.GOVERN_COORDINATION)
    given = tidy(Department, {"name": name})
    refuse_empty(given, "name", _("Say what the department is called."))
    same = Department.objects.filter(name__iexact=given["name"])
    if same.exclude(pk=department_id or 0).exists():
        raise Refusal(
            _("There is a department of this name already."), code="name_taken", field="name"
        )
    department = (
        Department()
        if department_id is None
        else Department.objects.select_for_update().get(pk=department_id)
    )
    wanted = set(member_ids) | ({lead_id} if lead_id is not None else set())
    known = people(actor).filter(pk__in=wanted, is_active=True, role=Role.COLLEAGUE.value)
    if known.count() < len(wanted):
        raise Refusal(
            _("Only department colleagues who have access belong to a department."),
            code="no_colleague",
            field="member_ids",
            hint=_("An administrator gives people their role."),
        )
    before = None if department_id is None else _told(department)
    asked: dict[str, Any] = {
        "name": given["name"], "lead_id": lead_id, "is_open": is_open, "member_ids": sorted(wanted),
    }  # fmt: skip
    if before is not None:
        stay = reconcile(department, seen=seen, now=before, asked=asked, words=WORDS)
        asked |= {field: before[field] for field in stay}
    department.name, department.is_open = asked["name"], asked["is_open"]
    department.lead_id = asked["lead_id"]
    department.save()
    members = {*asked["member_ids"], *filter(None, [department.lead_id])}
    department.members.exclude(person__in=members).delete()
    _take_back(actor, department, members)
    there = set(department.members.values_list("person", flat=True))
    Member.objects.bulk_create(
        Member(department=department, person_id=each) for each in sorted(members - there)
    )
    record(actor, "department.set", department, before=before, after=_told(department))
    return department


def _take_back(actor: Actor, department: Department, members: Collection[int]) -> None:
    """What somebody had who belongs to the department no more is nobody's: they may not read it."""
    had = department.requests.filter(state__in=[each.value for each in OPEN], owner__isnull=False)
    for asked in had.exclude(owner__in=members).select_for_update(of=("self",)):
        before, asked.owner_id = {"owner_id": asked.owner_id}, None
        asked.save(update_fields=["owner"])
        record(actor, "request.assign", asked, before=before, after={"owner_id": None})


def _told(department: Department) -> dict[str, Any]:
    return {
        "name": department.name,
        "lead_id": department.lead_id,
        "is_open": department.is_open,
        "member_ids": sorted(department.members.values_list("person", flat=True)),
    }


@transaction.atomic
def set_level(
    actor: Actor,
    *,
    department_id: int,
    valid_from: date,
    minutes: Mapping[Urgency, Sequence[int]],
) -> ServiceLevel:
    """Say within how much working time a department accepts and delivers from a day on. What was
    asked before keeps its time."""
    require(actor, Verb.GOVERN_COORDINATION)
    department = Department.objects.get(pk=department_id)
    _refuse_past(valid_from)
    table = {}
    for urgency in Urgency:
        first, second = minutes[urgency]
        try:
            Level(timedelta(minutes=first), timedelta(minutes=second))
        except ValueError as fault:
            raise Refusal(
                _("A request is accepted before it is delivered, and both take some time."),
                code="no_level",
                field=f"deliver_{urgency}",
            ) from fault
        table[urgency.value] = [first, second]
    level = ServiceLevel.objects.create(
        department=department, valid_from=valid_from, table=table, by_name=actor.name
    )
    record(actor, "department.level_set", department, after={"valid_from": valid_from})
    return level


_WHY: dict[str, Sentence] = {
    "nobody_accountable": _("Nobody is accountable: say who answers for it (A)."),
    "several_accountable": _("Several are accountable: only one answers for it (A)."),
    "nobody_responsible": _("Nobody is responsible: say who does it (R)."),
    "twice": _("Somebody has two parts: give each one of them."),
}


@transaction.atomic
def set_process(
    actor: Actor,
    *,
    name: str,
    valid_from: date,
    parties: Iterable[Party],
    checklist: Sequence[str] = (),
    process_id: int | None = None,
    is_open: bool = True,
    seen: int = 0,
) -> ProcessVersion:
    """Say who does what in a process from a day on, and what a request of it must say. What was
    asked before keeps its version; of one that is not open nothing is asked any more. ``seen`` is
    the revision of the process that was looked at."""
    require(actor, Verb.GOVERN_COORDINATION)
    given = tidy(Process, {"name": name})
    refuse_empty(given, "name", _("Say what the process is called."))
    if Process.objects.filter(name__iexact=given["name"]).exclude(pk=process_id or 0).exists():
        raise Refusal(
            _("There is a process of this name already."), code="name_taken", field="name"
        )
    _refuse_past(valid_from)
    try:
        found = check(parties)
    except NotRaci as fault:
        raise Refusal(_WHY[fault.code], code=fault.code) from fault
    process = (
        Process() if process_id is None else Process.objects.select_for_update().get(pk=process_id)
    )
    asked: dict[str, Any] = {
        "name": given["name"],
        "is_open": is_open,
        "parties": [
            {"part": each.part.value, "kind": each.kind.value, "key": each.key} for each in found
        ],
        "checklist": [each.strip() for each in checklist if each.strip()],
    }
    before = None
    if process_id is not None:
        before = _told_of(process)
        stay = reconcile(process, seen=seen, now=before, asked=asked, words=WORDS)
        asked |= {field: before[field] for field in stay}
    process.name, process.is_open = asked["name"], asked["is_open"]
    process.save()
    version = ProcessVersion.objects.create(
        process=process,
        valid_from=valid_from,
        parties=asked["parties"],
        checklist=asked["checklist"],
        by_name=actor.name,
    )
    told = {**_told_of(process), "valid_from": valid_from}
    record(actor, "process.set", process, before=before, after=told)
    return version


def _told_of(process: Process) -> dict[str, Any]:
    version = process.versions.order_by("-valid_from", "-pk").first()
    return {
        "name": process.name,
        "is_open": process.is_open,
        "parties": [] if version is None else version.parties,
        "checklist": [] if version is None else version.checklist,
    }


def _refuse_past(valid_from: date) -> None:
    if valid_from < timezone.localdate():
        raise Refusal(
            _("What held before stays as it was."),
            code="in_the_past",
            field="valid_from",
            hint=_("Let it begin today or later."),
        )
