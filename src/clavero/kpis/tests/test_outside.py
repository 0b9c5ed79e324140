"""What is counted from judgements is told outside the account team where nothing single follows
from it, wherever it is read."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from clavero.conftest import AsPerson
from clavero.core.estimates import Missing
from clavero.core.period import add_months
from clavero.identity.rules import Actor
from clavero.identity.testing import Cast
from clavero.interactions.testing import ago, make_interaction
from clavero.kpis.models import Entry
from clavero.kpis.rules.framework import Framework, Item
from clavero.kpis.rules.kpi import Level, Light
from clavero.kpis.selectors import (
    account_board,
    board_of,
    counted_here,
    courses,
    entries_of,
    entry,
    health_of,
    latest,
    led_accounts,
    said_each,
    values_of,
    warning_report,
)
from clavero.kpis.services import (
    enter_value,
    refresh,
    set_targets,
    tell_meetings,
    tell_relationships,
)
from clavero.kpis.testing import SYSTEM
from clavero.ledger.testing import Row, ledger_of
from clavero.portfolio.models import Customer
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.testing import cover
from clavero.relationships.models import Judgement, StageWord, Tie
from clavero.relationships.rules.judging import Kind
from clavero.relationships.testing import (
    judge_again,
    make_contact,
    make_judgement,
    make_links,
    make_tie,
)
from clavero.rest.testing import program_of
from clavero.ui.testing import words

pytestmark = pytest.mark.django_db
OF_TEAMS = ("contact-coverage", "resilience", "relationship-quality")
ONE = Decimal(2) / 23
TOLD = round(Decimal(5) / 23, 6)


def tell(back: int = 0) -> None:
    tell_relationships(SYSTEM, day=timezone.localdate() - timedelta(back))


@pytest.fixture
def account(own_ledger: None, cast: Cast) -> Customer:
    """An account that the senior leads, that is held to all three, and buys every month."""
    today = timezone.localdate()
    ledger_of([Row(f"F{back}", "A", date=add_months(today, -back)) for back in range(30)])
    found = Customer.objects.get(code="A")
    cover(cast.senior, found)
    refresh(SYSTEM)
    items = tuple(
        Item(key, target, Decimal(0), Decimal(weight))
        for key, target, weight in (
            ("contact-coverage", Decimal("0.8"), 40), ("resilience", Decimal(1), 30),
            ("relationship-quality", Decimal(7), 30),
        )
    )  # fmt: skip
    set_targets(
        SYSTEM, customer_id=found.pk, framework=Framework(items), reason="The plan",
        valid_from=today, seen=None,
    )  # fmt: skip
    return found


@pytest.fixture
def single(account: Customer, cast: Cast) -> Customer:
    """One link and one judged contact, of which the night has told."""
    (tie,) = make_links(account, cast.senior, 2)
    make_judgement(tie.contact, Kind.INFLUENCE, 9)
    make_judgement(tie.contact, Kind.ATTITUDE, -1)
    tell()
    assert set(Entry.objects.values_list("key", flat=True)) == set(OF_TEAMS)
    return account


def of(actor: Actor, customer: Customer) -> dict[str, Any]:
    """All that the API and the command line tell of the account."""
    snapshot = latest()
    assert snapshot is not None
    ((_row, values),) = [
        one for one in values_of(actor, snapshot) if one[0].subject == customer.code
    ]
    found = {each.kpi.key: each.estimate for each in values}
    return {key: found.get(key) for key in OF_TEAMS}


def test_values_for_programs_and_the_terminal(single: Customer, actors: SimpleNamespace) -> None:
    seen = of(actors.senior, single)
    assert seen["contact-coverage"].value == round(ONE, 6)
    assert seen["relationship-quality"].value == Decimal("2.5")
    for who in (actors.executive, SYSTEM.outward):
        for estimate in of(who, single).values():
            assert (estimate.value, estimate.n, estimate.reason) == (
                None, None, Missing.TOO_FEW_LINKS,
            )  # fmt: skip
    rows = program_of(actors.executive).get("/api/kpis?account=A").json()["rows"]
    told = {row["kpi"]: row for row in rows}
    assert (told["resilience"]["value"], told["resilience"]["reason"]) == (None, "too_few_links")


def test_the_board_and_the_pages_behind_it(
    single: Customer, cast: Cast, actors: SimpleNamespace, as_person: AsPerson
) -> None:
    board = account_board(actors.executive, single.pk)
    assert board is not None
    lines = {line.kpi.key: line for line in board.lines}
    for key in OF_TEAMS:
        line = lines[key]
        assert (line.value.estimate.value, line.light) == (None, Light.GREY)
        assert all(value is None for _day, value in line.course)
        assert line.before is None or line.before.value is None
        counted = counted_here(actors.executive, single.pk, key)
        assert counted is not None
        assert list(counted.noted) == []
    mine = counted_here(actors.senior, single.pk, "contact-coverage")
    assert mine is not None
    assert len(mine.noted) == 1
    executive = as_person(cast.executive)
    address = reverse("kpis:account", args=[single.pk])
    assert "Too few links to be told outside the account team" in words(executive.get(address))
    why = reverse("kpis:why", args=[single.pk])
    for key in OF_TEAMS:
        assert "8.7" not in words(executive.get(f"{why}?kpi={key}"))
    values = words(executive.get(reverse("kpis:values", args=[single.pk])))
    assert "0.0" not in values
    assert "8.7" in words(as_person(cast.senior).get(reverse("kpis:values", args=[single.pk])))


def test_what_was_entered_by_hand_is_everybodys(single: Customer, actors: SimpleNamespace) -> None:
    enter_value(
        actors.senior, customer_id=single.pk, key="contact-coverage",
        day=timezone.localdate(), value=Decimal("0.5"),
    )  # fmt: skip
    assert of(actors.executive, single)["contact-coverage"].value == Decimal("0.5")
    assert {each.key for each in entries_of(actors.executive, "A")} == {"contact-coverage"}


def test_entries_are_found_by_the_team_alone(single: Customer, actors: SimpleNamespace) -> None:
    assert entries_of(actors.senior, "A").count() == len(OF_TEAMS)
    assert entries_of(actors.executive, "A").count() == 0
    row = Entry.objects.filter(key="resilience").get()
    assert entry(actors.senior, row.pk) == row
    assert entry(actors.executive, row.pk) is None


def test_the_same_reading_of_two_people_is_kept_apart(
    single: Customer, actors: SimpleNamespace
) -> None:
    """Director and executive see the same accounts: what is kept of one is not the other's."""
    for first, second in ((actors.director, actors.executive), (actors.executive, actors.director)):
        for actor in (first, second):
            found = health_of(actor, single.pk)
            assert found is not None
            is_team = actor is actors.director
            assert (found.values["contact-coverage"].estimate.value is not None) is is_team
            board = board_of(actor, Level.COMPANY, "")
            assert board is not None
            led = led_accounts(actor, None, board)
            assert (sum(led.accounts[0].counts[light] for light in (Light.RED,)) > 0) is is_team
            together = {line.kpi.key for line in led.lines}
            assert ("contact-coverage" in together) is is_team, "nor does it follow from the sum"
            assert warning_report(actor) is not None


