"""Who looks after a customer: assigned, ended, handed over · refuses · audited · director only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clavero.core.audit import history
from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.portfolio.models import Coverage
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.testing import cover, make_customer, make_group, today
from clavero.portfolio.tests.company import of
from clavero.ui.testing import notices, words

AsPerson = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def director(as_person: AsPerson, cast: Cast) -> Client:
    make_customer("A", "Acme")
    return as_person(cast.director)


def address(name: str = "coverage", code: str = "A", **more: Any) -> str:
    return reverse(f"portfolio:{name}", kwargs={"customer_id": of(code).pk, **more})


def assign(person: Person, **changed: str) -> dict[str, Any]:
    return {"person": person.pk, "role": "lead", "start": "2024-01-01", "end": "", **changed}


def test_somebody_is_assigned(director: Client, cast: Cast) -> None:
    assert "Nobody looks after this customer" in words(director.get(address()))
    response = director.post(address(), assign(cast.senior), follow=True)
    assert notices(response) == [f"{cast.senior.name} looks after Acme."]
    page = words(response)
    assert f"{cast.senior.name} Key account manager 1 Jan 2024 — Hand over End" in page
    assert f"Person: {cast.senior.name} As: Key account manager From: 1 Jan 2024" in page
    assert [entry.verb for entry in history(of("A"))] == ["coverage.assigned"]


def test_a_last_day_is_meant_as_it_is_said(director: Client, cast: Cast) -> None:
    response = director.post(address(), assign(cast.senior, end="2024-06-30"), follow=True)
    assert Coverage.objects.get().end == date(2024, 7, 1)
    assert "1 Jan 2024 30 Jun 2024" in words(response)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"end": "2023-12-30"}, "end"),
        ({"end": "9999-12-31"}, "end"),
        ({"start": ""}, "start"),
        ({"role": "boss"}, "role"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    director: Client, cast: Cast, changed: dict[str, str], field: str
) -> None:
    response = director.post(address(), assign(cast.senior, **changed))
    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert not Coverage.objects.exists()


def test_a_second_lead_is_refused(director: Client, cast: Cast) -> None:
    cover(cast.senior, of("A"))
    response = director.post(address(), assign(cast.sales))
    assert response.status_code == 422
    assert f"{cast.senior.name} is the key account manager in that time." in words(response)


def test_coverage_of_a_group_is_shown_but_changed_at_the_group(
    director: Client, cast: Cast
) -> None:
    group = make_group("The group", of("A"), code="G1")
    cover(cast.senior, group)
    page = words(director.get(address()))
    assert f"{cast.senior.name} Key account manager through The group" in page
    assert "Hand over" not in page


def test_somebody_stops(director: Client, cast: Cast) -> None:
    (coverage,) = cover(cast.senior, of("A"))
    page = address("end_coverage", coverage_id=coverage.pk)
    assert f"Acme · {cast.senior.name} · Key account manager · since 1 Jan 2000" in words(
        director.get(page)
    )
    response = director.post(page, {"on": "2024-06-30"}, follow=True)
    assert notices(response) == [f"{cast.senior.name} stops after 30 Jun 2024."]
    assert Coverage.objects.get().end == date(2024, 7, 1)
    assert history(of("A"))[0].verb == "coverage.ended"
    page = words(response)
    assert "Last day: 30 Jun 2024" in page
    assert f"Person: {cast.senior.name}, before" not in page, "the person has stayed"


def test_an_end_before_the_beginning_is_refused(director: Client, cast: Cast) -> None:
    (coverage,) = cover(cast.senior, of("A"), start=date(2024, 1, 1))
    page = address("end_coverage", coverage_id=coverage.pk)
    response = director.post(page, {"on": "2023-06-30"})
    assert response.status_code == 422
    assert response.context["form"].errors["on"]


def test_a_customer_is_handed_over(director: Client, cast: Cast) -> None:
    (coverage,) = cover(cast.senior, of("A"))
    page = address("transfer_coverage", coverage_id=coverage.pk)
    day = today() + timedelta(days=7)
    response = director.post(page, {"person": cast.sales.pk, "on": day.isoformat()}, follow=True)
    (notice,) = notices(response)
    assert cast.sales.name in notice
    leads = Coverage.objects.filter(role=CoverageRole.LEAD).order_by("start")
    assert [(each.person_id, each.start) for each in leads][1] == (cast.sales.pk, day)
    assert leads[0].end == day


def test_to_the_same_person_it_is_refused(director: Client, cast: Cast) -> None:
    (coverage,) = cover(cast.senior, of("A"))
    page = address("transfer_coverage", coverage_id=coverage.pk)
    response = director.post(page, {"person": cast.senior.pk, "on": "2024-06-30"})
    assert response.status_code == 422


def test_the_coverage_of_another_customer_is_not_here(director: Client, cast: Cast) -> None:
    (coverage,) = cover(cast.senior, make_customer("B"))
    assert director.get(address("end_coverage", coverage_id=coverage.pk)).status_code == 404
    assert director.post(
        address("transfer_coverage", coverage_id=coverage.pk),
        {"person": cast.sales.pk, "on": "2024-06-30"},
    ).status_code == 404  # fmt: skip


def test_who_is_no_longer_here_keeps_the_name_in_the_history(director: Client, cast: Cast) -> None:
    cover(cast.junior_one, of("A"), end=date(2024, 1, 1))
    Person.objects.filter(pk=cast.junior_one.pk).update(is_active=False)
    page = director.get(address())
    assert f"Person: {cast.junior_one.name}" in words(page)
    choices = page.context["form"].fields["person"].queryset
    assert cast.junior_one not in choices


def test_only_who_sees_customers_is_offered(director: Client, cast: Cast) -> None:
    (coverage,) = cover(cast.senior, of("A"))
    for page in (address(), address("transfer_coverage", coverage_id=coverage.pk)):
        offered = set(director.get(page).context["form"].fields["person"].queryset)
        assert {cast.senior, cast.junior_one, cast.sales, cast.executive} <= offered
        assert not {cast.administrator, cast.hr, cast.logistics} & offered
    response = director.post(address(), assign(cast.logistics, role="deputy"))
    assert response.status_code == 422
    assert response.context["form"].errors["person"]


def test_only_the_director_assigns(director: Client, as_person: AsPerson, cast: Cast) -> None:
    (coverage,) = cover(cast.senior, of("A"))
    for person in (cast.senior, cast.executive, cast.administrator, cast.sales, cast.logistics):
        client = as_person(person)
        assert client.get(address()).status_code == 403
        assert client.post(address(), assign(cast.sales)).status_code == 403
        end = address("end_coverage", coverage_id=coverage.pk)
        assert client.post(end, {"on": "2024-06-30"}).status_code == 403
    assert Coverage.objects.get().end is None
