"""Products suggested as one: decided by a person, and a no is remembered."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from types import SimpleNamespace
from typing import Any

import pytest

from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.ledger.models import Product
from clavero.ledger.selectors import product_duplicates, products
from clavero.ledger.services import (
    dismiss_product_duplicate,
    edit_product,
    merge_products,
    unmerge_product,
)
from clavero.ledger.testing import SYSTEM, make_product

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], AbstractContextManager[None]]


def proposed(actor: Any = SYSTEM) -> list[tuple[str, str]]:
    return [(pair.first.code, pair.second.code) for pair in product_duplicates(actor).pairs]


def test_works(actors: SimpleNamespace) -> None:
    make_product("1", "Correa dentada 25")
    make_product("2", "CORREA DENTADA, 25")
    make_product("3", "Correa dentada 30")
    assert proposed(actors.administrator) == [("1", "2")]
    assert product_duplicates(actors.director).found == 1


def test_a_merge_answers_it_and_taken_apart_it_is_proposed_again() -> None:
    one, two = make_product("1", "Belt"), make_product("2", "BELT")
    merge_products(SYSTEM, source_id=two.pk, target_id=one.pk)
    assert proposed() == []
    unmerge_product(SYSTEM, product_id=two.pk)
    assert proposed() == [("1", "2")]


def test_a_name_put_right_is_compared_at_once() -> None:
    make_product("1", "Belt")
    other = make_product("2", "Chain")
    assert proposed() == []
    edit_product(SYSTEM, product_id=other.pk, name="Belt.")
    assert proposed() == [("1", "2")]


def test_a_no_is_remembered_in_either_order_and_audited(actors: SimpleNamespace) -> None:
    one, two = make_product("1", "Belt"), make_product("2", "Belt")
    dismiss_product_duplicate(actors.director, first_id=two.pk, second_id=one.pk)
    dismiss_product_duplicate(actors.director, first_id=one.pk, second_id=two.pk)
    assert proposed() == []
    assert history(one).get(verb="product.not_duplicate").after == {"of": "2"}


def test_a_no_needs_two(refuses: Refuses) -> None:
    one = make_product("1")
    with refuses("same_product"):
        dismiss_product_duplicate(SYSTEM, first_id=one.pk, second_id=one.pk)


def test_an_outsider_is_blind_and_an_insider_needs_the_verb(actors: SimpleNamespace) -> None:
    one, two = make_product("1", "Belt"), make_product("2", "Belt")
    for actor in (actors.logistics, actors.hr, actors.senior, actors.executive):
        with pytest.raises(Forbidden):
            product_duplicates(actor)
        with pytest.raises(Forbidden):
            dismiss_product_duplicate(actor, first_id=one.pk, second_id=two.pk)
    for actor in (actors.logistics, actors.hr):
        with pytest.raises(Forbidden):
            products(actor)
    assert products(actors.sales).count() == Product.objects.count() == 2
