"""Undoing an import, and redoing it without its file."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.ledger import selectors
from clavero.ledger.models import Import, Status
from clavero.ledger.services import redo_import, undo_import
from clavero.ledger.store import Store
from clavero.ledger.testing import EVERYTHING, Row, ledger_of, lines_of

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def documents(store: Store) -> Counter[str]:
    return Counter(line["document"] for line in lines_of(store))


def test_undo_takes_out_and_redo_brings_back(store: Store) -> None:
    first = ledger_of([Row("F1"), Row("F2", date=date(2024, 2, 1))])
    ledger_of([Row("F3", net_amount=Decimal(7))])

    undone = undo_import(SYSTEM, import_id=first.pk)

    assert documents(store) == {"F3": 1}
    assert (undone.status, undone.kept, undone.already_there) == (Status.UNDONE, 0, 0)
    assert selectors.by_account(EVERYTHING, selectors.resolve_period("all", EVERYTHING))[
        "net_sales"
    ].to_pylist() == [Decimal(7)]

    redone = redo_import(SYSTEM, import_id=first.pk)

    assert documents(store) == {"F1": 1, "F2": 1, "F3": 1}
    assert (redone.status, redone.kept) == (Status.DONE, 2)


def test_a_later_import_gets_back_the_lines_it_also_had(store: Store) -> None:
    first = ledger_of([Row("F1"), Row("F2")])
    second = ledger_of([Row("F2"), Row("F3")])
    assert (second.kept, second.already_there) == (1, 1)

    before = store.version()
    undo_import(SYSTEM, import_id=first.pk)

    assert documents(store) == {"F2": 1, "F3": 1}
    assert store.version() == before + 1, "one commit: nothing lost or doubled in between"
    second.refresh_from_db()
    assert (second.kept, second.already_there) == (2, 0)


def test_nobody_undoes_twice_or_redoes_what_is_there() -> None:
    only = ledger_of([Row()])
    with pytest.raises(Refusal) as refused:
        redo_import(SYSTEM, import_id=only.pk)
    assert refused.value.code == "not_undone"
    undo_import(SYSTEM, import_id=only.pk)
    with pytest.raises(Refusal) as refused:
        undo_import(SYSTEM, import_id=only.pk)
    assert refused.value.code == "not_imported"
    with pytest.raises(Refusal) as refused:
        undo_import(SYSTEM, import_id="240101-nobody")
    assert refused.value.code == "import_unknown"


def test_an_outsider_may_not(cast: Cast) -> None:
    only = ledger_of([Row()])
    for person in (cast.sales, cast.senior, cast.executive):
        actor = Actor(person.pk, person.name, person.role)
        for verb in (undo_import, redo_import):
            with pytest.raises(Forbidden):
                verb(actor, import_id=only.pk)
    assert Import.objects.get().status == Status.DONE


def test_it_is_audited(cast: Cast) -> None:
    actor = Actor(cast.director.pk, cast.director.name, cast.director.role)
    only = ledger_of([Row()])
    undo_import(actor, import_id=only.pk)
    redo_import(actor, import_id=only.pk)
    redone, undone, imported = history(only)
    assert [each.verb for each in (imported, undone, redone)] == [
        "ledger.import",
        "ledger.undo",
        "ledger.redo",
    ]
    assert undone.by_id == cast.director.pk
    assert undone.before == {"status": "done", "kept": 1}
    assert undone.after["status"] == "undone"


# A line is one of four; a file holds some of them, some several times.
FILES = st.lists(st.lists(st.sampled_from("abcd"), min_size=1, max_size=6), min_size=1, max_size=3)


@given(files=FILES, steps=st.lists(st.integers(0, 2), max_size=5))
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_ledger_has_each_line_as_often_as_the_active_file_that_has_it_most(
    store: Store, files: list[list[str]], steps: list[int]
) -> None:
    imports = [ledger_of([_row(letter) for letter in file]) for file in files]
    active = [True] * len(files)
    for step in steps:
        chosen = step % len(files)
        verb = undo_import if active[chosen] else redo_import
        verb(SYSTEM, import_id=imports[chosen].pk)
        active[chosen] = not active[chosen]
        _assert_largest(store, files, active)
    _assert_largest(store, files, active)
    kept = sum(Import.objects.filter(status=Status.DONE).values_list("kept", flat=True))
    assert kept == len(lines_of(store))
    for each, is_active in zip(imports, active, strict=True):
        if is_active:
            undo_import(SYSTEM, import_id=each.pk)
    assert lines_of(store) == []


def _row(letter: str) -> Row:
    months = {"a": 1, "b": 1, "c": 2, "d": 3}
    customer = None if letter == "b" else "C1"
    return Row(document=letter, date=date(2024, months[letter], 3), customer=customer)


def _assert_largest(store: Store, files: list[list[str]], active: list[bool]) -> None:
    expected: Counter[str] = Counter()
    for file, is_active in zip(files, active, strict=True):
        if is_active:
            expected |= Counter(file)
    assert documents(store) == expected
