"""The daily message: to each person, at their hour, what is new and what has waited too long."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from clavero.alerts.models import Digest
from clavero.alerts.rules.digest import is_due, is_overdue
from clavero.alerts.selectors import AlertRow, Whose, told_in_digest
from clavero.alerts.services.raising import raise_alerts
from clavero.alerts.showing import by_account
from clavero.core.errors import Forbidden, Refusal
from clavero.core.zones import zone_named
from clavero.identity.doors import actor_for
from clavero.identity.rules import Actor, Verb
from clavero.identity.selectors import language_for, people
from clavero.work.selectors import Item, TaskRow, days_reminded_of, reminders_of

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Digests:
    """How many messages went out, and how many the mail server did not take."""

    sent: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Content:
    """What a message tells: ``new`` since the last one, what is ``overdue`` and was told, and the
    ``tasks`` and ``days`` of which it is time to tell."""

    new: tuple[AlertRow, ...] = ()
    overdue: tuple[AlertRow, ...] = ()
    tasks: tuple[TaskRow, ...] = ()
    days: tuple[Item, ...] = ()

    @property
    def alerts(self) -> int:
        """How many alerts it tells of."""
        return len(self.new) + len(self.overdue)

    @property
    def count(self) -> int:
        """How many things it tells of."""
        return self.alerts + len(self.tasks) + len(self.days)


def look_and_send(actor: Actor) -> Digests:
    """Send the messages that are due, after a look at the sources where there are any: nobody is
    told in the morning what was no longer so at night."""
    now = timezone.now()
    if _has_mail_server() and _has_some_to_send(now):
        raise_alerts(actor)
    return send_digests(actor)


def _has_some_to_send(now: datetime) -> bool:
    for person, zone in _due(now):
        with timezone.override(zone):
            if _told_to(person, now).count:
                return True
    return False


def send_digests(actor: Actor, *, now: datetime | None = None) -> Digests:
    """Send the messages of the day that are due and have not gone out; as often as one likes.

    One killed midway leaves the rest to the next run, and nobody gets the same day's twice: a
    message is written down before it is sent. What a lost one would have told, the next one tells.
    """
    if actor.user_id is not None:
        raise Forbidden(Verb.TEND_ALERTS)
    if not _has_mail_server():
        raise Refusal(
            _("There is no mail server, so no message reaches anybody."),
            code="no_mail_server",
            hint=_("Set CLAVERO_MAIL to its address."),
        )
    now = now or timezone.now()
    sent = failed = 0
    for person, zone in _due(now):
        with (
            timezone.override(zone),
            translation.override(language_for(person)),
        ):
            went = _send(person, now)
        sent += went is True
        failed += went is False
    return Digests(sent, failed)


def _has_mail_server() -> bool:
    return not settings.EMAIL_BACKEND.endswith("console.EmailBackend")


def _due(now: datetime) -> Iterator[tuple[Any, tzinfo]]:
    """Those whose hour has come, each with their time zone."""
    wanting = people(Actor.system()).filter(is_active=True, digest_hour__isnull=False)
    for person in wanting.order_by("pk"):
        zone = zone_named(person.time_zone)
        if is_due(person.digest_hour, now.astimezone(zone)):
            yield person, zone


def _send(person: Any, now: datetime) -> bool | None:
    """Whether the message went out; ``None`` where there is none to send."""
    today = timezone.localdate(now)
    content = _told_to(person, now)
    if not content.count:
        return None
    try:
        with transaction.atomic():
            claim = Digest.objects.create(person=person, day=today, until=now, count=content.count)
    except IntegrityError:  # another run is at it
        return None
    try:
        _message(person, content).send()
    except (SMTPException, OSError):
        _log.warning("the daily message to person %s could not be sent", person.pk, exc_info=True)
        claim.delete()
        return False
    claim.sent_at = timezone.now()
    claim.save(update_fields=["sent_at"])
    return True


def _told_to(person: Any, now: datetime) -> Content:
    """What a person's message of today tells; nothing where they had it already."""
    before = Digest.objects.filter(person=person)
    if before.filter(day__gte=timezone.localdate(now)).exists():
        return Content()
    last = before.exclude(sent_at=None).first()
    return _content(actor_for(person), None if last is None else last.until, now)


def _content(actor: Actor, since: datetime | None, now: datetime) -> Content:
    rows = [row for row in told_in_digest(actor) if row.news_at <= now]
    today = timezone.localdate(now)
    new = tuple(row for row in rows if since is None or row.news_at > since)
    told = {row.id for row in new}
    overdue = (row for row in rows if row.is_mine and is_overdue(row.opened_on, today))
    last = None if since is None else timezone.localdate(since)
    return Content(
        new,
        tuple(row for row in overdue if row.id not in told),
        tuple(reminders_of(actor, last, today)),
        tuple(days_reminded_of(actor, last, today)),
    )


def _message(person: Any, content: Content) -> EmailMultiAlternatives:
    words = {
        "person": person,
        "new": _by_account(content.new),
        "overdue": _by_account(content.overdue),
        "tasks": [
            {"row": row, "url": f"{settings.SITE}{reverse('work:task', args=[row.id])}"}
            for row in content.tasks
        ],
        "days": [{"row": row, "url": f"{settings.SITE}{row.url}"} for row in content.days],
        "alerts": content.alerts,
        "count": content.count,
        "work": f"{settings.SITE}{reverse('work:tasks')}",
        "reminding": f"{settings.SITE}{reverse('work:mine')}",
        "language": translation.get_language(),
        "inbox": f"{settings.SITE}{reverse('alerts:inbox')}?whose={Whose.MINE}",
        "profile": f"{settings.SITE}{reverse('identity:profile')}",
    }
    subject = " ".join(render_to_string("alerts/email/digest_subject.txt", words).split())
    message = EmailMultiAlternatives(
        subject, render_to_string("alerts/email/digest.txt", words), None, [person.email],
        connection=get_connection(),
        headers={"Auto-Submitted": "auto-generated"},
    )  # fmt: skip
    message.attach_alternative(render_to_string("alerts/email/digest.html", words), "text/html")
    return message


def _by_account(rows: Sequence[AlertRow]) -> list[dict[str, Any]]:
    """Account by account, with the address of what each line tells of."""
    found = by_account(rows)
    for account in found:
        for line in account["lines"]:
            name, about = ("alert", line["alert"]["row"].id) if len(line["all"]) == 1 else (
                "customer", account["id"]
            )  # fmt: skip
            line["url"] = f"{settings.SITE}{reverse(f'alerts:{name}', args=[about])}"
    return found
