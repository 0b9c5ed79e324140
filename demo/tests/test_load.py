"""The made-up company in a data folder: complete, once, and never over somebody's own data."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.apps import apps
from pytest_django import Settings

from clavero.alerts.models import Alert
from clavero.core.errors import Refusal
from clavero.core.models import AuditEntry
from clavero.core.period import Period
from clavero.identity import testing
from clavero.identity.models import Person
from clavero.identity.rules import Actor, Role
from clavero.identity.testing import actor_for, make_cast
from clavero.investment.rules.kinds import Gate
from clavero.investment.selectors import round_picture, rounds
from clavero.ledger import selectors as ledger
from clavero.matrix.rules.quadrants import Strategy
from clavero.matrix.selectors import matrix_rows
from clavero.opportunities.rules.grid import CellState
from clavero.opportunities.selectors import ended_rows, grid, need_rows, pipeline
from clavero.plans.models import Plan
from clavero.playbook.models import Proposal
from clavero.playbook.rules.conduct import Warned
from clavero.playbook.selectors import all_versions, conduct, waiting
from clavero.portfolio.models import CompanyFigures, Coverage, Customer, GroupLink
from clavero.portfolio.selectors import CoverageRole, accounts, coverage_of, portfolio_picture
from clavero.profitability.selectors import profit_picture, spent
from clavero.reports.models import Document
from clavero.selection.models import Decision
from clavero.selection.rules.cycle import Stage
from clavero.selection.rules.steps import Status
from clavero.selection.selectors import (
    all_cycles,
    cycle_list,
    handovers,
    key_accounts,
    latest_cycle,
    latest_settings,
)
from clavero.sharing.models import Answer, Share
from clavero.sharing.selectors import page_of
from clavero.silence.selectors import State, losses, states
from clavero.work.models import Task
from clavero.work.rules import Origin
from clavero.work.rules.team import Function
from clavero.work.selectors import Shown, Whose, account_team, packs, task_rows
from demo import AS_OF, silences
from demo.company import company
from demo.customers import HEAVY
from demo.load import is_loaded, load
from demo.offering import NEEDS
from demo.people import CAST, PASSWORD, member
from demo.selection import YEARS
from demo.sharing import READERS
from demo.team import LED, team_accounts

TTM = Period.ttm(AS_OF)
_THE_SYSTEM = Actor.system()


@pytest.fixture
def folder(settings: Settings, tmp_path: Path, db: None) -> Path:
    settings.LEDGER_HOME = tmp_path / "ledger"
    settings.UPLOADS_HOME = tmp_path / "uploads"
    settings.DOCUMENTS_HOME = tmp_path / "documents"
    settings.ATTACHMENTS_HOME = tmp_path / "attachments"
    return tmp_path / "company"


def _actor(key: str) -> Actor:
    return actor_for(Person.objects.get(email=f"{key}@demo.example"))


def test_the_whole_company_once(folder: Path) -> None:
    parts: list[float] = []
    load(folder, "es", parts.append)
    assert parts == sorted(parts)
    assert parts[-1] == 1.0
    _everything_is_done_by_its_people()
    _the_picture()
    _who_loses_money()
    _where_accounts_stand()
    _what_managers_decided()
    _where_time_went()
    _who_looks_after_whom()
    _who_is_key()
    _what_is_invested()
    _who_could_become_key()
    _who_is_handed_over()
    _what_they_need_and_could_buy()
    _who_has_fallen_silent()
    _what_should_be_looked_at()
    _which_documents_were_made()
    _who_has_to_do_what()
    _what_a_customer_has_answered()
    _a_second_load_changes_nothing(folder)


NIGHT = Actor.system().name
"""What plans count of themselves, and which figures go out, is told every night, by nobody."""


def _everything_is_done_by_its_people() -> None:
    """No page names anybody who is not of the company, but for what the customer has answered."""
    ours = {one.name for one in CAST}
    theirs = {name for name, _email in READERS}
    found: dict[str, set[str]] = {}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.name in {"by_name", "actor_name", "withdrawn_by"}:
                rows = model._default_manager.all()
                if model is AuditEntry:
                    rows = rows.exclude(verb__contains="alert")  # raised by nobody
                    by_itself = ("kpi.entered", "relationship.told_outside")
                    rows = rows.exclude(verb__in=by_itself, by_name=NIGHT)
                    rows = rows.exclude(by_name="respondent")  # of a survey: nobody says who
                    rows = rows.exclude(verb="task.added", by_name=NIGHT)
                if model is Task:
                    rows = rows.exclude(origin__in=(Origin.SURVEY, Origin.COMPLAINT))  # by itself
                names = set(rows.values_list(field.name, flat=True)) - {""}
                if model in {Answer, AuditEntry}:
                    names -= theirs
                found[f"{model.__name__}.{field.name}"] = names
    assert len(found) > 5
    assert {where: names - ours for where, names in found.items() if names - ours} == {}


def _which_documents_were_made() -> None:
    found = Document.objects.all()
    assert {row.state for row in found} == {"done"}
    kinds = Counter(row.kind for row in found)
    assert kinds["portfolio"] == 1
    assert kinds["account"] == kinds["plan"] >= 2


def _who_has_to_do_what() -> None:
    senior, junior = _actor("senior"), _actor("junior.one")
    given = task_rows(senior, Whose.TEAM, Shown.OPEN)
    assert {row.owner for row in given} >= {junior.name, _actor("junior.two").name}
    assert any(row.is_overdue for row in given)
    assert any(0 < row.points[0] < row.points[1] for row in given)
    assert sum(row.repeat is not None for row in task_rows(_THE_SYSTEM, Whose.ALL, Shown.OPEN)) == 3
    assert {row.state.value for row in task_rows(senior, Whose.ALL, Shown.ENDED)} == {
        "done", "dropped",
    }  # fmt: skip
    customer = Customer.objects.get(name__startswith="Grupo Alimentario Valdoria")
    team = account_team(senior, customer.pk)
    assert {row.function for row in team.members} >= {Function.LOGISTICS, Function.IT}
    assert team.share == Decimal("0.93")
    (pack,) = packs(_actor("junior.two"))
    assert (pack.closed_on, set(pack.ticked)) == (None, {"account", "people"})


def _what_a_customer_has_answered() -> None:
    plan = Share.objects.values("plan").distinct().get()["plan"]
    assert Share.objects.filter(revoked_at=None).count() == len(READERS)
    page = page_of(plan)
    assert page is not None
    assert len({row.section for row in page.rows}) >= 5
    assert any(page.signature(row) for row in page.rows), "a value is signed"
    assert any(row.has_value and not page.signature(row) for row in page.rows), "another is not"
    assert any(page.ticked(row) for row in page.rows)
    assert set(Answer.objects.values_list("by_name", flat=True)) == {
        READERS[0][0],
        "Iker Madariaga Sanz",
    }
    assert Answer.objects.filter(share__isnull=False, read_at=None).count() == 3


def _what_should_be_looked_at() -> None:
    kinds = set(Alert.objects.values_list("kind", flat=True))
    assert {"silence.silent", "kpis.off_target"} <= kinds
    assert Alert.objects.count() < 120, "as many as somebody would read"


def _the_picture() -> None:
    (done,) = ledger.imports(Actor.system())
    assert done.refused == 0
    assert done.read == done.kept > 145_000
    picture = portfolio_picture(Actor.system(), period=TTM)
    assert len(picture.alerts) == 3
    names = [row.name.split()[0] for row in picture.rows[:3]]
    assert names == ["Grupo", "Hüttenbach", "Papeleras"]
    concentration = picture.summary.concentration
    assert concentration is not None
    assert Decimal("0.45") < concentration.cr3 < Decimal("0.56")
    assert GroupLink.objects.count() == 18
    assert CompanyFigures.objects.count() == 1


def _who_loses_money() -> None:
    """A few small ones, and the five whose many small orders eat the margin; no key account."""
    picture = profit_picture(Actor.system(), period=TTM)
    assert 5 <= len(picture.losing) <= 30
    heavy = [name for name, *_rest in HEAVY]
    assert {row.name for row in picture.losing[:5]} == set(heavy)
    assert all(row.by_sales == "A" and row.differs for row in picture.losing[:5])
    peak = picture.curve.peak_share.value
    assert peak is not None
    assert Decimal("1.02") < peak < Decimal("1.10")
    for used in picture.used:
        part = used.usage.minutes / used.usage.capacity.minutes
        assert Decimal("0.6") < part < Decimal("0.95"), used.key
    spent_on = spent(Actor.system(), TTM)
    juniors = {code for code, _junior in team_accounts(company())}
    assert {row.code for row in picture.rows[:3]} | juniors == set(spent_on)
    assert len(juniors) == LED


def _where_accounts_stand() -> None:
    rows = matrix_rows(Actor.system(), as_of=AS_OF)
    assert len(rows) == 26
    assert {row.strategy for row in rows} == set(Strategy), "each quadrant has somebody"
    assert all(row.trail is not None and len(row.trail.placements) == 2 for row in rows)
    assert sum(row.planned is not None for row in rows) > 5
    assert len({row.card.sector for row in rows}) > 3


def _what_managers_decided() -> None:
    """Most of them something, a few nothing yet; none for an account that is nobody's."""
    decided = Proposal.objects.exclude(state="open")
    counts = Counter(decided.values_list("state", flat=True))
    assert counts["accepted"] > 70
    assert counts["edited"] >= 10
    assert counts["dropped"] >= 5
    assert Proposal.objects.filter(state="open").count() > 50
    accounts_ = waiting(Actor.system())
    assert len(accounts_) == 26
    led = [each for each in accounts_ if each.lead is not None]
    assert any(not each.decided for each in led)
    assert any(not sum(each.open.values()) for each in led)
    assert all(not each.decided for each in accounts_ if each.lead is None)
    managers = {member(key).name for key in ("senior", "junior_one", "junior_two")}
    assert managers <= set(decided.values_list("decided_by_name", flat=True))
    (version,) = all_versions()
    assert version.by_name == member("director").name


