"""A ledger in whose last months files are missing says so, and accuses nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from clavero.alerts.sources.silence import signals
from clavero.core.period import Period
from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover

AsPerson = Callable[[Person], Client]


@pytest.mark.django_db
@pytest.mark.usefixtures("own_ledger")
def test_the_pages_say_so_and_alerts_of_silence_wait(cast: Cast, as_person: AsPerson) -> None:
    rows = [
        Row(f"F{month.start:%Y%m}-{number}", "A", month.start.replace(day=5), Decimal(100))
        for month in Period.parse("2024-01-01..2025-12-31").months()
        for number in range(25)
    ]
    ledger_of([*rows, Row("LATE", "A", date(2026, 3, 31), Decimal(5))])
    cover(cast.senior, Customer.objects.get(code="A"), start=date(2024, 1, 1))
    assert signals(date(2026, 4, 1)) is None, "what is known stays as it is"
    told = "1 lines of January 2026, February 2026, March 2026, where some 25 a month are usual"
    for address in ("silence:silence", "pages:today"):
        page = as_person(cast.director).get(reverse(address)).content.decode()
        assert told in page.replace("\xa0", " "), address
    assert reverse("ledger:imports") in page
