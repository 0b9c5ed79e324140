"""Somebody who would not recommend us is told of until they are called, without a name."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.urls import reverse
from django.utils import timezone

from clavero.alerts.models import Alert, Delivery
from clavero.alerts.rules.signals import Severity
from clavero.alerts.selectors import Whose, inbox, most_urgent, of_customer
from clavero.alerts.sentences import KINDS
from clavero.alerts.services import raise_alerts
from clavero.alerts.sources.loyalty import signals
from clavero.alerts.testing import make_webhook
from clavero.conftest import AsPerson
from clavero.core.models import AuditEntry
from clavero.identity.testing import Cast, actor_for
from clavero.loyalty.testing import answer_all, make_contacts, make_wave
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.selectors import changes_seen
from clavero.portfolio.testing import SYSTEM, cover, make_customer
from clavero.ui.testing import words
from clavero.work.models import Task
from clavero.work.selectors import Shown, account_due, task_rows, tasks_of
from clavero.work.selectors import Whose as WhoseTask
from clavero.work.services import finish_task


def test_a_detractor_waits_for_a_call(cast: Cast) -> None:
    today, ega = timezone.localdate(), make_customer("C1")
    cover(cast.senior, ega)
    make_contacts(ega, 3)
    answer_all(make_wave(ega), [2, 6, 9])
    (signal,) = signals(today)
    assert (signal.account, signal.severity) == ("C1", Severity.WARNING)
    told = KINDS[signal.kind].sentence(signal.parameters)
    assert "“Spring”" in told
    assert "Contact" not in told
    (late,) = signals(today + timedelta(days=7))
    assert late.severity is Severity.URGENT
    for task in Task.objects.all():
        assert list(signals(today))
        finish_task(actor_for(cast.senior), task_id=task.pk)
    assert list(signals(today)) == []


def test_that_the_only_one_asked_would_not_recommend_us_is_the_teams_alone(
    cast: Cast, actors: SimpleNamespace, as_person: AsPerson
) -> None:
    ega = make_customer("C1")
    cover(cast.senior, ega)
    make_webhook()
    make_contacts(ega, 1)
    answer_all(make_wave(ega), [2])
    raise_alerts(SYSTEM, of={"loyalty"})
    alert = Alert.objects.get()
    ahead = timedelta(days=30)

    def told(actor: object) -> tuple[int, int, int, int, int, int]:
        return (
            len(inbox(actor, whose=Whose.ALL).rows),  # type: ignore[arg-type]
            len(of_customer(actor, ega.pk)[1]),  # type: ignore[arg-type]
            len(most_urgent(actor, 9).alerts),  # type: ignore[arg-type]
            len(task_rows(actor, WhoseTask.ALL, Shown.OPEN)),  # type: ignore[arg-type]
            len(tasks_of(actor, ega.pk)),  # type: ignore[arg-type]
            sum(each.task_id is not None for each in due(actor)),
        )

    def due(actor: object) -> Any:
        """The survey's own last day falls due as well, for everybody who sees the account."""
        return account_due(actor, ega.pk, None, ahead=ahead).coming  # type: ignore[arg-type]

    assert told(actors.senior) == (1, 1, 1, 1, 1, 1)
    for outsider in (actors.director, actors.executive, SYSTEM.outward):
        assert told(outsider) == (0, 0, 0, 0, 0, 0)
    assert not AuditEntry.objects.filter(verb__startswith="customer.alert_").exists()
    assert not Delivery.objects.exists()
    changes, _revision = changes_seen(actors.senior, ega.pk)
    assert "an alert is raised" in [str(each.what) for each in changes]
    changes, _revision = changes_seen(actors.director, ega.pk)
    assert "an alert is raised" not in [str(each.what) for each in changes]
    director = as_person(cast.director)
    for address in (
        reverse("work:task", args=[Task.objects.get().pk]), reverse("alerts:alert", args=[alert.pk])
    ):  # fmt: skip
        assert director.get(address).status_code == 404
        assert as_person(cast.senior).get(address).status_code == 200
    assert "Call after an answer" not in words(director.get(reverse("work:account", args=[ega.pk])))
    cover(cast.executive, ega, role=CoverageRole.SPONSOR)
    assert told(actors.executive)[:2] == (1, 1), "a sponsor is of the team"
    Alert.objects.update(assignee=cast.director)
    Task.objects.update(owner=cast.director)
    assert told(actors.director)[3:5] == (1, 1), "what is one's own is seen"
