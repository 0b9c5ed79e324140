"""A complaint from its arrival until it is resolved, and again."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clavero.care import services
from clavero.care.models import Complaint
from clavero.care.rules.cases import (
    COMES_BACK,
    SAME_CASE,
    Seen,
    Severity,
    State,
    Tier,
    came_back,
)
from clavero.care.selectors import (
    at_stake,
    complaint_rows,
    complaint_seen,
    overdue,
    rows_at_hand,
    times_of_codes,
)
from clavero.care.selectors.cases import kin_of, with_the_one_before
from clavero.care.sentences import at_stake_in_words, clock_in_words, times_in_words
from clavero.care.testing import MONDAY, SYSTEM, make_complaint, make_resolved
from clavero.conftest import AsPerson
from clavero.core.audit import history
from clavero.core.errors import Forbidden, Refusal
from clavero.core.period import Period
from clavero.core.revisions import revision_of
from clavero.identity.rules import Role
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.portfolio.selectors import with_account
from clavero.portfolio.services import merge_customers
from clavero.portfolio.testing import cover, make_customer
from clavero.work.selectors import due_of_all, pack_seen
from clavero.work.testing import make_pack

pytestmark = pytest.mark.django_db


def test_the_way_of_a_complaint(
    mine: Customer, cast: Cast, actors: SimpleNamespace, clock: Any
) -> None:
    one = services.add_complaint(
        actors.senior, customer_id=mine.pk, text=" Open pallets ", severity=Severity.HIGH
    )
    assert (one.text, one.owner_id, one.tier) == ("Open pallets", cast.senior.pk, Tier.MANAGED)
    assert one.answer_due_at == MONDAY + timedelta(hours=4)
    clock.after(minutes=110)
    services.acknowledge(actors.senior, complaint_id=one.pk)
    found = complaint_seen(actors.senior, one.pk)
    assert found.row.asks
    assert "2 h 10 min left" in clock_in_words("answer", found.answer, clock.now)
    services.wait(actors.senior, complaint_id=one.pk, text="The delivery note")
    clock.after(hours=8)
    assert complaint_seen(actors.senior, one.pk).answer.left == timedelta(minutes=130)
    services.go_on(actors.senior, complaint_id=one.pk)
    assert Complaint.objects.get().answer_due_at == MONDAY + timedelta(days=1, minutes=70)
    services.answer(actors.senior, complaint_id=one.pk, text="New ones are on their way")
    assert not complaint_seen(actors.senior, one.pk).row.asks
    with pytest.raises(Refusal) as refused:
        services.resolve(actors.senior, complaint_id=one.pk, text="They came")
    assert refused.value.code == "cause_missing"
    services.change_complaint(actors.senior, complaint_id=one.pk, cause="damaged")
    services.resolve(actors.senior, complaint_id=one.pk, text="They came")
    services.say_satisfied(actors.senior, complaint_id=one.pk, satisfied=False)
    clock.now += SAME_CASE
    services.reopen(actors.senior, complaint_id=one.pk, text="Open again")
    kept = Complaint.objects.get()
    assert (kept.state, kept.reopened, kept.satisfied) == (State.ANSWERED, 1, None)
    assert kept.answer_took == timedelta(minutes=110).total_seconds()
    services.resolve(actors.senior, complaint_id=one.pk, text="Stronger film")
    clock.now += SAME_CASE + timedelta(minutes=1)
    with pytest.raises(Refusal) as refused:
        services.reopen(actors.senior, complaint_id=one.pk, text="Open again")
    assert refused.value.code == "another_case"
    assert history(kept).filter(verb="complaint.resolve", by_name=actors.senior.name).count() == 2


def test_what_falls_due_stands_in_the_calendar(
    mine: Customer, actors: SimpleNamespace, clock: Any
) -> None:
    one = make_complaint(mine)
    day = Period(MONDAY.date(), MONDAY.date() + timedelta(days=2))
    (due,) = due_of_all(actors.senior, day, owner_ids=None)
    assert (due.customer_id, due.day) == (mine.pk, one.answer_due_at.date())
    assert due.text.startswith("Answer by ")
    assert due_of_all(actors.sales, day, owner_ids=None) == []
    week = Period(MONDAY.date(), MONDAY.date() + timedelta(days=8))
    both = due_of_all(actors.senior, week, owner_ids=None)
    assert [each.text.split(" by ")[0] for each in both] == ["Answer", "Resolve"]
    services.answer(actors.senior, complaint_id=one.pk, text="We look into it")
    (due,) = due_of_all(actors.senior, week, owner_ids=None)
    assert due.day == timezone.localdate(one.resolve_due_at)


def test_what_a_year_comes_to(mine: Customer, clock: Any) -> None:
    for minutes in (0, 60, 120):
        clock.after(minutes=minutes)
        make_resolved(mine, received_at=MONDAY)
    make_complaint(mine, severity=Severity.CRITICAL)
    clock.after(hours=8)
    found = times_of_codes([mine.code])
    assert found is not None
    assert (found.times.cases, found.times.open, found.times.response) == (4, 1, 1)
    assert found.times.in_time.value is not None
    assert found.times.in_time.value * 4 == 3
    assert (found.times.resolution, found.recurring.numerator) == (1, 2)


def test_what_is_open_for_over_a_year_counts(mine: Customer, clock: Any) -> None:
    """Leaving it out would hide the worst; one of before that is resolved is of another year."""
    old = MONDAY - timedelta(days=400)
    make_complaint(mine, received_at=old, cause="late")
    gone = make_complaint(mine, received_at=old)
    Complaint.objects.filter(pk=gone.pk).update(
        state=State.RESOLVED, answered_at=old, resolved_at=old, answer_took=0, resolve_took=0
    )
    found = times_of_codes([mine.code])
    assert found is not None
    assert (found.times.cases, found.times.open, found.times.in_time.n) == (1, 1, 1)
    assert found.recurring.n == 0, "what came back is counted of the year's"
    make_complaint(mine, cause="late")
    found = times_of_codes([mine.code])
    assert found is not None
    assert (found.times.cases, found.recurring.n) == (2, 1)
    assert "2 complaints of the last twelve months or open from before" in times_in_words(found)[0]
    later = times_of_codes([mine.code], now=MONDAY - timedelta(days=800))
    assert later is None


def test_a_case_that_nobody_has_any_more_is_in_the_inbox_of_who_sees_it(
    mine: Customer, cast: Cast, clock: Any, as_person: AsPerson
) -> None:
    """Whoever had it sees the account no longer, or has left; it is told with their name."""
    handed, left, kept = (make_complaint(mine, text) for text in ("Handed", "Left", "Kept"))
    Complaint.objects.filter(pk=handed.pk).update(owner=cast.sales)
    Complaint.objects.filter(pk=left.pk).update(owner=cast.junior_one)
    Complaint.objects.filter(pk=kept.pk).update(owner=cast.director)
    cast.junior_one.is_active = False
    cast.junior_one.save()
    browser, address = as_person(cast.senior), reverse("care:inbox")
    answer = browser.get(address)
    groups = {key: [card["row"].id for card in cards]
              for key, _title, _count, cards in answer.context["groups"]}  # fmt: skip
    assert groups == {"unowned": [handed.pk, left.pk]}
    assert f"{cast.sales} does not look after" in " ".join(answer.content.decode().split())
    for each in range(35):
        make_complaint(mine, f"Late {each}")
    with CaptureQueriesContext(connection) as queries:
        groups = {each[0]: each for each in browser.get(address).context["groups"]}
    assert (groups["now"][2], len(groups["now"][3])) == (35, 30)
    assert len(queries) <= 12


def test_a_new_case_is_for_whoever_acts_for_a_lead_who_is_gone(cast: Cast) -> None:
    customer = make_customer("C7")
    cover(cast.junior_one, customer)
    cast.junior_one.is_active = False
    cast.junior_one.save()
    assert make_complaint(customer).owner_id == cast.senior.pk
    cast.junior_one.is_active, cast.junior_one.role = True, Role.ADMINISTRATOR.value
    cast.junior_one.save()
    assert make_complaint(customer).owner_id == cast.senior.pk, "their role sees no accounts"


def test_what_came_back_is_asked_of_the_accounts_at_hand_alone(mine: Customer, clock: Any) -> None:
    """Cases of other accounts and of other causes are not read, however many there are."""
    old = make_resolved(mine)
    make_resolved(mine, cause="damaged")
    for number in range(5):
        make_resolved(make_customer(f"N{number}"))
    clock.after(days=2)
    again = make_complaint(mine, cause="late")
    assert {row.id: row.came_back for row in rows_at_hand(SYSTEM)} == {again.pk: old.pk}
    cases = list(with_account(Complaint.objects.filter(pk=again.pk)))
    assert set(kin_of(cases).values_list("pk", flat=True)) == {old.pk, again.pk}


def test_two_give_a_case_to_somebody_at_once(
    mine: Customer, cast: Cast, actors: SimpleNamespace, as_person: AsPerson
) -> None:
    one = make_complaint(mine)
    Complaint.objects.update(owner=None)
    seen = complaint_seen(actors.senior, one.pk).seen
    services.assign(actors.director, complaint_id=one.pk, owner_id=cast.director.pk, seen=seen)
    browser, address = as_person(cast.director), reverse("care:complaint", args=[one.pk])
    assert 'name="seen"' in browser.get(address).content.decode()
    answer = browser.post(
        address, {"decision": "assign", "owner_id": cast.senior.pk, "seen": seen}
    )  # fmt: skip
    assert answer.status_code == 422
    assert "was changed while you were looking" in answer.content.decode()
    assert Complaint.objects.get().owner_id == cast.director.pk


def test_who_may_not(mine: Customer, actors: SimpleNamespace) -> None:
    one = make_complaint(mine)
    assert complaint_rows(actors.sales) == []
    with pytest.raises(Complaint.DoesNotExist):
        services.answer(actors.sales, complaint_id=one.pk, text="Yes")
    with pytest.raises(Forbidden):
        services.answer(actors.executive, complaint_id=one.pk, text="Yes")
    with pytest.raises(Customer.DoesNotExist):
        services.add_complaint(actors.senior, customer_id=make_customer("C9").pk, text="Late")


def test_the_database_finds_what_comes_back_as_the_rule_does(mine: Customer) -> None:
    other = make_customer("O1", "Another")
    apart = [timedelta(0), COMES_BACK, timedelta(0), COMES_BACK + timedelta(seconds=1)]
    at = MONDAY - timedelta(days=400)
    for customer, cause in ((mine, "late"), (other, "late"), (mine, ""), (mine, "short")):
        for step in apart:
            at += step
            case = make_complaint(customer, cause=cause)
            Complaint.objects.filter(pk=case.pk).update(received_at=at)
    every = Complaint.objects.all()
    rule = came_back(Seen(each.pk, str(each.customer_id), each.cause, each.received_at)
                     for each in every)  # fmt: skip
    found = with_the_one_before(every).exclude(before_id=None)
    assert dict(found.values_list("pk", "before_id")) == rule
    assert len(rule) == 6
    assert {row.id: row.came_back for row in complaint_rows(SYSTEM) if row.came_back} == rule
    assert {row.id: row.came_back for row in rows_at_hand(SYSTEM) if row.came_back} == rule


def test_it_comes_back_whichever_merged_record_it_came_to(mine: Customer, clock: Any) -> None:
    first, second = make_customer("A1"), make_customer("A2")
    one = make_resolved(first, cause="late")
    merge_customers(SYSTEM, source_id=first.pk, target_id=second.pk)
    merge_customers(SYSTEM, source_id=second.pk, target_id=mine.pk)
    clock.after(days=30)
    again = make_complaint(mine, cause="late")
    (row,) = rows_at_hand(SYSTEM)
    assert (row.id, row.came_back) == (again.pk, one.pk)
    for each in complaint_rows(SYSTEM):
        assert (each.code, each.customer_id) == (mine.code, mine.pk), "of the account of today"
    assert complaint_seen(SYSTEM, one.pk).row.code == mine.code
    Complaint.objects.filter(pk=again.pk).update(customer=first)
    clock.after(days=60)
    assert [each.code for each in overdue(SYSTEM)] == [mine.code]
    assert complaint_seen(SYSTEM, again.pk).before == (one.pk, one.text)
    found = times_of_codes([mine.code, first.code, second.code])
    assert found is not None
    assert (found.recurring.numerator, found.recurring.n) == (1, 2)


def test_only_what_is_at_hand_is_read(mine: Customer, cast: Cast, clock: Any) -> None:
    make_resolved(mine)
    clock.after(days=10)
    open_one = make_complaint(mine, owner_id=cast.director.pk)
    assert [row.id for row in rows_at_hand(SYSTEM)] == [open_one.pk]
    assert len(rows_at_hand(SYSTEM, since=MONDAY)) == 2
    assert rows_at_hand(SYSTEM, owner_id=cast.senior.pk) == []
    assert len(complaint_rows(SYSTEM)) == 2


def test_what_is_at_stake_is_summed(
    mine: Customer, cast: Cast, clock: Any, as_person: AsPerson
) -> None:
    """Of open cases alone, and of those that say it: nothing is no amount."""
    for money in (Decimal("1200.50"), Decimal("99.50"), None):
        make_complaint(mine, money=money)
    services.change_complaint(SYSTEM, complaint_id=make_resolved(mine).pk, money=Decimal(7))
    told = at_stake_in_words(at_stake(complaint_rows(SYSTEM)))
    assert told == "€1,300.00 at stake in 2 open complaints that say it."
    browser = as_person(cast.senior)
    for address in (
        reverse("care:inbox"), reverse("care:board"), reverse("care:account", args=[mine.pk]),
    ):  # fmt: skip
        assert told in browser.get(address).content.decode()


def test_what_was_told_on_friday_is_written_on_monday(
    mine: Customer, cast: Cast, clock: Any, as_person: AsPerson
) -> None:
    told = {"text": "Pallets came open", "severity": "normal", "channel": "phone"}
    browser, address = as_person(cast.senior), reverse("care:new", args=[mine.pk])
    friday = timezone.localtime(MONDAY - timedelta(days=3))
    answer = browser.post(address, {**told, "received_at": f"{friday:%Y-%m-%dT%H:%M}"})
    assert answer.status_code == 302
    one = Complaint.objects.get()
    assert one.received_at == MONDAY - timedelta(days=3)
    assert one.answer_due_at == MONDAY - timedelta(days=3) + timedelta(hours=9)
    later = timezone.localtime(MONDAY + timedelta(days=1))
    answer = browser.post(address, {**told, "received_at": f"{later:%Y-%m-%dT%H:%M}"})
    assert answer.status_code == 422
    assert "still to come" in answer.content.decode()


def test_a_handover_has_every_open_complaint(
    mine: Customer, actors: SimpleNamespace, cast: Cast
) -> None:
    for at in range(12):
        make_complaint(mine, f"Pallet {at}")
    make_resolved(mine)
    found = pack_seen(actors.senior, make_pack(mine, cast.senior, cast.sales).pk)
    lines = {each.key: each.lines for each in found.sections}
    assert (len(lines["complaints_open"]), len(lines["complaints"])) == (12, 1)


def test_the_list_of_all_reads_a_page_and_narrows_in_the_database(
    mine: Customer, cast: Cast, as_person: AsPerson
) -> None:
    first, second = make_customer("M1", "Antigua"), make_customer("M2", "Núñez Hermanos")
    make_complaint(first, "Pallets came open", cause="damage")
    make_complaint(first, "Pallets came open again", cause="damage")
    make_resolved(mine)
    for at in range(60):
        make_complaint(mine, f"Late {at}")
    merge_customers(SYSTEM, source_id=first.pk, target_id=second.pk)
    merge_customers(SYSTEM, source_id=second.pk, target_id=make_customer("M3", "Ñandú").pk)
    page, address = as_person(cast.director), reverse("care:complaints")
    with CaptureQueriesContext(connection) as queries:
        answer = page.get(address)
    read = [each["sql"] for each in queries if 'FROM "care_complaint"' in each["sql"]]
    assert all("LIMIT" in each or "COUNT(*)" in each for each in read)
    assert answer.context["listing"].count == 63
    found = page.get(address, {"search": "nandu"})
    rows = list(found.context["listing"].page)
    text = found.content.decode()
    assert len(rows) == 2
    assert ("Ñandú" in text, "Antigua" in text, text.count("comes back")) == (True, False, 1)
    resolved = page.get(address, {"state": "resolved", "sort": "-due"})
    assert resolved.context["listing"].count == 1
    file = page.get(address, {"export": "csv", "sort": "due", "search": "M3"}).content.decode()
    assert file.count("Ñandú") == 2


def test_what_was_resolved_keeps_a_cause(mine: Customer, actors: SimpleNamespace) -> None:
    one = make_resolved(mine, cause="late")
    given = {"complaint_id": one.pk, "seen": revision_of(one)}
    with pytest.raises(Refusal) as refused:
        services.change_complaint(actors.senior, **given, cause="")
    assert (refused.value.code, refused.value.field) == ("cause_missing", "cause")
    assert services.change_complaint(actors.senior, **given, cause="damaged").cause == "damaged"
