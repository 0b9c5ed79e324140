"""Who reports to whom at an account, as its organisation chart shows it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Max
from django.utils.translation import get_language

from clavero.core.models import AuditEntry
from clavero.identity.rules import Actor
from clavero.portfolio.selectors import Account, account_of
from clavero.relationships.models import Contact
from clavero.relationships.rules.people import LEVELS, Function, Level, Party
from clavero.relationships.rules.tree import Above, downwards
from clavero.relationships.selectors.contacts import ContactRow, rows_of
from clavero.relationships.selectors.kept import people_of
from clavero.relationships.selectors.known import People, today
from clavero.relationships.visibility import is_of_the_team

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Placed:
    """Somebody on the chart: the row below ``boss_id``, the next one above who is still there."""

    row: ContactRow
    boss_id: int | None


@dataclass(frozen=True, slots=True)
class OrgChart:
    """The people of an account who are still there, in the order in which they are drawn: who is
    higher first, then by function and name. ``elsewhere`` are third parties in no line of it,
    ``above`` is who reports to whom, ``as_of`` the last entry of the audit before it was read."""

    account: Account
    is_team: bool
    people: Mapping[int, Placed]
    elsewhere: int
    above: Above = field(repr=False)
    as_of: int
    kept: People = field(repr=False, compare=False)

    def lately(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` makes of the chart, in the language that is spoken: kept as long as these
        people are, since a page asks more than once, and large charts are opened again and
        again."""
        told = (get_language(), self.is_team, self.account.card.title)
        return self.kept.lately((*told, key), make)


def org_chart(actor: Actor, customer_id: int) -> OrgChart:
    """The chart of one account. Raises ``Customer.DoesNotExist`` for strangers to it."""
    last = AuditEntry.objects.aggregate(last=Max("pk"))["last"] or 0  # before what it stands for
    account = account_of(actor, customer_id)
    is_team = is_of_the_team(actor, account.card.code, account.shape)
    people = people_of(account, on=today())
    placed, elsewhere = people.once(("placed", is_team), lambda: _placed(people, is_team=is_team))
    above = {who: each.boss_id for who, each in placed.items()}
    return OrgChart(account, is_team, placed, elsewhere, above, last, people)


def revisions_of(found: OrgChart, who: Collection[int]) -> dict[int, int]:
    """The revisions of some of the records, as they stood when the chart was read."""
    return found.lately(
        ("revisions", frozenset(who)), lambda: dict.fromkeys(who, 0) | _seen([*who], found.as_of)
    )


def _placed(people: People, *, is_team: bool) -> tuple[dict[int, Placed], int]:
    rows = here(people, is_team=is_team)
    above = line_of(people, rows)
    bosses = {boss for boss in above.values() if boss is not None}
    placed = {
        row.id: Placed(row, above[row.id])
        for row in rows
        if row.party == Party.CUSTOMER or above[row.id] is not None or row.id in bosses
    }
    return placed, len(rows) - len(placed)


def here(people: People, *, is_team: bool) -> list[ContactRow]:
    """Those who are still there, in the order of the chart."""
    on = today()
    return people.once(
        ("here", on, is_team),
        lambda: sorted(
            (row for row in rows_of(people, on, is_team=is_team) if row.is_here), key=_rank
        ),
    )


def line_of(people: People, rows: Sequence[ContactRow]) -> dict[int, int | None]:
    """Whom each reports to: the next one above who is still there, if anybody is. What was kept in
    a circle before such were refused hangs below nobody."""
    ids = {row.id for row in rows}
    survivor = {copy.pk: key for key, copies in people.copies.items() for copy in copies}
    above: dict[int, int | None] = {}
    for row in rows:
        boss_id, gone = row.reports_to_id, set()
        while boss_id is not None and survivor.get(boss_id, boss_id) not in ids:
            boss = people.contacts.get(survivor.get(boss_id, boss_id))
            gone.add(boss_id)
            boss_id = None if boss is None else boss.reports_to_id
            boss_id = None if boss_id in gone else boss_id
        above[row.id] = None if boss_id is None else survivor.get(boss_id, boss_id)
    return without_circles(above)


def without_circles(above: dict[int, int | None]) -> dict[int, int | None]:
    """Merging two records can close a circle: the first of it stands at the top."""
    try:
        downwards(above)
    except ValueError:
        for who in above:
            seen, at = {who}, above[who]
            while at is not None and at not in seen:
                seen.add(at)
                at = above[at]
            if at == who:
                above[who] = None
    return above


def _rank(row: ContactRow) -> tuple[int, int, str, int]:
    level = LEVELS.index(Level(row.level)) if row.level else len(LEVELS)
    function = list(Function).index(Function(row.function))
    return level, function, (row.name or row.title).casefold(), row.id


def _seen(keys: Sequence[int], last: int) -> dict[int, int]:
    """The revisions of contacts as they stood at an entry of the audit."""
    entries = AuditEntry.objects.filter(
        subject_type=Contact._meta.label, subject_id__in=[str(key) for key in keys], pk__lte=last
    )
    counted = entries.order_by().values("subject_id").annotate(last=Max("pk"))
    return {int(key): pk for key, pk in counted.values_list("subject_id", "last")}
