"""Known stops: works · refuses · an outsider is blind · audited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors import changes_of, structure
from clavero.portfolio.testing import cover, make_customer, make_one
from clavero.silence.models import KnownStop
from clavero.silence.rules.kinds import StopKind
from clavero.silence.selectors.known import all_stops, stops_seen
from clavero.silence.services import record_stop, withdraw_stop

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()
Refuses = Callable[[str], Any]


def stop(actor: Actor = SYSTEM, customer: Customer | None = None, **given: Any) -> KnownStop:
    return record_stop(
        actor,
        customer_id=customer.pk if customer else None,
        **{
            "kind": StopKind.HOLIDAY,
            "first": date(2024, 8, 1),
            "last": date(2024, 8, 31),
            **given,
        },
    )


def test_a_stop_is_recorded_and_told_in_the_customers_history() -> None:
    customer = make_customer("C1")
    found = stop(customer=customer, every_year=True, note=" Shut in August. ")
    assert found.rule.covers(date(2031, 8, 15))
    assert found.note == "Shut in August."
    change = changes_of(customer)[0]
    assert str(change.what) == "a known stop is recorded"
    told = {str(what): str(now) for what, _was, now in change.values}
    assert told["Reason of the stop"] == "Holidays"
    assert told["Every year"] == "yes"


def test_a_stop_of_all_is_audited_by_itself() -> None:
    found = stop()
    (entry,) = history(found)
    assert entry.verb == "stop.recorded"


def test_a_stop_is_withdrawn() -> None:
    customer = make_customer("C1")
    found = stop(customer=customer)
    withdraw_stop(SYSTEM, stop_id=found.pk)
    assert not KnownStop.objects.exists()
    assert history(customer)[0].verb == "stop.withdrawn"
    with pytest.raises(KnownStop.DoesNotExist):
        withdraw_stop(SYSTEM, stop_id=found.pk)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"last": date(2024, 7, 31)}, "ends_before_it_begins"),
        ({"last": date(2025, 8, 31), "every_year": True}, "too_long"),
        ({"last": date(2044, 8, 31)}, "too_long"),
        ({"kind": StopKind.OTHER}, "note_missing"),
        ({"note": "x" * 1001}, "note_too_long"),
    ],
)
def test_a_stop_that_is_refused(refuses: Refuses, given: dict[str, Any], code: str) -> None:
    with refuses(code):
        stop(**given)
    assert not KnownStop.objects.exists()


def test_the_same_stop_is_recorded_once(refuses: Refuses) -> None:
    stop()
    with refuses("stop_is_there"):
        stop()


def test_a_stop_goes_on_when_its_record_is_merged(cast: Cast, actors: SimpleNamespace) -> None:
    old, twin = make_customer("OLD"), make_customer("TWIN")
    found = stop(customer=old)
    make_one(old, twin)
    cover(cast.junior_one, twin)
    assert list(stops_seen(actors.junior_one)) == [found]
    shape = structure()
    assert all_stops(shape).of("TWIN", shape) == [found.rule]
    withdraw_stop(actors.junior_one, stop_id=found.pk)
    assert not KnownStop.objects.exists()


def test_who_may(cast: Cast, actors: SimpleNamespace) -> None:
    customer = make_customer("C1")
    cover(cast.junior_one, customer)
    found = stop(actors.junior_one, customer)
    of_all = stop(actors.director)
    for actor, about, kind in (
        (actors.junior_two, customer, Customer.DoesNotExist),
        (actors.executive, customer, Forbidden),
        (actors.junior_one, None, Forbidden),
    ):
        with pytest.raises(kind):
            stop(actor, about, first=date(2024, 8, 2))
    for actor, each, kind in (
        (actors.junior_two, found, KnownStop.DoesNotExist),
        (actors.executive, found, Forbidden),
        (actors.junior_one, of_all, Forbidden),
    ):
        with pytest.raises(kind):
            withdraw_stop(actor, stop_id=each.pk)
    assert list(stops_seen(actors.junior_two)) == [of_all]
    assert {*stops_seen(actors.junior_one)} == {of_all, found}
