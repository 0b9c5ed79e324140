"""How healthy the accounts are that somebody leads or that are held to something."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.utils import timezone
from django.utils.translation import get_language

from clavero.care.selectors import Overdue
from clavero.core import audit
from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.kpis import store
from clavero.kpis.models import FrameworkVersion, Snapshot
from clavero.kpis.rules.framework import Item
from clavero.kpis.rules.health import WORST_FIRST, Group, Health, Signal, group_of
from clavero.kpis.rules.kpi import Level, Light
from clavero.kpis.selectors.board import AccountLine, judged_values
from clavero.kpis.selectors.complaining import overdue_complaints
from clavero.kpis.selectors.frameworks import NOTHING, Holding, frameworks
from clavero.kpis.selectors.kept import Catalogue, Value, all_entered, catalogue, latest
from clavero.kpis.selectors.outside import whose_eyes
from clavero.kpis.selectors.records import accounts_of
from clavero.kpis.selectors.said import said, sales_of
from clavero.kpis.selectors.turned import MonthBefore, Turn
from clavero.ledger import selectors as ledger
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.selectors import Card, Structure, data_span, structure
from clavero.portfolio.selectors.kept import Kept
from clavero.portfolio.visibility import scope_for
from clavero.silence import selectors as silence
from clavero.silence.selectors import State

SALES_LAST, ENTRIES_LAST = 62, 183
"""Days for which figures of the ledger, and what people entered, can be relied on."""
RHYTHM = "rhythm"
COMPLAINTS = "complaints"
_WORST = "critical"  # of complaints
RHYTHM_LIGHTS = {
    State.ACTIVE: Light.GREEN,
    State.WATCH: Light.AMBER,
    State.AT_RISK: Light.RED,
    State.LOST: Light.RED,
    State.UNKNOWN: Light.GREY,
}
_MOST_ROWS = 20_000


@dataclass(frozen=True)
class AccountHealth:
    """An account and its health. ``is_below`` where its group has the same lead and stands for it;
    ``silence`` is how it keeps to its rhythm, where that is known, ``overdue`` how many of its
    complaints are past their time. ``turns`` are the lights that
    turned since the snapshot before, ``moved`` what the sales of the month between them changed
    against a year before, with what a month usually brings."""

    card: Card
    health: Health
    values: Mapping[str, Value] = field(repr=False)
    items: Mapping[str, Item] = field(repr=False)  # what it is held to
    currency: str
    names: Mapping[str, str] = field(repr=False)  # of the company's own KPIs
    lead_id: int | None = None
    is_below: bool = False
    silence: silence.SilenceRow | None = field(default=None, repr=False)
    overdue: int = 0  # complaints past their time
    turns: Sequence[Turn] = field(default=(), repr=False)
    moved: tuple[Decimal, Decimal] | None = None

    @property
    def light(self) -> Light:
        """How it stands."""
        return self.health.light


@dataclass(frozen=True)
class HealthPicture:
    """The accounts that a reader sees, worst first, by a snapshot."""

    snapshot: Snapshot
    known: Catalogue = field(repr=False)
    accounts: Sequence[AccountHealth]
    currency: str = ""  # of amounts

    @cached_property
    def by_id(self) -> dict[int, AccountHealth]:
        """The accounts by their customer's number."""
        return {each.card.id: each for each in self.accounts}

    @cached_property
    def listed(self) -> list[AccountHealth]:
        """Each account once: a group for all that the same person leads below it."""
        return [each for each in self.accounts if not each.is_below]

    @property
    def counts(self) -> dict[Light, int]:
        """How many accounts stand how."""
        found = [each.light for each in self.listed]
        return {light: found.count(light) for light in WORST_FIRST}


_pictures: Kept[HealthPicture] = Kept(
    limit=_MOST_ROWS, weigh=lambda picture: len(picture.accounts) + 1
)


def health(
    actor: Actor, scope: Scope | None = None, snapshot: Snapshot | None = None
) -> HealthPicture | None:
    """The health of every account with a lead or a framework that ``actor`` sees; ``None`` while
    nothing was computed. Two queries when it was asked for before, and one for the scope."""
    today = timezone.localdate()
    by = latest(today) if snapshot is None else snapshot
    if by is None:
        return None
    seen = scope_for(actor) if scope is None else scope
    key = (by.file, ledger.version(), audit.stamp(), seen, today, get_language(), whose_eyes(actor))
    return _pictures.get(key, lambda: _picture(actor, seen, by, today))


def health_of(
    actor: Actor,
    customer_id: int,
    snapshot: Snapshot | None = None,
    scope: Scope | None = None,
) -> AccountHealth | None:
    """The health of one account by the latest snapshot, which whoever has read it gives; ``None``
    where it has neither lead nor framework, or for strangers to it."""
    picture = health(actor, scope, snapshot)
    return None if picture is None else picture.by_id.get(customer_id)


def lights(actor: Actor, picture: HealthPicture | None = None) -> Sequence[AccountHealth]:
    """The accounts with their lights that a person has to look after, worst first: those they or
    their people lead; for those who lead none, all that they see. ``picture`` is the actor's, where
    it was asked for before."""
    picture = picture or health(actor)
    if picture is None:
        return ()
    people = {actor.user_id, *actor.team} - {None}
    own = [each for each in picture.listed if each.lead_id in people]
    return own or picture.listed


