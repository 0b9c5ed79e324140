"""A person's own calendar, for their own program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from clavero.core.period import Period
from clavero.identity.doors import actor_for
from clavero.rest.rules import digest_of
from clavero.work.hooks import APPOINTMENTS, Appointment
from clavero.work.models import Feed
from clavero.work.selectors.due import Item, due_of_one
from clavero.work.sentences import item_in_words

if TYPE_CHECKING:
    from clavero.identity.models import Person

_BEHIND, _AHEAD = timedelta(days=90), timedelta(days=366)
_DAY, _USUAL = timedelta(days=1), 60  # minutes of a meeting of which nobody said how long


def feed_of(person_id: int | None) -> Feed | None:
    """A person's feed, if they have one."""
    return Feed.objects.filter(person=person_id).first()


def feed_opened_by(secret: str) -> Feed | None:
    """The feed that a secret opens, with its person; none once it is revoked or access was
    closed."""
    found = Feed.objects.select_related("person").filter(digest=digest_of(secret)).first()
    return found if found is not None and found.person.is_active else None


def calendar_of(person: Person) -> str:
    """What the person does and takes part in, of a quarter ago until a year ahead, as iCalendar
    (RFC 5545): what has an hour at its hour, all else as whole days."""
    import vobject  # no page but this needs it

    today, now = timezone.localdate(), timezone.now().astimezone(vobject.icalendar.utc)
    actor, period = actor_for(person), Period(today - _BEHIND, today + _AHEAD)
    taken = {url: each for tell in APPOINTMENTS for url, each in tell(actor, period).items()}
    items = [
        each
        for each in due_of_one(actor, period)
        if person.pk in each.owner_ids or any(one.url in taken for one in (each, *each.also))
    ]
    calendar = vobject.iCalendar()
    calendar.add("prodid").value = "-//Clavero//Calendar//EN"
    calendar.add("x-wr-calname").value = f"Clavero · {person.name}"
    called: Counter[str] = Counter()
    for each in items:
        name = _stable(each)
        called[name] += 1
        uid = name if called[name] == 1 else f"{name}-{called[name]}"
        _add_event(calendar, each, uid, _taken(each, taken), now)
    return str(calendar.serialize())


def _taken(item: Item, taken: Mapping[str, Appointment]) -> Appointment | None:
    """How long, where and with whom; of one with several accounts, as all of them have it."""
    found = [taken[each.url] for each in (item, *item.also) if each.url in taken]
    if len(found) < 2:
        return found[0] if found else None
    return Appointment(
        max((each.minutes for each in found if each.minutes is not None), default=None),
        " · ".join(dict.fromkeys(each.place for each in found if each.place)),
        tuple(dict.fromkeys(name for each in found for name in each.people)),
    )


def _add_event(
    calendar: object, item: Item, uid: str, taken: Appointment | None, now: datetime
) -> None:
    event = calendar.add("vevent")  # type: ignore[attr-defined]
    address = f"{settings.SITE}{item.url}"
    event.add("uid").value = f"{uid}@clavero"
    event.add("dtstamp").value = now
    for name, value in _times(item, taken, now.tzinfo):
        event.add(name).value = value
    event.add("summary").value = item_in_words(item)
    event.add("url").value = address
    # Names, not addresses: a program must not think that it should invite them.
    people = "" if taken is None else ", ".join(taken.people)
    told = [_("With %(names)s") % {"names": people}, address] if people else [address]
    event.add("description").value = "\n".join(told)
    if taken is not None and taken.place:
        event.add("location").value = taken.place
    event.add("transp").value = "TRANSPARENT" if taken is None else "OPAQUE"
    event.add("status").value = "CONFIRMED"


def _times(item: Item, taken: Appointment | None, utc: object) -> Iterator[tuple[str, object]]:
    """When it is: the hour in UTC, which every program shows by its own clock."""
    if item.moment is None:
        yield from (("dtstart", item.day), ("dtend", item.day + _DAY))
        return
    begins = item.moment.astimezone(utc)  # type: ignore[arg-type]
    yield "dtstart", begins
    if taken is not None:
        yield "dtend", begins + timedelta(minutes=taken.minutes or _USUAL)


def _stable(item: Item) -> str:
    """The same thing keeps its name however often it is read, whatever day it moves to; of what
    stands on one page, each has its own. One with several accounts is called as the one that was
    written down first is."""
    first = min((item, *item.also), key=lambda each: (len(each.ref), each.ref, each.url))
    name = f"{item.kind}-{first.url.strip('/').replace('/', '-')}"
    return name if item.task_id is not None else f"{name}-{first.ref}"
