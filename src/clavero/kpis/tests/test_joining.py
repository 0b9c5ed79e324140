"""What is said of accounts is one value of whoever leads them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from clavero.care.testing import make_complaint, make_resolved
from clavero.conftest import AsPerson
from clavero.core.estimates import Estimate
from clavero.identity.testing import Cast
from clavero.kpis.models import Entry
from clavero.kpis.rules.catalogue import BY_KEY
from clavero.kpis.rules.joining import Told, buys, join
from clavero.kpis.rules.kpi import Joined, Level
from clavero.kpis.rules.parts import as_entered
from clavero.kpis.testing import refreshed, values_at
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_group

D = Decimal
COUNTS = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 20)), min_size=1, max_size=6)


@given(COUNTS)
def test_parts_weigh_by_their_cases(counts: list[tuple[int, int]]) -> None:
    """What counting everything together would give, to the sixth decimal that values have."""
    some = [(min(good, of), of) for good, of in counts]
    told = [Told(Estimate(D(good) / of, n=of)) for good, of in some]
    found = join(BY_KEY["meetings-kept"], told)
    assert found is not None
    assert found.estimate.value is not None
    assert found.joined is Joined.CASES
    whole = D(sum(good for good, _of in some)) / sum(of for _good, of in some)
    assert abs(found.estimate.value - whole) < D("1e-20")
    assert found.estimate.n == sum(of for _good, of in some)


def test_the_promoters_of_all_who_answered() -> None:
    """Methods O-3.4: A of five, B of two and C of one come to 12.5."""
    told = [(D(20), 5), (D(-50), 2), (D(100), 1)]
    found = join(BY_KEY["promoters"], [Told(Estimate(value, n=n)) for value, n in told])
    assert found is not None
    assert found.estimate.value == D("12.5")


ANSWERS = st.lists(st.lists(st.integers(0, 10), min_size=1, max_size=6), min_size=1, max_size=5)


def promoters(answers: list[int]) -> Estimate:
    """Promoters less detractors, in points, with 100·√((p + d − (p − d)²)/n)."""
    n = len(answers)
    good, bad = (D(sum(map(test, answers))) / n for test in ((9).__le__, (6).__ge__))
    error = 100 * ((good + bad - (good - bad) ** 2) / n).sqrt()
    return Estimate(100 * (good - bad), n=n, error=error)


@given(ANSWERS)
def test_the_error_of_all_who_answered(accounts: list[list[int]]) -> None:
    """Methods §3.8: what the accounts say of theirs comes to that of all answers together."""
    found = join(BY_KEY["promoters"], [Told(promoters(each)) for each in accounts])
    together = promoters([each for account in accounts for each in account])
    assert found is not None
    assert found.estimate.error is not None
    assert together.error is not None
    assert float(found.estimate.error) == pytest.approx(float(together.error), abs=1e-6)


def test_where_an_account_does_not_say_its_error_it_is_the_widest() -> None:
    told = [Told(Estimate(D(20), n=5, error=D(30))), Told(Estimate(D(-50), n=2))]
    found = join(BY_KEY["promoters"], told)
    assert found is not None
    assert found.estimate == as_entered(BY_KEY["promoters"], D(0), 7)


def test_where_some_do_not_say_of_how_many_each_weighs_the_same() -> None:
    told = [Told(Estimate(D(20), n=5)), Told(Estimate(D(-50)))]
    found = join(BY_KEY["promoters"], told)
    assert found is not None
    assert (found.estimate.value, found.joined, found.accounts) == (D(-15), Joined.MEAN, 2)
    assert join(BY_KEY["promoters"], []) is None
    assert join(BY_KEY["margin"], told) is None


AMOUNTS = st.tuples(st.integers(0, 1000), st.integers(1, 1000), st.booleans())


@given(st.lists(AMOUNTS, min_size=1, max_size=6))
def test_the_share_of_several_is_our_sales_to_all_over_what_all_buy(
    accounts: list[tuple[int, int, bool]],
) -> None:
    """Methods §3.3, whoever said what an account buys or what our share of it is; of whom our share
    is known to be nothing it has to be said what it buys."""
    told, ours, wallets = [], D(0), D(0)
    for sales, others, is_said in accounts:
        wallet = D(sales + others)
        is_known = sales > 0 or is_said
        share = Estimate(sales / wallet, *((D(sales), wallet) if is_said else ()))
        told.append(Told(share, buys(D(sales), share)))
        ours, wallets = ours + is_known * sales, wallets + is_known * wallet
    found = join(BY_KEY["share-of-wallet"], told)
    if not wallets:
        assert found is None
        return
    assert found is not None
    assert found.estimate.value is not None
    assert abs(found.estimate.value - ours / wallets) < D("1e-20")
    assert found.accounts == sum(sales > 0 or is_said for sales, _others, is_said in accounts)


def test_the_error_of_several_forecasts_is_of_all_that_came() -> None:
    """Methods §3.10: 110 and 60 told, 100 and 80 came: 30 of 180; what is not known to have bought
    anything has no part in it."""
    told = [Told(Estimate(D("0.1")), D(100)), Told(Estimate(D("0.25")), D(80))]
    found = join(BY_KEY["forecast-error"], [*told, Told(Estimate(D(3)))])
    assert found is not None
    assert found.estimate.value == D(30) / D(180)
    assert (found.joined, found.accounts) == (Joined.SALES, 2)
    assert join(BY_KEY["forecast-error"], [Told(Estimate(D(3)), D(0))]) is None


@pytest.fixture
def sold(cast: Cast) -> dict[str, Customer]:
    """Two accounts of the senior, one within a group, and one that nobody leads."""
    ledger_of(
        [Row(f"{code}{day.month}", code, day, D(100)) for code in ("A", "B", "C")
         for day in (date(2024, 3, 5), date(2025, 3, 5))]
    )  # fmt: skip
    found = {each.code: each for each in Customer.objects.all()}
    found["G"] = make_group("Group", found["A"], code="G")
    cover(cast.senior, found["G"], start=date(2024, 1, 1))
    cover(cast.senior, found["B"], start=date(2024, 1, 1))
    return found


def say(customer: Customer, key: str, value: str, n: int | None = None, **told: Any) -> None:
    Entry.objects.create(
        customer=customer, key=key, value=D(value), n=n, **{"day": date(2025, 3, 1), **told}
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("own_ledger")
def test_a_manager_is_told_of_all_of_them_together(
    sold: dict[str, Customer], cast: Cast, as_person: AsPerson
) -> None:
    """Of the group its member speaks while it says nothing itself; whom nobody leads is the
    company's."""
    for code, value in (("A", "3"), ("B", "4"), ("C", "10")):
        say(sold[code], "meetings-and-calls", value, day=timezone.localdate())
        say(sold[code], "promoters", value, n=int(value), day=timezone.localdate())
    snapshot = refreshed(timezone.localdate())
    client = as_person(cast.director)
    mine = reverse("kpis:why_manager", args=[cast.senior.pk])
    for address, sum_ in ((mine, "7"), (reverse("kpis:why_company"), "17")):
        page = client.get(f"{address}?kpi=meetings-and-calls")
        assert page.context["value"] == sum_
    assert "3.5 each on average" in client.get(f"{mine}?kpi=meetings-and-calls").content.decode()
    board = client.get(reverse("kpis:manager", args=[cast.senior.pk])).content.decode()
    assert f"{mine}?kpi=promoters" in board
    assert "3.6" in board, "(3 × 3 + 4 × 4) / 7 = 25 / 7"
    assert "promoters" not in values_at(snapshot, Level.COMPANY), "nothing had been said by then"
    assert client.get(f"{mine}?kpi=nothing-such").status_code == 404
    stranger = as_person(cast.sales).get(f"{mine}?kpi=promoters")
    assert stranger.status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("own_ledger")
