"""The page of the account analysis matrix: the picture, the list beside it, and their files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.matrix.services import import_scores
from clavero.matrix.tests.worked import ACCOUNTS
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person], Client]
HEADER = "account,criterion,value,subject,source,date,forecast"


@pytest.fixture
def scored() -> None:
    """The four accounts of the worked numbers, a plan for one, and one hardly known."""
    rows = [HEADER, "Zeta,fit,4,us,estimate,2026-03-01,"]
    for account, inputs in ACCOUNTS.items():
        said = [*inputs.potential.items(), *inputs.us.items()]
        rows += [f"{account},{what},{value},us,customer,2026-03-01," for what, value in said]
    rows.append("Beta,relationship,9,us,estimate,2026-03-01,planned")
    import_scores(Actor.system(), content="\n".join(rows).encode())


def page(client: Client, query: str = "", language: str = "en") -> str:
    return words(client.get(f"{reverse('matrix:matrix')}{query}", HTTP_ACCEPT_LANGUAGE=language))


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
    answer = client.get(reverse("matrix:matrix"))
    assert reverse("matrix:why", args=[alfa.pk]) in answer.content.decode()


@pytest.mark.usefixtures("scored")
def test_the_picture_and_the_numbers_are_downloaded(as_person: AsPerson, cast: Cast) -> None:
    client, address = as_person(cast.director), reverse("matrix:matrix")
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
    assert "No account that you see has been scored yet" in told
    assert "“Its place” and then “Score it” enter its scores; a file of scores brings many" in told
    assert "Choose a customer" in told


# -- why it is here -------------------------------------------------------------------------------


def why(client: Client, code: str) -> Any:
    return client.get(reverse("matrix:why", args=[Customer.objects.get(code=code).pk]))


@pytest.mark.usefixtures("scored")
def test_the_sum_of_each_axis_opens_with_who_said_what(as_person: AsPerson, cast: Cast) -> None:
    told = words(why(as_person(cast.director), "Beta"))
    assert (
        "Invest selectively: its potential is 7.36 of 10, and our position in it 4.60 of 10."
        in told
    )
    assert "it is in this quadrant with 69%" in told
    assert "The next likeliest is “Invest”, with 31%." in told, "methods O-2.4"
    # 25 points of growth: 9% on a scale from -5% to 15% is a score of 7.
    growth = "Growth of that spend, a year 9.0% 0 points at −5.0%, 10 at 15.0%, even in between"
    assert f"{growth} 7.000 25.0 1.750 the customer, 1 Mar 2026" in told
    assert "Service 5 scored 0 to 10 by people 5.00 25.0 1.25" in told


@pytest.mark.usefixtures("scored")
def test_from_there_doors_lead_on_in_the_same_period(as_person: AsPerson, cast: Cast) -> None:
    alfa = Customer.objects.get(code="Alfa").pk

    def doors(person: Person, query: str) -> list[str]:
        answer = as_person(person).get(reverse("matrix:why", args=[alfa]) + query)
        return [url for _entry, url in answer.context["doors"]]

    cover(cast.sales, Customer.objects.get(pk=alfa))
    course = reverse("selection:customer", args=[alfa])
    costs = reverse("profitability:customer", args=[alfa])
    told = doors(cast.director, "?period=2025&page=3")
    assert {f"{course}?period=2025", f"{costs}?period=2025"} <= set(told)
    assert not any(url.startswith(reverse("matrix:why", args=[alfa])) for url in told)
    assert {course, costs} & set(doors(cast.sales, "")) == {costs}, "what the role has no door to"


@pytest.mark.usefixtures("scored")
def test_what_would_move_it_is_said_the_smallest_change_first(
    as_person: AsPerson, cast: Cast
) -> None:
    told = words(why(as_person(cast.director), "Beta"))
    # 0.4 points short: 25 points of weight take 1.6 points of score.
    assert "Product and quality at 6.6 (a score of 6.60) would make it Invest." in told


@pytest.mark.usefixtures("scored")
def test_an_account_without_a_place_says_what_is_missing(as_person: AsPerson, cast: Cast) -> None:
    told = words(why(as_person(cast.director), "Zeta"))
    assert "70 of the 100 points of weight of each axis must be known." in told
    assert "Of the potential 15 are known. Of our position 0 are known." in told
    assert "nobody has said it: the others carry its weight" in told
    assert "What would move it" not in told


@pytest.mark.usefixtures("scored")
def test_strangers_to_an_account_do_not_find_why_it_is_here(
    as_person: AsPerson, cast: Cast
) -> None:
    assert why(as_person(cast.junior_one), "Beta").status_code == 404


# -- bringing scores ------------------------------------------------------------------------------


def brought(client: Client, *rows: str, header: str = HEADER) -> Any:
    file = SimpleUploadedFile("scores.csv", "\n".join([header, *rows]).encode())
    return client.post(reverse("matrix:scores"), {"content": file})


def test_a_file_is_brought_and_leads_to_the_matrix(as_person: AsPerson, cast: Cast) -> None:
    client = as_person(cast.director)
    assert reverse("matrix:scores") in client.get(reverse("matrix:matrix")).content.decode()
    answer = brought(client, "Alfa,fit,8,us,customer,2026-03-01,")
    assert answer.status_code == 302
    assert "1 score is kept." in page(client)
    brought(client, "Alfa,fit,8,us,customer,2026-03-01,")
    assert "0 scores are kept. 1 was there already." in page(client)


def test_the_record_of_an_account_says_who_scored_it(as_person: AsPerson, cast: Cast) -> None:
    client = as_person(cast.director)
    brought(client, "Alfa,fit,8,us,customer,2026-03-01,", "Alfa,share,0.2,us,survey,2026-03-01,")
    record = reverse("portfolio:record", args=[Customer.objects.get(code="Alfa").pk])
    told = words(client.get(record))
    assert "scored for the matrix" in told
    assert "Scores: 2" in told


def test_refused_rows_are_told_one_by_one(as_person: AsPerson, cast: Cast) -> None:
    answer = brought(
        as_person(cast.director),
        "Alfa,fit,8,us,customer,2026-03-01,",
        "Alfa,<b>,8,us,customer,2026-03-01,",
    )
    told = words(answer)
    assert "1 score is kept. 1 row was refused." in told
    assert "3 criterion <b> it is none of volume" in told
    assert "<b>" not in answer.content.decode()
    assert "The sales ledger does not know these accounts: Alfa." in told


def test_no_table_of_scores_is_told_beside_the_field(as_person: AsPerson, cast: Cast) -> None:
    answer = brought(as_person(cast.director), "1,2", header="a,b")
    assert answer.status_code == 422
    assert "it has no column account, criterion" in words(answer)


def test_who_reads_alone_finds_no_way_to_bring_scores(as_person: AsPerson, cast: Cast) -> None:
    client = as_person(cast.executive)
    assert reverse("matrix:scores") not in client.get(reverse("matrix:matrix")).content.decode()
    assert brought(client, "Alfa,fit,8,us,customer,2026-03-01,").status_code == 403
