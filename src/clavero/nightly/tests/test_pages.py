"""What administrators see of the night's work."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from clavero.conftest import AsPerson
from clavero.core.errors import Refusal
from clavero.identity.testing import Cast
from clavero.nightly.models import Night, Schedule
from clavero.nightly.services import do_night, look_around
from clavero.nightly.testing import only_steps
from clavero.nightly.tests.test_night import NOON, SYSTEM

pytestmark = pytest.mark.django_db
PAGE = "/nightly/"


def _nothing(on: date) -> Refusal:
    return Refusal("There are no sales lines yet.", code="no_lines")


def _fails(on: date) -> None:
    raise ValueError("<b>the disk</b> is full")


def test_what_ran_and_what_failed(cast: Cast, as_person: AsPerson) -> None:
    client = as_person(cast.administrator)
    assert "Nothing ran yet" in client.get(PAGE).content.decode()
    with only_steps(kpis=_nothing, hourly=_fails):
        do_night(SYSTEM)
        do_night(SYSTEM)
        look_around(NOON)
    page = client.get(PAGE).content.decode()
    assert "Done but for what failed" in page
    assert "ValueError: &lt;b&gt;the disk&lt;/b&gt; is full" in page
    assert page.count("There are no sales lines yet.") == 1
    assert "By the hour" in page
    cast.administrator.language = "es"
    cast.administrator.save()
    assert "ValueError" in client.get(PAGE).content.decode()


def test_run_it_now_at_once_where_there_is_no_worker(cast: Cast, as_person: AsPerson) -> None:
    with only_steps(kpis=_nothing):
        answer = as_person(cast.administrator).post(reverse("nightly:run"), follow=True)
    assert "The night&#x27;s work was done." in answer.content.decode()
    assert Night.objects.get().finished_at


def test_run_it_now_by_the_worker(cast: Cast, as_person: AsPerson, settings: Any) -> None:
    settings.WORKER = True
    answer = as_person(cast.administrator).post(reverse("nightly:run"), follow=True)
    page = answer.content.decode()
    assert "Waiting for the worker" in page
    assert Night.objects.get().started_at is None


def test_another_time(cast: Cast, as_person: AsPerson) -> None:
    client = as_person(cast.administrator)
    address = reverse("nightly:schedule")
    assert 'type="time"' in client.get(address).content.decode()
    bad = client.post(address, {"at": "25:00", "time_zone": "Europe/Madird"})
    assert bad.status_code == 422
    sent = client.post(address, {"at": "04:15", "time_zone": "Europe/Madrid"}, follow=True)
    page = sent.content.decode()
    assert "04:15" in page
    assert ", 04:15 (Europe/Madrid)." in page
    assert Schedule.objects.get().at.hour == 4
