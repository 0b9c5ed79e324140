"""Terms by themselves and beside each other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.contracts.rules.conflicts import Clash, conflicts, overlap
from clavero.contracts.rules.terms import (
    Basis,
    Budget,
    DeliveryWindow,
    Exclusivity,
    Fault,
    Indexation,
    InvalidTerm,
    MinimumVolume,
    NetPrice,
    PaymentDays,
    Rebate,
    ServiceLevel,
    Subject,
    Term,
    Tier,
)
from clavero.core.period import Period

YEAR = Period.year(2026)
BOX = Subject(product="BOX")
D = Decimal


@pytest.mark.parametrize(
    ("make", "fault", "field"),
    [
        (lambda: Subject("BOX", "Boxes"), Fault.TWO_SUBJECTS, "family"),
        (lambda: NetPrice(Subject(), D(1), "EUR", YEAR), Fault.NO_SUBJECT, "product"),
        (lambda: NetPrice(BOX, D(-1), "EUR", YEAR), Fault.NEGATIVE, "price"),
        (lambda: NetPrice(BOX, D(1), "euro", YEAR), Fault.NO_CURRENCY, "currency"),
        (lambda: Rebate(Basis.TURNOVER, (), "EUR", YEAR), Fault.NO_TIERS, "tiers"),
        (lambda: Rebate(Basis.TURNOVER, (Tier(D(5), D(".1")), Tier(D(5), D(".2"))), "EUR", YEAR),
         Fault.TIERS_NOT_RISING, "tiers"),
        (lambda: Rebate(Basis.TURNOVER, (Tier(D(0), D(2)),), "EUR", YEAR),
         Fault.NOT_A_SHARE, "tiers"),
        (lambda: Rebate(Basis.GROWTH, (Tier(D(0), D(".1")),), "EUR", YEAR), Fault.NO_BASE, "base"),
        (lambda: Budget(D(0), "EUR", YEAR), Fault.NOT_ABOVE_ZERO, "amount"),
        (lambda: MinimumVolume(D(0), "EUR", YEAR), Fault.NOT_ABOVE_ZERO, "amount"),
        (lambda: Exclusivity(Subject(), YEAR), Fault.NO_SUBJECT, "family"),
        (lambda: DeliveryWindow(YEAR, days_late=-1), Fault.NEGATIVE, "days_late"),
        (lambda: DeliveryWindow(YEAR, target=D(2)), Fault.NOT_A_SHARE, "target"),
        (lambda: DeliveryWindow(YEAR, days_early=10**10), Fault.TOO_LARGE, "days_early"),
        (lambda: PaymentDays(-1, YEAR), Fault.NEGATIVE, "days"),
        (lambda: PaymentDays(36_501, YEAR), Fault.TOO_LARGE, "days"),
        (lambda: ServiceLevel("Answers", D("1.1"), YEAR), Fault.NOT_A_SHARE, "target"),
        (lambda: Indexation(D(0), YEAR), Fault.NOT_ABOVE_ZERO, "base"),
        (lambda: Indexation(D(1), YEAR, D(".2"), D(".1")), Fault.FLOOR_ABOVE_CAP, "floor"),
    ],
)  # fmt: skip
def test_what_does_not_hold_by_itself_is_refused(
    make: Callable[[], object], fault: Fault, field: str
) -> None:
    with pytest.raises(InvalidTerm) as refused:
        make()
    assert (refused.value.fault, refused.value.field) == (fault, field)


def price(unit: str = "", days: str = "2026", subject: Subject = BOX) -> NetPrice:
    return NetPrice(subject, D(1), "EUR", Period.parse(days), unit)


def test_one_thing_has_one_price_on_a_day() -> None:
    (found,) = conflicts([("first", price()), ("second", price(days="2026-12-31..2027-12-31"))])
    assert (found.clash, found.first, found.second) == (Clash.SAME_PRICE, "first", "second")
    assert (str(found.days.start), found.days.days) == ("2026-12-31", 1)
    assert not conflicts([(1, price()), (2, price(days="2027")), (3, price("kg", "2028"))])
    assert not conflicts([(1, price("kg")), (2, price("box"))]), "two units, two prices"
    assert not conflicts([(1, price()), (2, price(subject=Subject(family="Boxes")))])
    (mixed,) = conflicts([(1, price("kg")), (2, price())])
    assert mixed.clash is Clash.UNIT_OR_NOT


def test_two_terms_of_a_kind_about_the_same_thing_are_refused() -> None:
    tiers = (Tier(D(0), D(".01")),)
    terms: list[tuple[int, Term]] = [
        (1, Rebate(Basis.TURNOVER, tiers, "EUR", YEAR)),
        (2, Rebate(Basis.TURNOVER, tiers, "EUR", YEAR, BOX)),
        (3, PaymentDays(30, YEAR)),
        (4, PaymentDays(60, Period.parse("2026-06"))),
    ]
    assert [(each.first, each.second) for each in conflicts(terms)] == [(3, 4)]


spans = st.builds(
    lambda start, days: Period(
        date(2026, 1, 1) + timedelta(start), date(2026, 1, 1) + timedelta(start + days)
    ),
    st.integers(0, 60),
    st.integers(1, 30),
)


@given(st.lists(spans, max_size=8))
def test_every_pair_that_shares_a_day_is_found_and_no_other(found: list[Period]) -> None:
    terms = [(place, PaymentDays(30, each)) for place, each in enumerate(found)]
    pairs = {
        frozenset((one, other))
        for one, mine in enumerate(found)
        for other, theirs in enumerate(found)
        if one < other and set(_days(mine)) & set(_days(theirs))
    }
    assert {frozenset((each.first, each.second)) for each in conflicts(terms)} == pairs
    assert len(conflicts(terms)) == len(pairs)


@given(spans, spans)
def test_overlap_is_the_days_of_both(one: Period, other: Period) -> None:
    both = overlap(one, other)
    assert (set() if both is None else set(_days(both))) == set(_days(one)) & set(_days(other))


def _days(period: Period) -> list[date]:
    return [period.start + timedelta(each) for each in range(period.days)]


def test_indexation_stays_within_its_limits() -> None:
    term = Indexation(D(120), YEAR, floor=D("-0.02"), cap=D("0.05"))
    assert [term.factor(D(index)) for index in (60, 120, 123, 200)] == [
        D("0.98"), D(1), D("1.025"), D("1.05"),
    ]  # fmt: skip
