"""Share of wallet: from what the matrix holds and what people enter, the most reliable first."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from clavero.conftest import AsPerson
from clavero.core.estimates import Estimate, Missing
from clavero.identity.testing import Cast
from clavero.kpis.models import Entry
from clavero.kpis.rules.framework import Framework, Item
from clavero.kpis.rules.kpi import Level, Light, Quality
from clavero.kpis.rules.wallet import WalletSource, Word, best, rank_among
from clavero.kpis.selectors import Value, account_board
from clavero.kpis.services import enter_value, set_targets
from clavero.kpis.testing import SYSTEM, refreshed, values_at
from clavero.ledger.testing import Row, ledger_of
from clavero.matrix.services import import_scores
from clavero.matrix.testing import HEADER
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer, make_one

D = Decimal
TODAY = timezone.localdate()
LAST = TODAY - timedelta(70)
DAYS = st.dates(date(2020, 1, 1), date(2026, 1, 1))
WORDS = st.builds(
    Word, st.just(Estimate(D("0.5"))), st.sampled_from(WalletSource), DAYS
)  # fmt: skip


@given(st.lists(WORDS, min_size=1), DAYS)
def test_the_word_that_counts_is_the_most_reliable_of_the_fresh(
    words: list[Word], on: date
) -> None:
    found = best(words, on)
    assert found is not None
    fresh = [each for each in words if (on - each.day).days <= 365]
    order = list(WalletSource)
    if fresh:
        assert order.index(found.source) == min(order.index(each.source) for each in fresh)
        assert (on - found.day).days <= 366
    else:
        assert found in words
    assert best([], on) is None


@given(st.lists(st.integers(0, 10), min_size=2, max_size=6))
def test_ranks_of_all_suppliers_add_up(scores: list[int]) -> None:
    ranks = []
    for at, own in enumerate(scores):
        others = [{"price": float(each)} for n, each in enumerate(scores) if n != at]
        found = rank_among({"price": float(own)}, others)
        assert found is not None
        ranks.append(found[0])
    assert sum(ranks) == D(sum(range(1, len(scores) + 1)))
    assert rank_among({"price": 5}, []) is None
    assert rank_among({"price": 5}, [{"service": 5}]) is None


@pytest.fixture
def its(cast: Cast) -> Customer:
    """A customer of the senior's that buys 120,000 a year of us."""
    months = [TODAY - timedelta(30 * back) for back in range(1, 30)]
    ledger_of([Row(f"F{at}", "A", day, D(10_000)) for at, day in enumerate(months)])
    found = Customer.objects.get(code="A")
    cover(cast.senior, found)
    refreshed(TODAY)
    return found


def say(what: str, value: object, source: str, *, of: str = "us", name: str = "") -> None:
    head, row = HEADER, f"A,{what},{value},{of},{source},{LAST}"
    if name:
        head, row = f"{HEADER},competitor", f"{row},{name}"
    import_scores(SYSTEM, content=f"{head}\n{row}".encode())


def enter(customer: Customer, value: str, day: date = LAST) -> Entry:
    return enter_value(
        SYSTEM, customer_id=customer.pk, key="share-of-wallet", day=day, value=D(value), n=None
    )


def share(customer: Customer) -> Value | None:
    board = account_board(SYSTEM, customer.pk)
    assert board is not None
    return next((each.value for each in board.lines if each.kpi.key == "share-of-wallet"), None)


pytestmark = pytest.mark.django_db


