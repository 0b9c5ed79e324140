"""Undoing an import, and redoing it without its file."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
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
from clavero.ledger.services import _tidying, redo_import, tidy, undo_import
from clavero.ledger.store import Store
from clavero.ledger.testing import EVERYTHING, Row, ledger_of, ledger_of_again, lines_of

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


def test_the_same_file_brought_again_takes_over(store: Store) -> None:
    first = ledger_of([Row("F1"), Row("F1"), Row("F2", date=date(2024, 2, 1))])
    second, third = ledger_of_again(first), ledger_of_again(first)
    before = store.version()

    undo_import(SYSTEM, import_id=first.pk)

    assert documents(store) == {"F1": 2, "F2": 1}
    assert store.version() == before + 1, "one commit: nothing lost or doubled in between"
    for row in (first, second, third):
        row.refresh_from_db()
    assert (second.status, second.kept, second.already_there) == (Status.DONE, 3, 0)
    assert {line["import_id"] for line in lines_of(store)} == {second.pk}
    assert (third.status, third.same_as) == (Status.ALREADY_THERE, second)
    assert (first.status, first.kept, first.same_as) == (Status.UNDONE, 0, second)

    undo_import(SYSTEM, import_id=second.pk)
    third.refresh_from_db()
    assert (documents(store), third.kept) == ({"F1": 2, "F2": 1}, 3)
    again = redo_import(SYSTEM, import_id=first.pk)
    assert (again.status, again.same_as, again.already_there) == (Status.ALREADY_THERE, third, 3)
    undo_import(SYSTEM, import_id=third.pk)
    first.refresh_from_db()
    assert (first.status, first.kept) == (Status.DONE, 3)

    undo_import(SYSTEM, import_id=first.pk)
    assert documents(store) == {}
    assert redo_import(SYSTEM, import_id=second.pk).kept == 3, "it kept what the first one read"
    assert documents(store) == {"F1": 2, "F2": 1}


def test_what_stands_beside_another_is_undone_and_redone_without_a_change(store: Store) -> None:
    first = ledger_of([Row("F1"), Row("F2")])
    beside = ledger_of_again(first)
    before = store.version()

    undone = undo_import(SYSTEM, import_id=beside.pk)
    assert (undone.status, undone.already_there) == (Status.UNDONE, 0)
    redone = redo_import(SYSTEM, import_id=beside.pk)
    assert (redone.status, redone.already_there) == (Status.ALREADY_THERE, 2)
    assert (store.version(), documents(store)) == (before, {"F1": 1, "F2": 1})

    undo_import(SYSTEM, import_id=beside.pk)
    undo_import(SYSTEM, import_id=first.pk)
    assert documents(store) == {}, "nobody takes over from an import when all are undone"


def test_an_import_between_two_of_one_file_keeps_its_own(store: Store) -> None:
    first = ledger_of([Row("F1"), Row("F2")])
    other = ledger_of([Row("F2"), Row("F3")])
    again = ledger_of_again(first)
    undo_import(SYSTEM, import_id=first.pk)
    for row in (other, again):
        row.refresh_from_db()
    assert documents(store) == {"F1": 1, "F2": 1, "F3": 1}
    assert (other.kept, again.kept, again.already_there) == (2, 1, 1), "in the order they came"


def test_taking_over_is_audited(cast: Cast) -> None:
    actor = Actor(cast.director.pk, cast.director.name, cast.director.role)
    first = ledger_of([Row()])
    second = ledger_of_again(first, actor=actor)
    undo_import(actor, import_id=first.pk)
    took_over, beside = history(second)
    assert [each.verb for each in (beside, took_over)] == [
        "ledger.already_there",
        "ledger.took_over",
    ]
    assert took_over.by_id == cast.director.pk
    assert took_over.before == {"status": "already_there", "kept": 0}
    assert (took_over.after["status"], took_over.after["kept"]) == ("done", 1)
    redo_import(actor, import_id=first.pk)
    undo_import(actor, import_id=first.pk)
    verbs = [entry.verb for entry in history(first)]
    assert verbs == ["ledger.undo", "ledger.redo", "ledger.undo", "ledger.import"]


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


# What happens to which import: it is undone or redone, or its file is brought once more; or the
# ledger's files are joined and those out of use deleted.
HAPPENINGS = st.sampled_from(["turn", "turn", "again", "tidy"])
STEPS = st.lists(st.tuples(HAPPENINGS, st.integers(0, 5)), max_size=7)


@pytest.fixture
def eager_housekeeping(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two files are many, and what is out of use goes the next time."""
    for name in ("_MOST_FILES", "_MOST_FILES_LATER"):
        monkeypatch.setattr(_tidying, name, 2)
    monkeypatch.setattr(_tidying, "_UNUSED_FOR", timedelta())


@given(files=FILES, steps=STEPS)
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_ledger_has_each_line_as_often_as_the_active_file_that_has_it_most(
    store: Store,
    eager_housekeeping: None,
    files: list[list[str]],
    steps: list[tuple[str, int]],
) -> None:
    files = list(files)
    imports = [ledger_of([_row(letter) for letter in file]) for file in files]
    active = [True] * len(files)
    for what, number in steps:
        chosen = number % len(files)
        row = Import.objects.get(pk=imports[chosen].pk)
        if what == "tidy":
            tidy(SYSTEM)
        elif what == "turn":
            verb = undo_import if active[chosen] else redo_import
            verb(SYSTEM, import_id=row.pk)
            active[chosen] = not active[chosen]
        elif row.status == Status.DONE:
            imports.append(ledger_of_again(row))
            files.append(files[chosen])
            active.append(True)
        _assert_largest(store, files, active)
        _assert_told_apart(store)
    _assert_largest(store, files, active)
    _assert_told_apart(store)
    for each, is_active in zip(imports, active, strict=True):
        if is_active:
            undo_import(SYSTEM, import_id=each.pk)
    assert lines_of(store) == []


def _row(letter: str) -> Row:
    months = {"a": 1, "b": 1, "c": 2, "d": 3}
    customer = None if letter == "b" else "C1"
    return Row(document=letter, date=date(2024, months[letter], 3), customer=customer)


def _assert_told_apart(store: Store) -> None:
    """Each line has its import's name, and what stands beside an import has that one's lines."""
    names = Counter(line["import_id"] for line in lines_of(store))
    imports = list(Import.objects.select_related("same_as"))
    assert names == Counter({row.pk: row.kept for row in imports if row.kept})
    assert {row.status for row in imports if row.kept} <= {Status.DONE}
    beside = [row for row in imports if row.status == Status.ALREADY_THERE]
    assert all(row.same_as and row.same_as.status == Status.DONE for row in beside)


def _assert_largest(store: Store, files: list[list[str]], active: list[bool]) -> None:
    expected: Counter[str] = Counter()
    for file, is_active in zip(files, active, strict=True):
        if is_active:
            expected |= Counter(file)
    assert documents(store) == expected
