"""The KPI's share of wallet reads the wallets of the white space, by the one order of words."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from clavero.conftest import AsPerson
from clavero.core.estimates import Missing
from clavero.core.freshness import is_stale
from clavero.identity.testing import Cast
from clavero.kpis.rules.kpi import Quality
from clavero.kpis.rules.wallet import Place, WalletSource, standing
from clavero.kpis.selectors import Value, account_board
from clavero.kpis.services import enter_value
from clavero.kpis.testing import refreshed
from clavero.matrix.services import import_scores
from clavero.matrix.testing import HEADER
from clavero.opportunities.rules.grid import CellState
from clavero.opportunities.rules.wallet import Confidence, Entered, in_force
from clavero.opportunities.selectors import grid
from clavero.opportunities.selectors.wallets import shares
from clavero.opportunities.services import say_cell
from clavero.opportunities.testing import SYSTEM, make_wallet
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors import structure
from clavero.portfolio.testing import make_customer, make_group, make_one
from clavero.ui.testing import words

D = Decimal
TODAY = timezone.localdate()
OLD = TODAY - timedelta(500)
DAYS = st.dates(date(2020, 1, 1), date(2026, 1, 1))
Sold = dict[str, Customer]


@given(st.lists(st.tuples(DAYS, st.sampled_from(WalletSource)), min_size=1), DAYS)
def test_a_cell_and_an_account_choose_by_the_same_order(
    said: list[tuple[date, WalletSource]], on: date
) -> None:
    entries = [
        Entered(id=at, day=day, source=source, confidence=Confidence.LOW, amount=D(1))
        for at, (day, source) in enumerate(said)
    ]
    found = in_force(entries, on)
    assert found is not None
    order = list(WalletSource)
    first = min(standing(source, day, on) for day, source in said)
    assert standing(found.source, found.day, on) == first
    if any(not is_stale(day, on) for day, _source in said):
        fresh = [source for day, source in said if not is_stale(day, on)]
        assert order.index(found.source) == min(map(order.index, fresh))


def share(customer: Customer) -> Value | None:
    board = account_board(SYSTEM, customer.pk)
    assert board is not None
    return next((each.value for each in board.lines if each.kpi.key == "share-of-wallet"), None)


def say(what: str, value: object, source: str, day: date = TODAY) -> None:
    content = f"{HEADER}\nA,{what},{value},us,{source},{day}"
    import_scores(SYSTEM, content=content.encode())


def enter(customer: Customer, value: str, day: date = TODAY) -> None:
    enter_value(
        SYSTEM, customer_id=customer.pk, key="share-of-wallet", day=day, value=D(value), n=None
    )


@pytest.fixture
def watched(sold: Sold) -> Sold:
    """The company, with everybody's KPIs computed: A bought belts for 1,000 and chains for 300."""
    refreshed(TODAY)
    return sold


def close(customer: Customer, *families: str) -> None:
    for family in families:
        say_cell(SYSTEM, customer_id=customer.pk, family=family, state=CellState.NOT_APPLICABLE)


pytestmark = pytest.mark.django_db


def test_the_kpi_is_the_total_of_the_white_space(watched: Sold) -> None:
    customer = watched["A"]
    assert share(customer) is None
    make_wallet(customer, "Belts", 2000)
    make_wallet(customer, "Chains", 1000, source=WalletSource.MARKET, day=TODAY - timedelta(30))
    close(customer, "Tools")
    found, total = share(customer), grid(SYSTEM, customer.pk).total
    assert found is not None
    assert (found.estimate.numerator, found.estimate.denominator) == (1300, 3000)
    assert found.estimate.value == total.share.value
    assert (found.place, found.source) == (Place.WHITE_SPACE, WalletSource.MARKET), "the weakest"
    assert found.day == TODAY - timedelta(30), "as old as the oldest"
    assert found.quality is Quality.GOOD


