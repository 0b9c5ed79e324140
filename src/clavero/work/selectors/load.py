"""What people answer for, against what one person can look after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.utils import timezone

from clavero.core import versions
from clavero.identity.rules import Actor, Role, Verb
from clavero.identity.selectors import people
from clavero.portfolio.selectors import Structure, held_on, structure
from clavero.work.hooks import key_codes
from clavero.work.models import Dedication, LoadVersion, Task
from clavero.work.rules.load import Finding, Limits, Load, parse_limits
from clavero.work.rules.tasks import State

InForce = versions.InForce[Limits, LoadVersion]
VERSIONS = versions.Versions(LoadVersion, parse_limits, Limits)
limits_on, latest_limits, limits_of = VERSIONS.on, VERSIONS.latest, VERSIONS.of
all_limits = VERSIONS.all

MANAGING = frozenset({Role.SENIOR, Role.JUNIOR, Role.ACCOUNT_MANAGER, Role.DIRECTOR})


@dataclass(frozen=True, slots=True)
class LoadRow:
    """One person's load, and what it says."""

    person_id: int
    name: str
    role: str
    load: Load
    used: Decimal
    findings: Sequence[Finding]


def sees_load(actor: Actor) -> bool:
    """Whether the role looks at the load of others: it leads people, or sees all accounts."""
    return actor.may(Verb.SEE_TEAM_ACCOUNTS) or actor.may(Verb.SEE_WHOLE_PORTFOLIO)


def load_rows(actor: Actor, holding: InForce) -> list[LoadRow]:
    """The reader and those below them who manage accounts, or have tasks, the fullest first. Six
    queries."""
    today = timezone.localdate()
    known = people(actor).select_related(None).filter(pk__in={*actor.team, actor.user_id or 0})
    shape = structure()
    key, ordinary = accounts_led(shape, today)
    shares, tasks = _shares(today), _open(today)
    rows = []
    for person in known:
        load = Load(
            key=key[person.pk],
            ordinary=ordinary[person.pk],
            share=shares.get(person.pk, Decimal(0)),
            open=tasks.get(person.pk, (0, 0))[0],
            late=tasks.get(person.pk, (0, 0))[1],
        )
        if person.role not in MANAGING and load == Load():
            continue
        limits = holding.settings
        rows.append(
            LoadRow(
                person.pk,
                person.name,
                person.get_role_display(),
                load,
                load.used(limits),
                load.findings(limits),
            )
        )
    return sorted(rows, key=lambda row: (-row.used, -row.load.late, row.name))


def load_of(person_id: int, holding: InForce, day: date) -> LoadRow:
    """The accounts that one person leads on a day, against what one can look after."""
    person = people(Actor.system()).select_related(None).get(pk=person_id)
    key, ordinary = accounts_led(structure(), day)
    load = Load(key=key[person_id], ordinary=ordinary[person_id])
    limits = holding.settings
    used, findings = load.used(limits), load.findings(limits)
    return LoadRow(person_id, person.name, person.get_role_display(), load, used, findings)


def accounts_led(shape: Structure, day: date) -> tuple[Counter[int], Counter[int]]:
    """How many key and how many ordinary accounts each person leads. An account of several
    customers is one, and key where any of them is."""
    keys = key_codes(shape, day)
    led: dict[tuple[int, str], bool] = {}
    for code, held in held_on(day, shape).items():
        mine = (held.person_id, held.account)
        led[mine] = led.get(mine, False) or code in keys
    key = Counter(person for (person, _account), is_key in led.items() if is_key)
    return key, Counter(person for (person, _account), is_key in led.items() if not is_key)


def _shares(day: date) -> dict[int, Decimal]:
    running = Dedication.objects.standing().filter(start__lte=day)
    running = running.filter(Q(end__isnull=True) | Q(end__gt=day))
    summed = running.order_by().values("person").annotate(sum=Sum("share"))
    return {each["person"]: each["sum"] or Decimal(0) for each in summed}


def _open(day: date) -> dict[int, tuple[int, int]]:
    late = Count("pk", filter=Q(due__lt=day))
    rows = Task.objects.filter(state=State.OPEN.value, owner__isnull=False).order_by()
    counted = rows.values("owner").annotate(every=Count("pk"), late=late)
    return {each["owner"]: (each["every"], each["late"]) for each in counted}
