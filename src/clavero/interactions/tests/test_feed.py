"""What was planned stands at its hour in the calendars of all who come, and in nobody else's."""

from __future__ import annotations

from datetime import UTC, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone
from icalendar import Calendar

from clavero.conftest import AsPerson
from clavero.core.period import Period
from clavero.identity.testing import Cast
from clavero.interactions.rules.kinds import Kind, State
from clavero.interactions.services import change_interaction, end_interaction
from clavero.interactions.testing import SYSTEM, make_interaction
from clavero.portfolio.models import Customer
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.testing import cover
from clavero.relationships.testing import make_contact
from clavero.work.selectors import due_of_all
from clavero.work.selectors.feeds import calendar_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]


def test_a_meeting_keeps_its_hour_place_and_people(mine: Customer, cast: Cast) -> None:
    cover(cast.sales, mine, role=CoverageRole.DEPUTY)
    marta = make_contact(mine, "Marta Gil")
    start = (timezone.now() + timedelta(days=3)).replace(minute=30, second=0, microsecond=0)
    both = (cast.senior, cast.sales)
    make_interaction(
        mine, marta, ours=both, starts_at=start, minutes=90, place="Plant 2, Zaragoza",
        subject="Prices of May",
    )  # fmt: skip
    gone = make_interaction(mine, ours=both, starts_at=start, subject="Called off")
    end_interaction(SYSTEM, interaction_id=gone.pk, state=State.CANCELLED)
    make_interaction(mine, ours=(cast.sales,), starts_at=start + timedelta(days=1), subject="Hers")
    for who, other, count in ((cast.senior, cast.sales, 1), (cast.sales, cast.senior, 2)):
        events = Calendar.from_ical(calendar_of(who)).walk("VEVENT")
        assert len(events) == count, who
        (event,) = [each for each in events if "Prices of May" in each["summary"]]
        assert event["dtstart"].dt == start
        assert event["dtstart"].dt.utcoffset() == timedelta(0)
        assert event["dtend"].dt - event["dtstart"].dt == timedelta(minutes=90)
        assert event["location"] == "Plant 2, Zaragoza"
        assert f"Marta Gil, {other.name}" in event["description"]
        assert event["transp"] == "OPAQUE"


def test_who_comes_sees_the_hour_by_their_own_clock(
    mine: Customer, cast: Cast, as_person: AsPerson
) -> None:
    cast.senior.time_zone = "Asia/Tokyo"
    cast.senior.save()
    start = timezone.now().astimezone(UTC).replace(hour=1, minute=15) + timedelta(days=1)
    make_interaction(mine, ours=(cast.senior,), starts_at=start)
    senior = as_person(cast.senior)
    for address in (f"/tasks/calendar/?month={start:%Y-%m}", f"/tasks/accounts/{mine.pk}/"):
        assert "10:15" in senior.get(address).content.decode(), address


def test_what_had_an_hour_is_late_after_it(mine: Customer, actors: SimpleNamespace) -> None:
    now = timezone.now()
    row = make_interaction(mine, starts_at=now + timedelta(hours=1))
    type(row).objects.update(starts_at=now - timedelta(minutes=1), day=timezone.localdate())
    today = timezone.localdate()
    period = Period(today - timedelta(days=1), today + timedelta(days=2))
    (item,) = due_of_all(actors.senior, period, owner_ids=None)
    assert item.is_late


def test_a_meeting_that_moves_stays_the_same_one(mine: Customer, cast: Cast) -> None:
    start = timezone.now() + timedelta(days=3)
    made = make_interaction(mine, ours=(cast.senior,), starts_at=start)

    def uid() -> str:
        (event,) = Calendar.from_ical(calendar_of(cast.senior)).walk("VEVENT")
        return str(event["uid"])

    before = uid()
    change_interaction(SYSTEM, interaction_id=made.pk, starts_at=start + timedelta(days=2))
    assert uid() == before


def test_who_comes_to_an_account_of_others_has_it_in_their_calendar(
    mine: Customer, cast: Cast, actors: SimpleNamespace
) -> None:
    start = (timezone.now() + timedelta(days=3)).replace(second=0, microsecond=0)
    made = make_interaction(
        mine, make_contact(mine, "Marta Gil"), ours=(cast.senior, cast.logistics),
        starts_at=start, kind=Kind.VISIT, subject="They think of leaving", place="Plant 2",
    )  # fmt: skip
    text = calendar_of(cast.logistics)
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert (event["dtstart"].dt, event["location"]) == (start, "Plant 2")
    assert event["summary"] == f"{mine}: Visit"
    for secret in ("They think", "Marta", cast.senior.name, f"/interactions/{made.pk}/"):
        assert secret not in text
    today = timezone.localdate()
    period = Period(today, today + timedelta(days=9))
    (due,) = due_of_all(actors.logistics, period, owner_ids=None)
    assert (due.text, due.owner_id) == ("Visit", cast.logistics.pk)
    assert due_of_all(actors.sales, period, owner_ids=None) == []
    (own,) = due_of_all(actors.senior, period, owner_ids=None)
    assert own.text == "They think of leaving"
