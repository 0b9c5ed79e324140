"""What people do with an alert: give it to somebody, put it off, close it, open it again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clavero.alerts.models import Alert
from clavero.alerts.rules.closing import Reason, is_fit, needs_a_note
from clavero.alerts.rules.raising import STANDING, News, State
from clavero.alerts.selectors import WORDS, alerts, can_tend
from clavero.alerts.services._telling import tell
from clavero.alerts.words import REASON_NAMES
from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.core.revisions import CHANGED_MEANWHILE, reconcile, revision_of
from clavero.identity.rules import Actor, Verb
from clavero.identity.selectors import people
from clavero.ui import formats


@transaction.atomic
def assign(actor: Actor, *, alert_id: int, person_id: int | None, seen: int = 0) -> Alert:
    """Give an alert to a person who sees the account, or to nobody."""
    alert = _standing(actor, alert_id, seen)
    if person_id is not None:
        _refuse_blind(alert, person_id)
    _reconcile(alert, seen, assignee_id=person_id)
    if person_id == alert.assignee_id:
        return alert
    before = {"assignee_id": alert.assignee_id, "person_id": alert.assignee_id}
    alert.assignee_id, alert.is_assigned_by_hand = person_id, True
    alert.save(update_fields=["assignee_id", "is_assigned_by_hand"])
    tell(actor, "assigned", [(alert, before, {"assignee_id": person_id, "person_id": person_id})])
    return alert


@transaction.atomic
def snooze(actor: Actor, *, alert_id: int, until: date, seen: int = 0) -> Alert:
    """Put an alert off: it is quiet until that day, or until it gets worse."""
    alert = _standing(actor, alert_id, seen)
    if not is_fit(until, timezone.localdate()):
        raise Refusal(
            _("An alert is put off until a day from tomorrow to a year from now."),
            code="snooze_outside",
            field="until",
        )
    _reconcile(alert, seen, state=State.SNOOZED.value, snoozed_until=until)
    return _change(actor, alert, "snoozed", state=State.SNOOZED.value, snoozed_until=until)


@transaction.atomic
def close(actor: Actor, *, alert_id: int, reason: Reason, note: str = "", seen: int = 0) -> Alert:
    """There is nothing more to do about it. It stays closed while its signal is the same."""
    alert = _standing(actor, alert_id, seen)
    note = note.strip()
    if needs_a_note(reason) and not note:
        raise Refusal(_("Say why: whoever looks back will ask."), code="note_missing", field="note")
    given: dict[str, Any] = {"state": State.CLOSED.value, "reason": reason.value, "note": note}
    _reconcile(alert, seen, **given)
    alert.ended_by, alert.ended_at = actor.name, timezone.now()
    return _change(actor, alert, "closed", **given, snoozed_until=None)


@transaction.atomic
def reopen(actor: Actor, *, alert_id: int, seen: int = 0) -> Alert:
    """Somebody should look at it after all, or before the day until which it was put off."""
    alert = _to_change(actor, alert_id)
    _reconcile(alert, seen, state=State.OPEN.value)
    if alert.state == State.OPEN:
        last = history(alert).first()
        assert last is not None, "it was raised"
        raise Refusal(
            _("This alert is open already, since %(moment)s (%(by)s)."),
            code="already_open",
            moment=formats.moment(last.at),
            by=last.by_name,
        )
    others = Alert.objects.filter(key=alert.key, state__in=[each.value for each in STANDING])
    if others.exclude(pk=alert.pk).exists():
        raise Refusal(
            _("The same has been raised again since, and that alert is open."),
            code="raised_again",
            hint=_("Look at the open one."),
        )
    news = News.WOKEN if alert.is_standing else News.RETURNED
    if not alert.is_standing:
        alert.turns += 1
        alert.opened_on = timezone.localdate()
    alert.ended_by, alert.ended_at = "", None
    alert.news, alert.news_at = news.value, timezone.now()
    given = {"state": State.OPEN.value, "reason": "", "note": "", "snoozed_until": None}
    return _change(actor, alert, "reopened", **given)


@transaction.atomic
def check_standing(actor: Actor, *, alert_id: int, seen: int = 0) -> None:
    """Refuse, with who has ended it and why, when the alert is over."""
    _standing(actor, alert_id, seen)


def _to_change(actor: Actor, alert_id: int) -> Alert:
    """The alert, locked. Raises ``Alert.DoesNotExist`` for strangers to its account."""
    locked = alerts(actor).select_for_update(of=("self",)).select_related("customer")
    alert = locked.get(pk=alert_id)
    if not actor.may(Verb.TEND_ALERTS):
        raise Forbidden(Verb.TEND_ALERTS)
    return alert


def _standing(actor: Actor, alert_id: int, seen: int) -> Alert:
    alert = _to_change(actor, alert_id)
    if alert.state == State.CLOSED:
        raise Refusal(
            _("%(by)s has closed this alert (%(moment)s): “%(reason)s”, “%(note)s”.")
            if alert.note
            else _("%(by)s has closed this alert (%(moment)s): “%(reason)s”."),
            code=_code(alert, seen),
            hint=_("Open it again if there is something to do about it."),
            by=alert.ended_by,
            moment="" if alert.ended_at is None else formats.moment(alert.ended_at),
            reason=REASON_NAMES[alert.reason],
            note=alert.note,
        )
    if not alert.is_standing:
        raise Refusal(
            _("This alert is over by itself: what it told of is no longer so."),
            code=_code(alert, seen),
            hint=_("Open it again if there is something to do about it."),
        )
    return alert


def _code(alert: Alert, seen: int) -> str:
    """Whether the reader could know that it is over."""
    return "not_open" if revision_of(alert) == seen else CHANGED_MEANWHILE


def _refuse_blind(alert: Alert, person_id: int) -> None:
    person = people(Actor.system()).filter(is_active=True).get(pk=person_id)
    if not can_tend(person, alert.customer_id):
        raise Refusal(
            _("%(name)s does not see this account, so the alert would stay unseen."),
            code="assignee_blind",
            field="person_id",
            hint=_("Let them look after the account first, or choose somebody who sees it."),
            name=person.name,
        )


def _reconcile(alert: Alert, seen: int, **asked: Any) -> None:
    now = {name: getattr(alert, name) for name in asked}
    # What stays is asked for all the same: a verb is a decision, not a form's untouched field.
    reconcile(alert, seen=seen, now=now, asked=asked, words=WORDS)


def _change(actor: Actor, alert: Alert, verb: str, **values: Any) -> Alert:
    before = {name: getattr(alert, name) for name in values}
    after = {name: value for name, value in values.items() if value != before[name]}
    for name, value in after.items():
        setattr(alert, name, value)
    alert.save()
    tell(actor, verb, [(alert, {name: before[name] for name in after}, after)])
    return alert
