"""How every account stands that a reader sees, as of a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone

from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Structure, data_span, leads_of, structure
from clavero.portfolio.selectors.kept import Kept
from clavero.portfolio.visibility import narrowed, scope_for
from clavero.silence.rules.chance import alive
from clavero.silence.rules.losses import Said, Standing, lost_since, standing
from clavero.silence.rules.settings import Settings
from clavero.silence.rules.states import Judged, State
from clavero.silence.rules.stops import day_of
from clavero.silence.selectors.known import said_by, stamp
from clavero.silence.selectors.reading import (
    Reading,
    calendar_of,
    judged,
    known_of_all,
    reading,
)
from clavero.silence.selectors.settings import InForce, settings_on
from clavero.ui.rows import Rows

NOBODY = "nobody"
_MOST_ROWS = 150_000  # some 700 bytes each


@dataclass(frozen=True, slots=True)
class QuietFamily:
    """A product family that an account no longer buys in its rhythm."""

    name: str
    silent: int
    usual: float | None
    last_purchase: date


@dataclass(frozen=True, slots=True)
class SilenceRow:
    """An account. ``state`` is what holds after what the manager said, ``judged`` what its silence
    says by itself; ``chance`` is how likely so long a silence is, ``alive`` that it still buys,
    ``usual`` the gap it was held against, ``gaps`` how many it has. ``families`` have gone silent
    while the customer has not. ``lost_since`` is the day to which a loss is dated back, where it is
    lost. ``is_spared`` by the season or an open order."""

    id: int | None
    code: str
    name: str
    state: State
    judged: State
    silent: int
    usual: float | None
    gaps: int
    chance: float | None
    alive: float | None
    last_purchase: date
    families: tuple[QuietFamily, ...]
    is_spared: bool
    manager_id: int | None
    manager: str
    said: Said | None
    recovered_on: date | None
    lost_since: date | None

    @property
    def key(self) -> str:
        """The state's name for programs."""
        return self.state.key

    @property
    def quiet(self) -> int:
        """How many product families have gone silent."""
        return len(self.families)

    @property
    def manager_key(self) -> str:
        """Who leads it, for a filter."""
        return NOBODY if self.manager_id is None else str(self.manager_id)

    @property
    def order(self) -> tuple[int, bool, float]:
        """By how much there is to do: of the lost, those of whom nobody has spoken first and of
        these the latest, of the others the least likely."""
        if self.state is State.LOST:
            return -int(self.state), self.said is not None, float(self.silent)
        return -int(self.state), False, 1.0 if self.chance is None else self.chance

    @property
    def ratio(self) -> float | None:
        """How many usual gaps the silence has lasted."""
        return self.silent / self.usual if self.usual else None


@dataclass(frozen=True)
class SilencePicture:
    """The accounts, who needs a call first. ``on`` is the day asked for, ``as_of`` the last one up
    to it that the ledger knows."""

    on: date
    as_of: date
    settings: InForce
    rows: Sequence[SilenceRow]
    is_whole: bool

    @cached_property
    def listed(self) -> Rows[SilenceRow]:
        """The rows, to be searched, filtered and sorted."""
        return Rows(self.rows)

    @cached_property
    def counts(self) -> dict[State, int]:
        """How many are in each state."""
        found = Counter(row.state for row in self.rows)
        return {state: found.get(state, 0) for state in reversed(State)}


_pictures: Kept[SilencePicture] = Kept(
    limit=_MOST_ROWS, weigh=lambda picture: len(picture.rows) + 1
)


def day_asked(on: date | None) -> tuple[date, date] | None:
    """The day asked for, today unless said, and the last one up to it that the ledger knows;
    ``None`` where it knows nothing so early."""
    data, on = data_span(), on or timezone.localdate()
    if data is None or on < data.start:
        return None
    return on, min(on, data.last)


def states(actor: Actor, on: date | None = None) -> SilencePicture | None:
    """How each account stands that ``actor`` sees; ``None`` where the ledger knows nothing by then.

    A day of the past is computed from the ledger as it stands, with the purchases up to that day,
    the settings of that day, and what managers had said by it; customers, groups and stops are
    today's. It is what we know now of that day, not what was shown on it.
    """
    days = day_asked(on)
    if days is None:
        return None
    on, as_of = days
    scope, shape, settings = scope_for(actor), structure(), settings_on(on)
    key = (
        ledger.version(), shape.version, stamp(), settings.number, scope, on, as_of,
    )  # fmt: skip
    return _pictures.get(key, lambda: _picture(scope, shape, on, as_of, settings))


def _picture(
    scope: Scope, shape: Structure, on: date, as_of: date, settings: InForce
) -> SilencePicture:
    rules = settings.settings
    rows = _judged_rows(reading(scope, shape, as_of, rules), shape, on, rules)
    rows.sort(key=lambda row: (*row.order, row.name, row.code))
    return SilencePicture(on, as_of, settings, rows, scope.is_everything)


