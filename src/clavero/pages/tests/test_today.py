"""*Today*: what is due, what waits, and what has changed about one's accounts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clavero.alerts.models import Alert
from clavero.alerts.rules.signals import Severity
from clavero.alerts.testing import make_alert
from clavero.commercial.models import CompanyVersion
from clavero.commercial.services import set_company_targets, submit_company_plan
from clavero.commercial.testing import planned
from clavero.core.period import add_months, first_of_month
from clavero.core.revisions import revision_of
from clavero.identity.models import Person
from clavero.identity.testing import Cast
from clavero.kpis.services import refresh
from clavero.kpis.testing import SYSTEM, set_something
from clavero.ledger.testing import Row, ledger_of
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.testing import hold
from clavero.pages.today import MOST_ALERTS
from clavero.pages.words import when
from clavero.plans.services import submit_plan
from clavero.plans.testing import make_action, make_objective, make_plan, make_row
from clavero.playbook.models import Proposal
from clavero.playbook.rules.proposals import Kind, proposed_of
from clavero.playbook.services import accept_proposal
from clavero.playbook.words import item_in_words
from clavero.portfolio.models import Coverage, Customer
from clavero.portfolio.rules.coverage import CoverageRole
from clavero.portfolio.services import edit_customer
from clavero.portfolio.testing import cover, make_customer
from clavero.selection.models import Handover
from clavero.selection.testing import make_key
from clavero.silence.models import LossReason
from clavero.silence.services import confirm_loss
from clavero.ui import formats
from clavero.ui.testing import words
from clavero.work.testing import make_task

pytestmark = pytest.mark.django_db
AsPerson = Callable[[Person], Client]


@pytest.fixture
def account(cast: Cast) -> Customer:
    """An account of the senior's that got its strategy a year ago tomorrow."""
    customer = make_customer("A", "Aceites Aljarafe")
    cover(cast.senior, customer)
    a_year_ago = timezone.localdate() - timedelta(days=364)
    hold(a_year_ago, {"A": Strategy.INVEST})
    return customer


def told(client: Client) -> str:
    return words(client.get(reverse("pages:today")))


def test_proposals_wait_for_their_manager(
    as_person: AsPerson, cast: Cast, account: Customer
) -> None:
    sentence = "proposals of the playbook wait to be decided"
    assert sentence in told(as_person(cast.senior))
    assert f"{sentence} for {cast.senior.name}" in told(as_person(cast.director))
    assert sentence not in told(as_person(cast.sales))
    Coverage.objects.all().delete()
    page = as_person(cast.director).get(reverse("pages:today"))
    assert "Nobody leads it; " in words(page)
    where = reverse("portfolio:coverage", args=[account.pk])
    assert f'href="{where}"' in page.content.decode(), "nobody could decide them"


def test_what_was_agreed_is_due(
    as_person: AsPerson, cast: Cast, actors: SimpleNamespace, account: Customer
) -> None:
    objective = Proposal.objects.filter(kind=Kind.OBJECTIVE).order_by("place")[0]
    accept_proposal(actors.senior, proposal_id=objective.pk, seen=revision_of(account))
    page = told(as_person(cast.senior))
    kept = proposed_of(Kind.OBJECTIVE, objective.key, objective.content)
    day = when(kept.due, timezone.localdate())
    assert f"Aceites Aljarafe {item_in_words(kept.what)} {day}" in page


def test_actions_of_plans_are_due(as_person: AsPerson, cast: Cast, account: Customer) -> None:
    make_plan(account)
    tomorrow = timezone.localdate() + timedelta(days=1)
    make_action(account, "Call the buyer", end=tomorrow, owner_id=cast.senior.pk)
    make_action(account, "Much later", end=tomorrow + timedelta(days=60))
    assert "Aceites Aljarafe Call the buyer tomorrow" in told(as_person(cast.senior))
    assert f"Call the buyer for {cast.senior.name} tomorrow" in told(as_person(cast.director))
    assert "Much later" not in told(as_person(cast.director))
    assert "Call the buyer" not in told(as_person(cast.sales))


def test_tasks_are_due_and_done_with_one_tap(
    as_person: AsPerson, cast: Cast, actors: SimpleNamespace, account: Customer
) -> None:
    day = timezone.localdate()
    cover(cast.junior_one, account, role=CoverageRole.MEMBER)
    mine = make_task(account, "Send the offer", owner=cast.senior, due=day - timedelta(days=2))
    make_task(None, "Finish the course", owner=cast.senior, due=day)
    make_task(account, "Hers", owner=cast.junior_one, due=day + timedelta(days=1))
    make_task(account, "Far away", owner=cast.senior, due=day + timedelta(days=60))
    senior = as_person(cast.senior)
    page = told(senior)
    assert "Aceites Aljarafe Send the offer 2 days late" in page
    assert "At no account Finish the course today" in page
    assert f"Hers for {cast.junior_one.name} tomorrow" in page
    assert "Far away" not in page
    assert "Send the offer" not in told(as_person(cast.sales))
    here = {"here": reverse("pages:today")}
    assert senior.post(reverse("work:finish", args=[mine.pk]), here).url == here["here"]
    assert "Send the offer" not in told(senior)


