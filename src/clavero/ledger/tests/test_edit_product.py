"""A product's name is put right, and stays so: works · refuses · an outsider is blind · audited."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from types import SimpleNamespace

import pytest

from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.core.revisions import revision_of
from clavero.ledger.models import Product
from clavero.ledger.selectors import catalogue
from clavero.ledger.services import edit_product
from clavero.ledger.testing import Row, ledger_of, make_product

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], AbstractContextManager[None]]


def test_works(actors: SimpleNamespace) -> None:
    product = make_product("P", "Beltt")
    assert catalogue().cards["P"].name == "Beltt"
    edit_product(actors.director, product_id=product.pk, name="  Belt ")
    assert Product.objects.get().name == "Belt"
    assert catalogue().cards["P"].name == "Belt"


def test_nobody_writes_over_what_was_written_meanwhile(
    actors: SimpleNamespace, refuses: Refuses
) -> None:
    product = make_product("P", "Beltt")
    seen = revision_of(product)
    edit_product(actors.director, product_id=product.pk, name="Belt", seen=seen)
    with refuses("changed_meanwhile"):
        edit_product(actors.administrator, product_id=product.pk, name="Strap", seen=seen)
    assert Product.objects.get().name == "Belt"
    now = revision_of(product)
    edit_product(actors.administrator, product_id=product.pk, name="Strap", seen=now)
    assert Product.objects.get().name == "Strap"


def test_imports_do_not_overwrite_it(actors: SimpleNamespace) -> None:
    ledger_of([Row("F1", product="P", product_name="Beltt", family="Belts")])
    edit_product(actors.director, product_id=Product.objects.get().pk, name="Belt")
    ledger_of([Row("F2", product="P", product_name="Beltt 2", family="V-belts")])
    product = Product.objects.get()
    assert (product.name, product.family) == ("Belt", "V-belts")


def test_without_a_persons_word_the_latest_lines_name_it() -> None:
    for day, name in ((2, "Belt II"), (1, "Belt"), (3, None)):
        ledger_of(
            [Row(f"F{day}", product="P", product_name=name, date=date(2024, day, 1))],
            name=f"{day}.csv",
        )
    product = Product.objects.get()
    assert product.name == "Belt II"
    assert (product.first_sold, product.last_sold) == (date(2024, 1, 1), date(2024, 3, 1))


def test_a_file_s_last_line_without_a_name_does_not_make_its_older_name_the_latest() -> None:
    ledger_of([_named(date(2024, 3, 10), "New name", "FamNew")])
    ledger_of([_named(date(2024, 1, 5), "Old name", "FamOld"), _named(date(2024, 3, 25))])
    product = Product.objects.get()
    assert (product.name, product.family) == ("New name", "FamNew")
    assert (product.first_sold, product.last_sold) == (date(2024, 1, 5), date(2024, 3, 25))
    ledger_of([_named(date(2024, 3, 20), "Newest name")])
    product.refresh_from_db()
    assert (product.name, product.family) == ("Newest name", "FamNew")


def _named(day: date, name: str | None = None, family: str | None = None) -> Row:
    return Row(f"F{day}", date=day, product="P1", product_name=name, family=family)


def test_what_the_ledger_renames_is_audited() -> None:
    for number, name in enumerate(("Belt", "Belt II", "Belt II"), start=1):
        ledger_of([Row(f"F{number}", product="P", product_name=name)], name=f"{number}.csv")
    (entry,) = history(Product.objects.get())
    assert (entry.verb, entry.before, entry.after) == (
        "product.followed_ledger",
        {"name": "Belt"},
        {"name": "Belt II"},
    )


def test_refuses_no_name_and_one_that_is_too_long(
    actors: SimpleNamespace, refuses: Refuses
) -> None:
    product = make_product("P")
    with refuses("name_missing"):
        edit_product(actors.director, product_id=product.pk, name="  ")
    with refuses("too_long"):
        edit_product(actors.director, product_id=product.pk, name="x" * 256)


def test_an_outsider_is_blind_and_an_insider_needs_the_verb(actors: SimpleNamespace) -> None:
    product = make_product("P")
    for actor in (actors.logistics, actors.hr, actors.senior, actors.executive):
        with pytest.raises(Forbidden):
            edit_product(actor, product_id=product.pk, name="New")
    with pytest.raises(Product.DoesNotExist):
        edit_product(actors.director, product_id=product.pk + 1, name="New")


def test_audited_once(actors: SimpleNamespace) -> None:
    product = make_product("P", "Beltt")
    for _time in range(2):
        edit_product(actors.administrator, product_id=product.pk, name="Belt")
    (entry,) = history(product)
    assert (entry.verb, entry.before, entry.after) == (
        "product.edited",
        {"name": "Beltt"},
        {"name": "Belt"},
    )
