"""Hours and money on an account: works · refuses · an outsider is blind · audited."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clavero.core.errors import Forbidden
from clavero.core.models import AuditEntry
from clavero.core.period import Period
from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.portfolio.testing import cover, make_customer, make_group
from clavero.profitability.models import AccountWork
from clavero.profitability.rules.work import WorkKind
from clavero.profitability.selectors import Amounts, spent
from clavero.profitability.services import import_work, record_work, withdraw_work
from clavero.profitability.testing import SYSTEM, make_work
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person], Client]
DAY = date(2024, 3, 5)
MARCH = Period.parse("2024-03")


@pytest.fixture
def account(cast: Cast) -> Any:
    """A customer of the senior's, and one of nobody's."""
    customer = make_customer("A")
    make_customer("B")
    cover(cast.senior, customer)
    return customer


def give(actor: Any, account: Any, person: Person, **more: Any) -> AccountWork:
    given = {"day": DAY, "kind": WorkKind.SELLING, "hours": Decimal(2), **more}
    return record_work(actor, customer_id=account.pk, person_id=person.pk, **given)


def test_the_team_records_its_own_and_its_peoples(
    actors: SimpleNamespace, cast: Cast, account: Any
) -> None:
    give(actors.senior, account, cast.senior, money=Decimal(30), note="A fair")
    give(actors.senior, account, cast.junior_one, kind=WorkKind.KNOWLEDGE)
    found = spent(actors.senior, MARCH)["A"]
    assert found.total == Amounts(Decimal(4), Decimal(30))
    assert found.by_kind[WorkKind.KNOWLEDGE] == Amounts(Decimal(2), Decimal(0))
    entry = AuditEntry.objects.filter(verb="work.recorded").latest("pk")
    assert (entry.by_name, entry.after["hours"]) == (actors.senior.name, "2")


def test_what_is_spent_rolls_up_and_is_seen_by_those_who_see_the_account(
    actors: SimpleNamespace, cast: Cast, account: Any
) -> None:
    make_work(account, cast.senior)
    make_group("Group", account, code="G")
    period = Period.parse("2024-01")
    assert set(spent(SYSTEM, period)) == {"G"}
    assert set(spent(actors.senior, period)) == {"A"}
    assert set(spent(SYSTEM, period, tree=None)) == {"A"}
    assert spent(actors.junior_one, period) == spent(SYSTEM, MARCH) == {}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"hours": Decimal(0)}, "nothing_spent"),
        ({"hours": Decimal(25)}, "not_hours"),
        ({"hours": Decimal(-1)}, "not_hours"),
        ({"money": Decimal(-1)}, "not_money"),
        ({"day": date(2999, 1, 1)}, "in_the_future"),
    ],
)
def test_what_cannot_be_is_refused(
    actors: SimpleNamespace, cast: Cast, account: Any, refuses: Any, given: Any, code: str
) -> None:
    with refuses(code):
        give(actors.senior, account, cast.senior, **given)
    assert not AccountWork.objects.exists()


def test_a_day_has_24_hours(
    actors: SimpleNamespace, cast: Cast, account: Any, refuses: Any
) -> None:
    give(actors.senior, account, cast.senior, hours=Decimal(20))
    with refuses("day_is_full"):
        give(actors.senior, account, cast.senior, hours=Decimal(5))


def test_strangers_and_readers_record_nothing(
    actors: SimpleNamespace, cast: Cast, account: Any
) -> None:
    with pytest.raises(ObjectDoesNotExist):
        give(actors.junior_one, account, cast.junior_one)
    with pytest.raises(Forbidden):
        give(actors.executive, account, cast.senior)
    with pytest.raises(Forbidden):  # a colleague's work is theirs to record
        give(actors.senior, account, cast.sales)


def test_work_is_withdrawn_by_whoever_may_record_it(
    actors: SimpleNamespace, cast: Cast, account: Any
) -> None:
    work = give(actors.senior, account, cast.senior)
    with pytest.raises(ObjectDoesNotExist):
        withdraw_work(actors.junior_one, work_id=work.pk)
    with pytest.raises(Forbidden):
        withdraw_work(actors.executive, work_id=work.pk)
    withdraw_work(actors.senior, work_id=work.pk)
    assert not AccountWork.objects.exists()
    assert AuditEntry.objects.latest("pk").before["hours"] == "2"


def test_a_file_is_kept_once_and_refused_row_by_row(
    actors: SimpleNamespace, cast: Cast, account: Any
) -> None:
    rows = [
        "account,person,date,hours,money,type",
        f"A,{cast.senior.email},2024-03-05,2,,selling",
        f"A,{cast.junior_one.email.upper()},2024-03-05,,50,relationship",
        f"B,{cast.senior.email},2024-03-05,2,,selling",
        f"A,{cast.sales.email},2024-03-05,2,,selling",
        f"A,{cast.senior.email},2024-03-05,2,,golf",
        f"A,{cast.senior.email},2024-03-05,,,selling",
    ]
    content = "\n".join(rows).encode()
    report = import_work(actors.senior, content=content)
    assert report.kept == 2
    assert [(bad.line, bad.column, bad.reason.value) for bad in report.refused] == [
        (4, "account", "unknown_account"),
        (5, "person", "unknown_person"),
        (6, "type", "unknown_kind"),
        (7, "hours", "missing"),
    ]
    again = import_work(actors.senior, content=content)
    assert (again.kept, again.already_there) == (0, 2)
    with pytest.raises(Forbidden):
        import_work(actors.executive, content=content)


def test_the_form_is_simple_and_says_what_is_wrong(
    as_person: AsPerson, cast: Cast, account: Any
) -> None:
    client, address = as_person(cast.senior), reverse("profitability:work", args=[account.pk])
    assert "Nothing is recorded for this customer yet" in words(client.get(address))
    tomorrow = timezone.localdate() + timedelta(days=1)
    answers = {"person": cast.senior.pk, "day": tomorrow, "kind": "selling", "hours": "1.5"}
    refused = client.post(address, answers)
    assert refused.status_code == 422
    assert "The day is to come. Record work once it is done." in words(refused)
    client.post(address, {**answers, "day": DAY, "money": "12.50", "note": "Lunch"})
    told = words(client.get(address))
    assert f"5 Mar 2024 {cast.senior.name} Selling 1.5 €12.50 Lunch Withdraw" in told
    read = words(as_person(cast.executive).get(address))
    assert "Lunch" in read
    assert "Withdraw" not in read
    assert "Record work" not in read


def test_every_hour_behind_an_account_s_number_is_listed_and_adds_up(
    cast: Cast, account: Any, as_person: AsPerson
) -> None:
    """More than a page of them, on the units of a group."""
    other = make_customer("OTHER")
    group = make_group("Group", account, other, code="G")
    for at in range(26):
        make_work(other if at % 2 else account, cast.senior, day=DAY + timedelta(at), hours="1.5")
    make_work(account, cast.senior, day=date(2024, 4, 1), hours="7")
    page = reverse("profitability:hours", args=[group.pk])
    director = as_person(cast.director)
    told = words(director.get(page + "?period=2024-03"))
    assert "39 hours in all." in told
    assert "26 entries" in told
    file = director.get(page + "?period=2024-03&export=csv").content.decode()
    assert file.count(",OTHER,") == 13
    assert "46 hours in all." in words(director.get(page + "?period=2024-03-01..2024-04-30"))
    assert as_person(cast.junior_two).get(page).status_code == 404