def test_a_handover_is_told_to_both(as_person: AsPerson, cast: Cast, account: Customer) -> None:
    make_key(account)
    day = timezone.localdate() + timedelta(days=3)
    Handover.objects.create(
        customer=account, giver=cast.sales, receiver=cast.senior, meeting_on=day, changes_on=day
    )
    assert f"Take it over from {cast.sales.name} in 3 days" in told(as_person(cast.senior))
    assert f"Hand it over to {cast.senior.name} in 3 days" in told(as_person(cast.sales))
    assert "in 3 days" not in told(as_person(cast.junior_one))


def test_a_handover_that_has_not_been_accepted_in_time_is_late(
    as_person: AsPerson, cast: Cast, account: Customer
) -> None:
    make_key(account)
    day = timezone.localdate() - timedelta(days=2)
    Handover.objects.create(
        customer=account, giver=cast.sales, receiver=cast.senior, meeting_on=day, changes_on=day
    )
    page = told(as_person(cast.senior))
    assert "1 of them should have been done before today." in page
    assert "2 days late" in page


def test_changes_are_told_to_who_sees_the_account(
    as_person: AsPerson, cast: Cast, actors: SimpleNamespace, account: Customer
) -> None:
    edit_customer(
        actors.director, customer_id=account.pk, name="Aceites del Sur", seen=revision_of(account)
    )
    assert f"Aceites del Sur record edited {cast.director.name}" in told(as_person(cast.senior))
    assert "record edited" not in told(as_person(cast.sales))


def test_nothing_is_told_as_nothing(as_person: AsPerson, cast: Cast) -> None:
    page = told(as_person(cast.sales))
    assert "Nothing is due in the next two weeks" in page
    assert "Nobody has changed anything since" in page


@pytest.mark.parametrize(
    ("apart", "said"),
    [
        (-2, "2 days late"),
        (-1, "1 day late"),
        (0, "today"),
        (1, "tomorrow"),
        (2, "in 2 days"),
        (7, "in 7 days"),
        (8, "10 Dec 2026"),
    ],
)
def test_days_are_said_as_one_says_them(apart: int, said: str) -> None:
    today = date(2026, 12, 2)
    assert " ".join(when(today + timedelta(days=apart), today).split()) == said


