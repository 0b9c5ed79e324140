"""The days of contracts reach whoever leads the account: their message and their calendar."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest

from clavero.conftest import TodayIs
from clavero.contracts.services import add_price
from clavero.contracts.testing import make_contract
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer
from clavero.work.selectors import calendar_of, days_reminded_of
from clavero.work.services import set_reminding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
NOTICE, END = date(2026, 10, 2), date(2026, 12, 31)
DAY = timedelta(days=1)


@pytest.fixture
def mine(cast: Cast) -> Customer:
    """The senior's account, with a contract of which notice is given ninety days before."""
    customer = make_customer("C1")
    cover(cast.senior, customer)
    contract = make_contract(customer, start=date(2026, 1, 1), end=END, notice_days=90)
    for product, end in (("BOX", date(2026, 6, 30)), ("FILM", date(2026, 6, 30)), ("BAG", END)):
        add_price(
            Actor.system(), contract_id=contract.pk, product=product, price=Decimal(3), end=end
        )
    return customer


def test_whoever_leads_the_account_is_reminded(
    mine: Customer, actors: SimpleNamespace, today_is: TodayIs
) -> None:
    today_is(NOTICE - 3 * DAY)
    set_reminding(actors.senior, days_before=3)
    (told,) = days_reminded_of(actors.senior, NOTICE - 4 * DAY, NOTICE - 3 * DAY)
    assert (told.day, told.url.startswith("/contracts/")) == (NOTICE, True)
    assert told.text.startswith("Last day to give notice")
    assert days_reminded_of(actors.junior_one, None, NOTICE - 3 * DAY) == []
    assert days_reminded_of(actors.senior, NOTICE - 3 * DAY, NOTICE - 2 * DAY) == [], "only once"
    today_is(NOTICE)
    assert len(days_reminded_of(actors.senior, NOTICE - DAY, NOTICE)) == 1
    today_is(NOTICE + DAY)
    assert days_reminded_of(actors.senior, NOTICE, NOTICE + DAY) == [], "it has passed"


def test_their_calendar_has_the_last_days_of_contracts_and_of_prices(
    mine: Customer, cast: Cast, today_is: TodayIs
) -> None:
    today_is(date(2026, 5, 1))
    text = calendar_of(cast.senior).replace("\r\n ", "")
    for day in ("20260630", "20261002", "20261231"):
        assert text.count(f"DTSTART;VALUE=DATE:{day}") == 1, "two prices of a day are one line"
    assert "VEVENT" not in calendar_of(cast.junior_one)
