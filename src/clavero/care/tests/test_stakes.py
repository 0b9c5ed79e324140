"""Money at stake: in the currency in which it was said, added up in one."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from clavero.care import services
from clavero.care.models import Complaint
from clavero.care.selectors import at_stake, complaint_rows, complaint_seen, money_at_stake
from clavero.care.sentences import at_stake_in_words
from clavero.care.testing import MONDAY, SYSTEM, make_complaint
from clavero.conftest import AsPerson
from clavero.core.errors import Refusal
from clavero.core.money import Money
from clavero.identity.testing import Cast
from clavero.ledger.models import ExchangeRate
from clavero.portfolio.models import Customer

pytestmark = pytest.mark.django_db
TOLD = "€1,000.00 at stake in 2 open complaints that say it."


@pytest.fixture
def rated(mine: Customer, clock: Any) -> Customer:
    """Two dollars a euro on the day of the complaints, of yen nothing."""
    ExchangeRate.objects.create(currency="USD", day=MONDAY.date(), rate=Decimal(2))
    for money, currency in ((Decimal(600), ""), (Decimal(800), "USD"), (Decimal(50), "JPY")):
        make_complaint(mine, money=money, currency=currency)
    return mine


def test_it_is_added_up_at_the_rate_of_the_day_it_came(rated: Customer) -> None:
    found = at_stake(complaint_rows(SYSTEM))
    assert (found.total, found.count) == (Money(Decimal(1000), "EUR"), 2)
    assert (found.apart, found.unrated) == ([Money(Decimal(50), "JPY")], 1)
    assert at_stake_in_words(found) == (
        f"{TOLD} Not counted, because no rate of its day is known: JPY\N{NO-BREAK SPACE}50 in 1 "
        "open complaint."
    )
    now = MONDAY + timedelta(hours=1)
    assert money_at_stake([rated.code], now) == {rated.code: None}, "less would be counted"
    Complaint.objects.filter(currency="JPY").delete()
    assert money_at_stake([rated.code], now) == {rated.code: Decimal(1000)}


def test_pages_and_files_say_the_currency(rated: Customer, cast: Cast, as_person: AsPerson) -> None:
    browser = as_person(cast.senior)
    for name, given in (("inbox", []), ("board", []), ("account", [rated.pk])):
        assert TOLD in browser.get(reverse(f"care:{name}", args=given)).content.decode()
    page = browser.get(reverse("care:complaints")).content.decode()
    assert "$800" in page
    one = Complaint.objects.get(currency="USD")
    assert "$800" in browser.get(reverse("care:complaint", args=[one.pk])).content.decode()
    lines = browser.get(reverse("care:complaints") + "?export=csv").content.decode().splitlines()
    assert "Currency" in lines[0]
    assert any("800" in line and "USD" in line for line in lines)


def test_the_form_offers_currencies_and_keeps_what_was_said(
    mine: Customer, cast: Cast, actors: SimpleNamespace, as_person: AsPerson, clock: Any
) -> None:
    ExchangeRate.objects.create(currency="USD", day=MONDAY.date(), rate=Decimal(2))
    one = make_complaint(mine)
    browser, address = as_person(cast.senior), reverse("care:change", args=[one.pk])
    page = browser.get(address).content.decode()
    assert '<datalist id="currencies">' in page
    assert '<option value="USD">' in page
    told = {"text": one.text, "severity": one.severity, "currency": "EUR"}
    browser.post(address, told)
    assert Complaint.objects.values_list("money", "currency").get() == (None, "")
    told["seen"] = str(complaint_seen(SYSTEM, one.pk).seen)
    browser.post(address, {**told, "money": "12.50", "currency": "usd"})
    assert Complaint.objects.values_list("money", "currency").get() == (Decimal("12.5"), "USD")
    told["seen"] = str(complaint_seen(SYSTEM, one.pk).seen)
    answer = browser.post(address, {**told, "money": "12.50", "currency": "e1"})
    assert "three capital letters" in answer.content.decode()
    given = {"complaint_id": one.pk, "seen": int(told["seen"])}
    services.change_complaint(actors.senior, **given, money=Decimal(13))
    assert Complaint.objects.get().currency == "USD", "an amount alone keeps its currency"
    given["seen"] = complaint_seen(SYSTEM, one.pk).seen
    services.change_complaint(actors.senior, **given, money=None)
    assert Complaint.objects.get().currency == ""


def test_amount_and_currency_of_two_people_are_not_mixed(
    mine: Customer, actors: SimpleNamespace, clock: Any
) -> None:
    one = make_complaint(mine, money=Decimal(100))
    seen = complaint_seen(actors.senior, one.pk).seen
    given = {"complaint_id": one.pk, "seen": seen}
    services.change_complaint(actors.director, **given, money=Decimal(100), currency="USD")
    with pytest.raises(Refusal) as refused:
        services.change_complaint(actors.senior, **given, money=Decimal(200), currency="EUR")
    assert refused.value.code == "another_amount"
    kept = Complaint.objects.get()
    assert (kept.money, kept.currency) == (Decimal(100), "USD")


def test_a_file_may_say_the_currency(mine: Customer, actors: SimpleNamespace, clock: Any) -> None:
    heading = "account;complaint;received;money;currency\n"
    rows = "C1;One;2026-02-02;10;usd\nC1;Two;2026-02-02;10;\nC1;Three;2026-02-02;10;dollars\n"
    rows += "C1;Four;2026-02-02;;USD\n"
    found = services.import_complaints(actors.senior, content=(heading + rows).encode())
    assert [(bad.line, bad.column, bad.reason.value) for bad in found.refused] == [
        (4, "currency", "no_currency")
    ]
    kept = dict(Complaint.objects.values_list("text", "currency"))
    assert kept == {"One": "USD", "Two": "EUR", "Four": ""}
