"""Who is heard by whom at an account, today or in a scenario, and who of ours knows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from clavero.core.errors import Forbidden
from clavero.identity.rules import Actor, Verb
from clavero.portfolio.selectors import Account, account_of
from clavero.relationships.models import Line, Scenario
from clavero.relationships.rules.influence import Different, Drawn, LineKind, different, told
from clavero.relationships.rules.judging import Kind
from clavero.relationships.selectors.charts import here, line_of
from clavero.relationships.selectors.contacts import ContactRow
from clavero.relationships.selectors.kept import people_of
from clavero.relationships.selectors.known import People, today
from clavero.relationships.visibility import is_of_the_team


@dataclass(frozen=True, slots=True)
class Judged:
    """What was last thought of somebody; ``has_expired`` is whether it no longer counts."""

    value: int
    has_expired: bool


@dataclass(frozen=True, slots=True)
class OnMap:
    """Somebody on the map. ``is_absent`` is whether they would no longer be there."""

    row: ContactRow
    influence: Judged | None
    attitude: Judged | None
    is_absent: bool = False


@dataclass(frozen=True, slots=True)
class Lined:
    """A line. ``id`` is ``None`` for whom somebody reports to today, which is a fact of theirs."""

    id: int | None
    start: int
    end: int
    kind: LineKind
    source: str = ""
    by: str = ""
    said_on: date | None = None
    expires_on: date | None = None
    has_expired: bool = False
    ended_on: date | None = None
    ended_by: str = ""

    @property
    def drawn(self) -> Drawn:
        """From whom, to whom, and what."""
        return told((self.start, self.end, self.kind))


@dataclass(frozen=True, slots=True)
class Compared:
    """What a map has otherwise than another, called ``name``: lines, and who is absent here alone
    or there alone."""

    name: str
    lines: Different
    absent: frozenset[int]
    back: frozenset[int]

    @property
    def is_nothing(self) -> bool:
        """Whether both say the same."""
        return self.lines.is_nothing and not self.absent and not self.back


@dataclass(frozen=True, slots=True)
class InfluenceMap:
    """The map of an account: today's where ``scenario`` is ``None``. ``ours`` are our people with
    their ties, as (person, contact, strength)."""

    account: Account
    scenario: Scenario | None
    scenarios: Sequence[Scenario]
    people: Mapping[int, OnMap]
    lines: Sequence[Lined]
    ours: Mapping[int, str]
    ties: Sequence[tuple[int, int, int]]
    compared: Compared | None
    ended: Sequence[Lined] = ()
    """What was said before and is no longer on this map, the last first."""
    last_line: int = 0
    """The number of the last line that there is: what was known to who looks at it."""


def influence_map(
    actor: Actor, customer_id: int, *, scenario_id: int | None = None, compared: int | None = None
) -> InfluenceMap:
    """The map of one account; ``compared`` is the scenario to compare it with, 0 for today.

    It is made of judgements, so it is for the account team: others who see the account are
    :class:`Forbidden`. Raises ``Customer.DoesNotExist`` for strangers to it and
    ``Scenario.DoesNotExist`` for a scenario of another account.
    """
    account = account_of(actor, customer_id)
    if not is_of_the_team(actor, account.card.code, account.shape):
        raise Forbidden(Verb.TEND_CONTACTS)
    scenarios = list(
        Scenario.objects.filter(
            customer__in=account.shape.records(account.card.id)
        ).prefetch_related("absent")
    )  # fmt: skip
    on = today()
    people = people_of(account, on=on)
    rows = {row.id: row for row in here(people, is_team=True)}
    everything = people.once(
        ("lines", on, *(each.pk for each in scenarios)),
        lambda: _lines(people, rows, scenarios, on),
    )
    scenario = _scenario(scenarios, scenario_id)
    absent = _absent(people, scenario)
    ties, names = people.once(("ties", on), lambda: _ties(people, rows, on))
    there = people.once(
        ("map", on), lambda: {who: _on_map(row, people, on) for who, row in rows.items()}
    )
    if absent:
        there = {
            who: replace(each, is_absent=True) if who in absent else each
            for who, each in there.items()
        }
    return InfluenceMap(
        account,
        scenario,
        scenarios,
        there,
        everything.lines[scenario_id],
        names,
        ties,
        _compared(people, scenarios, everything.lines, scenario_id, compared),
        everything.ended.get(scenario_id, ()),
        everything.last,
    )


def _ties(
    people: People, rows: Mapping[int, ContactRow], on: date
) -> tuple[list[tuple[int, int, int]], dict[int, str]]:
    """Who of ours knows those who are there, and their names."""
    ties = [
        (each.ours_id, each.theirs_id, each.strength)
        for each in people.known(on)
        if each.strength and each.theirs_id in rows
    ]
    names = {tie.person_id: tie.person.name for some in people.ties.values() for tie in some}
    return ties, {who: names[who] for who, _contact, _strength in ties}


class _Everything(NamedTuple):
    """The lines of today (``None``) and of each scenario, and those that have ended."""

    lines: dict[int | None, list[Lined]]
    ended: dict[int | None, list[Lined]]
    last: int


def todays_lines(people: People, rows: Iterable[ContactRow]) -> list[Lined]:
    """The lines of today between some contacts: whom they report to, and what was drawn."""
    by_id = {row.id: row for row in rows}
    return _lines(people, by_id, (), today()).lines[None]


def _scenario(scenarios: Sequence[Scenario], wanted: int | None) -> Scenario | None:
    if wanted is None:
        return None
    found = next((each for each in scenarios if each.pk == wanted), None)
    if found is None:
        raise Scenario.DoesNotExist
    return found


def _lines(
    people: People, rows: Mapping[int, ContactRow], scenarios: Sequence[Scenario], on: date
) -> _Everything:
    """The lines of today and of each scenario, between those who are there; what was drawn of a
    record that was merged is of the one that it became, and of two that say the same the last
    counts."""
    bosses = line_of(people, list(rows.values()))
    found: dict[int | None, list[Lined]] = {each.pk: [] for each in scenarios}
    found[None] = [
        Lined(None, who, boss, LineKind.SOLID) for who, boss in bosses.items() if boss is not None
    ]
    survivor = {copy.pk: key for key, copies in people.copies.items() for copy in copies}
    ids = [*people.contacts, *survivor]
    last: dict[tuple[int | None, Drawn], Lined] = {}
    ended: dict[int | None, list[Lined]] = {}
    newest = 0
    drawn = Line.objects.filter(start__in=ids, end__in=ids)
    for line in drawn.order_by("said_on", "pk"):
        newest = max(newest, line.pk)
        start, end = (survivor.get(each, each) for each in (line.start_id, line.end_id))
        if start not in rows or end not in rows or start == end:
            continue
        each = Lined(
            line.pk, start, end, LineKind(line.kind), line.source, line.by_name, line.said_on,
            line.expires_on, line.expires_on is not None and line.expires_on <= on,
            line.ended_on, line.ended_by,
        )  # fmt: skip
        if line.ended_on is not None:
            ended.setdefault(line.scenario_id, []).insert(0, each)
        else:
            last[line.scenario_id, each.drawn] = each
    for (scenario_id, _drawn), each in sorted(last.items(), key=lambda one: one[1].id or 0):
        if scenario_id in found:
            found[scenario_id].append(each)
    return _Everything(found, ended, newest)


def _absent(people: People, scenario: Scenario | None) -> frozenset[int]:
    if scenario is None:
        return frozenset()
    survivor = {copy.pk: key for key, copies in people.copies.items() for copy in copies}
    return frozenset(survivor.get(each.pk, each.pk) for each in scenario.absent.all())


def _compared(
    people: People,
    scenarios: Sequence[Scenario],
    everything: Mapping[int | None, Sequence[Lined]],
    scenario_id: int | None,
    wanted: int | None,
) -> Compared | None:
    other = wanted or None
    if wanted is None or other == scenario_id or other not in everything:
        return None
    there = _scenario(scenarios, other)
    mine = _absent(people, _scenario(scenarios, scenario_id))
    theirs = _absent(people, there)
    return Compared(
        "" if there is None else there.name,
        different(
            [each.drawn for each in everything[scenario_id]],
            [each.drawn for each in everything[other]],
        ),
        mine - theirs,
        theirs - mine,
    )


def _on_map(row: ContactRow, people: People, on: date) -> OnMap:
    def last(kind: Kind) -> Judged | None:
        said = [
            each for each in people.judged.get((row.id, kind.value), ()) if each.said_on <= on
        ]  # fmt: skip
        if not said:
            return None
        newest = max(said, key=lambda each: (each.said_on, each.pk))
        return Judged(newest.value, newest.expires_on <= on)

    return OnMap(row, last(Kind.INFLUENCE), last(Kind.ATTITUDE))
