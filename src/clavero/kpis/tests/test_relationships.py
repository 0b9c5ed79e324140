"""Every night relationships tell the KPIs what they come to."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.utils import timezone

from clavero.core.errors import Forbidden
from clavero.core.estimates import Missing
from clavero.identity.testing import Cast
from clavero.kpis.jobs import relationships_at_night
from clavero.kpis.models import Entry
from clavero.kpis.selectors import catalogue, entries_of
from clavero.kpis.selectors.kept import all_entered, last_entered
from clavero.kpis.services import enter_value, tell_relationships
from clavero.matrix.rules.position import Stage
from clavero.portfolio.selectors import structure
from clavero.portfolio.services import merge_customers
from clavero.portfolio.testing import cover, make_customer
from clavero.relationships.models import Judgement
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


def test_what_has_expired_is_known_no_longer(cast: Cast, actors: SimpleNamespace) -> None:
    """A judgement that counts no more leaves no figure behind, whoever reads it and whenever."""
    today, customer = timezone.localdate(), make_customer("C1")
    cover(cast.senior, customer)
    contact = make_contact(customer)
    for kind, value in ((Kind.INFLUENCE, 8), (Kind.ATTITUDE, -2)):
        make_judgement(contact, kind, value, expires_on=today + timedelta(30))
    tell_relationships(SYSTEM, day=today)
    assert tell_relationships(SYSTEM, day=today + timedelta(29)) == 0
    over = today + timedelta(30)
    assert tell_relationships(SYSTEM, day=over) == 1
    assert tell_relationships(SYSTEM, day=over + timedelta(40)) == 0, "said once"
    shape, known = structure(), catalogue()
    for on, number, reason in ((over - timedelta(1), 0, None), (over, None, Missing.NO_LONGER)):
        (value,) = last_entered(all_entered(SYSTEM, {"C1"}, on, known, shape), on, known)["C1"]
        assert (value.estimate.value, value.estimate.reason) == (number, reason)
    assert [each.value for each in entries_of(actors.senior, "C1")] == [None, Decimal(0)]
    make_judgement(contact, Kind.ATTITUDE, 1)
    Judgement.objects.update(said_on=over, expires_on=over + timedelta(99))
    assert tell_relationships(SYSTEM, day=over + timedelta(50)) == 1, "and known again"
    assert kept()["relationship-quality"] == Decimal("7.5")


def test_what_a_person_entered_is_not_ended(cast: Cast, actors: SimpleNamespace) -> None:
    customer = make_customer("C1")
    cover(cast.senior, customer)
    make_contact(customer)
    today = timezone.localdate()
    enter_value(
        actors.senior, customer_id=customer.pk, key="relationship-quality", day=today,
        value=Decimal(6),
    )  # fmt: skip
    assert tell_relationships(SYSTEM, day=today + timedelta(1)) == 0


def test_what_was_counted_of_a_merged_record_ends_at_the_customer_that_it_is(
    actors: SimpleNamespace,
) -> None:
    today, one, copy = timezone.localdate(), make_customer("C1"), make_customer("C2")
    contact = make_contact(copy)
    for kind, value in ((Kind.INFLUENCE, 8), (Kind.ATTITUDE, 2)):
        make_judgement(contact, kind, value, expires_on=today + timedelta(30))
    tell_relationships(SYSTEM, day=today)
    merge_customers(actors.director, source_id=copy.pk, target_id=one.pk)
    assert tell_relationships(SYSTEM, day=today + timedelta(1)) == 1, "told of the one"
    assert tell_relationships(SYSTEM, day=today + timedelta(30)) == 1
    last = Entry.objects.order_by("-day").first()
    assert last is not None
    assert (last.customer_id, last.value) == (one.pk, None)
