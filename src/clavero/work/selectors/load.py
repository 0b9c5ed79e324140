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
from clavero.portfolio.selectors import Held, Structure, held_on, structure
from clavero.work.hooks import COMING, Coming, coming_to, key_codes
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
    coming: Sequence[Coming] = ()


def sees_load(actor: Actor) -> bool:
    """Whether the role looks at the load of others: it leads people, or sees all accounts."""
    return actor.may(Verb.SEE_TEAM_ACCOUNTS) or actor.may(Verb.SEE_WHOLE_PORTFOLIO)


def load_rows(actor: Actor, holding: InForce) -> list[LoadRow]:
    """The reader and those below them who manage accounts, or have tasks, the fullest first. Seven
    queries."""
    today = timezone.localdate()
    known = people(actor).select_related(None).filter(pk__in={*actor.team, actor.user_id or 0})
    shape = structure()
    key, ordinary = accounts_led(shape, today)
    shares, tasks, coming = _shares(today), _open(today), _coming(shape, today)
    rows = []
    for person in known:
        load = Load(
            key=key[person.pk],
            ordinary=ordinary[person.pk],
            share=shares.get(person.pk, Decimal(0)),
            open=tasks.get(person.pk, (0, 0))[0],
            late=tasks.get(person.pk, (0, 0))[1],
            coming=len(coming.get(person.pk, ())),
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
                _findings(load, limits),
                coming.get(person.pk, ()),
            )
        )
    return sorted(rows, key=lambda row: (-row.used, -row.load.late, row.name))


def load_of(person_id: int, holding: InForce, day: date) -> LoadRow:
    """The accounts that one person leads on a day, or was arranged to lead, and what of their time
    was given away, against what one can look after."""
    shape = structure()
    key, ordinary = accounts_led(shape, day)
    coming = _coming(shape, day).get(person_id, ())
    load = Load(
        key=key[person_id], ordinary=ordinary[person_id],
        share=_shares(day).get(person_id, Decimal(0)), coming=len(coming),
    )  # fmt: skip
    return _row(person_id, load, holding, coming)


def load_if_key(customer_id: int, holding: InForce, day: date) -> LoadRow | None:
    """The load of whoever leads an account, were it a key account; ``None`` where nobody leads it,
    or where it counts as one already, with another customer of its group or because it is to go to
    somebody else."""
    shape = structure()
    code, led = shape.by_id[customer_id].code, held_on(day, shape)
    held, keys = led.get(code), key_codes(shape, day)
    coming = coming_to(shape)
    if held is None or any(one == held and each in keys for each, one in led.items()):
        return None
    if any(each.code == code for some in coming.values() for each in some):
        return None
    key, ordinary = accounts_led(shape, day)
    who = held.person_id
    theirs = _coming(shape, day).get(who, ())
    load = Load(
        key=key[who] + 1, ordinary=ordinary[who] - 1,
        share=_shares(day).get(who, Decimal(0)), coming=len(theirs),
    )  # fmt: skip
    return _row(who, load, holding, theirs)


def _row(person_id: int, load: Load, holding: InForce, coming: Sequence[Coming]) -> LoadRow:
    person, limits = people(Actor.system()).select_related(None).get(pk=person_id), holding.settings
    return LoadRow(
        person_id, person.name, person.get_role_display(), load, load.used(limits),
        _findings(load, limits), coming,
    )  # fmt: skip


def _findings(load: Load, limits: Limits) -> list[Finding]:
    found = load.findings(limits)
    if (load.key or load.ordinary) and not load.share:
        found.append(Finding.UNSAID)
    return found


def _coming(shape: Structure, day: date) -> dict[int, list[Coming]]:
    """What was arranged to go to each person, that they do not lead yet on a day."""
    told, led = coming_to(shape), held_on(day, shape) if COMING else {}
    return {
        person_id: found
        for person_id, some in told.items()
        if (found := [one for one in some if _leads(led.get(one.code)) != person_id])
    }


def _leads(held: Held | None) -> int | None:
    return None if held is None else held.person_id


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
