"""The team of an account: works · never more than all of somebody's time · outsiders are blind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clavero.conftest import TodayIs
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.rules.coverage import Stretch
from clavero.portfolio.testing import cover, make_customer
from clavero.portfolio.visibility import accounts
from clavero.work.models import Dedication
from clavero.work.rules import Origin
from clavero.work.rules.team import Function, most_at_once
from clavero.work.selectors import account_team, tasks_of
from clavero.work.services import add_task, dedicate, end_dedication, finish_task
from clavero.work.testing import SYSTEM, make_functional

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], Any]
TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def today(today_is: TodayIs) -> None:
    today_is(TODAY)


def test_a_colleague_works_for_an_account_and_sees_nothing_of_it(
    mine: Customer, actors: SimpleNamespace, cast: Cast
) -> None:
    dedicate(
        actors.senior, customer_id=mine.pk, person_id=cast.logistics.pk, start=TODAY,
        function=Function.LOGISTICS, share=Decimal("0.2"),
    )  # fmt: skip
    team = account_team(actors.senior, mine.pk)
    assert [(each.name, each.function, each.share) for each in team.members] == [
        (cast.senior.name, None, None), (cast.logistics.name, "logistics", Decimal("0.2")),
    ]  # fmt: skip
    assert not accounts(actors.logistics).exists()
    with pytest.raises(Customer.DoesNotExist):
        account_team(actors.logistics, mine.pk)
    # What was agreed in a meeting may fall to them, and they finish it.
    number = add_task(
        actors.senior, customer_id=mine.pk, text="Book the dock", owner_id=cast.logistics.pk,
        origin=Origin.INTERACTION,
    )  # fmt: skip
    finish_task(actors.logistics, task_id=number)
    assert not tasks_of(SYSTEM, mine.pk)[0].is_open


def test_nobody_gives_more_than_all_of_their_time(mine: Customer, cast: Cast) -> None:
    other = make_customer("C2")
    make_functional(mine, cast.logistics, share="0.7", end=date(2026, 7, 1))
    with pytest.raises(Refusal) as told_no:
        make_functional(other, cast.logistics, share="0.4")
    assert told_no.value.code == "more_than_all"
    assert "At most 30% is left in that time." in str(told_no.value)
    make_functional(other, cast.logistics, share="0.3")
    # What was said before of the same account gives way, from the day on.
    make_functional(mine, cast.logistics, share="0.5", start=date(2026, 5, 1))
    told = Dedication.objects.filter(customer=mine).values_list("share", "start", "end")
    assert list(told) == [
        (Decimal("0.7"), TODAY, date(2026, 5, 1)), (Decimal("0.5"), date(2026, 5, 1), None),
    ]  # fmt: skip


def test_what_is_refused(mine: Customer, cast: Cast, refuses: Refuses) -> None:
    for given_, code in (
        ({"function": None}, "not_of_the_team"),
        ({"end": TODAY}, "ends_before_start"),
    ):
        with refuses(code):
            make_functional(mine, cast.logistics, **given_)
    with refuses("share_missing"):
        make_functional(mine, cast.senior, function=None, share=None)
    row = make_functional(mine, cast.senior, function=None)
    assert end_dedication(SYSTEM, dedication_id=row.pk, on=TODAY) == mine.pk
    assert not Dedication.objects.exists()


def test_outsiders_are_blind(mine: Customer, cast: Cast, actors: SimpleNamespace) -> None:
    row = make_functional(mine, cast.logistics)
    cover(cast.sales, make_customer("C2"))
    for name in ("sales", "junior_one", "logistics", "administrator"):
        outsider = getattr(actors, name)
        with pytest.raises(Customer.DoesNotExist):
            account_team(outsider, mine.pk)
        with pytest.raises(Dedication.DoesNotExist):
            end_dedication(outsider, dedication_id=row.pk, on=TODAY)
    with pytest.raises(Forbidden):
        end_dedication(actors.executive, dedication_id=row.pk, on=TODAY)


_DAYS = st.integers(0, 60).map(lambda day: date.fromordinal(date(2026, 1, 1).toordinal() + day))
_PARTS = st.lists(
    st.tuples(_DAYS, st.integers(1, 40), st.integers(1, 10)).map(
        lambda each: (
            Stretch(each[0], date.fromordinal(each[0].toordinal() + each[1])),
            Decimal(each[2]) / 10,
        )
    ),
    max_size=6,
)


@given(_PARTS, _DAYS)
def test_the_most_is_that_of_the_fullest_day(
    parts: list[tuple[Stretch, Decimal]], start: date
) -> None:
    within = Stretch(start, date.fromordinal(start.toordinal() + 90))
    days = [date.fromordinal(start.toordinal() + each) for each in range(90)]
    fullest = max(sum((share for each, share in parts if day in each), Decimal(0)) for day in days)
    assert most_at_once(parts, within) == fullest
