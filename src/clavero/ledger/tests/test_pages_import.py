"""Importing a file from its preview, and what the page says happened."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from clavero.conftest import AsPerson
from clavero.identity.models import Person
from clavero.identity.rules import ALLOWED, Actor, Role, Verb
from clavero.identity.testing import Cast
from clavero.ledger import jobs, services
from clavero.ledger.models import Import, Phase, Status
from clavero.ledger.tests.pages import AMBIGUOUS, SALES, bring, fields_of, imported


@pytest.fixture
def browser(cast: Cast, as_person: AsPerson) -> Client:
    return as_person(cast.administrator)


def test_a_file_is_imported_and_told(browser: Client, cast: Cast) -> None:
    address = imported(browser, SALES)
    page = browser.get(address).content.decode()
    assert "3 lines are in the ledger from this file. 1 row was refused" in page
    assert "€390.75" in page
    assert "There is no such day" in page
    assert "15\xa0Jan\xa02024 to 5\xa0Mar\xa02024" in page
    row = Import.objects.get()
    assert (row.status, row.kept, row.by_id) == (Status.DONE, 3, cast.administrator.pk)
    assert list(Path(settings.UPLOADS_HOME).iterdir()) == [], "the file is not needed any more"


@pytest.mark.parametrize(
    ("costs", "count"), [(("Cost", "6", "", "7"), 1), (("Cost", "6", "5", "7"), 0), (None, 3)]
)
def test_lines_without_a_cost_are_told(
    browser: Client, costs: tuple[str, ...] | None, count: int
) -> None:
    rows = ["Invoice,Date,Customer code,Net amount"]
    rows += [f"F{number},2024-01-15,C1,10.00" for number in (1, 2, 3)]
    if costs:
        rows = [f"{row},{cost}" for row, cost in zip(rows, costs, strict=True)]
    page = browser.get(imported(browser, "\n".join(rows).encode())).content.decode()
    assert ("Lines without a cost" in page) is (count > 0)
    assert Import.objects.get().without_cost == count


def test_it_costs_few_queries(browser: Client, django_assert_max_num_queries: Any) -> None:
    address = imported(browser, SALES)
    with django_assert_max_num_queries(12):
        browser.get(address)


def test_only_who_may_see_the_portfolio_is_led_there(
    browser: Client, cast: Cast, as_person: AsPerson
) -> None:
    address = imported(browser, SALES)
    assert "See the portfolio" not in browser.get(address).content.decode()
    assert "See the portfolio" in as_person(cast.director).get(address).content.decode()
    assert as_person(cast.executive).get(address).status_code == 403


def test_who_imports_without_seeing_sales_is_told_who_does(
    browser: Client, cast: Cast, as_person: AsPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = imported(browser, SALES)
    told, invite = "The director of key accounts sees the picture.", 'href="/people/new/"'
    page = browser.get(address).content.decode()
    assert told in page, "there is one"
    assert invite not in page
    Person.objects.filter(role=Role.DIRECTOR).update(is_active=False)
    page = browser.get(address).content.decode()
    assert "invite the director of key accounts, who sees the picture." in page
    assert invite in page
    no_people = ALLOWED[Role.ADMINISTRATOR] - {Verb.MANAGE_PEOPLE}
    monkeypatch.setitem(ALLOWED, Role.ADMINISTRATOR, no_people)
    page = browser.get(address).content.decode()
    assert told in page
    assert invite not in page
    page = as_person(cast.director).get(address).content.decode()
    assert "does not see sales" not in page


def test_the_refused_rows_can_be_corrected_and_imported_alone(browser: Client) -> None:
    address = imported(browser, SALES)
    answer = browser.get(f"{address}refused/")
    assert answer["Content-Disposition"].startswith("attachment")
    refused = b"".join(answer.streaming_content)
    assert refused.decode("utf-8-sig").splitlines()[1].startswith("F3,2024-02-30,C2")

    corrected = refused.replace(b"F3,2024-02-30", b"F3,2024-02-29")
    page = browser.get(imported(browser, corrected, name="corrected.csv")).content.decode()
    assert "1 line is in the ledger from this file." in page
    assert "€10.00" in page


def test_without_refused_rows_there_is_no_file_of_them(browser: Client) -> None:
    address = imported(browser, SALES.replace(b"02-30", b"02-29"))
    assert "Download the refused rows" not in browser.get(address).content.decode()
    assert browser.get(f"{address}refused/").status_code == 404


def test_the_same_file_again_is_told_kindly(browser: Client) -> None:
    imported(browser, SALES)
    preview = browser.get(bring(browser, SALES)).content.decode()
    assert "This very file was imported on" in preview
    assert "importing it changes nothing" in preview
    page = browser.get(imported(browser, SALES)).content.decode()
    assert "This file is in the ledger already, so nothing has changed." in page
    assert "The import that brought it" in page


def test_the_same_lines_in_another_file_are_told_too(browser: Client) -> None:
    imported(browser, SALES)
    page = browser.get(imported(browser, SALES + b"\n")).content.decode()
    assert "Every line of this file is in the ledger already" in page


def test_what_is_open_is_not_imported_by_a_guess(browser: Client) -> None:
    address = bring(browser, AMBIGUOUS)
    answer = browser.post(f"{address}import/", fields_of(browser.get(address)))
    assert answer.status_code == 422
    assert "The file leaves one question open" in answer.content.decode()
    assert not Import.objects.exists()


def test_a_wrong_choice_comes_back_to_the_preview(browser: Client) -> None:
    address = bring(browser, SALES)
    sent = {**fields_of(browser.get(address)), "currency": "???"}
    assert browser.post(f"{address}import/", sent).status_code == 422
    assert not Import.objects.exists()


def test_an_import_that_came_to_nothing_says_why_and_leads_back(browser: Client) -> None:
    services.set_reporting_currency(Actor.system(), currency="EUR")
    abroad = SALES.replace(b"EUR", b"USD")  # and there are no rates
    address = imported(browser, abroad, **{"column:Customer name": ""})
    page = browser.get(address).content.decode()
    assert "No row of the file can be imported." in page
    assert "Nothing has been changed." in page
    assert "There is no exchange rate for its currency on that day" in page

    back = re.search(r'href="([^"]+again=[^"]+)"', page)
    assert back is not None, "the file can be read in another way"
    preview = browser.get(back[1])
    assert fields_of(preview)["column:Customer name"] == "", "as it was read then"


def leave_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with a worker that is busy."""
    monkeypatch.setattr(jobs, "run_import", SimpleNamespace(enqueue=lambda *args: None))


