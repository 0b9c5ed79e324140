"""Customers come into being from the ledger."""

from __future__ import annotations

import pytest

from clavero.core.audit import history
from clavero.ledger.hooks import CustomerSeen, LedgerChange, on_change
from clavero.portfolio.models import CODE_LENGTH, NAME_LENGTH, Customer
from clavero.portfolio.rules.grouping import Kind
from clavero.portfolio.selectors.structure import structure_version
from clavero.portfolio.services import (
    Registered,
    edit_customer,
    register_customers,
)
from clavero.portfolio.testing import SYSTEM, make_customer, make_group

pytestmark = pytest.mark.django_db


def seen(
    code: str, name: str | None = None, tax_number: str | None = None, country: str | None = None
) -> CustomerSeen:
    return CustomerSeen(code, name, tax_number, country)


def register(*customers: CustomerSeen) -> Registered:
    return register_customers(SYSTEM, customers=customers)


def test_works():
    found = register(seen("17850", "Núñez SL", "B1", "ES"), seen("9"))
    assert found == Registered(created=2, changed=0)
    customer = Customer.objects.get(code="17850")
    assert (customer.name, customer.tax_number, customer.country) == ("Núñez SL", "B1", "ES")
    assert customer.kind == Kind.COMPANY
    assert str(Customer.objects.get(code="9")) == "9"


def test_twice_changes_nothing_and_keeps_the_pictures():
    register(seen("1", "One"))
    before = structure_version()
    assert register(seen("1", "One")) == Registered(0, 0)
    assert structure_version() == before


def test_the_latest_name_wins_and_the_change_is_kept():
    register(seen("1", "Old name"))
    before = structure_version()
    assert register(seen("1", "New name", "B2")) == Registered(0, 1)
    customer = Customer.objects.get(code="1")
    assert customer.name == "New name"
    assert structure_version() != before
    entry = history(customer).get(verb="customer.followed_ledger")
    assert entry.before == {"name": "Old name", "tax_number": ""}
    assert entry.after == {"name": "New name", "tax_number": "B2"}


def test_what_a_person_wrote_stays_and_the_rest_follows(actors):
    customer = make_customer("1", "As in the ERP")
    edit_customer(actors.director, customer_id=customer.pk, name="As we say")
    register(seen("1", "As in the new ERP", "B3"))
    customer.refresh_from_db()
    assert (customer.name, customer.tax_number) == ("As we say", "B3")


def test_silence_of_the_ledger_deletes_nothing():
    register(seen("1", "One", "B1", "ES"))
    register(seen("1", None, "", None))
    customer = Customer.objects.get(code="1")
    assert (customer.name, customer.tax_number, customer.country) == ("One", "B1", "ES")


def test_the_last_of_several_lines_wins():
    register(seen("1", "First"), seen("1", "Last"))
    assert Customer.objects.get(code="1").name == "Last"


def test_a_group_whose_code_gets_lines_becomes_a_customer():
    group = make_group("Holding", code="H")
    register(seen("H", "HOLDING SA"))
    group.refresh_from_db()
    assert group.kind == Kind.COMPANY
    assert group.name == "Holding"  # a person wrote it


def test_texts_too_long_for_a_name_are_cut_and_impossible_codes_left_out():
    register(seen("1", "x" * (NAME_LENGTH + 9)), seen("y" * (CODE_LENGTH + 1)))
    assert len(Customer.objects.get().name) == NAME_LENGTH


def test_many_customers_take_few_queries(django_assert_max_num_queries):
    many = [seen(f"{number}", f"Customer {number}") for number in range(3_000)]
    with django_assert_max_num_queries(40):
        assert register(*many).created == 3_000


def test_the_ledger_tells_of_its_customers():
    change = LedgerChange("7", customers=[seen("1", "One")], months=["2024-01"])
    for tell in on_change:
        tell(change)
    assert Customer.objects.get().name == "One"