def test_the_accounts_behind_a_sum(single: Customer, actors: SimpleNamespace) -> None:
    said = said_each(actors.executive, Level.COMPANY, "", None, "resilience")
    assert said is not None
    assert [each[1].estimate.value for each in said.accounts] == [None]
    mine = said_each(actors.director, Level.COMPANY, "", None, "resilience")
    assert mine is not None
    assert mine.value is not None


def test_what_changed_lately(single: Customer, actors: SimpleNamespace) -> None:
    for actor, count in ((actors.director, 1), (actors.executive, 0)):
        found = courses(actor, timezone.localdate())
        assert found is not None
        points = {each.kpi.key: len(each.points) for each in found.courses}
        assert points["contact-coverage"] == count


def test_three_links_are_told_with_their_day_and_not_day_by_day(
    account: Customer, cast: Cast, actors: SimpleNamespace
) -> None:
    ties = make_links(account, cast.senior, 2, 1, 2)
    lately = timezone.localdate() - timedelta(9)
    Tie.objects.update(since=lately)
    Judgement.objects.update(said_on=lately)
    StageWord.objects.update(said_on=lately)
    tell(2)
    assert of(actors.executive, account)["contact-coverage"].value == TOLD
    judge_again((ties[0], 3))
    tell()
    assert of(actors.senior, account)["contact-coverage"].value == round(Decimal(6) / 23, 6)
    assert of(actors.executive, account)["contact-coverage"].value == TOLD
    board = account_board(actors.executive, account.pk)
    assert board is not None
    (line,) = [each for each in board.lines if each.kpi.key == "contact-coverage"]
    assert [value for _day, value in line.course] == [TOLD]
    assert line.value.day == timezone.localdate() - timedelta(2)
    assert line.value.estimate.n == 23
    counted = counted_here(actors.executive, account.pk, "contact-coverage")
    assert counted is not None
    assert [(day, said.value) for day, said, _by in counted.noted] == [(line.value.day, TOLD)]


