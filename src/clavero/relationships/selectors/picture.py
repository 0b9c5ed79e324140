"""Who knows whom at an account: the matrix, what is missing, how it would hold, how it went."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

from django.db.models import Count, Q

from clavero.core.estimates import Estimate, Missing
from clavero.core.period import add_months
from clavero.identity.rules import Actor
from clavero.matrix.rules.position import Stage
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Account, Structure, account_of, structure
from clavero.relationships.models import Contact, MonthKept, StageWord
from clavero.relationships.rules import matrix
from clavero.relationships.rules.judging import Kind
from clavero.relationships.rules.matrix import DEFAULTS, Cell, Demands, Gap, Known, Ours, Shape
from clavero.relationships.rules.people import Function, is_there
from clavero.relationships.rules.sides import Side
from clavero.relationships.rules.telling import (
    FEWEST,
    Basis,
    hides_attitudes,
    hides_strengths,
    open_cells,
)
from clavero.relationships.selectors.demands import Held
from clavero.relationships.selectors.kept import people_of
from clavero.relationships.selectors.known import People, people_at, today
from clavero.relationships.selectors.leaving import Leaving, everybody_leaving, names_of_ours
from clavero.relationships.selectors.outside import WITHHELD, shape_of, shapes_outside
from clavero.relationships.visibility import is_of_the_team

MONTHS_BACK = 12
_SOON = timedelta(days=7)
"""A night that does not run is made up for within a week, mostly."""
IN_A_CELL = 4
"""How many who know each other stand in a cell of the matrix."""
Words = Sequence[Sequence[StageWord]]
"""What was said of the stage of an account and of each group above, the nearest first."""
_NOT_SAID = Estimate(None, reason=Missing.NOT_RECORDED)
_NOTHING = Basis({})


@dataclass(frozen=True, slots=True)
class Stages:
    """The last words on the stage, in the eyes of each side."""

    ours: StageWord | None
    theirs: StageWord | None

    @property
    def gap(self) -> int | None:
        """How many stages we see more in it than they do; ``None`` while one side is silent."""
        if self.ours is None or self.theirs is None:
            return None
        return matrix.steps_between(Stage(self.ours.stage), Stage(self.theirs.stage))


@dataclass(frozen=True, slots=True)
class Filled:
    """A cell of the matrix. ``people`` are pairs, ours and theirs, with how well they know each
    other, the strongest; ``more`` is how many pairs there are beside. ``strength`` is ``None`` for
    who may not know it."""

    ours: Ours
    theirs: Function
    asked: int
    is_active: bool
    strength: int | None
    people: Sequence[tuple[str, str, int]]
    more: int = 0

    @property
    def is_short(self) -> bool:
        """Whether less is there than the stage asks for."""
        return bool(self.asked) and (self.strength or 0) < self.asked


@dataclass(frozen=True, slots=True)
class Moment:
    """How it stood on a day."""

    on: date
    shape: Shape | None
    is_late: bool = False
    """Whether it was counted long after, by what was known then of people's functions and of when
    they last met."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """All of an account's relationship."""

    account: Account
    is_team: bool
    stages: Stages
    stage: Stage | None
    shape: Shape | None
    bow_tie: Estimate
    resilience: int
    columns: Sequence[Function]
    rows: Sequence[tuple[Ours, Sequence[Filled]]]
    gaps: Sequence[Gap]
    leaving: Sequence[Leaving]
    history: Sequence[Moment]
    most_bow_tie: Decimal | None = None
    """What the bow-tie index should be at most, and whether people decided that
    (``is_decided``); else it is what the index comes to where all is there that is asked for."""
    is_decided: bool = False
    weighted: Estimate | None = None
    """Coverage by the influence of their functions, which is judged: for the team alone."""
    told_on: date | None = None
    """Outside the team, the day of the figures that went out last; in it, ``None``."""

    @property
    def is_withheld(self) -> bool:
        """Whether the reader may not be told how it stands, though it is known."""
        return not self.is_team and self.stage is not None and self.shape is None


