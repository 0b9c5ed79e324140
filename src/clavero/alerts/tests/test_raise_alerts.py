"""Alerts follow the signals: raised once, assigned, audited, over by themselves."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clavero.alerts import sources as sources_of
from clavero.alerts.models import Alert
from clavero.alerts.rules.closing import Reason
from clavero.alerts.rules.raising import News
from clavero.alerts.rules.signals import Severity
from clavero.alerts.sentences import KINDS
from clavero.alerts.services import assign, close, raise_alerts
from clavero.alerts.sources import Source
from clavero.alerts.testing import SYSTEM, look, make_alert, signal
from clavero.conftest import AtOnce
from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.core.models import AuditEntry
from clavero.identity.services import deactivate
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors import changes_of
from clavero.portfolio.testing import cover, make_customer, make_group, make_one

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def customer(cast: Cast) -> Customer:
    found = make_customer("C1", "Talleres Ega")
    cover(cast.junior_one, found)
    return found


def test_a_signal_makes_an_alert_of_the_account_s_manager(cast: Cast, customer: Customer) -> None:
    assert look(signal(customer)).counts == {News.RAISED: 1}
    alert = Alert.objects.get()
    assert (alert.assignee, alert.opened_on, alert.news) == (cast.junior_one, TODAY, "raised")
    assert [entry.verb for entry in history(alert)] == ["alert.raised"]
    (change, *_rest) = changes_of(customer)
    assert (str(change.what), change.by) == ("an alert is raised", "clavero")
    assert "has not accepted the handover yet" in str(change.values[0][2])


def test_twice_changes_nothing(customer: Customer) -> None:
    look(signal(customer))
    entries = AuditEntry.objects.count()
    assert look(signal(customer)).counts == {}
    assert (Alert.objects.count(), AuditEntry.objects.count()) == (1, entries)


def test_its_figures_follow_without_news(customer: Customer) -> None:
    look(signal(customer))
    look(signal(customer, since=TODAY - timedelta(9)), on=TODAY + timedelta(1))
    alert = Alert.objects.get()
    assert alert.parameters["day"] == (TODAY - timedelta(9)).isoformat()
    assert alert.last_seen == TODAY + timedelta(1)


def test_it_ends_by_itself_and_returns_with_its_history(customer: Customer) -> None:
    look(signal(customer))
    told = [look(on=TODAY + timedelta(day)).counts for day in (1, 4)]
    assert told == [{News.RESOLVED: 1}, {}]
    assert look(signal(customer), on=TODAY + timedelta(9)).counts == {News.RETURNED: 1}
    alert = Alert.objects.get()
    assert (alert.state, alert.turns, alert.opened_on) == ("open", 2, TODAY + timedelta(9))
    told_of = [entry.verb for entry in history(alert)]
    assert told_of == ["alert.returned", "alert.resolved", "alert.raised"]


def test_what_chance_lets_come_and_go_waits_for_days(customer: Customer) -> None:
    look(signal(customer), waits=True)
    told = [look(on=TODAY + timedelta(day), waits=True).counts for day in (1, 4)]
    assert told == [{}, {News.RESOLVED: 1}]


def test_what_was_over_for_a_moment_is_back_without_being_told_twice(customer: Customer) -> None:
    look(signal(customer))
    told_at = Alert.objects.get().news_at
    look(on=TODAY + timedelta(1))
    assert look(signal(customer), on=TODAY + timedelta(2)).counts == {News.RETURNED: 1}
    alert = Alert.objects.get()
    assert (alert.state, alert.news) == ("open", "returned")
    assert alert.news_at < told_at + timedelta(minutes=5), "no message tells of it as new"


def test_one_source_alone_is_looked_at(customer: Customer) -> None:
    make_alert(customer)
    seen = signal(customer, kind="matrix.moved")
    found = (
        Source("selection", frozenset({"selection.handover"}), lambda on: []),
        Source("matrix", frozenset({"matrix.moved"}), lambda on: [seen]),
    )
    with patch("clavero.alerts.services.raising.sources", return_value=found):
        assert raise_alerts(SYSTEM, of={"matrix"}).counts == {News.RAISED: 1}
    assert Alert.objects.filter(state="open").count() == 2


def test_a_group_s_manager_has_the_alerts_below_it(cast: Cast, customer: Customer) -> None:
    other = make_customer("C2")
    cover(cast.senior, make_group("Grupo Ega", other))
    look(signal(other))
    assert Alert.objects.get().assignee == cast.senior


def test_it_follows_a_change_of_manager_unless_somebody_gave_it_away(
    cast: Cast, actors: SimpleNamespace, customer: Customer
) -> None:
    other = make_customer("C2")
    cover(cast.junior_one, other, end=TODAY + timedelta(1))
    cover(cast.junior_two, other, start=TODAY + timedelta(1))
    look(signal(other), signal(customer))
    mine = Alert.objects.get(customer=customer)
    assign(actors.senior, alert_id=mine.pk, person_id=cast.senior.pk)
    look(signal(other), signal(customer), on=TODAY + timedelta(1))
    assert Alert.objects.get(customer=other).assignee == cast.junior_two
    mine.refresh_from_db()
    assert mine.assignee == cast.senior
    deactivate(SYSTEM, person_id=cast.senior.pk)
    look(signal(other), signal(customer), on=TODAY + timedelta(2))
    mine.refresh_from_db()
    assert mine.assignee == cast.junior_one


def test_what_was_closed_stays_closed(actors: SimpleNamespace, customer: Customer) -> None:
    alert = make_alert(customer)
    close(actors.junior_one, alert_id=alert.pk, reason=Reason.KNOWN)
    assert look(signal(customer), on=TODAY + timedelta(1)).counts == {}
    worse = signal(customer, Severity.URGENT)
    assert look(worse, on=TODAY + timedelta(2)).counts == {News.WORSE: 1}
    alert.refresh_from_db()
    assert (alert.state, alert.reason, alert.ended_by) == ("open", "", "")


def test_a_signal_of_a_merged_record_is_about_what_it_became(customer: Customer) -> None:
    copy = make_customer("C9")
    make_one(copy, customer)
    look(signal(copy))
    assert Alert.objects.get().customer == customer


def test_a_signal_of_an_unknown_account_is_left_out(customer: Customer) -> None:
    seen = signal(Customer(code="C404"))
    assert look(seen).counts == {}


def test_a_source_that_fails_leaves_its_alerts_and_the_others_alone(
    customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_alert(customer)

    def broken(on: Any) -> Any:
        raise ValueError("no ledger")

    moved = signal(customer, kind="matrix.moved")
    found = (
        Source("selection", frozenset({"selection.handover"}), broken),
        Source("matrix", frozenset({"matrix.moved"}), lambda on: [moved]),
        Source("later", frozenset({"matrix.overdue"}), lambda on: None),
    )
    monkeypatch.setattr("clavero.alerts.services.raising.sources", lambda: found)
    for day in (5, 9, 20):
        told = raise_alerts(SYSTEM, on=TODAY + timedelta(day))
        assert told.failed == ("selection",)
    states = Alert.objects.order_by("pk").values_list("kind", "state")
    assert list(states) == [("selection.handover", "open"), ("matrix.moved", "open")]


def test_the_database_holds_one_open_alert_a_key(customer: Customer) -> None:
    alert = make_alert(customer)
    alert.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        alert.save(force_insert=True)


def test_only_the_system_looks(actors: SimpleNamespace) -> None:
    with pytest.raises(Forbidden):
        raise_alerts(actors.director)


def test_many_cost_no_more_queries(customer: Customer, django_assert_max_num_queries: Any) -> None:
    many = [signal(make_customer(f"M{each}")) for each in range(30)]
    with django_assert_max_num_queries(20):
        look(*many)
    with django_assert_max_num_queries(16):
        look(*many, on=TODAY + timedelta(1))


def test_what_is_still_as_it_was_is_not_written_again(customer: Customer) -> None:
    look(signal(customer))
    with CaptureQueriesContext(connection) as captured:
        look(signal(customer))
    assert [each for each in captured if 'UPDATE "alerts_alert"' in each["sql"]] == []
    with CaptureQueriesContext(connection) as captured:
        look(signal(customer), on=TODAY + timedelta(1))
    assert len([each for each in captured if 'UPDATE "alerts_alert"' in each["sql"]]) == 1


def test_everything_that_a_source_tells_of_can_be_said() -> None:
    told = [kind for source in sources_of.sources() for kind in source.kinds]
    assert len(told) == len(set(told))
    assert set(told) == set(KINDS)


def test_two_looks_at_once_raise_it_once(at_once: AtOnce) -> None:
    seen = signal(make_customer("C1"))
    source = Source("made up", frozenset(KINDS), lambda on: [seen])
    with patch("clavero.alerts.services.raising.sources", return_value=(source,)):
        told = at_once(lambda: raise_alerts(SYSTEM).counts, lambda: raise_alerts(SYSTEM).counts)
    assert sorted(map(dict, told), key=len) == [{}, {News.RAISED: 1}]
    assert Alert.objects.count() == 1
