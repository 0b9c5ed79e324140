"""What whoever takes an account over gets to read, and where somebody should take over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, F, Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from clavero.identity.rules import Actor, Verb
from clavero.portfolio.hooks import Advice
from clavero.portfolio.selectors import (
    Account,
    CoverageRow,
    account_of,
    account_within,
    coverage_rows,
    seen_now,
)
from clavero.portfolio.visibility import accounts, names_seen, of_those_seen
from clavero.ui import formats
from clavero.work.hooks import AT_CLOSING, Giver, Line, Offer, Section, told_at_handover
from clavero.work.models import Pack, Task
from clavero.work.rules.tasks import State
from clavero.work.selectors.due import Item, open_at
from clavero.work.sentences import handover_in_words
from clavero.work.visibility import told_to
from clavero.work.words import COVERAGE_NAMES, DUE_NAMES

_MOVED, _MOVES, _DAY = timedelta(days=60), timedelta(days=31), timedelta(days=1)
"""How long ago an account moved, or how soon it will, for a pack to be suggested."""


class Suggestion(NamedTuple):
    """Somebody who is no longer there for the account, or will not be after a day, with the open
    tasks that they still have there."""

    customer_id: int
    account: str
    giver_id: int
    giver: str
    tasks: int
    has_left: bool
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class PackSeen:
    """A pack with all that it tells: sections, and who ticked which of them when. ``open_tasks``
    are those that the giver still has at the account."""

    pack: Pack
    account: Account
    sections: Sequence[Section]
    ticked: Mapping[str, Mapping[str, Any]]
    open_tasks: int
    tends: bool
    ticks: bool


def packs(actor: Actor) -> list[Pack]:
    """The packs of the accounts that ``actor`` sees, open ones first. One query or two."""
    found = Pack.objects.filter(of_those_seen(actor))
    return list(
        found.select_related("customer", "giver", "receiver").order_by(
            F("closed_on").desc(nulls_first=True), "-pk"
        )
    )


def suggestions(actor: Actor) -> list[Suggestion]:
    """Where somebody should hand over: open tasks stay behind, or an account moves. Three
    queries."""
    behind = _left_behind(actor)
    told = {(each.customer_id, each.giver_id) for each in behind}
    return [
        *behind,
        *(each for each in moving(actor) if (each.customer_id, each.giver_id) not in told),
    ]


def moving(actor: Actor, customer_id: int | None = None) -> list[Suggestion]:
    """Who looked after an account, or after this one, until a day of these weeks, or still does
    though their access was closed, and for whom nobody has made a pack since. Two queries."""
    today = timezone.localdate()
    seen = accounts(actor).order_by()
    if customer_id is not None:
        seen = seen.filter(pk=customer_id)
    held = seen.model._default_manager.filter(pk__in=seen.values("pk")).order_by()
    goes_on = Q(coverage__end__isnull=True) | Q(coverage__end__gt=today)
    found = held.values(
        "pk", "name", "code", "coverage__person", "coverage__person__name",
        "coverage__person__is_active",
    ).annotate(
        until=Max("coverage__end"),
        runs=Count("coverage", filter=Q(coverage__end__isnull=True)),
        left=Count("coverage", filter=goes_on & Q(coverage__person__is_active=False)),
    )  # fmt: skip
    moves = Q(runs=0, until__gt=today - _MOVED, until__lte=today + _MOVES)
    found = found.filter(moves | Q(left__gt=0))
    made = set(
        Pack.objects.filter(Q(closed_on=None) | Q(opened_on__gt=today - 2 * _MOVED))
        .order_by()
        .values_list("customer", "giver")
    )
    return [
        Suggestion(
            each["pk"], each["name"] or each["code"], each["coverage__person"],
            each["coverage__person__name"], 0, has_left=not each["coverage__person__is_active"],
            last_day=each["until"] - _DAY if each["coverage__person__is_active"] else None,
        )
        for each in found
        if each["coverage__person"] is not None
        and (each["pk"], each["coverage__person"]) not in made
    ]  # fmt: skip


def advice_on_moving(actor: Actor, customer_id: int) -> list[Advice]:
    """That what the one who leaves an account knows was not handed over yet."""
    if not actor.may(Verb.TEND_TEAMS):
        return []
    return [
        Advice(
            handover_in_words(each),
            pgettext("an account", "Hand it over"),
            f"{reverse('work:new_pack', args=[customer_id])}?giver={each.giver_id}",
        )
        for each in moving(actor, customer_id)
    ]


def _left_behind(actor: Actor) -> list[Suggestion]:
    """Open tasks whose owner's access was closed, or who looked after the account until a day and
    no longer does. One query."""
    today = timezone.localdate()
    own = Q(customer__coverage__person=F("owner"))
    ended = Count("customer__coverage", filter=own & Q(customer__coverage__end__lte=today))
    until = Q(customer__coverage__end__isnull=True) | Q(customer__coverage__end__gt=today)
    runs = Count("customer__coverage", filter=own & until)
    open_ones = Task.objects.filter(
        state=State.OPEN.value, owner__isnull=False, customer__in=accounts(actor).order_by()
    )
    open_ones = told_to(actor, open_ones)
    counted = (
        open_ones.order_by()
        .values("customer", "customer__name", "customer__code", "owner", "owner__name",
                "owner__is_active")
        .annotate(tasks=Count("pk", distinct=True), ended=ended, runs=runs)
    )  # fmt: skip
    return [
        Suggestion(
            each["customer"],
            each["customer__name"] or each["customer__code"],
            each["owner"],
            each["owner__name"],
            each["tasks"],
            not each["owner__is_active"],
        )
        for each in counted
        if not each["owner__is_active"] or (each["ended"] and not each["runs"])
    ]


def pack_seen(actor: Actor, pack_id: int) -> PackSeen:
    """A pack for its page. Raises ``Pack.DoesNotExist`` for strangers to its account."""
    scope, shape = seen_now(actor)
    seen = Pack.objects.select_related("customer", "giver", "receiver")
    pack = seen.filter(of_those_seen(actor, scope)).get(pk=pack_id)
    code = shape.alone.survivor(pack.customer.code)
    return _told(actor, pack, account_within(scope, code, shape))


def pack_of_account(actor: Actor, customer_id: int) -> PackSeen:
    """The pack of an account, the open one or else the last. Raises ``Customer.DoesNotExist`` for
    strangers to it and ``Pack.DoesNotExist`` where there is none."""
    account = account_of(actor, customer_id)
    pack = _of(account).select_related("customer", "giver", "receiver").first()
    if pack is None:
        raise Pack.DoesNotExist
    return _told(actor, pack, account)


class ToClose(NamedTuple):
    """A pack that somebody is about to close, and what of the giver's they are asked about: nothing
    where the giver goes on looking after the account."""

    pack: Pack
    account: Account
    offers: Sequence[Offer]


def pack_to_close(actor: Actor, pack_id: int) -> ToClose:
    """For the page that asks. Raises ``Pack.DoesNotExist`` for strangers to its account."""
    scope, shape = seen_now(actor)
    seen = Pack.objects.select_related("customer", "giver", "receiver")
    pack = seen.filter(of_those_seen(actor, scope)).get(pk=pack_id)
    account = account_within(scope, shape.alone.survivor(pack.customer.code), shape)
    return ToClose(pack, account, offers_at_closing(actor, pack, account))


def offers_at_closing(actor: Actor, pack: Pack, account: Account) -> list[Offer]:
    """What the rooms ask of a giver's who leaves the account."""
    giver = giver_of(pack)
    if giver.last_day is None and _stays(pack, account):
        return []
    return [
        offer
        for room in AT_CLOSING
        for offer in room.offers(actor, account, giver, pack.receiver_id)
    ]


