"""Bringing a file and looking at what importing it would do."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse

from clavero.conftest import AsPerson
from clavero.identity.testing import Cast
from clavero.ledger import forms
from clavero.ledger.models import Import, SourceMapping
from clavero.ledger.store import Store
from clavero.ledger.tests.pages import AMBIGUOUS, SALES, bring, fields_of
from clavero.ui.testing import words


@pytest.fixture
def browser(cast: Cast, as_person: AsPerson) -> Client:
    return as_person(cast.administrator)


def test_the_form_says_what_to_ask_for_and_how_large_it_may_be(browser: Client) -> None:
    page = browser.get(reverse("ledger:new_import")).content.decode()
    assert "What to ask your ERP for" in page
    assert "up to 4.0\xa0GB" in page
    assert reverse("ledger:example") in page


def test_a_file_is_kept_under_a_name_that_nobody_can_guess(browser: Client) -> None:
    address = bring(browser, SALES, name="../../etc/sales.csv")
    kept = sorted(path.name for path in Path(settings.UPLOADS_HOME).iterdir())
    key = address.rstrip("/").rsplit("/", 1)[-1]
    assert kept == [f"{key}.json", f"{key}.upload"]
    assert len(key) == 32
    assert "etc" not in browser.get(address).content.decode()


@pytest.mark.parametrize("file", [None, io.BytesIO(b"")])
def test_no_file_and_an_empty_one_are_told_beside_the_field(browser: Client, file: Any) -> None:
    answer = browser.post(reverse("ledger:new_import"), {"file": file} if file else {})
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()


def test_a_file_too_large_is_not_kept(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "LIMIT", 100)
    answer = browser.post(reverse("ledger:new_import"), {"file": io.BytesIO(SALES)})
    assert answer.status_code == 422
    assert "up to 100\xa0bytes can be brought here" in answer.content.decode()
    assert list(Path(settings.UPLOADS_HOME).iterdir()) == []


def test_with_htmx_the_browser_is_sent_to_the_preview(browser: Client) -> None:
    answer = browser.post(
        reverse("ledger:new_import"), {"file": io.BytesIO(SALES)}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert answer["HX-Redirect"].startswith("/ledger/imports/files/")


def test_the_preview_says_what_would_happen_and_why(browser: Client, store: Store) -> None:
    page = browser.get(bring(browser, SALES)).content.decode()
    assert "3 lines would be imported" in page
    assert "1 row would be refused." in page
    assert "€390.75" in page
    assert "There is no such day" in page
    assert "Line 4 · Date" in page
    assert '<span class="example">2024-02-30</span>' in page
    assert "Lines without a customer" in page
    assert "Lines without a cost" in page
    assert "“Customer code” is a usual name for it." in page
    assert store.version() == 0
    assert not Import.objects.exists()


def test_it_costs_few_queries(browser: Client, django_assert_max_num_queries: Any) -> None:
    address = bring(browser, SALES)
    with django_assert_max_num_queries(12):
        browser.get(address)


def test_only_who_brought_it_sees_it(cast: Cast, as_person: AsPerson, browser: Client) -> None:
    address = bring(browser, SALES)
    other = as_person(cast.director)  # who may import as well
    assert other.get(address).status_code == 404
    assert other.post(f"{address}import/").status_code == 404
    assert as_person(cast.senior).get(address).status_code == 403
    assert browser.get(address.replace("files/", "files/..%2f")).status_code == 404


def test_what_the_file_leaves_open_is_asked_with_the_meaning_of_each_answer(
    browser: Client,
) -> None:
    address = bring(browser, AMBIGUOUS)
    page = browser.get(address).content.decode()
    assert "The file leaves one question open" in page
    assert "03/04/2024 would be 3\xa0Apr\xa02024" in page
    assert "03/04/2024 would be 4\xa0Mar\xa02024" in page
    assert "formaction" not in page, "nothing can be imported before it is answered"

    answered = browser.post(address, {**fields_of(browser.get(address)), "dates": "mdy"})
    page = answered.content.decode()
    assert "2 lines would be imported" in page
    assert "4\xa0Mar\xa02024 to 6\xa0May\xa02024" in page


def test_whether_a_year_without_century_comes_first_is_asked(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: date(2025, 6, 1))
    content = b"Invoice,Date,Customer,Amount\nF1,24-03-15,C1,10.50\nF2,24-05-12,C2,20.25\n"
    address = bring(browser, content)
    page = words(browser.get(address))
    assert "Does the year come first in its dates, or last?" in page
    assert "The year comes first 24-03-15 would be 15 Mar 2024" in page.replace("\xa0", " ")
    spanish = words(browser.get(address, headers={"Accept-Language": "es"}))
    assert "En sus fechas, ¿el año va al principio o al final?" in spanish
    answered = browser.post(address, {**fields_of(browser.get(address)), "dates": "ymd"})
    page = words(answered).replace("\xa0", " ")
    assert "2 lines would be imported" in page
    assert "15 Mar 2024 to 12 May 2024" in page


def test_a_part_of_the_page_is_enough_for_htmx(browser: Client) -> None:
    address = bring(browser, AMBIGUOUS)
    sent = {**fields_of(browser.get(address)), "dates": "dmy"}
    part = browser.post(address, sent, headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div class="stack reading" id="reading">')
    assert "2 lines would be imported" in part


def test_the_mapping_can_be_corrected(browser: Client) -> None:
    address = bring(browser, SALES.replace(b"Customer code", b"Who"))
    first = browser.get(address)
    assert "One column is still to be found" in first.content.decode()
    sent = {**fields_of(first), "column:Who": "customer"}
    second = browser.post(address, sent)
    assert "3 lines would be imported" in second.content.decode()

    # What was decided stays decided when something else changes.
    third = browser.post(address, {**fields_of(second), "column:Customer name": ""})
    assert "3 lines would be imported" in third.content.decode()
    assert fields_of(third)["column:Who"] == "customer"
    assert fields_of(third)["column:Customer name"] == ""


def test_two_columns_of_one_meaning_are_refused_and_nothing_is_lost(browser: Client) -> None:
    address = bring(browser, SALES)
    sent = {
        **fields_of(browser.get(address)),
        "column:Currency": "net_amount",
        "found:Net amount": "*",
    }
    answer = browser.post(address, sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "has two columns" in page
    assert "What its columns mean" in page


def test_a_field_with_two_columns_is_named_as_the_page_names_it(browser: Client) -> None:
    address = bring(browser, b"Beleg;Tag;Kunde;Wert\nB1;15.03.2024;K1;10,5\n")
    chosen = {"Beleg": "document", "Tag": "document", "Kunde": "customer", "Wert": "net_amount"}
    sent = fields_of(browser.get(address)) | {f"column:{k}": v for k, v in chosen.items()}
    told = words(browser.post(address, sent))
    assert "“Document number” has two columns: Beleg, Tag." in told
    assert "One column is still to be found" in told
    assert "Say below which column it is: Document date" in told
    again = fields_of(browser.post(address, sent))
    assert {name: again[f"column:{name}"] for name in chosen} == chosen


def test_a_wrong_currency_is_told_beside_its_field(browser: Client) -> None:
    address = bring(browser, AMBIGUOUS)
    sent = {**fields_of(browser.get(address)), "dates": "dmy", "currency": "???"}
    answer = browser.post(address, sent)
    assert answer.status_code == 422
    assert 'id="id_currency_error"' in answer.content.decode()


def test_a_currency_that_the_file_does_not_say_is_not_assumed_in_silence(browser: Client) -> None:
    address = bring(browser, AMBIGUOUS)
    first = browser.get(address)
    assert "its amounts are taken as EUR" in first.content.decode()
    assert "From this first file on, the ledger counts in EUR." in words(first)
    sent = {**fields_of(browser.get(address)), "dates": "dmy", "currency": "gbp"}
    page = browser.post(address, sent).content.decode()
    assert "its amounts are taken as" not in page
    assert "£30.75" in page


def test_a_currency_that_is_asked_about_is_not_assumed_too(browser: Client) -> None:
    sales = b"document,date,customer,net_amount\nF1,2024-01-15,C1,$10.50\n"
    page = browser.get(bring(browser, sales)).content.decode()
    assert "In which currency are its amounts?" in page
    assert "its amounts are taken as" not in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<!doctype html><html><body>Sign in</body></html>", "This is a web page"),
        (b"PK\x03\x04 not really", "The archive is damaged"),
        (SALES + b'F9,2024-05-01,C1,"Acme', "A quotation mark"),
    ],
)
def test_a_damaged_file_gets_a_clear_sentence(
    browser: Client, store: Store, content: bytes, sentence: str
) -> None:
    answer = browser.get(bring(browser, content))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert "Nothing has been changed." in page
    assert "Choose another file" in page
    assert "formaction" not in page
    assert store.version() == 0


def test_an_archive_of_several_files_asks_which(browser: Client) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("january.csv", SALES)
        archive.writestr("february.csv", SALES.replace(b"F", b"G"))
    address = bring(browser, packed.getvalue(), name="sales.zip")
    page = browser.get(address).content.decode()
    assert "Which file of the archive has the sales lines?" in page

    chosen = browser.post(address, {"member": "february.csv"})
    assert "3 lines would be imported" in chosen.content.decode()
    # The answer is carried along.
    again = browser.post(address, fields_of(chosen))
    assert "3 lines would be imported" in again.content.decode()


def test_another_delimiter_begins_the_mapping_afresh(browser: Client) -> None:
    address = bring(browser, SALES.replace(b",", b"|"))
    sent = {**fields_of(browser.get(address)), "delimiter": ","}
    answer = browser.post(address, sent)
    assert "has no column" not in answer.content.decode()


def test_what_the_file_says_is_never_part_of_the_page(browser: Client) -> None:
    script = "<script>alert(1)</script>Ñandú"
    content = SALES.decode().replace("Acme", script).replace("Customer name", f"Name {script}")
    page = browser.get(bring(browser, content.encode("cp1252"), name=f"{script}.csv"))
    assert "<script>alert" not in page.content.decode()


def test_an_example_in_the_readers_language(browser: Client) -> None:
    english = browser.get(reverse("ledger:example"), headers={"Accept-Language": "en"})
    assert english["Content-Disposition"] == 'attachment; filename="sales-example.csv"'
    spanish = browser.get(reverse("ledger:example"), headers={"Accept-Language": "es"})
    assert "Código cliente" in spanish.content.decode("utf-8-sig")
    for answer in (english, spanish):
        page = browser.get(bring(browser, answer.content)).content.decode()
        assert "6 lines would be imported" in page
        assert "None would be refused." in page
        assert "Not imported</option>" in page
        assert 'class="is-unused"' not in page, "each column of the example is recognised"


FORGETTING = re.compile(
    r'name="source" value="Our ERP">\s+<input type="hidden" name="seen" value="(\d+)"'
)


def test_a_saved_mapping_is_said_and_can_be_forgotten(browser: Client) -> None:
    address = bring(browser, AMBIGUOUS)
    sent = {**fields_of(browser.get(address)), "dates": "dmy", "source": "Our ERP"}
    browser.post(f"{address}import/", sent)

    next_one = bring(browser, AMBIGUOUS.replace(b"F", b"G"))
    page = browser.get(next_one).content.decode()
    assert "Read as in the last file of “Our ERP”" in page
    assert "2 lines would be imported" in page

    (shown,) = FORGETTING.findall(page)
    browser.post(f"{next_one}forget/", {"source": "Our ERP", "seen": shown})
    assert not SourceMapping.objects.exists()
    assert "The file leaves one question open" in browser.get(next_one).content.decode()


def test_how_a_source_is_read_is_not_written_over_unseen(browser: Client) -> None:
    address = bring(browser, AMBIGUOUS)
    sent = {**fields_of(browser.get(address)), "source": "Our ERP"}
    other = bring(browser, AMBIGUOUS.replace(b"F", b"G"))
    browser.post(f"{address}import/", sent | {"dates": "dmy"})
    mine = sent | {"dates": "mdy", "seen": "0"}  # its preview was opened before
    answer = browser.post(f"{other}import/", mine)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "How files from “Our ERP” are read was saved by" in page
    assert SourceMapping.objects.get().choices["dates"] == "dmy"
    assert not Import.objects.filter(path__contains=other.split("/")[-2]).exists()
    (seen,) = re.findall(r'form="reading-form"\s+name="seen"\s+value="(\d+)"', page)
    assert browser.post(f"{other}import/", mine | {"seen": seen}).status_code == 302
    assert SourceMapping.objects.get().choices["dates"] == "mdy"


def test_how_a_source_is_read_is_not_forgotten_unseen(
    browser: Client, cast: Cast, as_person: AsPerson
) -> None:
    address = bring(browser, AMBIGUOUS)
    sent = {**fields_of(browser.get(address)), "source": "Our ERP"}
    browser.post(f"{address}import/", sent | {"dates": "dmy"})
    mine = bring(browser, AMBIGUOUS.replace(b"F", b"G"))
    (seen,) = FORGETTING.findall(browser.get(mine).content.decode())
    colleague = as_person(cast.director)
    theirs = bring(colleague, AMBIGUOUS.replace(b"F", b"H"))
    colleague.post(f"{theirs}import/", sent | {"dates": "mdy", "seen": seen})

    answer = browser.post(f"{mine}forget/", {"source": "Our ERP", "seen": seen})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f"are read was saved by {cast.director.name}" in page
    assert SourceMapping.objects.get().choices["dates"] == "mdy"
    (seen,) = FORGETTING.findall(page)
    assert browser.post(f"{mine}forget/", {"source": "Our ERP", "seen": seen}).status_code == 302
    assert not SourceMapping.objects.exists()


def test_what_no_database_can_hold_is_no_address_and_leaves_no_trace(browser: Client) -> None:
    for strange in ("240131-00\0", "240131-000000;"):
        for name in ("import", "undo", "redo", "refused_rows"):
            with pytest.raises(NoReverseMatch):
                reverse(f"ledger:{name}", args=[strange])
    assert browser.get("/ledger/imports/240131-00%00/").status_code == 404
    assert browser.get("/ledger/imports/files/00%00/").status_code == 404
    address = bring(browser, AMBIGUOUS)
    assert browser.get(f"{address}?again=%00").status_code == 200
    assert browser.post(f"{address}forget/", {"source": "\0"}).status_code == 302
    sent = {**fields_of(browser.get(address)), "dates": "dmy", "source": "Our\0 ERP"}
    browser.post(f"{address}import/", sent)
    assert SourceMapping.objects.get().source == "Our ERP"


def _book(**sheets: list[tuple[Any, ...]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(file := io.BytesIO())
    return file.getvalue()


def test_the_preview_says_which_sheets_are_read(browser: Client, store: Store) -> None:
    head = ("Factura", "Fecha", "Cliente", "Importe €")
    january = [head, ("F1", "15/01/2024", "C1", 10), ("F2", "32/01/2024", "C1", 10)]
    february = [head, ("F3", "15/02/2024", "C1", 10), ("F4", "32/02/2024", "C1", 10)]
    address = bring(browser, _book(Enero=january, Febrero=february), name="ventas.xlsx")
    page = browser.get(address).content.decode()
    assert "2 lines would be imported" in page
    assert "all are read, as one file" in page
    assert "Febrero · Line 3" in page
    one = {**fields_of(browser.get(address)), "sheet": "Febrero"}
    assert "1 line would be imported" in browser.post(address, one).content.decode()

    other = [(*head, "Coste"), ("F3", "15/02/2024", "C1", 10, 5)]
    address = bring(browser, _book(Enero=january, Febrero=other), name="ventas.xlsx")
    page = browser.get(address).content.decode()
    assert "Which sheet has the sales lines?" in page
    assert "their columns differ: Enero, Febrero" in page
    answered = browser.post(address, {"sheet": "Enero"})
    assert "1 line would be imported" in answered.content.decode()


def test_the_first_file_of_several_currencies_says_which_one_counts(
    browser: Client, store: Store
) -> None:
    rows = b"document,date,customer,net_amount,currency\nF1,2024-01-15,C1,10,EUR\n"
    address = bring(browser, rows + b"F2,2024-01-15,C1,10,USD\nF3,2024-01-15,C1,20,USD\n")
    page = browser.get(address).content.decode()
    assert "decides in which currency the ledger counts: USD" in page
    assert reverse("ledger:rates") in page
    assert "decides in which" not in browser.get(bring(browser, rows)).content.decode()
