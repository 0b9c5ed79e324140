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
from clavero.identity.doors import actor_for
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.interactions.models import Interaction
from clavero.interactions.rules.kinds import Kind
from clavero.interactions.services import change_interaction
from clavero.interactions.testing import make_interaction
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.services import unlink_group
from clavero.portfolio.testing import cover, make_group
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


def test_a_visit_to_several_units_of_a_group_is_paid_once_and_shared(
    customer: Customer, cast: Cast, as_person: AsPerson
) -> None:
    """Whoever sees one of the units alone reads its part; the group has the whole."""
    ledger_of([Row(code, code, date=date(2024, 2, 1)) for code in "ABCD"])
    units = [Customer.objects.get(code=code) for code in "ABC"]
    make_group("Group", *units, code="G")
    count_visits_by(Source.APP)
    for minutes, unit in enumerate(units):
        make_interaction(
            unit, kind=Kind.VISIT, subject="All plants",
            starts_at=datetime(2024, 3, 5, 10, minutes, tzinfo=UTC),
        )  # fmt: skip
    on(units[0], 2024, 6, 5)
    on(Customer.objects.get(code="D"), 2024, 3, 5)
    found = serving()
    assert found == {
        "A": Decimal("80.0040"), "B": Decimal("19.9980"), "C": Decimal("19.9980"), "D": 60,
    }  # fmt: skip
    assert sum(found[code] or 0 for code in "ABC") == 120, "two visits"
    cover(cast.senior, units[1])
    only = after_serving(actor_for(cast.senior), YEAR)
    assert only is not None
    assert {code: each.serving for code, each in only.items()} == {"B": Decimal("19.9980")}
    basis = basis_of_serving(YEAR)
    client = as_person(cast.director)
    address = f"{reverse('profitability:customer', args=[units[1].pk])}?period=2024"
    page = client.get(address).content.decode()
    assert ">0.3333</a>" in page
    assert "one with several units is shared among them" in page
    group = Customer.objects.get(code="G")
    page = client.get(f"{reverse('profitability:customer', args=[group.pk])}?period=2024")
    records = reverse("interactions:account", args=[group.pk])
    assert f'<a href="{records}">2</a>' in page.content.decode()
    unlink_group(SYSTEM, child_id=units[2].pk)
    assert serving()["C"] == 60, "it is no unit of the group any more"
    assert basis_of_serving(YEAR) != basis, "the night computes it again"
