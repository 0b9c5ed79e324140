"""What the playbook asks of somebody these days: what waits to be decided, and what was agreed and
is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.playbook.rules.dates import coming, working_day
from clavero.playbook.rules.guides import Asked, Reviews, Task
from clavero.playbook.rules.proposals import AGREED, Proposed
from clavero.playbook.selectors.accounts import (
    Waiting,
    current_by_account,
    decides,
    row_of,
    waiting_of,
)
from clavero.portfolio.selectors import Card, Lead, Structure, leads_of, structure


@dataclass(frozen=True, slots=True)
class Due:
    """Something that was agreed for an account, on the ``day`` on which it is due; ``is_mine``
    where the account is the reader's own."""

    card: Card
    lead: Lead | None
    what: Asked
    day: date
    is_mine: bool


@dataclass(frozen=True, slots=True)
class ToDo:
    """The accounts with proposals that wait for a decision, and what is due, the earliest first."""

    waiting: tuple[Waiting, ...]
    due: tuple[Due, ...]


def to_do(
    actor: Actor, scope: Scope, *, today: date, until: date, known: Structure | None = None
) -> ToDo:
    """What is asked for the accounts in ``scope``, the actor's own, up to the end of ``until``.

    What comes again stands with its next day from ``today`` on. Whether something was done or
    reached is not known here, so that nothing is called late.
    """
    found = current_by_account(scope)
    shape = known or structure()
    managers = leads_of(found, shape, today)
    waiting = [
        waiting_of(actor, shape.cards[code], rows, managers.get(code))
        for code, rows in found.items()
    ]
    due: list[Due] = []
    for code, rows in found.items():
        lead = managers.get(code)
        held = (row_of(each) for each in rows if each.state in AGREED)
        due += (
            Due(shape.cards[code], lead, each.holds.what, day, decides(actor, lead))
            for each in held
            for day in _days(each.holds, today)
            if today <= day <= until
        )
    due.sort(key=lambda each: (each.day, not each.is_mine, each.card.code))
    return ToDo(tuple(each for each in waiting if any(each.open.values())), tuple(due))


def _days(proposed: Proposed, today: date) -> Iterator[date]:
    what = proposed.what
    if isinstance(what, Task | Reviews):
        yield from coming(proposed.due, what.months, after=today, many=1)
    else:
        yield working_day(proposed.due)
