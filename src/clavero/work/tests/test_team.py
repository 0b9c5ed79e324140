"""The team of an account: works · never more than all of somebody's time · outsiders are blind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from clavero.conftest import AsPerson, TodayIs
from clavero.core.errors import Forbidden, Refusal
from clavero.core.revisions import ChangedMeanwhile
from clavero.identity.services import deactivate
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


def test_who_has_no_access_any_more_gives_no_time(
    mine: Customer, actors: SimpleNamespace, cast: Cast, as_person: AsPerson
) -> None:
    make_functional(mine, cast.logistics, share="0.2")
    assert account_team(actors.senior, mine.pk).share == Decimal("0.2")
    deactivate(actors.administrator, person_id=cast.logistics.pk)
    team = account_team(actors.senior, mine.pk)
    assert team.share == 0
    assert [each.closed_on is None for each in team.members] == [True, False]
    page = as_person(cast.senior).get(reverse("work:team", args=[mine.pk])).content.decode()
    assert "no access since" in page


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
    assert not Dedication.objects.standing().exists()
    with refuses("already_ended"):
        end_dedication(SYSTEM, dedication_id=row.pk, on=TODAY)


def test_what_was_said_and_taken_back_is_told(
    mine: Customer, actors: SimpleNamespace, cast: Cast, as_person: AsPerson
) -> None:
    first = make_functional(mine, cast.logistics, share="0.2")
    make_functional(mine, cast.logistics, share="0.3")
    team = account_team(actors.senior, mine.pk)
    assert [each.share for each in team.members if each.function] == [Decimal("0.3")]
    told = [(str(each.what), str(each.values[0][2] or each.values[0][1])) for each in team.changes]
    assert told == [
        ("Said", cast.logistics.name), ("Withdrawn", cast.logistics.name),
        ("Said", cast.logistics.name),
    ]  # fmt: skip
    first.refresh_from_db()
    assert (first.share, first.withdrawn_on) == (Decimal("0.2"), TODAY)
    page = as_person(cast.senior).get(reverse("work:team", args=[mine.pk])).content.decode()
    assert "part of their time: 20%" in page


def test_two_people_do_not_write_over_each_other(
    mine: Customer, actors: SimpleNamespace, cast: Cast, as_person: AsPerson
) -> None:
    make_functional(mine, cast.logistics, share="0.2")
    seen = account_team(actors.senior, mine.pk).seen
    given_ = {"customer_id": mine.pk, "person_id": cast.logistics.pk, "start": TODAY,
              "function": Function.LOGISTICS}  # fmt: skip
    other = dedicate(actors.director, **given_, share=Decimal("0.6"), seen=seen)
    with pytest.raises(ChangedMeanwhile) as told_no:
        dedicate(actors.senior, **given_, share=Decimal("0.1"), seen=seen)
    assert f"{cast.director.name}," in str(told_no.value)
    assert "60%" in str(told_no.value)
    with pytest.raises(ChangedMeanwhile):
        end_dedication(actors.senior, dedication_id=other.pk, on=TODAY, seen=seen)
    sent = {**given_, "function": "logistics", "share": "10", "start": TODAY.isoformat()}
    page = as_person(cast.senior).post(reverse("work:team", args=[mine.pk]), {**sent, "seen": seen})
    assert page.status_code == 422
    form = page.context["form"]
    assert "60%" in str(form.errors["person_id"])
    dedicate(actors.senior, **given_, share=Decimal("0.1"), seen=int(form.data["seen"]))
    assert Dedication.objects.standing().get().share == Decimal("0.1")


def test_what_is_said_for_later_is_in_the_way(mine: Customer, cast: Cast, refuses: Refuses) -> None:
    later = date(2026, 6, 1)
    row = make_functional(mine, cast.logistics, share="0.5", start=later)
    with refuses("later_one_stands"):
        make_functional(mine, cast.logistics, share="0.2")
    make_functional(mine, cast.logistics, share="0.2", end=later)
    end_dedication(SYSTEM, dedication_id=row.pk, on=TODAY)
    told = Dedication.objects.standing().values_list("share", "start", "end")
    assert list(told) == [(Decimal("0.2"), TODAY, later)]


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
