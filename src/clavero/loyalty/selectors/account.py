"""What the people of one account said, wave by wave."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.utils import timezone

from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.loyalty.models import Wave
from clavero.loyalty.selectors.asked import account_code
from clavero.loyalty.selectors.figures import Figures, figures_on
from clavero.loyalty.selectors.results import (
    Said,
    Scores,
    is_open,
    results_in,
    rows_among,
    scores_of,
)
from clavero.loyalty.visibility import invitations, waves
from clavero.portfolio.selectors import Account, Structure, account_of
from clavero.portfolio.selectors.kept import Kept
from clavero.portfolio.visibility import looked_after

_ENDED: Kept[Mapping[str, Scores]] = Kept(limit=50_000, weigh=lambda found: len(found) + 1)
"""What waves that have ended tell of accounts, by all that decides what a reader is told."""


@dataclass(frozen=True, slots=True)
class AccountWave:
    """A wave at an account: its sums, and the single answers for those who read them."""

    wave: Wave
    scores: Scores
    said: Sequence[Said]

    @property
    def is_open(self) -> bool:
        """Whether it still takes answers."""
        return is_open(self.wave)


@dataclass(frozen=True, slots=True)
class AccountLoyalty:
    """An account with the waves that asked there, the latest first. ``is_team`` is whether the
    reader reads each answer; else ``group_id`` is the account on whose page its sums are told,
    where this customer is a part of it."""

    account: Account
    is_team: bool
    group_id: int | None
    waves: Sequence[AccountWave]
    outside: Figures | None
    """What those outside the team are told of it, by its latest wave that tells enough."""


def account_loyalty(actor: Actor, customer_id: int) -> AccountLoyalty:
    """What an account's people said. Raises ``Customer.DoesNotExist`` for strangers to it. Of other
    accounts nothing is read, but once for what a wave that has ended tells outside its teams."""
    account = account_of(actor, customer_id)
    shape, code = account.shape, account.card.code
    here = invitations(actor, account.scope).filter(customer__code__in=sorted(account.codes))
    found = waves(actor, account.scope).filter(pk__in=here.order_by().values("wave"))
    listed = list(found.select_related("version__survey"))
    theirs = looked_after(actor) if listed else frozenset[str]()
    rows: dict[int, list[Said]] = {each.pk: [] for each in listed}
    for row in rows_among(here, shape, theirs) if listed else ():
        rows[row.invitation.wave_id].append(row)
    is_team = all(each.is_known for some in rows.values() for each in some)
    reader = _Reader(actor, account.scope, shape, theirs)
    ended = [] if is_team else [each for each in listed if not is_open(each)]
    told = reader.told_by(ended)
    made = []
    for wave in listed:
        own = rows[wave.pk]
        if is_team:
            scores = scores_of(wave.version.asked, own, name=account.card.title)
        else:
            scores = told.get(wave.pk, {}).get(code) or _here(wave, own, account, shape)
        made.append(AccountWave(wave, scores, [each for each in own if each.is_known]))
    root = account_code(shape, code)
    is_part = root != code and not is_team
    figures = figures_on(timezone.localdate(), {root}, shape) if made else []
    outside = next((each for each in figures if each.code == root), None)
    return AccountLoyalty(
        account, is_team, shape.cards[root].id if is_part else None, made, outside
    )


def _here(wave: Wave, own: Sequence[Said], account: Account, shape: Structure) -> Scores:
    """What is told of an account by a wave that takes answers still: nothing, unless the reader
    reads each answer anyway; and of a part of a group, since nothing follows from what is told of
    the whole."""
    card, waits = account.card, is_open(wave)
    is_whole = account_code(shape, card.code) == card.code
    is_told = waits and is_whole and all(row.is_known for row in own if row.has_answered)
    return scores_of(
        wave.version.asked, own, key=card.code, name=card.title, customer_id=card.id,
        is_told=is_told, waits=waits,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Reader:
    """Somebody who reads sums: of which accounts, and of which each answer (``theirs``)."""

    actor: Actor
    scope: Scope
    shape: Structure
    theirs: Collection[str] | None

    def told_by(self, ended: Sequence[Wave]) -> dict[int, Mapping[str, Scores]]:
        """What waves that have ended tell of each account, each as it was summed up once."""
        new = [each for each in ended if self._key(each) not in _ENDED]
        rows: dict[int, list[Said]] = {each.pk: [] for each in new}
        if new:
            seen = invitations(self.actor, self.scope).filter(wave__in=list(rows))
            for row in rows_among(seen, self.shape, self.theirs, for_sums=True):
                rows[row.invitation.wave_id].append(row)
        return {
            each.pk: _ENDED.get(self._key(each), partial(self._sums, each, rows.get(each.pk)))
            for each in ended
        }

    def _sums(self, wave: Wave, rows: Sequence[Said] | None) -> dict[str, Scores]:
        if rows is None:  # it fell out of what is kept just now
            seen = invitations(self.actor, self.scope).filter(wave=wave)
            rows = rows_among(seen, self.shape, self.theirs, for_sums=True)
        found = results_in(wave, rows, self.shape, names_people=False)
        return {each.key: each for each in found.accounts}

    def _key(self, wave: Wave) -> Hashable:
        theirs = None if self.theirs is None else frozenset(self.theirs)
        return (
            wave.pk, wave.closes_on, wave.closed_at, self.shape.version, self.scope.customers,
            theirs,
        )  # fmt: skip