def _where_time_went() -> None:
    found = conduct(Actor.system(), Period(date(2025, 10, 1), AS_OF))
    assert {each.kind for each in found.warnings} >= {
        Warned.TIME_OVER, Warned.TIME_UNDER, Warned.MONEY_ON_HARVEST, Warned.NOBODY_ON_INVEST,
    }  # fmt: skip
    assert all(each.hours for each in found.quadrants)


def _who_looks_after_whom() -> None:
    assert Person.objects.count() == len(CAST)
    assert Person.objects.get(email="senior@demo.example").check_password(PASSWORD)
    assert accounts(_actor("sales")).count() == 15
    assert {str(one).split()[0] for one in accounts(_actor("senior"))} >= {
        "Grupo", "Hüttenbach", "Papeleras",
    }  # fmt: skip
    assert 0 < accounts(_actor("junior.two")).count() < accounts(_actor("senior")).count()
    assert accounts(_actor("logistics")).count() == 0
    assert accounts(_actor("director")).count() == Customer.objects.count()


def _what_is_invested() -> None:
    """A round of the past with a gate that released and one that stopped, and one to decide."""
    now, past = rounds()
    assert (now.name, past.name) == ("2027", "2025")
    picture = round_picture(_THE_SYSTEM, past)
    assert picture.pool is not None
    assert picture.pool.returned > 0
    gates = {row.funding.gate for row in picture.rows if row.funding and row.funding.level}
    assert gates == {Gate.RELEASED, Gate.STOPPED}
    assert picture.proven
    open_one = round_picture(_actor("executive"), now)
    assert len(open_one.rows) == 9
    assert all(row.funding is None and row.levels for row in open_one.rows)
    assert open_one.choice is not None
    assert open_one.choice.is_optimal
    assert open_one.choice.chosen
    assert any(row.case.strategic_by for row in open_one.rows)


