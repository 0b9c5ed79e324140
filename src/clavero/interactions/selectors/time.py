"""Into what the time of interactions goes, of people and of accounts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import DateTimeField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.interactions.models import OfOurs
from clavero.interactions.rules.counting import APART
from clavero.interactions.rules.kinds import State
from clavero.interactions.rules.time import Time, together
from clavero.interactions.rules.together import Stands, told_before
from clavero.interactions.selectors.standing import Tops
from clavero.interactions.visibility import interactions_within
from clavero.portfolio.selectors import Account, account_of, structure
from clavero.portfolio.visibility import scope_for
from clavero.profitability.rules.work import WorkKind


@dataclass(frozen=True, slots=True)
class Spent:
    """The time of somebody, or with an account: number, name, minutes."""

    id: int
    name: str
    time: Time


@dataclass(frozen=True, slots=True)
class TimeSeen:
    """Where the time of a period went, in all, by person and by account, the most first; ``again``
    are the minutes that stand at one more account than they were spent once."""

    account: Account | None
    total: Time
    people: Sequence[Spent]
    accounts: Sequence[Spent]
    again: int = 0


def time_seen(actor: Actor, period: Period, customer_id: int | None = None) -> TimeSeen:
    """The time of interactions that were held with the accounts that ``actor`` sees, or with one.
    An hour of two of ours is two hours, also where each of them wrote the meeting down; what one of
    them wrote down twice counts once. What was with several units of a group stands at
    each of them, and once in all. Raises ``Customer.DoesNotExist`` for strangers to the account."""
    account = None if customer_id is None else account_of(actor, customer_id)
    if account is None:
        theirs = OfOurs.objects.filter(interaction__in=interactions_within(scope_for(actor)))
    else:  # without a list of its interactions: the database goes straight to their rows
        theirs = OfOurs.objects.filter(interaction__customer__code__in=sorted(account.codes))
    theirs = theirs.filter(
        interaction__state=State.DONE.value,
        interaction__day__gte=period.start,
        interaction__day__lt=period.end,
    ).order_by()
    theirs = theirs.filter(Q(interaction__counts=True) | ~Exists(_told_elsewhere()))
    again = _again(theirs) if account is None or account.is_group else {}
    people, by_code = _times(theirs, again)
    return TimeSeen(
        account,
        together(people.values()),
        _spent(people),
        _by_account(by_code),
        sum(each.total() for each in again.values()),
    )


def _again(theirs: QuerySet[OfOurs]) -> dict[int, Counter[str]]:
    """The minutes of each person, by what they went into, that are told at another unit as well: of
    one meeting the longest time holds. One query."""
    rows: dict[int, dict[int, tuple[Stands, str]]] = defaultdict(dict)
    tops = Tops(structure())
    for number, person, code, kind, start, minutes, uid, activity in theirs.values_list(
        "interaction", "person", "interaction__customer__code", "interaction__kind",
        "interaction__starts_at", "interaction__minutes", "interaction__uid",
        "interaction__activity",
    ).iterator():  # fmt: skip
        each = Stands(
            number, tops.unit(code), tops.top(code), kind, State.DONE, start, minutes, uid
        )
        rows[person][number] = (each, activity)
    again: dict[int, Counter[str]] = defaultdict(Counter)
    for person, mine in rows.items():
        one: dict[int, list[int]] = defaultdict(list)
        for number, first in told_before(each for each, _activity in mine.values()).items():
            one[first].append(number)
        for first, numbers in one.items():
            told = [(mine[each][0].minutes or 0, mine[each][1]) for each in (first, *numbers)]
            told.remove(max(told, key=lambda each: each[0]))
            for minutes, activity in told:
                again[person][activity] += minutes
    return again


def _told_elsewhere() -> QuerySet[OfOurs]:
    """Of somebody of ours at a meeting that does not count, since it was written down twice: where
    else their time is told, in the one that counts or in an earlier one."""
    start, customer = "interaction__starts_at", "interaction__customer"
    account = Coalesce(f"{customer}__merged_into", customer)
    near = [
        ExpressionWrapper(OuterRef(start) + way * APART, output_field=DateTimeField())
        for way in (-1, 1)
    ]
    others = OfOurs.objects.annotate(account=account).filter(
        Q(interaction__counts=True) | Q(interaction__lt=OuterRef("interaction")),
        person=OuterRef("person"),
        account=Coalesce(OuterRef(f"{customer}__merged_into"), OuterRef(customer)),
        interaction__kind=OuterRef("interaction__kind"),
        interaction__state=State.DONE.value,
        interaction__starts_at__range=near,
    )
    return others.exclude(pk=OuterRef("pk"))


Key = tuple[Any, str]


def _times(
    theirs: QuerySet[OfOurs], again: Mapping[int, Mapping[str, int]]
) -> tuple[dict[Key, Time], dict[str, Time]]:
    """By person, without what is told ``again``, and by code. One query for both: however many
    interactions there are, the database looks through them once."""
    people: dict[Key, Counter[str]] = defaultdict(Counter)
    codes: dict[str, Counter[str]] = defaultdict(Counter)
    told = theirs.values_list(
        "person", "person__name", "interaction__customer__code", "interaction__activity"
    )
    for person, name, code, activity, total in told.annotate(
        all=Coalesce(Sum("interaction__minutes"), 0)
    ):
        people[person, name][activity] += total
        codes[code][activity] += total
    for key, parts in people.items():
        parts.subtract(again.get(key[0], {}))
    return (
        {key: _time(parts) for key, parts in people.items()},
        {code: _time(parts) for code, parts in codes.items()},
    )


def _time(parts: Mapping[str, int]) -> Time:
    return Time({kind: parts[kind] for kind in WorkKind if kind in parts}, parts.get("", 0))


def _spent(times: Mapping[Key, Time]) -> list[Spent]:
    found = [Spent(number, name, time) for (number, name), time in times.items() if time.total]
    return sorted(found, key=lambda each: (-each.time.total, each.name))


def _by_account(times: Mapping[str, Time]) -> list[Spent]:
    shape = structure()
    alone: dict[str, list[Time]] = defaultdict(list)
    for code, time in times.items():
        alone[shape.alone.survivor(code)].append(time)
    cards = {code: shape.cards[code] for code in alone}
    summed = {(card.id, card.title): together(alone[code]) for code, card in cards.items()}
    return _spent(summed)
