"""What interactions count of themselves, kept as KPIs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from clavero.identity.rules import Actor
from clavero.interactions.rules.kinds import Kind
from clavero.interactions.selectors import waiting_longest
from clavero.interactions.testing import ago, make_interaction
from clavero.kpis.models import Entry
from clavero.kpis.selectors import catalogue
from clavero.kpis.selectors.kept import all_entered, last_entered
from clavero.kpis.services import tell_meetings
from clavero.portfolio.selectors import structure
from clavero.portfolio.testing import make_customer, make_group
from clavero.relationships.rules.judging import Kind as Judged
from clavero.relationships.rules.people import Function, Level
from clavero.relationships.testing import make_contact, make_judgement

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
Refuses = Callable[[str], Any]


@pytest.fixture(autouse=True)
def own_ledger(settings: Any, tmp_path: Path) -> None:
    """An empty ledger in a folder that goes away."""
    settings.LEDGER_HOME = tmp_path / "ledger"


def kept(code: str) -> dict[str, Decimal]:
    return {each.key: each.value for each in Entry.objects.filter(customer__code=code)}


def test_accounts_and_the_groups_above_them_are_told(
    refuses: Refuses, actors: SimpleNamespace
) -> None:
    today = timezone.localdate()
    with refuses("no_interactions"):
        tell_meetings(SYSTEM, day=today)
    unit = make_customer("C1")
    group = make_group("Group", unit, code="G")
    buyer = make_contact(unit)
    head = make_contact(group, "Owner", function=Function.MANAGEMENT, level=Level.BOARD)
    make_judgement(head, Judged.INFLUENCE, 9)
    make_interaction(unit, buyer, starts_at=ago(days=4))
    make_interaction(unit, buyer, starts_at=ago(days=4, minutes=5))
    make_interaction(unit, head, kind=Kind.VISIT, starts_at=ago(days=40))
    make_interaction(unit, buyer, kind=Kind.EMAIL, starts_at=ago(days=1))
    make_interaction(unit, head, starts_at=ago(days=200))
    assert tell_meetings(SYSTEM, day=today) == 8
    both = {
        "meetings-and-calls": Decimal(2),
        "meetings-beyond-purchasing": Decimal("0.5"),
        "senior-meetings": Decimal("0.5"),
    }
    # Of the unit nobody is said to matter: it was spoken to four days ago. Its group's owner was
    # seen at the unit.
    assert kept("C1") == {**both, "days-since-contact": Decimal(4)}
    assert kept("G") == {**both, "days-since-contact": Decimal(40)}
    waits = waiting_longest(actors.director, group.pk, today)
    assert [(each.contact_id, each.last) for each in waits] == [(head.pk, today - timedelta(40))]
    assert waiting_longest(actors.executive, group.pk, today) == [], "what the team thinks"
    assert waiting_longest(actors.director, unit.pk, today) == []
    assert tell_meetings(SYSTEM, day=today) == 0, "again it changes nothing"
    assert tell_meetings(SYSTEM, day=today + timedelta(1)) == 0, "a day more is no news"


def test_days_without_contact_grow_as_they_are_read_without_a_row_a_day() -> None:
    today = timezone.localdate()
    unit = make_customer("C1")
    make_interaction(unit, make_contact(unit), starts_at=ago(days=4))
    tell_meetings(SYSTEM, day=today)
    shape, known = structure(), catalogue()
    for later, days in ((0, 4), (9, 13)):
        on = today + timedelta(later)
        told = last_entered(all_entered(SYSTEM, {"C1"}, on, known, shape), on, known)["C1"]
        (value,) = (each for each in told if each.kpi.key == "days-since-contact")
        assert (value.estimate.value, value.day) == (days, on)
    assert tell_meetings(SYSTEM, day=today + timedelta(9)) == 0


def test_what_lies_outside_the_window_is_known_no_longer() -> None:
    today, unit = timezone.localdate(), make_customer("C1")
    make_interaction(unit, make_contact(unit), starts_at=ago(days=4))
    tell_meetings(SYSTEM, day=today)
    later = today + timedelta(days=200)
    assert tell_meetings(SYSTEM, day=later) == 4
    last = {each.key: each.value for each in Entry.objects.filter(day=later)}
    assert last == {
        "meetings-and-calls": 0, "meetings-beyond-purchasing": None, "senior-meetings": None,
        "days-since-contact": 204,
    }  # fmt: skip
    assert tell_meetings(SYSTEM, day=later + timedelta(1)) == 0
