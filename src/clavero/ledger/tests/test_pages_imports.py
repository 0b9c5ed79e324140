"""The list of imports, and undoing and redoing them from it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.identity.testing import Cast
from clavero.ledger.models import Import, Status
from clavero.ledger.testing import Row, ledger_of, ledger_of_again


@pytest.fixture
def browser(cast: Cast, as_person: AsPerson) -> Client:
    return as_person(cast.director)


def test_before_the_first_it_leads_to_the_upload(browser: Client) -> None:
    page = browser.get(reverse("ledger:imports")).content.decode()
    assert "No sales have been imported yet" in page
    assert reverse("ledger:new_import") in page
    assert reverse("ledger:example") in page


def test_each_import_stands_with_its_figures_and_what_can_be_done(browser: Client) -> None:
    row = ledger_of([Row("F1"), Row("F2", currency="USD")], name="january.csv")
    page = browser.get(reverse("ledger:imports")).content.decode()
    assert "january.csv" in page
    assert '<span class="pill pill-good">Imported</span>' in page
    assert "<div>€100.00</div><div>$100.00</div>" in page
    assert "15\xa0Jan\xa02024 – 15\xa0Jan\xa02024" in page
    assert reverse("ledger:undo", args=[row.pk]) in page


def test_it_costs_few_queries(browser: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(4):
        ledger_of([Row(f"F{number}")])
    with django_assert_max_num_queries(12):
        browser.get(reverse("ledger:imports"))


def test_as_a_file_it_has_both_days_and_no_links(browser: Client) -> None:
    ledger_of([Row("F1")], name="january.csv")
    answer = browser.get(reverse("ledger:imports"), {"export": "csv"})
    head, line = answer.content.decode("utf-8-sig").splitlines()
    assert "From" in head
    assert "Change" not in head
    assert "EUR" in line


def test_only_those_who_import_see_it_and_its_entry(cast: Cast, as_person: AsPerson) -> None:
    address = reverse("ledger:imports")
    assert as_person(cast.senior).get(address).status_code == 403
    assert Client().get(address).status_code == 302
    assert address in as_person(cast.administrator).get(reverse("identity:roles")).content.decode()
    assert address not in as_person(cast.senior).get(reverse("identity:roles")).content.decode()


def test_undoing_asks_first_and_is_audited(browser: Client, cast: Cast) -> None:
    row = ledger_of([Row("F1")], name="january.csv")
    address = reverse("ledger:undo", args=[row.pk])
    asked = browser.get(address).content.decode()
    assert "Undo the import of january.csv?" in asked
    assert "1 line leaves the ledger" in asked
    assert Import.objects.get().status == Status.DONE

    assert browser.post(address).status_code == 302
    row.refresh_from_db()
    assert row.status == Status.UNDONE
    entry = history(row).first()
    assert entry is not None
    assert (entry.verb, entry.by_id) == ("ledger.undo", cast.director.pk)
    assert (
        "This import has been undone"
        in browser.get(reverse("ledger:import", args=[row.pk])).content.decode()
    )


def test_who_undoes_a_file_imported_twice_is_told_that_its_lines_stay(browser: Client) -> None:
    first = ledger_of([Row("F1")], name="january.csv")
    second = ledger_of_again(first)
    listed = browser.get(reverse("ledger:imports")).content.decode()
    for row in (first, second):
        address = reverse("ledger:undo", args=[row.pk])
        assert address in listed
        asked = browser.get(address).content.decode()
        assert "No figure changes: the same file was also imported on" in asked
        assert "leaves the ledger" not in asked

    browser.post(reverse("ledger:undo", args=[first.pk]))

    page = browser.get(reverse("ledger:import", args=[first.pk])).content.decode()
    assert "Its lines are in the ledger all the same" in page
    assert reverse("ledger:import", args=[second.pk]) in page
    page = browser.get(reverse("ledger:import", args=[second.pk])).content.decode()
    assert "1 line is in the ledger from this file." in page
    assert reverse("ledger:undo", args=[second.pk]) in page
    assert "The import that brought it" not in page


def test_undoing_twice_is_refused_clearly(browser: Client) -> None:
    row = ledger_of([Row("F1")])
    address = reverse("ledger:undo", args=[row.pk])
    browser.post(address)
    answer = browser.post(address)
    assert answer.status_code == 422
    assert "Only an import whose lines are in the ledger can be undone." in answer.content.decode()


def test_an_undone_import_comes_back(browser: Client) -> None:
    row = ledger_of([Row("F1")])
    browser.post(reverse("ledger:undo", args=[row.pk]))
    address = reverse("ledger:redo", args=[row.pk])
    assert "Bring the lines of" in browser.get(address).content.decode()
    assert browser.post(address).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.kept) == (Status.DONE, 1)
    assert browser.post(address).status_code == 422


def test_an_outsider_changes_nothing(cast: Cast, as_person: AsPerson) -> None:
    row = ledger_of([Row("F1")])
    for name in ("undo", "redo"):
        answer = as_person(cast.executive).post(reverse(f"ledger:{name}", args=[row.pk]))
        assert answer.status_code == 403
    row.refresh_from_db()
    assert row.status == Status.DONE