@dataclass(frozen=True, slots=True)
class Figures:
    """What of a relationship is kept as KPIs: coverage, resilience over its target, and quality
    from 0 to 10; for the night, that decides what of it goes out of the account team, with its
    ``shape`` and what it rests on: ``links`` and ``people``."""

    coverage: Estimate
    resilience: Estimate
    quality: Estimate
    shape: Shape | None = None
    links: Basis = _NOTHING
    people: Basis = _NOTHING
    hides_strengths: bool = False
    hides_attitudes: bool = False
    has_too_few_links: bool = False


def relationship(actor: Actor, customer_id: int) -> Relationship:
    """The relationship with one account. Raises ``Customer.DoesNotExist`` for strangers to it."""
    account = account_of(actor, customer_id)
    is_team = is_of_the_team(actor, account.card.code, account.shape)
    people, on = people_of(account), today()
    words = _words(account.codes, account.card.code, account.shape)
    stage = _stage_on(words, on)
    known = people.known(on)
    there = matrix.strengths_of(known)
    held = Held()
    demands = held.on(on)
    asked = demands.levels[stage] if stage is not None else {}
    columns = _columns(people, there, asked)
    stages = Stages(_last(words, Side.OURS, on), _last(words, Side.THEIRS, on))
    if not is_team:
        return _from_outside(account, stages, stage, people, demands, columns, on)
    return Relationship(
        account=account,
        is_team=is_team,
        stages=stages,
        stage=stage,
        shape=None if stage is None else matrix.shape(there, stage, demands),
        bow_tie=matrix.bow_tie(there),
        resilience=matrix.resilience(there),
        columns=columns,
        rows=_rows(people, [*known, *people.expired(on)], asked, columns),
        gaps=matrix.gaps(there, asked, people.linked(on)),
        leaving=everybody_leaving(people, known, stage, demands),
        history=_history(account.card.id, people, words, on, held),
        most_bow_tie=None if stage is None else demands.most_bow_tie(stage),
        is_decided=stage in demands.bow_tie,
        weighted=matrix.weighted_coverage(there, asked, _influence(people, on)),
    )


def _influence(people: People, on: date) -> dict[Function, int]:
    """The greatest influence of anybody in each of their functions, as far as it counts."""
    found: dict[Function, int] = {}
    for number, contact in people.contacts.items():
        said = people.value(number, Kind.INFLUENCE, on)
        if said is not None and is_there(contact.left_on, on):
            function = Function(contact.function)
            found[function] = max(said.value, found.get(function, 0))
    return found


def _from_outside(
    account: Account,
    stages: Stages,
    stage: Stage | None,
    people: People,
    demands: Demands,
    columns: Sequence[Function],
    on: date,
) -> Relationship:
    """The same for who is not of the team: who knows whom is a fact, how well is not. The figures
    are those that went out."""
    there = dict.fromkeys(people.linked(on), 1)
    asked = demands.levels[stage] if stage is not None else {}
    went_out = list(shapes_outside(account.card.code, on, account.shape))
    last = went_out[-1] if went_out else None
    shape = None if last is None else last.shape
    ours = [each for each in Ours if any(cell[0] is each for cell in (*there, *asked))]
    cells = [
        (
            one,
            [
                Filled(one, each, asked.get((one, each), 0), (one, each) in there, None, ())
                for each in columns
            ],
        )
        for one in ours
    ]
    return Relationship(
        account=account,
        is_team=False,
        stages=stages,
        stage=stage,
        shape=shape,
        bow_tie=WITHHELD if shape is None else shape.bow_tie,
        resilience=0 if shape is None else shape.resilience,
        columns=columns,
        rows=cells,
        gaps=[gap for gap in matrix.gaps(there, asked) if not gap.is_],
        leaving=(),
        history=[Moment(each.day, each.shape) for each in went_out[-MONTHS_BACK:]],
        most_bow_tie=None if stage is None else demands.most_bow_tie(stage),
        is_decided=stage in demands.bow_tie,
        told_on=None if last is None or shape is None else last.day,
    )


