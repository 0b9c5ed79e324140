"""A person puts a customer's name, tax number or country right."""

from __future__ import annotations

import pytest

from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors.structure import structure_version
from clavero.portfolio.services import edit_customer
from clavero.portfolio.testing import cover, make_customer

pytestmark = pytest.mark.django_db


def test_works(actors):
    customer = make_customer("1", "Old", tax_number="B1")
    before = structure_version()
    edited = edit_customer(
        actors.administrator, customer_id=customer.pk, name=" New ", country="ES"
    )
    assert (edited.name, edited.tax_number, edited.country) == ("New", "B1", "ES")
    assert edited.edited == ["country", "name"]
    assert structure_version() != before


def test_a_field_may_be_emptied_but_the_name(actors):
    customer = make_customer("1", "One", tax_number="B1")
    assert edit_customer(actors.director, customer_id=customer.pk, tax_number="").tax_number == ""
    with pytest.raises(Refusal) as refused:
        edit_customer(actors.director, customer_id=customer.pk, name="  ")
    assert refused.value.code == "name_missing"
    assert refused.value.field == "name"


def test_refuses_what_does_not_fit(actors):
    customer = make_customer("1")
    with pytest.raises(Refusal) as refused:
        edit_customer(actors.director, customer_id=customer.pk, country="x" * 61)
    assert refused.value.code == "too_long"
    assert "60" in str(refused.value)


def test_an_outsider_is_blind_and_an_insider_needs_the_verb(cast, actors):
    customer = make_customer("1")
    with pytest.raises(Customer.DoesNotExist):
        edit_customer(actors.sales, customer_id=customer.pk, name="x")
    cover(cast.sales, customer)
    with pytest.raises(Forbidden):
        edit_customer(actors.sales, customer_id=customer.pk, name="x")


def test_audited(actors):
    customer = make_customer("1", "Old")
    edit_customer(actors.director, customer_id=customer.pk, name="New")
    edit_customer(actors.director, customer_id=customer.pk, name="New")
    entry = history(customer).get(verb="customer.edited")
    assert (entry.before, entry.after) == ({"name": "Old"}, {"name": "New"})
    assert entry.by_id == actors.director.user_id