def _stays(pack: Pack, account: Account) -> bool:
    """Whether the giver looks after the account until further notice, in whatever role."""
    rows = coverage_rows(account.card.code, account.shape, frozenset())
    return any(
        row.person_id == pack.giver_id and row.is_current and row.end is None for row in rows
    )


def has_pack(actor: Actor, customer_id: int) -> bool:
    """Whether an account that ``actor`` sees is or was handed over, with a pack. One query."""
    seen = accounts(actor).filter(pk=customer_id).order_by()
    of_it = Q(customer__in=seen) | Q(customer__merged_into__in=seen)
    return Pack.objects.filter(of_it).exists()


def _of(account: Account) -> QuerySet[Pack]:
    found = Pack.objects.filter(customer__in=account.shape.records(account.card.id))
    return found.order_by(F("closed_on").desc(nulls_first=True), "-pk")


def _told(actor: Actor, pack: Pack, account: Account) -> PackSeen:
    scope, shape = account.scope, account.shape
    ids = [shape.cards[code].id for code in sorted(account.codes)]
    rows = coverage_rows(account.card.code, shape, names_seen(actor, scope))
    items = open_at(actor, ids, shape)
    sections = [
        Section("account", _("The account"), tuple(_facts(account))),
        Section(
            "people",
            pgettext("an account", "Who looks after it"),
            tuple(Line(_covered(row, pack)) for row in rows if row.is_current),
        ),
        Section(
            "tasks",
            _("Open tasks"),
            tuple(
                Line(_dated(each.text, each.day if each.has_day else None, each.owner), each.url)
                for each in items
                if each.task_id is not None
            ),
        ),
        Section("days", _("What else falls due"), tuple(_falling(items))),
        *told_at_handover(actor, account, ids, giver_of(pack)),
    ]
    left = sum(each.owner_id == pack.giver_id for each in items if each.task_id is not None)
    return PackSeen(
        pack=pack,
        account=account,
        sections=sections,
        ticked=pack.ticked,
        open_tasks=left,
        tends=actor.may(Verb.TEND_TEAMS),
        ticks=actor.may(Verb.TEND_TEAMS) or actor.user_id in {pack.giver_id, pack.receiver_id},
    )