def figures_of(codes: Iterable[str], on: date | None = None) -> dict[str, Figures]:
    """The KPIs of accounts by their codes, each with those below it; an account without a contact
    is left out. For who has found the accounts among those that may be seen. Six queries."""
    day, shape = on or today(), structure()
    forest = shape.forests[Tree.LEGAL]
    parts = {
        code: {same for below in forest.subtree(code) for same in forest.same(below)}
        for code in codes
    }
    everybody, demands = people_at(set().union(*parts.values())), Held().on(day)
    words = list(StageWord.objects.filter(said_on__lte=day).select_related("customer"))
    found = {}
    for code, part in parts.items():
        ids = {pk for pk, each in everybody.contacts.items() if each.customer.code in part}
        if ids:
            own = _for(words, code, shape)
            found[code] = _figures(everybody, ids, _stage_on(own, day), day, demands)
    return found


def codes_with_contacts() -> list[str]:
    """The accounts that have contacts, and the groups above them. For the night."""
    shape = structure()
    forest = shape.forests[Tree.LEGAL]
    found = Contact.objects.order_by().values_list("customer__code", flat=True).distinct()
    own = {forest.survivor(code) for code in found}
    return sorted(own | {above for code in own for above in forest.ancestors(code)})


def contacts_there(codes: Collection[str], known: Structure) -> dict[str, int] | None:
    """How many people of accounts, and of all below them, are there, as the account's own page and
    its maps count them: records merged into another are the other; ``None`` while nobody keeps any.
    One query."""
    forest = known.forests[Tree.LEGAL]
    alone = Contact.objects.filter(merged_into=None).order_by()
    there = alone.filter(Q(left_on=None) | Q(left_on__gt=today()))
    found = dict(there.values_list("customer__code").annotate(Count("pk")))
    if not found:
        return None
    return {code: sum(found.get(each, 0) for each in forest.codes(code)) for code in codes}


def _figures(
    people: People, ids: Collection[int], stage: Stage | None, on: date, demands: Demands
) -> Figures:
    there = matrix.strengths_of(people.known(on, of=ids))
    judged = [
        (each, people.value(each, Kind.INFLUENCE, on), people.value(each, Kind.ATTITUDE, on))
        for each in ids
        if is_there(people.contacts[each].left_on, on)
    ]
    both = {who: (one.value, other.value) for who, one, other in judged if one and other}
    quality = matrix.quality(matrix.warmth(both.values()))
    weighing = Basis({str(who): [*each] for who, each in both.items()})
    is_hidden = hides_attitudes(both.values())
    if stage is None:
        return Figures(_NOT_SAID, _NOT_SAID, quality, people=weighing, hides_attitudes=is_hidden)
    shape, asked = matrix.shape(there, stage, demands), demands.levels[stage]
    links = Basis(
        {f"{ours}|{theirs}": strength for (ours, theirs), strength in there.items()},
        _asked_by(stage, asked),
    )
    linked = open_cells(dict.fromkeys(people.linked(on, of=ids), 0), asked)
    return Figures(
        shape.coverage, shape.score, quality, shape, links, weighing,
        hides_strengths(there, asked), is_hidden, 0 < len(linked) < FEWEST,
    )  # fmt: skip


def _asked_by(stage: Stage, asked: Mapping[Cell, int]) -> str:
    told = sorted(f"{ours}|{theirs}={level}" for (ours, theirs), level in asked.items())
    return f"{stage} {sha256(' '.join(told).encode()).hexdigest()[:16]}"


def _words(codes: Collection[str], code: str, shape: Structure) -> Words:
    found = StageWord.objects.filter(customer__code__in=sorted({*codes, *_above(code, shape)}))
    return _for(list(found.select_related("customer")), code, shape)