def worst_first(
    accounts: Sequence[AccountLine], picture: HealthPicture | None
) -> list[AccountLine]:
    """The accounts of a board, those first whose health is worst; of these in their own order."""
    if picture is None:
        return list(accounts)
    by_id = picture.by_id

    def place(line: AccountLine) -> int:
        found = by_id.get(line.card.id)
        return WORST_FIRST.index(Light.GREY if found is None else found.light)

    return sorted(accounts, key=place)


def _picture(actor: Actor, scope: Scope, snapshot: Snapshot, today: date) -> HealthPicture:
    known, shape, seen = catalogue(snapshot), structure(), scope.customers
    rows = {row.subject: row for row in watched_rows(snapshot, seen, shape)}
    held = frameworks(actor, rows, today, known, shape)
    sales = sales_of(rows.values())
    entries = all_entered(actor, sales.keys(), today, known, shape)
    told = said(sales, entries, today, known, shape)
    before = MonthBefore(snapshot, rows, entries, today, known)
    quiet = silence.states(actor, today)
    rhythms = {} if quiet is None else {row.code: row for row in quiet.rows}
    # Who sees a whole group is told its rhythm as one; a part of it that is watched has its own.
    within = rows.keys() - rhythms.keys()
    rhythms |= silence.states_by_themselves(actor, within, today) if within else {}
    span, forest = data_span(), shape.forests[Tree.LEGAL]
    until = snapshot.day if span is None else min(snapshot.day, span.end)
    currency = ledger.shown_currency()
    complaints = overdue_complaints(rows.keys(), shape)
    found = []
    for code, row in rows.items():
        judged = judged_values(row, snapshot.day, held.get(code, NOTHING), known, told)
        rhythm = rhythms.get(code)
        signals = list(_watched(judged, until))
        if quiet is not None:
            signals.append(_rhythm(rhythm, quiet.as_of))
        if late := complaints.get(code):
            signals.append(_complaints(late, today))
        above = forest.parent(code)
        group = None if above is None else rows.get(above)
        found.append(
            AccountHealth(
                card=shape.cards[code],
                health=Health(today, tuple(signals)),
                values={
                    item.key: value or Value.missing(known.by_key[item.key], today)
                    for item, value, _light in judged
                },
                items={item.key: item for item, _value, _light in judged},
                currency=currency,
                names=known.names,
                lead_id=row.owner,
                is_below=group is not None and group.owner == row.owner,
                silence=rhythm,
                overdue=len(late or ()),
                turns=before.turns(code, held.get(code, NOTHING), judged),
                moved=before.moved(row),
            )
        )
    return HealthPicture(snapshot, known, sorted(found, key=_worst_first), currency)


def watched_rows(
    snapshot: Snapshot, seen: Collection[str] | None, shape: Structure
) -> Iterator[store.Standing]:
    """The accounts of a snapshot that somebody leads, and those with targets of their own."""
    led = store.read_led(snapshot.file)
    decided = FrameworkVersion.objects.values_list("customer__code", flat=True).distinct()
    codes = accounts_of(decided.order_by(), shape) - {row.subject for row in led}
    more = store.read(snapshot.file, Level.ACCOUNT, codes) if codes else []
    for row in [*led, *more]:
        if row.subject in shape.cards and (seen is None or row.subject in seen):
            yield row


def _watched(judged: Sequence[tuple[Item, Value | None, Light]], until: date) -> Iterator[Signal]:
    """What the account is held to, each in the group of what it tells of."""
    for item, value, light in judged:
        is_entered = value is not None and value.kpi.is_said
        yield Signal(
            key=item.key,
            group=group_of(item.key),
            light=light,
            weight=float(item.weight),
            day=None if value is None else value.day if is_entered else until,
            lasts=ENTRIES_LAST if is_entered else SALES_LAST,
        )


def _rhythm(row: silence.SilenceRow | None, as_of: date) -> Signal:
    """One who is at risk or lost is red whatever its figures of the last year say."""
    light = Light.GREY if row is None else RHYTHM_LIGHTS[row.state]
    return Signal(RHYTHM, Group.RHYTHM, light, 1.0, as_of, SALES_LAST, is_critical=True)


def _complaints(late: Sequence[Overdue], today: date) -> Signal:
    """One whose critical complaint is past its time is red whatever it buys; other complaints past
    theirs hold it back."""
    is_critical = any(each.severity == _WORST for each in late)
    light = Light.RED if is_critical else Light.AMBER
    return Signal(
        COMPLAINTS, Group.RELATIONSHIP, light, 1.0, today, ENTRIES_LAST, is_critical=is_critical
    )


def _worst_first(each: AccountHealth) -> tuple[int, float, str, str]:
    score = each.health.score
    return (
        WORST_FIRST.index(each.light),
        1.0 if score is None else score,
        each.card.title,
        each.card.code,
    )


def business_light(
    row: store.Standing,
    day: date,
    holding: Holding,
    known: Catalogue,
    told: Mapping[str, Sequence[Value]],
) -> Light:
    """How an account stood by its figures alone on the day of a snapshot."""
    judged = judged_values(row, day, holding, known, told)
    watched = (replace(each, group=Group.BUSINESS) for each in _watched(judged, day))
    alone = Health(day, tuple(watched), {Group.BUSINESS: 1.0})
    return alone.light
