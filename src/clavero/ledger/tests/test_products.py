"""Products follow the lines that are in the ledger."""

from __future__ import annotations

from datetime import date

import pytest

from clavero.core.models import AuditEntry
from clavero.identity.rules import Actor
from clavero.ledger.models import Product
from clavero.ledger.services import redo_import, undo_import
from clavero.ledger.testing import Row, ledger_of

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def sold(product: str, day: date, name: str | None = None) -> Row:
    return Row(f"{product}-{day}", date=day, product=product, product_name=name, family="Belts")


def known() -> dict[str, tuple[str, date]]:
    return {each.code: (each.name, each.last_sold) for each in Product.objects.all()}


def test_one_without_lines_is_gone_and_comes_back() -> None:
    ledger_of([sold("P1", date(2020, 1, 9), "Belt")])
    second = ledger_of([sold("P2", date(2024, 1, 9), "Chain")])
    undo_import(SYSTEM, import_id=second.pk)
    assert known() == {"P1": ("Belt", date(2020, 1, 9))}
    entry = AuditEntry.objects.get(verb="product.left_ledger")
    assert entry.before == {"code": "P2", "name": "Chain"}
    redo_import(SYSTEM, import_id=second.pk)
    assert known()["P2"] == ("Chain", date(2024, 1, 9))


def test_one_with_earlier_lines_is_again_what_they_say() -> None:
    ledger_of([sold("P1", date(2019, 3, 1), "Oldest"), sold("P1", date(2020, 1, 9), "Belt")])
    wrong = ledger_of([sold("P1", date(2099, 1, 1), "Mistake")])
    undo_import(SYSTEM, import_id=wrong.pk)
    assert known() == {"P1": ("Belt", date(2020, 1, 9))}
    ledger_of([sold("P1", date(2024, 5, 1), "Better belt")])
    assert known() == {"P1": ("Better belt", date(2024, 5, 1))}


def test_one_that_was_sold_later_is_left_alone() -> None:
    early = ledger_of([sold("P1", date(2020, 1, 9), "Belt")])
    ledger_of([sold("P1", date(2024, 5, 1), "Better belt")])
    undo_import(SYSTEM, import_id=early.pk)
    assert known() == {"P1": ("Better belt", date(2024, 5, 1))}


def test_one_sold_later_without_a_name_is_again_what_the_lines_say() -> None:
    ledger_of([sold("P1", date(2019, 3, 1), "Oldest"), sold("P1", date(2020, 1, 9), "Belt")])
    wrong = ledger_of([sold("P1", date(2023, 1, 1), "Mistake")])
    ledger_of([sold("P1", date(2024, 5, 1))])
    assert known() == {"P1": ("Mistake", date(2024, 5, 1))}
    undo_import(SYSTEM, import_id=wrong.pk)
    assert known() == {"P1": ("Belt", date(2024, 5, 1))}
    ledger_of([sold("P1", date(2019, 6, 1), "Older")])
    assert known() == {"P1": ("Belt", date(2024, 5, 1))}


def test_one_whose_remaining_lines_do_not_name_it_keeps_its_name_until_one_does() -> None:
    named = ledger_of([sold("P1", date(2024, 1, 9), "Belt")])
    ledger_of([sold("P1", date(2020, 5, 1))])
    undo_import(SYSTEM, import_id=named.pk)
    assert known() == {"P1": ("Belt", date(2020, 5, 1))}
    ledger_of([sold("P1", date(2019, 1, 9), "Chain")])
    assert known() == {"P1": ("Chain", date(2020, 5, 1))}


def test_one_that_a_person_merged_stays() -> None:
    only = ledger_of([sold("P1", date(2020, 1, 9)), sold("P2", date(2020, 1, 9))])
    first, second = Product.objects.order_by("code")
    first.merged_into = second
    first.save()
    undo_import(SYSTEM, import_id=only.pk)
    assert set(known()) == {"P1", "P2"}
