"""Customer records: works · refuses beside the field · asks before · audited · not for others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from clavero.core.audit import history
from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.ledger.services import redo_import, undo_import
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer, GroupLink
from clavero.portfolio.rules.grouping import Kind, Tree
from clavero.portfolio.services import unlink_group, unmerge_customer
from clavero.portfolio.testing import SYSTEM, cover, make_customer, make_group, make_one
from clavero.portfolio.tests.company import of
from clavero.ui.testing import notices, rows_of, words

AsPerson = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(params=["director", "administrator"])
def keeper(request: pytest.FixtureRequest, as_person: AsPerson, cast: Cast) -> Client:
    """Who keeps the records in order; the administrator does not see what they buy."""
    return as_person(getattr(cast, request.param))


@pytest.fixture
def director(as_person: AsPerson, cast: Cast) -> Client:
    return as_person(cast.director)


def address(name: str, code: str, **more: Any) -> str:
    return reverse(f"portfolio:{name}", kwargs={"customer_id": of(code).pk, **more})


def verbs(customer: Customer) -> list[str]:
    return [entry.verb for entry in history(customer)]


def told(response: HttpResponse) -> str:
    """Where a change leads to, and what it says there."""
    assert response.redirect_chain, "it was not carried out"
    (notice,) = notices(response)
    return notice


# -- without sales ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("own_ledger")
def test_a_record_whose_sales_were_undone_says_so(keeper: Client, cast: Cast) -> None:
    brought = ledger_of([Row(customer="A"), Row(customer="B")])
    title = "The ledger has no lines of this customer"
    cover(cast.senior, of("A"))
    assert title not in words(keeper.get(address("record", "A")))
    undo_import(SYSTEM, import_id=brought.pk)
    assert title in words(keeper.get(address("record", "A")))
    listed = words(keeper.get(reverse("portfolio:records")))
    assert "1 customer record" in listed, "nobody has touched B"


# -- a record that is no more ----------------------------------------------------------------------


def test_a_dissolved_group_says_that_it_was_dissolved_and_by_whom(
    keeper: Client, cast: Cast, as_person: AsPerson
) -> None:
    make_group("The group", make_customer("A"), code="G1")
    record, sales = address("record", "G1"), address("customer", "G1")
    dissolve = address("dissolve", "G1")
    cover(cast.senior, of("A"))
    keeper.post(dissolve, {"members": "1"}, follow=True)
    keeper.post(dissolve, follow=True)
    response = keeper.get(record)
    assert response.status_code == 404
    told = words(response)
    assert "This group was dissolved The group (G1)" in told
    for answer in (keeper.get(dissolve), keeper.post(record, {"name": "Another name"})):
        assert answer.status_code == 404
        assert "This group was dissolved The group (G1)" in words(answer), "from a page before"
    member = words(keeper.get(address("record", "A")))
    assert of("A").name in member
    assert "its group was dissolved Group: The group (G1)" in member
    director = as_person(cast.director)
    assert "This group was dissolved" in words(director.get(sales))
    assert cast.administrator.name in told or cast.director.name in told
    stranger = words(as_person(cast.senior).get(sales))
    assert "dissolved" not in stranger


@pytest.mark.usefixtures("own_ledger")
def test_a_customer_that_left_with_an_undo_says_so_and_leads_to_its_record_of_today(
    keeper: Client,
) -> None:
    brought = ledger_of([Row(customer="A", customer_name="Acme")])
    record = address("record", "A")
    undo_import(SYSTEM, import_id=brought.pk)
    response = keeper.get(record)
    assert response.status_code == 404
    told = words(response)
    assert "This customer left with an import that was undone Acme (A)" in told
    assert "Its record of today" not in told
    assert "· clavero" not in told, "nobody took it out by hand"
    redo_import(SYSTEM, import_id=brought.pk)
    assert f'href="{address("record", "A")}"' in keeper.get(record).content.decode()
    assert keeper.post(record, {"name": "Acme"}).status_code == 404


# -- what a history says of other records ----------------------------------------------------------


def test_a_history_names_other_records_beside_their_codes(keeper: Client) -> None:
    group = make_group("The group", make_customer("A", "Acme"), code="G1")
    told = words(keeper.get(address("record", "G1")))
    assert "a member is put into it Member: Acme (A) Tree: Legal group" in told
    unlink_group(SYSTEM, child_id=of("A").pk)
    told = words(keeper.get(address("record", "G1")))
    assert "a member is taken out of it Member: Acme (A)" in told
    told = words(keeper.get(address("record", "A")))
    assert f"taken out of a group Group: {group} (G1)" in told
    make_one(make_customer("A2", "ACME"), of("A"))
    unmerge_customer(SYSTEM, customer_id=of("A2").pk)
    assert "taken apart again Other record: Acme (A)" in words(keeper.get(address("record", "A2")))
    told = words(keeper.get(address("record", "A")))
    assert "a merged record is taken out of it Other record: ACME (A2)" in told
    assert "before" not in told


# -- the list --------------------------------------------------------------------------------------


def test_the_list_is_searched_filtered_and_exported(keeper: Client) -> None:
    make_group("The group", make_customer("A", "Acme", tax_number="B1"), code="G1")
    make_one(make_customer("A2", "ACME"), of("A"))
    records = reverse("portfolio:records")
    page = words(keeper.get(records))
    assert "3 customer records" in page
    assert "Acme A Customer B1 — The group —" in page
    assert [row.code for row in rows_of(keeper.get(f"{records}?search=b1"))] == ["A"]
    assert [row.code for row in rows_of(keeper.get(f"{records}?kind=group"))] == ["G1"]
    merged = keeper.get(f"{records}?state=merged")
    assert [row.code for row in rows_of(merged)] == ["A2"]
    assert "Customer records that are merged into another" in words(merged)
    assert [row.code for row in rows_of(keeper.get(f"{records}?state=standing&sort=code"))] == [
        "A",
        "G1",
    ]
    lines = keeper.get(f"{records}?export=csv").content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Customer,Code,Kind,Tax number,Country,Group,Merged into"
    assert lines[1] == "Acme,A,Customer,B1,,The group,"
    assert lines[2] == "ACME,A2,Customer,,,,Acme"


def test_before_the_first_import_it_says_where_customers_come_from(keeper: Client) -> None:
    page = words(keeper.get(reverse("portfolio:records")))
    assert "Customers come into being when a sales file is imported." in page


# -- a record --------------------------------------------------------------------------------------


def test_a_record_is_put_right(keeper: Client) -> None:
    make_customer("A", "Acme")
    response = keeper.post(
        address("record", "A"),
        {"name": "Acme Ltd", "tax_number": "B1", "country": "ES"},
        follow=True,
    )
    assert told(response) == "Saved."
    assert of("A").name == "Acme Ltd"
    assert verbs(of("A")) == ["customer.edited"]
    page = words(response)
    assert "record edited Name: Acme Ltd, before Acme Tax number: B1 Country: ES" in page


def test_a_record_without_a_name_is_refused(keeper: Client) -> None:
    make_customer("A", "Acme")
    response = keeper.post(address("record", "A"), {"name": " "})
    assert response.status_code == 422
    assert "This field is required." in words(response)
    assert of("A").name == "Acme"


def test_its_sales_are_offered_to_who_sees_them(as_person: AsPerson, cast: Cast) -> None:
    make_customer("A", "Acme")
    page = address("record", "A")
    assert "Its sales" in words(as_person(cast.director).get(page))
    assert "Its sales" not in words(as_person(cast.administrator).get(page))


def test_its_history_names_people_and_days(director: Client, cast: Cast) -> None:
    (coverage,) = cover(cast.senior, make_customer("A", "Acme"))
    page = words(director.get(address("record", "A")))
    assert f"Person: {cast.senior.name} As: Key account manager From: 1 Jan 2000" in page
    assert coverage.customer == of("A")


# -- groups ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("asked", ["G1", "the GROUP", "grou"])
def test_a_customer_is_put_into_a_group(keeper: Client, asked: str) -> None:
    make_customer("A", "Acme")
    make_group("The group", code="G1")
    sent = {"parent": asked, "tree": "legal"}
    response = keeper.post(address("link", "A"), sent, follow=True)
    assert told(response) == "Acme is in the group The group now."
    assert verbs(of("A")) == ["group.linked"]
    assert "Legal group The group Take it out" in words(response)
    response = keeper.post(address("unlink", "A", tree="legal"), follow=True)
    assert told(response) == "It is out of the group."
    assert not GroupLink.objects.exists()


def test_a_name_of_several_customers_is_asked_back(keeper: Client) -> None:
    make_customer("A", "Acme North")
    make_customer("B", "Acme South")
    make_customer("C", "Other")
    response = keeper.post(address("link", "C"), {"parent": "acme", "tree": "legal"})
    assert response.status_code == 422
    page = words(response)
    assert "Several customers are called “acme”." in page
    assert "A (Acme North), B (Acme South)" in page


def test_nobody_of_that_name(keeper: Client) -> None:
    make_customer("A")
    response = keeper.post(address("link", "A"), {"parent": "nobody", "tree": "legal"})
    assert "There is no customer or group with the code or the name “nobody”." in words(response)


def test_a_circle_is_refused_beside_the_form(keeper: Client) -> None:
    make_group("The group", make_customer("A", "Acme"), code="G1")
    response = keeper.post(address("link", "G1"), {"parent": "A", "tree": "legal"})
    assert response.status_code == 422
    assert "Acme is a part of The group, so it cannot be its group." in words(response)


def test_there_is_no_other_tree(keeper: Client) -> None:
    make_customer("A")
    assert keeper.post(address("unlink", "A", tree="family")).status_code == 404


def test_a_group_is_made(keeper: Client) -> None:
    sent = {"name": "The group", "code": ""}
    response = keeper.post(reverse("portfolio:new_group"), sent, follow=True)
    assert "The group exists." in told(response)
    group = Customer.objects.get(kind=Kind.GROUP)
    assert (group.code, group.name) == ("G-0001", "The group")
    assert verbs(group) == ["group.created"]


def test_a_code_that_is_taken_is_refused_at_its_field(keeper: Client) -> None:
    make_customer("A")
    response = keeper.post(reverse("portfolio:new_group"), {"name": "The group", "code": "A"})
    assert response.status_code == 422
    assert response.context["form"].errors["code"]


def test_a_group_is_dissolved_after_asking(keeper: Client) -> None:
    make_group("The group", make_customer("A"), code="G1")
    page = address("dissolve", "G1")
    assert "Dissolve The group? Its members stay, each by itself" in words(keeper.get(page))
    assert Customer.objects.filter(code="G1").exists()
    assert told(keeper.post(page, follow=True)) == "The group is dissolved."
    assert not Customer.objects.filter(code="G1").exists()


def test_a_customer_with_sales_is_not_dissolved(keeper: Client) -> None:
    make_customer("A", "Acme")
    response = keeper.post(address("dissolve", "A"))
    assert response.status_code == 422
    assert "Acme is a customer with sales of its own." in words(response)


# -- merges ----------------------------------------------------------------------------------------


def test_two_records_are_merged_after_asking_and_taken_apart(keeper: Client) -> None:
    make_customer("A", "Acme")
    make_customer("A2", "ACME")
    page = f"{address('merge', 'A2')}?target=A"
    question = words(keeper.get(page))
    assert "Is ACME (A2) the same customer as Acme (A)?" in question
    assert "From now on the sales of ACME (A2) count for Acme (A)." in question
    assert of("A2").merged_into is None
    response = keeper.post(page, follow=True)
    assert told(response) == "ACME is merged into Acme. You can take it apart again."
    assert "Its sales count for Acme." in words(response)
    assert verbs(of("A2")) == ["customer.merged"]
    assert verbs(of("A")) == ["customer.absorbed"]
    response = keeper.post(address("unmerge", "A2"), follow=True)
    assert told(response) == "ACME stands by itself again."
    assert of("A2").merged_into is None


def test_a_merge_that_cannot_be_is_refused_beside_the_form(keeper: Client) -> None:
    make_group("The group", make_customer("A", "Acme"), code="G1")
    make_customer("B")
    response = keeper.post(f"{address('merge', 'B')}?target=G1")
    assert response.status_code == 422
    assert "A customer and a customer group cannot be one." in words(response)
    assert keeper.get(f"{address('merge', 'B')}?target=nobody").status_code == 422


def test_what_was_not_merged_is_not_taken_apart(keeper: Client) -> None:
    make_customer("A", "Acme")
    response = keeper.post(address("unmerge", "A"))
    assert response.status_code == 422
    assert "Acme has not been merged." in words(response)


def test_probable_duplicates_are_decided_one_by_one(keeper: Client) -> None:
    make_customer("A", "Acme Ltd", tax_number="B00001087")
    make_customer("A2", "ACME LTD.", tax_number="B00001087")
    make_customer("Z", "Talleres Zubiaga, S.L.")
    make_customer("Z2", "Talleres Zubiaga")
    page = words(keeper.get(reverse("portfolio:duplicates")))
    assert "2 pairs to decide, the surest first." in page
    assert "the same tax number The same: keep A The same: keep A2 Not the same" in page
    response = keeper.post(f"{address('merge', 'A2')}?target=A&next=duplicates", follow=True)
    assert "ACME LTD. is merged into Acme Ltd." in told(response)
    assert "1 pair to decide" in words(response)
    other = address("dismiss", "Z", other_id=of("Z2").pk)
    response = keeper.post(other, follow=True)
    assert told(response) == "They stay two customers; nobody is asked again."
    assert "No customer looks like another" in words(response)
    assert verbs(of("Z")) == ["customer.not_duplicate"]


# -- who may ---------------------------------------------------------------------------------------


def test_the_others_do_not_keep_records(as_person: AsPerson, cast: Cast) -> None:
    make_customer("A")
    cover(cast.senior, of("A"))
    for person in (cast.senior, cast.executive, cast.sales, cast.logistics, cast.hr):
        client = as_person(person)
        assert client.get(reverse("portfolio:records")).status_code == 403
        assert client.get(address("record", "A")).status_code == 403
        assert client.post(address("record", "A"), {"name": "Mine"}).status_code == 403
    assert of("A").name == "Customer A"


def test_of_two_people_who_merge_the_second_is_told_why_not(keeper: Client) -> None:
    copy, real = make_customer("A", "Acme"), make_customer("B", "ACME SL")
    make_one(copy, real)
    response = keeper.post(address("merge", "A") + "?target=B&next=duplicates")
    assert response.status_code == 422
    assert "Acme has already been merged into ACME SL. Take it apart first." in words(response)


def test_trees_are_told_apart(keeper: Client) -> None:
    make_group("The buyers", make_customer("A", "Acme"), code="G2", tree=Tree.BUYING)
    assert "Buying group The buyers Take it out" in words(keeper.get(address("record", "A")))
    assert "Acme Buying group" in words(keeper.get(address("record", "G2")))
