"""A person's own calendar, for their own program."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from clavero.core.period import Period
from clavero.identity.doors import actor_for
from clavero.rest.rules import digest_of
from clavero.work.models import Feed
from clavero.work.selectors.due import Item, due_of_all
from clavero.work.sentences import item_in_words

if TYPE_CHECKING:
    from clavero.identity.models import Person

_BEHIND, _AHEAD = timedelta(days=90), timedelta(days=366)
_DAY = timedelta(days=1)


def feed_of(person_id: int | None) -> Feed | None:
    """A person's feed, if they have one."""
    return Feed.objects.filter(person=person_id).first()


def feed_opened_by(secret: str) -> Feed | None:
    """The feed that a secret opens, with its person; none once it is revoked or access was
    closed."""
    found = Feed.objects.select_related("person").filter(digest=digest_of(secret)).first()
    return found if found is not None and found.person.is_active else None


def calendar_of(person: Person) -> str:
    """What the person does, of a quarter ago until a year ahead, as iCalendar (RFC 5545)."""
    import vobject  # no page but this needs it

    today, now = timezone.localdate(), timezone.now().astimezone(vobject.icalendar.utc)
    items = due_of_all(
        actor_for(person), Period(today - _BEHIND, today + _AHEAD), owner_ids={person.pk}
    )
    calendar = vobject.iCalendar()
    calendar.add("prodid").value = "-//Clavero//Calendar//EN"
    calendar.add("x-wr-calname").value = f"Clavero · {person.name}"
    for each in items:
        _add_event(calendar, each, now)
    return str(calendar.serialize())


def _add_event(calendar: object, item: Item, now: datetime) -> None:
    event = calendar.add("vevent")  # type: ignore[attr-defined]
    address = f"{settings.SITE}{item.url}"
    # The same thing keeps its number however often it is read, whatever day it moves to.
    event.add("uid").value = f"{item.kind}-{_stable(item)}@clavero"
    event.add("dtstamp").value = now
    event.add("dtstart").value = item.day
    event.add("dtend").value = item.day + _DAY
    event.add("summary").value = item_in_words(item)
    event.add("url").value = address
    event.add("description").value = address
    event.add("transp").value = "TRANSPARENT"
    event.add("status").value = "CONFIRMED"


def _stable(item: Item) -> str:
    name = item.url.strip("/").replace("/", "-")
    return name if item.task_id is not None else f"{name}-{item.day:%Y%m%d}"
