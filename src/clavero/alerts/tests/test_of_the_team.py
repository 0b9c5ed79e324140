"""Alerts of figures that are counted from judgements are the account team's alone."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from clavero.alerts.models import Alert, Delivery
from clavero.alerts.rules.closing import Reason
from clavero.alerts.selectors import (
    Whose,
    alert_row,
    inbox,
    listed,
    most_urgent,
    of_customer,
)
from clavero.alerts.services import close
from clavero.alerts.testing import look, make_webhook, signal
from clavero.conftest import AsPerson
from clavero.core.models import AuditEntry
from clavero.core.revisions import revision_of
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.selectors import changes_seen
from clavero.portfolio.testing import SYSTEM, cover, make_customer
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
KINDS = {
    "kpis.off_target": "kpis.off_target:C1:contact-coverage",
    "kpis.changed": "kpis.changed:C1:resilience:below",
}


@pytest.fixture
def account(cast: Cast) -> Customer:
    """With an alert that everybody who sees it may read, and two of its team's."""
    found = make_customer("C1")
    cover(cast.senior, found)
    make_webhook()
    seen = [signal(found)]
    for kind, key in KINDS.items():
        each = signal(found, kind=kind, key=key)
        seen.append(replace(each, parameters={**each.parameters, "kpi": key.split(":")[2]}))
    look(*seen)
    return found


def kinds(rows: object) -> set[str]:
    return {each.kind for each in rows}  # type: ignore[attr-defined]


def test_others_do_not_find_them(account: Customer, cast: Cast, actors: SimpleNamespace) -> None:
    everything = {"selection.handover", *KINDS}
    for actor, found in (
        (actors.senior, everything),
        (actors.director, everything),
        (actors.executive, {"selection.handover"}),
        (SYSTEM.outward, {"selection.handover"}),
    ):
        assert kinds(inbox(actor, whose=Whose.ALL).rows) == found
        assert kinds(listed(actor)[0:9]) == found
        assert kinds(of_customer(actor, account.pk)[1]) == found
    assert kinds(most_urgent(actors.executive, 9).alerts) == {"selection.handover"}
    of_team = Alert.objects.get(kind="kpis.changed")
    assert alert_row(actors.senior, of_team.pk).id == of_team.pk
    with pytest.raises(Alert.DoesNotExist):
        alert_row(actors.executive, of_team.pk)
    cover(cast.executive, account, role=CoverageRole.SPONSOR)
    assert kinds(listed(actors.executive)[0:9]) == everything, "a sponsor is of the team"


def test_neither_the_history_of_the_customer_nor_other_programs_hear(account: Customer) -> None:
    told = AuditEntry.objects.filter(verb="customer.alert_raised")
    assert [each.after["alert"]["kind"] for each in told] == ["selection.handover"]
    assert AuditEntry.objects.filter(verb="alert.raised").count() == 3
    bodies = str(list(Delivery.objects.values_list("body", flat=True)))
    assert "contact-coverage" not in bodies
    assert "resilience" not in bodies


def test_the_team_reads_them_in_the_customers_history(
    account: Customer, cast: Cast, actors: SimpleNamespace, as_person: AsPerson
) -> None:
    shown = {"name": "", "unit": "rate", "value": "0.2", "before": "0.4", "target": "0.5",
             "direction": "at_least", "is_single": False, "currency": "EUR",
             "tolerance": "0"}  # fmt: skip
    for each in Alert.objects.filter(kind__in=KINDS):
        each.parameters.update(shown)
        each.save()
    alert = Alert.objects.get(kind="kpis.changed")
    close(actors.senior, alert_id=alert.pk, reason=Reason.KNOWN, note="As agreed")

    def told(actor: Actor) -> list[str]:
        found, revision = changes_seen(actor, account.pk)
        assert revision == revision_of(account)
        return [str(each.what) for each in found]

    assert told(actors.executive).count("an alert is raised") == 1
    assert told(actors.director).count("an alert is raised") == 3
    assert "an alert is closed" in told(actors.director)
    assert "an alert is closed" not in told(actors.executive)
    for page in ("portfolio:record", "portfolio:coverage"):
        address = reverse(page, args=[account.pk])
        director = as_person(cast.director)
        assert "As agreed" in words(director.get(address))
        with CaptureQueriesContext(connection) as asked:
            director.get(address)
        assert len(asked) <= 12, page