def test_pressing_twice_imports_once(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    leave_waiting(monkeypatch)
    address = bring(browser, SALES)
    sent = fields_of(browser.get(address))
    first = browser.post(f"{address}import/", sent)
    second = browser.post(f"{address}import/", sent)
    assert first["Location"] == second["Location"]
    assert Import.objects.count() == 1


def test_a_bar_shows_how_far_it_is(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    leave_waiting(monkeypatch)
    address = imported(browser, SALES)
    page = browser.get(address).content.decode()
    assert "Waiting to begin" in page
    assert '<meta http-equiv="refresh"' in page, "without a script the page asks again"

    Import.objects.update(phase=Phase.READING, progress=0.5)  # still to be started
    part = browser.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "Reading the file" in part
    assert 'value="30" max="100"' in part

    Import.objects.update(status=Status.DONE)
    done = browser.get(address, headers={"HX-Request": "true"})
    assert done["HX-Redirect"] == address


def test_nobody_waits_for_an_import_whose_process_died(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave_waiting(monkeypatch)
    address = imported(browser, SALES)
    Import.objects.update(status=Status.READING, phase=Phase.READING, progress=0.5)
    page = browser.get(address).content.decode()
    assert "The import was interrupted before it ended." in page
    assert Import.objects.get().status == Status.FAILED


def test_the_refused_rows_are_told_in_the_readers_language(cast: Cast, as_person: AsPerson) -> None:
    cast.administrator.language = "es"
    cast.administrator.save()
    browser = as_person(cast.administrator)
    answer = browser.get(f"{imported(browser, SALES, name='ventas.CSV')}refused/")
    assert answer["Content-Disposition"] == 'attachment; filename="ventas-rechazadas.csv"'
    refused = b"".join(answer.streaming_content)
    head, row = refused.decode("utf-8-sig").splitlines()
    assert "There is no such day" not in row
    first = SALES.decode().splitlines()[0]
    assert head == f"{first},línea_rechazada,columna_rechazada,valor_rechazado,motivo_de_rechazo"

    corrected = refused.replace(b"F3,2024-02-30", b"F3,2024-02-29")
    again = browser.get(f"{imported(browser, corrected + row.encode(), name='2.csv')}refused/")
    assert b"".join(again.streaming_content).decode("utf-8-sig").splitlines()[0] == head


@pytest.mark.parametrize("name", ["sales.csv", "sales.csv.gz", "sales", "sales.csv.ZIP"])
def test_the_file_of_refused_rows_is_named_after_its_file(browser: Client, name: str) -> None:
    address = imported(browser, SALES)
    Import.objects.update(file_name=name)
    answer = browser.get(f"{address}refused/")
    assert answer["Content-Disposition"] == 'attachment; filename="sales-refused.csv"'


def test_an_unknown_import_is_not_found(browser: Client) -> None:
    assert browser.get("/ledger/imports/240101-ffffff/").status_code == 404
