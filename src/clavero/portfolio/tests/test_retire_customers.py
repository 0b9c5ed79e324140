"""Customers whose last lines went out of the ledger."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from clavero.core.models import AuditEntry
from clavero.identity.testing import Cast
from clavero.ledger.models import Import
from clavero.ledger.services import redo_import, undo_import
from clavero.ledger.testing import Row, ledger_of, ledger_of_again
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors.structure import structure_version
from clavero.portfolio.services import (
    dismiss_duplicate,
    edit_customer,
    end_coverage,
    merge_customers,
    retire_customers,
    unmerge_customer,
)
from clavero.portfolio.testing import SYSTEM, cover, make_customer, make_group, put_under

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]


def codes() -> list[str]:
    return sorted(Customer.objects.values_list("code", flat=True))


def bring(*customers: str, day: date = date(2024, 1, 15), name: str = "") -> Import:
    return ledger_of(
        [Row(f"F-{code}-{day}", customer=code, date=day, customer_name=name or f"Customer {code}")
         for code in customers]
    )  # fmt: skip


def test_works_and_comes_back_on_redo():
    bring("A")
    second = bring("A", "B")
    before = structure_version()
    undo_import(SYSTEM, import_id=second.pk)
    assert codes() == ["A"]
    assert structure_version() != before
    redo_import(SYSTEM, import_id=second.pk)
    assert codes() == ["A", "B"]
    assert Customer.objects.get(code="B").name == "Customer B"


def test_one_with_lines_of_another_import_stays_and_follows_its_name():
    bring("A", day=date(2024, 3, 1))
    wrong = bring("A", day=date(2024, 4, 1), name="Customer Z")
    assert Customer.objects.get().name == "Customer Z"
    undo_import(SYSTEM, import_id=wrong.pk)
    assert Customer.objects.get().name == "Customer A"


def test_a_file_imported_twice_takes_nobody_along_until_both_are_undone():
    first = bring("A")
    second = ledger_of_again(first)
    customer = Customer.objects.get()
    undo_import(SYSTEM, import_id=first.pk)
    assert Customer.objects.get() == customer
    undo_import(SYSTEM, import_id=second.pk)
    assert codes() == []


def test_what_a_person_has_touched_stays(actors: SimpleNamespace, cast: Cast):
    names = ["edited", "covered", "uncovered", "in a group", "merged", "absorbing", "taken apart",
             "looked at", "compared", "untouched"]  # fmt: skip
    only = bring(*names)
    found = {each.code: each for each in Customer.objects.all()}
    edit_customer(actors.director, customer_id=found["edited"].pk, country="ES")
    cover(cast.senior, found["covered"])
    (past,) = cover(cast.senior, found["uncovered"])
    end_coverage(actors.director, coverage_id=past.pk, on=date(2020, 1, 1))
    put_under(make_group("Holding", code="H"), found["in a group"])
    merge_customers(actors.director, source_id=found["merged"].pk, target_id=found["absorbing"].pk)
    merge_customers(
        actors.director, source_id=found["taken apart"].pk, target_id=found["absorbing"].pk
    )
    unmerge_customer(actors.director, customer_id=found["taken apart"].pk)
    dismiss_duplicate(
        actors.director, first_id=found["looked at"].pk, second_id=found["compared"].pk
    )

    undo_import(SYSTEM, import_id=only.pk)

    assert codes() == sorted({*names, "H"} - {"untouched"})


def test_following_the_ledger_is_not_a_persons_touch():
    bring("A", name="Old name")
    bring("A", day=date(2024, 2, 1), name="New name")
    for row in Import.objects.all():
        undo_import(SYSTEM, import_id=row.pk)
    assert codes() == []


def test_twice_changes_nothing_and_groups_made_by_hand_stay():
    make_customer("A")
    make_group("Holding", code="H")
    assert retire_customers(SYSTEM, codes=["A", "H", "nobody"]) == 1
    before = structure_version()
    assert retire_customers(SYSTEM, codes=["A", "H", "nobody"]) == 0
    assert (structure_version(), codes()) == (before, ["H"])


def test_it_is_audited():
    customer = make_customer("A", "Aurora")
    retire_customers(SYSTEM, codes=["A"])
    entry = AuditEntry.objects.get(verb="customer.left_ledger")
    assert (entry.subject_id, entry.by_id) == (str(customer.pk), None)
    assert entry.before == {"code": "A", "name": "Aurora"}


def test_many_customers_take_few_queries(django_assert_max_num_queries: Any):
    Customer.objects.bulk_create(Customer(code=f"{number}") for number in range(3_000))
    with django_assert_max_num_queries(120):
        assert retire_customers(SYSTEM, codes=[f"{number}" for number in range(3_000)]) == 3_000
