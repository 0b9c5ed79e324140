"""What people do with an alert: give it away, put it off, close it, open it again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from clavero.alerts.models import Alert
from clavero.alerts.rules.closing import Reason
from clavero.alerts.rules.raising import News
from clavero.alerts.selectors import assignees, can_tend, changes_of
from clavero.alerts.services import assign, close, reopen, snooze
from clavero.alerts.testing import look, make_alert, signal
from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.core.revisions import ChangedMeanwhile, revision_of
from clavero.identity.testing import Cast
from clavero.portfolio import selectors as portfolio
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], AbstractContextManager[None]]
TODAY = timezone.localdate()
SOON = TODAY + timedelta(7)


@pytest.fixture
def customer(cast: Cast) -> Customer:
    found = make_customer("C1", "Talleres Ega")
    cover(cast.junior_one, found)
    return found


@pytest.fixture
def alert(customer: Customer) -> Alert:
    return make_alert(customer)


VERBS: dict[str, tuple[Any, dict[str, Any]]] = {
    "assign": (assign, {"person_id": None}),
    "snooze": (snooze, {"until": SOON}),
    "close": (close, {"reason": Reason.HANDLED}),
    "reopen": (reopen, {}),
}


@pytest.mark.parametrize("name", VERBS)
def test_strangers_are_blind_and_readers_may_not(
    alert: Alert, actors: SimpleNamespace, name: str
) -> None:
    verb, given = VERBS[name]
    for stranger in (actors.junior_two, actors.sales, actors.logistics, actors.administrator):
        with pytest.raises(Alert.DoesNotExist):
            verb(stranger, alert_id=alert.pk, **given)
    with pytest.raises(Forbidden):
        verb(actors.executive, alert_id=alert.pk, **given)
    assert len(history(alert)) == 1


def test_put_off_until_a_day(alert: Alert, actors: SimpleNamespace, customer: Customer) -> None:
    snooze(actors.senior, alert_id=alert.pk, until=SOON)
    alert.refresh_from_db()
    assert (alert.state, alert.snoozed_until) == ("snoozed", SOON)
    (change, _raised) = changes_of(alert.pk)
    assert (str(change.what), change.by) == ("Put off", actors.senior.name)
    assert str(portfolio.changes_of(customer)[0].what) == "an alert is put off"
    assert look(signal(customer), on=SOON - timedelta(1)).counts == {}
    assert look(signal(customer), on=SOON).counts == {News.WOKEN: 1}


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_not_for_ever_and_not_into_the_past(
    alert: Alert, actors: SimpleNamespace, refuses: Refuses, days: int
) -> None:
    with refuses("snooze_outside"):
        snooze(actors.junior_one, alert_id=alert.pk, until=TODAY + timedelta(days))


def test_closed_for_a_reason(
    alert: Alert, actors: SimpleNamespace, customer: Customer, refuses: Refuses
) -> None:
    with refuses("note_missing"):
        close(actors.junior_one, alert_id=alert.pk, reason=Reason.OTHER, note=" ")
    close(actors.junior_one, alert_id=alert.pk, reason=Reason.OTHER, note=" They moved house ")
    alert.refresh_from_db()
    assert (alert.state, alert.note, alert.ended_by) == (
        "closed", "They moved house", actors.junior_one.name,
    )  # fmt: skip
    told = portfolio.changes_of(customer)[0]
    assert [str(now) for _what, _before, now in told.values][1:] == [
        "Another reason", "They moved house",
    ]  # fmt: skip
    with refuses("not_open"):
        close(actors.junior_one, alert_id=alert.pk, reason=Reason.KNOWN, seen=revision_of(alert))


def test_opened_again(alert: Alert, actors: SimpleNamespace, refuses: Refuses) -> None:
    with refuses("already_open"):
        reopen(actors.junior_one, alert_id=alert.pk)
    close(actors.junior_one, alert_id=alert.pk, reason=Reason.KNOWN)
    reopen(actors.junior_one, alert_id=alert.pk, seen=revision_of(alert))
    alert.refresh_from_db()
    assert (alert.state, alert.reason, alert.turns) == ("open", "", 2)


def test_not_opened_beside_the_same_one(
    alert: Alert, actors: SimpleNamespace, customer: Customer, refuses: Refuses
) -> None:
    for day in (1, 4):
        look(on=TODAY + timedelta(day))
    look(signal(customer), on=TODAY + timedelta(90))
    assert Alert.objects.count() == 2
    with refuses("raised_again"):
        reopen(actors.junior_one, alert_id=alert.pk, seen=revision_of(alert))


def test_given_to_who_sees_the_account_only(
    alert: Alert, cast: Cast, actors: SimpleNamespace, customer: Customer, refuses: Refuses
) -> None:
    assign(actors.junior_one, alert_id=alert.pk, person_id=cast.senior.pk)
    alert.refresh_from_db()
    assert (alert.assignee, alert.is_assigned_by_hand) == (cast.senior, True)
    told = portfolio.changes_of(customer)[0]
    assert (cast.junior_one.name, cast.senior.name) in [(was, now) for _f, was, now in told.values]
    for blind in (cast.junior_two, cast.executive, cast.logistics):
        with refuses("assignee_blind"):
            assign(
                actors.junior_one, alert_id=alert.pk, person_id=blind.pk, seen=revision_of(alert)
            )
    offered = {pk for pk, _name in assignees(actors.junior_one, customer.pk)}
    assert offered == {person.pk for _m, person in cast if can_tend(person, customer.pk)}
    assert offered == {cast.junior_one.pk, cast.senior.pk, cast.director.pk}


def test_two_at_once_are_told(alert: Alert, actors: SimpleNamespace) -> None:
    seen = revision_of(alert)
    snooze(actors.senior, alert_id=alert.pk, until=SOON, seen=seen)
    with pytest.raises(ChangedMeanwhile) as told:
        close(actors.junior_one, alert_id=alert.pk, reason=Reason.HANDLED, seen=seen)
    assert actors.senior.name in str(told.value)
    close(actors.junior_one, alert_id=alert.pk, reason=Reason.HANDLED, seen=told.value.revision)
    alert.refresh_from_db()
    assert alert.state == "closed"


def test_different_things_at_once_both_hold(
    alert: Alert, cast: Cast, actors: SimpleNamespace
) -> None:
    seen = revision_of(alert)
    assign(actors.senior, alert_id=alert.pk, person_id=cast.senior.pk, seen=seen)
    snooze(actors.junior_one, alert_id=alert.pk, until=SOON, seen=seen)
    alert.refresh_from_db()
    assert (alert.assignee, alert.state) == (cast.senior, "snoozed")
