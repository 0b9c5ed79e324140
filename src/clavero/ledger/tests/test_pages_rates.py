"""Exchange rates and the reporting currency, in the browser."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from clavero.conftest import AsPerson
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.ledger import selectors
from clavero.ledger.models import ExchangeRate
from clavero.ledger.services import undo_import
from clavero.ledger.testing import Row, ledger_of

RATES = b"Date,USD,GBP\n2025-01-03,1.0299,0.8301\n2025-01-02,1.0321,N/A\n"
ADDRESS = "/ledger/rates/"


@pytest.fixture
def browser(cast: Cast, as_person: AsPerson) -> Client:
    return as_person(cast.administrator)


def test_a_table_is_loaded_and_counted(browser: Client) -> None:
    assert "No rates yet" in browser.get(ADDRESS).content.decode()
    page = browser.post(ADDRESS, {"file": io.BytesIO(RATES)}, follow=True).content.decode()
    assert "The table has 3 rates. 3 of them are new or changed." in page
    assert "1.0299" in page
    assert "3\xa0Jan\xa02025" in page
    assert ExchangeRate.objects.count() == 3
    assert list(Path(settings.UPLOADS_HOME).iterdir()) == []


def test_a_wrong_table_says_which_line_is_wrong(browser: Client) -> None:
    answer = browser.post(ADDRESS, {"file": io.BytesIO(RATES + b"2025-01-06,cheap,1\n")})
    assert answer.status_code == 422
    assert "Line 4, column USD: “cheap” is not a rate." in answer.content.decode()
    assert not ExchangeRate.objects.exists()


def test_a_file_that_is_no_table_says_what_it_is(browser: Client) -> None:
    files = {
        b"<html><body>Sign in</body></html>": "This is a web page",
        b"PK\x05\x06" + bytes(18): "The archive has no file in it",
    }
    for content, said in files.items():
        answer = browser.post(ADDRESS, {"file": io.BytesIO(content)})
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert list(Path(settings.UPLOADS_HOME).iterdir()) == []


def test_it_costs_few_queries(browser: Client, django_assert_max_num_queries: Any) -> None:
    browser.post(ADDRESS, {"file": io.BytesIO(RATES)})
    with django_assert_max_num_queries(12):
        browser.get(ADDRESS)


def test_the_reporting_currency_is_chosen_while_there_are_no_lines(browser: Client) -> None:
    address = reverse("ledger:reporting_currency")
    page = browser.post(address, {"currency": "usd"}, follow=True).content.decode()
    assert "Every total is in USD now." in page
    assert selectors.reporting_currency() == "USD"

    wrong = browser.post(address, {"currency": "12"})
    assert wrong.status_code == 422
    assert "is not a currency code" in wrong.content.decode()


def test_with_lines_it_is_told_and_stays(browser: Client) -> None:
    ledger_of([Row("F1")])
    assert "It cannot change while there are lines" in browser.get(ADDRESS).content.decode()
    answer = browser.post(reverse("ledger:reporting_currency"), {"currency": "USD"})
    assert answer.status_code == 422
    assert selectors.reporting_currency() == "EUR"


def test_when_every_import_is_undone_it_is_offered_again(browser: Client) -> None:
    only = ledger_of([Row("F1")])
    undo_import(Actor.system(), import_id=only.pk)
    offered = browser.get(ADDRESS)
    page = offered.content.decode()
    assert reverse("ledger:reporting_currency") in page
    assert 'name="currency"' in page
    assert "It cannot change while there are lines" not in page
    sent = {"currency": "USD", "seen": offered.context["currency_form"]["seen"].value()}
    page = browser.post(reverse("ledger:reporting_currency"), sent, follow=True).content.decode()
    assert "Every total is in USD now." in page

    answer = browser.post(reverse("ledger:redo", args=[only.pk]))
    assert answer.status_code == 422
    assert "This import was read in EUR" in answer.content.decode()


def test_an_outsider_sees_and_changes_nothing(cast: Cast, as_person: AsPerson) -> None:
    outsider = as_person(cast.logistics)
    assert outsider.get(ADDRESS).status_code == 403
    assert outsider.post(ADDRESS, {"file": io.BytesIO(RATES)}).status_code == 403
    assert outsider.post(reverse("ledger:reporting_currency")).status_code == 403
    assert not ExchangeRate.objects.exists()
