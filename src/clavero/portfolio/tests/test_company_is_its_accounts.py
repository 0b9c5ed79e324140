"""The company's figures are the sums of its accounts and of the lines without customer."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clavero.ledger.services import undo_import
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.rules.margin import margin
from clavero.portfolio.selectors import PortfolioPicture, portfolio_picture
from clavero.portfolio.testing import SYSTEM, make_group, make_one
from clavero.portfolio.tests.company import YEAR, of, worked_rows

pytestmark = pytest.mark.django_db

_amounts = st.just(Decimal(0)) | st.decimals(-900, 900, places=2)
rows = st.lists(
    st.builds(
        Row,
        document=st.sampled_from(["F1", "F2", "F3"]),
        customer=st.sampled_from([None, "A", "B", "C", "D"]),
        date=st.dates(YEAR.start, YEAR.last),
        net_amount=_amounts,
        cost=st.none() | _amounts,
        kind=st.sampled_from(["invoice", "invoice", "credit_note"]),
    ),
    min_size=1,
    max_size=12,
)


@pytest.fixture
def company(own_ledger: None) -> None:
    """Four customers who bought a year earlier: two in a group, two merged."""
    ledger_of([Row(f"0{code}", code, date(2023, 1, 1), Decimal(1)) for code in "ABCD"])
    make_group("Holding", of("A"), of("B"), code="HOLD")
    make_one(of("D"), of("C"))


@pytest.mark.usefixtures("company")
@given(found=rows)
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_sums_shares_and_margins(found):
    brought = ledger_of(found)
    try:
        _check(found)
    finally:
        undo_import(SYSTEM, import_id=brought.pk)


def _check(found: list[Row]) -> None:
    alone, grouped = (
        portfolio_picture(SYSTEM, period=YEAR, tree=tree) for tree in (None, Tree.LEGAL)
    )
    _adds_up(alone, found)
    _adds_up(grouped, found)
    assert alone.summary.margin == grouped.summary.margin
    held = [row for row in grouped.listed if row.code == "HOLD"]
    members = [row for row in found if row.customer in {"A", "B"} and row.cost is not None]
    assert [row.margin for row in held if members] == [_margin(members)] * bool(members)


def _adds_up(picture: PortfolioPicture, lines: list[Row]) -> None:
    summary, listed = picture.summary, list(picture.listed)
    assert summary.net_sales == sum(row.net_amount for row in lines)
    assert summary.net_sales == sum(row.net_sales for row in listed) + summary.unattributed
    known = [row for row in lines if row.cost is not None]
    gross = sum(abs(row.net_amount) for row in lines)
    if gross:
        assert summary.cost_known_share == sum(abs(row.net_amount) for row in known) / gross
    else:
        assert summary.cost_known_share is None
    assert summary.margin == _margin(known)
    assert summary.contribution == summary.margin.numerator
    for row in listed:
        assert row.cost_known_share is None or 0 <= row.cost_known_share <= 1


def _margin(known: list[Row]):
    if not known:
        return margin(None, None)
    left = sum((row.net_amount - (row.cost or 0) for row in known), Decimal(0))
    return margin(left, sum((row.net_amount for row in known), Decimal(0)))


@pytest.mark.usefixtures("own_ledger")
def test_the_margin_of_merged_records_is_of_their_sales_together():
    ledger_of(worked_rows())
    make_one(of("J"), of("I"))
    rows = {row.code: row for row in portfolio_picture(SYSTEM, period=YEAR).listed}
    assert rows["I"].margin.value == Decimal(-3 - 9) / (15 + 10)
    assert "J" not in rows
