"""Whom the ledger puts forward, and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management.color import no_style
from django.db import connection
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.profitability.testing import set_rates
from clavero.selection.models import Candidate
from clavero.selection.rules.proposing import (
    GROWING,
    Figures,
    Ground,
    parse_reason,
    reasons_for,
)
from clavero.selection.selectors import proposals
from clavero.selection.services import accept_proposals
from clavero.selection.testing import the_open_year
from clavero.ui.testing import words

AsPerson = Callable[[Person], Client]
CLASSES = st.sampled_from(["A", "B", "C", None])
FIGURES = st.builds(
    Figures,
    by_sales=CLASSES,
    sales_rank=st.integers(1, 500),
    by_result=CLASSES,
    result_rank=st.integers(1, 500),
    growth=st.none() | st.decimals(-1, 3, places=3),
    is_served=st.booleans(),
    loses=st.booleans(),
)


@given(FIGURES)
def test_each_ground_holds_for_itself_and_is_kept_as_it_was(figures: Figures) -> None:
    found = reasons_for(figures)
    grounds = [each.ground for each in found]
    assert (Ground.SALES in grounds) is (figures.by_sales == "A")
    own, other = Ground.CONTRIBUTION, Ground.MARGIN
    if not figures.is_served:
        own, other = other, own
    assert (own in grounds) is (figures.by_result == "A")
    assert other not in grounds
    grows = figures.growth is not None and figures.growth >= GROWING
    assert (Ground.GROWTH in grounds) is (grows and figures.by_sales in {"A", "B"})
    against = [Ground.LOSES] if figures.loses and grounds else []
    assert [each for each in grounds if each is Ground.LOSES] == against
    assert grounds != [Ground.LOSES], "what speaks against one puts nobody forward"
    assert tuple(parse_reason(each.to_plain()) for each in found) == found


@pytest.fixture
def company(settings: Any, tmp_path: Path, cast: Cast) -> None:
    """BIG sells most and leaves little, RICH leaves most, FAST doubles, SMALL is neither."""
    settings.LEDGER_HOME = tmp_path / "ledger"
    sold = {
        # 2024, 2025, cost of 2025
        "BIG": (900_000, 900_000, 899_000),
        "RICH": (150_000, 150_000, 10_000),
        "FAST": (50_000, 100_000, 99_000),
        "SMALL": (1_000, 1_000, 990),
    }
    ledger_of([row for code, amounts in sold.items() for row in _months(code, *amounts)])


def _months(code: str, before: int, now: int, cost: int) -> Iterator[Row]:
    for month in range(1, 13):
        for year, amount in ((2024, before), (2025, now)):
            yield Row(
                document=f"{code}-{year}-{month}",
                customer=code,
                date=date(year, month, 1),
                net_amount=Decimal(amount // 12),
                cost=Decimal((cost if year == 2025 else before) // 12),
            )
    # The month under way is left out: one line ends December.
    yield Row(document=f"{code}-end", customer=code, date=date(2026, 1, 1), net_amount=Decimal(1))


@pytest.mark.django_db
def test_the_ledger_says_whom_and_why(company: None, actors: SimpleNamespace) -> None:
    cycle = the_open_year()
    found = {
        each.card.code: [reason.ground for reason in each.reasons]
        for each in proposals(actors.director, cycle)
    }
    assert found["BIG"][0] is Ground.SALES
    assert Ground.MARGIN in found["RICH"], "nobody has said what serving costs"
    assert Ground.GROWTH in found["FAST"]
    assert "SMALL" not in found
    assert proposals(actors.senior, cycle) == []


@pytest.mark.django_db
def test_where_serving_is_known_who_loses_money_is_not_put_forward_for_what_it_leaves(
    company: None, as_person: AsPerson, cast: Cast, actors: SimpleNamespace
) -> None:
    # Each of the twelve orders of a year takes 100 minutes at 1 a minute: 1,200 of serving.
    set_rates(order=100)
    found = {each.card.code: each.reasons for each in proposals(actors.director, the_open_year())}
    grounds = {code: [each.ground for each in reasons] for code, reasons in found.items()}
    assert Ground.CONTRIBUTION in grounds["RICH"]
    assert grounds["BIG"] == [Ground.SALES, Ground.LOSES], "it leaves 1,000 before serving"
    assert grounds["FAST"] == [Ground.GROWTH, Ground.LOSES]
    told = words(as_person(cast.director).get(reverse("selection:propose")))
    assert "class A by contribution after serving, number 1" in told
    assert "class A by sales, number 1 · but it loses money after serving" in told


@pytest.mark.django_db
def test_who_is_ticked_is_on_the_list_with_the_reason(
    company: None, as_person: AsPerson, cast: Cast
) -> None:
    the_open_year()
    director = as_person(cast.director)
    address = reverse("selection:propose")
    assert "class A by sales, number 1" in words(director.get(address))
    ids = [Customer.objects.get(code=code).pk for code in ("BIG", "FAST")]
    answer = director.post(address, {"customer_ids": ids}, follow=True)
    assert "2 customers are on the list." in words(answer)
    big = Candidate.objects.get(customer__code="BIG")
    assert big.grounds[0] == {"ground": "sales", "rank": 1}
    assert "BIG" not in words(director.get(address))
    again = director.post(address, {"customer_ids": []})
    assert again.status_code == 422
    assert "Nobody was chosen." in words(again)


@pytest.fixture
def numbered_by_thousands(db: None) -> None:
    """The customers to come have numbers that people write with a sign for thousands."""
    Customer.objects.create(pk=1106, code="FIRST", name="First")
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Customer]):
            cursor.execute(statement)


@pytest.mark.usefixtures("numbered_by_thousands", "company")
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_numbers_on_the_page_are_those_that_it_takes(
    as_person: AsPerson, cast: Cast, language: str
) -> None:
    Person.objects.filter(pk=cast.director.pk).update(language=language)
    the_open_year()
    director, address = as_person(cast.director), reverse("selection:propose")
    page = director.get(address).content.decode()
    ids = re.findall(r'name="customer_ids"\s+value="([^"]*)"', page)
    assert min(map(int, ids)) > 1000
    assert director.post(address, {"customer_ids": ids}).status_code == 302
    assert Candidate.objects.count() == len(ids)


@pytest.mark.django_db
def test_who_was_ticked_and_is_not_proposed_any_more_is_told(
    company: None, as_person: AsPerson, cast: Cast, actors: SimpleNamespace
) -> None:
    the_open_year()
    big, fast = (str(Customer.objects.get(code=code).pk) for code in ("BIG", "FAST"))
    accept_proposals(actors.director, customer_ids=[int(big)])
    answer = as_person(cast.director).post(
        reverse("selection:propose"), {"customer_ids": [big, fast]}
    )
    assert answer.status_code == 422
    assert "One of those that were ticked is not proposed any more" in words(answer)
    assert [
        ticked for card, _why, ticked in answer.context["proposals"] if card.code == "FAST"
    ] == [True]


@pytest.mark.django_db
def test_who_is_not_proposed_is_not_taken(company: None, actors: SimpleNamespace) -> None:
    the_open_year()
    ids = [Customer.objects.get(code=code).pk for code in ("BIG", "SMALL")]
    assert accept_proposals(actors.director, customer_ids=ids) == 1
