"""What a month came to stays as it was kept, whatever people change afterwards."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from clavero.conftest import AsPerson, TodayIs
from clavero.core.errors import Forbidden
from clavero.identity.testing import Cast
from clavero.matrix.rules.position import Stage
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import make_group
from clavero.relationships.models import MonthKept
from clavero.relationships.rules.matrix import Ours
from clavero.relationships.rules.people import Function
from clavero.relationships.rules.sides import Side
from clavero.relationships.selectors import figures_of, relationship
from clavero.relationships.services import change_contact, change_tie, keep_months, say_stage
from clavero.relationships.testing import SYSTEM, make_contact, make_tie
from clavero.relationships.tests.test_pages import at
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 30)


def coverage(customer: Customer) -> dict[date, Decimal | None]:
    found = relationship(SYSTEM, customer.pk).history
    return {each.on: each.shape and each.shape.coverage.value for each in found}  # type: ignore[misc]


def test_what_is_changed_later_does_not_change_a_month(
    mine: Customer, cast: Cast, actors: SimpleNamespace, today_is: TodayIs, as_person: AsPerson
) -> None:
    today_is(date(2026, 3, 2))
    say_stage(SYSTEM, customer_id=mine.pk, side=Side.OURS, stage=Stage.BASIC, source="Review")
    contact = make_contact(mine)
    tie = make_tie(contact, cast.senior, strength=2)
    today_is(date(2026, 4, 1))
    assert keep_months(SYSTEM, day=date(2026, 4, 1)) == 12
    assert keep_months(SYSTEM, day=date(2026, 4, 1)) == 0
    assert coverage(mine)[MARCH] == 1
    change_contact(SYSTEM, contact_id=contact.pk, function=Function.IT)
    change_tie(SYSTEM, tie_id=tie.pk, ours=Ours.LOGISTICS)
    assert (coverage(mine)[MARCH], coverage(mine)[date(2026, 4, 1)]) == (1, 0)
    today_is(date(2026, 5, 20))  # April was not kept in time
    assert (coverage(mine)[MARCH], coverage(mine)[APRIL]) == (1, 0)
    keep_months(SYSTEM, day=date(2026, 5, 20))
    change_contact(SYSTEM, contact_id=contact.pk, function=Function.PURCHASING)
    change_tie(SYSTEM, tie_id=tie.pk, ours=Ours.KAM)
    assert (coverage(mine)[MARCH], coverage(mine)[APRIL]) == (1, 0)
    late = {each.on: each.is_late for each in relationship(SYSTEM, mine.pk).history}
    assert (late[MARCH], late[APRIL], late[date(2026, 5, 20)]) == (False, True, False)
    page = words(as_person(cast.senior).get(at("matrix", mine.pk)))
    assert "Months with * were not kept when they ended" in page
    kept = MonthKept.objects.get(day=MARCH)
    assert kept.figures["coverage"] == "1"
    with pytest.raises(Forbidden):
        keep_months(actors.director, day=APRIL)


def test_a_unit_that_says_one_side_keeps_the_groups_other(
    mine: Customer, actors: SimpleNamespace, today_is: TodayIs
) -> None:
    group = make_group("Group", mine, code="G")
    make_contact(mine)

    def say(customer: Customer, side: Side, stage: Stage) -> None:
        say_stage(SYSTEM, customer_id=customer.pk, side=side, stage=stage, source="Review")

    today_is(date(2026, 3, 2))
    say(group, Side.OURS, Stage.COOPERATIVE)
    say(group, Side.THEIRS, Stage.EXPLORATORY)
    today_is(date(2026, 4, 10))
    say(mine, Side.THEIRS, Stage.BASIC)
    found = relationship(SYSTEM, mine.pk)
    assert (found.stage, found.stages.gap) == (Stage.COOPERATIVE, 1)
    assert figures_of(["C1"])["C1"].coverage.denominator == 7
    say(mine, Side.OURS, Stage.BASIC)
    assert relationship(SYSTEM, mine.pk).stage is Stage.BASIC
    # On the days before, the group's word held.
    asked = {
        each.on: each.shape and each.shape.coverage.denominator
        for each in relationship(SYSTEM, mine.pk).history
    }
    assert (asked[MARCH], asked[date(2026, 4, 10)]) == (7, 2)
    assert figures_of(["C1"], MARCH)["C1"].coverage.denominator == 7
