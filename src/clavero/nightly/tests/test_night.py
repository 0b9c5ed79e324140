"""A night is done once, whoever looks; what fails is told, and what was killed is gone on with."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from clavero.conftest import AtOnce
from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.identity.doors import actor_for
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.nightly.models import Night, Work
from clavero.nightly.rules import DEAD_AFTER, KEPT, MOST_TRIES, ROUND, Outcome
from clavero.nightly.services import ask_for_night, do_night, look_around, tick
from clavero.nightly.services.running import carry_on, claim
from clavero.nightly.testing import only_steps
from clavero.nightly.words import reason_of

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
DAY = timedelta(days=1)


class Diary:
    """Remembers what was done; ``fails`` raise, ``dies`` end the process in the middle."""

    def __init__(self) -> None:
        self.days: list[date] = []

    def note(self, on: date) -> None:
        self.days.append(on)


def _fails(on: date) -> None:
    raise ValueError("the disk is full")


def _dies(on: date) -> None:
    raise KeyboardInterrupt


def test_once_a_night() -> None:
    diary = Diary()
    with only_steps(note=diary.note):
        tick(NOON)
        tick(NOON + timedelta(hours=10))
        assert diary.days == [NOON.date()]
        tick(NOON + DAY)
    assert diary.days == [NOON.date(), NOON.date() + DAY]
    assert [each.due_on for each in Night.objects.all()] == [diary.days[1], diary.days[0]]
    assert all(each.finished_at and not each.alive_at for each in Night.objects.all())


def test_of_missed_nights_the_last_is_made_up() -> None:
    diary = Diary()
    with only_steps(note=diary.note):
        tick(NOON)
        tick(NOON + 9 * DAY)
    assert diary.days == [NOON.date(), NOON.date() + 9 * DAY]


@pytest.mark.django_db(transaction=True)
def test_once_by_two_processes_in_the_same_instant(at_once: AtOnce) -> None:
    diary = Diary()
    with only_steps(note=diary.note, hourly=diary.note):
        assert at_once(lambda: tick(NOON), lambda: tick(NOON)) == [None, None]
    # The step that goes by the hour was done in the night, and once beside it.
    assert diary.days == [NOON.date()] * 3
    assert Night.objects.count() == 1


def test_a_step_that_fails_leaves_the_others_alone() -> None:
    diary = Diary()
    with only_steps(fails=_fails, refuses=_refuse, note=diary.note, nothing=_nothing):
        tick(NOON)
    told = {each.key: (each.outcome, reason_of(each)) for each in Work.objects.all()}
    assert told == {
        "fails": ("failed", "ValueError: the disk is full"),
        "refuses": ("failed", "The mail server is away. Ask Ana."),
        "note": ("done", ""),
        "nothing": ("nothing", "There are no sales lines yet."),
    }
    assert diary.days
    assert Night.objects.get().finished_at


def _refuse(on: date) -> None:
    raise Refusal("The mail server is away.", code="away", hint="Ask %(who)s.", who="Ana")


def _nothing(on: date) -> Refusal:
    return Refusal("There are no sales lines yet.", code="no_lines")


def test_one_that_was_killed_is_gone_on_with() -> None:
    before, after = Diary(), Diary()
    with (
        only_steps(before=before.note, dies=_dies, after=after.note),
        pytest.raises(KeyboardInterrupt),
    ):
        tick(NOON)
    with only_steps(before=before.note, dies=after.note, after=after.note):
        Night.objects.update(alive_at=NOON)
        tick(NOON + timedelta(seconds=30))  # nobody knows yet that it is dead
        assert not after.days
        tick(NOON + DEAD_AFTER)
    assert (len(before.days), len(after.days)) == (1, 2)
    night = Night.objects.get()
    assert night.finished_at
    assert [each.outcome for each in night.works.all()] == [Outcome.DONE] * 3


def _since(moment: datetime) -> timedelta:
    """A night says that it is alive by the real clock."""
    return max(timedelta(), timezone.now() - moment)


def test_a_step_that_always_kills_its_process_is_given_up() -> None:
    after, now = Diary(), timezone.now()
    with only_steps(dies=_dies, after=after.note):
        night = ask_for_night(SYSTEM)
        for number in range(MOST_TRIES):
            holder = claim(night.pk, now + number * 2 * DEAD_AFTER)
            with pytest.raises(KeyboardInterrupt):
                carry_on(night, holder)
            Night.objects.update(alive_at=now + number * 2 * DEAD_AFTER)
        assert carry_on(night, claim(night.pk, now + MOST_TRIES * 2 * DEAD_AFTER))
    assert after.days
    given_up = Work.objects.get(key="dies")
    assert given_up.outcome == Outcome.FAILED
    assert "3 times" in reason_of(given_up)


def test_whoever_was_taken_for_dead_stops() -> None:
    later = Diary()
    night = ask_for_night(SYSTEM)

    def sleeps(on: date) -> None:
        Night.objects.update(holder="another")

    with only_steps(sleeps=sleeps, later=later.note):
        assert not carry_on(night, claim(night.pk, timezone.now()))
    assert not later.days
    assert Night.objects.get().finished_at is None


def test_one_at_a_time() -> None:
    first = ask_for_night(SYSTEM)
    assert claim(first.pk, timezone.now())
    with pytest.raises(Refusal, match="right now"):
        do_night(SYSTEM)
    with pytest.raises(Refusal, match="right now"):
        ask_for_night(SYSTEM)


def test_what_goes_by_the_hour_is_done_between_nights() -> None:
    hourly, other = Diary(), Diary()
    with only_steps(hourly=hourly.note, other=other.note):
        look_around(NOON)
        look_around(NOON + ROUND / 2)
        assert (len(hourly.days), len(other.days)) == (1, 0)
        look_around(NOON + 2 * ROUND + _since(NOON))
    assert len(hourly.days) == 2
    assert Work.objects.get().night is None


def test_a_day_of_the_past_brings_nobody_a_message() -> None:
    today, any_day = Diary(), Diary()
    past = timezone.localdate() - 30 * DAY
    with only_steps(today=today.note, any_day=any_day.note):
        do_night(SYSTEM, as_of=past)
    assert (today.days, any_day.days) == ([], [past])
    assert Work.objects.get(key="today").outcome == Outcome.NOTHING


def test_asked_for(cast: Cast) -> None:
    administrator = actor_for(cast.administrator)
    night = ask_for_night(administrator)
    assert ask_for_night(SYSTEM) == night, "one that waits is not asked for twice"
    entry = history(night).get()
    assert (entry.verb, entry.by_name) == ("nightly.asked", administrator.name)
    for member, person in cast:
        if member != "administrator":
            for verb in (ask_for_night, do_night):
                with pytest.raises(Forbidden):
                    verb(actor_for(person))


def test_old_nights_are_forgotten() -> None:
    with only_steps():
        tick(NOON)
        Night.objects.update(finished_at=timezone.now() - KEPT - DAY)
        tick(NOON + DAY)
    assert Night.objects.get().due_on == NOON.date() + DAY
