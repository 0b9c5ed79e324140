"""Judgements, ties and stages: works · refuses · expires · audited without what was thought."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from clavero.conftest import TodayIs
from clavero.core.audit import history
from clavero.core.models import AuditEntry
from clavero.identity.testing import Cast
from clavero.portfolio.models import Customer
from clavero.relationships.models import Judgement
from clavero.relationships.rules.judging import Kind, holding, months_later
from clavero.relationships.rules.matrix import Ours
from clavero.relationships.selectors import account_contacts, contact_seen
from clavero.relationships.services import (
    change_contact,
    change_tie,
    end_tie,
    judge_contact,
    judge_tie,
    withdraw_judgement,
)
from clavero.relationships.testing import SYSTEM, make_contact, make_judgement, make_tie

pytestmark = pytest.mark.django_db
Refuses = Callable[[str], Any]
SAID = date(2026, 3, 2)


def test_a_judgement_carries_author_day_source_and_expiry(
    mine: Customer, actors: SimpleNamespace, today_is: TodayIs
) -> None:
    today_is(SAID)
    contact = make_contact(mine)
    judgement = judge_contact(
        actors.senior, contact_id=contact.pk, kind=Kind.ATTITUDE, value=-1,
        source=" Prefers Brañuela, told me so ",
    )  # fmt: skip
    assert (judgement.by_name, judgement.by_id) == (actors.senior.name, actors.senior.user_id)
    assert (judgement.said_on, judgement.expires_on) == (SAID, date(2027, 3, 2))
    assert judgement.source == "Prefers Brañuela, told me so"
    (row,) = account_contacts(actors.senior, mine.pk).here
    assert row.attitude == -1


def test_the_history_of_facts_tells_that_somebody_judged_and_not_what(mine: Customer) -> None:
    contact = make_contact(mine)
    make_judgement(contact, Kind.INFLUENCE, 9, source="A secret")
    entry = history(contact).filter(verb="judgement.made").get()
    assert (entry.before, entry.after) == (None, None)
    kept = str(list(AuditEntry.objects.values_list("before", "after")))
    assert "A secret" not in kept


def test_the_latest_counts_until_it_expires(mine: Customer, today_is: TodayIs) -> None:
    today_is(SAID)
    contact = make_contact(mine)
    make_judgement(contact, value=2, expires_on=date(2026, 5, 1))
    today_is(date(2026, 4, 30))
    assert account_contacts(SYSTEM, mine.pk).here[0].attitude == 2
    today_is(date(2026, 5, 1))
    (row,) = account_contacts(SYSTEM, mine.pk).here
    assert (row.attitude, row.is_expired) == (None, True)
    make_judgement(contact, value=-2)
    assert account_contacts(SYSTEM, mine.pk).here[0].attitude == -2


def test_an_expired_word_is_not_replaced_by_an_older_one() -> None:
    first = SimpleNamespace(pk=1, said_on=SAID, expires_on=date(2028, 1, 1))
    second = SimpleNamespace(pk=2, said_on=date(2026, 4, 1), expires_on=date(2026, 5, 1))
    assert holding([first, second], date(2026, 4, 30)) is second
    assert holding([first, second], date(2026, 5, 1)) is None
    assert holding([first, second], date(2026, 3, 31)) is first
    assert holding([], SAID) is None


def test_what_is_refused(mine: Customer, cast: Cast, refuses: Refuses) -> None:
    contact = make_contact(mine)
    now = timezone.localdate()
    for given, code in (
        ({"source": " "}, "source_missing"),
        ({"value": 3}, "no_such_value"),
        ({"said_on": now + timedelta(1)}, "in_the_future"),
        ({"expires_on": now}, "no_such_end"),
        ({"expires_on": months_later(now, 24) + timedelta(1)}, "no_such_end"),
    ):
        with refuses(code):
            make_judgement(contact, **given)
    with refuses("nobody"):
        make_judgement(make_contact(mine, "", title="CFO"))
    with pytest.raises(TypeError):
        make_judgement(contact, Kind.STRENGTH, 2)
    make_tie(contact, cast.senior)
    with refuses("tied_already"):
        make_tie(contact, cast.senior)
    with refuses("no_interval"):
        make_tie(contact, cast.director, interval_days=0)
    with refuses("in_the_future"):
        make_tie(contact, cast.director, last_on=now + timedelta(1))


def test_a_judgement_is_withdrawn(mine: Customer, actors: SimpleNamespace) -> None:
    contact = make_contact(mine)
    make_judgement(contact, value=1)
    wrong = make_judgement(contact, value=-2)
    with pytest.raises(Judgement.DoesNotExist):
        withdraw_judgement(actors.sales, judgement_id=wrong.pk)
    withdraw_judgement(actors.senior, judgement_id=wrong.pk)
    assert account_contacts(SYSTEM, mine.pk).here[0].attitude == 1


def test_a_tie_fades_without_contact(mine: Customer, cast: Cast, today_is: TodayIs) -> None:
    today_is(SAID)
    tie = make_tie(make_contact(mine), cast.senior, strength=3, interval_days=30)
    assert account_contacts(SYSTEM, mine.pk).here[0].strength == 3
    today_is(SAID + timedelta(61))
    assert account_contacts(SYSTEM, mine.pk).here[0].strength == 2
    change_tie(SYSTEM, tie_id=tie.pk, last_on=SAID + timedelta(60))
    assert account_contacts(SYSTEM, mine.pk).here[0].strength == 3


def test_a_tie_is_changed_judged_anew_and_ended(mine: Customer, cast: Cast, refuses: Any) -> None:
    contact = make_contact(mine)
    tie = make_tie(contact, cast.senior, strength=1)
    change_tie(SYSTEM, tie_id=tie.pk, ours=Ours.TECHNICAL)
    judge_tie(SYSTEM, tie_id=tie.pk, value=3, source="They call first")
    (row,) = contact_seen(SYSTEM, contact.pk).ties
    assert (row.ours, row.strength, row.said is not None) == ("technical", 3, True)
    end_tie(SYSTEM, tie_id=tie.pk)
    assert account_contacts(SYSTEM, mine.pk).here[0].strength is None
    with refuses("tie_ended"):
        judge_tie(SYSTEM, tie_id=tie.pk, value=1, source="Late")
    assert [each.verb for each in history(tie)] == ["tie.ended", "tie.changed", "tie.added"]
    assert make_tie(contact, cast.senior).pk != tie.pk, "they can meet again"


def test_who_has_left_is_counted_on_no_more(mine: Customer, cast: Cast) -> None:
    contact = make_contact(mine)
    make_tie(contact, cast.senior)
    change_contact(SYSTEM, contact_id=contact.pk, left_on=timezone.localdate())
    found = account_contacts(SYSTEM, mine.pk)
    assert (list(found.here), [row.id for row in found.gone]) == ([], [contact.pk])


def test_the_team_is_warned_of_those_of_most_influence(mine: Customer, cast: Cast) -> None:
    against, silent, known = (make_contact(mine, name) for name in ("Against", "Silent", "Known"))
    for contact in (against, silent, known):
        make_judgement(contact, Kind.INFLUENCE, 8)
        make_tie(contact, cast.senior)
    make_judgement(against, value=-1)
    make_judgement(known, value=1)
    warned = account_contacts(SYSTEM, mine.pk).warned
    assert warned is not None
    assert [row.name for row in warned.against] == ["Against"]
    assert [row.name for row in warned.unknown] == ["Silent"]


def test_the_database_holds_the_limits(mine: Customer, cast: Cast) -> None:
    contact = make_contact(mine)
    judgement = make_judgement(contact)
    tie = make_tie(contact, cast.senior)
    for broken in (
        {"value": 3},
        {"kind": "strength"},
        {"tie": tie},
        {"expires_on": date(2020, 1, 1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Judgement.objects.filter(pk=judgement.pk).update(**broken)