def states_by_themselves(
    actor: Actor, codes: Iterable[str], on: date | None = None
) -> dict[str, SilenceRow]:
    """How customers stand each with what is below it, by their codes, although they are part of a
    group that :func:`states` tells of as one; only such as ``actor`` sees and that ever bought."""
    days, shape = day_asked(on), structure()
    if days is None:
        return {}
    on, as_of = days
    forest, scope, rules = shape.forests[Tree.LEGAL], scope_for(actor), settings_on(on).settings
    by_depth: dict[int, dict[str, str]] = {}
    for code in codes:  # on one level no two of them share a line
        below = dict.fromkeys(forest.codes(code), code)
        by_depth.setdefault(len(forest.ancestors(code)), {}).update(below)
    found: dict[str, SilenceRow] = {}
    for rollup in by_depth.values():
        within = narrowed(scope, frozenset(rollup))
        read = reading(within, shape, as_of, rules, rollup=rollup)
        found |= {row.code: row for row in _judged_rows(read, shape, on, rules)}
    return found


def _judged_rows(read: Reading, shape: Structure, on: date, rules: Settings) -> list[SilenceRow]:
    known = known_of_all(shape, read.as_of, rules)
    found = judged(read.accounts, known.accounts, rules)
    quiet = _quiet_families(read, judged(read.families, known.families, rules))
    everybody, said = range(len(read.accounts)), said_by(on, shape)
    return list(rows_of(everybody, read, found, quiet, said, shape, on, rules))


def rows_of(
    places: Sequence[int],
    read: Reading,
    found: Judged,
    quiet: Mapping[str, tuple[QuietFamily, ...]],
    said: Mapping[str, Said],
    shape: Structure,
    on: date,
    settings: Settings,
) -> Iterable[SilenceRow]:
    """The rows of the accounts at these ``places`` of what was read and judged."""
    codes, rhythms = read.accounts.accounts(), read.accounts.rhythms
    leads = leads_of([codes[at] for at in places], shape, on)
    chances = found.chance.tolist()
    lives = alive(found.chance, settings.defects).tolist()
    silent, gaps = rhythms.silent.tolist(), rhythms.n.tolist()
    usuals, states_, spared = found.usual.tolist(), found.state.tolist(), found.is_spared.tolist()
    lasts = rhythms.last_day.tolist()
    for at in places:
        code = codes[at]
        card, lead, state = shape.cards.get(code), leads.get(code), State(states_[at])
        told = said.get(code)
        stands = Standing(state)
        if told is not None:
            stands = standing(state, told, read.accounts.days(at), read.as_of, on)
        usual = _known(usuals[at])
        last = day_of(lasts[at])
        lost = None
        if stands.state is State.LOST:
            lost = (
                stands.said.lost_on
                if stands.said
                else since(read, shape, code, last, usual, settings)
            )
        yield SilenceRow(
            id=card.id if card else None,
            code=code,
            name=card.title if card else code,
            state=stands.state,
            judged=state,
            silent=int(silent[at]),
            usual=usual,
            gaps=gaps[at],
            chance=_known(chances[at]),
            alive=_known(lives[at]),
            last_purchase=last,
            families=quiet.get(code, ()) if stands.state < State.LOST else (),
            is_spared=spared[at],
            manager_id=lead.person_id if lead else None,
            manager=lead.name if lead else "",
            said=stands.said,
            recovered_on=stands.recovered_on,
            lost_since=lost,
        )


def since(
    read: Reading, shape: Structure, code: str, last: date, usual: float | None, settings: Settings
) -> date:
    own = read.stops.of(code, shape)
    calendar = read.calendar
    if own:
        calendar = calendar_of(last, read.as_of, [*read.stops.of_all, *own], settings)
    return lost_since(last, usual, calendar)


def _quiet_families(read: Reading, found: Judged) -> dict[str, tuple[QuietFamily, ...]]:
    """The families that each account has lost. At risk would be too many: an account has a dozen,
    and one in twenty gaps is as unlikely by chance alone."""
    is_quiet = (found.state == State.LOST).nonzero()[0]
    silent = read.families.rhythms.silent[is_quiet].tolist()
    usual = found.usual[is_quiet].tolist()
    lasts = read.families.rhythms.last_day[is_quiet].tolist()
    owners = read.families.families(is_quiet)
    quiet: dict[str, list[QuietFamily]] = {}
    for (code, family), days, gap, last in zip(owners, silent, usual, lasts, strict=True):
        found_quiet = QuietFamily(family, int(days), _known(gap), day_of(last))
        quiet.setdefault(code, []).append(found_quiet)
    return {
        code: tuple(sorted(families, key=lambda each: each.name))
        for code, families in quiet.items()
    }


def _known(value: float) -> float | None:
    return None if value != value else value
