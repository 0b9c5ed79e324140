"""The page of the account analysis matrix: the picture, the list beside it, and their files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.services import import_scores
from clavero.portfolio.testing import cover
from clavero.portfolio.tests.matrix import ACCOUNTS
from clavero.portfolio.tests.page import words

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person], Client]
HEADER = "account,criterion,value,subject,source,date,forecast"


@pytest.fixture
def scored(tmp_path: Path) -> None:
    """The four accounts of the worked numbers, a plan for one, and one hardly known."""
    rows = [HEADER, "Zeta,fit,4,us,estimate,2026-03-01,"]
    for account, inputs in ACCOUNTS.items():
        said = [*inputs.potential.items(), *inputs.us.items()]
        rows += [f"{account},{what},{value},us,customer,2026-03-01," for what, value in said]
    rows.append("Beta,relationship,9,us,estimate,2026-03-01,planned")
    file = tmp_path / "scores.csv"
    file.write_text("\n".join(rows), encoding="utf-8")
    import_scores(Actor.system(), path=file)


def page(client: Client, query: str = "", language: str = "en") -> str:
    return words(client.get(f"{reverse('portfolio:matrix')}{query}", HTTP_ACCEPT_LANGUAGE=language))


@pytest.mark.usefixtures("scored")
def test_each_account_stands_with_its_scores_and_strategy(as_person: AsPerson, cast: Cast) -> None:
    told = page(as_person(cast.director))
    assert "Invest: 1; Invest selectively: 1; Maintain: 1; Manage for cash: 1" in told
    assert "Alfa 8.40 7.30 Invest" in told
    assert "Beta 7.36 4.60 Invest selectively 69%" in told
    assert "1 account has no place yet" in told
    assert "5 accounts" in told


@pytest.mark.usefixtures("scored")
def test_the_list_is_filtered_and_leads_to_the_account(as_person: AsPerson, cast: Cast) -> None:
    client = as_person(cast.director)
    told = page(client, "?strategy=harvest")
    assert "Delta" in told
    assert "with the strategy “Manage for cash”" in told
    alfa = Customer.objects.get(code="Alfa")
    answer = client.get(reverse("portfolio:matrix"))
    assert reverse("portfolio:customer", args=[alfa.pk]) in answer.content.decode()


@pytest.mark.usefixtures("scored")
def test_the_picture_and_the_numbers_are_downloaded(as_person: AsPerson, cast: Cast) -> None:
    client, address = as_person(cast.director), reverse("portfolio:matrix")
    assert client.get(f"{address}?chart=matrix&as=svg").content.startswith(b"<svg")
    assert client.get(f"{address}?chart=matrix&as=png").content.startswith(b"\x89PNG")
    numbers = client.get(f"{address}?chart=matrix&as=csv").content.decode("utf-8-sig")
    assert "Alfa" in numbers
    listed = client.get(f"{address}?export=csv").content.decode("utf-8-sig")
    assert "8.401038" in listed.replace(",", ".") or "8.40" in listed.replace(",", ".")


@pytest.mark.usefixtures("scored")
def test_a_manager_sees_their_own_accounts_alone(as_person: AsPerson, cast: Cast) -> None:
    cover(cast.junior_one, Customer.objects.get(code="Gama"))
    told = page(as_person(cast.junior_one))
    assert "Gama" in told
    assert "Alfa" not in told


def test_nothing_scored_yet_says_what_to_do(as_person: AsPerson, cast: Cast) -> None:
    told = page(as_person(cast.director))
    assert "No account has been scored yet" in told
    assert "Load a file of scores" in told