def test_each_source_gives_way_to_a_better_one(its: Customer) -> None:
    assert share(its) is None, "nobody has said anything"
    for name, price in (("Rival", 9), ("Other", 2)):
        say("price", price, "estimate", of="competitor", name=name)
    say("price", 6, "estimate")
    found = share(its)
    assert found is not None
    assert (found.source, found.quality) == (WalletSource.RANK, Quality.PARTIAL)
    assert found.estimate.value is not None
    assert round(found.estimate.value, 4) == D("0.3333"), "second of three"
    say("volume", 480, "estimate")
    found = share(its)
    assert found is not None
    assert (found.source, found.estimate.denominator) == (WalletSource.DRIVERS, 480_000)
    sales = found.estimate.numerator
    assert sales is not None
    assert found.estimate.value == sales / 480_000
    enter(its, "0.4")
    found = share(its)
    assert found is not None
    assert (found.source, found.estimate.value) == (WalletSource.MARKET, D("0.4"))
    say("volume", 600, "customer")
    found = share(its)
    assert found is not None
    assert (found.source, found.quality) == (WalletSource.DISCLOSED, Quality.GOOD)
    assert found.estimate.value == sales / 600_000


def test_an_old_word_gives_way_to_a_fresh_one(its: Customer) -> None:
    old = TODAY - timedelta(500)
    import_scores(SYSTEM, content=f"{HEADER}\nA,share,0.7,us,customer,{old}".encode())
    found = share(its)
    assert found is not None
    assert (found.source, found.estimate.value) == (WalletSource.DISCLOSED, D("0.7"))
    enter(its, "0.4")
    found = share(its)
    assert found is not None
    assert (found.source, found.day) == (WalletSource.MARKET, LAST)


def test_more_than_the_whole_is_flagged_and_never_green(
    its: Customer, cast: Cast, as_person: AsPerson
) -> None:
    say("volume", 60, "customer")
    item = Item("share-of-wallet", D("0.3"), D(0), D(100))
    set_targets(
        SYSTEM, customer_id=its.pk, framework=Framework((item,)), reason="The plan",
        valid_from=TODAY, seen=None,
    )  # fmt: skip
    found = share(its)
    assert found is not None
    assert (found.estimate.value, found.estimate.reason) == (None, Missing.WHOLE_TOO_SMALL)
    board = account_board(SYSTEM, its.pk)
    assert board is not None
    assert board.counts == {Light.GREEN: 0, Light.AMBER: 0, Light.RED: 0, Light.GREY: 1}
    page = as_person(cast.senior).get(reverse("kpis:account", args=[its.pk])).content.decode()
    assert "It is more than the whole: the whole is wrong." in page
    assert "of €60,000 that it is said to buy" in page
    assert "by what the customer said on" in page


def test_programs_read_it_with_its_source_and_strangers_read_nothing(
    its: Customer, cast: Cast, as_person: AsPerson
) -> None:
    say("share", "0.25", "survey")
    snapshot = refreshed(TODAY)
    found = values_at(snapshot, Level.ACCOUNT, "A")["share-of-wallet"]
    assert (found.source, found.estimate.value) == (WalletSource.DISCLOSED, D("0.25"))
    assert as_person(cast.sales).get(reverse("kpis:account", args=[its.pk])).status_code == 404


def test_what_was_said_of_a_merged_record_holds(its: Customer) -> None:
    twin = make_customer("T", "Its twin")
    import_scores(SYSTEM, content=f"{HEADER}\nT,share,0.6,us,customer,{LAST}".encode())
    make_one(twin, its)
    refreshed(TODAY)
    found = share(its)
    assert found is not None
    assert found.estimate.value == D("0.6")


@pytest.mark.parametrize("entered", [False, True])
def test_its_number_leads_to_those_who_said_it(
    its: Customer, as_person: AsPerson, cast: Cast, entered: bool
) -> None:
    say("share", "0.3", "estimate")
    if entered:
        enter(its, "0.4")
    client = as_person(cast.senior)
    page = client.get(reverse("kpis:account", args=[its.pk])).content.decode()
    told = reverse("kpis:values" if entered else "matrix:said", args=[its.pk])
    assert f'<a href="{told}"' in page
    assert "?kpi=share-of-wallet" not in page
    assert client.get(told).status_code == 200