def test_my_accounts_stand_with_their_lights(
    as_person: AsPerson, cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.LEDGER_HOME = tmp_path / "ledger"
    today = timezone.localdate()
    ledger_of([Row(f"F{back}", "A", date=today - timedelta(back)) for back in range(1, 800, 30)])
    its = Customer.objects.get(code="A")
    assert "My accounts" not in told(as_person(cast.senior))
    cover(cast.senior, its)
    refresh(SYSTEM)
    set_something(its, target="999999")
    page = told(as_person(cast.senior))
    assert "My accounts" in page
    assert "Red: Net sales." in page
    address = reverse("kpis:account", args=[its.pk])
    assert address in as_person(cast.senior).get(reverse("pages:today")).content.decode()
    assert "My accounts" not in told(as_person(cast.sales))


def test_what_changed_tells_numbers_before_what_people_did(
    as_person: AsPerson, cast: Cast, settings: Any, tmp_path: Path
) -> None:
    """A sells 1,000 a month and in the last one 100; B sells 1,000; C was confirmed as lost."""
    settings.LEDGER_HOME = tmp_path / "ledger"
    here = first_of_month(timezone.localdate())
    months = [add_months(here, -back) for back in range(1, 27)]
    last = here - timedelta(days=1)
    ledger_of([
        *(Row(f"{code}{day}", code, day, Decimal(100 if (code, day) == ("A", months[0]) else 1000))
          for code in "AB" for day in months),
        *(Row(f"C{day}", "C", day, Decimal(1000)) for day in months[9:]),
        Row("END", "B", last, Decimal(1)),
    ])  # fmt: skip
    for code in "ABC":
        its = Customer.objects.get(code=code)
        cover(cast.senior, its)
        if code == "A":
            set_something(its, target="11500")
    refresh(SYSTEM, since=add_months(here, -1))
    gone = Customer.objects.get(code="C")
    confirm_loss(SYSTEM, customer_id=gone.pk, reason=LossReason.COMPETITOR, competitor="Nordwerk")
    make_alert(Customer.objects.get(code="A"), Severity.WARNING, key="new")
    page = as_person(cast.senior).get(reverse("pages:today"))
    found = [(each.name, each.told.replace("\xa0", " ")) for each in page.context["today"].news]
    assert [name for name, _told in found] == ["C", "A", "Alerts", "A"], found
    assert "it went to a competitor, Nordwerk." in found[0][1]
    assert (
        "Net sales went from €12,000 to €11,100: it was on target and is off target."
        in (found[1][1])
    )
    assert f"It bought €900 less in {formats.month(months[0])}" in found[3][1].replace("\xa0", " ")
    text = words(page)
    assert text.index("off target") < text.index("What people have done")


def test_a_confirmed_loss_does_not_stand_on_top(
    as_person: AsPerson, cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.LEDGER_HOME = tmp_path / "ledger"
    today = timezone.localdate()
    bought = {
        "GONE": range(400, 1000, 20),
        "LATE": range(100, 1000, 20),
        "BUYS": range(1, 1000, 20),
    }
    ledger_of([
        Row(f"{code}{back}", code, date=today - timedelta(back))
        for code, days in bought.items()
        for back in days
    ])  # fmt: skip
    for code in bought:
        cover(cast.senior, Customer.objects.get(code=code))
    refresh(SYSTEM)

    def names() -> list[str]:
        page = as_person(cast.senior).get(reverse("pages:today"))
        return [each.name for each in page.context["accounts"]]

    assert set(names()[:2]) == {"GONE", "LATE"}
    gone = Customer.objects.get(code="GONE")
    confirm_loss(SYSTEM, customer_id=gone.pk, reason=LossReason.CLOSED)
    assert names() == ["LATE", "BUYS", "GONE"]


def test_my_open_alerts_stand_with_the_most_urgent_first(
    as_person: AsPerson, cast: Cast, account: Customer
) -> None:
    assert "open alert" not in told(as_person(cast.senior))
    make_alert(account, Severity.NOTICE, key="least")
    for number in range(MOST_ALERTS):
        make_alert(account, Severity.URGENT, key=f"most{number}")
    page = told(as_person(cast.senior))
    assert f"{MOST_ALERTS + 1} open alerts of mine" in page
    assert page.count("Urgent") == MOST_ALERTS
    assert "Notice" not in page
    assert "And 1 more alert. All my alerts" in page
    content = as_person(cast.senior).get(reverse("pages:today")).content.decode()
    alert = Alert.objects.get(key="most0")
    assert reverse("alerts:alert", args=[alert.pk]) in content
    assert "open alert" not in told(as_person(cast.sales)), "nor a stranger's"
    page = told(as_person(cast.director))
    assert f"{MOST_ALERTS + 1} open alerts" in page
    assert "of mine" not in page
    assert "And 1 more alert. All alerts" in page
    Alert.objects.filter(key="least").update(assignee=cast.director)
    page = told(as_person(cast.director))
    assert "1 open alert of mine" in page
    assert f"{MOST_ALERTS} more alerts of others" in page
    assert "Urgent" not in page, "their own go first"


def test_the_month_under_way_stands_beside_the_same_days(
    as_person: AsPerson, cast: Cast, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LEDGER_HOME = tmp_path / "ledger"
    sold = {
        date(2022, 1, 3): 1, date(2023, 3, 4): 50, date(2023, 3, 25): 900, date(2024, 2, 4): 80,
        date(2024, 2, 20): 700, date(2024, 3, 1): 40, date(2024, 3, 8): 20,
    }  # fmt: skip
    ledger_of([
        *(Row(f"A{day}", "A", day, Decimal(amount)) for day, amount in sold.items()),
        Row("B1", "B", date(2024, 3, 10), Decimal(500)),
    ])  # fmt: skip
    cover(cast.senior, Customer.objects.get(code="A"), start=date(2020, 1, 1))
    monkeypatch.setattr("clavero.pages.today.timezone.localdate", lambda: date(2024, 3, 10))
    page = told(as_person(cast.senior))
    assert "€60 sold so far this month (1 Mar 2024 to 9 Mar 2024)." in page, "today is not over"
    assert "+20.0% against the same days of last year (1 Mar 2023 to 9 Mar 2023): €50." in page
    assert "−25.0% against the same days of last month (1 Feb 2024 to 9 Feb 2024): €80." in page
    assert "€60 sold so far" in told(as_person(cast.director)), "the tenth is not over"
    assert "€0 sold so far this month" in told(as_person(cast.sales)), "who leads nobody"
    monkeypatch.setattr("clavero.pages.today.timezone.localdate", lambda: date(2024, 4, 2))
    page = told(as_person(cast.senior))
    assert "The ledger ends on 10 Mar 2024: of this month no day is known yet." in page


def test_plans_that_were_handed_in_wait_for_who_decides(
    as_person: AsPerson, cast: Cast, actors: SimpleNamespace, account: Customer
) -> None:
    make_plan(account)
    make_row(account)
    make_objective(account)
    make_action(account)
    submit_plan(actors.senior, customer_id=account.pk)
    set_company_targets(actors.director, targets=planned())
    submit_company_plan(actors.director, seen=revision_of(CompanyVersion.objects.get()))
    executive, director = told(as_person(cast.executive)), told(as_person(cast.director))
    its, companys = f"{cast.senior.name} has handed in its plan", "has handed it in: approve it"
    assert its in executive
    assert its in director
    assert f"The company's commercial plan {cast.director.name} {companys}" in executive
    assert companys not in director, "nobody approves what they handed in themselves"
    assert its not in told(as_person(cast.senior))
    address = reverse("plans:decide", args=[account.pk])
    page = as_person(cast.executive).get(reverse("pages:today")).content.decode()
    assert f'href="{address}"' in page
