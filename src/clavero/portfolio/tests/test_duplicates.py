"""Suggested duplicates: decided by a person, and a no is remembered."""

from __future__ import annotations

import pytest

from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors import duplicates
from clavero.portfolio.services import dismiss_duplicate
from clavero.portfolio.testing import cover, make_customer, make_group, make_one

pytestmark = pytest.mark.django_db


def proposed(actor) -> list[tuple[str, str]]:
    return [(pair.first.code, pair.second.code) for pair in duplicates(actor).pairs]


def test_works(actors):
    make_customer("1", "Núñez, S.A.", tax_number="A12345678")
    make_customer("2", "Otro nombre", tax_number="ES A12345678")
    make_customer("3", "NUNEZ SL")
    assert proposed(actors.administrator) == [("1", "2"), ("1", "3")]
    assert duplicates(actors.director).found == 2


def test_groups_and_merged_records_are_left_alone(actors):
    one, two = make_customer("1", "Acme"), make_customer("2", "ACME SL")
    make_group("Acme", one)
    make_one(two, one)
    assert proposed(actors.director) == []


def test_a_no_is_remembered_in_either_order(actors):
    one, two = make_customer("1", "Acme"), make_customer("2", "ACME SL")
    dismiss_duplicate(actors.director, first_id=two.pk, second_id=one.pk)
    dismiss_duplicate(actors.director, first_id=one.pk, second_id=two.pk)
    assert proposed(actors.director) == []
    entry = history(one).get(verb="customer.not_duplicate")
    assert entry.after == {"of": "2"}


def test_a_no_needs_two(actors):
    one = make_customer("1")
    with pytest.raises(Refusal) as refusal:
        dismiss_duplicate(actors.director, first_id=one.pk, second_id=one.pk)
    assert refusal.value.code == "same_customer"


def test_an_outsider_is_blind_and_an_insider_needs_the_verb(cast, actors):
    one, two = make_customer("1", "Acme"), make_customer("2", "Acme")
    with pytest.raises(Customer.DoesNotExist):
        dismiss_duplicate(actors.sales, first_id=one.pk, second_id=two.pk)
    cover(cast.sales, one, two)
    with pytest.raises(Forbidden):
        dismiss_duplicate(actors.sales, first_id=one.pk, second_id=two.pk)
    with pytest.raises(Forbidden):
        duplicates(actors.sales)
