"""Who works for an account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from clavero.core.revisions import revision_beside
from clavero.identity.rules import Actor, Verb
from clavero.identity.selectors import people
from clavero.portfolio.rules.coverage import CoverageRole, Stretch
from clavero.portfolio.selectors import Account, account_within, coverage_rows, structure_at
from clavero.portfolio.visibility import account_with_version, names_seen, scope_for
from clavero.work.models import Dedication
from clavero.work.rules.team import Function
from clavero.work.selectors.history import Change, changes_of_dedications

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of an account's team. ``role`` is by coverage, ``function`` by their department;
    ``share`` the part of their time, with the days of that part. ``dedication_id`` is where it was
    said, and ``seen`` its revision. ``closed_on`` is since when they have no access any more."""

    person_id: int
    name: str
    title: str
    role: CoverageRole | None
    function: Function | None
    since: date
    last_day: date | None
    share: Decimal | None
    dedication_id: int | None
    is_current: bool
    seen: int = 0
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class TeamSeen:
    """The team of an account: those of today and to come, and those of the past; ``changes`` are
    what was said of their time, by whom and when, up to the revision ``seen``."""

    account: Account
    members: Sequence[Member]
    past: Sequence[Member]
    people: Sequence[tuple[int, str]]
    tends: bool
    changes: Sequence[Change]
    seen: int

    @property
    def share(self) -> Decimal:
        """How much of people's time the account takes today, in whole people; who has no access any
        more gives none."""
        parts = {
            each.dedication_id: each.share
            for each in self.members
            if each.is_current and each.share is not None and each.closed_on is None
        }
        return sum(parts.values(), Decimal(0))


def account_team(actor: Actor, customer_id: int) -> TeamSeen:
    """The team of an account, those who look after it first. Raises ``Customer.DoesNotExist`` for
    strangers to it."""
    customer, version = account_with_version(actor, customer_id)
    shape, scope = structure_at(version or 0), scope_for(actor)
    account = account_within(scope, customer.code, shape)
    today = timezone.localdate()
    everybody = {each.pk: each for each in people(Actor.system()).select_related(None)}
    found: QuerySet[Any] = Dedication.objects.filter(
        customer__code__in=sorted(shape.forest(None).same(customer.code))
    )
    # Each revision is read with the values that it stands for.
    told = list(found.annotate(revision=revision_beside(Dedication)))
    seen = {each.pk: each.revision or 0 for each in told}
    parts = [each for each in told if each.withdrawn_on is None]
    title = {pk: person.job_title or str(person.get_role_display())
             for pk, person in everybody.items()}  # fmt: skip
    closed = {pk: person.closed_on for pk, person in everybody.items()}
    members = []
    for row in coverage_rows(customer.code, shape, names_seen(actor, scope)):
        part = _part_of(parts, row.person_id, Stretch(row.start, row.end), today)
        members.append(
            Member(
                row.person_id,
                row.person,
                title.get(row.person_id, ""),
                row.role,
                None,
                row.start,
                row.last_day,
                None if part is None else part.share,
                None if part is None else part.pk,
                row.is_current,
                0 if part is None else seen[part.pk],
                closed.get(row.person_id),
            )
        )
    members += [
        Member(
            each.person_id,
            str(everybody[each.person_id]),
            title.get(each.person_id, ""),
            None,
            Function(each.function),
            each.start,
            None if each.end is None else each.end - _DAY,
            each.share,
            each.pk,
            today in Stretch(each.start, each.end),
            seen[each.pk],
            closed.get(each.person_id),
        )
        for each in parts
        if each.function
    ]
    over = [each for each in members if each.last_day is not None and each.last_day < today]
    offered = [
        (pk, f"{person.name} · {title[pk]}") for pk, person in everybody.items() if person.is_active
    ]
    return TeamSeen(
        account=account,
        members=[each for each in members if each not in over],
        past=over,
        people=sorted(offered, key=lambda each: each[1].casefold()),
        tends=actor.may(Verb.TEND_TEAMS),
        changes=changes_of_dedications(seen, {pk: str(each) for pk, each in everybody.items()}),
        seen=max(seen.values(), default=0),
    )


def _part_of(
    parts: Sequence[Dedication], person_id: int, stretch: Stretch, today: date
) -> Dedication | None:
    """What was said of somebody's time while they look after it: today's, or else the next."""
    own = [
        each
        for each in parts
        if each.person_id == person_id
        and not each.function
        and Stretch(each.start, each.end).overlaps(stretch)
    ]
    current = [each for each in own if today in Stretch(each.start, each.end)]
    return next(iter(current or own), None)
