"""Losses are told without the whole picture, and from when on they may be others."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from django.utils import timezone

from clavero.core.period import Period
from clavero.identity.rules import Actor
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import make_group
from clavero.silence.models import StopKind
from clavero.silence.rules.kinds import LossReason
from clavero.silence.rules.settings import Settings
from clavero.silence.selectors import State, basis_of_losses, losses, states
from clavero.silence.services import adopt_settings, confirm_loss, record_stop
from clavero.silence.testing import company

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
SYSTEM = Actor.system()
DAY, BEFORE = date(2024, 12, 31), date(2024, 11, 30)


@pytest.mark.parametrize("day", [date(2024, 6, 15), date(2024, 9, 1), DAY])
def test_those_that_nobody_has_spoken_of_are_those_of_the_picture(day: date) -> None:
    company()
    make_group("Group", *Customer.objects.filter(code__in=["GONE", "ONCE"]), code="G")
    picture = states(SYSTEM, day)
    assert picture is not None
    lost = [(row.code, row.lost_since) for row in picture.rows if row.state is State.LOST]
    found = losses(SYSTEM, Period(date(2020, 1, 1), date(2026, 1, 1)), day)
    assert sorted((each.code, each.lost_on) for each in found) == sorted(lost)


def test_they_are_the_same_while_nothing_is_that_they_follow_from() -> None:
    company()
    gone = Customer.objects.get(code="GONE")
    told = [basis_of_losses(DAY)]
    assert basis_of_losses(BEFORE) != told[-1], "a day later one may know more"
    before = basis_of_losses(BEFORE)

    ledger_of([Row("late", "PART", date(2024, 12, 31))], name="day.csv")
    told.append(basis_of_losses(DAY))
    assert basis_of_losses(BEFORE) == before, "lines of a later month"
    record_stop(
        SYSTEM, customer_id=gone.pk, kind=StopKind.HOLIDAY, first=BEFORE, last=BEFORE, note="Move"
    )
    told.append(basis_of_losses(DAY))
    make_group("Group", gone, code="G")
    told.append(basis_of_losses(DAY))
    assert len(set(told)) == len(told), "every one of them may change who is lost"


def test_what_is_said_and_decided_today_changes_no_day_before(actors: SimpleNamespace) -> None:
    company()
    day, told = basis_of_losses(DAY), [basis_of_losses(date.max)]
    confirm_loss(
        SYSTEM, customer_id=Customer.objects.get(code="GONE").pk, reason=LossReason.STOPPED
    )
    told.append(basis_of_losses(date.max))
    adopt_settings(
        actors.director,
        settings=Settings(lost=0.02),
        valid_from=timezone.localdate(),
        reason="As seen",
        seen=None,
    )
    told.append(basis_of_losses(date.max))
    assert len(set(told)) == len(told)
    assert basis_of_losses(DAY) == day
