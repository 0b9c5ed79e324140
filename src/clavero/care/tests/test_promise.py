"""What is promised: terms and calendars in versions, and what is no calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from clavero.care.rules.cases import Severity, Tier
from clavero.care.selectors import terms_on
from clavero.care.services import hours_for_account, set_hours, set_terms
from clavero.care.testing import SYSTEM, make_complaint, make_hours
from clavero.core.errors import Forbidden, Refusal
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import make_customer, make_group

pytestmark = pytest.mark.django_db
SAME = {(tier, severity): [60, 120] for tier in Tier for severity in Severity}


def test_what_came_before_keeps_its_promise(mine: Customer, actors: SimpleNamespace) -> None:
    make_hours()
    set_terms(actors.director, valid_from=date(2026, 3, 10), stops=False, minutes=SAME)
    before, after = (
        make_complaint(mine, received_at=datetime(2026, 3, day, 10, tzinfo=UTC)) for day in (9, 10)
    )
    assert (before.answer_minutes, after.answer_minutes) == (9 * 60, 60)
    assert (before.stops, after.stops) == (True, False)
    assert terms_on(date(2026, 3, 9)).version is None
    with pytest.raises(Forbidden):
        set_terms(actors.senior, valid_from=date(2026, 3, 10), stops=False, minutes=SAME)
    backwards = {**SAME, (Tier.KEY, Severity.LOW): [120, 60]}
    with pytest.raises(Refusal) as refused:
        set_terms(actors.director, valid_from=date(2026, 3, 10), stops=True, minutes=backwards)
    assert refused.value.field == "resolve_key_low"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"week": {0: "", 1: " "}}, "no_working_hours"), ({"week": {0: "18-9"}}, "no_hours"),
        ({"country": "XX"}, "country_unknown"), ({"region": "MD"}, "country_missing"),
        ({"country": "ES", "region": "ZZ"}, "region_unknown"),
        ({"zone": "Mars"}, "time_zone_unknown"),
    ],
)  # fmt: skip
def test_what_is_no_calendar(given: dict[str, Any], code: str) -> None:
    told = {"valid_from": date(2026, 1, 1), "week": {0: "9-18"}, **given}
    with pytest.raises(Refusal) as refused:
        set_hours(SYSTEM, **told)
    assert refused.value.code == code


def test_an_account_has_a_calendar_of_its_own(mine: Customer, actors: SimpleNamespace) -> None:
    make_hours()
    make_hours(name="México", zone="America/Mexico_City", country="MX")
    hours_for_account(actors.senior, customer_id=mine.pk, name="México")
    one = make_complaint(mine)
    assert one.hours is not None
    assert one.hours.name == "México"
    with pytest.raises(Refusal):
        hours_for_account(actors.senior, customer_id=mine.pk, name="Moon")
    hours_for_account(actors.senior, customer_id=mine.pk, name="")
    again = make_complaint(mine)
    assert again.hours is not None
    assert again.hours.name == ""


def test_a_unit_has_the_calendar_of_the_nearest_group_above_it() -> None:
    make_hours()
    for name in ("México", "Chile"):
        make_hours(name=name)
    unit, other = make_customer("C1"), make_customer("C2")
    group = make_group("G", unit, other)
    top = make_group("T", group)
    hours_for_account(SYSTEM, customer_id=top.pk, name="Chile")

    def calendar_of(customer: Customer) -> str:
        hours = make_complaint(customer).hours
        return "" if hours is None else hours.name

    assert calendar_of(unit) == "Chile"
    hours_for_account(SYSTEM, customer_id=group.pk, name="México")
    hours_for_account(SYSTEM, customer_id=other.pk, name="Chile")
    assert [calendar_of(each) for each in (unit, other, group, top)] == [
        "México", "Chile", "México", "Chile",
    ]  # fmt: skip
