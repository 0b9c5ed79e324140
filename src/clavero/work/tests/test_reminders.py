"""Of which tasks the daily message tells: before, on the day, after it, and once a week."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from clavero.conftest import TodayIs
from clavero.identity.doors import actor_for
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.work.rules.reminding import is_told
from clavero.work.selectors import reminders_of
from clavero.work.services import finish_task, set_reminding
from clavero.work.testing import SYSTEM, make_task

DUE, DAY = date(2026, 3, 10), timedelta(days=1)


def test_a_task_is_told_of_on_few_days() -> None:
    days = [DUE + timedelta(days=each) for each in range(-5, 20)]
    told = [(day - DUE).days for day in days if is_told(DUE, 2, day - DAY, day)]
    assert told == [-2, 0, 1, 8, 15]
    # A message that did not go out on the day itself tells of it on the next.
    assert is_told(DUE, 2, DUE - DAY, DUE + DAY)


@pytest.mark.django_db
def test_each_is_told_of_their_own(mine: Customer, cast: Cast, today_is: TodayIs) -> None:
    today_is(DUE)
    make_task(mine, "Mine", due=DUE)
    make_task(mine, "Not mine", owner=cast.director, due=DUE)
    finish_task(SYSTEM, task_id=make_task(mine, "Done", due=DUE).pk)
    make_task(mine, "In three days", due=DUE + 3 * DAY)
    actor = actor_for(cast.senior)
    assert [row.text for row in reminders_of(actor, None, DUE)] == ["Mine"]
    set_reminding(actor, days_before=3)
    assert [row.text for row in reminders_of(actor, DUE - DAY, DUE)] == ["Mine", "In three days"]
    set_reminding(actor, days_before=None)
    assert reminders_of(actor, None, DUE) == []