def test_a_part_of_the_cells_is_no_more_than_an_estimate(watched: Sold) -> None:
    customer = watched["A"]
    make_wallet(customer, "Belts", 2000)
    found = share(customer)
    assert found is not None
    assert (found.estimate.value, found.source) == (D("0.5"), WalletSource.DRIVERS)
    assert (found.known, found.cells, found.quality) == (1, 3, Quality.PARTIAL)
    enter(customer, "0.4")
    found = share(customer)
    assert found is not None
    assert (found.place, found.estimate.value) == (Place.ENTERED, D("0.4"))


def test_one_precedence_holds_among_the_three_rooms(watched: Sold) -> None:
    """A fresh word before an old one, the reliable before the rest, the latest of equals; on the
    same day what is entered, then the white space, then the matrix."""
    customer = watched["A"]

    def place() -> Place | None:
        found = share(customer)
        assert found is not None
        return found.place

    say("volume", 4, "estimate")
    assert place() is Place.MATRIX
    make_wallet(customer, "Belts", 2000, source=WalletSource.DRIVERS)
    assert place() is Place.WHITE_SPACE, "both are our own estimates of one day"
    say("volume", 5, "customer", TODAY - timedelta(1))
    assert place() is Place.MATRIX, "the customer said so"
    close(customer, "Tools", "Chains")
    make_wallet(customer, "Chains", 600)
    make_wallet(customer, "Belts", 2100)
    assert place() is Place.WHITE_SPACE, "it did here too, and later"
    assert share(customer).estimate.denominator == 2700  # type: ignore[union-attr]


def test_an_old_white_space_gives_way(watched: Sold) -> None:
    customer = watched["A"]
    close(customer, "Tools")
    make_wallet(customer, "Belts", 2000)
    make_wallet(customer, "Chains", 1000, day=OLD)
    enter(customer, "0.4")
    found = share(customer)
    assert found is not None
    assert found.place is Place.ENTERED
    make_wallet(customer, "Chains", 1000)
    found = share(customer)
    assert found is not None
    assert (found.place, found.source) == (Place.WHITE_SPACE, WalletSource.DISCLOSED)


def test_a_group_has_all_below_it_and_a_merged_record_counts(sold: Sold) -> None:
    group = make_group("G", sold["A"], sold["C"])
    twin = make_customer("T", "Twin of C")
    make_wallet(sold["A"], "Belts", 2000)
    make_wallet(twin, "Tools", 500)
    make_one(twin, sold["C"])
    shape = structure()
    found = shares(None, TODAY, shape)
    assert found.keys() == {"A", "C", group.code}
    for customer in (sold["A"], sold["C"], group):
        total = grid(SYSTEM, customer.pk).total
        word = found[customer.code]
        assert word.estimate.value == total.share.value
        assert (word.known, word.cells) == (total.known, total.cells)
        assert shares([customer.code], TODAY, shape) == {customer.code: word}
    assert shares(["B"], TODAY, shape) == {}
    assert shares(None, TODAY - timedelta(1), shape) == {}, "nobody had said anything yet"


def test_more_than_the_whole_is_flagged(watched: Sold) -> None:
    customer = watched["A"]
    close(customer, "Tools", "Chains")
    make_wallet(customer, "Belts", 100)
    make_wallet(customer, "Chains", 100)
    found = share(customer)
    assert found is not None
    assert (found.estimate.value, found.estimate.reason) == (None, Missing.WHOLE_TOO_SMALL)


def test_the_board_says_from_where_it_comes(watched: Sold, cast: Cast, as_person: AsPerson) -> None:
    customer = watched["A"]
    make_wallet(customer, "Belts", 2000)
    browser: Any = as_person(cast.senior)
    page = browser.get(reverse("kpis:account", args=[customer.pk]))
    assert "by the white space, of 1 of 3 cells whose wallet is known" in words(page)
    room = reverse("opportunities:grid", args=[customer.pk])
    assert f'<a href="{room}"' in page.content.decode()
    assert browser.get(room).status_code == 200
    close(customer, "Tools")
    make_wallet(customer, "Chains", 1000)
    told = words(browser.get(reverse("kpis:account", args=[customer.pk])))
    assert "by the white space: the customer said it all" in told
    assert as_person(cast.junior_two).get(room).status_code == 404
