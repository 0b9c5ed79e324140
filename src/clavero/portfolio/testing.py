"""Factories for the tests of this domain and of those above it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone, translation

from clavero.identity.models import Person
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast, make_cast
from clavero.ledger.hooks import CustomerSeen
from clavero.portfolio.models import Coverage, Customer
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.services import (
    assign_coverage,
    create_group,
    link_group,
    merge_customers,
    register_customers,
)

SYSTEM = Actor.system()
LONG_AGO = date(2000, 1, 1)


def make_customer(
    code: str, name: str = "", *, tax_number: str = "", country: str = ""
) -> Customer:
    """A customer as the ledger brings it."""
    described = CustomerSeen(code, name or f"Customer {code}", tax_number, country)
    register_customers(SYSTEM, customers=[described])
    return Customer.objects.get(code=code)


def make_group(name: str, *members: Customer, code: str = "", tree: Tree = Tree.LEGAL) -> Customer:
    """A group made by hand, with its members."""
    return create_group(
        SYSTEM, name=name, code=code, member_ids=[each.pk for each in members], tree=tree
    )


def put_under(parent: Customer, *children: Customer, tree: Tree = Tree.LEGAL) -> None:
    """Customers under another one."""
    for child in children:
        link_group(SYSTEM, parent_id=parent.pk, child_id=child.pk, tree=tree)


def make_one(source: Customer, target: Customer) -> None:
    """Two records merged: ``source`` becomes ``target``."""
    merge_customers(SYSTEM, source_id=source.pk, target_id=target.pk)


def cover(
    person: Person,
    *customers: Customer,
    role: CoverageRole = CoverageRole.LEAD,
    start: date = LONG_AGO,
    end: date | None = None,
) -> list[Coverage]:
    """Let a person look after customers, since long ago unless said."""
    return [
        assign_coverage(
            SYSTEM, customer_id=each.pk, person_id=person.pk, role=role, start=start, end=end
        )
        for each in customers
    ]


def today() -> date:
    """The day by which coverage counts."""
    return timezone.localdate()


def standing(build: Callable[[Cast], Any]) -> tuple[Any, Any, Any]:
    """Fixtures of what ``build`` makes for a cast, once for all the tests of a module::

        _standing, cast, company = standing(_company)

    Every test of the module finds it in the database and in a ledger of its own, and what it
    changes is taken back after it. None of them may commit: that would empty the database.
    """

    @pytest.fixture(scope="module")
    def _standing(
        django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
    ) -> Iterator[tuple[Path, Cast, Any]]:
        home = tmp_path_factory.mktemp("standing")
        around: Any = transaction.atomic()
        around._from_testcase = True  # as of a test: what must not be taken back runs within it
        with django_db_blocker.unblock():
            around.__enter__()
        try:
            with (
                django_db_blocker.unblock(),
                override_settings(LEDGER_HOME=home / "ledger"),
                translation.override("en"),
            ):
                cast = make_cast()
                built = home, cast, build(cast)
            yield built
        finally:
            with django_db_blocker.unblock():
                transaction.set_rollback(True)
                around.__exit__(None, None, None)

    @pytest.fixture
    def cast(db: None, _standing: tuple[Path, Cast, Any]) -> Cast:
        return deepcopy(_standing[1])

    @pytest.fixture(autouse=True)
    def company(db: None, _standing: tuple[Path, Cast, Any], settings: Any, tmp_path: Path) -> Any:
        settings.LEDGER_HOME = tmp_path / "ledger"
        shutil.copytree(_standing[0], tmp_path, dirs_exist_ok=True)
        return deepcopy(_standing[2])

    return _standing, cast, company
