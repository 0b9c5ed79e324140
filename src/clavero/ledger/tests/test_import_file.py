"""Importing a file: what comes in, what was there, what fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone

from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.ledger import hooks, jobs, selectors
from clavero.ledger import store as stores
from clavero.ledger.engine import cube
from clavero.ledger.hooks import CustomerSeen, LedgerChange
from clavero.ledger.models import Import, LedgerSettings, Product, Status
from clavero.ledger.services import (
    import_file,
    load_rates,
    preview_file,
    queue_import,
    recover,
    redo_import,
    save_mapping,
    set_reporting_currency,
    undo_import,
)
from clavero.ledger.store import Change, NewFile, Store
from clavero.ledger.testing import Row, lines_of, stage_rows

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
HEADER = "Invoice,Date,Customer code,Customer name,Product,Product name,Family,Quantity,Net amount"
LINES = [
    "F1,2024-01-15,C1,Aurora,P1,Belt,Belts,2,100.00",
    "F1,2024-01-15,C1,Aurora,P1,Belt,Belts,2,100.00",
    "F2,2024-02-03,C2,Boreal,P2,Bearing,Bearings,1,50.50",
    "F3,2024-02-04,,,P2,Bearing,Bearings,1,9.50",
]


@pytest.fixture
def changes() -> Iterator[list[LedgerChange]]:
    """What the hooks were told."""
    told: list[LedgerChange] = []
    before = list(hooks.on_change)
    hooks.on_change[:] = [told.append]
    yield told
    hooks.on_change[:] = before


def write(folder: Path, *lines: str, name: str = "sales.csv", header: str = HEADER) -> Path:
    path = folder / name
    path.write_text("\n".join([header, *lines]) + "\n")
    return path


def bring(path: Path, **choices: Any) -> Import:
    return import_file(SYSTEM, path=path, name=path.name, choices=choices)


def test_a_file_comes_in_and_says_what_happened(tmp_path: Path, store: Store) -> None:
    done = bring(write(tmp_path, *LINES, "F4,yesterday,C1,Aurora,P1,Belt,Belts,1,1.00"))

    assert (done.status, done.read, done.kept, done.already_there) == (Status.DONE, 5, 4, 0)
    assert (done.repeated, done.refused, done.unattributed) == (1, 1, 1)
    assert done.without_cost == 4
    assert done.refused_by_reason == {"not_a_date": 1}
    assert done.net_total == {"EUR": "260"}
    assert (done.first_day, done.last_day) == (date(2024, 1, 15), date(2024, 2, 4))
    assert (done.path, done.version) == ("", 1)
    assert selectors.reporting_currency() == "EUR"
    assert {line["import_id"] for line in lines_of(store)} == {done.pk}
    refused = selectors.refused_rows(SYSTEM, import_id=done.pk)
    assert refused is not None
    assert "yesterday" in refused.read_text()


def test_the_same_file_again_changes_nothing(tmp_path: Path, store: Store) -> None:
    path = write(tmp_path, *LINES)
    first = bring(path)
    version = store.version()
    again = bring(path)
    assert (again.status, again.same_as_id) == (Status.ALREADY_THERE, first.pk)
    assert (again.read, again.kept, again.already_there, again.repeated) == (4, 0, 4, 1)
    assert store.version() == version


def test_the_same_file_again_takes_over_with_its_refused_rows(tmp_path: Path, store: Store) -> None:
    path = write(tmp_path, *LINES, "F4,yesterday,C1,Aurora,P1,Belt,Belts,1,5.00")
    first, again = bring(path), bring(path)
    undo_import(SYSTEM, import_id=first.pk)
    again.refresh_from_db()
    assert (again.status, again.kept, again.refused) == (Status.DONE, 4, 1)
    assert {line["import_id"] for line in lines_of(store)} == {again.pk}
    refused = selectors.refused_rows(SYSTEM, import_id=again.pk)
    assert refused is not None
    assert "yesterday" in refused.read_text()
    third = bring(path)
    assert (third.status, third.same_as) == (Status.ALREADY_THERE, again)


def test_the_same_lines_in_another_file_add_nothing(tmp_path: Path, store: Store) -> None:
    bring(write(tmp_path, *LINES))
    again = bring(write(tmp_path, *reversed(LINES), name="again.csv"))
    assert (again.status, again.kept, again.already_there) == (Status.DONE, 0, 4)
    assert len(lines_of(store)) == 4


def test_overlapping_files_meet_cleanly(tmp_path: Path, store: Store) -> None:
    bring(write(tmp_path, *LINES[:3]))
    later = bring(write(tmp_path, LINES[0], *LINES, name="later.csv"))
    assert (later.kept, later.already_there, later.repeated) == (2, 3, 2)
    assert sorted(line["document"] for line in lines_of(store)) == ["F1", "F1", "F1", "F2", "F3"]


@pytest.mark.parametrize("code", ["17851.0", "17851,0", "17851"])
def test_a_code_is_the_same_whatever_others_its_file_has(tmp_path: Path, code: str) -> None:
    bring(write(tmp_path, "F2,2024-01-16,17851.0,A,P1,Belt,Belts,1,2.50"))
    rows = [
        f'F2,2024-01-16,"{code}",A,P1,Belt,Belts,1,2.50',
        "F3,2024-01-17,WEB,W,P1,Belt,Belts,1,2.50",
    ]
    later = bring(write(tmp_path, *rows, name="later.csv"))
    assert (later.kept, later.already_there) == (1, 1)


def test_undone_it_can_be_imported_anew_or_redone(tmp_path: Path) -> None:
    path = write(tmp_path, *LINES)
    first = bring(path)
    undo_import(SYSTEM, import_id=first.pk)
    second = bring(path)
    assert (second.status, second.kept) == (Status.DONE, 4)
    redone = redo_import(SYSTEM, import_id=first.pk)
    assert (redone.kept, redone.already_there) == (0, 4)


def test_customers_and_products_come_into_being(
    tmp_path: Path, changes: list[LedgerChange]
) -> None:
    done = bring(write(tmp_path, *LINES))
    (told,) = changes
    assert told.import_id == done.pk
    assert told.months == ["2024-01", "2024-02"]
    assert told.customers == [
        CustomerSeen("C1", "Aurora", None, None),
        CustomerSeen("C2", "Boreal", None, None),
    ]
    assert list(Product.objects.values_list("code", "name", "family")) == [
        ("P1", "Belt", "Belts"),
        ("P2", "Bearing", "Bearings"),
    ]
    undo_import(SYSTEM, import_id=done.pk)
    assert (changes[-1].customers, changes[-1].months) == ([], told.months)


def test_older_files_do_not_bring_old_names_back(
    tmp_path: Path, changes: list[LedgerChange]
) -> None:
    bring(write(tmp_path, "F9,2024-03-01,C1,Aurora Group,P1,Belt II,Belts,1,1.00"))
    bring(write(tmp_path, "F8,2023-03-01,C1,Aurora,P1,Belt,Belts,1,1.00", name="old.csv"))
    assert Product.objects.get().name == "Belt II"
    assert changes[-1].customers[0].name == "Aurora Group"


def test_a_file_of_refused_rows_alone_imports_nothing(tmp_path: Path, store: Store) -> None:
    with pytest.raises(Refusal) as refused:
        bring(write(tmp_path, "F1,2024-01-01,C1,A,P1,B,F,1,much", "F2,2024-01-02,C1,A,P1,B,F,1,x"))
    assert refused.value.code
    tried = Import.objects.get()
    assert (tried.status, tried.kept) == (Status.FAILED, 0)
    assert tried.failure["code"] == refused.value.code
    assert store.version() == 0
    assert selectors.reporting_currency() is None


def test_a_damaged_file_changes_nothing(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "sales.csv"
    path.write_text("<!doctype html><html><body>Please sign in</body></html>")
    with pytest.raises(Refusal) as refused:
        bring(path)
    assert refused.value.code == "html"
    assert Import.objects.get().failure["message"].startswith("This is a web page")
    assert store.version() == 0


def test_a_preview_tells_what_would_happen_and_changes_nothing(
    tmp_path: Path, store: Store
) -> None:
    bring(write(tmp_path, *LINES[:2]))
    path = write(tmp_path, *LINES, "F4,yesterday,C1,Aurora,P1,Belt,Belts,1,1.00", name="more.csv")
    seen = preview_file(SYSTEM, path=path, name=path.name)
    assert seen.outcome is not None
    assert (seen.outcome.staged.kept, seen.already_there) == (4, 2)
    assert [row.value for row in seen.outcome.refused_rows] == ["yesterday"]
    assert (seen.same_as, seen.currency) == (None, "EUR")
    assert store.version() == 1
    assert Import.objects.count() == 1
    assert preview_file(SYSTEM, path=tmp_path / "sales.csv", name="sales.csv").same_as is not None


def test_a_preview_asks_before_it_reads(tmp_path: Path) -> None:
    path = write(tmp_path, "F1,03/04/2024,C1,Aurora,P1,Belt,Belts,2,100.00")
    asked = preview_file(SYSTEM, path=path, name=path.name)
    assert asked.outcome is None
    assert [question.choice for question in asked.inspection.questions] == ["dates"]
    answered = preview_file(SYSTEM, path=path, name=path.name, choices={"dates": "dmy"})
    assert answered.outcome is not None
    assert answered.outcome.staged.first == date(2024, 4, 3)


def test_a_saved_mapping_reads_the_next_file(tmp_path: Path) -> None:
    header = "A,B,C,D"
    path = write(tmp_path, "F1,2024-01-15,C1,100.00", header=header)
    mapping = {"A": "document", "B": "date", "C": "customer", "D": "net_amount"}
    seen = preview_file(SYSTEM, path=path, name=path.name, choices={"mapping": mapping})
    save_mapping(
        SYSTEM,
        source="The old ERP",
        fingerprint=seen.inspection.fingerprint,
        choices=seen.inspection.choices,
    )
    done = bring(write(tmp_path, "F2,2024-01-16,C1,7.00", header=header, name="next.csv"))
    assert (done.kept, done.source) == (1, "The old ERP")


def test_foreign_currency_needs_its_rate(tmp_path: Path, store: Store) -> None:
    path = write(tmp_path, LINES[0], LINES[2])
    set_reporting_currency(SYSTEM, currency="eur")
    with pytest.raises(Refusal):
        bring(path, currency="USD")
    rates = tmp_path / "rates.csv"
    rates.write_text("Date,USD\n2024-01-15,1.25\n2024-02-02,1.00\n")
    load_rates(SYSTEM, path=rates)

    done = bring(path, currency="USD")

    assert done.net_total == {"USD": "150.5"}
    in_euros = sorted(line["net_amount"] for line in lines_of(store))
    assert in_euros == [Decimal("50.5"), Decimal(80)]
    with pytest.raises(Refusal) as refused:
        set_reporting_currency(SYSTEM, currency="USD")
    assert refused.value.code == "lines_exist"


def test_the_first_file_sets_the_reporting_currency(tmp_path: Path) -> None:
    bring(write(tmp_path, LINES[0]), currency="GBP")
    assert selectors.reporting_currency() == "GBP"
    bring(write(tmp_path, LINES[1], name="next.csv"))
    entry = history(LedgerSettings.objects.get()).get(verb="ledger.currency_set")
    assert (entry.by_name, entry.before, entry.after) == (
        SYSTEM.name,
        {"reporting_currency": ""},
        {"reporting_currency": "GBP"},
    )


def test_a_currency_chosen_before_is_not_told_again(tmp_path: Path) -> None:
    set_reporting_currency(SYSTEM, currency="EUR")
    bring(write(tmp_path, LINES[0]), currency="EUR")
    assert history(LedgerSettings.objects.get()).get().verb == "ledger.currency_set"


def test_redoing_into_another_currency_is_refused(tmp_path: Path) -> None:
    done = bring(write(tmp_path, LINES[0]), currency="GBP")
    undo_import(SYSTEM, import_id=done.pk)
    set_reporting_currency(SYSTEM, currency="EUR", seen=selectors.currency_revision())
    with pytest.raises(Refusal) as refused:
        redo_import(SYSTEM, import_id=done.pk)
    assert refused.value.code == "currency_changed"


def test_in_the_background_a_refusal_is_written_down(tmp_path: Path) -> None:
    good = queue_import(SYSTEM, path=write(tmp_path, *LINES), name="sales.csv")
    bad = queue_import(SYSTEM, path=write(tmp_path, name="empty.csv", header=""), name="empty.csv")
    for each in (good, bad):
        jobs.run_import.enqueue(each.pk, SYSTEM.carried)
        each.refresh_from_db()
    assert (good.status, bad.status) == (Status.DONE, Status.FAILED)


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    path = write(tmp_path, *LINES)
    import_file(SYSTEM, path=path, name=path.name, on_progress=lambda *step: told.append(step))
    phases = list(dict.fromkeys(phase for phase, _share in told))
    assert phases[0] == "waiting"
    assert phases[-2:] == ["comparing", "figures"]
    assert all(0 <= share <= 1 for _phase, share in told)


def test_an_outsider_may_not(tmp_path: Path, cast: Cast) -> None:
    path = write(tmp_path, *LINES)
    for person in (cast.senior, cast.sales, cast.executive, cast.hr):
        actor = Actor(person.pk, person.name, person.role)
        for verb in (import_file, preview_file, queue_import):
            with pytest.raises(Forbidden):
                verb(actor, path=path, name=path.name)
    assert not Import.objects.exists()


def test_it_is_audited(tmp_path: Path, cast: Cast) -> None:
    actor = Actor(cast.administrator.pk, cast.administrator.name, cast.administrator.role)
    path = write(tmp_path, *LINES)
    done = import_file(actor, path=path, name=path.name)
    imported, asked = history(done)
    assert (asked.verb, imported.verb) == ("ledger.asked_to_import", "ledger.import")
    assert imported.by_id == cast.administrator.pk
    assert imported.after == {"status": "done", "kept": 4, "ledger_version": 1}


def test_a_change_that_nobody_may_see_half_done(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("clavero.ledger.store._link", fail)
    with pytest.raises(OSError, match="disk"):
        bring(write(tmp_path, *LINES))
    tried = Import.objects.get()
    assert (tried.status, tried.failure["code"]) == (Status.FAILED, "interrupted")
    assert store.files() == []
    assert list(store.table.glob("month=*/*")) == []


def test_a_writer_that_takes_no_turns_is_noticed_and_compared_with(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    rude = [True]
    link = stores._link

    def meanwhile(source: Path, target: Path) -> None:
        if rude.pop() if rude else False:
            stage_rows([Row("F9")], store.import_folder("rude"), "rude")
            (file,) = (store.kept("rude") / "month=2024-01").iterdir()
            Store(store.home).commit(
                Change([NewFile(file, "2024-01", "rude")], [], {}), since=store.version()
            )
        link(source, target)

    monkeypatch.setattr(stores, "_link", meanwhile)
    bring(write(tmp_path, *LINES))
    assert len(lines_of(store)) == 5
    assert store.version() == 2


def test_a_hook_that_refuses_takes_nothing_back(
    tmp_path: Path, store: Store, changes: list[LedgerChange]
) -> None:
    def refusing(_change: LedgerChange) -> None:
        raise Refusal("not like this", code="refused_by_a_hook")

    hooks.on_change.append(refusing)
    with pytest.raises(Refusal):
        bring(write(tmp_path, *LINES))
    only = Import.objects.get()
    assert (only.status, only.kept, only.failure) == (Status.DONE, 4, None)
    hooks.on_change.remove(refusing)
    undo_import(SYSTEM, import_id=only.pk)
    assert redo_import(SYSTEM, import_id=only.pk).kept == len(lines_of(store)) == 4


def test_figures_that_fail_take_nothing_back(tmp_path: Path, monkeypatch: Any) -> None:
    first = bring(write(tmp_path, *LINES))
    with monkeypatch.context() as patched:
        broken = mock.Mock(side_effect=OSError("no room"))
        patched.setattr(cube, "_compute", broken)
        with pytest.raises(OSError, match="no room"):
            undo_import(SYSTEM, import_id=first.pk)
    first.refresh_from_db()
    assert first.status == Status.UNDONE
    recover(SYSTEM)
    assert selectors.is_empty()


def test_a_hook_that_fails_keeps_nobody_from_importing(
    tmp_path: Path, changes: list[LedgerChange]
) -> None:
    def broken(_change: LedgerChange) -> None:
        raise ValueError("a fault of somebody else's")

    hooks.on_change.append(broken)
    with pytest.raises(ValueError, match="somebody else"):
        bring(write(tmp_path, *LINES))
    first = Import.objects.get()
    assert (first.status, first.told) == (Status.DONE, False)
    hooks.on_change.remove(broken)
    bring(write(tmp_path, LINES[0], name="next.csv"))
    first.refresh_from_db()
    assert first.told
    assert [told.import_id for told in changes].count(first.pk) >= 2


def test_a_row_of_a_day_to_come_comes_in_with_the_same_file_when_it_has_come(
    tmp_path: Path, store: Store
) -> None:
    ahead = timezone.localdate() + timedelta(days=2)
    path = write(tmp_path, *LINES, f"F9,{ahead},C1,Aurora,P1,Belt,Belts,2,100.00")
    first = bring(path)
    assert first.refused_by_reason == {"in_the_future": 1}
    with mock.patch("django.utils.timezone.localdate", return_value=ahead):
        again = bring(path)
    assert (again.status, again.refused, again.kept) == (Status.DONE, 0, 1)
    assert max(line["date"] for line in lines_of(store)) == ahead
