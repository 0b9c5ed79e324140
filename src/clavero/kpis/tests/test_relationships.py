"""Every night relationships tell the KPIs what they come to."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone

from clavero.core.errors import Forbidden
from clavero.identity.testing import Cast
from clavero.kpis.jobs import relationships_at_night
from clavero.kpis.models import Entry
from clavero.kpis.services import enter_value, tell_relationships
from clavero.matrix.rules.position import Stage
from clavero.portfolio.testing import cover, make_customer
from clavero.relationships.rules.judging import Kind
from clavero.relationships.rules.sides import Side
from clavero.relationships.services import say_stage
from clavero.relationships.testing import SYSTEM, make_contact, make_judgement, make_tie

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]


def kept() -> dict[str, Decimal]:
    return {each.key: each.value for each in Entry.objects.order_by("day", "pk")}


def test_what_a_relationship_comes_to_is_kept(cast: Cast, actors: SimpleNamespace) -> None:
    today = timezone.localdate()
    assert relationships_at_night(today) is not None, "nobody is written down"
    customer = make_customer("C1")
    cover(cast.senior, customer)
    contact = make_contact(customer)
    make_tie(contact, cast.senior, strength=2)
    make_judgement(contact, Kind.INFLUENCE, 8)
    make_judgement(contact, Kind.ATTITUDE, 1)
    assert relationships_at_night(today) is None
    assert kept() == {"relationship-quality": Decimal("7.5")}, "no stage asks for anything yet"
    say_stage(SYSTEM, customer_id=customer.pk, side=Side.OURS, stage=Stage.BASIC, source="Review")
    assert tell_relationships(SYSTEM, day=today) == 2
    assert kept() == {
        "relationship-quality": Decimal("7.5"), "contact-coverage": 1, "resilience": 1,
    }  # fmt: skip
    assert Entry.objects.get(key="contact-coverage").n == 2, "the strength that is asked for"
    assert tell_relationships(SYSTEM, day=today + timedelta(1)) == 0, "only what is news"
    enter_value(
        actors.senior, customer_id=customer.pk, key="contact-coverage", day=today,
        value=Decimal("0.5"),
    )  # fmt: skip
    tell_relationships(SYSTEM, day=today)
    assert kept()["contact-coverage"] == Decimal("0.5"), "who entered it knew something"
    with pytest.raises(Forbidden):
        tell_relationships(actors.director, day=today)
