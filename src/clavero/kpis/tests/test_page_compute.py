"""Where nothing was computed yet, who may computes from the page."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from clavero.conftest import AsPerson
from clavero.identity.testing import Cast
from clavero.kpis.models import Snapshot
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
