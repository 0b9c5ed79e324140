"""When a complaint came, and of which account it is, are put right, and its clocks with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from clavero.care import services
from clavero.care.models import Complaint
from clavero.care.rules.cases import Severity, Tier
from clavero.care.selectors import complaint_seen
from clavero.care.testing import MONDAY, SYSTEM, make_complaint
from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.core.revisions import ChangedMeanwhile
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.testing import cover, make_customer
from clavero.ui.testing import words
from clavero.work.models import Task

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], Any]
HOUR = timedelta(hours=1)


def test_told_earlier_its_clocks_run_from_then(
    mine: Customer, clock: Any, actors: SimpleNamespace, refuses: Refuses
) -> None:
    clock.after(hours=2)
    one = make_complaint(mine, severity=Severity.CRITICAL)
    assert one.answer_due_at == MONDAY + 4 * HOUR
    given = {"complaint_id": one.pk, "reason": "She rang at nine"}
    with refuses("in_the_future"):
        services.correct_received(actors.senior, received_at=MONDAY + 3 * HOUR, **given)
    with refuses("too_long_ago"):
        services.correct_received(actors.senior, received_at=MONDAY.replace(year=26), **given)
    with refuses("too_long_ago"):
        make_complaint(mine, received_at=MONDAY.replace(year=1))
    with refuses("reason_missing"):
        services.correct_received(
            actors.senior, complaint_id=one.pk, received_at=MONDAY, reason=" "
        )
    with pytest.raises(Forbidden):
        services.correct_received(actors.executive, received_at=MONDAY, **given)
    with pytest.raises(Complaint.DoesNotExist):
        services.correct_received(actors.sales, received_at=MONDAY, **given)
    services.correct_received(actors.senior, received_at=MONDAY, **given)
    one.refresh_from_db()
    assert (one.received_at, one.answer_due_at) == (MONDAY, MONDAY + 2 * HOUR)
    assert one.words.get().at == MONDAY
    told = history(one)[0]
    assert (told.verb, told.after["reason"]) == ("complaint.corrected", "She rang at nine")
    with pytest.raises(ChangedMeanwhile):
        services.correct_received(
            actors.director, received_at=MONDAY + HOUR, seen=told.pk - 1, **given
        )


def test_answered_it_took_longer_and_keeps_its_promise(
    mine: Customer, clock: Any, refuses: Refuses
) -> None:
    clock.after(hours=3)
    one = make_complaint(mine)
    minutes = one.answer_minutes
    clock.after(hours=4)
    services.answer(SYSTEM, complaint_id=one.pk, text="We look into it")
    with refuses("after_first_step"):
        clock.after(hours=6)
        services.correct_received(
            SYSTEM, complaint_id=one.pk, received_at=MONDAY + 5 * HOUR, reason="x"
        )
    services.correct_received(SYSTEM, complaint_id=one.pk, received_at=MONDAY, reason="x")
    one.refresh_from_db()
    assert (one.answer_took, one.answer_minutes) == (4 * 3600, minutes)


def test_who_was_told_too_early_is_told_again_in_time(mine: Customer, clock: Any) -> None:
    one = make_complaint(mine, severity=Severity.CRITICAL)
    clock.after(minutes=121)
    services.escalate(SYSTEM)
    assert Task.objects.filter(state="open").count() == 2
    later = MONDAY + timedelta(minutes=60)
    services.correct_received(SYSTEM, complaint_id=one.pk, received_at=later, reason="x")
    assert not Task.objects.filter(state="open").exists()
    assert services.escalate(SYSTEM) == 0
    clock.after(minutes=181)
    assert services.escalate(SYSTEM) == 1
    assert Task.objects.filter(state="open").count() == 2


def test_of_another_account_it_is_promised_as_there(
    mine: Customer, clock: Any, cast: Cast, actors: SimpleNamespace, refuses: Refuses
) -> None:
    other, strange = make_customer("C2"), make_customer("C3")
    cover(cast.senior, other)
    one = make_complaint(strange, owner_id=cast.director.pk)
    assert one.tier == Tier.OTHER
    given = {"complaint_id": one.pk, "reason": "The same name"}
    with refuses("same_account"):
        services.move_complaint(actors.director, customer_id=strange.pk, **given)
    with pytest.raises(Complaint.DoesNotExist):
        services.move_complaint(actors.senior, customer_id=other.pk, **given)
    services.move_complaint(actors.director, customer_id=other.pk, **given)
    one.refresh_from_db()
    assert (one.customer_id, one.owner_id) == (other.pk, cast.director.pk)
    assert one.tier != Tier.OTHER
    told = complaint_seen(actors.senior, one.pk).changes[0]
    assert "C3" not in str(told.values), "who sees this account alone is not told of the other"
    for each in (strange, other):
        assert history(each).filter(verb="complaint.moved").exists()
    with pytest.raises(Customer.DoesNotExist):
        services.move_complaint(actors.senior, customer_id=strange.pk, **given)


def test_who_does_not_see_the_account_no_longer_has_the_case(
    mine: Customer, clock: Any, cast: Cast, actors: SimpleNamespace
) -> None:
    other = make_customer("C2")
    cover(cast.sales, other)
    one = make_complaint(mine)
    assert one.owner_id == cast.senior.pk
    services.move_complaint(actors.director, complaint_id=one.pk, customer_id=other.pk, reason="x")
    one.refresh_from_db()
    assert one.owner_id == cast.sales.pk
    with pytest.raises(Complaint.DoesNotExist):
        complaint_seen(actors.senior, one.pk)


def test_the_pages(mine: Customer, clock: Any, cast: Cast, as_person: AsPerson) -> None:
    other = make_customer("C2", name="Molinos")
    cover(cast.senior, other)
    clock.after(hours=2)
    one = make_complaint(mine)
    client = as_person(cast.senior)
    page = client.get(reverse("care:complaint", args=[one.pk])).content.decode()
    received, choose = (reverse(f"care:{name}", args=[one.pk]) for name in ("received", "choose"))
    assert received in page
    assert choose in page
    seen = complaint_seen(SYSTEM, one.pk).seen
    sent = {"received_at": "2099-01-01T09:00", "reason": "x", "seen": seen}
    assert "still to come" in words(client.post(received, sent))
    sent["received_at"] = MONDAY.strftime("%Y-%m-%dT%H:%M")
    assert client.post(received, sent).status_code == 302
    move = reverse("care:move", args=[one.pk, other.pk])
    assert move in client.get(choose, {"q": "moli"}).content.decode()
    answer = client.post(move, {"reason": "Wrong one", "seen": complaint_seen(SYSTEM, one.pk).seen})
    assert answer.status_code == 302
    told = words(client.get(reverse("care:complaint", args=[one.pk])))
    assert "Molinos" in told
    assert "Wrong one" in told
