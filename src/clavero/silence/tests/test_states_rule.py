"""States: the thresholds, what spares a customer, who bought once, and one as many."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from clavero.core.faults import Faulty
from clavero.silence.rules.chance import Base
from clavero.silence.rules.kinds import Spare
from clavero.silence.rules.rhythm import Rhythms, from_lists, rhythms_of
from clavero.silence.rules.settings import Settings, SettingsFault, parse_settings
from clavero.silence.rules.states import FEW_FIRST_GAPS, Known, State, judge, know, state_of
from clavero.silence.rules.stops import Calendar, number

START = date(2020, 1, 1)
AS_OF = date(2024, 12, 31)
MONTHLY = Base(k=4, a=40, b=300)
DEFAULT = Settings()
CALENDAR = Calendar(START, AS_OF)


def rhythms(*lists: list[int]) -> Rhythms:
    """Of customers who bought so many days before the last one."""
    days = [sorted(number(AS_OF) - ago for ago in each) for each in lists]
    return rhythms_of(*from_lists(days), number(AS_OF), CALENDAR)[1]


def every(gap: int, times: int, since: int) -> list[int]:
    return [since + gap * each for each in range(times + 1)]


@pytest.mark.parametrize(
    ("chance", "silent", "state"),
    [
        (0.20, 10, State.ACTIVE),
        (0.1999, 10, State.WATCH),
        (0.05, 10, State.WATCH),
        (0.0499, 10, State.AT_RISK),
        (0.01, 99, State.AT_RISK),
        (0.0099, 59, State.AT_RISK),
        (0.0099, 60, State.LOST),
        (None, 999, State.UNKNOWN),
    ],
)
def test_the_thresholds(chance: float | None, silent: float, state: State) -> None:
    assert state_of(chance, silent, 30, DEFAULT) is state


@given(
    lists=st.lists(
        st.lists(st.integers(0, 900), min_size=2, max_size=9, unique=True), min_size=1, max_size=8
    )
)
@examples(max_examples=50, deadline=None)
def test_many_at_once_are_each_by_itself(lists: list[list[int]]) -> None:
    found = rhythms(*lists)
    plain = Settings(same_season=False)
    judged = judge(found, Known(MONTHLY, np.array([])), plain)
    for at in range(len(lists)):
        assert State(judged.state[at]) is state_of(
            float(judged.chance[at]), found.silent[at], found.median[at], plain
        )
    assert not judged.is_spared.any()


def test_who_has_an_open_order_is_not_lost() -> None:
    found = rhythms(every(30, 12, since=200), every(30, 12, since=200))
    known = Known(MONTHLY, np.array([]))
    judged = judge(found, known, DEFAULT, np.array([False, True]))
    assert judged.state.tolist() == [State.LOST, State.AT_RISK]
    assert judged.is_spared.tolist() == [False, True]
    assert [judged.spare(0), judged.spare(1)] == [None, Spare.ORDER]


def test_who_was_as_silent_last_year_is_only_watched() -> None:
    summers = [day for year in range(4) for day in range(150 + 365 * year, 300 + 365 * year, 10)]
    found = rhythms(summers, summers[:15])
    known = Known(MONTHLY, np.array([]))
    judged = judge(found, known, DEFAULT)
    assert judged.state.tolist() == [State.WATCH, State.LOST]
    assert [judged.spare(0), judged.spare(1)] == [Spare.SEASON, None]
    same_for_all = judge(found, known, Settings(same_season=False))
    assert same_for_all.state.tolist() == [State.LOST, State.LOST]


def test_who_bought_once_is_held_against_the_first_gaps_of_the_others() -> None:
    first_gaps = np.arange(1.0, 101.0)
    found = rhythms([50], [80], [81], [96], [100])
    judged = judge(found, Known(MONTHLY, first_gaps), DEFAULT)
    assert judged.chance.tolist() == pytest.approx([0.5, 0.2, 0.19, 0.04, 0.0])
    assert judged.state.tolist() == [
        State.ACTIVE,
        State.ACTIVE,
        State.WATCH,
        State.AT_RISK,
        State.AT_RISK,
    ], "100 days are not twice the usual first gap of 50.5"


def test_of_who_bought_once_among_few_nothing_is_known() -> None:
    lists = [every(20, 1, since=40)] * (FEW_FIRST_GAPS - 1)
    few = know(rhythms(*lists))
    judged = judge(rhythms([400]), few, DEFAULT)
    assert judged.state.tolist() == [State.UNKNOWN]
    assert np.isnan(judged.chance).all()
    enough = know(rhythms(*lists, every(20, 1, since=40)))
    assert judge(rhythms([400]), enough, DEFAULT).state.tolist() == [State.LOST]


def test_settings_come_back_as_they_were() -> None:
    other = Settings(watch=0.3, usual_gaps=3, workdays_only=True, alarm=5)
    assert parse_settings(other.to_plain()) == other


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"watch": 1.0}, SettingsFault.NOT_A_CHANCE),
        ({"at_risk": 0.3}, SettingsFault.OUT_OF_ORDER),
        ({"usual_gaps": 0.5}, SettingsFault.TOO_FEW_GAPS),
        ({"recent_gaps": 5}, SettingsFault.NOT_RECENT),
        ({"alarm": 0.0}, SettingsFault.NOT_A_STEP),
    ],
)
def test_settings_that_make_no_sense(given: dict[str, float], fault: SettingsFault) -> None:
    with pytest.raises(Faulty) as refused:
        Settings(**given)
    assert [each.code for each in refused.value.faults] == [fault]


def test_settings_that_cannot_be_read() -> None:
    with pytest.raises(Faulty):
        parse_settings({"watch": 0.2})
