"""Who was lost and who came back in a period: what retention is counted from."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.portfolio.selectors import structure
from clavero.portfolio.visibility import scope_for
from clavero.silence.rules.kinds import LossReason
from clavero.silence.rules.losses import Said, bought_after
from clavero.silence.rules.states import State
from clavero.silence.rules.stops import day_of, number
from clavero.silence.selectors.known import all_said
from clavero.silence.selectors.picture import SilencePicture, SilenceRow, states
from clavero.silence.selectors.reading import reading


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


def losses(actor: Actor, period: Period, on: date | None = None) -> list[Loss]:
    """Who was lost in ``period`` as far as is known ``on`` a day, today unless said, the first one
    first. Refuted losses are none; those that nobody has spoken of are, unconfirmed.

    A loss belongs to the day to which it is dated back, not to the one on which it was noticed.
    """
    picture = states(actor, on)
    if picture is None:
        return []
    found = [*_confirmed(actor, picture), *map(_unconfirmed, _not_spoken_of(picture))]
    inside = [loss for loss in found if period.start <= loss.lost_on < period.end]
    return sorted(inside, key=lambda loss: (loss.lost_on, loss.name, loss.code))


def recoveries(actor: Actor, period: Period, on: date | None = None) -> list[Recovery]:
    """Who was lost when ``period`` began, or by what its manager says, and bought again in it, as
    far as is known ``on`` a day."""
    picture = states(actor, on)
    if picture is None:
        return []
    found = {
        loss.code: Recovery(loss.id, loss.code, loss.name, loss.recovered_on, was_confirmed=True)
        for loss in _confirmed(actor, picture)
        if loss.recovered_on is not None and period.start <= loss.recovered_on < period.end
    }
    before = states(actor, period.start - timedelta(days=1))
    if before is not None:
        lost = {row.code: row for row in before.rows if row.state is State.LOST}
        until = min(number(period.end), number(picture.as_of) + 1)
        for code, days in _days_of(actor, picture, lost.keys() - found.keys()).items():
            at = bisect_left(days, number(period.start))
            if at < len(days) and days[at] < until:
                row = lost[code]
                found[code] = Recovery(
                    row.id, code, row.name, day_of(days[at]), was_confirmed=False
                )
    return sorted(found.values(), key=lambda each: (each.day, each.name, each.code))


def _confirmed(actor: Actor, picture: SilencePicture) -> list[Loss]:
    """Every loss that managers have confirmed, of the customers in the picture; of several verdicts
    on one silence the last one counts."""
    named = {row.code: row for row in picture.rows}
    last: dict[tuple[str, date], Said] = {}
    for code, said in all_said(picture.on, structure()):
        if code in named:
            last[code, said.last_purchase] = said
    losses_ = {key: said for key, said in last.items() if said.is_loss}
    days = _days_of(actor, picture, {code for code, _last in losses_})
    return [
        Loss(
            id=named[code].id,
            code=code,
            name=named[code].name,
            lost_on=said.lost_on or said.last_purchase,
            last_purchase=said.last_purchase,
            is_confirmed=True,
            reason=said.reason,
            competitor=said.competitor,
            decided_on=said.decided_on,
            recovered_on=bought_after(said.last_purchase, days[code], picture.as_of),
        )
        for (code, _last), said in losses_.items()
    ]


def _not_spoken_of(picture: SilencePicture) -> Iterator[SilenceRow]:
    for row in picture.rows:
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


def _days_of(actor: Actor, picture: SilencePicture, codes: Collection[str]) -> dict[str, list[int]]:
    """All days on which some accounts bought."""
    if not codes:
        return {}
    read = reading(scope_for(actor), structure(), picture.as_of, picture.settings.settings)
    owners = enumerate(read.accounts.accounts())
    return {code: read.accounts.days(at) for at, code in owners if code in codes}
