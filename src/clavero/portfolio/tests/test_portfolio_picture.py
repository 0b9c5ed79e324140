"""The picture of the portfolio, from lines to classes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from clavero.core.estimates import Missing
from clavero.core.period import Period
from clavero.ledger.services import undo_import
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.rules.concentration import Alert
from clavero.portfolio.rules.grouping import Tree
from clavero.portfolio.rules.picture import By, Compare
from clavero.portfolio.selectors import PortfolioPicture, portfolio_picture
from clavero.portfolio.services import edit_customer, unmerge_customer
from clavero.portfolio.testing import SYSTEM, cover, make_group, make_one
from clavero.portfolio.tests.company import YEAR, of, sale, worked_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]


def picture_of(actor=SYSTEM, period: Period = YEAR, **asked) -> PortfolioPicture:
    return portfolio_picture(actor, period=period, **asked)


def ranked(picture: PortfolioPicture) -> list[tuple[str, Decimal, str | None]]:
    return [(row.code, row.net_sales, row.abc) for row in picture.rows]


def test_the_worked_numbers():
    ledger_of(worked_rows())
    picture = picture_of()
    summary = picture.summary
    assert "".join(row.abc or "" for row in picture.rows) == "AAAABBBCCC"
    assert [row.code for row in picture.rows] == list("ABCDEFGHIJ")
    assert (summary.customers, summary.ranked) == (10, 10)
    assert (summary.net_sales, summary.unattributed) == (1003, 3)
    assert (summary.top20_share, summary.customers_for_80) == (Decimal("0.6"), 4)
    assert summary.customers_for_80_share == Decimal("0.4")
    assert (summary.cr1, summary.cr5) == (Decimal("0.42"), Decimal("0.87"))
    assert (summary.hhi, summary.gini) == (Decimal("0.2391"), Decimal("0.55"))
    assert summary.effective_customers is not None
    assert round(summary.effective_customers, 4) == Decimal("4.1824")
    assert summary.contribution == Decimal("121.5")
    assert summary.cost_known_share == Decimal(1000) / 1003  # the lines without customer have none
    assert summary.ledger_version == picture.versions.ledger > 0
    assert [picture.largest_share(count) for count in (1, 2, 99)] == [
        Decimal("0.42"),
        Decimal("0.6"),
        1,
    ]


def test_a_row_says_everything_of_its_account():
    ledger_of(worked_rows())
    row = picture_of().rows[3]
    assert (row.rank, row.id, row.code, row.name) == (4, of("D").pk, "D", "Customer D")
    assert (row.share, row.cumulative_share) == (Decimal("0.09"), Decimal("0.81"))
    assert row.contribution == -13
    assert row.margin.value == Decimal(-13) / Decimal(90)
    assert (row.orders, row.active_months, row.families) == (1, 1, 1)
    assert row.first_purchase == row.last_purchase == date(2024, 3, 5)


def test_by_contribution_the_list_is_another_one():
    ledger_of(worked_rows())
    picture = picture_of(by=By.CONTRIBUTION)
    assert [row.code for row in picture.rows] == list("ABCEFH")
    assert [row.code for row in picture.not_positive] == list("DGJI")
    assert picture.summary.ranked == 6
    assert picture.rows[0].share == Decimal(58) / Decimal(156)


def test_customers_that_gave_back_what_they_bought_are_listed_and_not_ranked():
    back = {"document": "N1", "kind": "credit_note"}
    ledger_of(
        [
            sale("1", date(2024, 1, 2), 100),
            sale("2", date(2024, 1, 3), 50),
            sale("2", date(2024, 2, 3), -50, **back),
            sale("3", date(2024, 2, 4), -7, **back),
        ]
    )
    picture = picture_of()
    assert ranked(picture) == [("1", 100, "A")]
    assert [(row.code, row.net_sales, row.rank, row.abc) for row in picture.not_positive] == [
        ("3", -7, None, None),
        ("2", 0, None, None),
    ]
    assert picture.not_positive[0].share is None
    assert picture.summary.net_sales == 93
    assert [row.code for row in picture.listed] == ["1", "3", "2"]


def test_without_cost_the_margin_is_unknown_and_nobody_is_ranked_by_it():
    ledger_of(worked_rows(with_cost=False))
    picture = picture_of()
    assert picture.is_margin_unknown
    assert picture.summary.cost_known_share == 0
    assert picture.rows[0].margin.reason is Missing.COST_UNKNOWN
    by_contribution = picture_of(by=By.CONTRIBUTION)
    assert by_contribution.rows == []
    assert len(by_contribution.unknown) == 10
    assert by_contribution.summary.top20_share is None
    assert by_contribution.summary.hhi is None


def test_a_cost_that_is_known_in_part_gives_the_margin_of_that_part():
    ledger_of(
        [
            sale("1", date(2024, 1, 2), 75, cost=Decimal(50)),
            sale("1", date(2024, 1, 3), 25),
        ]
    )
    row, summary = picture_of().rows[0], picture_of().summary
    assert (row.contribution, row.cost_known_share) == (25, Decimal("0.75"))
    assert row.margin.value == Decimal(25) / 75
    assert (summary.cost_known_share, summary.margin.value) == (
        Decimal("0.75"),
        Decimal(25) / 75,
    )


def test_the_known_part_of_the_company_is_weighed_line_by_line():
    # By accounts it would be (0 · 0.5 + 100 · 1) / 100: the one that gave all back weighs nothing.
    back = {"document": "N1", "kind": "credit_note"}
    ledger_of(
        [
            sale("1", date(2024, 1, 2), 100, cost=Decimal(60)),
            sale("1", date(2024, 1, 3), -100, **back),
            sale("2", date(2024, 1, 4), 100, cost=Decimal(70)),
            sale(None, date(2024, 1, 5), 50, cost=Decimal(50)),
            sale(None, date(2024, 1, 6), -50, document="N2", kind="credit_note"),
        ]
    )
    summary = picture_of().summary
    assert summary.cost_known_share == Decimal(250) / 400
    assert summary.margin.numerator == 70
    assert summary.margin.value == Decimal(70) / 250


def test_where_the_known_part_sold_nothing_there_is_no_margin():
    ledger_of(
        [
            sale("1", date(2024, 1, 2), 100),
            sale("1", date(2024, 1, 3), -20, cost=Decimal(-15), document="N", kind="credit_note"),
        ]
    )
    row = picture_of().rows[0]
    assert (row.contribution, row.net_sales_with_cost) == (-5, -20)
    assert row.margin.reason is picture_of().summary.margin.reason is Missing.BASE_NOT_POSITIVE


def test_nobody_ranked_is_not_zero_customers():
    ledger_of(worked_rows(with_cost=False))
    summary = picture_of(by=By.CONTRIBUTION).summary
    assert (summary.ranked, summary.customers) == (0, 10)
    assert summary.customers_for_80 is summary.customers_for_80_share is None


def test_alerts_are_of_the_company_s_sales():
    ledger_of(worked_rows())
    assert [(row.code, row.alert) for row in picture_of().alerts] == [
        ("A", Alert.HIGH),
        ("B", Alert.MAJOR),
        ("C", Alert.MAJOR),
    ]


def test_groups_count_as_one_and_merged_records_too():
    ledger_of(worked_rows())
    make_group("Holding", of("B"), of("C"), code="HOLD")
    make_one(of("J"), of("I"))
    picture = picture_of()
    assert [(row.code, row.net_sales) for row in picture.rows[:3]] == [
        ("A", 420),
        ("HOLD", 300),
        ("D", 90),
    ]
    assert picture.rows[1].name == "Holding"
    assert {row.code: row.net_sales for row in picture.rows}["I"] == 25
    assert picture.summary.customers == 8
    assert picture.summary.net_sales == 1003


def test_without_a_tree_customers_stand_alone_but_merged_ones_are_one():
    ledger_of(worked_rows())
    make_group("Holding", of("B"), of("C"), code="HOLD")
    make_group("Buyers", of("A"), of("B"), code="BUY", tree=Tree.BUYING)
    make_one(of("J"), of("I"))
    assert [row.code for row in picture_of(tree=None).rows] == list("ABCDEFGHI")
    assert picture_of(tree=Tree.BUYING).rows[0].code == "BUY"
    assert picture_of(tree=Tree.BUYING).rows[0].net_sales == 600


def test_a_change_of_lines_names_or_groups_shows_at_once():
    brought = ledger_of(worked_rows())
    assert picture_of().rows[0].name == "Customer A"
    edit_customer(SYSTEM, customer_id=of("A").pk, name="Acme")
    assert picture_of().rows[0].name == "Acme"
    make_one(of("B"), of("A"))
    assert picture_of().rows[0].net_sales == 600
    unmerge_customer(SYSTEM, customer_id=of("B").pk)
    assert picture_of().rows[0].net_sales == 420
    ledger_of([sale("Z", date(2024, 5, 1), 1000)])
    assert picture_of().rows[0].code == "Z"
    undo_import(SYSTEM, import_id=brought.pk)
    assert ranked(picture_of()) == [("Z", 1000, "A")]


def test_codes_without_a_record_are_shown_by_their_code():
    ledger_of(worked_rows())
    Customer.objects.filter(code="A").delete()
    make_group("Any change", code="ANY")
    row = picture_of().rows[0]
    assert (row.id, row.name) == (None, "A")


# -- comparing -----------------------------------------------------------------------------------


def two_years() -> list[Row]:
    return [
        sale("leaves", date(2023, 1, 2), 800),
        sale("stays", date(2023, 6, 1), 100),
        sale("small", date(2023, 6, 2), 100),
        sale("stays", date(2024, 6, 1), 120),
        sale("small", date(2024, 6, 2), 900),
        sale("leaves", date(2024, 12, 31), 10),
    ]


def test_growth_and_class_a_against_the_year_before():
    ledger_of(two_years())
    picture = picture_of(compare=Compare.YEAR_EARLIER)
    assert picture.comparison is not None
    assert picture.comparison.is_covered
    assert picture.comparison.summary.period == Period.year(2023)
    assert picture.comparison.summary.net_sales == 1000
    assert picture.comparison.growth.value == Decimal("0.03")
    assert [each.code for each in picture.comparison.entered_a] == ["small"]
    (left,) = picture.comparison.left_a
    assert (left.code, left.net_sales, left.net_sales_before) == ("leaves", 10, 800)
    grown = {row.code: row.growth.value for row in picture.rows}
    assert grown == {"small": 8, "stays": Decimal("0.2"), "leaves": Decimal("-0.9875")}


def test_a_year_under_way_is_compared_with_as_many_days():
    ledger_of([*two_years()[:-1], sale("leaves", date(2024, 7, 14), 10)])
    comparison = picture_of(compare=Compare.YEAR_EARLIER).comparison
    assert comparison is not None
    assert comparison.summary.period == Period(date(2023, 1, 1), date(2023, 7, 15))


def test_the_months_before_are_another_comparison():
    ledger_of(two_years())
    june = Period.month(2024, 6)
    comparison = picture_of(period=june, compare=Compare.CALENDAR_BEFORE).comparison
    assert comparison is not None
    assert comparison.summary.period == Period.month(2024, 5)
    assert comparison.growth.reason is Missing.NOTHING_BEFORE


def test_before_the_first_line_nobody_knows_what_there_was():
    ledger_of(two_years())
    picture = picture_of(period=Period.year(2023))
    assert picture.comparison is not None
    assert not picture.comparison.is_covered
    assert picture.comparison.growth.reason is Missing.NOT_REACHED
    assert picture.comparison.entered_a == []
    assert picture.rows[0].growth.reason is Missing.NOT_REACHED
    assert picture_of(compare=None).comparison is None


def test_a_month_in_which_the_data_begin_is_compared_with_nothing():
    ledger_of(
        [sale("1", date(2023, 3, 15), 100), *(sale("1", date(2024, month, 1), 90)
         for month in (3, 4)), sale("1", date(2023, 4, 3), 80), sale("1", date(2024, 12, 31), 1)]
    )  # fmt: skip
    march = picture_of(period=Period.month(2024, 3)).comparison
    assert march is not None
    assert not march.is_covered
    assert march.growth.reason is Missing.PARTLY_BEFORE
    assert (march.entered_a, march.left_a) == ([], [])
    assert picture_of(period=Period.month(2024, 3)).rows[0].growth.value is None
    april = picture_of(period=Period.month(2024, 4)).comparison
    assert april is not None
    assert april.growth.value == Decimal("0.125")


def test_an_empty_ledger_is_an_empty_picture():
    picture = picture_of()
    assert (picture.rows, picture.data, picture.comparison) == ([], None, None)
    assert picture.summary.customers == 0
    assert picture.summary.top20_share is None
    assert picture.alerts == []
    assert picture.lorenz == []


# -- who sees what -------------------------------------------------------------------------------


def test_who_covers_some_accounts_sees_their_own_ranking_and_no_company_figures(cast, actors):
    ledger_of(worked_rows())
    holding = make_group("Holding", of("B"), of("C"), code="HOLD")
    cover(cast.sales, of("A"), of("B"))
    picture = picture_of(actors.sales)
    assert ranked(picture) == [("A", 420, "A"), ("B", 180, "A")]
    assert not picture.is_whole
    assert (picture.summary.net_sales, picture.summary.unattributed) == (600, 0)
    assert picture.alerts == []
    cover(cast.sales, holding)
    assert ranked(picture_of(actors.sales)) == [("A", 420, "A"), ("HOLD", 300, "A")]


def test_outsiders_see_an_empty_picture(actors):
    ledger_of(worked_rows())
    for name in ("junior_one", "logistics", "hr", "administrator"):
        picture = picture_of(getattr(actors, name))
        assert picture.rows == []
        assert picture.summary.net_sales == 0


# -- cost ----------------------------------------------------------------------------------------


def test_shown_again_it_costs_two_queries(actors, django_assert_max_num_queries):
    ledger_of(worked_rows())
    picture_of(actors.director)
    with django_assert_max_num_queries(2):
        assert picture_of(actors.director) is picture_of(actors.executive)


def test_lines_without_customer_count_in_the_company_s_contribution():
    day = date(2024, 3, 5)
    ledger_of([sale("A", day, 100, cost=Decimal(60)), sale(None, day, 50, cost=Decimal(10))])
    summary = portfolio_picture(SYSTEM, period=YEAR).summary
    assert (summary.net_sales, summary.contribution) == (150, 80)
