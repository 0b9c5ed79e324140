"""Departments, their people and service levels, and processes: what the director decides."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.coordination.models import Department, Member, Process, ProcessVersion, ServiceLevel
from clavero.coordination.rules.raci import NotRaci, Party, check
from clavero.coordination.rules.requests import Level, Urgency
from clavero.coordination.visibility import require
from clavero.core.audit import record
from clavero.core.errors import Refusal, Sentence
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
) -> Department:
    """Name a department, say who belongs to it and who leads it. Its lead belongs to it."""
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
    before = _told(department)
    department.name, department.is_open, department.lead_id = given["name"], is_open, lead_id
    department.save()
    department.members.exclude(person__in=wanted).delete()
    there = set(department.members.values_list("person", flat=True))
    Member.objects.bulk_create(
        Member(department=department, person_id=each) for each in sorted(wanted - there)
    )
    record(actor, "department.set", department, before=before, after=_told(department))
    return department


def _told(department: Department) -> dict[str, object]:
    if department.pk is None:
        return {}
    return {
        "name": department.name,
        "lead_id": department.lead_id,
        "is_open": department.is_open,
        "members": sorted(department.members.values_list("person", flat=True)),
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
) -> ProcessVersion:
    """Say who does what in a process from a day on, and what a request of it must say. What was
    asked before keeps its version."""
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
    process.name = given["name"]
    process.save()
    version = ProcessVersion.objects.create(
        process=process,
        valid_from=valid_from,
        parties=[
            {"part": each.part.value, "kind": each.kind.value, "key": each.key} for each in found
        ],
        checklist=[each.strip() for each in checklist if each.strip()],
        by_name=actor.name,
    )
    record(actor, "process.set", process, after={"name": name, "valid_from": valid_from})
    return version


def _refuse_past(valid_from: date) -> None:
    if valid_from < timezone.localdate():
        raise Refusal(
            _("What held before stays as it was."),
            code="in_the_past",
            field="valid_from",
            hint=_("Let it begin today or later."),
        )
