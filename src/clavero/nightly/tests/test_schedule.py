"""The company says when its night is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.core.revisions import ChangedMeanwhile
from clavero.identity.doors import actor_for
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.nightly.models import Night, Schedule
from clavero.nightly.selectors import nights
from clavero.nightly.services import set_schedule, tick
from clavero.nightly.testing import only_steps

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def test_three_in_the_morning_until_somebody_decides() -> None:
    assert nights(SYSTEM).next_at.astimezone(UTC).time() == time(3)


def test_by_its_clock(cast: Cast) -> None:
    administrator = actor_for(cast.administrator)
    set_schedule(administrator, at=time(22, 30), time_zone="America/Bogota")
    with only_steps():
        tick(datetime(2026, 3, 11, 3, 29, tzinfo=UTC))  # 22:29 of the 10th
        tick(datetime(2026, 3, 11, 3, 30, tzinfo=UTC))
    assert [each.due_on for each in Night.objects.all()] == [date(2026, 3, 10), date(2026, 3, 9)]
    entry = history(Schedule.objects.get()).get()
    assert entry.after == {"at": "22:30:00", "time_zone": "America/Bogota"}
    assert entry.by_name == administrator.name


def test_another_time_on_the_same_day_is_no_second_night() -> None:
    with only_steps():
        tick(datetime(2026, 3, 10, 3, 30, tzinfo=UTC))
        set_schedule(SYSTEM, at=time(5), time_zone="")
        tick(datetime(2026, 3, 10, 4, 0, tzinfo=UTC))
        tick(datetime(2026, 3, 10, 6, 0, tzinfo=UTC))
    assert Night.objects.get().due_on == date(2026, 3, 10)


@pytest.mark.parametrize("zone", ["Europe/Madird", "Europe", "../etc/passwd"])
def test_a_zone_that_is_none(zone: str) -> None:
    with pytest.raises(Refusal) as refused:
        set_schedule(SYSTEM, at=time(3), time_zone=zone)
    assert (refused.value.code, refused.value.field) == ("time_zone_unknown", "time_zone")


def test_nobody_writes_over_what_somebody_else_decided() -> None:
    set_schedule(SYSTEM, at=time(4), time_zone="")
    seen = history(Schedule.objects.get()).get().pk
    set_schedule(SYSTEM, at=time(5), time_zone="", seen=seen)
    with pytest.raises(ChangedMeanwhile, match="from “04:00” to “05:00”"):
        set_schedule(SYSTEM, at=time(6), time_zone="", seen=seen)


def test_for_administrators_alone(cast: Cast) -> None:
    for member, person in cast:
        if member != "administrator":
            with pytest.raises(Forbidden):
                set_schedule(actor_for(person), at=time(4), time_zone="")
            with pytest.raises(Forbidden):
                nights(actor_for(person))
