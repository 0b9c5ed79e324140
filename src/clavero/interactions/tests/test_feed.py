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
from clavero.interactions.models import Interaction
from clavero.interactions.rules.kinds import Kind, State
from clavero.interactions.services import change_interaction, end_interaction
from clavero.interactions.testing import SYSTEM, make_interaction
from clavero.portfolio.models import Customer
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.testing import cover, make_customer, make_group
from clavero.relationships.testing import make_contact
from clavero.work.selectors import account_due, due_of_all
from clavero.work.selectors.feeds import calendar_of
from clavero.work.selectors.reminders import days_reminded_of

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


def test_one_meeting_with_two_units_is_one_event_and_falls_due_once(
    mine: Customer, cast: Cast, actors: SimpleNamespace, as_person: AsPerson
) -> None:
    """It names both units and all who come, and is done when both say so."""
    other = make_customer("C2", "Sister S.A.")
    cover(cast.senior, other)
    group = make_group("Group", mine, other, code="G")
    cover(cast.senior, group)
    start = (timezone.now() + timedelta(days=3)).replace(second=0, microsecond=0)
    first = make_interaction(
        mine, make_contact(mine, "Marta Gil"), ours=(cast.senior,), starts_at=start, minutes=60,
        subject="Forecast of the year", place="Plant 2",
    )  # fmt: skip
    second = make_interaction(
        other, make_contact(other, "Ana Ruiz"), ours=(cast.senior, cast.sales), minutes=90,
        starts_at=start + timedelta(minutes=10), subject="Forecast of the year",
    )  # fmt: skip
    make_interaction(other, ours=(cast.sales,), starts_at=start, subject="Hers")
    (event,) = Calendar.from_ical(calendar_of(cast.senior)).walk("VEVENT")
    assert event["summary"] == f"{mine} and Sister S.A.: Forecast of the year"
    assert f"Marta Gil, Ana Ruiz, {cast.sales.name}" in event["description"]
    assert (event["dtstart"].dt, event["location"]) == (start, "Plant 2")
    assert event["dtend"].dt - start == timedelta(minutes=90)
    uid = event["uid"]
    period = Period(timezone.localdate(), timezone.localdate() + timedelta(days=9))
    due = due_of_all(SYSTEM, period, owner_ids=None)
    assert [(each.text, len(each.also)) for each in due] == [
        ("Forecast of the year", 1), ("Hers", 0),
    ]  # fmt: skip
    found = account_due(actors.senior, group.pk, None, ahead=timedelta(days=30))
    assert [each.text for each in found.coming] == ["Forecast of the year", "Hers"]
    page = as_person(cast.senior).get(f"/tasks/accounts/{group.pk}/").content.decode()
    assert f"{mine} and Sister S.A." in page
    own = account_due(actors.senior, mine.pk, None, ahead=timedelta(days=30))
    assert [each.also for each in own.coming] == [()], "a unit alone has its own"
    Interaction.objects.filter(pk=first.pk).update(state="done")
    (item,) = [each for each in due_of_all(SYSTEM, period, owner_ids=None) if each.also]
    assert (item.is_done, item.url) == (False, f"/interactions/{second.pk}/")
    (event,) = Calendar.from_ical(calendar_of(cast.senior)).walk("VEVENT")
    assert event["uid"] == uid, "it stays the same one"
    Interaction.objects.filter(pk=second.pk).update(state="done")
    assert [each.is_done for each in due_of_all(SYSTEM, period, owner_ids=None)] == [True, False]


def test_one_meeting_with_a_unit_of_others_is_one_event_too(mine: Customer, cast: Cast) -> None:
    """Of the unit that its reader does not see it says its name alone."""
    other = make_customer("C2", "Sister S.A.")
    make_group("Group", mine, other, code="G")
    start = timezone.now() + timedelta(days=3)
    for customer, subject in ((mine, "Prices"), (other, "They think of leaving")):
        make_interaction(customer, ours=(cast.senior,), starts_at=start, subject=subject)
    (event,) = Calendar.from_ical(calendar_of(cast.senior)).walk("VEVENT")
    assert event["summary"] == f"{mine} and Sister S.A.: Prices"


def test_a_meeting_is_everybodys_who_comes(
    mine: Customer, cast: Cast, actors: SimpleNamespace, as_person: AsPerson
) -> None:
    """It stands among their own, whoever was written down first, and they are reminded of it."""
    cover(cast.sales, mine, role=CoverageRole.DEPUTY)
    both = (cast.senior, cast.sales)
    make_interaction(mine, ours=both, starts_at=timezone.now() + timedelta(days=1), subject="Ours")
    today = timezone.localdate()
    period = Period(today, today + timedelta(days=9))
    for who, actor in ((cast.senior, actors.senior), (cast.sales, actors.sales)):
        assert [each.text for each in due_of_all(actor, period, owner_ids={who.pk})] == ["Ours"]
        assert [each.text for each in days_reminded_of(actor, None, today)] == ["Ours"]
        assert "Ours" in as_person(who).get("/today/").content.decode()
    (other,) = due_of_all(actors.director, period, owner_ids=None)
    assert cast.director.pk not in other.owner_ids
