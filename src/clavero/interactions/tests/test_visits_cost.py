"""Visits that are recorded count as events of serving, where the rates ask for it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from clavero.conftest import AsPerson
from clavero.core.errors import Refusal
from clavero.core.period import Period
from clavero.core.revisions import revision_of
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.interactions.models import Interaction
from clavero.interactions.rules.kinds import Kind
from clavero.interactions.services import change_interaction
from clavero.interactions.testing import make_interaction
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.profitability.models import ActivityEntry
from clavero.profitability.rules.rates import Source
from clavero.profitability.selectors import after_serving, basis_of_serving
from clavero.profitability.services import import_events, set_activity
from clavero.profitability.testing import EARLY, EVENTS, set_rates

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
SYSTEM = Actor.system()
YEAR = Period(date(2024, 1, 1), date(2025, 1, 1))


def count_visits_by(source: Source, since: date = EARLY) -> None:
    entry = ActivityEntry.objects.filter(key="visit", valid_from=since).first()
    set_activity(
        SYSTEM, key="visit", valid_from=since, capacity="team", base=Decimal(60), source=source,
        seen=0 if entry is None else revision_of(entry),
    )  # fmt: skip


def on(customer: Customer, *day: int, kind: Kind = Kind.VISIT) -> Interaction:
    return make_interaction(
        customer, kind=kind, starts_at=datetime(*day, 10, tzinfo=UTC), subject=f"{kind} {day}"
    )


@pytest.fixture
def customer() -> Customer:
    ledger_of([Row("1", "A", date=date(2024, 2, 1)), Row("2", "B", date=date(2024, 2, 1))])
    set_rates()  # one a minute
    return Customer.objects.get(code="A")


def serving() -> dict[str, Decimal | None]:
    found = after_serving(SYSTEM, YEAR)
    assert found is not None
    return {code: each.serving for code, each in found.items()}


def test_each_visit_held_counts_once_where_the_rates_say_so(customer: Customer) -> None:
    """Not a call, nor a visit of another year; and no file beside it, nor the records beside a
    file."""
    on(customer, 2024, 3, 5)
    on(customer, 2024, 6, 5)
    on(customer, 2023, 6, 5)
    on(customer, 2024, 6, 9, kind=Kind.CALL)
    count_visits_by(Source.FILE)
    assert import_events(SYSTEM, content=f"{EVENTS}\nA,visit,2024-05-01,5\n".encode()).kept == 1
    assert serving() == {"A": 300, "B": 0}
    count_visits_by(Source.APP)
    assert serving() == {"A": 120, "B": 0}
    refused = import_events(SYSTEM, content=f"{EVENTS}\nA,visit,2024-07-01,1\n".encode())
    assert [bad.reason.value for bad in refused.refused] == ["counted_in_app"]
    count_visits_by(Source.APP, since=date(2024, 5, 1))
    count_visits_by(Source.FILE)
    assert serving() == {"A": 60, "B": 0}, "the file until May, what is recorded since"


def test_what_is_recorded_since_is_seen_at_once(
    customer: Customer, cast: Cast, as_person: AsPerson
) -> None:
    count_visits_by(Source.APP)
    visit, before = on(customer, 2024, 3, 5), basis_of_serving(YEAR)
    address = f"{reverse('profitability:customer', args=[customer.pk])}?period=2024"
    client = as_person(cast.director)
    records = reverse("interactions:account", args=[customer.pk])
    assert f'<a href="{records}">1</a>' in client.get(address).content.decode()
    on(customer, 2024, 4, 5)
    assert basis_of_serving(YEAR) != before, "the night computes it again"
    assert f'<a href="{records}">2</a>' in client.get(address).content.decode()
    change_interaction(SYSTEM, interaction_id=visit.pk, starts_at=datetime(2023, 3, 5, tzinfo=UTC))
    assert f'<a href="{records}">1</a>' in client.get(address).content.decode()


def test_clavero_counts_only_what_it_has_records_of(customer: Customer) -> None:
    with pytest.raises(Refusal) as refusal:
        set_activity(
            SYSTEM, key="support", valid_from=EARLY, capacity="team", base=Decimal(60),
            source=Source.APP,
        )  # fmt: skip
    assert refusal.value.code == "not_in_the_app"