def test_a_share_of_what_accounts_buy_is_that_of_all_they_buy(
    sold: dict[str, Customer], cast: Cast, as_person: AsPerson
) -> None:
    """Each sold 100 in the twelve months: A buys 200 of everybody, B 500, and C, whom nobody leads,
    100; what was gained weighs alike."""
    today = timezone.localdate()
    for code, share, gained in (("A", "0.5", "0.07"), ("B", "0.2", "0"), ("C", "1", "0.01")):
        say(sold[code], "share-of-wallet", share, day=today)
        say(sold[code], "share-gained", gained, day=today)
        say(sold[code], "forecast-error", share, day=today)
    snapshot = refreshed(date(2025, 4, 1))
    client = as_person(cast.director)
    mine = reverse("kpis:why_manager", args=[cast.senior.pk])
    company = reverse("kpis:why_company")
    for address, kpi, value in (
        (mine, "share-of-wallet", "28.6%"),  # 200 / 700
        (company, "share-of-wallet", "37.5%"),  # 300 / 800
        (mine, "share-gained", "2.0 points"),  # (0.07 × 200 + 0) / 700
        (mine, "forecast-error", "35.0%"),
    ):
        page = client.get(f"{address}?kpi={kpi}")
        assert page.context["value"] == value, kpi
    body = client.get(f"{company}?kpi=share-of-wallet").content.decode()
    assert "each by all that it buys" in body
    assert "€500" in body, "what B buys"
    board = client.get(reverse("kpis:manager", args=[cast.senior.pk])).content.decode()
    assert "28.6%" in board
    assert "share-of-wallet" not in values_at(snapshot, Level.COMPANY), "nothing was said by then"


