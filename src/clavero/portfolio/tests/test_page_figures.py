"""The company's figures: entered, corrected · refuses · audited · directors and executives."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from clavero.core.audit import history
from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.portfolio.models import CompanyFigures
from clavero.ui.testing import notices, words

AsPerson = Callable[[Person], Client]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]

FIGURES = {
    "valid_from": "2024-01-01",
    "ebit": "41.5",
    "overhead": "80",
    "cash": "33",
    "avoidable_percent": "10",
}


@pytest.fixture
def page() -> str:
    return reverse("portfolio:figures")


@pytest.fixture
def director(as_person: AsPerson, cast: Cast) -> Client:
    return as_person(cast.director)


def test_figures_are_entered_in_the_currency_of_the_sales(director: Client, page: str) -> None:
    response = director.post(page, FIGURES, follow=True)
    assert notices(response) == ["The figures valid from 1 Jan 2024 are entered."]
    figures = CompanyFigures.objects.get()
    assert (figures.currency, figures.ebit, figures.avoidable_share) == (
        "EUR",
        Decimal("41.5"),
        Decimal("0.1"),
    )
    assert [entry.verb for entry in history(figures)] == ["company_figures.set"]
    assert "1 Jan 2024 €42 €80 €33 10.0% Correct" in words(response)
    assert "figures entered Valid from: 1 Jan 2024 EBIT: €42 Overhead: €80 Cash: €33" in words(
        response
    )


def test_the_next_ones_leave_the_earlier_ones_as_they_were(director: Client, page: str) -> None:
    director.post(page, FIGURES)
    director.post(page, FIGURES | {"valid_from": "2025-01-01", "ebit": "-5"})
    assert list(CompanyFigures.objects.values_list("ebit", flat=True)) == [
        Decimal(-5),
        Decimal("41.5"),
    ]


def test_a_mistake_is_corrected(director: Client, page: str) -> None:
    director.post(page, FIGURES)
    form = director.get(f"{page}?correct=2024-01-01").context["form"]
    assert form.initial["ebit"] == Decimal("41.5")
    assert form.initial["avoidable_percent"] == Decimal(10)
    seen = {"seen": form["seen"].value()}
    response = director.post(page, FIGURES | seen | {"ebit": "42.5"}, follow=True)
    assert CompanyFigures.objects.get().ebit == Decimal("42.5")
    assert "EBIT: €43, before €42" in words(response)
    assert "ebit" not in director.get(f"{page}?correct=rubbish").context["form"].initial


def test_only_the_ebit_is_needed(director: Client, page: str) -> None:
    director.post(page, {"valid_from": "2024-01-01", "ebit": "41"})
    figures = CompanyFigures.objects.get()
    assert (figures.overhead, figures.cash, figures.avoidable_share) == (None, None, 0)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"ebit": "much"}, "ebit"),
        ({"ebit": ""}, "ebit"),
        ({"valid_from": "soon"}, "valid_from"),
        ({"overhead": "-1"}, "overhead"),
        ({"overhead": ""}, "overhead"),  # an avoidable part of nothing
        ({"cash": "-1"}, "cash"),
        ({"avoidable_percent": "101"}, "avoidable_percent"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    director: Client, page: str, changed: dict[str, str], field: str
) -> None:
    response = director.post(page, FIGURES | changed)
    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert not CompanyFigures.objects.exists()


def test_in_spanish_amounts_are_written_as_in_spanish(
    director: Client, cast: Cast, page: str
) -> None:
    cast.director.language = "es"
    cast.director.save()
    director.post(page, FIGURES | {"ebit": "1.234.567,89"})
    assert CompanyFigures.objects.get().ebit == Decimal("1234567.89")
    assert "1.234.568 €" in words(director.get(page))


def test_an_executive_reads_and_does_not_enter(
    director: Client, as_person: AsPerson, cast: Cast, page: str
) -> None:
    executive = as_person(cast.executive)
    assert "The director of key accounts enters them." in words(executive.get(page))
    assert executive.post(page, FIGURES).status_code == 403
    director.post(page, FIGURES)
    read = words(executive.get(page))
    assert "€42" in read
    assert "Correct" not in read
    assert "Enter these figures" not in read


def test_nobody_else_sees_them(as_person: AsPerson, cast: Cast, page: str) -> None:
    for person in (cast.senior, cast.junior_one, cast.sales, cast.administrator, cast.hr):
        assert as_person(person).get(page).status_code == 403
        assert as_person(person).post(page, FIGURES).status_code == 403