def test_a_sponsor_reads_all_of_it(single: Customer, cast: Cast, actors: SimpleNamespace) -> None:
    cover(cast.executive, single, role=CoverageRole.SPONSOR)
    assert of(actors.executive, single)["contact-coverage"].value == round(ONE, 6)


def test_a_second_account_is_no_help(single: Customer, cast: Cast, actors: SimpleNamespace) -> None:
    """The company's value is of those that are told alone: the others do not follow from it."""
    ledger_of([Row("G1", "B", date=timezone.localdate())])
    other = Customer.objects.get(code="B")
    make_links(other, cast.junior_one, 2, 1, 2)
    make_tie(make_contact(other, "More"), cast.director, strength=1)
    tell()
    refresh(SYSTEM)
    snapshot = latest()
    assert snapshot is not None
    found = {
        value.kpi.key: value.estimate.value
        for row, values in values_of(actors.executive, snapshot)
        if row.level is Level.COMPANY
        for value in values
    }
    assert found["contact-coverage"] == TOLD


def test_how_long_those_who_matter_wait_is_the_teams(
    account: Customer, cast: Cast, actors: SimpleNamespace, as_person: AsPerson
) -> None:
    """It says of somebody that they matter: whom nobody met for so long is known to everybody."""
    today = timezone.localdate()
    contacts = [make_contact(account, f"Person {number}") for number in range(4)]
    for number, each in enumerate(contacts):
        make_judgement(each, Kind.INFLUENCE, 9, said_on=today - timedelta(20))
        make_interaction(account, each, starts_at=ago(days=50 + number))
    tell_meetings(SYSTEM, day=today - timedelta(9))
    key = "days-since-contact"

    def seen(actor: Actor) -> Any:
        snapshot = latest()
        assert snapshot is not None
        found = [one for one in values_of(actor, snapshot) if one[0].subject == "A"]
        return next(each for each in found[0][1] if each.kpi.key == key)

    assert seen(actors.senior).estimate.value == 53
    for who in (actors.executive, SYSTEM.outward):
        value = seen(who)
        assert (value.estimate.value, value.estimate.reason) == (None, Missing.OF_THE_TEAM)
        assert value.day == today, "the day on which it changed says that somebody was met"
    assert not entries_of(actors.executive, "A").filter(key=key).exists()
    page = words(as_person(cast.executive).get(reverse("kpis:account", args=[account.pk])))
    assert "53" not in page
    assert "It is told to the account team alone" in page
    cover(cast.executive, account, role=CoverageRole.SPONSOR)
    assert seen(actors.executive).estimate.value == 53
