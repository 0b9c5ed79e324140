"""Somebody who would not recommend us is told of until they are called, without a name."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from clavero.alerts.rules.signals import Severity
from clavero.alerts.sentences import KINDS
from clavero.alerts.sources.loyalty import signals
from clavero.identity.testing import Cast, actor_for
from clavero.loyalty.testing import answer_all, make_contacts, make_wave
from clavero.portfolio.testing import cover, make_customer
from clavero.work.models import Task
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
