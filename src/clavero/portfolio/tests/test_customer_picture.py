"""The picture of one customer."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from clavero.core.estimates import Missing
from clavero.core.period import Period
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.rules.pareto import AbcClass
from clavero.portfolio.rules.picture import Compare
from clavero.portfolio.rules.silence import Rhythm
from clavero.portfolio.selectors import (
    CustomerPicture,
    coverage_of,
    customer_lines,
    customer_picture,
    customer_products,
    merged_into,
    portfolio_picture,
)
from clavero.portfolio.testing import SYSTEM, cover, make_group, make_one, put_under
from clavero.portfolio.tests.company import YEAR, of, sale, worked_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]


def picture_of(code: str, actor=SYSTEM, period: Period = YEAR, **asked) -> CustomerPicture:
    return customer_picture(actor, of(code).pk, period=period, **asked)


def two_years(customer: str = "1") -> list[Row]:
    """Every month from January 2023 to December 2024: 100, then 110; belts, then bearings."""
    rows = [
        sale(
            customer,
            date(2023 + month // 12, month % 12 + 1, 10),
            100 if month < 12 else 110,
            cost=Decimal(60),
            family="Belts" if month < 18 else "Bearings",
        )
        for month in range(24)
    ]
    return [sale(None, date(2023, 1, 2), 1), *rows, sale(None, date(2024, 12, 31), 1)]


def test_totals_months_families_and_growth():
    ledger_of(two_years())
    picture = picture_of("1")
    totals = picture.figures.totals
    assert picture.period_before == Period.year(2023)
    assert (totals.net_sales, totals.net_sales_before) == (1320, 1200)
    assert totals.growth.value == Decimal("0.1")
    assert (totals.orders, totals.active_months) == (12, 12)
    assert totals.margin.value == Decimal(600) / Decimal(1320)
    assert picture.figures.growth.value == Decimal("0.1")
    months = picture.figures.months
    assert [row.month.month for row in months] == list(range(1, 13))
    assert {(row.net_sales, row.net_sales_before, row.orders) for row in months} == {(110, 100, 1)}
    assert all(row.is_complete for row in months)
    assert [(row.family, row.net_sales, row.net_sales_before, row.share)
            for row in picture.figures.families] == [
        ("Bearings", 660, 0, Decimal("0.5")),
        ("Belts", 660, 1200, Decimal("0.5")),
    ]  # fmt: skip


def test_silence_is_counted_to_the_ledger_s_last_day():
    ledger_of(two_years())
    silence = picture_of("1").figures.silence
    assert silence is not None
    assert silence.as_of == date(2024, 12, 31)
    assert (silence.days, silence.gaps, silence.usual_gap) == (21, 23, 31)
    assert silence.rhythm is Rhythm.USUAL


def test_a_customer_gone_silent():
    rows = [sale("1", date(2024, 1, 1) + timedelta(days=7 * week), 10) for week in range(10)]
    ledger_of([*rows, sale("2", date(2024, 12, 31), 10)])
    silence = picture_of("1").figures.silence
    assert silence is not None
    assert silence.rhythm is Rhythm.LONG


def test_the_month_under_way_is_marked_and_months_without_data_are_left_out():
    ledger_of([*two_years()[:-2], sale("1", date(2024, 12, 5), 10)])
    months = picture_of("1").figures.months
    assert [row.is_complete for row in months[-2:]] == [True, False]
    earlier = picture_of("1", period=Period(date(2022, 1, 1), date(2023, 3, 1))).figures.months
    assert [row.month for row in earlier] == [date(2023, 1, 1), date(2023, 2, 1)]
    assert earlier[0].net_sales_before is None


def test_a_month_of_which_a_weekend_is_missing_is_complete_and_ends_the_last_twelve():
    ledger_of([*two_years()[:-2], sale("1", date(2024, 12, 28), 110)])
    figures = picture_of("1", period=Period(date(2023, 1, 2), date(2024, 12, 29))).figures
    assert all(row.is_complete for row in figures.months)
    assert (figures.growth.numerator, figures.growth.denominator) == (1320, 1200)


def test_a_month_in_which_the_data_begin_is_neither_complete_nor_a_base():
    ledger_of(two_years()[1:])  # the first line is of 10 January 2023
    figures = picture_of("1").figures
    assert figures.growth.value is None
    assert figures.growth.reason is Missing.PARTLY_BEFORE
    assert [row.net_sales_before for row in figures.months[:2]] == [None, 100]
    first = picture_of("1", period=Period.year(2023)).figures.months
    assert [row.is_complete for row in first[:2]] == [False, True]


def test_the_margin_is_of_the_sales_whose_cost_is_known():
    ledger_of([*worked_rows(), sale("A", date(2024, 5, 5), 100)])
    totals = picture_of("A").figures.totals
    assert totals.margin.value == Decimal(58) / 420
    assert totals.cost_known_share == Decimal("0.807692308")


def test_growth_needs_two_years_of_data():
    ledger_of(two_years()[13:])
    picture = picture_of("1")
    assert picture.period_before is None
    assert picture.figures.growth.reason is Missing.NOT_REACHED
    assert picture.figures.totals.growth.reason is Missing.NOT_REACHED


def test_its_place_in_the_company():
    ledger_of(worked_rows())
    standing = picture_of("D").figures.standing
    assert standing is not None
    assert (standing.rank, standing.of, standing.abc) == (4, 10, AbcClass.A)
    assert standing.share == Decimal("0.09")


def test_its_place_in_its_groups():
    ledger_of(worked_rows())
    iberia = make_group("Iberia", of("B"), of("C"), code="IB")
    make_group("World", iberia, of("A"), code="W")
    make_group("Buyers", of("B"), of("J"), code="BUY", tree=Tree.BUYING)
    picture = picture_of("B")
    assert [card.code for card in picture.groups_above] == ["IB", "W"]
    legal = picture.figures.members[Tree.LEGAL]
    assert [(each.card.code, each.depth, each.own, each.total) for each in legal] == [
        ("W", 0, 0, 720),
        ("A", 1, 420, 420),
        ("IB", 1, 0, 300),
        ("B", 2, 180, 180),
        ("C", 2, 120, 120),
    ]
    assert [each.card.code for each in legal if each.is_self] == ["B"]
    assert [each.card.code for each in picture.figures.members[Tree.BUYING]] == ["BUY", "B", "J"]
    assert picture.figures.standing is None  # its group has one
    world = picture_of("W")
    assert world.figures.totals.net_sales == 720
    assert world.figures.totals.orders == 3
    assert world.figures.standing is not None
    assert world.figures.standing.rank == 1


@pytest.mark.parametrize("tree", [Tree.LEGAL, Tree.BUYING, None])
def test_a_buying_group_is_the_sum_of_its_members_as_in_the_ranking(tree):
    ledger_of(worked_rows())
    make_group("Buyers", of("B"), of("J"), code="BUY", tree=Tree.BUYING)
    picture = picture_of("BUY", tree=tree)
    ranked = portfolio_picture(SYSTEM, period=YEAR, tree=Tree.BUYING).rows
    row = next(row for row in ranked if row.code == "BUY")
    assert picture.counted == (Tree.BUYING, {"BUY", "B", "J"}, True)
    assert picture.figures.totals.net_sales == row.net_sales == 190
    assert picture.figures.totals.orders == row.orders == 2
    assert picture.figures.standing is not None
    assert (picture.figures.standing.rank, picture.figures.standing.of) == (2, 9)
    page = customer_lines(SYSTEM, of("BUY").pk, period=YEAR, tree=tree, page=1, size=9)
    assert {line["customer"] for line in page.lines} == {"B", "J"}
    products = customer_products(SYSTEM, of("BUY").pk, period=YEAR, tree=tree)
    assert products.net_sales == 190


def test_every_row_of_every_ranking_is_what_its_page_shows():
    ledger_of(worked_rows())
    make_group("Iberia", of("B"), of("C"), code="IB")
    put_under(of("A"), of("D"))
    put_under(of("A"), of("J"), tree=Tree.BUYING)
    make_group("Buyers", of("B"), of("E"), code="BUY", tree=Tree.BUYING)
    make_one(of("I"), of("J"))
    for tree in (*Tree, None):
        for row in portfolio_picture(SYSTEM, period=YEAR, tree=tree).rows:
            picture = picture_of(row.code, tree=tree)
            standing = picture.figures.standing
            assert picture.figures.totals.net_sales == row.net_sales
            assert standing is not None
            assert (standing.rank, standing.share) == (row.rank, row.share)
            assert customer_products(
                SYSTEM, row.id, period=YEAR, tree=tree
            ).net_sales == row.net_sales  # fmt: skip


def test_a_member_of_a_buying_group_is_told_of_as_a_part_of_it():
    ledger_of(worked_rows())
    make_group("Buyers", of("B"), of("J"), code="BUY", tree=Tree.BUYING)
    picture = picture_of("B", tree=Tree.BUYING)
    assert [card.code for card in picture.groups_above] == ["BUY"]
    assert picture.figures.standing is None
    assert picture_of("B", tree=None).groups_above == []


@pytest.mark.parametrize("tree", [Tree.LEGAL, Tree.BUYING])
def test_a_buying_group_shows_neither_members_nor_a_part_to_who_does_not_see_all(
    cast, actors, tree
):
    ledger_of(worked_rows())
    buyers = make_group("Buyers", of("B"), of("J"), code="BUY", tree=Tree.BUYING)
    cover(cast.sales, buyers, of("B"))
    picture = picture_of("BUY", actors.sales, tree=tree)
    assert picture.counted == (Tree.BUYING, {"BUY"}, False)
    assert picture.figures.totals.net_sales == 0
    assert (picture.figures.members, picture.figures.families) == ({}, [])
    assert customer_lines(
        actors.sales, buyers.pk, period=YEAR, tree=tree, page=1, size=9
    ).lines == []  # fmt: skip
    assert not customer_products(actors.sales, buyers.pk, period=YEAR, tree=tree).rows
    cover(cast.sales, of("J"))
    whole = picture_of("BUY", actors.sales, tree=tree)
    assert whole.counted.is_whole
    assert whole.figures.totals.net_sales == 190
    assert [each.card.code for each in whole.figures.members[Tree.BUYING]] == ["BUY", "B", "J"]


def test_a_mother_in_the_buying_tree_shows_her_own_sales_to_who_does_not_see_all(cast, actors):
    ledger_of(worked_rows())
    put_under(of("A"), of("B"), of("J"), tree=Tree.BUYING)
    cover(cast.sales, of("A"), of("B"))
    picture = picture_of("A", actors.sales, tree=Tree.BUYING)
    assert picture.figures.totals.net_sales == 420
    assert not picture.counted.is_whole
    assert picture.figures.members == {}
    assert picture_of("A", actors.sales).counted.is_whole


def test_merged_records_are_part_of_it_and_lead_to_it(cast, actors):
    ledger_of(worked_rows())
    make_one(of("J"), of("I"))
    make_one(of("I"), of("H"))
    picture = picture_of("H")
    assert picture.figures.totals.net_sales == 50
    assert [card.code for card in picture.merged] == ["I", "J"]
    with pytest.raises(Customer.DoesNotExist):
        picture_of("J")
    assert merged_into(actors.director, of("J").pk) == of("H").pk
    assert merged_into(actors.director, of("H").pk) is None
    with pytest.raises(Customer.DoesNotExist):
        merged_into(actors.sales, of("J").pk)


def test_who_looks_after_it(cast):
    ledger_of(worked_rows())
    cover(cast.sales, of("A"))
    assert [row.person for row in picture_of("A").coverage] == [cast.sales.name]


def test_through_which_group_is_named_to_who_sees_that_group(cast, actors):
    ledger_of(worked_rows())
    holding = make_group("Secret Holding", of("A"), of("B"), code="HOLD")
    cover(cast.sales, of("A"))
    cover(cast.senior, holding)
    through = {
        name: {row.person: row.through for row in picture_of("A", actor).coverage}
        for name, actor in (("sales", actors.sales), ("director", actors.director))
    }
    assert through == {
        "sales": {cast.sales.name: "", cast.senior.name: None},
        "director": {cast.sales.name: "", cast.senior.name: "Secret Holding"},
    }
    assert coverage_of(actors.sales, of("A").pk) == picture_of("A", actors.sales).coverage
    assert coverage_of(actors.administrator, of("A").pk) == picture_of("A").coverage


def test_a_group_without_lines_is_a_picture_too():
    ledger_of(worked_rows())
    make_group("Empty", code="EMPTY")
    figures = picture_of("EMPTY").figures
    assert figures.totals.net_sales == 0
    assert figures.totals.margin.reason is Missing.COST_UNKNOWN
    assert figures.silence is not None
    assert figures.silence.rhythm is Rhythm.NEVER
    assert (figures.families, figures.members, figures.standing) == ([], {}, None)


def test_an_empty_ledger_is_an_empty_picture():
    group = make_group("Empty")
    picture = picture_of(group.code, compare=Compare.YEAR_EARLIER)
    assert picture.figures.months == []
    assert picture.figures.silence is None
    assert picture.figures.growth.reason is Missing.NO_DATA


def test_an_outsider_is_blind_and_who_covers_it_sees_it_without_its_rank(cast, actors):
    ledger_of(worked_rows())
    make_group("Holding", of("A"), of("B"), code="HOLD")
    with pytest.raises(Customer.DoesNotExist):
        picture_of("A", actors.sales)
    cover(cast.sales, of("A"))
    picture = picture_of("A", actors.sales)
    assert picture.figures.totals.net_sales == 420
    assert picture.figures.standing is None
    assert picture.groups_above == []
    assert picture.figures.members == {}


def test_it_costs_few_queries(cast, actors, django_assert_max_num_queries):
    ledger_of(worked_rows())
    cover(cast.sales, of("A"))
    for actor in (actors.director, actors.sales):
        picture_of("A", actor)
        with django_assert_max_num_queries(6):
            picture_of("A", actor)
