"""The products' own pages: the list, a product, duplicates, merging and taking apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from clavero.core.audit import history
from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.ledger.models import Product
from clavero.ledger.services import edit_product, merge_products, undo_import, unmerge_product
from clavero.ledger.testing import SYSTEM, Row, ledger_of, make_product
from clavero.ui.testing import notices, rows_of, words

AsPerson = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(as_person: AsPerson, cast: Cast) -> Client:
    return as_person(cast.administrator)


@pytest.fixture
def reader(as_person: AsPerson, cast: Cast) -> Client:
    return as_person(cast.sales)


def at(name: str, *products: Product) -> str:
    return reverse(f"portfolio:{name}", args=[each.pk for each in products])


def the_list(client: Client, query: str = "") -> HttpResponse:
    return client.get(reverse("portfolio:products") + query)


def codes(response: HttpResponse) -> list[str]:
    return [row.code for row in rows_of(response)]


@pytest.fixture
def three() -> tuple[Product, Product, Product]:
    """A belt, its copy merged into it, and a chain."""
    belt = make_product("B1", "Correa núm. 1", family="Belts")
    copy = make_product("B2", "Correa 1", family="Old belts")
    merge_products(SYSTEM, source_id=copy.pk, target_id=belt.pk)
    return belt, copy, make_product("C1", "Cadena", family="Chains")


def test_before_the_first_import_it_says_where_products_come_from(reader: Client) -> None:
    assert "Products come into being when a sales file is imported." in words(the_list(reader))


def test_the_list_is_read_by_who_sees_sales(reader: Client, three: tuple[Product, ...]) -> None:
    response = the_list(reader)
    assert codes(response) == ["C1", "B2", "B1"]
    page = words(response)
    # The family is that of the product that stays.
    assert "Correa 1 B2 Belts Correa núm. 1 15 Jan 2024 15 Jan 2024" in page
    assert "Old belts" not in page
    assert "Probable duplicates" not in page


def test_the_list_is_searched_filtered_and_a_file(
    keeper: Client, three: tuple[Product, ...]
) -> None:
    assert "Probable duplicates" in words(the_list(keeper))
    assert codes(the_list(keeper, "?search=num")) == ["B1"]
    assert codes(the_list(keeper, "?family=Belts&sort=code")) == ["B1", "B2"]
    assert codes(the_list(keeper, "?state=merged")) == ["B2"]
    assert codes(the_list(keeper, "?state=standing")) == ["C1", "B1"]
    content = the_list(keeper, "?export=csv").content.decode("utf-8-sig")
    assert "Correa 1,B2,Belts,Correa núm. 1,2024-01-15,2024-01-15" in content


def test_a_reader_sees_a_product_and_changes_nothing(
    reader: Client, three: tuple[Product, ...]
) -> None:
    belt, copy, _chain = three
    page = words(reader.get(at("product", belt)))
    assert "Code B1 · Belts" in page
    assert "Correa 1 B2" in page
    assert "Save" not in page
    assert "Take it apart" not in page
    assert "Its sales count for Correa núm. 1." in words(reader.get(at("product", copy)))
    assert reader.post(at("product", belt), {"name": "Mine"}).status_code == 403


def test_a_name_is_put_right(keeper: Client, three: tuple[Product, ...]) -> None:
    belt = three[0]
    response = keeper.post(at("product", belt), {"name": "Correa 1"}, follow=True)
    assert notices(response) == ["Saved."]
    belt.refresh_from_db()
    assert belt.name == "Correa 1"
    page = words(response)
    assert "name edited" in page
    assert "Name: Correa 1, before Correa núm. 1" in page
    assert keeper.post(at("product", belt), {"name": " "}).status_code == 422


def test_products_are_merged_after_a_question(keeper: Client, three: tuple[Product, ...]) -> None:
    belt, _copy, chain = three
    asked = keeper.get(at("merge_product", chain) + "?target=B1")
    assert "Is Cadena (C1) the same product as Correa núm. 1 (B1)?" in words(asked)
    done = keeper.post(at("merge_product", chain) + "?target=B1", follow=True)
    assert notices(done) == ["Cadena is merged into Correa núm. 1. You can take it apart again."]
    chain.refresh_from_db()
    assert chain.merged_into == belt
    done = keeper.post(at("unmerge_product", chain), follow=True)
    assert notices(done) == ["Cadena stands by itself again."]
    assert [entry.verb for entry in history(chain)] == ["product.unmerged", "product.merged"]


def test_from_another_product_nothing_is_taken_apart(
    keeper: Client, three: tuple[Product, ...]
) -> None:
    belt, copy, chain = three
    carried = f'name="from" value="{belt.pk}"'
    for shown in (copy, belt):
        page = keeper.get(at("product", shown)).content.decode()
        assert carried in " ".join(page.split())
    unmerge_product(SYSTEM, product_id=copy.pk)
    merge_products(SYSTEM, source_id=copy.pk, target_id=chain.pk)
    answer = keeper.post(at("unmerge_product", copy), {"from": belt.pk})
    assert answer.status_code == 422
    assert "Somebody has merged Correa 1 into Cadena meanwhile." in words(answer)
    copy.refresh_from_db()
    assert copy.merged_into == chain
    assert keeper.post(at("unmerge_product", copy), {"from": chain.pk}).status_code == 302


def test_what_makes_no_sense_is_refused_in_words(
    keeper: Client, three: tuple[Product, ...]
) -> None:
    belt, copy, chain = three
    for product, target, sentence in (
        (chain, "C1", "This is the same product twice."),
        (copy, "C1", "Correa 1 has already been merged into Correa núm. 1."),
        (chain, "B2", "Correa 1 has itself been merged into Correa núm. 1."),
        (belt, "B2", "Correa 1 already counts for Correa núm. 1."),
        (belt, "X9", "There is no product with the code or the name “X9”."),
    ):
        response = keeper.post(at("merge_product", product) + f"?target={target}")
        assert response.status_code == 422
        assert sentence in words(response)


def test_a_name_of_several_products_is_asked_back(keeper: Client) -> None:
    one = make_product("1", "Belt")
    make_product("2", "Chain")
    make_product("3", "Chain")
    page = words(keeper.get(at("merge_product", one) + "?target=chain"))
    assert (
        "Several products are called “chain”. Write a code, such as 2 (Chain), 3 (Chain)." in page
    )


def test_duplicates_are_proposed_and_decided(keeper: Client) -> None:
    one, two = make_product("1", "Correa dentada"), make_product("2", "CORREA DENTADA")
    make_product("3", "Corea dentada")
    address = reverse("portfolio:product_duplicates")
    page = words(keeper.get(address))
    assert "2 pairs to decide, the surest first." in page
    assert "the same name" in page
    assert "a similar name" in page
    done = keeper.post(at("merge_product", two) + "?target=1&next=duplicates", follow=True)
    assert done.redirect_chain[-1][0] == address
    assert "1 pair to decide" in words(done)
    done = keeper.post(at("dismiss_product", one, Product.objects.get(code="3")), follow=True)
    assert notices(done) == ["They stay two products; nobody is asked again."]
    assert "No product looks like another" in words(done)


def test_what_is_gone_is_not_found(keeper: Client, three: tuple[Product, ...]) -> None:
    chain = three[2]
    address = at("product", chain)
    pk = chain.pk
    chain.delete()
    assert keeper.get(address).status_code == 404
    assert keeper.post(reverse("portfolio:unmerge_product", args=[pk])).status_code == 404


def test_a_list_is_as_new_as_the_last_change(reader: Client, three: tuple[Product, ...]) -> None:
    assert "Cadena" in words(the_list(reader))
    edit_product(SYSTEM, product_id=three[2].pk, name="Chain")
    page = words(the_list(reader))
    assert "Chain" in page
    assert "Cadena" not in page


@pytest.mark.usefixtures("own_ledger")
def test_a_product_that_left_with_an_undo_says_so(reader: Client) -> None:
    brought = ledger_of([Row(product="P1", product_name="Cadena")])
    page = at("product", Product.objects.get(code="P1"))
    assert reader.get(page).status_code == 200
    undo_import(SYSTEM, import_id=brought.pk)
    response = reader.get(page)
    assert response.status_code == 404
    assert "This product left with an import that was undone Cadena (P1)" in words(response)
