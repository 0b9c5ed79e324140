"""What rooms count of an account: the number stands on the page behind it, with its records."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.identity.testing import Cast
from clavero.interactions.testing import ago, make_interaction
from clavero.kpis.rules.catalogue import BY_KEY
from clavero.kpis.rules.kpi import Unit
from clavero.kpis.services import tell_meetings
from clavero.kpis.services.telling import Told, tell_values
from clavero.kpis.testing import SYSTEM, refreshed
from clavero.kpis.words import written
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover
from clavero.relationships.rules.judging import Kind as Judged
from clavero.relationships.testing import make_contact, make_judgement
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(own_ledger: None, cast: Cast) -> Customer:
    ledger_of([Row("F1", "A", date(2023, 1, 2)), Row("F2", "A", date(2024, 12, 31))])
    refreshed(date(2025, 1, 1))
    found = Customer.objects.get(code="A")
    cover(cast.senior, found)
    return found


def test_the_board_leads_to_the_number_and_that_to_its_records(
    account: Customer, cast: Cast, as_person: AsPerson
) -> None:
    today = timezone.localdate()
    figures = {
        "contact-coverage": (Decimal("0.45"), 20, "relationships:matrix"),
        "satisfaction": (Decimal("0.8"), 5, "loyalty:account"),
        "validated-value": (Decimal(19213), None, "plans:plan"),
        "terms-kept": (Decimal("0.243"), 37, "contracts:account"),
        "complaints-per-hundred-orders": (Decimal("0.008"), 12000, "care:account"),
        "first-response": (Decimal("0.2"), 1, "care:account"),
        "unanswered-complaints": (Decimal(1), None, "care:account"),
    }
    told = [Told(account.pk, key, value, n) for key, (value, n, _page) in figures.items()]
    tell_values(SYSTEM, day=today, told=told)
    client = as_person(cast.senior)
    board = client.get(reverse("kpis:account", args=[account.pk])).content.decode()
    for key, (value, _n, room) in figures.items():
        page = f"{reverse('kpis:why', args=[account.pk])}?kpi={key}"
        assert page in board, key
        shown = client.get(page)
        number = written(value, BY_KEY[key].unit, "EUR").replace("\xa0", " ")
        assert number in words(shown), key
        assert reverse(room, args=[account.pk]) in shown.content.decode(), key
    assert "1 of 2 not answered yet" in words(client.get(page.replace(key, "first-response")))
    assert as_person(cast.sales).get(page).status_code == 404


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        ("0.008", Unit.SCORE, "0.01"),
        ("0.4", Unit.SCORE, "0.40"),
        ("1.04", Unit.SCORE, "1.0"),
        ("0.2", Unit.HOURS, "12 min"),
        ("0.999", Unit.HOURS, "1.0 h"),
        ("0", Unit.HOURS, "0.0 h"),
        ("1.5", Unit.HOURS, "1.5 h"),
    ],
)
def test_what_is_less_than_one_is_not_rounded_to_nothing(value: str, unit: Unit, told: str) -> None:
    assert written(Decimal(value), unit, "EUR").replace("\xa0", " ") == told


def test_days_without_contact_name_who_waits_to_the_team_alone(
    account: Customer, cast: Cast, as_person: AsPerson
) -> None:
    lucia, other = make_contact(account, "Lucía"), make_contact(account, "Pablo")
    for each in (lucia, other):
        make_judgement(each, Judged.INFLUENCE, 9)
    make_interaction(account, lucia, starts_at=ago(days=82))
    make_interaction(account, other, starts_at=ago(days=4))
    tell_meetings(SYSTEM, day=timezone.localdate())
    page = reverse("kpis:why", args=[account.pk]) + "?kpi=days-since-contact"
    told = words(as_person(cast.senior).get(page))
    assert "82.0 days" in told or "82 days" in told
    assert "of the contact that matters with whom nobody spoke for longest" in told.lower()
    assert told.index("Lucía") < told.index("Pablo")
    assert "Lucía" not in words(as_person(cast.executive).get(page))
