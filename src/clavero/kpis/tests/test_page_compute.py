"""Where nothing was computed yet, who may computes from the page."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from clavero.conftest import AsPerson
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.kpis.jobs import refresh_now
from clavero.kpis.models import Refresh, RefreshStatus, Snapshot
from clavero.ledger.testing import Row, ledger_of
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db


def test_who_may_computes_from_the_page(cast: Cast, as_person: AsPerson) -> None:
    ledger_of([Row("F0", "Z", date(2024, 11, 5)), Row("F3", "Z", date(2024, 12, 31))])
    assert "Compute now" in words(as_person(cast.director).get(reverse("kpis:home")))
    assert "Compute now" not in words(as_person(cast.executive).get(reverse("kpis:home")))
    client = as_person(cast.director)
    assert client.post(reverse("kpis:compute")).status_code == 302
    assert Snapshot.objects.count() == 1


def test_the_worker_computes_and_the_board_shows_how_far(
    cast: Cast, as_person: AsPerson, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of([Row("F0", "Z", date(2024, 11, 5)), Row("F3", "Z", date(2024, 12, 31))])
    settings.WORKER = True
    client, asked = as_person(cast.director), list[dict[str, Any]]()
    later = SimpleNamespace(enqueue=asked.append)
    monkeypatch.setattr("clavero.kpis.views.boards.refresh_now", later)
    client.post(reverse("kpis:compute"))
    assert Actor.of_carried(asked[0]).user_id == cast.director.pk
    assert Snapshot.objects.count() == 0
    run = Refresh.objects.create(as_of=date(2024, 12, 31), days=12, done=3, by_name="x")
    assert "3 of 12 days" in words(client.get(reverse("kpis:home"))), "before the first, too"
    refresh_now.call(asked[0])
    run.refresh_from_db()
    assert run.status == RefreshStatus.FAILED, "whoever has the turn is alone"
    page = words(client.get(reverse("kpis:home")))
    assert "Compute now" in page
    assert "days" not in page.split("How the company stands")[1][:40]
    bar = {"HTTP_HX_REQUEST": "true"}
    assert client.get(reverse("kpis:home"), **bar)["HX-Redirect"] == reverse("kpis:home")
    Refresh.objects.create(as_of=date(2024, 12, 31), days=12, done=6, by_name="x")
    assert "6 of 12 days" in client.get(reverse("kpis:home"), **bar).content.decode()
    assert "Compute now" not in words(client.get(reverse("kpis:home")))