def _for(words: Iterable[StageWord], code: str, shape: Structure) -> Words:
    """Those that may hold for an account: its own, and those of each group above, the nearest
    first."""
    by_code: dict[str, list[StageWord]] = {}
    for word in words:
        by_code.setdefault(shape.alone.survivor(word.customer.code), []).append(word)
    own = shape.alone.survivor(code)
    above = shape.forests[Tree.LEGAL].ancestors(code)
    return [by_code[each] for each in (own, *above) if each in by_code]


def _above(code: str, shape: Structure) -> list[str]:
    return shape.forests[Tree.LEGAL].ancestors(code)


def _last(words: Words, side: Side, on: date) -> StageWord | None:
    """What holds on a day in the eyes of one side: the account's own last word by then, else that
    of the nearest group which had said one."""
    for level in words:
        said = [word for word in level if word.side == side and word.said_on <= on]
        if said:
            return max(said, key=lambda word: (word.said_on, word.pk))
    return None


def _stage_on(words: Words, on: date) -> Stage | None:
    """Our own view is what the account is held to."""
    word = _last(words, Side.OURS, on)
    return None if word is None else Stage(word.stage)


def _columns(
    people: People, there: Mapping[Cell, int], asked: Mapping[Cell, int]
) -> list[Function]:
    """Their functions: those asked for, and those in which somebody is."""
    found = {theirs for _ours, theirs in (*there, *asked)}
    found |= {Function(each.function) for each in people.contacts.values() if not each.left_on}
    first = [theirs for _ours, theirs in DEFAULTS.levels[Stage.INTEGRATED]]
    return sorted(found, key=lambda each: (*first, *Function).index(each))


def _rows(
    people: People,
    known: Sequence[Known],
    asked: Mapping[Cell, int],
    columns: Sequence[Function],
) -> list[tuple[Ours, list[Filled]]]:
    names = names_of_ours(people)
    pairs: dict[Cell, list[tuple[str, str, int]]] = {}
    for each in sorted(known, key=lambda one: -one.strength):
        theirs = people.contacts[each.theirs_id]
        told = (names[each.ours_id], theirs.name or theirs.title, each.strength)
        pairs.setdefault((each.ours, each.theirs), []).append(told)
    ours = [each for each in Ours if any(cell[0] is each for cell in (*pairs, *asked))]

    def filled(one: Ours, other: Function) -> Filled:
        cell = pairs.get((one, other), [])
        best = max((strength for _ours, _theirs, strength in cell), default=0)
        return Filled(
            one, other, asked.get((one, other), 0), best > 0, best,
            cell[:IN_A_CELL], max(0, len(cell) - IN_A_CELL),
        )  # fmt: skip

    return [(one, [filled(one, other) for other in columns]) for one in ours]


def month_ends(on: date) -> list[date]:
    """The last days of the twelve months that are over on a day."""
    return [add_months(on, -back) - timedelta(days=1) for back in reversed(range(MONTHS_BACK))]


def _history(customer_id: int, people: People, words: Words, on: date, held: Held) -> list[Moment]:
    """Today, and before it the last day of each of the last twelve months: as the night after it
    kept it, and where none did, by the same rows as today. One query."""
    ends, found = month_ends(on), []
    rows = MonthKept.objects.filter(customer=customer_id, day__in=ends)
    kept = {row.day: row for row in rows}
    for day in (*ends, on):
        row = kept.get(day)
        if row is not None:
            shape = shape_of(row.figures) if row.figures else None
            found.append(Moment(day, shape, row.kept_on - day > _SOON))
            continue
        stage = _stage_on(words, day)
        there = matrix.strengths_of(people.known(day))
        there_then = None if stage is None else matrix.shape(there, stage, held.on(day))
        found.append(Moment(day, there_then, day < on))
    return found