def _who_is_key() -> None:
    """Two years were decided, each thing on its own day, and the last list is within the cap."""
    assert [(each.year, each.stage) for each in all_cycles()] == [
        (2027, Stage.RATING), (2026, Stage.CLOSED), (2025, Stage.CLOSED),
    ]  # fmt: skip
    assert [each.opened_on.year for each in all_cycles()] == [2026, 2025, 2025]
    found = {each.card.name.split()[-2]: each.status for each in key_accounts(_THE_SYSTEM, AS_OF)}
    assert sorted(found.values()) == [*[Status.KEY] * 5, Status.PROBATION]
    limit = latest_settings().settings.limit
    assert limit is not None
    assert limit.accounts == len(found)
    decided = Decision.objects.all()
    assert all(each.reason and "Asunción Valcárcel" in each.members for each in decided)
    assert {each.status for each in decided} == {"key", "not_key", "probation", "exit"}
    assert decided.exclude(against="").count() == 4
    days = {each.day for each in decided}
    told = AuditEntry.objects.filter(verb="customer.status_decided")
    assert {each.at.date() for each in told} == days


def _who_could_become_key() -> None:
    cycle = latest_cycle()
    assert cycle is not None
    listed = cycle_list(_actor("director"), cycle)
    grounds = {each["ground"] for row in listed.rows for each in row.candidate.grounds}
    assert grounds == {
        "key", "last_year", "sales", "after_serving", "growth", "hand",
    }  # fmt: skip
    assert not any(row.disputed for row in listed.rows), "who is apart talks before it is kept"
    counted = {
        (row.card.name.split()[0], criterion): len(ratings)
        for row in listed.rows
        for criterion, ratings in row.ratings.items()
    }
    for account, criterion in (("Mecanizados", "growth"), ("Conserverie", "fit")):
        assert counted[account, criterion] < counted[account, "volume"], "still to be talked about"
    assert any(row.candidate.agreed for row in listed.rows)
    assert any(len(row.raters) == 3 for row in listed.rows)
    assert sum(row.candidate.evidence.count() for row in listed.rows) == 5
    assert any(shift.changes for shift in listed.shifts), "nothing is hidden from the director"
    assert {row.standing.filter.passing.value for row in listed.rows} == {
        "passed", "open", "knocked_out",
    }  # fmt: skip
    assert any(row.is_hidden for row in cycle_list(_actor("senior"), cycle).rows)