def _covered(row: CoverageRow, pack: Pack) -> str:
    """Who looks after it as what; of a giver without access, since when they have none."""
    told = f"{COVERAGE_NAMES[row.role]}: {row.person}"
    closed = pack.giver.closed_on
    if row.person_id != pack.giver_id or closed is None:
        return told
    since = _("no access since %(day)s") % {"day": formats.day(closed)}
    return f"{told} · {since}"


def giver_of(pack: Pack) -> Giver:
    """Who hands over by a pack, with the last day on which the account was theirs to tell of, where
    it has passed."""
    over = min(filter(None, (pack.giver.closed_on, pack.closed_on)), default=None)
    last_day = None if over is None else over - _DAY
    return Giver(pack.giver_id, str(pack.giver), last_day)


def _falling(items: Sequence[Item]) -> Iterator[Line]:
    """What comes again and again is told once, with how often."""
    found: dict[tuple[Any, ...], list[Item]] = {}
    for each in items:
        if each.task_id is None:
            same = (each.kind, each.text, each.owner_id, each.customer_id, each.url)
            found.setdefault(same, []).append(each)
    for first, *others in found.values():
        told = f"{_dated(first.text, first.day, first.owner)} ({DUE_NAMES[first.kind]})"
        if others:
            again = ngettext(
                "and once more, on %(day)s", "and %(count)s more times until %(day)s", len(others)
            ) % {"count": formats.number(len(others)), "day": formats.day(others[-1].day)}
            told = f"{told}, {again}"
        yield Line(told, first.url)


def _facts(account: Account) -> list[Line]:
    card = account.card
    told = [Line(f"{card.title} ({card.code})")]
    described = (
        (_("Sector"), card.sector), (_("Segment"), card.segment), (_("Country"), card.country),
        (_("Tax number"), card.tax_number),
    )  # fmt: skip
    for name, value in described:
        if value:
            told.append(Line(f"{name}: {value}"))
    if account.is_group:
        count = len(account.units)
        words = ngettext("%(count)s company: %(names)s", "%(count)s companies: %(names)s", count)
        names = ", ".join(each.title for each in account.units)
        told.append(Line(words % {"count": formats.number(count), "names": names}))
    return told


def _dated(text: str, day: date | None, who: str) -> str:
    parts = [] if day is None else [formats.day(day)]
    return " · ".join([*parts, text, *([who] if who else [])])
