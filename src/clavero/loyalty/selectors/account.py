"""What the people of one account said, wave by wave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from clavero.identity.rules import Actor
from clavero.loyalty.selectors.asked import account_code
from clavero.loyalty.selectors.figures import Figures, figures_on
from clavero.loyalty.selectors.results import (
    Said,
    Scores,
    WaveResults,
    results_in,
    rows_of,
    scores_of,
)
from clavero.loyalty.visibility import invitations, tends_wave, waves
from clavero.portfolio.selectors import Account, account_of


@dataclass(frozen=True, slots=True)
class AccountWave:
    """A wave at an account: its sums, and the single answers for those who read them."""

    wave: WaveResults
    scores: Scores
    said: Sequence[Said]


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
    """What an account's people said. Raises ``Customer.DoesNotExist`` for strangers to it."""
    account = account_of(actor, customer_id)
    shape, code = account.shape, account.card.code
    here = invitations(actor, account.scope).filter(customer__code__in=sorted(account.codes))
    found = waves(actor, account.scope).filter(pk__in=here.order_by().values("wave"))
    listed = list(found.select_related("version__survey", "sender"))
    rows = rows_of(actor, listed, shape, scope=account.scope) if listed else []
    root = account_code(shape, code)
    is_team = all(each.is_known for each in rows if each.invitation.customer.code in account.codes)
    made = []
    for wave in listed:
        of_it = [each for each in rows if each.invitation.wave_id == wave.pk]
        own = [each for each in of_it if each.invitation.customer.code in account.codes]
        result = results_in(
            wave, of_it, shape, is_tended=tends_wave(actor, wave), names_people=False
        )
        if is_team:
            scores = scores_of(result.asked, own, name=account.card.title)
        else:
            # Of a part of a group nothing follows from what is told of the whole.
            scores = next(
                (each for each in result.accounts if each.key == code),
                scores_of(
                    result.asked,
                    own,
                    name=account.card.title,
                    is_told=False,
                    waits=result.is_open,
                ),
            )
        made.append(AccountWave(result, scores, [each for each in own if each.is_known]))
    is_part = root != code and not is_team
    figures = figures_on(timezone.localdate(), {root}, shape) if made else []
    outside = next((each for each in figures if each.code == root), None)
    return AccountLoyalty(
        account, is_team, shape.cards[root].id if is_part else None, made, outside
    )