def _what_they_need_and_could_buy() -> None:
    senior, sales = _actor("senior"), _actor("sales")
    known_before = [each for each in NEEDS if each.owner != "sales" and each.closed is None]
    of_plans = 3 * Plan.objects.count()
    assert len(need_rows(senior)) == len(known_before) + of_plans
    assert [row.owner for row in need_rows(sales)] == [sales.name]
    running = pipeline(_THE_SYSTEM)
    assert {row.stage for row in running.rows} == set(running.stages.keys)
    assert running.totals.base_count == 1
    assert Counter(row.outcome for row in ended_rows(_THE_SYSTEM)) == {"won": 1, "lost": 1}
    customer = Customer.objects.get(name__startswith="Ferretería Tajuña")
    assert {cell.state for cell in grid(sales, customer.pk).cells} == set(CellState)


def _who_is_handed_over() -> None:
    under_way, done = handovers(_actor("sales"))
    assert 0 < len(under_way.ticked) < 7
    assert under_way.is_open
    assert under_way.meeting_on > AS_OF
    assert under_way.receiver.email == "senior@demo.example"
    leads = [
        row.person_id for row in coverage_of(_THE_SYSTEM, done.customer_id)
        if row.role is CoverageRole.LEAD and row.end is None
    ]  # fmt: skip
    assert leads == [done.receiver_id]
    assert done.changes_on == date(2026, 5, 4)


def _who_has_fallen_silent() -> None:
    """Most buy in their rhythm; of the lost a few were spoken of, and known stops are respected."""
    picture = states(_THE_SYSTEM, AS_OF)
    assert picture is not None
    counts = picture.counts
    assert counts[State.ACTIVE] > len(picture.rows) / 2
    assert 20 < counts[State.LOST] < 80
    assert 0 < counts[State.AT_RISK] < 30
    confirmed = losses(_THE_SYSTEM, Period.parse("2026"), on=AS_OF)
    reasons = [loss.reason for loss in confirmed if loss.is_confirmed]
    assert {*reasons} == {each.reason for each in silences.CONFIRMED}
    named = {row.name: row for row in picture.rows}
    (refuted,) = (row for name, row in named.items() if name.startswith("Piensos Pisuerga"))
    assert (refuted.state, refuted.judged) == (State.WATCH, State.LOST)
    (bound,) = (row for name, row in named.items() if name.startswith("Astilleros Sagastiz"))
    assert bound.state < State.LOST, "a framework order is under way"


def _a_second_load_changes_nothing(folder: Path) -> None:
    def count() -> tuple[object, ...]:
        decided = Proposal.objects.exclude(state="open").count()
        return ledger.version(), Coverage.objects.count(), Person.objects.count(), decided

    before = count()
    Person.objects.filter(email="senior@demo.example").update(name="Another Name")
    load(folder, "en")
    assert is_loaded()
    assert count() == before
    assert Person.objects.get(email="senior@demo.example").name == "Another Name"


def test_what_was_said_of_key_accounts_is_there_in_both_languages() -> None:
    for year in YEARS:
        said = [
            *(each.why for each in (*year.put, *year.failed)),
            *(each.text for each in year.known),
            *(each.note for each in (*year.talked, *year.handed)),
            *(each.reason for each in year.decided),
            *(each.against for each in year.decided if each.against != ("", "")),
            *year.refused.values(),
        ]
        assert said
        assert all(spanish and english and spanish != english for spanish, english in said)


def test_what_is_said_of_silences_is_there_in_both_languages() -> None:
    said = [each.note for each in (*silences.STOPS, *silences.CONFIRMED, *silences.REFUTED)]
    assert all(spanish and english and spanish != english for spanish, english in said)


def test_a_data_folder_in_use_is_refused(folder: Path) -> None:
    Person.objects.create_person(
        email="ana@kam.example", name="Ana", role=Role.ADMINISTRATOR, password=None
    )
    with pytest.raises(Refusal, match="in use"):
        load(folder, "es")
    assert not folder.exists()


def test_the_password_that_is_printed_is_that_of_the_tests() -> None:
    assert PASSWORD == testing.PASSWORD


def test_the_cast_is_that_of_the_tests(db: None) -> None:
    made = {(person.email, person.name, person.role) for _key, person in make_cast()}
    assert made == {(one.email, one.name, one.role) for one in CAST}
