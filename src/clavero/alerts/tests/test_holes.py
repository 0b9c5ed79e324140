"""A ledger in whose last months files are missing says so, and accuses nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clavero.alerts.models import Alert
from clavero.alerts.services import raise_alerts
from clavero.alerts.sources import changes
from clavero.alerts.sources.silence import signals
from clavero.core.period import Period, add_months, first_of_month
from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.kpis.rules.framework import Framework, Item
from clavero.kpis.selectors import latest_framework
from clavero.kpis.services import refresh, set_targets
from clavero.kpis.testing import enter_something, set_something
from clavero.ledger.notices import holes_now
from clavero.ledger.selectors import holes_lately
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import SYSTEM, cover
from clavero.ui.testing import words

AsPerson = Callable[[Person], Client]


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
WHOLE = [
    Row(f"F{month.start:%Y%m}-{number}", "A", month.start.replace(day=5), Decimal(100))
    for month in Period.parse("2024-01-01..2025-12-31").months()
    for number in range(25)
]
LATE = Row("LATE", "A", date(2026, 3, 31), Decimal(5))


def test_the_pages_say_so_and_alerts_of_silence_wait(cast: Cast, as_person: AsPerson) -> None:
    ledger_of([*WHOLE, LATE])
    account = Customer.objects.get(code="A")
    cover(cast.senior, account, start=date(2024, 1, 1))
    refresh(SYSTEM, as_of=date(2026, 4, 1))
    assert signals(date(2026, 4, 1)) is None, "what is known stays as it is"
    told = "1 lines of January 2026, February 2026 and March 2026, where some 25 a month are usual"
    of_one = {"kpis:account", "lifetime:customer", "silence:customer"}
    for address in ("silence:silence", "pages:today", "kpis:home", "kpis:health",
                    "lifetime:lifetime", *of_one):  # fmt: skip
        given = [account.pk] if address in of_one else []
        page = as_person(cast.director).get(reverse(address, args=given)).content.decode()
        assert told in page.replace("\xa0", " "), address
        assert reverse("ledger:imports") in page


def test_no_month_to_come_is_missing() -> None:
    """A line of a day to come, of a ledger from before such lines were refused."""
    ahead = add_months(first_of_month(timezone.localdate()), 6)
    first = add_months(ahead, -31)
    rows = [
        Row(f"F{at}-{number}", "A", add_months(first, at), Decimal(100))
        for at in range(24)
        for number in range(25)
    ]
    ledger_of([*rows, Row("AHEAD", "A", ahead)])
    assert holes_now()
    assert all(each.month < f"{timezone.localdate():%Y-%m}" for each in holes_lately())


def test_targets_of_sales_wait_and_those_of_what_people_say_do_not(
    cast: Cast, as_person: AsPerson
) -> None:
    ledger_of(WHOLE)
    account = Customer.objects.get(code="A")
    cover(cast.senior, account, start=date(2024, 1, 1))
    set_something(account, target="1000000")
    refresh(SYSTEM, as_of=date(2026, 1, 1))
    today = timezone.localdate()
    raise_alerts(SYSTEM, on=today, of=["kpis"])
    (sales,) = Alert.objects.all()
    assert sales.key == "kpis.off_target:A:net-sales"

    ledger_of([LATE], name="late.csv")
    refresh(SYSTEM, as_of=date(2026, 4, 1))
    latest = latest_framework(account.pk)
    assert latest is not None
    wanted = (("net-sales", 1, 40), ("additional-services", 5, 30), ("promoters", 90, 30))
    items = (Item(key, Decimal(at), Decimal(0), Decimal(weight)) for key, at, weight in wanted)
    set_targets(
        SYSTEM, customer_id=account.pk, framework=Framework(tuple(items)), reason="The plan",
        valid_from=today, seen=latest.pk,
    )  # fmt: skip
    enter_something(account, day=today)
    raise_alerts(SYSTEM, on=today, of=["kpis"])
    found = {row.key.rsplit(":", 1)[1]: row.state for row in Alert.objects.all()}
    assert found == {"net-sales": "open", "promoters": "open"}, "that of sales stays as it is"
    client = as_person(cast.senior)
    why = reverse("kpis:why", args=[account.pk])
    for address in (reverse("alerts:inbox"), f"{why}?kpi=net-sales"):
        assert "a file may be missing" in words(client.get(address)), address
    assert changes.signals(date(2026, 4, 1)).signals == []
