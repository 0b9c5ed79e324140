"""The silence of one customer, with all that rolls up to it, down to each gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from clavero.core.period import Period, add_months, first_of_month, known_days
from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.ledger import selectors as ledger
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Card, Structure, data_span, structure
from clavero.portfolio.selectors.counted import Counted, counted
from clavero.portfolio.visibility import accounts, narrowed, scope_for
from clavero.silence.rules.chance import alive
from clavero.silence.rules.control import Limits, limits
from clavero.silence.rules.kinds import Spare
from clavero.silence.rules.losses import Said, lost_since, standing
from clavero.silence.rules.rhythm import rhythm_of
from clavero.silence.rules.settings import Settings
from clavero.silence.rules.states import Judged, Known, State
from clavero.silence.rules.stops import Calendar, day_of, number
from clavero.silence.rules.volume import MOST_BEFORE, WATCHED, Volume, volume
from clavero.silence.selectors.known import all_said
from clavero.silence.selectors.picture import day_asked
from clavero.silence.selectors.reading import (
    Read,
    calendar_of,
    judged,
    known_of_all,
    reading,
)
from clavero.silence.selectors.settings import InForce, settings_on


class Gap(NamedTuple):
    """From one purchase to the next, ``days`` that count; the last one has not ended."""

    start: date
    end: date
    days: int
    is_unusual: bool
    is_open: bool


class FamilySilence(NamedTuple):
    """A product family that the customer has bought."""

    name: str
    state: State
    silent: int
    usual: float | None
    gaps: int
    chance: float | None
    last_purchase: date
    spare: Spare | None


class Ahead(NamedTuple):
    """The first day on which a state will hold if nothing is bought, and the silence it begins
    with; ``day`` is ``None`` where nobody can say it so far ahead."""

    state: State
    day: date | None
    silence: float


@dataclass(frozen=True, slots=True)
class AccountSilence:
    """What :class:`~clavero.silence.selectors.picture.SilenceRow` says, and why.

    ``recent`` are the lengths of the gaps that count, ``gaps`` are all of them, the silence as the
    last. ``spare`` is what kept it from a worse state. ``k`` is the base's regularity and ``base``
    how many rhythms it is told from. ``all_said`` are the verdicts, the last one first, and
    ``said`` is what holds of them. ``recovered_on`` is the day on which a customer that was lost
    bought again.
    """

    card: Card
    records: list[str]
    counts: Counted
    on: date
    as_of: date
    settings: InForce
    state: State
    judged: State
    spare: Spare | None
    chance: float | None
    alive: float | None
    silent: int
    usual: float | None
    recent: tuple[int, ...]
    gaps: tuple[Gap, ...]
    first_purchase: date
    last_purchase: date
    limits: Limits | None
    families: tuple[FamilySilence, ...]
    volume: Volume | None
    ahead: tuple[Ahead, ...]
    said: Said | None
    all_said: tuple[Said, ...]
    recovered_on: date | None
    lost_since: date
    k: float
    base: int

    @property
    def purchases(self) -> int:
        """On how many days that count it bought."""
        return len(self.gaps)


def account_silence(
    actor: Actor, customer_id: int, on: date | None = None
) -> AccountSilence | None:
    """The silence of a customer; ``None`` for one that has not bought by then.

    A day of the past is as in :func:`~clavero.silence.selectors.picture.states`. Raises
    ``Customer.DoesNotExist`` for who may not see it, and for a merged record.
    """
    customer = accounts(actor).get(pk=customer_id)
    days = day_asked(on)
    if days is None:
        return None
    scope, shape = scope_for(actor), structure()
    card = shape.cards[customer.code]
    return _Silence(card, scope, shape, *days).told()


def named(actor: Actor, customer_id: int) -> tuple[str, list[str]]:
    """What a customer is called, and the codes of its records, merged ones too.

    Raises ``Customer.DoesNotExist`` as :func:`account_silence`.
    """
    customer = accounts(actor).get(pk=customer_id)
    return str(customer), structure().alone.same(customer.code)


class _Silence:
    """Reads and judges one customer."""

    def __init__(self, card: Card, scope: Scope, shape: Structure, on: date, as_of: date) -> None:
        self.card, self.shape, self.on, self.as_of = card, shape, on, as_of
        self.counts = counted(card, Tree.LEGAL, scope, shape)
        self.scope = narrowed(scope, self.counts.codes)
        self.settings = settings_on(on)

    @property
    def rules(self) -> Settings:
        """The settings that hold on the day."""
        return self.settings.settings

    def told(self) -> AccountSilence | None:
        """All of it, ``None`` where there is no purchase by the day."""
        rollup = dict.fromkeys(self.counts.codes, self.card.code)
        read = reading(self.scope, self.shape, self.as_of, self.rules, rollup=rollup)
        if not len(read.accounts):
            return None
        known = known_of_all(self.shape, self.as_of, self.rules)
        found = judged(read.accounts, known.accounts, self.rules)
        days = [day for day in read.accounts.days(0) if day <= number(self.as_of)]
        stops = [*read.stops.of_all, *read.stops.of(self.card.code, self.shape)]
        calendar = calendar_of(day_of(days[0]), self.as_of, stops, self.rules)
        recent = self.rules.recent_gaps
        rhythm = rhythm_of(days, number(self.as_of), calendar, recent=recent)
        assert rhythm is not None, "there is a purchase"
        state, usual = State(int(found.state[0])), _known(found.usual[0])
        records = self.shape.alone.same(self.card.code)
        said = [each for _code, each in all_said(self.on, self.shape, records)]
        stands = standing(state, said[-1] if said else None, days, self.as_of, self.on)
        last = day_of(days[-1])
        chance = _known(found.chance[0])
        bounds = limits(rhythm.gaps)
        since = lost_since(last, usual, calendar)
        if stands.said is not None and stands.said.lost_on is not None:
            since = stands.said.lost_on
        return AccountSilence(
            card=self.card,
            records=records,
            counts=self.counts,
            on=self.on,
            as_of=self.as_of,
            settings=self.settings,
            state=stands.state,
            judged=state,
            spare=found.spare(0),
            chance=chance,
            alive=None if chance is None else float(alive(chance, self.rules.defects)),
            silent=rhythm.silent,
            usual=usual,
            recent=rhythm.gaps,
            gaps=tuple(_gaps(days, self.as_of, calendar, bounds)),
            first_purchase=day_of(days[0]),
            last_purchase=last,
            limits=bounds,
            families=self._families(read.families, known.families),
            volume=self._volume(day_of(days[0])),
            ahead=tuple(self._ahead(found, known.accounts, rhythm.gaps, last, calendar)),
            said=stands.said,
            all_said=tuple(reversed(said)),
            recovered_on=stands.recovered_on,
            lost_since=since,
            k=known.accounts.base.k,
            base=known.accounts.base.rhythms,
        )

    def _families(self, read: Read, known: Known) -> tuple[FamilySilence, ...]:
        found = judged(read, known, self.rules)
        rows = [
            FamilySilence(
                name=family,
                state=State(int(found.state[at])),
                silent=int(read.rhythms.silent[at]),
                usual=_known(found.usual[at]),
                gaps=int(read.rhythms.n[at]),
                chance=_known(found.chance[at]),
                last_purchase=day_of(int(read.rhythms.last_day[at])),
                spare=found.spare(at),
            )
            for at, family in enumerate(read.table["family"].to_pylist())
        ]
        return tuple(sorted(rows, key=lambda row: (-row.state, row.name)))

    def _volume(self, first_purchase: date) -> Volume | None:
        data = data_span()
        if data is None:
            return None
        # Of a day of the past, as if the ledger ended on it.
        end = first_of_month(known_days(Period.inclusive(data.start, self.as_of)).end)
        start = max(first_of_month(first_purchase), add_months(end, -(MOST_BEFORE + WATCHED)))
        if start >= end:
            return None
        period = Period(start, end)
        sold = _months(self.scope, period)
        amounts = [(month.start, sold.get(month.start, 0.0)) for month in period.months()]
        return volume(
            amounts,
            lambda: _months(scope_for(Actor.system()), period),
            slack=self.rules.slack,
            alarm=self.rules.alarm,
        )

    def _ahead(
        self,
        found: Judged,
        known: Known,
        gaps: Sequence[int],
        last: date,
        calendar: Calendar,
    ) -> list[Ahead]:
        """When each worse state begins, by the same rule that judges today."""
        steps = (
            (State.WATCH, self.rules.watch),
            (State.AT_RISK, self.rules.at_risk),
            (State.LOST, self.rules.lost),
        )
        usual = _known(found.usual[0])
        if _known(found.chance[0]) is None or usual is None:
            return []
        ahead = []
        for state, chance in steps:
            if gaps:
                length = float(known.base.limit(len(gaps), sum(gaps), chance))
            else:
                length = first_gap_of(known, chance)
            if state is State.LOST:
                length = max(length, self.rules.usual_gaps * usual)
                day = calendar.reached(last, length)
            else:
                day = calendar.after(last, length)
            ahead.append(Ahead(state, day, length))
        return ahead


def first_gap_of(known: Known, chance: float) -> float:
    """The shortest silence after which fewer than ``chance`` of the first gaps were longer."""
    count = len(known.first_gaps)
    at = next(at for at in range(count) if (count - at - 1) / count < chance)
    return float(known.first_gaps[at])


def _gaps(days: Sequence[int], as_of: date, calendar: Calendar, bounds: Limits | None) -> list[Gap]:
    found = []
    start = days[0]
    for day in days[1:]:
        length = calendar.between(day_of(start), day_of(day))
        if length:  # nothing counts between them: one purchase
            unusual = bounds is not None and bounds.is_unusual(length)
            found.append(Gap(day_of(start), day_of(day), length, unusual, is_open=False))
            start = day
    length = calendar.between(day_of(start), as_of)
    unusual = bounds is not None and length > bounds.upper
    return [*found, Gap(day_of(start), as_of, length, unusual, is_open=True)]


def _months(scope: Scope, period: Period) -> dict[date, float]:
    rows = ledger.by_month(scope, customers=None, period=period)
    months, amounts = rows["month"].to_pylist(), rows["net_sales"].to_pylist()
    return dict(zip(months, map(float, amounts), strict=True))


def _known(value: float) -> float | None:
    return None if value != value else float(value)
