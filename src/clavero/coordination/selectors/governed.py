"""Departments with their people and service levels, and processes with who does what in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Prefetch, Q

from clavero.coordination.models import Department, Member, Process, ProcessVersion, ServiceLevel
from clavero.coordination.rules.raci import Part, Party, PartyKind
from clavero.coordination.rules.requests import FIRST_LEVELS, OPEN, Level, Urgency
from clavero.core.revisions import revision_beside
from clavero.identity.rules import Role
from clavero.identity.selectors import Staff, names_of, staff
from clavero.identity.words import ROLE_NAMES

if TYPE_CHECKING:
    from clavero.identity.models import Person


@dataclass(frozen=True, slots=True)
class DepartmentSeen:
    """A department for the director. ``suggested`` are those whose own page says that they work
    there."""

    department: Department
    members: Sequence[Person]
    choosable: Sequence[Person]
    suggested: Sequence[Person]
    level: ServiceLevel | None
    levels: Sequence[ServiceLevel]
    table: Mapping[Urgency, Level]
    seen: int  # its revision


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """A process with the part of each party, by its kind and key."""

    process: Process
    version: ProcessVersion
    parts: Mapping[tuple[str, str], str]
    people: Sequence[tuple[str, str]]  # by name, with their part
    seen: int = 0  # its revision, where one is asked for


@dataclass(frozen=True, slots=True)
class Matrix:
    """All processes by all departments and roles."""

    columns: Sequence[tuple[tuple[str, str], str]]
    rows: Sequence[ProcessRow]


TEAM_ROLES = (Role.DIRECTOR, Role.SENIOR, Role.JUNIOR, Role.ACCOUNT_MANAGER)


def departments() -> list[Department]:
    """All of them, with how many belong to each and what is open there. One query."""
    counted = Department.objects.select_related("lead").annotate(
        people=Count("members", distinct=True),
        waiting=Count(
            "requests",
            filter=Q(requests__state__in=[each.value for each in OPEN]),
            distinct=True,
        ),
    )
    return list(counted.order_by("name"))


def choosable_departments() -> list[tuple[int, str]]:
    """Those of whom something can be asked: open, with somebody who sees it."""
    found = Department.objects.filter(is_open=True, members__person__is_active=True)
    return list(found.order_by("name").values_list("pk", "name").distinct())


def choosable_processes(day: date) -> list[ProcessVersion]:
    """The version of each process that holds on a day."""
    found = ProcessVersion.objects.filter(valid_from__lte=day, process__is_open=True)
    latest: dict[int, ProcessVersion] = {}
    for each in found.select_related("process"):
        latest.setdefault(each.process_id, each)
    return sorted(latest.values(), key=lambda each: each.process.name)


def level_on(department_id: int, day: date) -> ServiceLevel | None:
    """The service level of a department on a day; ``None`` for what Clavero proposes."""
    return ServiceLevel.objects.filter(department=department_id, valid_from__lte=day).first()


def table_of(level: ServiceLevel | None) -> Mapping[Urgency, Level]:
    """Its times."""
    if level is None:
        return FIRST_LEVELS
    return {
        urgency: Level(*(timedelta(minutes=each) for each in level.table[urgency.value]))
        for urgency in Urgency
    }


def department_seen(department_id: int, day: date) -> DepartmentSeen:
    """One department. Raises ``Department.DoesNotExist``."""
    rows = Department.objects.annotate(revision=revision_beside(Department))
    department: Any = rows.select_related("lead").get(pk=department_id)
    everybody = _colleagues()
    own = set(department.members.values_list("person", flat=True))
    levels = list(department.levels.all())
    level = next((each for each in levels if each.valid_from <= day), None)
    return DepartmentSeen(
        department,
        [each for each in everybody if each.pk in own],
        everybody,
        [
            each
            for each in everybody
            if each.pk not in own
            and each.department.strip().casefold() == department.name.casefold()
        ],
        level,
        levels,
        table_of(level),
        department.revision or 0,
    )


def process_seen(process_id: int) -> ProcessRow:
    """One process as it was last written. Raises ``Process.DoesNotExist``."""
    rows = Process.objects.annotate(revision=revision_beside(Process))
    process: Any = rows.get(pk=process_id)
    version = process.versions.first()
    if version is None:
        raise Process.DoesNotExist("a process without a version")
    return replace(_row(process, version, staff()), seen=process.revision or 0)


def matrix(day: date, *, with_closed: bool = False) -> Matrix:
    """The processes as they are on a day, those that only come as they will be; ``with_closed``
    those too of which nothing is asked any more, at the end."""
    versions = Prefetch("versions", ProcessVersion.objects.order_by("-valid_from", "-id"))
    everybody = staff()
    rows = []
    found = Process.objects.order_by("-is_open", "name", "pk")
    shown = found if with_closed else found.filter(is_open=True)
    for process in shown.prefetch_related(versions):
        every = list(process.versions.all())
        if every:
            held = next((each for each in every if each.valid_from <= day), every[-1])
            rows.append(_row(process, held, everybody))
    return Matrix(party_columns(), rows)


def party_columns() -> list[tuple[tuple[str, str], str]]:
    """Who can have a part: departments and roles of the account team, by kind and key."""
    named = Department.objects.order_by("name").values_list("pk", "name")
    columns = [((PartyKind.DEPARTMENT.value, str(pk)), name) for pk, name in named]
    columns += [((PartyKind.ROLE.value, role.value), str(ROLE_NAMES[role])) for role in TEAM_ROLES]
    return columns


def parties_of(version: ProcessVersion) -> list[Party]:
    """Who does what, as rules read it."""
    return [
        Party(Part(each["part"]), PartyKind(each["kind"]), each["key"]) for each in version.parties
    ]


def named_in(version: ProcessVersion | None) -> tuple[list[str], list[str]]:
    """Who is consulted and who is informed in a process, by name. Two queries at most."""
    parties = [] if version is None else parties_of(version)
    found: dict[Part, list[str]] = {Part.CONSULTED: [], Part.INFORMED: []}
    involved = [each for each in parties if each.part in found]
    if involved:
        columns = dict(party_columns())
        keys = [int(each.key) for each in involved if each.kind is PartyKind.PERSON]
        persons = names_of(keys) if keys else {}
        for each in involved:
            name = (
                persons.get(int(each.key), "")
                if each.kind is PartyKind.PERSON
                else columns.get((each.kind.value, each.key), "")
            )
            found[each.part].append(name)
    consulted, informed = (list(filter(None, names)) for names in found.values())
    return consulted, informed


def _row(process: Process, version: ProcessVersion, everybody: Staff) -> ProcessRow:
    parties, names = parties_of(version), everybody.names
    return ProcessRow(
        process,
        version,
        {(each.kind.value, each.key): each.part.value for each in parties},
        [
            (names.get(int(each.key), ""), each.part.value)
            for each in parties
            if each.kind is PartyKind.PERSON
        ],
    )


def members_of(department_id: int) -> list[tuple[int, str]]:
    """Those who can have a request of a department."""
    found = Member.objects.filter(department=department_id, person__is_active=True)
    return list(found.values_list("person", "person__name"))


def choosable_members() -> list[tuple[int, str]]:
    """Those who can belong to a department."""
    return [(each.pk, each.name) for each in _colleagues()]


def _colleagues() -> list[Person]:
    return [each for each in staff().people if each.is_active and each.role == Role.COLLEAGUE]
