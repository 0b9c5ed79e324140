"""What managers say of losses: works · refuses · an outsider is blind · audited · two at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson, AtOnce
from clavero.core.audit import history
from clavero.core.errors import Forbidden
from clavero.core.period import Period
from clavero.core.revisions import ChangedMeanwhile
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.hooks import known_of
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors import changes_of
from clavero.portfolio.testing import cover, make_customer, make_one
from clavero.silence.models import Verdict
from clavero.silence.rules.kinds import LossReason
from clavero.silence.selectors import State, account_silence, losses, recoveries, states
from clavero.silence.services import confirm_loss, refute_loss, withdraw_verdict
from clavero.silence.testing import company
from clavero.ui import formats

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_ledger")]
SYSTEM = Actor.system()
YEAR = Period.parse("2024")
Refuses = Callable[[str], Any]


@pytest.fixture
def gone(own_ledger: None) -> Customer:
    """A customer that has not bought since May 2024."""
    company()
    return Customer.objects.get(code="GONE")


def state(code: str = "GONE", on: date | None = None) -> State:
    picture = states(SYSTEM, on)
    assert picture is not None
    return next(row.state for row in picture.rows if row.code == code)


def confirm(customer: Customer, actor: Actor = SYSTEM, **given: Any) -> Verdict:
    return confirm_loss(actor, customer_id=customer.pk, **{"reason": LossReason.STOPPED, **given})


def test_a_confirmed_loss_is_dated_back_and_told(gone: Customer) -> None:
    verdict = confirm(gone, reason=LossReason.COMPETITOR, competitor=" Rival ", note="Half price.")
    usual = account_silence(SYSTEM, gone.pk)
    assert usual is not None
    assert verdict.lost_on == date(2024, 6, 4), "4 May and its usual gap of 30.5 days"
    (loss,) = [each for each in losses(SYSTEM, YEAR) if each.code == "GONE"]
    assert (loss.is_confirmed, loss.reason, loss.competitor) == (
        True, LossReason.COMPETITOR, "Rival",
    )  # fmt: skip
    assert (loss.lost_on, loss.last_purchase) == (date(2024, 6, 4), date(2024, 5, 4))
    assert (loss.decided_on, loss.recovered_on) == (timezone.localdate(), None)
    (entry,) = history(gone).filter(verb__startswith="silence")
    assert entry.verb == "silence.confirmed"
    assert entry.after["lost_to"] == "Rival"
    change = changes_of(gone)[0]
    assert str(change.what) == "its loss is confirmed"
    assert ("Why it was lost", "It went to a competitor") in [
        (str(what), str(now)) for what, _was, now in change.values
    ]


def test_the_customer_s_other_rooms_tell_of_a_confirmed_loss(
    gone: Customer, cast: Cast, as_person: AsPerson
) -> None:
    page = reverse("lifetime:customer", args=[gone.pk])
    told = f"confirmed that it is lost, since {formats.day(date(2024, 6, 4))}: it stopped buying"
    assert told not in as_person(cast.director).get(page).content.decode()
    verdict = confirm(gone)
    assert told in as_person(cast.director).get(page).content.decode()
    assert known_of(Actor(user_id=0, name="Nobody", role=cast.senior.role), gone.pk) == []
    withdraw_verdict(SYSTEM, verdict_id=verdict.pk)
    assert told not in as_person(cast.director).get(page).content.decode()


def test_a_loss_belongs_to_its_day_and_is_unconfirmed_while_nobody_speaks(gone: Customer) -> None:
    found = {loss.code: loss for loss in losses(SYSTEM, Period.parse("2024-06"))}
    assert list(found) == ["GONE"]
    assert not found["GONE"].is_confirmed
    assert losses(SYSTEM, Period.parse("2024-07")) == []
    assert losses(SYSTEM, YEAR, on=date(2024, 5, 20)) == [], "nobody could know it yet"


def test_a_day_may_be_written_and_an_active_customer_may_be_lost(gone: Customer) -> None:
    """A manager may know before the silence tells."""
    active = Customer.objects.get(code="B05")
    verdict = confirm(active, reason=LossReason.CLOSED, lost_on=timezone.localdate())
    assert verdict.lost_on == timezone.localdate()
    assert state("B05") is State.LOST
    today = Period.inclusive(timezone.localdate(), timezone.localdate())
    (loss,) = losses(SYSTEM, today)
    assert loss.has_closed
    assert state("B05", on=date(2024, 12, 31)) is not State.LOST, "it was said later"


def test_a_refuted_loss_is_watched_until_its_day(gone: Customer) -> None:
    until = timezone.localdate() + timedelta(days=30)
    refute_loss(SYSTEM, customer_id=gone.pk, until=until, note="They move to a new plant.")
    assert state() is State.WATCH
    assert "GONE" not in {loss.code for loss in losses(SYSTEM, YEAR)}
    assert state(on=until) is State.LOST


def test_who_buys_again_has_recovered(gone: Customer) -> None:
    confirm(gone)
    ledger_of([Row("AGAIN", "GONE", date(2025, 1, 2))], name="january.csv", actor=SYSTEM)
    picture = states(SYSTEM)
    assert picture is not None
    row = next(row for row in picture.rows if row.code == "GONE")
    assert (row.state, row.recovered_on) == (State.ACTIVE, date(2025, 1, 2))
    january = Period.parse("2025-01")
    (back,) = recoveries(SYSTEM, january)
    assert (back.code, back.day, back.was_confirmed) == ("GONE", date(2025, 1, 2), True)
    (loss,) = [each for each in losses(SYSTEM, YEAR) if each.code == "GONE"]
    assert loss.recovered_on == date(2025, 1, 2), "a loss that came back was one"
    withdraw_verdict(SYSTEM, verdict_id=Verdict.objects.get().pk)
    (back,) = recoveries(SYSTEM, january)
    assert not back.was_confirmed, "its silence said so when the month began"
    assert recoveries(SYSTEM, Period.parse("2025-02")) == []


def test_a_verdict_is_withdrawn(gone: Customer) -> None:
    verdict = confirm(gone)
    withdraw_verdict(SYSTEM, verdict_id=verdict.pk)
    assert not Verdict.objects.exists()
    assert [entry.verb for entry in history(gone)][:2] == ["silence.withdrawn", "silence.confirmed"]
    with pytest.raises(Verdict.DoesNotExist):
        withdraw_verdict(SYSTEM, verdict_id=verdict.pk)


def test_a_loss_that_is_refused(gone: Customer, refuses: Refuses) -> None:
    for given, code in (
        ({"reason": LossReason.COMPETITOR}, "competitor_missing"),
        ({"reason": LossReason.OTHER}, "note_missing"),
        ({"competitor": "x" * 201}, "competitor_too_long"),
        ({"note": "x" * 1001}, "note_too_long"),
        ({"lost_on": date(2024, 5, 3)}, "lost_on_no_such_day"),
        ({"lost_on": date(2100, 1, 1)}, "lost_on_no_such_day"),
    ):
        with refuses(code):
            confirm(gone, **given)
    assert not Verdict.objects.exists()


def test_a_refutation_that_is_refused(gone: Customer, refuses: Refuses) -> None:
    for days, note, code in (
        (30, " ", "note_missing"),
        (0, "known", "until_no_such_day"),
        (900, "known", "until_no_such_day"),
    ):
        until = timezone.localdate() + timedelta(days=days)
        with refuses(code):
            refute_loss(SYSTEM, customer_id=gone.pk, until=until, note=note)
    assert not Verdict.objects.exists()


def test_a_second_verdict_knows_the_first(gone: Customer, refuses: Refuses) -> None:
    first = confirm(gone)
    with pytest.raises(ChangedMeanwhile) as changed:
        confirm(gone)
    assert changed.value.revision == first.pk
    assert "It is lost" in str(changed.value)
    with refuses("confirmed_already"):
        confirm(gone, seen=first.pk)
    until = timezone.localdate() + timedelta(days=9)
    refute_loss(SYSTEM, customer_id=gone.pk, until=until, note="It orders.", seen=first.pk)
    assert state() is State.WATCH
    assert "GONE" not in {loss.code for loss in losses(SYSTEM, YEAR)}, "the last word counts"


def test_what_was_said_of_a_record_goes_on_when_it_is_merged(
    cast: Cast, actors: SimpleNamespace, gone: Customer
) -> None:
    twin = make_customer("TWIN")
    verdict = confirm(gone, note="Half price.")
    make_one(gone, twin)
    cover(cast.junior_one, twin)
    assert state("TWIN") is State.LOST
    found = account_silence(actors.junior_one, twin.pk)
    assert found is not None
    assert [said.id for said in found.all_said] == [verdict.pk]
    with pytest.raises(ChangedMeanwhile):
        confirm(twin)
    with pytest.raises(Verdict.DoesNotExist):
        withdraw_verdict(actors.junior_two, verdict_id=verdict.pk)
    withdraw_verdict(actors.junior_one, verdict_id=verdict.pk)
    assert not Verdict.objects.exists()


def test_who_may(cast: Cast, actors: SimpleNamespace, gone: Customer) -> None:
    cover(cast.junior_one, gone)
    with pytest.raises(Customer.DoesNotExist):
        confirm(gone, actors.junior_two)
    with pytest.raises(Forbidden):
        confirm(gone, actors.executive)
    verdict = confirm(gone, actors.junior_one)
    assert verdict.by_name == actors.junior_one.name
    with pytest.raises(Verdict.DoesNotExist):
        withdraw_verdict(actors.junior_two, verdict_id=verdict.pk)
    with pytest.raises(Forbidden):
        withdraw_verdict(actors.executive, verdict_id=verdict.pk)
    assert losses(actors.junior_two, YEAR) == []
    assert [loss.code for loss in losses(actors.junior_one, YEAR)] == ["GONE"]


def test_the_database_keeps_no_half_verdict(gone: Customer) -> None:
    verdict = confirm(gone)
    for field, value in (("reason", ""), ("lost_on", None), ("lost_on", date(2024, 1, 1)),
                         ("reason", "competitor")):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Verdict.objects.filter(pk=verdict.pk).update(**{field: value})


@pytest.mark.django_db(transaction=True)
def test_two_speak_in_the_same_instant(at_once: AtOnce, own_ledger: None) -> None:
    company()
    gone = Customer.objects.get(code="GONE")
    account_silence(SYSTEM, gone.pk)
    answers = at_once(*[lambda: confirm(gone)] * 2)
    kinds = sorted(type(answer).__name__ for answer in answers)
    assert kinds == ["ChangedMeanwhile", "Verdict"]
    assert Verdict.objects.count() == 1