@pytest.mark.django_db
@pytest.mark.usefixtures("own_ledger")
def test_complaints_are_counted_from_their_cases(
    sold: dict[str, Customer], cast: Cast, as_person: AsPerson
) -> None:
    now = timezone.now()
    make_resolved(sold["A"], received_at=now - timedelta(days=20))
    make_complaint(sold["B"], received_at=now - timedelta(days=2))
    make_complaint(sold["C"], received_at=now - timedelta(days=2))
    # Of the twelve full months that the ledger knows, April 2024 to March 2025: one, of one order
    # each of A and B.
    make_resolved(sold["A"], received_at=datetime(2025, 2, 3, 10, tzinfo=UTC))
    refreshed(timezone.localdate())
    page = as_person(cast.senior).get(
        f"{reverse('kpis:why_manager', args=[cast.senior.pk])}?kpi=open-complaints"
    )
    assert page.context["value"] == "1"
    page = as_person(cast.senior).get(
        f"{reverse('kpis:why_manager', args=[cast.senior.pk])}?kpi=complaints-per-hundred-orders"
    )
    assert page.context["value"] == "50"
    page = as_person(cast.director).get(f"{reverse('kpis:why_company')}?kpi=open-complaints")
    assert page.context["value"] == "2"


@pytest.mark.django_db
@pytest.mark.usefixtures("own_ledger")
def test_below_a_group_that_is_counted_no_longer_its_members_speak(
    sold: dict[str, Customer], cast: Cast, as_person: AsPerson
) -> None:
    """Where none of them does either, the group says that it is known no longer."""
    today = timezone.localdate()
    say(sold["G"], "meetings-and-calls", "5", day=today - timedelta(1))
    Entry.objects.create(customer=sold["G"], key="meetings-and-calls", value=None, day=today)
    say(sold["B"], "meetings-and-calls", "4", day=today)
    refreshed(today)
    mine = f"{reverse('kpis:why_manager', args=[cast.senior.pk])}?kpi=meetings-and-calls"
    client = as_person(cast.senior)
    page = client.get(mine)
    assert page.context["value"] == "4"
    assert sold["G"].name in page.content.decode()
    say(sold["A"], "meetings-and-calls", "3", day=today)
    page = client.get(mine)
    assert page.context["value"] == "7"
    assert sold["A"].name in page.content.decode()
