"""A document is ordered, made, opened and thrown away."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.identity.testing import Cast
from clavero.plans.testing import make_plan
from clavero.portfolio.models import Coverage, Customer
from clavero.portfolio.testing import cover, make_customer
from clavero.reports import store
from clavero.reports.models import Document
from clavero.reports.rules import DEAD_AFTER, FORMS, KEPT, MOST_AT_ONCE, Form, Kind, State
from clavero.reports.selectors import document_of, documents, file_of
from clavero.reports.services import make_document, order_document, remove_document, tidy_up
from clavero.reports.testing import SYSTEM, make_brief
from clavero.sharing.testing import make_shared_plan
from clavero.work.models import Pack

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], AbstractContextManager[None]]


@pytest.mark.parametrize("language", ["es", "en"])
def test_it_is_made_in_its_language_and_kept_as_a_file(
    actors: SimpleNamespace, customer: Customer, folder: Path, language: str
) -> None:
    row = make_brief(customer, actors.senior, language=language)
    assert (row.state, row.pages, row.by_name) == (State.DONE, 1, actors.senior.name)
    found = file_of(actors.senior, row.pk)
    assert found.content.startswith(b"%PDF-")
    assert f"<rdf:li>{language}</rdf:li>".encode() in found.content
    assert [each.name for each in folder.iterdir()] == [row.file]
    assert row.size == len(found.content)
    assert [entry.verb for entry in history(row)] == ["document.ordered"]


@pytest.mark.parametrize(("kind", "form"), [(kind, form) for kind in Kind for form in FORMS[kind]])
def test_every_document_in_every_form(
    actors: SimpleNamespace, customer: Customer, cast: Cast, kind: Kind, form: Form
) -> None:
    make_plan(customer)
    make_shared_plan(customer)
    Pack.objects.create(
        customer=customer, giver=cast.senior, receiver=cast.director, by_name="Ana",
        opened_on=timezone.localdate(),
    )  # fmt: skip
    row = order_document(
        actors.senior,
        kind=kind,
        form=form,
        language="es",
        customer_id=customer.pk if kind.is_of_account else None,
    )
    make_document(actors.senior, document_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.failure) == (State.DONE, "")
    assert row.file.endswith(f".{form.value}")
    start = file_of(actors.senior, row.pk).content[:4]
    assert start == (b"%PDF" if form is Form.PDF else b"PK\x03\x04")


def test_a_second_call_makes_nothing(actors: SimpleNamespace, customer: Customer) -> None:
    row = make_brief(customer, actors.senior)
    make_document(actors.senior, document_id=row.pk)
    again = Document.objects.get(pk=row.pk)
    assert (again.file, again.made_at) == (row.file, row.made_at)


def test_refused_before_it_is_ordered(
    actors: SimpleNamespace, customer: Customer, refuses: Refuses
) -> None:
    told: dict[str, Any] = {"customer_id": customer.pk, "language": "es"}
    with refuses("no_plan"):
        order_document(actors.senior, kind=Kind.PLAN, **told)
    with refuses("unknown_language"):
        order_document(actors.senior, kind=Kind.ACCOUNT, **{**told, "language": "fr"})
    with refuses("unknown_period"):
        order_document(actors.senior, kind=Kind.REVIEW, months=5, **told)
    with refuses("no_such_form"):
        order_document(actors.senior, kind=Kind.HANDOVER, form=Form.XLSX, **told)
    with pytest.raises(Forbidden):
        order_document(actors.hr, kind=Kind.ACCOUNT, **told)
    for _number in range(MOST_AT_ONCE):
        order_document(actors.senior, kind=Kind.ACCOUNT, **told)
    with refuses("too_many"):
        order_document(actors.senior, kind=Kind.ACCOUNT, **told)
    order_document(actors.director, kind=Kind.ACCOUNT, **told)  # others do not wait for her


def test_an_outsider_is_blind(actors: SimpleNamespace, customer: Customer, cast: Cast) -> None:
    with pytest.raises(Customer.DoesNotExist):
        order_document(actors.sales, kind=Kind.ACCOUNT, customer_id=customer.pk, language="en")
    row = make_brief(customer, actors.director)
    # Who sees the account, but not as much as the director, does not open what he has made.
    for stranger in (actors.sales, actors.senior):
        assert list(documents(stranger)) == []
        with pytest.raises(Document.DoesNotExist):
            file_of(stranger, row.pk)
        with pytest.raises(Document.DoesNotExist):
            remove_document(stranger, document_id=row.pk)
    assert list(documents(actors.executive)) == [row]
    with pytest.raises(Forbidden):  # he reads it, and it is not his
        remove_document(actors.executive, document_id=row.pk)


def test_what_one_no_longer_sees_is_no_longer_opened(
    actors: SimpleNamespace, customer: Customer
) -> None:
    brief = make_brief(customer, actors.senior)
    report = order_document(actors.senior, kind=Kind.PORTFOLIO, language="en")
    make_document(actors.senior, document_id=report.pk)
    assert set(documents(actors.senior)) == {brief, report}
    Coverage.objects.update(end=timezone.localdate())
    assert list(documents(actors.senior)) == []
    assert set(documents(actors.director)) == {brief, report}


def test_a_report_of_some_needs_all_of_them(
    cast: Cast, actors: SimpleNamespace, customer: Customer
) -> None:
    report = order_document(actors.senior, kind=Kind.PORTFOLIO, language="en")
    assert report.codes == ["C1"]
    cover(cast.senior, make_customer("D1"))
    assert document_of(actors.senior, report.pk) == report
    later = order_document(actors.senior, kind=Kind.PORTFOLIO, language="en")
    Coverage.objects.filter(customer__code="D1").update(end=timezone.localdate())
    assert list(documents(actors.senior)) == [report]
    assert later.codes == ["C1", "D1"]


def test_of_the_whole_portfolio_only_for_those_who_see_it(
    actors: SimpleNamespace, customer: Customer
) -> None:
    report = order_document(actors.director, kind=Kind.PORTFOLIO, language="es")
    assert report.codes is None
    assert list(documents(actors.senior)) == []
    assert list(documents(actors.executive)) == [report]


def test_what_hinders_it_is_written_on_it(
    actors: SimpleNamespace, customer: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = order_document(actors.senior, kind=Kind.ACCOUNT, customer_id=customer.pk, language="en")
    Coverage.objects.update(end=timezone.localdate())
    make_document(actors.senior, document_id=row.pk)
    row.refresh_from_db()
    assert row.state == State.FAILED
    assert "you do not see it any more" in row.failure

    def breaks(*given: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("clavero.reports.services.making.drawn", breaks)
    row = order_document(SYSTEM, kind=Kind.ACCOUNT, customer_id=customer.pk, language="en")
    with pytest.raises(RuntimeError):
        make_document(SYSTEM, document_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.file) == (State.FAILED, "")
    assert "Order it again" in row.failure


def test_a_changed_file_is_not_handed_over(
    actors: SimpleNamespace, customer: Customer, folder: Path
) -> None:
    row = make_brief(customer, actors.senior)
    (folder / row.file).write_bytes(b"%PDF-other")
    with pytest.raises(store.FileChanged):
        file_of(actors.senior, row.pk)
    (folder / row.file).unlink()
    with pytest.raises(store.FileChanged):
        file_of(actors.senior, row.pk)


def test_thrown_away_by_whoever_made_it(
    actors: SimpleNamespace, customer: Customer, folder: Path,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    row = make_brief(customer, actors.senior)
    with django_capture_on_commit_callbacks(execute=True):
        remove_document(actors.senior, document_id=row.pk)
    assert list(folder.iterdir()) == []
    assert not Document.objects.exists()
    assert "document.removed" in [entry.verb for entry in history(Document(pk=row.pk))]


def test_nobody_writes_a_document_that_was_thrown_away_meanwhile(
    actors: SimpleNamespace, customer: Customer, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = order_document(actors.senior, kind=Kind.ACCOUNT, customer_id=customer.pk, language="en")

    def drawn(*given: Any) -> tuple[bytes, int]:
        Document.objects.all().delete()
        return b"%PDF-", 1

    monkeypatch.setattr("clavero.reports.services.making.drawn", drawn)
    make_document(actors.senior, document_id=row.pk)
    assert list(folder.iterdir()) == []
    assert not Document.objects.exists()


def test_at_night_the_old_ones_go_and_the_stuck_ones_say_so(
    actors: SimpleNamespace, customer: Customer, folder: Path
) -> None:
    old, kept = make_brief(customer, actors.senior), make_brief(customer, actors.senior)
    stuck = order_document(actors.senior, kind=Kind.ACCOUNT, customer_id=customer.pk, language="en")
    now = timezone.now()
    Document.objects.filter(pk=old.pk).update(ordered_at=now - KEPT - timedelta(days=1))
    Document.objects.filter(pk=stuck.pk).update(ordered_at=now - 2 * DEAD_AFTER)
    (folder / "stray.pdf").write_bytes(b"")
    assert tidy_up(SYSTEM) == 1
    assert {each.name for each in folder.iterdir()} == {kept.file, "stray.pdf"}
    stuck.refresh_from_db()
    assert (stuck.state, "interrupted" in stuck.failure) == (State.FAILED, True)
    assert store.sweep({kept.file}, now.timestamp() + 60) == 1
    assert tidy_up(SYSTEM) == 0


def test_a_plan_is_a_document_once_it_has_begun(
    actors: SimpleNamespace, customer: Customer
) -> None:
    make_plan(customer)
    row = make_brief(customer, actors.senior, kind=Kind.PLAN)
    assert row.state == State.DONE
    assert row.pages is not None
    assert row.pages > 1
