"""What other rooms are told of interactions: planned ones to the calendar, of a contact the last
ones, and all of them for the person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse

from clavero.core.period import Period
from clavero.core.scope import Scope
from clavero.identity.rules import Actor
from clavero.interactions.models import Brought, Interaction, OfOurs, OfTheirs, Unread
from clavero.interactions.rules.found import Found
from clavero.interactions.rules.kinds import Kind, State
from clavero.interactions.rules.together import Stands, told_before
from clavero.interactions.selectors.standing import Numbers, Tops
from clavero.interactions.visibility import interactions, interactions_within
from clavero.interactions.words import KIND_NAMES
from clavero.portfolio.visibility import scope_for
from clavero.relationships.hooks import Met
from clavero.relationships.selectors import emails_of
from clavero.work.hooks import Appointment, Days, Due, days_of
from clavero.work.rules.tasks import DueKind

if TYPE_CHECKING:
    from django.db.models.expressions import Combinable

    from clavero.portfolio.selectors import Structure

_LAST = 5


def visits_held() -> QuerySet[Interaction]:
    """Every visit that was held, each once, for who counts what serving takes."""
    return Interaction.objects.filter(
        kind=Kind.VISIT.value, state=State.DONE.value, counts=True
    ).order_by()


def last_met(scope: Scope, contact_ids: Collection[int]) -> Iterable[Met]:
    """The last interactions in which a person took part, whose records these are. One query."""
    took_part = OfTheirs.objects.filter(contact__in=contact_ids).order_by()
    held = (
        interactions_within(scope)
        .filter(pk__in=took_part.values("interaction"), state=State.DONE.value)
        .defer("text")
    )
    for each in held.order_by("-starts_at", "-pk")[:_LAST]:
        yield Met(each.starts_at, KIND_NAMES[each.kind], each.subject, _address(each.pk))


def as_data(contact_ids: Collection[int]) -> Iterator[Mapping[str, Any]]:
    """All in which a person took part, for the person: what was said with them, too."""
    found = Interaction.objects.filter(contacts__in=contact_ids).distinct()
    for each in found.order_by("starts_at", "pk").prefetch_related("decisions"):
        yield {
            "kind": each.kind,
            "state": each.state,
            "at": each.starts_at.isoformat(),
            "subject": each.subject,
            "where": each.place,
            "minutes": each.text,
            "decisions": [decision.text for decision in each.decisions.all()],
        }
    yield from _waiting(emails_of(contact_ids))


def _waiting(addresses: set[str]) -> Iterator[Mapping[str, Any]]:
    """What stands of a person in files of which nobody has chosen yet what to take in, and in mails
    that were left in the mailbox."""
    for brought in Brought.objects.order_by("pk") if addresses else ():
        for each in map(Found.of_data, brought.items):
            there = {each.sender.casefold(), *(one.email for one in each.addresses)}
            if addresses & {*there, *each.declined}:
                yield {
                    "kind": each.kind.value,
                    "state": "waiting",
                    "at": each.starts_at.isoformat(),
                    "subject": each.subject,
                    "where": each.place,
                    "minutes": each.text,
                    "decisions": [],
                }
    for mail in Unread.objects.order_by("pk") if addresses else ():
        if mail.sender.casefold() in addresses:
            yield {
                "kind": Kind.EMAIL.value,
                "state": "left in the mailbox",
                "at": mail.told_at.isoformat(),
                "subject": mail.subject,
                "where": "",
                "minutes": "",
                "decisions": [],
            }


def days_in(actor: Actor, customer_ids: Collection[int] | None, period: Period) -> Days:
    """What was planned for the days of a period at customers that ``actor`` sees, and whether it
    was held."""
    found = (
        interactions(actor)
        if customer_ids is None
        else Interaction.objects.filter(
            Q(customer__in=customer_ids) | Q(customer__merged_into__in=customer_ids)
        )
    )
    first = OfOurs.objects.filter(interaction=OuterRef("pk")).order_by("person")
    rows = days_of(
        found.filter(was_planned=True, day__gte=period.start, day__lt=period.end).exclude(
            state=State.CANCELLED.value
        ),
        DueKind.MEETING,
        day="day",
        text="subject",
        customer=Coalesce("customer__merged_into", "customer"),
        owner=Subquery(first.values("person")[:1]),
        owner_name=Subquery(first.values("person__name")[:1]),
        is_done=Q(state=State.DONE.value),
        moment="starts_at",
        marks=_marks(),
    )

    def told(row: Due) -> Iterator[Due]:
        yield replace(row, people=_ours_of(row))

    return Days(rows, lambda pk, _customer_id: _address(pk), told)


def days_elsewhere(
    actor: Actor, customer_ids: Collection[int] | None, period: Period
) -> Days | None:
    """Where the actor was planned into something at an account that they do not see: when, with
    whom, and of which kind, but not what about."""
    if customer_ids is None or actor.user_id is None:
        return None
    seen = Q(customer__in=customer_ids) | Q(customer__merged_into__in=customer_ids)
    found = Interaction.objects.filter(
        people=actor.user_id, was_planned=True, day__gte=period.start, day__lt=period.end
    ).exclude(state=State.CANCELLED.value)
    rows = days_of(
        found.exclude(seen),
        DueKind.MEETING,
        day="day",
        text="kind",
        customer=Coalesce("customer__merged_into", "customer"),
        owner=Value(actor.user_id),
        owner_name=Value(actor.name),
        is_done=Q(state=State.DONE.value),
        moment="starts_at",
        marks=_marks(),
    )

    def told(row: Due) -> Iterator[Due]:
        yield replace(row, text=str(KIND_NAMES[row.text]), is_elsewhere=True)

    return Days(rows, lambda pk, _customer_id: _address_elsewhere(pk), told)


def _marks() -> Combinable:
    """What tells a meeting from another: its kind, minutes, people of ours, and name elsewhere."""
    took_part = OfOurs.objects.filter(interaction=OuterRef("pk")).order_by().values("interaction")
    ours = Subquery(took_part.annotate(told=Numbers("person")).values("told"))
    text = TextField()
    empty, bar = Value("", output_field=text), Value("|", output_field=text)
    minutes = Coalesce(Cast("minutes", text), empty)
    return Concat(
        Cast("kind", text), bar, minutes, bar, Coalesce(ours, empty), bar, Cast("uid", text),
        output_field=text,
    )  # fmt: skip


def _ours_of(row: Due) -> frozenset[int]:
    ours = row.marks.split("|", 3)[2]
    return frozenset(int(number) for number in ours.split(",") if number)


def told_as_one(meetings: Sequence[Due], shape: Structure) -> Mapping[int, int]:
    """Which of some meetings, by their places, are another of them at another unit of a group,
    whether somebody has said at one of them already that it was held."""
    tops, rows = Tops(shape), []
    for place, each in enumerate(meetings):
        code = shape.codes.get(each.customer_id or 0)
        if code is None or each.moment is None:
            continue
        kind, minutes, _ours, uid = each.marks.split("|", 3)
        rows.append(
            Stands(
                place, tops.unit(code), tops.top(code), kind, State.PLANNED, each.moment,
                int(minutes) if minutes else None, uid, _ours_of(each),
            )
        )  # fmt: skip
    return told_before(rows)


def taking_part(actor: Actor, period: Period) -> Mapping[str, Appointment]:
    """What the actor planned or was planned into: how long, where, and who else comes, those of
    theirs first; at an account that they do not see, how long and where. By its address."""
    codes = scope_for(actor).customers
    found = (
        Interaction.objects.filter(people=actor.user_id, was_planned=True)
        .filter(day__gte=period.start, day__lt=period.end)
        .order_by()
        .select_related("customer")
        .prefetch_related("people", "contacts")
        .defer("text")
    )
    taken = {}
    for each in found:
        is_seen = codes is None or each.customer.code in codes
        who = (
            *(contact.name for contact in each.contacts.all() if contact.name),
            *(who.name for who in each.people.all() if who.pk != actor.user_id),
        )
        address = _address(each.pk) if is_seen else _address_elsewhere(each.pk)
        taken[address] = Appointment(each.minutes, each.place, who if is_seen else ())
    return taken


def _address_elsewhere(interaction_id: int) -> str:
    """Its own page is closed to them: their calendar is where it stands."""
    return f"{reverse('work:calendar')}#meeting-{interaction_id}"


def _address(interaction_id: int) -> str:
    return reverse("interactions:interaction", args=[interaction_id])
