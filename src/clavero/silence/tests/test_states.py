"""How accounts stand: by their rhythm, as of a day, with what was said, and who sees it."""

from __future__ import annotations

import math
from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_group, make_one
from clavero.silence.rules.kinds import StopKind
from clavero.silence.selectors import SilenceRow, State, account_silence, states
from clavero.silence.services import record_stop
from clavero.silence.testing import BUYERS, company

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
SYSTEM = Actor.system()
ON = date(2024, 12, 31)


def rows(actor: Actor = SYSTEM, on: date = ON) -> dict[str, SilenceRow]:
    picture = states(actor, on)
    assert picture is not None
    return {row.code: row for row in picture.rows}


def test_who_is_silent_stands_first() -> None:
    company()
    picture = states(SYSTEM, ON)
    assert picture is not None
    assert [row.code for row in picture.rows[:2]] == ["GONE", "ONCE"]
    first = picture.rows[0]
    assert (first.code, first.state) == ("GONE", State.LOST)
    assert first.silent == (picture.as_of - first.last_purchase).days
    assert first.usual is not None
    assert 29 <= first.usual <= 31
    assert first.chance is not None
    assert first.alive is not None
    assert first.chance < first.alive < 0.05
    assert first.lost_since == first.last_purchase + timedelta(days=math.ceil(first.usual))
    assert [picture.counts[state] for state in (State.LOST, State.AT_RISK)] == [2, 0]
    assert sum(picture.counts.values()) == BUYERS + 3
    assert (picture.on, picture.is_whole) == (ON, True)


def test_a_day_of_the_past_knows_nothing_of_what_came_later() -> None:
    company()
    assert rows(on=date(2024, 5, 20))["GONE"].state is State.ACTIVE
    early = rows(on=date(2023, 1, 10))
    assert "B29" not in early
    assert early["B00"].gaps == 0
    assert early["B00"].state is State.UNKNOWN, "nobody has bought twice yet"
    assert states(SYSTEM, date(2022, 12, 31)) is None


def test_an_empty_ledger_has_no_states() -> None:
    assert states(SYSTEM) is None


def test_a_family_goes_silent_before_its_customer() -> None:
    company()
    part = rows()["PART"]
    assert part.state is State.ACTIVE
    assert [family.name for family in part.families] == ["Belts"]


def test_a_group_is_as_silent_as_the_last_of_its_members() -> None:
    company()
    gone, active = (Customer.objects.get(code=code) for code in ("GONE", "B05"))
    group = make_group("Group", gone, active)
    found = rows()
    assert found[group.code].state is State.ACTIVE
    assert not {"GONE", "B05"} & found.keys()
    member = account_silence(SYSTEM, gone.pk, ON)
    assert member is not None
    assert member.state is State.LOST


def test_merged_records_are_one() -> None:
    company()
    gone, active = (Customer.objects.get(code=code) for code in ("GONE", "B05"))
    make_one(gone, active)
    assert rows()["B05"].state is State.ACTIVE
    assert "GONE" not in rows()


def test_a_stop_takes_its_days_out() -> None:
    company()
    gone = Customer.objects.get(code="GONE")
    before = rows()
    record_stop(
        SYSTEM, customer_id=gone.pk, kind=StopKind.HOLIDAY,
        first=date(2024, 5, 15), last=date(2024, 12, 20),
    )  # fmt: skip
    after = rows()
    assert after["GONE"].silent == before["GONE"].silent - 220
    assert after["GONE"].state is State.ACTIVE
    assert after["B05"].silent == before["B05"].silent, "it is a stop of one customer"
    seen = account_silence(SYSTEM, gone.pk, ON)
    assert seen is not None
    assert seen.silent == after["GONE"].silent


def test_a_stop_of_all_is_everybodys() -> None:
    company()
    before = rows()["GONE"].silent
    record_stop(
        SYSTEM, customer_id=None, kind=StopKind.HOLIDAY,
        first=date(2020, 8, 1), last=date(2020, 8, 31), every_year=True,
    )  # fmt: skip
    assert rows()["GONE"].silent == before - 31


def test_while_a_contract_runs_nobody_is_lost() -> None:
    company()
    gone = Customer.objects.get(code="GONE")
    record_stop(
        SYSTEM, customer_id=gone.pk, kind=StopKind.CONTRACT,
        first=date(2024, 12, 15), last=date(2025, 12, 14),
    )  # fmt: skip
    row = rows()["GONE"]
    assert (row.state, row.is_spared) == (State.AT_RISK, True)


def test_each_sees_their_own_and_is_judged_by_all(cast: Cast, actors: SimpleNamespace) -> None:
    company()
    gone = Customer.objects.get(code="GONE")
    cover(cast.senior, gone)
    mine = rows(actors.senior)
    assert list(mine) == ["GONE"]
    assert mine["GONE"].chance == rows()["GONE"].chance
    assert mine["GONE"].manager == str(cast.senior)
    assert rows(actors.logistics) == {}
    with pytest.raises(Customer.DoesNotExist):
        account_silence(actors.junior_one, gone.pk, ON)


def test_the_page_of_one_says_what_the_list_says() -> None:
    company()
    listed = rows()
    for code in ("GONE", "B07", "ONCE"):
        row = listed[code]
        found = account_silence(SYSTEM, Customer.objects.get(code=code).pk, ON)
        assert found is not None
        assert (found.state, found.chance, found.alive) == (row.state, row.chance, row.alive)
        assert (found.silent, found.usual) == (row.silent, row.usual)
        assert found.last_purchase == row.last_purchase
        assert found.purchases == row.gaps + 1
        if row.lost_since:
            assert found.lost_since == row.lost_since


def test_what_lies_ahead_begins_on_the_day_said() -> None:
    """Each state begins on its day and not on the one before, by the base of that day."""
    company()
    gone = Customer.objects.get(code="GONE")
    for at in range(3):
        on = date(2024, 5, 20)
        for _again in range(2):  # what the base tells changes a little from day to day
            found = account_silence(SYSTEM, gone.pk, on)
            assert found is not None
            day = found.ahead[at].day
            assert day is not None
            on = day
        state = found.ahead[at].state
        assert rows(on=day)["GONE"].state is state
        assert rows(on=day - timedelta(days=1))["GONE"].state < state


def test_a_customer_that_never_bought_has_no_silence() -> None:
    company()
    group = make_group("Nobody")
    assert account_silence(SYSTEM, group.pk) is None
