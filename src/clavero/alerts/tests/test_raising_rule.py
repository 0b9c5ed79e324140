"""When there is an alert, when it is news, and when it is over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from clavero.alerts.rules.raising import STANDING, Calm, Kept, News, State, steps
from clavero.alerts.rules.signals import Severity, Signal

FIRST = date(2026, 3, 2)
W, U, N = Severity.WARNING, Severity.URGENT, Severity.NOTICE


def signal(severity: Severity = W, key: str = "silence:C1") -> Signal:
    return Signal(key, "silence.lost", "C1", severity, FIRST, "/")


class House:
    """What the service does with the steps, without its database."""

    def __init__(self) -> None:
        self.kept: list[Kept] = []
        self.news: list[tuple[date, News]] = []

    def look(self, day: int, *signals: Signal) -> list[News]:
        on = FIRST + timedelta(day)
        latest = {each.key: each for each in self.kept}
        found = steps(latest.values(), signals, on)
        for step in found:
            if step.after is None:
                assert step.signal is not None
                worst = step.signal.severity
                new = Kept(len(self.kept), step.signal.key, State.OPEN, worst, worst, on)
                self.kept.append(new)
            else:
                self.kept[step.after.id] = step.after
        told = [step.news for step in found if step.news is not None]
        self.news += [(on, each) for each in told]
        return told

    def change(self, **values: object) -> None:
        self.kept[-1] = replace(self.kept[-1], **values)  # type: ignore[arg-type]

    @property
    def states(self) -> list[State]:
        return [each.state for each in self.kept]


def test_the_same_signal_makes_one_alert() -> None:
    house = House()
    assert house.look(0, signal(), signal(U)) == [News.RAISED]
    assert house.kept[0].severity is U, "the worse of two"
    assert [house.look(day, signal()) for day in range(1, 9)] == [[]] * 8
    assert (len(house.kept), house.kept[0].severity) == (1, W)


def test_it_resolves_by_itself_once_the_signal_has_been_gone_for_days() -> None:
    house = House()
    house.look(0, signal())
    assert [house.look(day) for day in range(1, 6)] == [[], [], [], [News.RESOLVED], []]
    assert house.states == [State.RESOLVED]


def test_what_came_back_soon_is_the_same_alert_and_later_another() -> None:
    house = House()
    for day in (0, 1, 4, 20):
        house.look(day, *[signal()] * (day in {0, 20}))
    assert (house.states, house.news[-1][1]) == ([State.OPEN], News.RETURNED)
    for day in (21, 24, 60):
        house.look(day, *[signal()] * (day == 60))
    assert house.states == [State.RESOLVED, State.OPEN]
    assert house.news[-1][1] is News.RAISED


def test_what_somebody_closed_stays_closed_while_nothing_is_new() -> None:
    house = House()
    house.look(0, signal())
    house.change(state=State.CLOSED)
    assert [house.look(day, signal()) for day in range(1, 90)] == [[]] * 89
    assert house.look(90, signal(U)) == [News.WORSE]
    assert house.states == [State.OPEN]


def test_what_somebody_closed_returns_after_it_was_gone() -> None:
    house = House()
    house.look(0, signal())
    house.change(state=State.CLOSED)
    house.look(1)
    assert house.look(2, signal()) == [], "a day without it is a flicker"
    house.look(3)
    assert house.look(10, signal()) == [News.RETURNED]


def test_a_snooze_keeps_quiet_until_its_day() -> None:
    house = House()
    house.look(0, signal())
    house.change(state=State.SNOOZED, snoozed_until=FIRST + timedelta(7))
    assert [house.look(day, signal()) for day in range(1, 9)] == [[]] * 6 + [[News.WOKEN], []]
    assert (house.states, house.kept[0].snoozed_until) == ([State.OPEN], None)


def test_a_snooze_ends_when_it_gets_worse_and_only_once() -> None:
    house = House()
    house.look(0, signal())
    house.change(state=State.SNOOZED, snoozed_until=FIRST + timedelta(30))
    assert house.look(1, signal(N)) == []
    assert house.look(2, signal(U)) == [News.WORSE]
    house.change(state=State.SNOOZED, snoozed_until=FIRST + timedelta(30))
    assert [house.look(day, signal(W if day % 2 else U)) for day in range(3, 9)] == [[]] * 6


def test_what_does_not_wait_is_over_at_once_and_back_without_a_word_if_it_flickers() -> None:
    house = House()
    house.look(0, signal())
    house.change(waits=False)
    assert house.look(0) == [News.RESOLVED], "on the very day"
    assert house.look(1) == []
    (step,) = steps(house.kept, [signal()], FIRST + timedelta(2))
    assert (step.news, step.is_told) == (News.RETURNED, False)
    (step,) = steps(house.kept, [signal(U)], FIRST + timedelta(2))
    assert (step.news, step.is_told) == (News.RETURNED, True)
    (step,) = steps(house.kept, [signal()], FIRST + timedelta(3))
    assert (step.news, step.is_told) == (News.RETURNED, True)


def test_what_is_put_off_waits_whatever_it_is() -> None:
    house = House()
    house.look(0, signal())
    house.change(waits=False, state=State.SNOOZED, snoozed_until=FIRST + timedelta(30))
    assert [house.look(day, *[signal()] * (day == 2)) for day in range(1, 5)] == [[]] * 4
    assert house.states == [State.SNOOZED]
    assert [house.look(day) for day in range(5, 7)] == [[], [News.RESOLVED]]


def test_an_old_run_that_ends_late_changes_nothing() -> None:
    house = House()
    house.look(5, signal())
    assert steps(house.kept, [], FIRST) == []
    assert steps(house.kept, [signal(U)], FIRST) == []


DAYS = st.lists(st.sampled_from([None, N, W, U]), min_size=1, max_size=60)


def run(days: Iterable[Severity | None]) -> House:
    house = House()
    for day, severity in enumerate(days):
        house.look(day, *([] if severity is None else [signal(severity)]))
        assert sum(state in STANDING for state in house.states) <= 1
        assert house.look(day, *([] if severity is None else [signal(severity)])) == []
    return house


@given(DAYS)
def test_one_at_a_time_and_a_second_look_on_a_day_is_no_news(days: list[Severity | None]) -> None:
    house = run(days)
    last = house.kept[-1] if house.kept else None
    if days[-1] is not None:
        assert last is not None
        assert (last.state, last.severity) == (State.OPEN, days[-1])


@given(DAYS)
def test_what_does_not_wait_is_open_just_while_it_is_seen(days: list[Severity | None]) -> None:
    house, told = House(), []
    for day, severity in enumerate(days):
        if house.kept:
            house.change(waits=False)
        now = [] if severity is None else [signal(severity)]
        on = FIRST + timedelta(day)
        told += [step for step in steps(house.kept[-1:], now, on) if step.is_told and step.news]
        house.look(day, *now)
        assert (State.OPEN in house.states) is (severity is not None)
    looks = [step.news for step in told if step.news is not News.RESOLVED]
    assert looks[:1] == [News.RAISED] * any(days)


TURNS = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 2)), max_size=12)


@given(TURNS, st.sampled_from(Severity))
def test_what_flickers_is_told_once(turns: list[tuple[int, int]], severity: Severity) -> None:
    days = [each for there, gone in turns for each in [severity] * there + [None] * gone]
    house = run([severity, *days])
    assert [news for _day, news in house.news] == [News.RAISED]


@given(DAYS, st.integers(1, 40))
def test_a_snoozed_one_is_quiet_until_its_day_or_worse(
    days: list[Severity | None], until: int
) -> None:
    house = House()
    house.look(0, signal(W))
    last = FIRST + timedelta(until)
    house.change(state=State.SNOOZED, snoozed_until=last)
    for day, severity in enumerate(days, start=1):
        told = house.look(day, *([] if severity is None else [signal(severity)]))
        if News.WOKEN in told:
            assert FIRST + timedelta(day) >= last
        if house.kept[0].state is not State.SNOOZED:
            assert severity is U or FIRST + timedelta(day) >= last or News.RESOLVED in told
            break


@given(DAYS, st.integers(0, 5))
def test_longer_calm_is_never_more_noise(days: list[Severity | None], more: int) -> None:
    def told(calm: Calm) -> int:
        kept: dict[str, Kept] = {}
        count = 0
        for day, severity in enumerate(days):
            on = FIRST + timedelta(day)
            now = [] if severity is None else [signal(W)]
            for step in steps(kept.values(), now, on, calm):
                count += step.news in {News.RAISED, News.RETURNED}
                after = step.after or Kept(0, "silence:C1", State.OPEN, W, W, on)
                kept[after.key] = after
        return count

    assert told(Calm(gone_after=3 + more)) <= told(Calm(gone_after=3))
