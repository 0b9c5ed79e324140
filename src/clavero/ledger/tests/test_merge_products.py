"""Two products are declared one, and taken apart: works · refuses · blind · audited."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from types import SimpleNamespace

import pytest
from django.db import connection

from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.ledger.models import Product
from clavero.ledger.selectors import catalogue
from clavero.ledger.services import merge_products, unmerge_product
from clavero.ledger.testing import SYSTEM, make_product

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], AbstractContextManager[None]]


def merge(source: Product, target: Product, actor: object = SYSTEM) -> Product:
    return merge_products(actor, source_id=source.pk, target_id=target.pk)


def test_works(actors: SimpleNamespace) -> None:
    copy, kept = make_product("copy"), make_product("kept")
    assert merge(copy, kept, actors.administrator) == kept
    copy.refresh_from_db()
    assert copy.merged_into == kept
    assert catalogue().survivors == {"copy": "kept"}


def test_merges_of_merges_are_possible_and_come_apart_one_by_one() -> None:
    one, two, three = make_product("1"), make_product("2"), make_product("3")
    merge(one, two)
    merge(two, three)
    assert catalogue().survivors == {"1": "3", "2": "3"}
    unmerge_product(SYSTEM, product_id=two.pk)
    assert catalogue().survivors == {"1": "2"}
    unmerge_product(SYSTEM, product_id=one.pk)
    assert catalogue().survivors == {}


def test_refuses_itself_and_what_is_merged_already(refuses: Refuses) -> None:
    copy, kept, other = make_product("copy"), make_product("kept"), make_product("other")
    with refuses("same_product"):
        merge(kept, kept)
    merge(copy, kept)
    with refuses("already_merged"):
        merge(copy, other)
    with refuses("target_merged"):
        merge(other, copy)


def test_refuses_a_circle_at_any_distance(refuses: Refuses) -> None:
    one, two, three = make_product("1"), make_product("2"), make_product("3")
    merge(one, two)
    with refuses("merge_loop"):
        merge(two, one)
    merge(two, three)
    with refuses("merge_loop"):
        merge(three, one)


def test_refuses_to_take_apart_what_is_not_merged(refuses: Refuses) -> None:
    with refuses("not_merged"):
        unmerge_product(SYSTEM, product_id=make_product("1").pk)


def test_from_another_product_than_was_shown_nothing_is_taken_apart(refuses: Refuses) -> None:
    copy, shown, other = make_product("copy"), make_product("shown"), make_product("other")
    merge(copy, other)
    with refuses("changed_meanwhile"):
        unmerge_product(SYSTEM, product_id=copy.pk, target_id=shown.pk)
    copy.refresh_from_db()
    assert copy.merged_into == other
    unmerge_product(SYSTEM, product_id=copy.pk, target_id=other.pk)
    copy.refresh_from_db()
    assert copy.merged_into is None


def test_an_outsider_is_blind_and_an_insider_needs_the_verb(actors: SimpleNamespace) -> None:
    copy, kept = make_product("copy"), make_product("kept")
    for actor in (actors.logistics, actors.hr, actors.sales, actors.executive):
        with pytest.raises(Forbidden):
            merge(copy, kept, actor)
    merge(copy, kept)
    with pytest.raises(Forbidden):
        unmerge_product(actors.sales, product_id=copy.pk)
    with pytest.raises(Product.DoesNotExist):
        unmerge_product(actors.director, product_id=copy.pk + kept.pk)


def test_audited_on_both(actors: SimpleNamespace) -> None:
    copy, kept = make_product("copy"), make_product("kept")
    merge(copy, kept, actors.director)
    unmerge_product(actors.director, product_id=copy.pk)
    assert history(copy).get(verb="product.merged").after == {"merged_into": "kept"}
    assert history(kept).get(verb="product.absorbed").after == {"code": "copy"}
    assert history(copy).get(verb="product.unmerged").before == {"merged_into": "kept"}
    assert history(kept).get(verb="product.released").before == {"code": "copy"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("second", "codes"),
    [("the same", {"already_merged"}), ("the other way round", {"merge_loop"})],
)
def test_of_two_people_at_once_the_second_is_refused_in_words(second: str, codes: set[str]) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory has no two people at once")
    one, other = make_product("one"), make_product("other")
    asked = [(one, other), (one, other) if second == "the same" else (other, one)]
    together = threading.Barrier(2)
    answers: list[str] = []

    def ask(source: Product, target: Product) -> None:
        together.wait()
        try:
            merge(source, target)
            answers.append("done")
        except Refusal as refusal:
            answers.append(refusal.code)
        finally:
            connection.close()

    people = [threading.Thread(target=ask, args=pair) for pair in asked]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(answers) == sorted(["done", *codes])
    assert Product.objects.filter(merged_into__isnull=False).count() == 1
