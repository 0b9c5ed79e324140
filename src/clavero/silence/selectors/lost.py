"""Who was lost and who came back in a period: what retention is counted from."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.portfolio.selectors import structure
from clavero.silence.rules.kinds import LossReason
from clavero.silence.rules.losses import Said, bought_after
from clavero.silence.rules.states import State
from clavero.silence.rules.stops import day_of, number
from clavero.silence.selectors.gone import Ended, Gone, ended, gone
from clavero.silence.selectors.picture import SilenceRow


@dataclass(frozen=True, slots=True)
class Loss:
    """A customer that was lost on ``lost_on``, dated back. ``is_confirmed`` by its manager, with
    ``reason`` and ``competitor``; else its silence says so and nobody has spoken yet. An insolvency
    or closure is reported apart (``has_closed``). ``recovered_on`` is when it bought again."""

    id: int | None
    code: str
    name: str
    lost_on: date
    last_purchase: date
    is_confirmed: bool
    reason: LossReason | None
    competitor: str
    decided_on: date | None
    recovered_on: date | None

    @property
    def has_closed(self) -> bool:
        """Whether nobody could have kept it."""
        return self.reason is LossReason.CLOSED

    @property
    def went_to_a_competitor(self) -> bool:
        """Whether its manager says that it now buys from somebody else."""
        return self.reason is LossReason.COMPETITOR


@dataclass(frozen=True, slots=True)
class Recovery:
    """A customer that was lost and bought again on ``day``; ``was_confirmed`` by its manager."""

    id: int | None
    code: str
    name: str
    day: date
    was_confirmed: bool


def losses(
    actor: Actor,
    period: Period,
    on: date | None = None,
    *,
    heard_by: date | None = None,
    months: Sequence[date] = (),
    of: Collection[str] = (),
) -> list[Loss]:
    """Who was lost in ``period`` as far as is known ``on`` a day, today unless said, the first one
    first. Refuted losses are none; those that nobody has spoken of are, unconfirmed.

    A loss belongs to the day to which it is dated back, not to the one on which it was noticed.
    What managers said by ``heard_by`` counts, that day unless said. With the last days of some
    ``months``, those too among the accounts ``of`` that were lost by themselves on one of them and
    have bought again.
    """
    there = gone(actor, on, heard_by)
    if there is None:
        return []
    found = [*_confirmed(there), *map(_unconfirmed, _not_spoken_of(there))]
    if of:
        found += list(_recovered(there, ended(actor, there, months, of)))
    inside = [loss for loss in found if period.start <= loss.lost_on < period.end]
    return sorted(inside, key=lambda loss: (loss.lost_on, loss.name, loss.code))


def recoveries(actor: Actor, period: Period, on: date | None = None) -> list[Recovery]:
    """Who was lost when ``period`` began, or by what its manager says, and bought again in it, as
    far as is known ``on`` a day."""
    there = gone(actor, on)
    if there is None:
        return []
    found = {
        loss.code: Recovery(loss.id, loss.code, loss.name, loss.recovered_on, was_confirmed=True)
        for loss in _confirmed(there)
        if loss.recovered_on is not None and period.start <= loss.recovered_on < period.end
    }
    before = gone(actor, period.start - timedelta(days=1))
    if before is not None:
        until = min(number(period.end), number(there.as_of) + 1)
        for code, row in before.rows.items():
            if row.state is not State.LOST or code in found:
                continue
            days = before.days[code]
            at = bisect_left(days, number(period.start))
            if at < len(days) and days[at] < until:
                found[code] = Recovery(
                    row.id, code, row.name, day_of(days[at]), was_confirmed=False
                )
    return sorted(found.values(), key=lambda each: (each.day, each.name, each.code))


def _confirmed(there: Gone) -> list[Loss]:
    """Every loss that managers have confirmed, of the customers that are seen; of several verdicts
    on one silence the last one counts."""
    return [
        Loss(
            id=there.rows[code].id,
            code=code,
            name=there.rows[code].name,
            lost_on=said.lost_on or said.last_purchase,
            last_purchase=said.last_purchase,
            is_confirmed=True,
            reason=said.reason,
            competitor=said.competitor,
            decided_on=said.decided_on,
            recovered_on=bought_after(said.last_purchase, there.days[code], there.as_of),
        )
        for (code, _last), said in _last_words(there).items()
        if said.is_loss
    ]


def _last_words(there: Gone) -> dict[tuple[str, date], Said]:
    """What was said last of each silence, by the customer's code and the day it began."""
    return {(code, said.last_purchase): said for code, said in there.said if code in there.rows}


def _recovered(there: Gone, found: Sequence[Ended]) -> Iterator[Loss]:
    """The silences that ended, of which nobody has spoken: who speaks decides."""
    spoken, cards = _last_words(there), structure().cards
    for each in found:
        if each.bought_on > there.as_of or (each.code, each.last_purchase) in spoken:
            continue
        card = cards.get(each.code)
        yield Loss(
            id=None if card is None else card.id,
            code=each.code,
            name=each.code if card is None else card.title,
            lost_on=each.lost_on,
            last_purchase=each.last_purchase,
            is_confirmed=False,
            reason=None,
            competitor="",
            decided_on=None,
            recovered_on=each.bought_on,
        )


def _not_spoken_of(there: Gone) -> Iterator[SilenceRow]:
    for row in there.rows.values():
        if row.state is State.LOST and row.said is None:
            yield row


def _unconfirmed(row: SilenceRow) -> Loss:
    return Loss(
        id=row.id,
        code=row.code,
        name=row.name,
        lost_on=row.lost_since or row.last_purchase,
        last_purchase=row.last_purchase,
        is_confirmed=False,
        reason=None,
        competitor="",
        decided_on=None,
        recovered_on=None,
    )
